"""Findings to a verdict: which fields are confirmed, which a person must look at, and why.

The policy is one table (``extractor/policy.py``, docs/decisions/002-when-is-a-field-confirmed.md).
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, JsonValue

from extractor.documents.model import Document
from extractor.errors import ProblemKind
from extractor.evidence import Doubt, DoubtKind, Leg, Weight, doubt, merged, weighing
from extractor.evidence.sentences import Language, say
from extractor.policy import POLICIES, Evidence, FieldStatus, Kind, Line, Policy, judge
from extractor.readers.bill import Bill
from extractor.readers.reading import Alternative, Reading, Spot, UnusedNumber
from extractor.schemas.form import Form, State
from extractor.schemas.linear import Values
from extractor.schemas.stored import StoredValue
from extractor.schemas.trusted import trusted
from extractor.verdict_receipt import VerdictReceipt
from extractor.verify import verify_document
from extractor.verify.agreement import readings_in_signs, say_readings
from extractor.verify.borne_out import borne_out
from extractor.verify.completeness import anything_read, unused_numbers
from extractor.verify.computed import computed_values
from extractor.verify.consolidate import NO_OTHERS, Consolidation, FieldValue, consolidate, digits_proven
from extractor.verify.diagnose import Diagnosis, Implied, diagnosed
from extractor.verify.diagnose.diagnosis_wording import say_diagnosis
from extractor.verify.edit import Edit
from extractor.verify.field_labels import Labels
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.reopened import reopened_fields
from extractor.verify.shape_fields import proof_of
from extractor.verify.suspects import find_suspects
from extractor.verify.waivers import waived_findings

__all__ = [
    "FieldStatus",
    "FieldVerdict",
    "Policy",
    "Problem",
    "Result",
    "Status",
    "Verdict",
    "decide",
    "judge_readings",
]

Status: TypeAlias = Literal["accepted", "review", "failed", "unrecognised"]


class FieldVerdict(BaseModel):
    """One field after verification.

    ``readers`` holds what each reader read, by its name; ``alternatives`` what else the picture may show at the place,
    likeliest first. ``doubts`` are all that is known against the value, those of the reading first, then what
    verification holds against it; ``legs`` are the witnesses that say the same at the same place. ``optional``: its
    schema asks for no proof of it, so that nobody has to look.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    label: str
    value: StoredValue
    state: State
    status: FieldStatus
    spot: Spot | None
    quote: str
    readers: dict[str, StoredValue]
    doubts: tuple[Doubt, ...] = ()
    legs: tuple[Leg, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    optional: bool = False

    @property
    def waits(self) -> bool:
        """Whether it keeps its document from being accepted until a person has looked."""
        return self.status == "flagged" and not self.optional

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a person has to look, in English; see :meth:`told`."""
        return self.told("en")

    def told(self, language: Language, apart_from: Container[str] = ()) -> tuple[str, ...]:
        """Why a person has to look, in words: what verification holds against the value, then what its reader doubted.

        Empty for a confirmed field. What a policy line alone says is told only where nothing else is. ``apart_from``:
        messages of findings that are shown already.
        """
        if self.status == "confirmed":
            return ()
        left = [each for each in self.doubts if not (each.detail and each.detail[0] in apart_from)]
        ordered = sorted(_deciding(left), key=lambda each: each.kind not in _OF_VERIFICATION)
        return tuple(dict.fromkeys(say(each, language) for each in ordered))

    @property
    def deciding(self) -> tuple[Doubt, ...]:
        """The doubts that would have to go for the field to be confirmed; what a policy line alone says is among them
        only where nothing else is."""
        return _deciding(self.doubts)


def _deciding(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    heavy = weighing(doubts, Weight.SERIOUS)
    return tuple(each for each in heavy if each.kind not in _OF_POLICY) or heavy


_OF_VERIFICATION = (
    DoubtKind.READERS_DIFFER,
    DoubtKind.PLACE_REFUTED,
    DoubtKind.LABEL_NEAR,
    DoubtKind.LEFT_OVER,
    DoubtKind.NOT_EMPTY,
    DoubtKind.DECIDED_BEFORE,
    DoubtKind.RULE_FAILS,
)
_OF_POLICY = frozenset(line.doubt for lines in POLICIES.values() for line in lines if line.doubt is not None)


class Problem(BaseModel):
    """Why a document has no verdict, or a shorter one: the kind of error, its message, and details as data."""

    model_config = ConfigDict(frozen=True)

    kind: ProblemKind
    message: str
    details: dict[str, JsonValue] = {}


class Verdict(BaseModel):
    """The outcome for one document of a known form. ``source_inconsistent``: its own printed numbers contradict.

    ``diagnosis`` names the suspects of failing checks, ``implied`` what the rules say about fields that nobody read.
    Both are for people to see: no field holds what they propose.
    """

    model_config = ConfigDict(frozen=True)

    status: Status
    form: str
    fields: dict[str, FieldVerdict]
    findings: tuple[Finding, ...]
    unused: tuple[UnusedNumber, ...]
    source_inconsistent: bool = False
    diagnosis: Diagnosis | None = None
    implied: tuple[Implied, ...] = ()

    @property
    def flagged(self) -> tuple[FieldVerdict, ...]:
        """The fields that wait for a person."""
        return tuple(field for field in self.fields.values() if field.waits)

    @property
    def contradictions(self) -> tuple[Finding, ...]:
        """The rules that the printed numbers break, whatever follows from it; those that only warn refuse nothing."""
        return tuple(each for each in self.findings if each.kind == FindingKind.RULE and each.outcome == "fail")

    @property
    def let_pass(self) -> tuple[Finding, ...]:
        """The contradictions that keep nothing from being accepted: of an accepted document, its remarks."""
        return tuple(each for each in self.contradictions if self.status == "accepted" or not each.broken)


class Result(BaseModel):
    """What becomes of one file: the line that export writes, apart from how values are printed.

    ``schema_name`` and ``form`` are None where the document was not recognised; ``verdict`` is None where there is
    nothing to judge, and then ``problem`` says why. ``remarks``: what its pages say was not read of them; they are for
    people and decide nothing. ``readers`` says how each reader went about it, ``usage`` what asking a model took.
    ``parts``: of a part that was found in a file, the names of all parts of that file, in order. ``receipt``: what a
    stored verdict was made of.
    """

    model_config = ConfigDict(frozen=True)

    document: str
    path: str
    sha256: str
    status: Status
    schema_name: str | None = None
    schema_version: str | None = None
    form: str | None = None
    verdict: Verdict | None = None
    problem: Problem | None = None
    remarks: tuple[str, ...] = ()
    readers: dict[str, str] = {}
    usage: Bill = Bill()
    parts: tuple[str, ...] = ()
    receipt: VerdictReceipt | None = None


@dataclass(frozen=True)
class _Grounds:
    """What the findings say about fields, by path: messages of what speaks against a value, and what speaks for it.

    ``borne_out``: fields in a passing error rule in which the characters of all other fields were seen clearly or are
    borne out by other rules; claims of the narrative in a passing rule of any severity. ``broken``: the doubts that
    failing rules leave, by their messages.
    """

    suspects: Mapping[str, tuple[str, ...]]
    misplaced: Mapping[str, tuple[Doubt, ...]]
    passing: frozenset[str]
    borne_out: frozenset[str]
    waived: frozenset[str]
    broken: Mapping[str, Doubt]
    kinds: Mapping[str, Kind]
    lines: dict[object, Line] = field(default_factory=dict)

    def line(self, policy: Policy, found: FieldValue, derived: bool) -> Line:
        """The line of the policy that decides about a field: asked once for fields of which the same is known."""
        path = found.path
        against = (path in self.misplaced, path in self.suspects, path in self.waived, found.disputed)
        ruled = (path in self.passing, path in self.borne_out, derived)
        # The fields live as long as this is asked: nothing else has the identity of their doubts, legs and edits.
        seen = (found.state, id(found.doubts), id(found.legs), id(found.edit), found.lone, found.reader)
        asked = (policy, self.kinds.get(path, "cell"), seen, against, ruled)
        if asked not in self.lines:
            self.lines[asked] = judge(policy, self.evidence(found, derived))
        return self.lines[asked]

    def evidence(self, found: FieldValue, derived: bool) -> Evidence:
        """The evidence for one field."""
        path, kind = found.path, self.kinds.get(found.path, "cell")
        witnessed, unclear, records = found.witnesses, found.unclear, found.records
        return Evidence(
            kind=kind,
            decision="none" if found.edit is None else "corrected" if found.edit.kind == "correct" else "confirmed",
            state=found.state,
            certainty=found.certainty,
            witnessed=witnessed.places > 0,
            two_places=witnessed.places > 1,
            proven_digits=digits_proven(found.state, witnessed, unclear),
            stored_digits=witnessed.digits == "stored",
            unclear=unclear,
            disputed=found.disputed,
            misplaced=path in self.misplaced,
            suspect=path in self.suspects,
            waived=path in self.waived,
            lone=found.lone or (kind == "identity" and found.by_model_alone),
            rules="pass" if path in (self.borne_out if unclear else self.passing) else "silent",
            recorded=records > 0,
            agreeing="one" if records < 2 else "two" if records == 2 else "three",
            derived=derived,
        )

    def against(self, found: FieldValue) -> Iterator[Doubt]:
        """What verification holds against a value."""
        if found.disputed:
            yield doubt(DoubtKind.READERS_DIFFER, say_readings(found.seen), readings_in_signs(found.seen))
        yield from self.misplaced.get(found.path, ())
        for message in self.suspects.get(found.path, ()):
            yield self.broken.get(message) or doubt(DoubtKind.RULE_FAILS, message)


def judge_readings(
    form: Form,
    readings: Sequence[Reading],
    edits: Iterable[Edit] = (),
    policy: Policy = "standard",
    others: Mapping[str, Values] = NO_OTHERS,
    source: Document | None = None,
    before: Iterable[Finding] = (),
    more: Sequence[Finding] = (),
) -> Verdict:
    """Verify and decide at once, the readings consolidated once: what every document goes through.

    ``more`` are findings that somebody else made; the rest is as for :func:`extractor.verify.verify`.
    """
    decisions = tuple(edits)
    document = consolidate(form, readings, decisions, others)
    findings = (*verify_document(document, readings, decisions, source, before), *more)
    return _decide(document, readings, findings, decisions, policy)


def decide(
    form: Form,
    readings: Sequence[Reading],
    findings: Sequence[Finding],
    edits: Iterable[Edit] = (),
    policy: Policy = "standard",
) -> Verdict:
    """The verdict on one document, from the findings of :func:`extractor.verify.verify` on the same readings and edits.

    Accepted only if every field is confirmed or corrected, something was read or given by a person, no broken
    finding is left that nobody waived, and no number of a table is unused.
    """
    decisions = tuple(edits)
    return _decide(consolidate(form, readings, decisions), readings, findings, decisions, policy)


def _decide(
    document: Consolidation,
    readings: Sequence[Reading],
    findings: Sequence[Finding],
    decisions: tuple[Edit, ...],
    policy: Policy,
) -> Verdict:
    form = document.form
    unused = unused_numbers(document, readings)
    waived = waived_findings(document, findings, unused, decisions)
    diagnosis, implied = diagnosed(document, findings, waived)
    grounds = _weigh(document, findings, waived, diagnosis, decisions)
    labels = Labels(document)
    fields = {path: _judge(found, grounds, labels, policy, form) for path, found in document.fields.items()}
    settled_ones = {path for path, each in fields.items() if each.status != "flagged"}
    for path in computed_values(document, settled_ones):
        fields[path] = _judge(document.fields[path], grounds, labels, policy, form, derived=True)
    blocked = any(each.broken and each not in waived and not _of_optional(each, fields) for each in findings)
    settled = not any(each.waits for each in fields.values())
    read = anything_read(document)
    return Verdict(
        status="accepted" if read and settled and not blocked else "review",
        form=form.name,
        fields=fields,
        findings=(*findings, *say_diagnosis(diagnosis, implied, labels)),
        unused=unused,
        source_inconsistent=any(each.kind == FindingKind.SOURCE_INCONSISTENT for each in findings),
        diagnosis=diagnosis,
        implied=implied,
    )


def _of_optional(finding: Finding, fields: Mapping[str, FieldVerdict]) -> bool:
    """Whether a finding is about fields alone that nobody has to prove. What a rule says is about the document."""
    if finding.kind == FindingKind.RULE or not finding.paths:
        return False
    return all(path in fields and fields[path].optional for path in finding.paths)


def _weigh(
    document: Consolidation,
    findings: Sequence[Finding],
    waived: Sequence[Finding],
    diagnosis: Diagnosis | None,
    decisions: tuple[Edit, ...],
) -> _Grounds:
    """Sort the findings by what they mean for fields. Warnings speak about claims of the narrative only, and about a
    total that is printed empty beside its parts: that it is empty is a claim as well.
    """
    kinds: dict[str, Kind] = {c.path: "identity" if c.identity else "claim" for c in document.form.claims}
    if document.form.shape is not None:
        kinds.update({path: "identity" for path, spec in document.specs.items() if spec.identity})
    standing = [each for each in findings if each not in waived]
    misplaced: dict[str, tuple[Doubt, ...]] = reopened_fields(decisions)
    failing: list[Finding] = []
    suspects: dict[str, tuple[str, ...]] = {}
    passing: set[str] = set()
    for each in standing:
        if each.against_place:
            left = each.doubt or doubt(DoubtKind.PLACE_REFUTED, each.message)
            misplaced.update((path, (*misplaced.get(path, ()), left)) for path in each.paths)
        elif each.outcome == "pass":
            passing.update(path for path in each.paths if each.severity == "error" or path in kinds)
        elif each.outcome == "fail" and each.residual is not None:
            claims = [path for path in each.paths if path in kinds]
            suspects.update((path, (*suspects.get(path, ()), each.message)) for path in (*claims, *each.empty))
            if each.severity == "error":
                failing.append(each)
    return _Grounds(
        suspects={**find_suspects(document, failing, diagnosis, passing), **suspects},
        misplaced=misplaced,
        passing=frozenset(passing),
        borne_out=frozenset(borne_out(document, standing, kinds)),
        waived=frozenset(path for each in waived for path in each.paths),
        broken={each.message: each.doubt for each in standing if each.doubt is not None},
        kinds=kinds,
    )


def _judge(
    found: FieldValue, grounds: _Grounds, labels: Labels, policy: Policy, form: Form, derived: bool = False
) -> FieldVerdict:
    proof = proof_of(form.shape, found.path)
    under: Policy = "strict" if proof == "strict" else policy
    line = grounds.line(under, found, derived and under == "standard")
    held = found.disputed or found.path in grounds.misplaced or found.path in grounds.suspects
    against = (*(grounds.against(found) if held else ()), *(() if line.doubt is None else (doubt(line.doubt),)))
    return trusted(
        FieldVerdict,
        {
            "path": found.path,
            "label": labels.line(found.path),
            "value": found.value,
            "state": found.state,
            "status": line.status,
            "spot": found.spot,
            "quote": found.quote,
            "readers": {each.reader: each.field.value for each in found.seen},
            "doubts": merged(found.doubts, against) if against or len(found.doubts) > 1 else found.doubts,
            "legs": found.legs,
            "alternatives": found.alternatives,
            "optional": proof == "optional",
        },
    )

"""One document under review: what was read, what is in doubt, and where it is printed. Plain data, no store."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import BaseModel

from extractor.evidence import DoubtKind
from extractor.evidence.sentences import spoken
from extractor.readers.reading import Alternative, FieldReading, Reading, Spot, UnusedNumber
from extractor.relations import form_of
from extractor.review.naming import FieldName, name_field, row_paths
from extractor.review.remark_wording import remark_told
from extractor.review.spoken_words import tell
from extractor.route import FieldVerdict, Result, Verdict
from extractor.schemas.form import FieldSpec, Form, Value
from extractor.schemas.shape import ShapeChoice, ShapeLeaf
from extractor.store import Filed, same_report_of
from extractor.verify.completeness import UNUSED
from extractor.verify.consolidate import consolidate
from extractor.verify.diagnose.diagnosis_wording import say_diagnosis
from extractor.verify.edit import Edit, standing
from extractor.verify.field_labels import Labels
from extractor.verify.finding import Finding, FindingKind

Subject: TypeAlias = Literal["field", "rule", "unused", "schema"]
_DIAGNOSED = frozenset({FindingKind.DIAGNOSIS, FindingKind.IMPLIED_VALUE})
_NO_CHECKS = frozenset({FindingKind.DISAGREEMENT, FindingKind.UNUSED_NUMBER})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide: a field, a broken check, a printed number that no field uses, or what the document is."""

    subject: Subject
    key: str
    name: FieldName
    path: str = ""
    finding: Finding | None = None
    unused: UnusedNumber | None = None


@dataclass(frozen=True, slots=True)
class FieldCandidate:
    """What one reader read for a field."""

    reader: str
    field: FieldReading


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where to look for an item. ``near`` names the field whose place is shown where the item has none itself."""

    spot: Spot | None
    quote: str = ""
    near: str = ""


@dataclass(frozen=True)
class ReviewCase:
    """A result with its readings and the whole history of its edits, judged under a form.

    ``asked``: fields that a person is asked about though they are settled; ``verdict`` shows them as waiting, the one
    of the result does not.
    """

    result: Result
    form: Form
    readings: tuple[Reading, ...]
    edits: tuple[Edit, ...]
    verdict: Verdict
    asked: frozenset[str] = frozenset()

    @property
    def is_done(self) -> bool:
        """Whether nothing of the document waits."""
        return self.result.status == "accepted" and not self.asked

    @property
    def is_waiting(self) -> bool:
        """Whether a person has something to decide."""
        return self.result.status in ("review", "unrecognised") or bool(self.asked)

    @property
    def recognised(self) -> bool:
        """Whether the document was read under a schema."""
        return self.result.schema_name is not None

    @cached_property
    def standing(self) -> tuple[Edit, ...]:
        """The decisions that hold, without those about fields that are asked about."""
        return tuple(edit for edit in standing(self.edits) if not edit.path or edit.path not in self.asked)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What there is to know about the document as a whole: what was not read of it, that it is there twice, and
        which rules its printed numbers break without being refused for it.
        """
        found = same_report_of(self.result)
        same = () if found is None else (found.told(spoken()),)
        passed = (each.told(spoken()) for each in self.verdict.let_pass)
        pages = (remark_told(each, spoken()) for each in self.result.remarks)
        return (*pages, *same, *self._decided_remarks(), *passed)

    def _decided_remarks(self) -> Iterator[str]:
        """What was decided against what is printed, or without anything that could be read."""
        held = [edit for edit in self.standing if edit.gives_value and edit.path in self.verdict.fields]
        for about, edits in (
            ("illegible_remark", [edit for edit in held if edit.state == "illegible"]),
            ("typed_over_remark", [edit for edit in held if edit.printed]),
        ):
            if edits:
                names = ", ".join(self.name(edit.path).line for edit in edits[:3])
                yield tell(about, n=len(edits), names=names)

    # -- what there is to decide

    @cached_property
    def open_items(self) -> tuple[Item, ...]:
        """What keeps the document from being accepted: flagged fields by the evidence against them, in the order of
        their places where it is as strong; then unused numbers, then broken checks."""
        if not self.recognised:
            return (Item("schema", "schema", FieldName("", tell("schema_item"))),)
        flagged = sorted(self._fields(self.verdict.flagged), key=lambda item: self._strength(item.path))
        return (*flagged, *self._unused(), *self._rules())

    def _strength(self, path: str) -> int:
        """How strong what speaks against a field is: a rule proves something wrong, several things may be meant, or
        one witness alone is not enough. How sure a model is does not count."""
        kinds = {each.kind for each in self.verdict.fields[path].deciding}
        if DoubtKind.RULE_FAILS in kinds or any(self.is_open_check(each) for each in self.findings(path)):
            return 0
        return 1 if DoubtKind.READERS_DIFFER in kinds or self.verdict.fields[path].state == "unread" else 2

    @cached_property
    def every_field(self) -> tuple[Item, ...]:
        """All fields of the document in the order of their places."""
        return tuple(self._fields(tuple(self.verdict.fields.values())))

    def _fields(self, fields: tuple[FieldVerdict, ...]) -> Iterator[Item]:
        for field in sorted(fields, key=lambda field: self._order[field.path]):
            yield Item("field", field.path, self.name(field.path), field.path)

    def _unused(self) -> Iterator[Item]:
        waived = Counter(str(value) for edit in self.waivers(UNUSED) for value in edit.values)
        for number in self.verdict.unused:
            if waived[number.text]:
                waived[number.text] -= 1
                continue
            key = f"unused {number.spot.page} {number.spot.span or number.spot.box}"
            yield Item("unused", key, FieldName(number.table, number.text), unused=number)

    def _rules(self) -> Iterator[Item]:
        flagged = {field.path for field in self.verdict.flagged}
        for finding in self.verdict.findings:
            # A flag on one of the fields says the same, and only a value settles what readers disagree about.
            told = finding.residual is None and flagged.intersection(finding.paths)
            if self.is_open_check(finding) and not told:
                key = " ".join(("rule", finding.code, *finding.paths))
                yield Item("rule", key, FieldName("", _in_short(finding)), finding=finding)

    def is_open_check(self, finding: Finding) -> bool:
        """Whether a check keeps the document from being accepted, and a waiver would let it.

        What readers disagree about and numbers that no field uses are fields and numbers to decide, not checks.
        """
        return finding.broken and finding.kind not in _NO_CHECKS and not self.is_waived(finding)

    @cached_property
    def _order(self) -> dict[str, tuple[int, int, int]]:
        """Where fields stand, page and offset; one without a place comes after the one before it on the form."""
        order: dict[str, tuple[int, int, int]] = {}
        page, offset = 1, -1
        for index, field in enumerate(self.verdict.fields.values()):
            spot = self.spot_of(field.path)
            if spot is not None and spot.span is not None:
                page, offset = spot.page, spot.span[0]
            order[field.path] = (page, offset, index)
        return order

    # -- what is known of it

    def name(self, path: str) -> FieldName:
        """The short name of a field."""
        return name_field(self.form, self.verdict, path)

    def spec(self, path: str) -> FieldSpec:
        """The field of the form behind a path; KeyError if the document has no such field."""
        if path not in self.verdict.fields:
            raise KeyError(path)
        return self.form.field(path)

    def choices(self, path: str) -> tuple[ShapeChoice, ...]:
        """The values that a field may have, where its schema names them."""
        node = self.form.shape.node(path) if self.form.shape is not None else None
        return node.choices if isinstance(node, ShapeLeaf) else ()

    def waiting_in_row(self, path: str) -> tuple[str, ...]:
        """The flagged fields that are printed in the same row as this one."""
        row = set(row_paths(self.form, path))
        return tuple(field.path for field in self.verdict.flagged if field.path in row)

    def candidates(self, path: str) -> tuple[FieldCandidate, ...]:
        """What each reader read, by name of the reader."""
        return tuple(
            FieldCandidate(reading.reader, reading.fields[path]) for reading in self.readings if path in reading.fields
        )

    def alternatives(self, path: str) -> tuple[Alternative, ...]:
        """What else the picture of a field may show, likeliest first; none for a path that is no field."""
        field = self.verdict.fields.get(path)
        return () if field is None else field.alternatives

    def findings(self, path: str) -> tuple[Finding, ...]:
        """The checks that involve a field: the broken ones, other failures, then what could not be decided."""
        rank = {"fail": 1, "rule_error": 1, "unknown": 2}
        found = [each for each in self.verdict.findings if path in each.paths and each.outcome in rank]
        return tuple(sorted(found, key=lambda each: 0 if each.broken else rank[each.outcome]))

    def told(self, finding: Finding) -> str:
        """A finding in the language of who reads it."""
        if finding.kind in _DIAGNOSED and spoken() != "en":
            return self._diagnosed.get((finding.code, finding.paths), finding.message)
        return finding.told(spoken())

    @cached_property
    def _diagnosed(self) -> dict[tuple[str, tuple[str, ...]], str]:
        """What diagnosis says, said anew in another language than the stored one."""
        labels = Labels(consolidate(self.form, self.readings, self.edits))
        told = say_diagnosis(self.verdict.diagnosis, self.verdict.implied, labels, spoken())
        return {(each.code, each.paths): each.message for each in told}

    def held(self, path: str) -> int:
        """How many checks hold that involve a field."""
        return sum(1 for each in self.verdict.findings if path in each.paths and each.outcome == "pass")

    def decision(self, path: str) -> Edit | None:
        """The decision about a field that holds now."""
        return next((edit for edit in self.standing if edit.path == path and edit.gives_value), None)

    def waivers(self, rule: str) -> tuple[Edit, ...]:
        """The standing waivers of a rule."""
        return tuple(edit for edit in self.standing if edit.kind == "waive" and edit.rule == rule)

    def values(self, paths: tuple[str, ...]) -> tuple[Value | None, ...]:
        """What fields hold now; None for fields the document does not have."""
        return tuple(self.verdict.fields[path].value if path in self.verdict.fields else None for path in paths)

    def is_waived(self, finding: Finding) -> bool:
        """Whether a standing waiver covers a check whose fields still hold what they held then."""
        now = self.values(finding.paths)
        return any(edit.paths == finding.paths and edit.values == now for edit in self.waivers(finding.code))

    # -- where it is

    def spot_of(self, path: str) -> Spot | None:
        """The place of a field: the verdict's, or else that of a reader that saw one."""
        field = self.verdict.fields[path]
        if field.spot is not None:
            return field.spot
        return next((each.field.spot for each in self.candidates(path) if each.field.spot is not None), None)

    def whereabouts(self, item: Item) -> Whereabouts:
        """Where to look for an item; for a field without a place, the nearest field of the form that has one."""
        if item.unused is not None:
            return Whereabouts(item.unused.spot, item.unused.text)
        if item.finding is not None:
            return self._first_place(item.finding.paths)
        if not item.path:
            return Whereabouts(None)
        spot = self.spot_of(item.path)
        if spot is None:
            return self._neighbour(item.path)
        quotes = (self.verdict.fields[item.path].quote, *(each.field.quote for each in self.candidates(item.path)))
        return Whereabouts(spot, next((quote for quote in quotes if quote), ""))

    def _first_place(self, paths: tuple[str, ...]) -> Whereabouts:
        placed = (path for path in paths if path in self.verdict.fields and self.spot_of(path) is not None)
        path = next(placed, "")
        return Whereabouts(self.spot_of(path), self.verdict.fields[path].quote) if path else Whereabouts(None)

    def _neighbour(self, path: str) -> Whereabouts:
        paths = list(self.verdict.fields)
        at, row = paths.index(path), set(row_paths(self.form, path))
        near = sorted(range(len(paths)), key=lambda index: (paths[index] not in row, abs(index - at), index > at))
        for index in near:
            spot = self.spot_of(paths[index])
            if spot is not None and spot.span is not None:
                field = self.verdict.fields[paths[index]]
                return Whereabouts(spot, field.quote, self.name(field.path).line)
        return Whereabouts(None)


def _in_short(finding: Finding) -> str:
    """A broken check for a list of them: its equation, which needs no words, where a language would only wrap it."""
    detail = finding.doubt.detail if finding.doubt is not None else ()
    return finding.told(spoken()) if spoken() == "en" or len(detail) < 2 else detail[1]


def case_of(filed: Filed) -> ReviewCase | None:
    """What is stored as a case; None where its form is not installed here."""
    result, form = filed.outcome.result, form_of(filed.outcome.result)
    if form is None or result.verdict is None:
        return None
    return ReviewCase(result, form, filed.outcome.readings, filed.edits, result.verdict)


def unrecognised(result: Result) -> ReviewCase:
    """A document that fits no schema as a case: there is nothing in it to decide but what it is."""
    form = Form("", BaseModel, (), ())
    verdict = Verdict(status="unrecognised", form="", fields={}, findings=(), unused=())
    return ReviewCase(result, form, (), (), verdict)

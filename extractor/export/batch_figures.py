"""What a store holds, counted for one page: results go by one after the other, and none of them is kept."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

from extractor.evidence import DoubtKind
from extractor.route import FieldVerdict, Result
from extractor.store import AuditTally, ReviewerFigures, RunRecord
from extractor.verify.finding import FindingKind

WORST = 20
"""Documents that are named as the worst."""


class WorstDocument(NamedTuple):
    """A document with fields that wait; ``causes``: the kinds of doubts that most of them wait for."""

    flagged: int
    document: str
    path: str
    schema: str
    fields: int
    causes: tuple[str, ...]


class BrokenCheck(NamedTuple):
    """A check that does not hold somewhere: its kind and its code."""

    kind: FindingKind
    code: str


@dataclass
class BatchFigures:
    """The figures of a page. ``statuses``: documents by what became of them, in ``schemas`` by schema. ``fields``:
    fields by their standing. ``doubts``: flagged fields by the kind of each doubt that decides. ``check_documents`` and
    ``check_fields``: by each check that does not hold, ``examples``: what it says of one document. ``problems``:
    documents without a verdict by why. ``made_by``: documents by what made them, each a name of a part and what it was.
    ``wrong_at_most``: the shares of fields and of documents that may be wrong among what nobody looked at, None where
    nobody audited any.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    schemas: dict[str, Counter[str]] = field(default_factory=dict)
    fields: Counter[str] = field(default_factory=Counter)
    doubts: Counter[DoubtKind] = field(default_factory=Counter)
    check_documents: Counter[BrokenCheck] = field(default_factory=Counter)
    check_fields: Counter[BrokenCheck] = field(default_factory=Counter)
    examples: dict[BrokenCheck, str] = field(default_factory=dict)
    problems: Counter[str] = field(default_factory=Counter)
    made_by: Counter[tuple[str, str]] = field(default_factory=Counter)
    worst: list[WorstDocument] = field(default_factory=list)
    runs: Sequence[RunRecord] = ()
    reviewers: Sequence[ReviewerFigures] = ()
    audits: AuditTally = field(default_factory=AuditTally)
    wrong_at_most: tuple[float | None, float | None] = (None, None)
    confidence: float = 0.0

    @property
    def documents(self) -> int:
        """All of them."""
        return self.statuses.total()

    def take(self, results: Iterable[Result]) -> None:
        """Count results."""
        for result in results:
            self.statuses[result.status] += 1
            self.schemas.setdefault(result.schema_name or "", Counter())[result.status] += 1
            if result.problem is not None:
                self.problems[result.problem.kind.value] += 1
            self._count_verdict(result)
            self._count_receipt(result)

    def _count_verdict(self, result: Result) -> None:
        if result.verdict is None:
            return
        self.fields.update(each.status for each in result.verdict.fields.values())
        flagged = result.verdict.flagged
        causes = _causes(flagged)
        self.doubts.update(causes)
        failing = [each for each in result.verdict.findings if each.outcome in ("fail", "rule_error")]
        self.check_documents.update(dict.fromkeys(BrokenCheck(each.kind, each.code) for each in failing).keys())
        for each in failing:
            check = BrokenCheck(each.kind, each.code)
            self.check_fields[check] += len(each.paths)
            self.examples.setdefault(check, each.message)
        if flagged:
            named = tuple(kind.value for kind, _ in causes.most_common(3))
            head = (len(flagged), result.document, result.path, result.schema_name or "")
            found = WorstDocument(*head, len(result.verdict.fields), named)
            self.worst = nlargest(WORST, [*self.worst, found])

    def _count_receipt(self, result: Result) -> None:
        receipt = result.receipt
        if receipt is None:
            if result.verdict is not None:
                self.made_by["receipt", ""] += 1
            return
        marks, code = receipt.schema_marks, receipt.code
        self.made_by["release", f"{code.get('release', '')} ({code.get('judging', '')})"] += 1
        self.made_by["schema", f"{marks.get('name', '')} {marks.get('version', '')}".strip()] += 1
        self.made_by["policy", receipt.policy] += 1
        for reader, reading in receipt.readings.items():
            self.made_by[f"reader {reader}", reading.version] += 1
            for prompt, sha256 in reading.prompts.items():
                self.made_by[f"prompt {prompt}", sha256[:12]] += 1


def _causes(flagged: Iterable[FieldVerdict]) -> Counter[DoubtKind]:
    """How many fields wait for each kind of doubt; one that waits for several counts for each."""
    return Counter(kind for field in flagged for kind in dict.fromkeys(each.kind for each in field.deciding))

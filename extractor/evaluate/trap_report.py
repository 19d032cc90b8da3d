"""What became of traps, by kind, and whether the gate opens: nothing wrong was accepted, nothing wrong confirmed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.interval import Rate
from extractor.evaluate.score import CaseScore

if TYPE_CHECKING:
    from rich.table import Table


class KindScore(BaseModel):
    """All cases of one kind of trap.

    ``accepted_wrong``: documents accepted although a value is wrong or although they must not be, of all.
    ``confirmed_wrong``: confirmed fields that are not as shown, of those confirmed, whatever became of the document;
    ``documents_wrong``: documents that hold one. ``right``: fields read right. ``rightly_flagged``: fields that are
    mistaken or of which the page proves nothing, and are flagged. ``to_person``: flagged fields of all.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    n: int
    accepted: Rate
    accepted_wrong: Rate
    confirmed_wrong: Rate
    documents_wrong: Rate
    right: Rate
    rightly_flagged: Rate
    to_person: Rate

    @classmethod
    def of(cls, kind: str, cases: Sequence[CaseScore]) -> "KindScore":
        """Add up the scores of some cases."""
        n, fields = len(cases), sum(case.fields for case in cases)
        mistakes = [found for case in cases for found in case.mistakes]
        caught = sum(found.flagged for found in mistakes) + sum(case.unproven for case in cases)
        wrong = sum(case.confirmed_wrong for case in cases)
        return cls(
            kind=kind,
            n=n,
            accepted=Rate.of(sum(case.accepted for case in cases), n),
            accepted_wrong=Rate.of(sum(case.unsafe for case in cases), n),
            confirmed_wrong=Rate.of(wrong, sum(case.confirmed for case in cases)),
            documents_wrong=Rate.of(sum(case.confirmed_wrong > 0 for case in cases), n),
            right=Rate.of(sum(case.right for case in cases), fields),
            rightly_flagged=Rate.of(caught, len(mistakes) + sum(case.unproven for case in cases)),
            to_person=Rate.of(min(fields, sum(case.to_review for case in cases)), fields),
        )

    @property
    def closed(self) -> bool:
        """Whether this kind closes the gate."""
        return bool(self.accepted_wrong.hits or self.confirmed_wrong.hits)


def score_kinds(cases: Iterable[CaseScore]) -> tuple[KindScore, ...]:
    """A score for every kind in the order they come up; none for sets without traps."""
    found: dict[str, list[CaseScore]] = {}
    for case in cases:
        if case.kind:
            found.setdefault(case.kind, []).append(case)
    return tuple(KindScore.of(kind, each) for kind, each in found.items())


def gate_reasons(kinds: Iterable[KindScore]) -> tuple[str, ...]:
    """Why the gate stays closed, a line for each kind; nothing if it opens."""
    return tuple(
        f"{kind.kind}: {kind.accepted_wrong.hits} of {kind.n} documents accepted wrongly, "
        f"{kind.confirmed_wrong.hits} fields confirmed wrong in {kind.documents_wrong.hits}"
        for kind in kinds
        if kind.closed
    )


def kind_table(kinds: Sequence[KindScore], cases: Sequence[CaseScore]) -> "Table":
    """One line a kind, all of them together below."""
    from rich.table import Table

    table = Table(title="traps by kind (95 % intervals: Wilson)", title_justify="left")
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading == "kind" else "right", no_wrap=heading == "kind")
    for kind in kinds:
        table.add_row(*_line(kind), style="red" if kind.closed else "")
    table.add_section()
    table.add_row(*_line(KindScore.of("all", [case for case in cases if case.kind])), style="bold")
    return table


HEADINGS = (
    "kind",
    "n",
    "accepted",
    "accepted wrong",
    "interval",
    "confirmed wrong",
    "documents with one",
    "interval ",
    "read right",
    "rightly flagged",
    "to person",
)


def _line(kind: KindScore) -> tuple[str, ...]:
    return (
        kind.kind,
        str(kind.n),
        str(kind.accepted.hits),
        str(kind.accepted_wrong.hits),
        _bounds(kind.accepted_wrong),
        str(kind.confirmed_wrong.hits),
        str(kind.documents_wrong.hits),
        _bounds(kind.documents_wrong),
        _share(kind.right),
        _share(kind.rightly_flagged),
        _share(kind.to_person),
    )


def _bounds(rate: Rate) -> str:
    return f"{rate.low:.1%}–{rate.high:.1%}" if rate.n else "–"


def _share(rate: Rate) -> str:
    return "–" if rate.share is None else f"{rate.share:.1%}"

"""What an evaluation found: rates with their intervals for the whole set and for every style, and every case."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.interval import Rate
from extractor.evaluate.score import CaseScore

if TYPE_CHECKING:
    from rich.table import Table


class GroupScore(BaseModel):
    """Many cases together. Every rate carries its n.

    ``false_success``: accepted documents that hold a wrong value. ``review_load``: fields a person must look at, of all
    fields. ``completeness``: printed numbers that are read or listed as unused. ``exact``: fields read exactly.
    ``met``: documents that ended as they should.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    documents: int
    accepted: int
    review: int
    source_inconsistent: int
    refused: int
    false_success: Rate
    review_load: Rate
    completeness: Rate
    exact: Rate
    met: Rate
    wrong: int
    missed: int
    invented: int
    states_wrong: int
    cpu_seconds: float

    @classmethod
    def of(cls, name: str, cases: Sequence[CaseScore]) -> "GroupScore":
        """Add up the scores of some cases."""
        outcomes = [case.outcome for case in cases]
        fields = sum(case.fields for case in cases)
        return cls(
            name=name,
            documents=len(cases),
            accepted=outcomes.count("accept"),
            review=outcomes.count("review"),
            source_inconsistent=outcomes.count("source_inconsistent"),
            refused=outcomes.count("refuse"),
            false_success=Rate.of(sum(case.false_success for case in cases), outcomes.count("accept")),
            review_load=Rate.of(sum(case.to_review for case in cases), fields),
            completeness=Rate.of(sum(case.accounted for case in cases), sum(case.printed_numbers for case in cases)),
            exact=Rate.of(sum(case.right for case in cases), fields),
            met=Rate.of(sum(case.met for case in cases), len(cases)),
            wrong=sum(case.count("wrong") for case in cases),
            missed=sum(case.count("missed") for case in cases),
            invented=sum(case.count("invented") for case in cases),
            states_wrong=sum(case.states_wrong for case in cases),
            cpu_seconds=sum(case.cpu_seconds for case in cases),
        )


class EvalReport(BaseModel):
    """One evaluation of one set. ``digest`` is the hash of the set, ``version`` the program's, ``reader`` what was
    evaluated."""

    model_config = ConfigDict(frozen=True)

    set_name: str
    digest: str
    version: str
    reader: str
    total: GroupScore
    styles: tuple[GroupScore, ...]
    cases: tuple[CaseScore, ...]

    @classmethod
    def of(cls, set_name: str, digest: str, version: str, reader: str, cases: Sequence[CaseScore]) -> "EvalReport":
        """The report of scored cases, with a group for every style in the order they come up."""
        styles = dict.fromkeys(case.style for case in cases)
        groups = (GroupScore.of(style, [case for case in cases if case.style == style]) for style in styles)
        return cls(
            set_name=set_name,
            digest=digest,
            version=version,
            reader=reader,
            total=GroupScore.of(set_name, cases),
            styles=tuple(groups),
            cases=tuple(cases),
        )

    @property
    def failures(self) -> tuple[CaseScore, ...]:
        """Cases worth a look: false successes first, then other outcomes than expected."""
        bad = [case for case in self.cases if case.false_success or not case.met]
        return tuple(sorted(bad, key=lambda case: not case.false_success))

    def to_json(self) -> str:
        """The whole report as JSON, every case with what was wrong in it."""
        return self.model_dump_json(indent=1)

    def table(self) -> "Table":
        """The rates as a table: one line a style, the whole set last."""
        from rich.table import Table

        table = Table(title=f"{self.set_name}: {self.reader}", title_justify="left")
        for heading in HEADINGS:
            table.add_column(heading, justify="left" if heading in ("style", "95 % interval") else "right")
        for group in self.styles:
            table.add_row(*_line(group))
        table.add_section()
        table.add_row(*_line(self.total), style="bold")
        return table

    def case_table(self) -> "Table":
        """The cases that did not end well, with what was expected and what was read."""
        from rich.table import Table

        table = Table(title="cases to look at", title_justify="left")
        for heading in ("case", "expected", "outcome", "wrong", "missed", "invented", "first mistake"):
            table.add_column(heading)
        for case in self.failures:
            counts = (str(case.count(kind)) for kind in ("wrong", "missed", "invented"))
            expected = " or ".join(case.expect)
            outcome = f"[red]false success[/red] ({case.outcome})" if case.false_success else case.outcome
            table.add_row(case.case, expected, outcome, *counts, _first(case))
        return table


HEADINGS = (
    "style",
    "n",
    "accepted",
    "review",
    "source wrong",
    "refused",
    "false success",
    "95 % interval",
    "review load",
    "complete",
    "exact",
    "wrong",
    "missed",
    "invented",
    "as expected",
    "CPU ms",
)


def _line(group: GroupScore) -> tuple[str, ...]:
    counts = (group.documents, group.accepted, group.review, group.source_inconsistent, group.refused)
    false = group.false_success
    return (
        group.name,
        *map(str, counts),
        f"{false.hits}/{false.n}",
        f"{false.low:.1%} to {false.high:.1%}" if false.n else "–",
        _share(group.review_load),
        _share(group.completeness),
        _share(group.exact),
        str(group.wrong),
        str(group.missed),
        str(group.invented),
        f"{group.met.hits}/{group.met.n}",
        f"{1000 * group.cpu_seconds / max(1, group.documents):.0f}",
    )


def _share(rate: Rate) -> str:
    return "–" if rate.share is None else f"{rate.share:.2%}"


def _first(case: CaseScore) -> str:
    if not case.mistakes:
        return case.problem
    first = min(case.mistakes, key=lambda found: found.flagged)
    return f"{first.path}: {first.truth} printed, {first.read} read"

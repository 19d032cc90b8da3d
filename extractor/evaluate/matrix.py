"""Several models, prompts and readers over one set: what each is worth, beside the first of them.

Whole documents are compared, because the fields of a document go wrong together: McNemar's exact test counts the
documents of which every field was read as printed by one and not by the other, and the bounds of differences are drawn
from documents. As many comparisons find something by chance, the p of each is adjusted for their number: S. Holm, "A
simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979), 65-70.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.cost import Cost
from extractor.evaluate.eval_report import EvalReport
from extractor.evaluate.interval import Rate
from extractor.evaluate.score import CaseScore
from extractor.evaluate.significance import Counts, bootstrap_interval, difference, mcnemar_exact

if TYPE_CHECKING:
    from rich.table import Table

SIGNIFICANT = 0.05
"""The adjusted p below which chance explains a difference badly: the usual one in twenty."""


class MatrixChoice(BaseModel):
    """What is chosen: a model with the address it answers at, a folder of prompts, and which readers work."""

    model_config = ConfigDict(frozen=True)

    model: str
    prompts: str
    readers: str

    def __str__(self) -> str:
        return " · ".join(each for each in (self.readers, self.model, self.prompts) if each)


class MatrixDifference(BaseModel):
    """A cell beside the first, over the ``documents`` that both have: shares after minus before with 95 % bounds.

    ``lost``: documents read exactly by the first alone, ``gained``: by this one alone; ``p`` of McNemar's exact test on
    them, ``p_adjusted`` for the number of comparisons.
    """

    model_config = ConfigDict(frozen=True)

    documents: int
    lost: int
    gained: int
    p: float
    p_adjusted: float
    exact: float
    exact_bounds: tuple[float, float]
    review_load: float
    review_load_bounds: tuple[float, float]

    @property
    def significant(self) -> bool:
        """Whether chance explains badly that the two read different documents exactly."""
        return self.p_adjusted < SIGNIFICANT


class MatrixCell(BaseModel):
    """One choice over the set. ``exact``: fields read as printed. ``exact_documents``: documents with nothing else.
    ``tokens`` are of requests and replies; ``cost`` is None where nobody stated a price, or no tokens are known.
    """

    model_config = ConfigDict(frozen=True)

    choice: MatrixChoice
    documents: int
    exact: Rate
    exact_documents: Rate
    review_load: Rate
    false_success: Rate
    tokens: tuple[int, int]
    cost: Cost | None
    seconds: float
    beside_first: MatrixDifference | None = None


class EvalMatrix(BaseModel):
    """All cells of one set; the first is what the others are compared with."""

    model_config = ConfigDict(frozen=True)

    set_name: str
    digest: str
    cells: tuple[MatrixCell, ...]

    @classmethod
    def of(cls, reports: Sequence[tuple[MatrixChoice, EvalReport]]) -> "EvalMatrix":
        """The matrix of reports on the same set."""
        first = reports[0][1]
        compared = [_beside(first, report) for _, report in reports[1:]]
        adjusted = holm([each.p for each in compared])
        beside = [each.model_copy(update={"p_adjusted": p}) for each, p in zip(compared, adjusted, strict=True)]
        cells = [_cell(choice, report) for choice, report in reports]
        others = [cell.model_copy(update={"beside_first": d}) for cell, d in zip(cells[1:], beside, strict=True)]
        return cls(set_name=first.set_name, digest=first.digest, cells=(cells[0], *others))

    def table(self) -> "Table":
        """A row a cell."""
        from rich.table import Table

        title = f"{self.set_name}: {self.cells[0].documents} documents; differences to the first row"
        table = Table(title=title, show_edge=False, pad_edge=False)
        for name in ("readers", "model", "prompts"):
            table.add_column(name, overflow="fold")
        for name in ("exact", "documents exact", "review", "false success", "tokens", "money", "lost/gained", "p"):
            table.add_column(name, justify="right", overflow="fold")
        for cell in self.cells:
            table.add_row(*_row(cell))
        return table


def holm(values: Sequence[float]) -> list[float]:
    """The p of several tests, each adjusted for how many there are, in their order."""
    adjusted, least = [0.0] * len(values), 0.0
    for rank, index in enumerate(sorted(range(len(values)), key=lambda each: values[each])):
        least = max(least, min(1.0, values[index] * (len(values) - rank)))
        adjusted[index] = least
    return adjusted


def _is_exact(case: CaseScore) -> bool:
    return not case.mistakes


def _counted(report: EvalReport) -> list[CaseScore]:
    return [case for case in report.cases if not case.apart]


def _cell(choice: MatrixChoice, report: EvalReport) -> MatrixCell:
    cases = _counted(report)
    asked = [each for case in cases for each in case.readers]
    return MatrixCell(
        choice=choice,
        documents=report.total.documents,
        exact=report.total.exact,
        exact_documents=Rate.of(sum(map(_is_exact, cases)), len(cases)),
        review_load=report.total.review_load,
        false_success=report.total.false_success,
        tokens=(sum(each.tokens_in for each in asked), sum(each.tokens_out for each in asked)),
        cost=report.cost,
        seconds=sum(case.wall_seconds for case in cases),
    )


def _beside(first: EvalReport, report: EvalReport) -> MatrixDifference:
    there = {case.case: case for case in _counted(first)}
    pairs = [(there[case.case], case) for case in _counted(report) if case.case in there]
    sides = [(_is_exact(before), _is_exact(after)) for before, after in pairs]
    lost, gained = sides.count((True, False)), sides.count((False, True))
    exact = _counts(pairs, lambda case: case.right)
    load = _counts(pairs, lambda case: case.to_review)
    p = mcnemar_exact(lost, gained)
    return MatrixDifference(
        documents=len(pairs),
        lost=lost,
        gained=gained,
        p=p,
        p_adjusted=p,
        exact=difference(exact),
        exact_bounds=bootstrap_interval(exact),
        review_load=difference(load),
        review_load_bounds=bootstrap_interval(load),
    )


def _counts(pairs: Sequence[tuple[CaseScore, CaseScore]], hits: Callable[[CaseScore], int]) -> list[Counts]:
    return [Counts(hits(before), before.fields, hits(after), after.fields) for before, after in pairs]


def _row(cell: MatrixCell) -> tuple[str, ...]:
    beside = cell.beside_first
    sides = "" if beside is None else f"{beside.lost}/{beside.gained}"
    p = "" if beside is None else f"{beside.p_adjusted:.3g}{'*' if beside.significant else ''}"
    share = cell.exact_documents
    return (
        cell.choice.readers,
        cell.choice.model,
        cell.choice.prompts,
        _percent(cell.exact),
        f"{share.hits}/{share.n}",
        _percent(cell.review_load),
        f"{cell.false_success.hits}/{cell.false_success.n}",
        f"{cell.tokens[0]}+{cell.tokens[1]}" if any(cell.tokens) else "",
        "" if cell.cost is None else f"{cell.cost.amount:.4f} {next(iter(cell.cost.prices.values())).currency}",
        sides,
        p,
    )


def _percent(rate: Rate) -> str:
    return "–" if rate.share is None else f"{rate.share:.2%}"

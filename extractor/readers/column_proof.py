"""What proves that numbers printed column by column belong where they were put.

The sums of a form are asked, as a checksum is: they have to hold where the numbers stand now, every number has to take
part in one, and no other way to put the same numbers together may satisfy them and differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeAlias

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.schemas.check import Check
from extractor.schemas.expression import report_node
from extractor.schemas.form import BlockSpec, Form, RowSpec, State, Value
from extractor.schemas.linear import Values
from extractor.schemas.values import read_printed

Placed: TypeAlias = dict[str, tuple[State, Value | None]]
Line: TypeAlias = tuple[RowSpec, tuple[Cell, ...]]


@dataclass(frozen=True)
class PutTogether:
    """Numbers put at the crossings of rows and columns. ``printed``: the rows in the order their labels are printed."""

    block: BlockSpec
    rows: tuple[Line, ...]
    printed: tuple[RowSpec, ...]

    def placed(self) -> Placed:
        """What every field holds. Rows that others are printed instead of are absent."""
        keys = {row.key for row, _ in self.rows}
        instead = (row for row in self.block.rows if row.key not in keys and row.instead_of & keys)
        absent: Placed = {path: ("absent", None) for row in instead for path in row.paths}
        return absent | dict(self._placed(self.rows))

    def others(self) -> Iterator[tuple[tuple[RowSpec, ...], Placed]]:
        """Other ways to put the same numbers together, and the rows that are in doubt where one of them fits as well.
        No row is named where nothing is known then.

        Row by row; with two columns of a part of the table exchanged, which sums of rows do not see and those of
        columns only where all parts are known; with two rows exchanged whose labels are printed the other way round,
        or stand at different depths of the form, so that a program may have taken them apart in another order.
        """
        numbers = [cells[c] for c in range(len(self.block.columns)) for _, cells in self.rows]
        width = len(self.block.columns)
        across = [(row, tuple(numbers[n * width : (n + 1) * width])) for n, (row, _) in enumerate(self.rows)]
        yield (), dict(self._placed(across))
        for first, second in combinations(range(0 if self._whole() else width), 2):
            order = list(range(width))
            order[first], order[second] = second, first
            lines = [(row, tuple(cells[at] for at in order)) for row, cells in self.rows]
            yield tuple(row for row, _ in self.rows), dict(self._placed(lines))
        for one, other in self._loose():
            changed = {one.key: other.key, other.key: one.key}
            cells = {row.key: cells for row, cells in self.rows}
            lines = [(row, cells[changed.get(row.key, row.key)]) for row, _ in self.rows]
            yield (one, other), dict(self._placed(lines))

    def _whole(self) -> bool:
        """Whether every row of the block is among these, or another is printed instead of it."""
        keys = {row.key for row, _ in self.rows}
        return all(row.key in keys or row.instead_of & keys for row in self.block.rows)

    def _loose(self) -> Iterator[tuple[RowSpec, RowSpec]]:
        order = {row.key: n for n, (row, _) in enumerate(self.rows)}
        for one, other in pairwise(self.printed):
            if order[one.key] > order[other.key]:
                yield one, other
        for (one, _), (other, _) in pairwise(self.rows):
            if len(one.parents) != len(other.parents):
                yield one, other

    def _placed(self, lines: Sequence[Line]) -> Iterator[tuple[str, tuple[State, Value | None]]]:
        for row, cells in lines:
            for path, column, cell in zip(row.paths, self.block.columns, cells, strict=True):
                printed = read_printed(
                    cell.text, column.kind, column.units, signed=column.signed, notation=column.notation
                )
                yield path, (printed.state, printed.value)


class ColumnProof:
    """The rules of a form, asked whether numbers can belong where they were put."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def judge(self, grids: Mapping[int, PutTogether]) -> dict[int, dict[str, tuple[Doubt, ...]]]:
        """The grids that no sum contradicts, each with the rows that are not proven and the doubt about them."""
        kept = {number: grid for number, grid in grids.items() if self._holds(grid.placed())}
        everything: Placed = {path: cell for grid in kept.values() for path, cell in grid.placed().items()}
        if not kept or not self._holds(everything):
            return {}
        proven = self._proven(everything)
        return {
            number: found
            for number, grid in kept.items()
            if (found := self._doubts(grid, everything, proven)) is not None
        }

    def _doubts(self, grid: PutTogether, everything: Placed, proven: set[str]) -> dict[str, tuple[Doubt, ...]] | None:
        """None where the numbers may as well be printed row by row."""
        why: tuple[Doubt, ...] = (doubt(DoubtKind.COLUMNS_APART),)
        found = {row.key: why for row, _ in grid.rows if not proven.issuperset(row.paths)}
        for rows, other in grid.others():
            changed = {path: cell for path, cell in other.items() if everything[path] != cell}
            if changed and self._holds({**everything, **changed}):
                if not rows:
                    return None
                found |= {row.key: why for row in rows}
        return found

    def _holds(self, placed: Placed) -> bool:
        values = Values(placed)
        return all(check.evaluate(values).outcome != "fail" for check in self._checks(values))

    def _proven(self, placed: Placed) -> set[str]:
        """The fields of checks that hold."""
        values = Values(placed)
        return {
            path for check in self._checks(values) if check.evaluate(values).outcome == "pass" for path in check.paths
        }

    def _checks(self, values: Values) -> Iterator[Check]:
        for rule in self._form.rules:
            if rule.severity == "error" and not rule.needs:
                try:
                    yield from list(rule.function(report_node(self._form.root, values)))
                except Exception:  # the owner of a schema wrote it: what it raises is told by verification
                    continue

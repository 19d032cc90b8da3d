"""Cells of a table and how many of its numbers stand in their place, for readers that share nothing else.

A number stands in its place when its text, the nearest number to its left in its row (or the row's label where there
is none) and the nearest number above it in its column (or none) are those of the truth. White space and leaders of
dots do not count; every other character does, decimal points above all.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_NUMBER = re.compile(r"[-+(−–]?[$€£¥]?[-−]?\d[\d.,]*%?[MBK]?\)?")
_LEADERS = re.compile(r"(\s*[.…]){3,}\s*")


class TableCell(NamedTuple):
    """A cell: its first row and column, counted from 0, its text, and how many rows it covers."""

    row: int
    column: int
    text: str
    rows: int = 1

    def in_row(self, row: int) -> bool:
        """Whether the cell covers a part of the row."""
        return self.row <= row < self.row + self.rows


class Placed(NamedTuple):
    """A number with what stands before it in its row and above it in its column."""

    text: str
    before: str
    above: str


@dataclass(frozen=True, slots=True)
class NumberScore:
    """``right`` of ``printed`` numbers stand in their place; ``found`` were put forward as numbers of tables."""

    right: int = 0
    printed: int = 0
    found: int = 0

    def __add__(self, other: "NumberScore") -> "NumberScore":
        return NumberScore(self.right + other.right, self.printed + other.printed, self.found + other.found)

    @property
    def recall(self) -> float:
        """The share of the printed numbers that stand in their place."""
        return self.right / self.printed if self.printed else 1.0

    @property
    def precision(self) -> float:
        """The share of what was put forward that stands in its place."""
        return self.right / self.found if self.found else 1.0


def bare(text: str) -> str:
    """A text without white space and leaders."""
    return "".join(_LEADERS.sub(" ", text).split())


def is_number(text: str) -> bool:
    """Whether a cell prints one number and nothing else."""
    return _NUMBER.fullmatch(bare(text)) is not None


def placed_numbers(cells: Iterable[TableCell]) -> list[Placed]:
    """The numbers of a table in their places."""
    filled = [cell for cell in cells if bare(cell.text)]
    numbers = [cell for cell in filled if is_number(cell.text)]
    placed = []
    for cell in numbers:
        row = [other for other in filled if other.in_row(cell.row) and other.column < cell.column]
        row.sort(key=lambda other: other.column)
        left = [other for other in row if is_number(other.text)] or row[:1]
        above = [other for other in numbers if other.column == cell.column and other.row < cell.row]
        before = bare(left[-1].text) if left else ""
        placed.append(Placed(bare(cell.text), before, bare(max(above).text) if above else ""))
    return placed


def score_tables(truth: Sequence[Sequence[TableCell]], found: Sequence[Sequence[TableCell]]) -> NumberScore:
    """All tables of a document against the truth."""
    expected = Counter(number for table in truth for number in placed_numbers(table))
    given = Counter(number for table in found for number in placed_numbers(table))
    return NumberScore((expected & given).total(), expected.total(), given.total())

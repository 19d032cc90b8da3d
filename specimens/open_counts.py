"""How tables whose rules say little were read (``specimens/open_tables.py``).

A number counts as right when it stands as many columns behind its label as it is printed; a heading, when it stands
above the column of its numbers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.documents.model import Cell, Document, Row
from specimens.open_tables import OpenTable
from specimens.table_cells import bare

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Numbers ``right`` of those ``printed``, ``invented`` where none is, ``doubted`` of those that are neither,
    columns ``headed`` of all ``columns``."""

    right: int = 0
    printed: int = 0
    invented: int = 0
    doubted: int = 0
    headed: int = 0
    columns: int = 0

    def __add__(self, other: "OpenCount") -> "OpenCount":
        return OpenCount(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def whole(self) -> bool:
        """Whether everything was read as it is printed."""
        return self.right == self.printed and not self.invented and self.headed == self.columns


def count_open(document: Document, tables: Sequence[OpenTable]) -> OpenCount:
    """How the numbers of the tables were read, and whether their headings stand above them."""
    total = OpenCount()
    for table in tables:
        places: dict[int, int] = {}
        first = len(document.rows)
        index: int | None = None
        for label, *values in table.rows:
            found = _row_of(document, bare(label)[:4])
            number, row, at = found if found is not None else (0, Row(()), 0)
            read = {cell.column - at: cell for cell in row.cells}
            if found is not None and number < first:
                first, index = number, row.table
                places = {column: at + column for column in range(1, len(table.headings))}
            total += _count_values(values, read)
        heads = [cell for row in document.rows[:first] if row.table == index for cell in row.cells]
        headed = sum(_is_headed(heads, bare(text), places.get(at, -1)) for at, text in enumerate(table.headings) if at)
        total += OpenCount(headed=headed, columns=len(table.headings) - 1)
    return total


def _is_headed(heads: Sequence[Cell], text: str, column: int) -> bool:
    return any(text in bare(cell.text) and cell.column == column and cell.column_span == 1 for cell in heads)


def _row_of(document: Document, begin: str) -> tuple[int, Row, int] | None:
    for number, row in enumerate(document.rows):
        for cell in row.cells:
            if bare(cell.text).startswith(begin) and len(row.cells) > 1:
                return number, row, cell.column
    return None


def _count_values(values: Sequence[str], read: Mapping[int, Cell]) -> OpenCount:
    right = printed = invented = doubted = 0
    for column, text in enumerate(values, start=1):
        cell = read.get(column)
        shown = bare(cell.text) if cell is not None else ""
        if _DIGIT.search(text):
            printed += 1
            right += shown == bare(text)
            doubted += shown != bare(text) and cell is not None and bool(cell.doubts)
        else:
            invented += _DIGIT.search(shown) is not None
    return OpenCount(right, printed, invented, doubted)

"""Tables in which the figures of several years stand side by side, and the columns of one of those years.

A heading that is a year and hardly anything else says which year the columns below it are of; what stands over none
belongs to every year.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.model import Cell, Document, Row, Span

_YEAR = re.compile(r"(?P<before>\D{0,12}?)(?P<year>(?:19|20)\d\d)(?P<behind>\D{0,5})")
_HEADS = 4
"""Printed rows of a table among which the one with the years is looked for."""


@dataclass(frozen=True, slots=True)
class YearColumns:
    """The columns of each year in one table, from the first to before the last."""

    columns: Mapping[int, Span]

    def kept(self, year: int, column: int) -> bool:
        """Whether a column is that year's, or of no year."""
        return all(year == each or not first <= column < end for each, (first, end) in self.columns.items())


class _YearCell(NamedTuple):
    year: int
    around: str
    cell: Cell


def year_columns(document: Document) -> Mapping[int, YearColumns]:
    """The tables in which years stand side by side, by index: each of as many columns, in order up or down."""
    found = {}
    for table in document.tables:
        heads = [number for number in table.rows if any(cell.text for cell in document.rows[number].cells)][:_HEADS]
        each = next((columns for number in heads if (columns := _columns_of(document.rows[number])) is not None), None)
        if each is not None:
            found[table.index] = YearColumns(each)
    return found


def _columns_of(row: Row) -> Mapping[int, Span] | None:
    """The columns of every year that a row of headings names; None for any other row."""
    years = [found for cell in row.cells if (found := _year_of(cell)) is not None]
    others = [cell for cell in row.cells if cell.text and all(cell is not each.cell for each in years)]
    numbers = [each.year for each in years]
    if len(set(numbers)) < max(2, len(numbers)) or numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
        return None
    if len({each.around for each in years}) > 1 or any(char.isdigit() for cell in others for char in cell.text):
        return None
    starts = [each.cell.column for each in years]
    width = starts[1] - starts[0]
    steps = {other - one for one, other in pairwise(starts)}
    if steps != {width} or any(each.cell.column_span not in (1, width) for each in years):
        return None
    if any(starts[0] <= cell.column < starts[-1] + width for cell in others):
        return None
    return {each.year: (start, start + width) for each, start in zip(years, starts, strict=True)}


def _year_of(cell: Cell) -> _YearCell | None:
    match = _YEAR.fullmatch(cell.text.strip())
    return None if match is None else _YearCell(int(match["year"]), f"{match['before']}#{match['behind']}", cell)


def year_headings(document: Document, year: int) -> list[Cell]:
    """The cells at the heads of tables that are a year and hardly anything else."""
    heads = [document.rows[number] for table in document.tables for number in table.rows[:_HEADS]]
    cells = [cell for row in heads for cell in row.cells]
    return [cell for cell in cells if (found := _year_of(cell)) is not None and found.year == year]


def rows_of_year(document: Document, year: int) -> tuple[tuple[Row, ...], list[Span]]:
    """The rows of a document without the columns of other years, and where the characters stand that are left out."""
    tables = year_columns(document)
    rows, left = [], []
    kept = {index: _numbering(document, index, columns, year) for index, columns in tables.items()}
    for row in document.rows:
        if row.table not in kept:
            rows.append(row)
            continue
        numbers = kept[row.table]
        rows.append(Row(tuple(_kept_cells(row.cells, numbers)), row.table))
        left += [cell.place.span for cell in row.cells if not _columns(cell, numbers)]
    return tuple(rows), left


def _numbering(document: Document, index: int, columns: YearColumns, year: int) -> dict[int, int]:
    """The columns that are kept of a table, and what they count as then."""
    table = next(each for each in document.tables if each.index == index)
    kept = [column for column in range(table.columns) if columns.kept(year, column)]
    return {column: number for number, column in enumerate(kept)}


def _columns(cell: Cell, numbers: Mapping[int, int]) -> list[int]:
    return [numbers[at] for at in range(cell.column, cell.column + cell.column_span) if at in numbers]


def _kept_cells(cells: Sequence[Cell], numbers: Mapping[int, int]) -> Iterator[Cell]:
    for cell in cells:
        here = _columns(cell, numbers)
        if here:
            yield replace(cell, column=here[0], column_span=len(here))


def without_spans(text: str, spans: Sequence[Span]) -> str:
    """The text with blanks where other years stand: what is left keeps its offsets."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = [sign if sign == "\n" else " " for sign in signs[start:end]]
    return "".join(signs)

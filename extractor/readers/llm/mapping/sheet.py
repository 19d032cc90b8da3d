"""The document as a model is shown it: numbered lines, and rows of cells whose columns have ids.

Nothing here knows a form. A line of words that ends in numbers is shown with its numbers as cells, whatever its words.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from extractor.documents.model import Cell, Document, Place, Row
from extractor.readers.llm.mapping.ids import column_ids, line_ids
from extractor.readers.llm.shown import BLANK, SEPARATOR, show_text
from extractor.readers.strips import trailing_numbers
from extractor.schemas.values import looks_like_value

_LINE_LENGTH = 8_000
_CELL_LENGTH = 60
"""Characters of a cell that tell which row of a form it is; what a text says may be all of its cell."""
OVERLAP = 30
"""Lines that two parts share: a row and the lines it is torn over stand whole in one of them."""

ShapeKey: TypeAlias = tuple[int | None, int]
"""The table of a row and, where the file has no grid of its own, how many cells the row has."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line as shown. ``number`` counts the rows of the document; ``cells`` by the id of their column, in printed
    order; running text is one cell without an id.
    """

    id: str
    number: int
    cells: Mapping[str, Cell]

    @property
    def plain(self) -> bool:
        """Whether it is running text."""
        return "" in self.cells

    @property
    def all(self) -> tuple[Cell, ...]:
        """Its cells in printed order."""
        return tuple(self.cells.values())

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text of the document."""
        return self.all[0].place.span[0], self.all[-1].place.span[1]

    @property
    def page(self) -> int:
        """The page it is printed on."""
        return self.all[0].place.page


@dataclass(frozen=True)
class NumberedSheet:
    """All lines of a document that print something. ``decoys``: ids that were shown beside nothing. ``whole``: cells
    are shown to their end."""

    lines: tuple[SheetLine, ...]
    by_id: Mapping[str, int] = field(default_factory=dict)
    """The position of each line by its id."""
    decoys: frozenset[str] = frozenset()
    whole: bool = False

    def line(self, name: str) -> SheetLine | None:
        """The line with this id."""
        at = self.by_id.get(name)
        return None if at is None else self.lines[at]

    def shown(self, part: Sequence[int] | None = None) -> str:
        """The lines as the model reads them, page by page."""
        chosen = self.lines if part is None else [self.lines[at] for at in part]
        several = len({line.page for line in self.lines}) > 1
        return "\n".join(_with_pages(chosen, several, self.whole))

    def parts(
        self,
        room: int,
        within: range | None = None,
        overlap: int = OVERLAP,
        pictured: frozenset[int] = frozenset(),
    ) -> Iterator[range]:
        """Pieces of at most ``room`` characters (one line at least) that overlap; one piece if it fits.

        ``within``: lines to be cut into pieces, all if not said. ``pictured``: the pages whose lines are in none.
        """
        chosen = range(len(self.lines)) if within is None else within
        for shown, run in groupby(chosen, lambda at: self.lines[at].page not in pictured):
            if shown:
                lines = list(run)
                yield from self._pieces(lines[0], lines[-1] + 1, room, overlap)

    def _pieces(self, start: int, end: int, room: int, overlap: int) -> Iterator[range]:
        while start < end:
            stop, used = start, 0
            while stop < end and (stop == start or used + self._length(stop) <= room):
                used += self._length(stop)
                stop += 1
            yield range(start, stop)
            if stop == end:
                return
            start = max(start + 1, stop - overlap)

    def of_picture(self, lines: Sequence[int], decoys: frozenset[str]) -> "NumberedSheet":
        """The same lines, of which only those in a picture can be named."""
        return NumberedSheet(self.lines, {self.lines[at].id: at for at in lines}, decoys, self.whole)

    def halves(self, part: range) -> tuple[range, ...]:
        """A part in smaller ones, none where it has too few lines for that: they overlap."""
        if len(part) <= 2 * OVERLAP:
            return ()
        room = sum(self._length(at) for at in part) * 2 // 3
        found = tuple(self.parts(room, part))
        return found if all(len(each) < len(part) for each in found) else ()

    def _length(self, at: int) -> int:
        return len(show_line(self.lines[at], self.whole)) + 1


def open_sheet(document: Document, rng: random.Random, whole: bool = False) -> NumberedSheet:
    """The lines of a document under ids drawn from ``rng``; ``whole``: their cells are shown to their end."""
    printed = [(number, row) for number, row in enumerate(document.rows) if any(cell.text for cell in row.cells)]
    below = [row for _, row in printed[1:]]
    rows = [
        (number, row.table, _cells(row, document, after))
        for (number, row), after in zip(printed, (*below, None), strict=True)
    ]
    tables: dict[int | None, list[Sequence[Cell]]] = {}
    for _, table, cells in rows:
        tables.setdefault(table, []).append(cells)
    gridded = {table: _has_grid(document, listed) for table, listed in tables.items()}
    widths: dict[ShapeKey, int] = {}
    for _, table, cells in rows:
        if len(cells) > 1:
            key = _shape(table, cells, gridded[table])
            widths[key] = max(widths.get(key, 0), _width(cells, gridded[table]))
    names = {key: column_ids(rng, width) for key, width in widths.items()}
    ids = line_ids(rng, len(rows))
    lines = tuple(
        SheetLine(name, number, _named(cells, names.get(_shape(table, cells, gridded[table]), ()), gridded[table]))
        for name, (number, table, cells) in zip(ids, rows, strict=True)
    )
    return NumberedSheet(lines, {line.id: at for at, line in enumerate(lines)}, whole=whole)


def show_line(line: SheetLine, whole: bool = False) -> str:
    """``K7 some words``, or ``K7 a=label | b=12 | c=∅``; cells to their end where they are shown ``whole``."""
    if line.plain:
        return f"{line.id} {show_text(line.cells[''].text, _LINE_LENGTH)}"
    length = _LINE_LENGTH if whole else _CELL_LENGTH
    cells = (f"{name}={show_text(cell.text, length) or BLANK}" for name, cell in line.cells.items())
    return f"{line.id} {SEPARATOR.join(cells)}"


def _with_pages(lines: Sequence[SheetLine], several: bool, whole: bool) -> Iterator[str]:
    page = 0
    for line in lines:
        if several and line.page != page:
            page = line.page
            yield f"-- page {page} --"
        yield show_line(line, whole)


def _cells(row: Row, document: Document, after: Row | None) -> tuple[Cell, ...]:
    """The cells of a row; words that end in numbers as a label and its numbers, numbers alone as what they are."""
    numbers = trailing_numbers(row, document, alone=True)
    if not numbers or (len(numbers) == 1 and after is not None and _is_lone_value(after)):
        return row.cells  # A name that ends in a number, with its values on lines of their own.
    (cell,) = row.cells
    start, end = cell.place.span[0], numbers[0].place.span[0]
    text = document.text[start:end].rstrip()
    if not text:
        return numbers
    label = Cell(text, Place(cell.place.page, (start, start + len(text)), cell.place.box), 0, seen_by=cell.seen_by)
    return (label, *numbers)


def _is_lone_value(row: Row) -> bool:
    return len(row.cells) == 1 and looks_like_value(row.cells[0].text)


def _has_grid(document: Document, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the columns of a table are columns of a grid, and not the count of the cells of each row."""
    if document.method != "text":
        return True
    return any(cell.column != at for cells in rows for at, cell in enumerate(cells) if len(cells) > 1)


def _shape(table: int | None, cells: Sequence[Cell], grid: bool) -> ShapeKey:
    return (table, 0) if grid and table is not None else (table, len(cells))


def _width(cells: Sequence[Cell], grid: bool) -> int:
    return max(cell.column for cell in cells) + 1 if grid else len(cells)


def _named(cells: Sequence[Cell], names: Sequence[str], grid: bool) -> dict[str, Cell]:
    if len(cells) == 1 and not grid:
        return {"": cells[0]}
    if len(cells) == 1:
        return {"": cells[0]} if not names or cells[0].column_span > 1 else {names[cells[0].column]: cells[0]}
    return {names[cell.column if grid else at]: cell for at, cell in enumerate(cells)}

"""Word-processor documents: a flow of lines and tables, composed in the order it is printed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from extractor.documents.composing import Composer, LaidCell, pieces_of_lines
from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document, Page, StoredPicture
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.text.flattened import find_rows
from extractor.documents.unread_marks import UNREADABLE
from extractor.errors import EmptyDocument, LimitExceeded, NeedsOcr

DEEPEST = 40
"""Tables inside tables inside tables: nobody prints more."""


@dataclass(frozen=True, slots=True)
class FlowGrid:
    """A table of data: its rows of cells that begin in them, and which table of the file it is, counted from 1."""

    number: int
    rows: tuple[tuple[LaidCell, ...], ...]


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """A picture between the lines, or in a cell."""

    content: bytes


FlowItem: TypeAlias = str | FlowGrid | FlowPicture
"""A printed line, a table or a picture."""


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A cell on its way into a grid: what flows in it, and the columns it covers."""

    items: tuple[FlowItem, ...]
    column: int
    columns: int = 1
    rows: int = 1
    follows: bool = False
    """It goes on with the cell above it."""


def grid_of(number: int, rows: Sequence[Sequence[FlowCell]]) -> Iterator[FlowItem]:
    """A table as it is read: a grid, or the flow of its cells where it only arranges what stands in them."""
    cells = [cell for row in rows for cell in row]
    nested = any(isinstance(item, FlowGrid) for cell in cells for item in cell.items)
    if nested or len(cells) <= 1:
        for cell in cells:
            yield from cell.items
        return
    yield FlowGrid(number, tuple(_laid(number, index, rows) for index in range(len(rows))))


def _laid(number: int, at: int, rows: Sequence[Sequence[FlowCell]]) -> tuple[LaidCell, ...]:
    """The cells that begin in a row, each with the rows below that go on with it."""
    found = []
    for position, cell in enumerate(rows[at], start=1):
        if cell.follows and at and any(above.column == cell.column for above in rows[at - 1]):
            continue
        down = max(cell.rows, 1 + _followers(rows, at, cell.column))
        lines = [line for item in cell.items if isinstance(item, str) for line in item.split("\n")]
        address = f"table {number}, row {at + 1}, cell {position}"
        pictures = tuple(item.content for item in cell.items if isinstance(item, FlowPicture))
        laid = LaidCell(pieces_of_lines(lines), cell.column, cell.columns, down, address=address, pictures=pictures)
        found.append(laid)
    return tuple(found)


def _followers(rows: Sequence[Sequence[FlowCell]], at: int, column: int) -> int:
    below = 0
    for row in rows[at + 1 :]:
        if not any(cell.follows and cell.column == column for cell in row):
            break
        below += 1
    return below


def document_of_flow(
    items: Iterable[FlowItem],
    *,
    name: str,
    sha256: str,
    media_type: str,
    limits: OpeningLimits,
    pictures: int = 0,
    remarks: tuple[str, ...] = (),
) -> Document:
    """The document that a flow makes. NeedsOcr where it shows pictures alone, EmptyDocument where it shows nothing.

    Lines with tabs are columns: neighbouring ones are read as one table.
    """
    composer = Composer()
    table = 0
    stored: list[StoredPicture] = []
    for tabbed, group in groupby(items, key=lambda item: isinstance(item, str) and "\t" in item.strip()):
        if tabbed:
            table = _add_tabbed(composer, "\n".join(item for item in group if isinstance(item, str)), table)
            continue
        for item in group:
            if isinstance(item, FlowGrid):
                for row in item.rows:
                    composer.add_row(row, table)
                table += 1
            elif isinstance(item, FlowPicture) and is_large_picture(item.content):
                stored.append(StoredPicture(item.content, len(composer.rows)))
            elif isinstance(item, FlowPicture):
                pictures += 1
            else:
                _add_line(composer, item)
    if len(composer.words) > limits.words:
        raise LimitExceeded(f"{name}: more than {limits.words} words. Split the file.")
    shown = any(word.text != UNREADABLE for word in composer.words)
    if not shown and not stored:
        raise _nothing_to_read(name, pictures)
    said = (f"{pictures} pictures are not read",) if pictures else ()
    return composer.document(
        name=name,
        sha256=sha256,
        media_type=media_type,
        pages=(Page(1, method="logical", source="flowing text", remarks=(*said, *remarks)),),
        pictures=stored,
    )


def _nothing_to_read(name: str, pictures: int) -> NeedsOcr | EmptyDocument:
    """What a document ends as that shows no characters."""
    if not pictures:
        return EmptyDocument(f"{name}: the document shows no text.")
    many = "a picture" if pictures == 1 else f"{pictures} pictures"
    return NeedsOcr(f"{name}: holds {many} and no characters to read. Save the pictures or a PDF and run OCR.")


def _add_line(composer: Composer, text: str) -> None:
    for line in text.split("\n"):
        pieces = pieces_of_lines([line], running=True)
        if pieces:
            composer.add_row((LaidCell(pieces),))


def _add_tabbed(composer: Composer, text: str, table: int) -> int:
    """Rows of lines with tabs; the next free table index."""
    for row in find_rows(text, first_table=table):
        cells = tuple(replace(LaidCell(pieces_of_lines([cell.text])), column=cell.column) for cell in row.cells)
        composer.add_row(cells, row.table)
        if row.table is not None:
            composer.kinds[row.table] = "open"
            table = max(table, row.table + 1)
    return table

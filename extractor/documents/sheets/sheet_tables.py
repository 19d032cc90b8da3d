"""Sheets of a workbook as pages of tables: what is shown of them, row by row.

A sheet falls into blocks at its empty rows; a block is a table but for the lines of words above it and the notes below
it. Hidden rows, columns and sheets are not printed. A merged cell is one cell with spans, wherever it is shown first.
"""

from collections.abc import Sequence

from extractor.documents.columns import looks_numeric
from extractor.documents.composing import Composer, LaidCell
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document, Page, StoredPicture
from extractor.documents.sheets.sheet_grid import Sheet, blocks_of
from extractor.errors import EmptyDocument

_LONG_NOTE = 60


def document_of_sheets(
    sheets: Sequence[Sheet], *, name: str, sha256: str, media_type: str, limits: OpeningLimits = DEFAULT_LIMITS
) -> Document:
    """The document that sheets make, a page for each. EmptyDocument where none shows anything."""
    limits.check_pages(len(sheets), name)
    composer = Composer()
    table = 0
    stored: list[StoredPicture] = []
    for number, sheet in enumerate(sheets, start=1):
        for block in blocks_of(sheet, limits, name):
            first, last = table_extent(block)
            for index, row in enumerate(block):
                inside = first <= index < last
                cells = row if inside else tuple(cell for cell in row if cell.pieces)
                composer.add_row(cells, table if inside else None, number)
            table += first < last
        stored += [StoredPicture(content, len(composer.rows), number) for content in sheet.pictures]
    if not composer.words and not stored:
        raise EmptyDocument(f"{name}: no visible sheet shows anything.")
    pages = [
        Page(number, method="logical", source=f"sheet {sheet.name}", remarks=sheet.remarks)
        for number, sheet in enumerate(sheets, start=1)
    ]
    return composer.document(
        name=name,
        sha256=sha256,
        media_type=media_type,
        pages=pages,
        pictures=stored,
    )


def table_extent(block: Sequence[Sequence[LaidCell]]) -> tuple[int, int]:
    """Which rows of a block are a table: not the lines of words above it, not the notes below it."""
    first, last = 0, len(block)
    while first < last and _is_line(block[first]):
        first += 1
    while last > first and _is_note(block[last - 1]):
        last -= 1
    return first, last


def _is_line(row: Sequence[LaidCell]) -> bool:
    """Whether a row is a line of words, as titles are: one cell prints something, and it is no figure."""
    printed = [cell for cell in row if cell.pieces]
    return len(printed) == 1 and not looks_numeric(printed[0].pieces[0].text)


def _is_note(row: Sequence[LaidCell]) -> bool:
    """Whether a row is a line below a table and not a row label with blanks: it reaches over the row, or is long."""
    printed = [cell for cell in row if cell.pieces]
    if not _is_line(row):
        return False
    length = sum(len(piece.text) for piece in printed[0].pieces)
    return len(row) == 1 or length > _LONG_NOTE

"""Pictures in files of text (office files, web pages), read and put in their place, among the rows or in a cell."""

from dataclasses import replace

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Cell, Document, Place, Row, StoredPicture, TableKind, Word
from extractor.documents.opening.spliced_text import spliced
from extractor.documents.scan import OCR_MISSING, ocr_ready
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.unread_marks import UNREADABLE
from extractor.errors import DocumentError, NeedsOcr, OpenerDefect

_MOST, _MOST_SIGNS = 8, 80
"""Pictures of one file that are read, the largest first; and pictures in cells that are read as numbers."""
_FEWEST_WORDS, _CLEAR_SHARE = 3, 0.5
"""Clear words, and their share of all words, without which a picture shows no print."""


def with_pictures_read(document: Document, limits: OpeningLimits) -> Document:
    """The document with its pictures read. One that is all of a cell, and shows a number, is that number, in doubt. The
    rows of large ones stand where the pictures do, those of pictures in a table behind it, and name the engine.

    What shows no print, or too poor a one, is counted in a remark. NeedsOcr where nothing else is in the file and
    nothing of it can be read.
    """
    if not document.pictures:
        return document
    result, waiting = _with_numbers_in_cells(document, limits) if ocr_ready() else (document, list(document.pictures))
    found: list[tuple[StoredPicture, Document]] = []
    large = [picture for picture in waiting if is_large_picture(picture.content)]
    largest = sorted(large, key=lambda picture: len(picture.content), reverse=True)[:_MOST]
    for picture in (each for each in large if each in largest) if ocr_ready() else ():
        read = _read(picture, document, limits)
        if read is not None:
            found.append((picture, read))
    left = sum(_may_say_something(picture, result) for picture in waiting) - len(found)
    if not found and not any(word.text.replace(UNREADABLE, "") for word in result.words):
        why = "no print was found in them." if ocr_ready() else OCR_MISSING
        raise NeedsOcr(f"{document.name}: holds {left} pictures and no characters to read. {why}")
    result = replace(result, pictures=())
    for number, (picture, read) in reversed(list(enumerate(found, start=1))):
        result = _inserted(result, _behind_table(picture, result), read, f"picture {number}")
    first = result.pages[0]
    said = (f"{left} pictures are not read",) if left else ()
    return replace(result, pages=(replace(first, remarks=(*said, *first.remarks)), *result.pages[1:]))


def _with_numbers_in_cells(document: Document, limits: OpeningLimits) -> tuple[Document, list[StoredPicture]]:
    """The document with the numbers in it that are pictures, and the pictures that are none."""
    from extractor.documents.scan.pictured_number import number_of_picture

    left: list[StoredPicture] = []
    result, asked = document, 0
    for picture in document.pictures:
        cell = _cell_of(picture, result)
        read = None
        if cell is not None and cell.text == UNREADABLE and asked < _MOST_SIGNS:
            asked += 1
            read = number_of_picture(picture.content, document.name, limits)
        if cell is None or picture.cell is None or read is None:
            left.append(picture)
            continue
        at, until = cell.place.span
        result = spliced(result, at, until, read.text)
        told = (read.seen_by, read.doubts, read.alternatives)
        place = replace(cell.place, span=(at, at + len(read.text)))
        told_cell = replace(cell, text=read.text, place=place, seen_by=told[0], doubts=told[1], alternatives=told[2])
        result = _with_cell(result, picture.row, picture.cell, told_cell, Word(read.text, place, *told))
    return result, left


def _with_cell(document: Document, row: int, index: int, cell: Cell, word: Word) -> Document:
    """The document with another cell, all of which is one word."""
    rows, words = list(document.rows), list(document.words)
    cells = list(rows[row].cells)
    cells[index] = cell
    rows[row] = replace(rows[row], cells=tuple(cells))
    words = [word if each.place.span == word.place.span else each for each in words]
    return replace(document, rows=tuple(rows), words=tuple(words))


def _cell_of(picture: StoredPicture, document: Document) -> Cell | None:
    return None if picture.cell is None else document.rows[picture.row].cells[picture.cell]


def _may_say_something(picture: StoredPicture, document: Document) -> bool:
    """Whether a picture that was not read is told of: a large one, and one in whose cell nothing else stands."""
    cell = _cell_of(picture, document)
    return is_large_picture(picture.content) or (cell is not None and UNREADABLE in cell.text)


def _behind_table(picture: StoredPicture, document: Document) -> StoredPicture:
    """A picture in a table as one that stands behind it."""
    if picture.cell is None:
        return picture
    table, row = document.rows[picture.row].table, picture.row + 1
    while row < len(document.rows) and table is not None and document.rows[row].table == table:
        row += 1
    return replace(picture, row=row, cell=None)


def _read(picture: StoredPicture, document: Document, limits: OpeningLimits) -> Document | None:
    from extractor.documents.scan.image import open_image

    try:
        read = open_image(picture.content, name=document.name, sha256=document.sha256, limits=limits)
    except OpenerDefect:
        raise
    except DocumentError:
        return None
    words = [word for word in read.words if sum(map(str.isalnum, word.text)) > 1]
    clear = sum(word.views != "differ" for word in words)
    return read if clear >= max(_FEWEST_WORDS, _CLEAR_SHARE * len(words)) else None


def _inserted(document: Document, picture: StoredPicture, read: Document, address: str) -> Document:
    """The document with the rows of a picture before one of its own rows."""
    rows = document.rows
    at = rows[picture.row].cells[0].place.span[0] if picture.row < len(rows) else len(document.text)
    before = "\n" if rows and picture.row >= len(rows) else ""
    text = f"{before}{read.text}" if before or not rows else f"{read.text}\n"
    table = 1 + max((row.table for row in rows if row.table is not None), default=-1)
    own = [_own_row(row, at + len(before), picture.page, table, address) for row in read.rows]
    words = [_moved_word(word, at + len(before), picture.page) for word in read.words]
    kinds: dict[int, TableKind] = {**document.kinds}
    kinds.update((each.index + table, each.kind) for each in read.tables)
    split = sum(word.place.span[0] < at for word in document.words)
    moved = spliced(document, at, at, text)
    return replace(
        moved,
        rows=(*moved.rows[: picture.row], *own, *moved.rows[picture.row :]),
        words=(*moved.words[:split], *words, *moved.words[split:]),
        kinds=kinds,
    )


def _own_row(row: Row, by: int, page: int, table: int, address: str) -> Row:
    cells = tuple(
        replace(cell, place=Place(page, _shifted(cell.place, by)), quad=None, address=address) for cell in row.cells
    )
    return Row(cells, None if row.table is None else row.table + table)


def _moved_word(word: Word, by: int, page: int) -> Word:
    return replace(word, place=Place(page, _shifted(word.place, by)))


def _shifted(place: Place, by: int) -> tuple[int, int]:
    return (place.span[0] + by, place.span[1] + by)

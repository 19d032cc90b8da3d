"""Large pictures in files of text (office files, web pages), read and put in their place among the rows."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document, Place, Row, StoredPicture, TableKind, Word
from extractor.documents.scan import OCR_MISSING, ocr_ready
from extractor.errors import DocumentError, NeedsOcr, OpenerDefect

_MOST = 8
"""Pictures of one file that are read, the largest first."""
_FEWEST_WORDS, _CLEAR_SHARE = 3, 0.5
"""Clear words, and their share of all words, without which a picture shows no print."""


def with_pictures_read(document: Document, limits: OpeningLimits) -> Document:
    """The document with its large pictures read: their rows stand where the pictures do, and name the engine.

    What shows no print, or too poor a one, is counted in a remark. NeedsOcr where nothing else is in the file and
    nothing of it can be read.
    """
    if not document.pictures:
        return document
    found: list[tuple[StoredPicture, Document]] = []
    largest = sorted(document.pictures, key=lambda picture: len(picture.content), reverse=True)[:_MOST]
    for picture in (each for each in document.pictures if each in largest) if ocr_ready() else ():
        read = _read(picture, document, limits)
        if read is not None:
            found.append((picture, read))
    left = len(document.pictures) - len(found)
    if not found and not any(word.text for word in document.words):
        why = "no print was found in them." if ocr_ready() else OCR_MISSING
        raise NeedsOcr(f"{document.name}: holds {left} pictures and no characters to read. {why}")
    result = replace(document, pictures=())
    for number, (picture, read) in reversed(list(enumerate(found, start=1))):
        result = _inserted(result, picture, read, f"picture {number}")
    first = result.pages[0]
    said = (f"{left} pictures are not read",) if left else ()
    return replace(result, pages=(replace(first, remarks=(*said, *first.remarks)), *result.pages[1:]))


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
    return replace(
        document,
        text=document.text[:at] + text + document.text[at:],
        rows=(*rows[: picture.row], *own, *_moved_rows(rows[picture.row :], len(text))),
        words=(*document.words[:split], *words, *_moved_words(document.words[split:], len(text))),
        kinds=kinds,
    )


def _own_row(row: Row, by: int, page: int, table: int, address: str) -> Row:
    cells = tuple(
        replace(cell, place=Place(page, _shifted(cell.place, by)), quad=None, address=address) for cell in row.cells
    )
    return Row(cells, None if row.table is None else row.table + table)


def _moved_word(word: Word, by: int, page: int) -> Word:
    return replace(word, place=Place(page, _shifted(word.place, by)))


def _moved_rows(rows: Sequence[Row], by: int) -> list[Row]:
    return [
        replace(row, cells=tuple(replace(cell, place=_moved(cell.place, by)) for cell in row.cells)) for row in rows
    ]


def _moved_words(words: Sequence[Word], by: int) -> list[Word]:
    return [replace(word, place=_moved(word.place, by)) for word in words]


def _moved(place: Place, by: int) -> Place:
    return replace(place, span=_shifted(place, by))


def _shifted(place: Place, by: int) -> tuple[int, int]:
    return (place.span[0] + by, place.span[1] + by)

"""Part of a file as a document of its own: ``FILE/pages 3-7`` or, where a file has no pages, ``FILE/lines 1-57``;
of a file whose tables have columns for several years, one of them: ``FILE/2023``.

A part is to a file what a member is to an archive: its path leads into the file, its key is the hash of the file with
its name behind it. Its pages keep the numbers they have in the file.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from extractor.documents.model import Cell, Document, Place, Row, Word
from extractor.documents.year_columns import rows_of_year, without_spans, year_columns
from extractor.errors import EmptyDocument

PartUnit: TypeAlias = Literal["page", "line", "year"]
"""What a part is counted in. Lines are those of the document's text, both counted from 1."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"(?P<unit>page|line)s? (?P<first>[1-9]\d{0,6})(?:-(?P<last>[1-9]\d{0,6}))?")
_MARK = "#"
"""Stands between the hash of a file and the name of a part of it."""
_CONTAINER = ".zip"
"""What lies in an archive are its members, whatever they are called."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A stretch of a file, both ends included, or a year of its tables. As text it is the last step of its path."""

    unit: PartUnit
    first: int
    last: int

    def __str__(self) -> str:
        if self.unit == "year":
            return str(self.first)
        if self.first == self.last:
            return f"{self.unit} {self.first}"
        return f"{self.unit}s {self.first}-{self.last}"

    @classmethod
    def parse(cls, text: str) -> "FilePart | None":
        """The part that a text names; None where it names none."""
        if _YEAR.fullmatch(text):
            return cls("year", int(text), int(text))
        match = _NAME.fullmatch(text)
        if match is None:
            return None
        first, last = int(match["first"]), int(match["last"] or match["first"])
        return cls("page" if match["unit"] == "page" else "line", first, last) if first <= last else None


def split_part(path: Path) -> tuple[Path, FilePart | None]:
    """The file that a path leads to, and the part of it that the path names; no part for a path of a whole file."""
    part = None if path.parent.suffix.lower() == _CONTAINER else FilePart.parse(path.name)
    if part is None or path.exists() or path.parent.is_dir():
        return path, None
    return path.parent, part


def key_of_part(sha256: str, part: FilePart | str) -> str:
    """What a part goes by: the hash of its file, and its name."""
    return f"{sha256}{_MARK}{part}" if sha256 else ""


def hash_of_file(key: str) -> str:
    """The hash of the file that a document, or a part of one, is."""
    return key.partition(_MARK)[0]


def name_of_part(key: str) -> str:
    """The name of the part that a key stands for; empty for a whole file."""
    return key.partition(_MARK)[2]


def keys_of_parts(sha256: str) -> str:
    """What the keys of all parts of a file begin with."""
    return f"{sha256}{_MARK}"


def document_part(document: Document, part: FilePart, name: str = "") -> Document:
    """The rows of a document that begin in a part, as a document of its own, and the pages they stand on.

    ``name``: what it is called; if not said, by its file. What is attached to the file says nothing about one part of
    it. EmptyDocument where nothing is printed there.
    """
    called = name or f"{document.name}/{part}"
    if part.unit == "year":
        return _of_year(document, part, called)
    inside = list(_rows_of(document, part))
    if not inside:
        raise EmptyDocument(f"{called}: nothing is printed there, or there is no such place in the file.")
    spans = [cell.place.span for row in inside for cell in row.cells]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    tables = {row.table for row in inside if row.table is not None}
    indices = {table: number for number, table in enumerate(sorted(tables))}
    numbers = {cell.place.page for row in inside for cell in row.cells}
    pages = tuple(page for page in document.pages if _is_page_of(page.number, part, numbers))
    return replace(
        document,
        name=called,
        sha256=key_of_part(document.sha256, part),
        text=document.text[start:end],
        rows=tuple(_moved_row(row, start, indices) for row in inside),
        words=tuple(_moved_words(document, start, end)),
        pages=pages,
        kinds={indices[table]: kind for table, kind in document.kinds.items() if table in indices},
        path=None if document.path is None else document.path / str(part),
        line_heads=frozenset(at - start for at in document.line_heads),
        stored_numbers=tuple((a - start, b - start) for a, b in document.stored_numbers if start <= a and b <= end),
        attachments=(),
    )


def _of_year(document: Document, part: FilePart, called: str) -> Document:
    """A document with the columns of one year alone; what belongs to no year is part of it."""
    if not any(part.first in each.columns for each in year_columns(document).values()):
        raise EmptyDocument(f"{called}: no table of the file has columns for that year.")
    rows, left = rows_of_year(document, part.first)
    gone = bytearray(len(document.text) + 1)
    for start, end in left:
        gone[start:end] = b"\1" * (end - start)
    return replace(
        document,
        name=called,
        sha256=key_of_part(document.sha256, part),
        text=without_spans(document.text, left),
        rows=rows,
        words=tuple(word for word in document.words if not gone[word.place.span[0]]),
        path=None if document.path is None else document.path / str(part),
        attachments=(),
    )


def _rows_of(document: Document, part: FilePart) -> Iterator[Row]:
    """The rows that begin in a part."""
    if part.unit == "page":
        yield from (
            each for each in document.rows if each.cells and part.first <= each.cells[0].place.page <= part.last
        )
        return
    lines, behind = document.line_starts, len(document.text) + 1
    start = lines[part.first - 1] if part.first <= len(lines) else behind
    end = lines[part.last] if part.last < len(lines) else behind
    yield from (each for each in document.rows if each.cells and start <= each.cells[0].place.span[0] < end)


def line_of(document: Document, offset: int) -> int:
    """The line of the text, counted from 1, that an offset stands in."""
    return bisect_right(document.line_starts, offset)


def _is_page_of(number: int, part: FilePart, printed: set[int]) -> bool:
    """Whether a page belongs to a part: an empty one in its range does, too."""
    return part.first <= number <= part.last if part.unit == "page" else number in printed


def _moved_row(row: Row, start: int, indices: dict[int, int]) -> Row:
    table = None if row.table is None else indices[row.table]
    return Row(tuple(_moved_cell(cell, start) for cell in row.cells), table)


def _moved_cell(cell: Cell, start: int) -> Cell:
    return replace(cell, place=_moved(cell.place, start))


def _moved_words(document: Document, start: int, end: int) -> Iterator[Word]:
    for word in document.words:
        if start <= word.place.span[0] and word.place.span[1] <= end:
            yield replace(word, place=_moved(word.place, start))


def _moved(place: Place, start: int) -> Place:
    return replace(place, span=(place.span[0] - start, place.span[1] - start))

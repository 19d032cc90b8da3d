"""What every opener produces: one representation for text, web pages and PDF.

A :class:`Document` is its running text plus the rows that were found in it. Offsets (``span``) always point into
``Document.text``, whatever the file was; a page and a box come on top where the file has pages.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points (1/72 inch), origin at the top left of the page."""

Span: TypeAlias = tuple[int, int]
"""First and one-past-last character offset in ``Document.text``."""

Method: TypeAlias = Literal["text", "html", "vector"]
"""How characters were obtained. All three are exact by nature: digits are stored, not recognised."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. ``page`` counts from 1; files without pages are page 1."""

    page: int
    span: Span
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell.

    ``text`` is stripped of surrounding white space; an empty string is a cell that is printed blank (its span is
    empty and marks the spot). ``column`` counts the grid columns from 0 within the row, spans included.
    """

    text: str
    place: Place
    column: int
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one printed row, left to right; running text is a row of one cell outside any table.

    ``table`` is the index of the grid the row belongs to (continued over pages: the same index), or None. Only
    anchor cells are listed: a cell that spans rows stands in its first row.
    """

    cells: tuple[Cell, ...]
    table: int | None = None

    @property
    def text(self) -> str:
        """The cells joined by tabs, for people and prompts."""
        return "\t".join(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Document:
    """One opened file.

    ``rows`` are in reading order and cover all of ``text``. ``encoding`` is None for formats that carry their own.
    """

    name: str
    sha256: str
    media_type: str
    method: Method
    text: str
    rows: tuple[Row, ...]
    words: tuple[Word, ...]
    pages: int = 1
    encoding: str | None = None

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line of ``text``."""
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        return tuple(starts)

"""What every opener produces: one representation for text, web pages, PDF, scans, office files and spreadsheets.

A :class:`Document` is its running text plus the rows that were found in it. Offsets (``span``) always point into
``Document.text``, whatever the file was; a page and a box come on top where the file has pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from extractor.documents.span_index import SpanIndex
from extractor.evidence import Doubt, merged, seen_by_all
from extractor.evidence.certainty import is_unclear

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points (1/72 inch), origin at the top left of the page."""

Point: TypeAlias = tuple[float, float]

Quad: TypeAlias = tuple[Point, Point, Point, Point]
"""The corners of something printed aslant: top left, top right, bottom right, bottom left, in points."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of an affine map: x' = a x + c y + e, y' = b x + d y + f."""

Span: TypeAlias = tuple[int, int]
"""First and one-past-last character offset in ``Document.text``."""

Method: TypeAlias = Literal["text", "html", "vector", "logical", "scan"]
"""How characters were obtained. ``scan``: recognised in a picture. All others are exact by nature, for their digits are
stored: ``logical`` is a file that keeps its tables as tables (office files, spreadsheets)."""

Views: TypeAlias = Literal["stored", "alike", "differ"]
"""What stands behind characters, in short. ``stored``: the file says them. ``alike``: recognised in a picture, and
nothing that weighs speaks against them. ``differ``: a doubt about them weighs at least serious."""

TableKind: TypeAlias = Literal["ruled", "open", "logical"]
"""How a table is told from its surroundings: by rules around its cells, by how its text is aligned, by the file."""


def views_of(seen_by: str, doubts: Sequence[Doubt]) -> Views:
    """What stands behind characters, from who recognised them and what speaks against them."""
    if doubts and is_unclear(doubts):
        return "differ"
    return "alike" if seen_by else "stored"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. ``page`` counts from 1; files without pages are page 1."""

    page: int
    span: Span
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space.

    ``seen_by`` names the engine that recognised the characters; it is empty where the file stores them. ``doubts`` say
    why they may be others; ``alternatives`` are other ways to read them, likeliest first.
    """

    text: str
    place: Place
    seen_by: str = ""
    doubts: tuple[Doubt, ...] = ()
    alternatives: tuple[str, ...] = ()

    @property
    def views(self) -> Views:
        """What stands behind the characters."""
        return views_of(self.seen_by, self.doubts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell.

    ``text`` is stripped of surrounding white space; an empty string is a cell that is printed blank (its span is
    empty and marks the spot). ``column`` counts the grid columns from 0 within the row, spans included.

    ``doubts`` are those of its words and its own; ``seen_by`` is the engine that recognised any of them;
    ``alternatives`` are other ways to read the whole cell. ``quad`` is set where the page lay askew, ``address`` where
    the file itself names its cells (``Sheet1!B4``).
    """

    text: str
    place: Place
    column: int
    column_span: int = 1
    row_span: int = 1
    seen_by: str = ""
    doubts: tuple[Doubt, ...] = ()
    alternatives: tuple[str, ...] = ()
    quad: Quad | None = None
    address: str = ""

    @property
    def views(self) -> Views:
        """What stands behind the characters; the worst of its words."""
        return views_of(self.seen_by, self.doubts)


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
        return "\t".join([cell.text for cell in self.cells])


class RuleLine(NamedTuple):
    """A ruling line of a page, from one end to the other, in points of the page as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``width`` and ``height`` are in points, as displayed; 0 for files without paper.

    ``source`` says what the words come from, for people. ``transform`` leads from points of the page to pixels of the
    picture that was read, on pages that are pictures. ``remarks`` say what could not be read on the page and why;
    ``unseen``: what speaks against taking for blank or absent what was not seen on it.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    method: Method = "text"
    source: str = ""
    rules: tuple[RuleLine, ...] = ()
    transform: Matrix | None = None
    remarks: tuple[str, ...] = ()
    unseen: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table of the document. ``rows`` are indices into ``Document.rows``; ``pages`` the pages it runs over."""

    index: int
    kind: TableKind
    rows: tuple[int, ...]
    pages: tuple[int, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that a file of text holds: its bytes, before which row of the document it stands, on which page.

    ``cell``: which cell of that row it stands in, None for one between rows.
    """

    content: bytes
    row: int
    page: int = 1
    cell: int | None = None


@dataclass(frozen=True)
class Document:
    """One opened file.

    ``rows`` are in reading order and cover all of ``text``. ``method`` is that of its least exact page. ``encoding`` is
    None for formats that carry their own. ``kinds`` says what kind of table each index is, where it is not the usual
    one of the method. ``path`` is where the file lay when it was opened, for whoever wants a picture of a page.
    ``pictures`` are those that wait to be read; an opened document has none. ``stored_numbers``: where the file stores
    a number and no text, in order; its marks are a choice of the opener. ``line_heads``: where a cell of a file
    without paper goes on in a new line. ``attachments`` are files of named values that lie in the file itself and are
    no part of what it prints, each opened as a document of its own.
    """

    name: str
    sha256: str
    media_type: str
    method: Method
    text: str
    rows: tuple[Row, ...]
    words: tuple[Word, ...]
    pages: tuple[Page, ...] = (Page(1),)
    encoding: str | None = None
    kinds: Mapping[int, TableKind] = field(default_factory=dict)
    path: Path | None = field(default=None, compare=False)
    pictures: tuple[StoredPicture, ...] = field(default=(), compare=False, repr=False)
    stored_numbers: tuple[Span, ...] = field(default=(), compare=False, repr=False)
    line_heads: frozenset[int] = field(default=frozenset(), compare=False, repr=False)
    attachments: tuple["Document", ...] = field(default=(), repr=False)

    def words_in(self, span: Span) -> list[Word]:
        """The words that stand in a span, all or part of them."""
        return [self.words[number] for number in self._word_spans.numbers(span)]

    def doubts_at(self, span: Span) -> tuple[Doubt, ...]:
        """Why the characters of the words in a span may be others."""
        return merged(*(word.doubts for word in self.words_in(span) if word.doubts))

    def seen_by_at(self, span: Span) -> str:
        """The engine that recognised words in a span; empty where the file stores all of them."""
        return seen_by_all(word.seen_by for word in self.words_in(span))

    def views_at(self, span: Span) -> Views:
        """The worst of what stands behind the words in a span."""
        return views_of(self.seen_by_at(span), self.doubts_at(span))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the pages say could not be read and why, with their numbers where there are several pages."""
        several = len(self.pages) > 1
        return tuple(
            f"page {page.number}: {remark}" if several else remark for page in self.pages for remark in page.remarks
        )

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line of ``text``."""
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        return tuple(starts)

    @cached_property
    def _word_spans(self) -> SpanIndex:
        """The words by where they stand."""
        return SpanIndex(word.place.span for word in self.words)

    @cached_property
    def tables(self) -> tuple[DocumentTable, ...]:
        """The tables, by index."""
        usual: TableKind = "logical" if self.method in ("html", "logical") else "open"
        return tables_of(self.rows, self.kinds, usual)


def tables_of(rows: Sequence[Row], kinds: Mapping[int, TableKind], usual: TableKind) -> tuple[DocumentTable, ...]:
    """The tables that rows belong to, by index; ``usual`` is the kind of those that ``kinds`` does not name."""
    members: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        if row.table is not None:
            members.setdefault(row.table, []).append(number)
    found = []
    for index, numbers in sorted(members.items()):
        cells = [cell for number in numbers for cell in rows[number].cells]
        pages = tuple(sorted({cell.place.page for cell in cells}))
        columns = max((cell.column + cell.column_span for cell in cells), default=0)
        found.append(DocumentTable(index, kinds.get(index, usual), tuple(numbers), pages, columns))
    return tuple(found)

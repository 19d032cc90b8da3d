"""Running text composed from rows: for files whose text has to be laid out first (web pages, PDF).

Cells are parted by tabs, rows by newlines. Every piece of a cell becomes a Word with its span, so that places in the
composed text and on the page always belong together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.documents.model import (
    Box,
    Cell,
    Document,
    Method,
    Page,
    Place,
    Quad,
    Row,
    Span,
    StoredPicture,
    TableKind,
    Word,
)
from extractor.documents.printing import is_cjk, whole_characters
from extractor.documents.unread_marks import is_marked, settled_marks, words_with_doubts
from extractor.evidence import Doubt, merged, seen_by_all


@dataclass(frozen=True, slots=True)
class Piece:
    """A word on its way into the text. ``spaced``: white space stands before it; else it joins what precedes.
    ``begins``: it begins a further line of its cell.
    """

    text: str
    spaced: bool = True
    box: Box | None = None
    seen_by: str = ""
    doubts: tuple[Doubt, ...] = ()
    alternatives: tuple[str, ...] = ()
    begins: bool = False


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell on its way into the text: its pieces in reading order, none for a blank one.

    ``own``: doubts about the cell beside those of its pieces. ``other``: other ways to read the whole cell, such as the
    digits stored behind the fewer that are shown. ``number``: the file stores a number, no text. ``pictures``: those
    that stand in it, as they are stored.
    """

    pieces: tuple[Piece, ...]
    column: int = 0
    column_span: int = 1
    row_span: int = 1
    box: Box | None = None
    quad: Quad | None = None
    address: str = ""
    own: tuple[Doubt, ...] = ()
    other: tuple[str, ...] = ()
    number: bool = False
    pictures: tuple[bytes, ...] = ()

    @property
    def seen_by(self) -> str:
        """The engine that recognised any of its pieces."""
        return seen_by_all(piece.seen_by for piece in self.pieces)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What speaks against its pieces, and against itself; of a blank cell, against its being blank."""
        noted = [piece.doubts for piece in self.pieces if piece.doubts]
        return merged(*noted, self.own) if noted else self.own

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Other ways to read the cell: those given for the whole, and those that change one of its pieces."""
        pieces = self.pieces
        return self.other + tuple(
            "".join(
                (" " if piece.spaced and index else "") + (other if index == at else piece.text)
                for index, piece in enumerate(pieces)
            )
            for at, changed in enumerate(pieces)
            for other in changed.alternatives
        )


@dataclass
class Composer:
    """Collects rows and gives out the text, the rows and the words that point into it.

    ``engine``: who recognised the page that is being written, empty where its characters are stored.
    """

    rows: list[Row] = field(default_factory=list)
    kinds: dict[int, TableKind] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    engine: str = ""
    _pictures: list[StoredPicture] = field(default_factory=list)
    _heads: list[int] = field(default_factory=list)
    _numbers: list[Span] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._parts)

    def document(
        self,
        *,
        name: str,
        sha256: str,
        media_type: str,
        method: Method = "logical",
        pages: Sequence[Page] = (Page(1),),
        encoding: str | None = None,
        pictures: Sequence[StoredPicture] = (),
    ) -> Document:
        """The document of everything written so far."""
        return Document(
            name=name,
            sha256=sha256,
            media_type=media_type,
            method=method,
            text=self.text,
            rows=tuple(self.rows),
            words=tuple(self.words),
            pages=tuple(pages),
            encoding=encoding,
            kinds=self.kinds,
            pictures=tuple(sorted((*pictures, *self._pictures), key=lambda picture: picture.row)),
            stored_numbers=tuple(self._numbers),
            line_heads=frozenset(self._heads),
        )

    def add_row(self, cells: Sequence[LaidCell], table: int | None = None, page: int = 1) -> None:
        """Write one row."""
        if not cells:
            return
        if self.rows:
            self._write("\n")
        laid = []
        for index, cell in enumerate(cells):
            if index:
                self._write("\t")
            laid.append(self._add_cell(cell, page))
            self._pictures += [StoredPicture(each, len(self.rows), page, index) for each in cell.pictures]
        self.rows.append(Row(tuple(laid), table))

    def _add_cell(self, cell: LaidCell, page: int) -> Cell:
        start = self._length
        written: list[str] = []
        for piece in cell.pieces:
            if piece.spaced and written:
                self._write(" ")
                written.append(" ")
            begin, text = self._length, whole_characters(piece.text)
            self._write(text)
            written.append(text)
            place = Place(page, (begin, self._length), piece.box)
            if piece.begins:
                self._heads.append(begin)
            if cell.number and any(map(str.isdigit, text)):
                self._numbers.append(place.span)
            self.words.append(Word(text, place, piece.seen_by, piece.doubts, piece.alternatives))
        return Cell(
            "".join(written),
            Place(page, (start, self._length), cell.box),
            cell.column,
            cell.column_span,
            cell.row_span,
            cell.seen_by or self.engine,
            cell.doubts,
            cell.alternatives,
            cell.quad,
            cell.address,
        )

    def _write(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)


def pieces_of_lines(lines: Iterable[str], running: bool = False) -> tuple[Piece, ...]:
    """The words of the lines of one cell; a line break between two CJK characters leaves no space.

    What is marked in them as shown but not read becomes a sign with a doubt (``documents/unread_marks.py``);
    ``running``: the lines are text that runs, not a cell.
    """
    pieces: list[Piece] = []
    lines = list(lines)
    if not any(map(is_marked, lines)):
        for line in lines:
            for index, word in enumerate(line.split()):
                glued = index == 0 and bool(pieces) and is_cjk(pieces[-1].text[-1]) and is_cjk(word[0])
                pieces.append(Piece(word, spaced=not glued, begins=index == 0 and bool(pieces)))
        return tuple(pieces)
    for word, first, doubts in words_with_doubts(settled_marks(lines, running)):
        glued = first and bool(pieces) and is_cjk(pieces[-1].text[-1]) and is_cjk(word[0])
        pieces.append(Piece(word, spaced=not glued, doubts=doubts, begins=first and bool(pieces)))
    return tuple(pieces)

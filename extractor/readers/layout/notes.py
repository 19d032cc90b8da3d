"""Notes that take a number back or scale it, wherever they stand: in its cell, beside it, in a line of their own.

What a note is about is told by the labels it names: a row, a column, or where they cross. A note that names none is
about the numbers it repeats, and one at the edge of a table that repeats none is about all of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractor.documents.model import Document, Row, Span
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.labels import LabelBook
from extractor.readers.layout.claims import UNSPACED
from extractor.readers.outline import Outline
from extractor.readers.reading import FieldReading
from extractor.schemas.form import INDEX, Schema
from extractor.schemas.passages import Passages, passages_in
from extractor.schemas.values import fold_width

_LINE = 120
"""Characters of a line that may be a note of its own; of a longer one each sentence is looked at alone."""
_SENTENCES = re.compile(r"(?<=[。；;！!？?])")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBERED = re.compile(r"^\W*\w{0,5}\s?\d{1,2}\s?[:：.)）、]")
"""The number of a note."""
_LEGEND = re.compile(r"\s*[(\[]?(?P<mark>[a-z]|[*†‡§¶]+)[)\]]?\s+(?=\w)")
"""A sign, and what it stands for: the legend of a table whose figures carry such signs."""
_SIGNS = 6
"""Characters at the end of a figure among which such a sign stands."""
_SHOWN = 80
"""Characters of a note that a doubt quotes."""


def _end_of(quote: str) -> str:
    """The last digit of a figure and what stands behind it."""
    last = max((at for at, char in enumerate(quote) if char.isdigit()), default=len(quote))
    return quote[last:] if len(quote) - last <= _SIGNS else ""


@dataclass(frozen=True)
class _Named:
    """A label and the fields it stands for."""

    words: str
    paths: frozenset[str]


def with_notes(
    document: Document, schema: Schema, outline: Outline, book: LabelBook, fields: Mapping[str, FieldReading]
) -> dict[str, FieldReading]:
    """The fields; those that a note takes back or scales are unread, with the note as the reason."""
    found = dict(fields)
    passages = passages_in(schema.language)
    if not passages.corrects_cell(document.text):
        return found
    desk = _Desk(outline, book, schema.language in UNSPACED, passages, fields)
    for paths, note in (*desk.in_cells(), *(each for row in document.rows for each in desk.in_row(row))):
        for path in paths & found.keys():
            field = found[path]
            if field.state in ("read", "blank", "not_applicable"):
                doubts = merged(field.doubts, (doubt(DoubtKind.TAKEN_BACK, note.strip()[:_SHOWN]),))
                found[path] = field.model_copy(update={"state": "unread", "value": None, "doubts": doubts})
    return found


class _Desk:
    """The tables of a document as notes may name them."""

    def __init__(
        self, outline: Outline, book: LabelBook, unspaced: bool, passages: Passages, fields: Mapping[str, FieldReading]
    ) -> None:
        self.outline, self.book, self.unspaced, self.passages, self.fields = outline, book, unspaced, passages, fields
        self.tables = {each.spec.key: _span(outline.rows[each.first : each.last + 1]) for each in outline.tables}
        self.rows, self.columns = _longest(self._rows()), _longest(self._columns())
        self.beside = dict(self._beside())

    def in_cells(self) -> Iterator[tuple[frozenset[str], str]]:
        """Notes in the cells of fields."""
        for path in frozenset(path for named in self.rows for path in named.paths) & self.fields.keys():
            quote = self.fields[path].quote
            if quote and self.passages.corrects_cell(quote):
                yield frozenset((path,)), quote

    def in_row(self, row: Row) -> Iterator[tuple[frozenset[str], str]]:
        """What the notes of a printed row are about: the fields of the row, or those that its words name."""
        span = _span((row,))
        beside = frozenset(path for own, paths in self.beside.items() if _overlap(own, span) for path in paths)
        if beside:
            quotes = {self.fields[path].quote for path in beside}
            notes = [cell.text for cell in row.cells if self.passages.takes_back(cell.text) and cell.text not in quotes]
            yield from ((beside, note) for note in notes)
            return
        short = len(row.text) <= _LINE
        for part in [row.text] if short else _SENTENCES.split(row.text):
            if self.passages.corrects(part):
                yield self._about(part, span, short), part

    def _about(self, note: str, span: Span, short: bool) -> frozenset[str]:
        """The fields that a note names. In running text a label of a word or two says too little."""
        plain = self._plain(note)
        rows, plain = _taken(self.rows, plain, short, self.unspaced)
        columns, plain = _taken(self.columns, plain, short, self.unspaced)
        if rows and columns:
            return (rows & columns) or rows
        if rows:
            return self._holding(rows, note) or rows
        if rows or columns or not self.passages.takes_back(note):
            return rows | columns
        numbers = {number for number in _DIGITS.findall(fold_width(note)) if len(number) > 1}
        repeated = frozenset(
            path for path, field in self.fields.items() if field.quote and self._number_of(path) in numbers
        )
        return repeated or (self._marked(note) or self._at_edge(span) if short else frozenset())

    def _marked(self, note: str) -> frozenset[str]:
        """The fields that print the sign which a note explains behind their number: it is about these alone."""
        legend = _LEGEND.match(note)
        mark = legend["mark"] if legend else ""
        signs = re.compile(rf"\d\W*(?:\w\W+)*{re.escape(mark)}\W*") if mark else None
        fields = self.fields.items()
        return frozenset(path for path, field in fields if signs is not None and signs.fullmatch(_end_of(field.quote)))

    def _holding(self, rows: frozenset[str], note: str) -> frozenset[str]:
        """Those of the fields whose number a note repeats before it says the right one."""
        numbers = _DIGITS.findall(fold_width(_NUMBERED.sub("", self.passages.before_correction(note))))
        return frozenset(path for path in rows if path in self.fields and self._number_of(path) in numbers)

    def _number_of(self, path: str) -> str:
        return fold_width(self.fields[path].quote)

    def _at_edge(self, span: Span) -> frozenset[str]:
        """The fields of the table that a line stands in, or directly above or below."""
        for key, (first, last) in self.tables.items():
            between = self.outline_text(min(span[0], last), max(span[0], last))
            if first <= span[0] <= last or not between:
                return frozenset(path for path in self.fields if path.startswith(f"{key}."))
        return frozenset()

    def outline_text(self, first: int, last: int) -> bool:
        """Whether a row of the document begins between two places in its text."""
        return any(first < _span((row,))[0] < last for row in self.outline.rows if row.cells)

    def _rows(self) -> Iterator[_Named]:
        for table in self.outline.tables:
            for found in table.rows:
                paths = found.spec.paths if found.spec else (found.block.name_path, *found.block.repeat_paths)
                own = frozenset(path.replace(INDEX, str(found.index)) for path in paths)
                yield from (_Named(self._plain(cell.text), own) for cell in found.labels[-1:])
            for row in (row for block in table.spec.blocks for row in block.rows):
                yield from (_Named(self._plain(text), frozenset(row.paths)) for text in row.label.texts)

    def _columns(self) -> Iterator[_Named]:
        for table in self.outline.tables:
            for block in table.spec.blocks:
                for number, column in enumerate(block.columns):
                    paths = [row.spec.paths[number] for row in table.rows if row.spec and row.block == block]
                    paths += [
                        block.repeat_paths[number].replace(INDEX, str(row.index))
                        for row in table.rows
                        if row.spec is None and row.block == block
                    ]
                    for text in column.label.texts:
                        yield _Named(self._plain(text), frozenset(paths))

    def _beside(self) -> Iterator[tuple[Span, frozenset[str]]]:
        """Where the rows with values stand, and their fields."""
        for table in self.outline.tables:
            for row in table.rows:
                spans = [cell.place.span for cell in (*row.labels[-1:], *row.values) if cell.text]
                paths = row.spec.paths if row.spec else row.block.repeat_paths
                own = frozenset(path.replace(INDEX, str(row.index)) for path in paths)
                if spans and any(cell.text for cell in row.values):
                    yield (min(spans)[0], max(last for _, last in spans)), own & self.fields.keys()

    def _plain(self, text: str) -> str:
        """A label or a note, to compare one with the other: without signs, and without spaces where none part words."""
        if self.unspaced:
            return self.book.fold(text).core
        return " ".join(re.sub(r"[^\w%]+", " ", fold_width(text).lower()).split())


def _longest(named: Iterable[_Named]) -> list[_Named]:
    """Labels by their words, the longest first; one that stands for several rows stands for all of them."""
    together: dict[str, frozenset[str]] = {}
    for each in named:
        if each.words:
            together[each.words] = together.get(each.words, frozenset()) | each.paths
    return [_Named(words, together[words]) for words in sorted(together, key=len, reverse=True)]


def _taken(named: Iterable[_Named], note: str, short: bool, unspaced: bool) -> tuple[frozenset[str], str]:
    """The fields whose labels a note holds, and the note without them, so that no label is found inside another."""
    found: frozenset[str] = frozenset()
    for each in named:
        least = 4 if unspaced else 10
        if not short and len(each.words) < least:
            break
        edge = "" if unspaced else r"\b"
        note, count = re.subn(f"{edge}{re.escape(each.words)}{edge}", "\n", note)
        found |= each.paths if count else frozenset()
    return found, note


def _span(rows: Iterable[Row]) -> Span:
    """From where to where rows are printed."""
    spans = [cell.place.span for row in rows for cell in row.cells]
    return (min(spans)[0], max(last for _, last in spans)) if spans else (0, 0)


def _overlap(first: Span, second: Span) -> bool:
    return first[0] < second[1] and second[0] < first[1]

"""The cells of a document regrouped into strips: label cells followed by the value cells that belong to them.

It does not matter whether the file kept a table's rows or printed one cell a line: both give the same strips.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from extractor.documents.model import Cell, Document, Place, Row
from extractor.schemas.values import looks_like_value

_KEPT_LABELS = 80
_LONG_PIECE = 4
"""Signs of a piece of a label that has one number behind it: two or three are a word of a sentence as well."""
_SHORT_PIECE = 2
"""Signs that are too few to be known as a piece of a label."""
_TAIL = re.compile(r"(?P<label>.*?)(?P<values>(?:(?:^|[ \u3000\xa0]+)[-+]?[$€£¥￥]?\d[\d,.，．]*)+)")
_FIGURES = re.compile(r"(?:[ \u3000\xa0]+[-+]?[$€£¥￥]?\d(?:[\d,.，．]*\d)?(?=[ \u3000\xa0]|$))+")
IsLabel: TypeAlias = Callable[[str], bool]
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Strip:
    """Label cells, then value cells (blank ones included), in printed order.

    ``first`` and ``last`` are indexes of document rows; ``start`` is that of the label next to the values.
    ``streamed``: put together from rows of one cell each.
    """

    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    first: int
    start: int
    last: int
    streamed: bool

    @property
    def own(self) -> Cell | None:
        """The label cell next to the values."""
        return self.labels[-1] if self.labels else None

    @property
    def printed(self) -> tuple[Cell, ...]:
        """The value cells that are not blank."""
        return tuple(cell for cell in self.values if cell.text)


@dataclass
class _Growing:
    """A strip that may still get more cells; ``at`` holds the document row of each label cell."""

    streamed: bool
    first: int
    last: int
    bracketed: bool
    labels: list[Cell] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    values: list[Cell] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        return any(cell.text for cell in self.values)

    def add(self, cell: Cell, number: int) -> None:
        self.last = number
        if _is_text(cell, self.bracketed):
            self.labels.append(cell)
            self.at.append(number)
        else:
            self.values.append(cell)

    def freeze(self) -> Strip:
        start = self.at[-1] if self.at else self.first
        labels = tuple(self.labels[-_KEPT_LABELS:])
        return Strip(labels, tuple(self.values), self.first, start, self.last, self.streamed)

    def split(self, is_label: IsLabel) -> Iterator[Strip]:
        """Strips that end at each row label of a chain; all but the last have lost their values."""
        start = 0
        for end in [n + 1 for n, cell in enumerate(self.labels[:-1]) if is_label(cell.text)]:
            at = self.at[start:end]
            yield Strip(tuple(self.labels[start:end]), (), at[0], at[-1], at[-1], self.streamed)
            start = end
        first = self.at[start] if start else self.first
        rest = _Growing(
            self.streamed, first, self.last, self.bracketed, self.labels[start:], self.at[start:], self.values
        )
        yield rest.freeze()


def split_rows(document: Document, is_label: IsLabel, is_piece: IsLabel | None = None) -> tuple[Row, ...]:
    """The rows of a document, lines split into cells where ``is_label`` knows the words in front, or ``is_piece`` knows
    them as a piece of a label and several numbers follow.

    To an opener a line such as "Fees 0 12 3" is one cell: it cannot know where the label ends.
    """
    return tuple(_split_line(row, document, is_label, is_piece or is_label) for row in document.rows)


def build_strips(rows: tuple[Row, ...], is_label: IsLabel, bracketed: bool = False) -> tuple[Strip, ...]:
    """All strips in reading order. Rows that are blank throughout and stand alone give none. ``bracketed``: a number in
    brackets is a value.

    Two texts in a row that ``is_label`` knows as row labels are two strips: the first has lost its values.
    """
    return tuple(strip for strip in _strips(rows, is_label, bracketed) if strip.labels or strip.printed)


def _split_line(row: Row, document: Document, is_label: IsLabel, is_piece: IsLabel) -> Row:
    """A row of one cell that prints a label and then numbers, or several numbers, as a row of cells.

    No label holds a number that stands free: what follows one is another label with numbers of its own.
    """
    if len(row.cells) != 1:
        return row
    cell = row.cells[0]
    match = _TAIL.fullmatch(cell.text)
    start, end = cell.place.span
    if match is None or document.text[start:end] != cell.text:
        return row
    tokens = list(_TOKEN.finditer(match["values"]))
    label = match["label"]
    inner = _FIGURES.search(label)
    if inner is not None and is_label(label[: inner.start()]):
        return replace(row, cells=tuple(_cells_of_line(document, cell)))
    known = is_label(label) or _may_end_label(label, len(tokens), is_piece) if label else len(tokens) > 1
    if not known:
        return row
    shift = start + match.start("values")
    spans = [(start, start + len(label))] if label else []
    spans += [(shift + token.start(), shift + token.end()) for token in tokens]
    return replace(row, cells=tuple(_part(document, cell, span, n) for n, span in enumerate(spans)))


def _may_end_label(label: str, values: int, is_piece: IsLabel) -> bool:
    """Whether words in front of so many numbers may be the last or the first line of a label that runs over several."""
    if values == 1:
        return len(label) >= _LONG_PIECE and is_piece(label)
    return len(label) <= _SHORT_PIECE or is_piece(label) or is_piece(label.split()[-1])


def trailing_numbers(row: Row, document: Document) -> tuple[Cell, ...]:
    """The numbers that end a line of words, as cells: a row whose label nobody knows. Other rows have none."""
    if len(row.cells) != 1:
        return ()
    cell = row.cells[0]
    match = _TAIL.fullmatch(cell.text)
    start, end = cell.place.span
    if match is None or not match["label"] or document.text[start:end] != cell.text:
        return ()
    at = start + match.start("values")
    spans = [(at + token.start(), at + token.end()) for token in _TOKEN.finditer(match["values"])]
    return tuple(_part(document, cell, span, n) for n, span in enumerate(spans, 1))


def _cells_of_line(document: Document, cell: Cell) -> Iterator[Cell]:
    """The labels of a line and the numbers behind each of them, in printed order."""
    start, at, column = cell.place.span[0], 0, 0
    for run in _FIGURES.finditer(cell.text):
        label = cell.text[at : run.start()]
        first = at + len(label) - len(label.lstrip())
        tokens = _TOKEN.finditer(run.group())
        spans = [(first, run.start()), *((run.start() + t.start(), run.start() + t.end()) for t in tokens)]
        for low, high in spans:
            if low < high:
                yield _part(document, cell, (start + low, start + high), column)
                column += 1
        at = run.end()


def _part(document: Document, cell: Cell, span: tuple[int, int], column: int) -> Cell:
    place = Place(cell.place.page, span, cell.place.box)
    text = document.text[span[0] : span[1]]
    return Cell(text, place, column, seen_by=cell.seen_by, doubts=document.doubts_at(span))


def _strips(rows: tuple[Row, ...], is_label: IsLabel, bracketed: bool) -> Iterator[Strip]:
    stream: _Growing | None = None
    for number, row in enumerate(rows):
        if len(row.cells) == 1 or (stream is not None and stream.labels and _is_blank(row)):
            for cell in row.cells:
                if stream is not None and _is_text(cell, bracketed) and stream.values:
                    yield from stream.split(is_label)
                    stream = None
                stream = stream or _Growing(True, number, number, bracketed)
                stream.add(cell, number)
            continue
        if stream is not None:
            yield from stream.split(is_label)
            stream = None
        yield from _row_strips(row, number, bracketed)
    if stream is not None:
        yield from stream.split(is_label)


def _row_strips(row: Row, number: int, bracketed: bool) -> Iterator[Strip]:
    strip = _Growing(False, number, number, bracketed)
    for cell in row.cells:
        if _is_text(cell, bracketed) and strip.filled:
            yield strip.freeze()
            strip = _Growing(False, number, number, bracketed)
        elif _is_text(cell, bracketed):
            strip.values.clear()
        strip.add(cell, number)
    yield strip.freeze()


def _is_blank(row: Row) -> bool:
    return not any(cell.text for cell in row.cells)


def _is_text(cell: Cell, bracketed: bool) -> bool:
    return bool(cell.text) and not looks_like_value(cell.text, bracketed)

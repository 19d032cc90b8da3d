"""The cells of a document regrouped into strips: label cells followed by the value cells that belong to them.

It does not matter whether the file kept a table's rows or printed one cell a line: both give the same strips.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from extractor.documents.model import Cell, Document, Place, Row
from extractor.schemas.values import looks_like_value

_KEPT_LABELS = 80
_TAIL = re.compile(r"(?P<label>.*?)(?P<values>(?:(?:^|[ \u3000\xa0]+)[-+]?\d[\d,.]*)+)")
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
    """A strip that may still get more cells."""

    streamed: bool
    first: int
    start: int
    last: int
    labels: list[Cell] = field(default_factory=list)
    values: list[Cell] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        return any(cell.text for cell in self.values)

    def add(self, cell: Cell, number: int) -> None:
        self.last = number
        if _is_text(cell):
            self.labels.append(cell)
            self.start = number
        else:
            self.values.append(cell)

    def freeze(self) -> Strip:
        labels = tuple(self.labels[-_KEPT_LABELS:])
        return Strip(labels, tuple(self.values), self.first, self.start, self.last, self.streamed)


def split_rows(document: Document, is_label: Callable[[str], bool]) -> tuple[Row, ...]:
    """The rows of a document, lines split into cells where ``is_label`` knows the words in front.

    To an opener a line such as "Fees 0 12 3" is one cell: it cannot know where the label ends.
    """
    return tuple(_split_line(row, document, is_label) for row in document.rows)


def build_strips(rows: tuple[Row, ...], is_label: Callable[[str], bool]) -> tuple[Strip, ...]:
    """All strips in reading order. Rows that are blank throughout and stand alone give none.

    Two texts in a row that ``is_label`` knows as row labels are two strips: the first has lost its values.
    """
    return tuple(strip for strip in _strips(rows, is_label) if strip.labels or strip.printed)


def _split_line(row: Row, document: Document, is_label: Callable[[str], bool]) -> Row:
    """A row of one cell that prints a label and then numbers, or several numbers, as a row of cells."""
    if len(row.cells) != 1:
        return row
    cell = row.cells[0]
    match = _TAIL.fullmatch(cell.text)
    start, end = cell.place.span
    if match is None or document.text[start:end] != cell.text:
        return row
    tokens = list(_TOKEN.finditer(match["values"]))
    label = match["label"]
    if (label and not is_label(label)) or (not label and len(tokens) < 2):
        return row
    shift = start + match.start("values")
    spans = [(start, start + len(label))] if label else []
    spans += [(shift + token.start(), shift + token.end()) for token in tokens]
    return replace(row, cells=tuple(_part(document, cell, span, n) for n, span in enumerate(spans)))


def _part(document: Document, cell: Cell, span: tuple[int, int], column: int) -> Cell:
    place = Place(cell.place.page, span, cell.place.box)
    return Cell(document.text[span[0] : span[1]], place, column)


def _strips(rows: tuple[Row, ...], is_label: Callable[[str], bool]) -> Iterator[Strip]:
    stream: _Growing | None = None
    for number, row in enumerate(rows):
        if len(row.cells) == 1 or (stream is not None and stream.labels and _is_blank(row)):
            for cell in row.cells:
                if stream is None or _starts_new(stream, cell, is_label):
                    if stream is not None:
                        yield stream.freeze()
                    stream = _Growing(True, number, number, number)
                stream.add(cell, number)
            continue
        if stream is not None:
            yield stream.freeze()
            stream = None
        yield from _row_strips(row, number)
    if stream is not None:
        yield stream.freeze()


def _row_strips(row: Row, number: int) -> Iterator[Strip]:
    strip = _Growing(False, number, number, number)
    for cell in row.cells:
        if not _is_text(cell):
            strip.values.append(cell)
            continue
        if strip.filled:
            yield strip.freeze()
            strip = _Growing(False, number, number, number)
        strip.values.clear()
        strip.labels.append(cell)
    yield strip.freeze()


def _starts_new(stream: _Growing, cell: Cell, is_label: Callable[[str], bool]) -> bool:
    if not _is_text(cell):
        return False
    return bool(stream.values) or (bool(stream.labels) and is_label(stream.labels[-1].text) and is_label(cell.text))


def _is_blank(row: Row) -> bool:
    return not any(cell.text for cell in row.cells)


def _is_text(cell: Cell) -> bool:
    return bool(cell.text) and not looks_like_value(cell.text)

"""Labels that run over several printed lines, put together again."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from extractor.documents.model import Cell
from extractor.readers.label_scale import SCALE
from extractor.readers.strips import IsLabel, Strip

Nearness: TypeAlias = Callable[[str], float]
NO_LABEL = -1.0
"""How near a text is to any label that holds two of them: it can be none, whatever a part of it looks like."""
_LINES = 8
"""Most lines above or below the values that a label may have: the longest label of a form in a column of five signs."""
_SHORT = 2
"""Letters and digits of the last line of a label that is too short to be known as a piece of one."""


class _LabelLine(NamedTuple):
    """A line of nothing but a label: the strip that holds it, its number among the labels there, its cell."""

    strip: int
    label: int
    cell: Cell


class _Joined(NamedTuple):
    """Lines above and below that make a label together with what stands in the row itself."""

    above: tuple[_LabelLine, ...]
    below: tuple[_LabelLine, ...]
    text: str
    score: float


def join_torn_labels(
    strips: Sequence[Strip], nearness: Nearness, is_piece: IsLabel, gridded: Collection[int] = ()
) -> tuple[Strip, ...]:
    """Strips whose label is a known label only together with the lines above or below it carry the whole label.

    ``nearness`` is the similarity of a text to the nearest label, ``is_piece`` knows texts that are part of one. The
    lines above a row without any label of its own are one label only if nothing is missing from it; that label stays
    on its own line, for the lines may belong to a neighbour. ``gridded``: rows of tables, whose labels have cells.
    """
    return _Joiner(strips, nearness, is_piece, gridded).join()


def _texts(lines: Sequence[Cell]) -> Iterator[tuple[str, float]]:
    """What lines of a label say together, and how near to a label that has to be. Where the label above it is torn
    beside it, what stands last on each line.
    """
    for glue in ("", " "):
        yield glue.join(cell.text for cell in lines), 0.0
    if any(" " in cell.text for cell in lines):
        yield "".join(cell.text.split()[-1] for cell in lines), SCALE.whole


class _Joiner:
    """The strips of a document on their way: ``labels`` as they were put together, ``used`` the lines taken for it."""

    def __init__(
        self, strips: Sequence[Strip], nearness: Nearness, is_piece: IsLabel, gridded: Collection[int]
    ) -> None:
        self.gridded = gridded
        self.strips = strips
        self.nearness = nearness
        self.is_piece = is_piece
        self.labels: dict[int, tuple[Cell, ...]] = {}
        self.used: set[tuple[int, int]] = set()

    def join(self) -> tuple[Strip, ...]:
        """The strips with their labels put together, top to bottom."""
        for number, strip in enumerate(self.strips):
            if not strip.printed:
                continue
            if double := self._double(number, strip):
                self._write(number, len(strip.labels) - 1, double)
            elif self._is_torn(strip) and (strip.own is not None or strip.first not in self.gridded):
                self._settle(number, strip)
        return tuple(self._left())

    def _is_torn(self, strip: Strip) -> bool:
        own = strip.own
        return own is None or (self.nearness(own.text) < SCALE.whole and self._may_be_piece(own.text))

    def _double(self, number: int, strip: Strip) -> str:
        """The label of a row with the lines below it if that holds the labels of two rows, else nothing."""
        own = strip.own
        if own is None or self.nearness(own.text) >= SCALE.whole:
            return ""
        texts = [own.text]
        for at in range(number + 1, min(number + _LINES, len(self.strips))):
            below = self.strips[at]
            if below.printed or len(below.labels) != 1 or not self._lines_of(at, strip, 1):
                break
            texts.append(below.labels[0].text)
            found = next((text for glue in ("", " ") if self.nearness(text := glue.join(texts)) == NO_LABEL), "")
            if found:
                return found
        return ""

    def _may_be_piece(self, text: str) -> bool:
        """Whether a text is a piece of a label, or two beside each other, or too short to be known as one."""
        parts = (text, *text.split()[1:])
        return any(self.is_piece(part) for part in parts) or sum(char.isalnum() for char in text) < _SHORT

    def _settle(self, number: int, strip: Strip) -> None:
        """Give a torn row its label, and its lines to it."""
        found = self._best(number, strip)
        if found is None:
            return
        if strip.own is None:
            *others, last = found.above
            self._write(last.strip, last.label, found.text)
            self.used.update((line.strip, line.label) for line in others)
            return
        self._write(number, len(strip.labels) - 1, found.text)
        self.used.update((line.strip, line.label) for line in (*found.above, *found.below))

    def _write(self, strip: int, label: int, text: str) -> None:
        cells = self.labels.get(strip, self.strips[strip].labels)
        self.labels[strip] = (*cells[:label], replace(cells[label], text=text), *cells[label + 1 :])

    def _best(self, number: int, strip: Strip) -> _Joined | None:
        """The lines around a row that bring its label nearest to a known one; of equals the fewest."""
        own = strip.own
        above = self._lines(number, -1)
        below = self._lines(number, 1) if own is not None and not strip.streamed else ()
        least = SCALE.whole if own is None else max(self.nearness(own.text) + 0.01, SCALE.accepted)
        best: _Joined | None = None
        options = [(up, down) for up in range(len(above) + 1) for down in range(len(below) + 1)]
        for up, down in sorted(options, key=sum):
            upper, lower = tuple(reversed(above[:up])), below[:down]
            cells = (*(line.cell for line in upper), *((own,) if own is not None else ()), *(x.cell for x in lower))
            for text, floor in _texts(cells) if len(cells) > 1 else self._after_parent(cells):
                score = self.nearness(text)
                if score >= max(least, floor) and (best is None or score > best.score):
                    best = _Joined(upper, lower, text, score)
        return best if best is None or own is not None or len(best.above) > 1 else None

    def _after_parent(self, cells: Sequence[Cell]) -> Iterator[tuple[str, float]]:
        """The label that ends a line of its own, where only a piece of a label above it stands in front."""
        for cell in cells:
            parent, _, label = cell.text.rpartition(" ")
            if parent and self.nearness(parent) < SCALE.accepted and self.is_piece(parent):
                yield label, SCALE.whole

    def _lines(self, number: int, step: int) -> tuple[_LabelLine, ...]:
        """The lines next to a row that can be lines of its label, the nearest first."""
        own, found = self.strips[number].own, list[_LabelLine]()
        for line in self._beside(number, step):
            whole = self.nearness(line.cell.text) >= SCALE.whole
            if len(found) == _LINES or not self._may_be_piece(line.cell.text) or (whole and step > 0):
                break
            found.append(line)
            if whole and own is None:
                break
        return tuple(found)

    def _beside(self, number: int, step: int) -> Iterator[_LabelLine]:
        """The lines of labels before or behind a row, up to the next row that prints values."""
        strip = self.strips[number]
        if step < 0 and strip.streamed:
            yield from (_LabelLine(number, at, strip.labels[at]) for at in range(len(strip.labels) - 2, -1, -1))
        at = number + step
        while 0 <= at < len(self.strips):
            other = self.strips[at]
            if other.printed and (step < 0 or not other.streamed):
                return
            lines = self._lines_of(at, strip, step)
            if not lines:
                return
            yield from lines[::step]
            if other.printed:
                return
            at += step

    def _lines_of(self, at: int, row: Strip, step: int) -> list[_LabelLine]:
        """The lines of a strip that can go on with the label of a row: all of a stream; of the cells of a printed row
        that in the same column, or (above) the last, where a row was broken inside its label.
        """
        strip, own = self.strips[at], row.own
        held = self.labels.get(at, strip.labels)
        lines = [_LabelLine(at, index, cell) for index, cell in enumerate(held) if (at, index) not in self.used]
        if strip.streamed or row.streamed:
            return lines
        if own is None or (step < 0 and own.column == 0) or " " in own.text:
            return lines[-1:]
        return [line for line in lines if line.cell.column == own.column]

    def _left(self) -> Iterator[Strip]:
        for number, strip in enumerate(self.strips):
            labels = self.labels.get(number, strip.labels)
            left = tuple(cell for at, cell in enumerate(labels) if (number, at) not in self.used)
            if left == strip.labels:
                yield strip
            elif left or strip.printed:
                yield replace(strip, labels=left)

"""The cells of a document regrouped into strips: label cells followed by the value cells that belong to them.

It does not matter whether the file kept a table's rows or printed one cell a line: both give the same strips.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple, TypeAlias

from extractor.documents.model import Cell, Document, Place, Row
from extractor.schemas.remembered import Remembered
from extractor.schemas.values import looks_like_value

_KEPT_LABELS = 80
_GAP = "[ \u3000\xa0]"
_FIGURE = rf"[-+]?(?:[$€£¥￥]{_GAP}?)?\d[\d,.，．]*"
_ENDED = rf"[-+]?(?:[$€£¥￥]{_GAP}?)?\d(?:[\d,.，．]*\d)?"
_LONG_PIECE = 4
"""Signs of a piece of a label that has one number behind it: two or three are a word of a sentence as well."""
_BESIDE = 2
"""Lines away from a row of a list in which another one is looked for: a row between them may not be read as one."""
_SHORT_PIECE = 2
"""Signs that are too few to be known as a piece of a label."""
_SHORTEST_ROW = 2
"""Numbers of a line of nothing else that are a row of a table: one alone is a cell."""
IsLabel: TypeAlias = Callable[[str], bool]


class _LinePatterns(NamedTuple):
    """``tail``: a label and the numbers behind it. ``figures``: a run of numbers. ``token``: one of them."""

    tail: re.Pattern[str]
    figures: re.Pattern[str]
    token: re.Pattern[str]


@cache
def _patterns(units: frozenset[str]) -> _LinePatterns:
    """How numbers end a line, a unit behind each or not."""
    unit = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    behind = rf"(?:{_GAP}?(?:{unit})(?={_GAP}|$))?" if unit else ""
    return _LinePatterns(
        re.compile(rf"(?P<label>.*?)(?P<values>(?:(?:^|{_GAP}+){_FIGURE}{behind})+)"),
        re.compile(rf"(?:{_GAP}+{_ENDED}{behind}(?={_GAP}|$))+"),
        re.compile(rf"{_FIGURE}{behind}"),
    )


class ValueKind(NamedTuple):
    """What counts as a value in the tables of a form. ``bracketed``: a number in brackets does. ``units``: these may
    stand behind a number.
    """

    bracketed: bool = False
    units: frozenset[str] = frozenset()

    def is_value(self, text: str) -> bool:
        """Whether a printed text is a number or a mark rather than words."""
        return _VALUES[text, self]


def _judged_value(asked: tuple[str, ValueKind]) -> bool:
    text, kind = asked
    if looks_like_value(text, kind.bracketed):
        return True
    words = text.split()
    number, unit = (words[0], " ".join(words[1:])) if words else ("", "")
    return unit in kind.units and looks_like_value(number, kind.bracketed) and number[-1:].isdigit()


_VALUES = Remembered(_judged_value)


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
    printed: tuple[Cell, ...] = field(init=False, compare=False, repr=False)
    """The value cells that are not blank."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "printed", tuple([cell for cell in self.values if cell.text]))

    @property
    def own(self) -> Cell | None:
        """The label cell next to the values."""
        return self.labels[-1] if self.labels else None


@dataclass
class _Growing:
    """A strip that may still get more cells; ``at`` holds the document row of each label cell."""

    streamed: bool
    first: int
    last: int
    kind: ValueKind
    labels: list[Cell] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    values: list[Cell] = field(default_factory=list)

    def add(self, cell: Cell, number: int, is_text: bool) -> None:
        self.last = number
        if is_text:
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
        rest = _Growing(self.streamed, first, self.last, self.kind, self.labels[start:], self.at[start:], self.values)
        yield rest.freeze()


class KnownLabels(NamedTuple):
    """How texts are known. ``is_label``: it may be the label of a row. ``is_whole``: nothing is missing from one, which
    may hold a number. ``is_piece``: it is a part of one. ``listed``: so many numbers follow a name of its own.
    """

    is_label: IsLabel
    is_whole: IsLabel
    is_piece: IsLabel
    listed: frozenset[int] = frozenset()


def split_rows(document: Document, known: KnownLabels, units: frozenset[str]) -> tuple[Row, ...]:
    """The rows of a document, lines split into cells where the words in front are ``known`` as a label, or as a piece
    of one and several numbers follow. ``units`` may stand behind numbers.

    To an opener a line such as "Fees 0 12 3" is one cell: it cannot know where the label ends.
    """
    above = ("", *(row.text if len(row.cells) == 1 else "" for row in document.rows))
    patterns = _patterns(units)
    listed = _listed(document.rows, known.listed, patterns) if known.listed else frozenset()
    return tuple(
        _split_line(row, document, known, patterns, text, number in listed)
        for number, (row, text) in enumerate(zip(document.rows, above, strict=False))
    )


def _listed(rows: Sequence[Row], counts: frozenset[int], patterns: _LinePatterns) -> frozenset[int]:
    """Rows of one cell that end with as many numbers as rows with names of their own have, and so does one near."""
    matches = (patterns.tail.fullmatch(row.cells[0].text) if len(row.cells) == 1 else None for row in rows)
    found = [len(patterns.token.findall(match["values"])) if match and match["label"] else 0 for match in matches]
    return frozenset(
        number
        for number, count in enumerate(found)
        if count in counts and count in (*found[max(0, number - _BESIDE) : number], *found[number + 1 :][:_BESIDE])
    )


def build_strips(rows: tuple[Row, ...], is_label: IsLabel, kind: ValueKind) -> tuple[Strip, ...]:
    """All strips in reading order. Rows that are blank throughout and stand alone give none. ``kind``: what a value is.

    Two texts in a row that ``is_label`` knows as row labels are two strips: the first has lost its values.
    """
    return tuple(strip for strip in _strips(rows, is_label, kind) if strip.labels or strip.printed)


def _split_line(
    row: Row, document: Document, known: KnownLabels, patterns: _LinePatterns, above: str, listed: bool
) -> Row:
    """A row of one cell that prints a label and then numbers, or several numbers, as a row of cells.

    No label holds a number that stands free: what follows one is another label with numbers of its own. A label may
    begin on the line ``above``.
    """
    if len(row.cells) != 1:
        return row
    cell = row.cells[0]
    match = patterns.tail.fullmatch(cell.text)
    start, end = cell.place.span
    if match is None or document.text[start:end] != cell.text:
        return row
    tokens = list(patterns.token.finditer(match["values"]))
    label = match["label"]
    inner = (label[: run.start()] for run in patterns.figures.finditer(label))
    if not known.is_whole(label) and any(known.is_label(each) for each in inner):
        return replace(row, cells=tuple(_cells_of_line(document, cell, known.is_whole, patterns)))
    if not listed and not (_begins_row(label, above, known, len(tokens)) if label else len(tokens) > 1):
        return row
    shift = start + match.start("values")
    spans = [(start, start + len(label))] if label else []
    spans += [(shift + token.start(), shift + token.end()) for token in tokens]
    return replace(row, cells=tuple(_part(document, cell, span, n) for n, span in enumerate(spans)))


def _begins_row(label: str, above: str, known: KnownLabels, numbers: int) -> bool:
    """Whether words in front of so many numbers are a label, the end of one that begins on the line ``above``, or may
    be the last or the first line of one that runs over several.
    """
    if known.is_label(label) or (above and any(known.is_whole(f"{above}{glue}{label}") for glue in ("", " "))):
        return True
    if numbers == 1:
        return len(label) >= _LONG_PIECE and known.is_piece(label)
    return len(label) <= _SHORT_PIECE or known.is_piece(label) or known.is_piece(label.split()[-1])


def trailing_numbers(row: Row, document: Document, alone: bool = False) -> tuple[Cell, ...]:
    """The numbers that end a line of words, as cells: a row whose label nobody knows. Other rows have none.

    ``alone``: those of a line of nothing but numbers, two at least, as well.
    """
    if len(row.cells) != 1:
        return ()
    cell = row.cells[0]
    patterns = _patterns(frozenset())
    match = patterns.tail.fullmatch(cell.text)
    start, end = cell.place.span
    if match is None or not (match["label"] or alone) or document.text[start:end] != cell.text:
        return ()
    at = start + match.start("values")
    spans = [(at + token.start(), at + token.end()) for token in patterns.token.finditer(match["values"])]
    if not match["label"] and len(spans) < _SHORTEST_ROW:
        return ()
    return tuple(_part(document, cell, span, n) for n, span in enumerate(spans, 1))


def _cells_of_line(document: Document, cell: Cell, is_whole: IsLabel, patterns: _LinePatterns) -> Iterator[Cell]:
    """The labels of a line and the numbers behind each of them, in printed order.

    A number inside a label is passed over where the label is known only with what stands behind it.
    """
    start, at, column = cell.place.span[0], 0, 0
    runs = list(patterns.figures.finditer(cell.text))
    for number, run in enumerate(runs):
        label = cell.text[at : run.start()]
        longer = cell.text[at : runs[number + 1].start()] if number + 1 < len(runs) else ""
        if longer and is_whole(longer) and not is_whole(label):
            continue
        first = at + len(label) - len(label.lstrip())
        tokens = patterns.token.finditer(run.group())
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


def _strips(rows: tuple[Row, ...], is_label: IsLabel, kind: ValueKind) -> Iterator[Strip]:
    stream: _Growing | None = None
    for number, row in enumerate(rows):
        if len(row.cells) == 1 or (stream is not None and stream.labels and _is_blank(row)):
            for cell in row.cells:
                is_text = _is_text(cell, kind)
                if stream is not None and is_text and stream.values:
                    yield from stream.split(is_label)
                    stream = None
                stream = stream or _Growing(True, number, number, kind)
                stream.add(cell, number, is_text)
            continue
        if stream is not None:
            yield from stream.split(is_label)
            stream = None
        yield from _row_strips(row, number, kind)
    if stream is not None:
        yield from stream.split(is_label)


def _row_strips(row: Row, number: int, kind: ValueKind) -> Iterator[Strip]:
    strip, filled = _Growing(False, number, number, kind), False
    for cell in row.cells:
        is_text = _is_text(cell, kind)
        if is_text and filled:
            yield strip.freeze()
            strip, filled = _Growing(False, number, number, kind), False
        elif is_text:
            strip.values.clear()
        strip.add(cell, number, is_text)
        filled = filled or (not is_text and bool(cell.text))
    yield strip.freeze()


def _is_blank(row: Row) -> bool:
    return not any(cell.text for cell in row.cells)


def _is_text(cell: Cell, kind: ValueKind) -> bool:
    return bool(cell.text) and not kind.is_value(cell.text)

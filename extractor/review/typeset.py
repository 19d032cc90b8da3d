"""Source lines set for a screen of a given width: tables lined up, prose broken, wide characters counted as two.

Marks stay on the characters they were on. Nothing a document holds can reach the terminal as a control sequence.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len

from extractor.documents import Span
from extractor.review.source_view import SourceLine
from extractor.schemas.values import looks_like_value

_TRIES = (*((" │ ", most) for most in (40, 24, 16, 12, 9)), *(("│", most) for most in (9, 7, 5, 4)))
"""What stands between columns and how wide they may be, tried until a table fits."""

_BLANK_MARK = "▯"
"""Stands where a place is empty, outside tables."""

_LABELS = 3
"""Columns at the left of a table that may hold the labels of its rows."""

_LEFT_OUT = "⋯"
_GAP = 3
"""Lines from one row of a table to the next: a label may be broken over lines, an empty line ends the table."""

_PROSE_ROWS = 2
"""Rows a paragraph takes that holds no mark."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """One row of the screen. ``number`` is None where a line goes on; ``marks`` are offsets within ``text``."""

    number: int | None
    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    marks: tuple[Span, ...]
    marked: bool


def typeset(lines: Sequence[SourceLine], width: int) -> tuple[SetLine, ...]:
    """The lines in rows of at most ``width`` columns (of a character half as wide as a Chinese one)."""
    cells = {index: row for index, line in enumerate(lines) if (row := _cells(line)) is not None}
    plans: dict[int, _Plan] = {}
    for group in _tables(sorted(cells), lines):
        plan = _Plan.of([cells[index] for index in group], width)
        plans.update(dict.fromkeys(group, plan))
    found: list[SetLine] = []
    for index, line in enumerate(lines):
        if index in plans:
            found.append(plans[index].set(line.number, cells[index]))
        else:
            found += _prose(line, width)
    return tuple(found)


def clean(text: str) -> str:
    """Control and format characters made harmless, one for one; tabs become spaces."""
    if text.isprintable():
        return text
    return "".join(
        " " if char in "\t\u00a0\u3000" else "·" if unicodedata.category(char)[0] == "C" else char for char in text
    )


def cut(text: str, width: int) -> str:
    """The text in at most ``width`` columns, an ellipsis where something is left out."""
    if cell_len(text) <= width:
        return text
    used, end = 0, 0
    for end, char in enumerate(text):  # noqa: B007 (where it stops is what is wanted)
        used += cell_len(char)
        if used > width - 1:
            break
    return text[:end] + "…" if width > 0 else ""


def cut_start(text: str, width: int) -> str:
    """The text in at most ``width`` columns, its end kept: of a path the name of the file."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[1:]
    return "…" + text


def cut_middle(text: str, width: int) -> str:
    """The text in at most ``width`` columns, its start and its end kept."""
    if cell_len(text) <= width:
        return text
    end = text
    while end and cell_len(end) > width // 2:
        end = end[1:]
    return cut(text, width - cell_len(end)) + end


def _cells(line: SourceLine) -> list[_Cell] | None:
    """The cells of a line with tabs or upright strokes; None for running text."""
    sign = "\t" if "\t" in line.text else "|"
    if sign not in line.text.strip():
        return None
    bounds = [-1, *(index for index, char in enumerate(line.text) if char == sign), len(line.text)]
    spans = [(before + 1, after) for before, after in pairwise(bounds)]
    if sign == "|":
        spans = spans[not line.text[slice(*spans[0])].strip() : len(spans) - (not line.text[slice(*spans[-1])].strip())]
    return [_cell(line, *span) for span in spans] if len(spans) > 1 else None


def _cell(line: SourceLine, begin: int, end: int) -> _Cell:
    raw = line.text[begin:end]
    lead = len(raw) - len(raw.lstrip())
    text = clean(raw.strip())
    marks = tuple(
        (max(0, start - begin - lead), min(len(text), stop - begin - lead))
        for start, stop in line.marks
        if start < end and stop > begin
    )
    blank = any(start == stop and begin <= start <= end for start, stop in line.marks)
    return _Cell(text, tuple(mark for mark in marks if mark[0] < mark[1]), blank or bool(marks))


def _tables(indices: Sequence[int], lines: Sequence[SourceLine]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index in indices:
        before = groups[-1][-1] if groups else -_GAP - 1
        if index - before <= _GAP and all(line.text.strip() for line in lines[before + 1 : index]):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


@dataclass(frozen=True)
class _Plan:
    """The columns of a table: which are shown, and how wide each is."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]
    between: str

    @classmethod
    def of(cls, rows: Sequence[Sequence[_Cell]], room: int) -> "_Plan":
        count = max(len(row) for row in rows)
        natural = [max(cell_len(row[i].text) if i < len(row) else 0 for row in rows) for i in range(count)]
        values = [max((cell_len(row[i].text) for row in rows if _is_value(row, i)), default=0) for i in range(count)]
        marked = next((i for row in rows for i, cell in enumerate(row) if cell.marked), 0)
        labels = min(_LABELS, next((i for i in range(count) if _holds_values(rows, i)), count)) or 1
        for between, most in _TRIES:
            least = [max(most, room // 3 // labels)] * labels + [max(most, value) for value in values[labels:]]
            widths = tuple(min(pair) for pair in zip(natural, least, strict=True))
            if _total(widths, between) <= room:
                return cls(tuple(range(count)), _spread(widths, natural, room - _total(widths, between)), between)
        widths = (*(min(width, room // 2 // labels) for width in natural[:labels]), *widths[labels:])
        return cls(_around(widths, {*range(labels), marked}, marked, room), widths, between)

    def set(self, number: int, row: Sequence[_Cell]) -> SetLine:
        """One row of the table."""
        text, marks, before = "", [], -1
        for column in self.shown:
            if column >= len(row):
                break
            if text:
                text += self.between if column == before + 1 else _LEFT_OUT
            piece, inner = _set_cell(row[column], self.widths[column])
            marks += [(len(text) + start, len(text) + stop) for start, stop in inner]
            text, before = text + piece, column
        if self.shown and self.shown[-1] < len(row) - 1:
            text += _LEFT_OUT
        return SetLine(number, text, tuple(marks))


def _is_value(row: Sequence[_Cell], column: int) -> bool:
    return column < len(row) and looks_like_value(row[column].text)


def _holds_values(rows: Sequence[Sequence[_Cell]], column: int) -> bool:
    """Whether more numbers than words stand in a column."""
    filled = [row for row in rows if column < len(row) and row[column].text]
    return sum(1 if _is_value(row, column) else -1 for row in filled) > 0


def _spread(widths: Sequence[int], natural: Sequence[int], spare: int) -> tuple[int, ...]:
    """Room that is left goes to the columns whose text was cut, from the left."""
    found = []
    for width, wanted in zip(widths, natural, strict=True):
        more = min(spare, wanted - width)
        found.append(width + more)
        spare -= more
    return tuple(found)


def _total(widths: Sequence[int], between: str) -> int:
    return sum(widths) + len(between) * (len(widths) - 1)


def _around(widths: Sequence[int], always: set[int], marked: int, room: int) -> tuple[int, ...]:
    """The columns of labels, the marked column, and as many neighbours of that one as there is room for."""
    shown = set(always)
    left = room - sum(widths[column] for column in shown) - len(shown)
    for column in sorted(range(len(widths)), key=lambda index: (abs(index - marked), index)):
        if column in shown:
            continue
        left -= widths[column] + 1
        if left < 0:
            break
        shown.add(column)
    return tuple(sorted(shown))


def _set_cell(cell: _Cell, width: int) -> tuple[str, tuple[Span, ...]]:
    """A cell filled up to its width, numbers to the right; what is marked is never cut off."""
    text = cell.text if cell.marked else cut(cell.text, width)
    spare = " " * max(0, width - cell_len(text))
    if cell.marked and not cell.marks:
        blank = spare or _BLANK_MARK
        return text + blank, ((len(text), len(text) + len(blank)),)
    if looks_like_value(cell.text):
        return spare + text, tuple((start + len(spare), stop + len(spare)) for start, stop in cell.marks)
    return text + spare, cell.marks


def _prose(line: SourceLine, width: int) -> list[SetLine]:
    text, marks = clean(line.text), line.marks
    if any(start == stop for start, stop in marks):
        at = marks[0][0]
        text, marks = text[:at] + _BLANK_MARK + text[at:], ((at, at + 1),)
    rows: list[SetLine] = []
    for begin, end in broken(text, width):
        inside = [(max(start, begin) - begin, min(stop, end) - begin) for start, stop in marks]
        rows.append(SetLine(None, text[begin:end], tuple(mark for mark in inside if mark[0] < mark[1])))
    if not marks and len(rows) > _PROSE_ROWS:
        rows = [*rows[: _PROSE_ROWS - 1], SetLine(None, cut(rows[_PROSE_ROWS - 1].text + "……", width))]
    return [SetLine(line.number, rows[0].text, rows[0].marks), *rows[1:]]


def broken(text: str, width: int) -> list[Span]:
    """Where rows of at most ``width`` columns begin and end; between words where the last one is short."""
    found: list[Span] = []
    begin, used = 0, 0
    for index, char in enumerate(text):
        wide = cell_len(char)
        if used + wide > width:
            space = text.rfind(" ", begin, index)
            end = space + 1 if space > begin and index - space < min(20, width // 2) else index
            found.append((begin, end))
            begin, used = end, cell_len(text[end:index])
        used += wide
    return [*found, (begin, len(text))]

"""Boxes to tick on a page of a PDF: a small square alone, and what is drawn or printed in it, as one sign with a state.

``☐`` is an empty box and ``☒`` one with a cross, a tick, a blot or such a character in it. Where a single stroke is all
that is in it, it is ticked in doubt. Boxes side by side without room between them are the squares that digits are
written in, and no boxes to tick.
"""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pymupdf

from extractor.documents.model import Box
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import PageTurn, Path
from extractor.evidence import Doubt, DoubtKind, doubt

_SMALLEST, _LARGEST, _SQUARE = 4.5, 18.0, 1.25
"""Points: the sides of boxes to tick; and how much longer one side may be than the other."""
_APART = 1.5
"""Points between a box and the next one, at least."""
_REACH = 1.8
"""Sides of its box: the largest mark, which a pen may draw over the edge."""
_LEAST_MARK, _STROKE = 0.25, 0.35
"""Sides of its box: the smallest mark, and the shortest stroke of a cross or tick."""
_TYPED = frozenset("xX×✓✔✕✖✗✘√●■⚫")
_TYPED_BOXES = 2
"""Of squares side by side that are places for characters, so many at least hold one."""
_PALE = 0.9
_CHECKBOX, _RADIO = 2, 5
"""Kinds of form fields, as the PDF library counts them."""
_EMPTY, _TICKED = "☐", "☒"


class TickField(NamedTuple):
    """A form field that is a box to tick: where it is, in the page's own space, and whether it is ticked."""

    box: Box
    ticked: bool


class TickBoxes(NamedTuple):
    """The boxes to tick of a page as words, in reading orientation, and which drawings and runs of text they are made
    of, by their numbers in what was given.
    """

    words: tuple[PageWord, ...]
    paths: frozenset[int]
    spans: frozenset[int]


def tick_boxes(
    paths: Sequence[Path], spans: Sequence[Mapping[str, Any]], turn: PageTurn, fields: Sequence[TickField] = ()
) -> TickBoxes:
    """The boxes to tick among the drawings of a page and its form fields; ``spans``: the runs of text that show."""
    found = _drawn_boxes(paths, spans, turn)
    if not fields:
        return found
    words = [_word(_TICKED if field.ticked else _EMPTY, field.box, turn, ()) for field in fields]
    apart = [word for word in found.words if not any(_meet(word, other) for other in words)]
    typed = {n for n, span in enumerate(spans) for field in fields if _centred(span["bbox"], field.box)}
    return TickBoxes((*apart, *words), found.paths, found.spans | typed)


def tick_fields(page: pymupdf.Page) -> list[TickField]:
    """The form fields of a page that are boxes to tick, with the state that they show."""
    found = []
    for field in page.widgets() if page.first_widget is not None else ():
        if field.field_type in (_CHECKBOX, _RADIO):
            kind, state = page.parent.xref_get_key(field.xref, "AS")
            x0, y0, x1, y1 = field.rect
            found.append(TickField((x0, y0, x1, y1), kind == "name" and state != "/Off"))
    return found


def _word(sign: str, box: Box, turn: PageTurn, doubts: tuple[Doubt, ...]) -> PageWord:
    x0, y0, x1, y1 = turn.forward_box(*box)
    return PageWord(sign, x0, y0, x1, y1, y1 - y0, doubts=doubts)


def _meet(one: PageWord, other: PageWord) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _drawn_boxes(paths: Sequence[Path], spans: Sequence[Mapping[str, Any]], turn: PageTurn) -> TickBoxes:
    squares = list(_alone([(at, box) for at, path in enumerate(paths) if (box := _square(path)) is not None]))
    if not squares:
        return TickBoxes((), frozenset(), frozenset())
    marks = ByHeight(_rect(path) for path in paths)
    texts = ByHeight(span["bbox"] for span in spans)
    places = _for_characters([box for _, box in squares], spans, texts)
    squares = [square for square in squares if square[1] not in places]
    words: list[PageWord] = []
    used: set[int] = set()
    typed: set[int] = set()
    for at, box in squares:
        inside = [n for n in texts.near(box[1], box[3]) if _centred(spans[n]["bbox"], box)]
        text = "".join(char["c"] for n in inside for char in spans[n]["chars"]).strip()
        if text and (len(text) > 1 or text not in _TYPED):
            continue
        drawn = [n for n in marks.near(box[1], box[3]) if n != at and _is_mark(paths[n], box)]
        same = [n for n in marks.near(box[1], box[3]) if _lies_under(paths[n], box)]
        sign, doubts = _state(text, [paths[n] for n in drawn], box)
        words.append(_word(sign, box, turn, doubts))
        used |= {at, *drawn, *same}
        typed |= set(inside)
    return TickBoxes(tuple(words), frozenset(used), frozenset(typed))


def _for_characters(squares: Sequence[Box], spans: Sequence[Mapping[str, Any]], texts: ByHeight) -> set[Box]:
    """Squares of one size side by side, two of them and more with a character in it that ticks no box."""
    found: set[Box] = set()
    for row in _rows_of_squares(squares):
        typed = 0
        for box in row:
            inside = [n for n in texts.near(box[1], box[3]) if _holds(spans[n]["chars"], box)]
            typed += bool(inside)
        if typed >= _TYPED_BOXES:
            found |= {*row}
    return found


def _rows_of_squares(squares: Sequence[Box]) -> Iterator[list[Box]]:
    """Squares of one size on one level, each less than its own side from the next."""
    row: list[Box] = []
    for box in [*sorted(squares, key=lambda box: (round(box[1]), box[0])), None]:
        if row and box is not None and _is_next(row[-1], box):
            row.append(box)
            continue
        if len(row) > _TYPED_BOXES:
            yield row
        row = [box] if box is not None else []


def _is_next(box: Box, other: Box) -> bool:
    side = box[2] - box[0]
    level = abs(box[1] - other[1]) <= 1 and abs(box[3] - other[3]) <= 1 and abs(other[2] - other[0] - side) <= 1
    return level and 0 < other[0] - box[2] <= side


def _holds(chars: Sequence[Mapping[str, Any]], box: Box) -> bool:
    """Whether a character stands in a square that is no mark of a pen."""
    return any(char["c"] not in _TYPED and char["c"].isalnum() and _centred(char["bbox"], box) for char in chars)


def _rect(path: Path) -> Box:
    rect: Box = path["rect"]  # type: ignore[assignment]  # as the PDF library lists it
    return rect


def _items(path: Path) -> Sequence[Any]:
    items: Sequence[Any] = path["items"]  # type: ignore[assignment]  # the same
    return items


def _square(path: Path) -> Box | None:
    """The square that a path draws with its sides; None for any other drawing."""
    items, box = _items(path), _rect(path)
    wide, high = box[2] - box[0], box[3] - box[1]
    if not min(wide, high) >= _SMALLEST or max(wide, high) > min(_LARGEST, _SQUARE * min(wide, high)):
        return None
    if "s" not in str(path.get("type")) or path.get("stroke_opacity") == 0 or _is_dark(path):
        return None
    sides = [item for item in items if item[0] == "l"]
    framed = len(items) == 1 and items[0][0] in ("re", "qu")
    straight = len(sides) == len(items) >= 3 and not any(_slants(*item[1], *item[2]) for item in sides)
    return box if framed or straight else None


def _alone(squares: Sequence[tuple[int, Box]]) -> Iterator[tuple[int, Box]]:
    """The squares that stand alone, each once: neither in a row that touches nor in another one."""
    heights = ByHeight(box for _, box in squares)
    seen: list[Box] = []
    for at, box in squares:
        near = [squares[n][1] for n in heights.near(box[1] - _APART, box[3] + _APART)]
        if not any(_is_same(box, other) for other in seen) and not any(
            not _is_same(box, other) and _gap(box, other) < _APART for other in near
        ):
            seen.append(box)
            yield at, box


def _gap(one: Box, other: Box) -> float:
    return max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])


def _is_same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))


def _centred(box: Box, square: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return square[0] <= x <= square[2] and square[1] - 1 <= y <= square[3] + 1


def _is_mark(path: Path, square: Box) -> bool:
    """Whether a drawing stands in a square: about as large, and no paper under it."""
    box, side = _rect(path), square[3] - square[1]
    wide, high = box[2] - box[0], box[3] - box[1]
    if not _centred(box, square) or max(wide, high) > _REACH * side or _lies_under(path, square):
        return False
    return max(wide, high) >= _LEAST_MARK * side and (_is_dark(path) or "s" in str(path.get("type")))


def _lies_under(path: Path, square: Box) -> bool:
    """Whether a drawing is the square itself once more, or the paper in it."""
    return _is_same(_rect(path), square) and (
        _square(path) is not None or all(i[0] in ("re", "qu") for i in _items(path))
    )


def _is_dark(path: Path) -> bool:
    ink = path.get("fill")
    return isinstance(ink, tuple) and min(ink) <= _PALE and path.get("fill_opacity") != 0


def _state(text: str, marks: Sequence[Path], square: Box) -> tuple[str, tuple[Doubt, ...]]:
    """The sign of a box, and what speaks against it."""
    if text:
        return _TICKED, ()
    if not marks:
        return _EMPTY, ()
    least = _STROKE * (square[3] - square[1])
    lines = [item for path in marks for item in _items(path) if item[0] == "l"]
    long = [item for item in lines if max(abs(item[1][0] - item[2][0]), abs(item[1][1] - item[2][1])) >= least]
    slants = {_rises(*item[1], *item[2]) for item in long if _slants(*item[1], *item[2])}
    filled = any(_is_dark(path) for path in marks)
    if filled or len(slants) > 1:
        return _TICKED, ()
    return _TICKED, (doubt(DoubtKind.READ_IN_PICTURE, _TICKED),)


def _slants(x0: float, y0: float, x1: float, y1: float) -> bool:
    return abs(x1 - x0) > 1 < abs(y1 - y0)


def _rises(x0: float, y0: float, x1: float, y1: float) -> bool:
    return (x1 - x0) * (y1 - y0) < 0

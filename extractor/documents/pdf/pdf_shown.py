"""What a page of a PDF shows beside, over and instead of its characters.

Words that are struck or half covered cannot be read; a short line before a number is its minus; outlines, black boxes,
small pictures and what lies beyond the edge are no blank cells. All of it in points, in reading orientation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from extractor.documents.model import Box
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import PageTurn, Path
from extractor.documents.unread_marks import UNREADABLE, lowered, raised
from extractor.evidence import Doubt, DoubtKind, doubt

_ZONE = (0.3, 0.72)
"""Where a stroke strikes a word, or is a minus before it: shares of the height of its box, from the top."""
_STRUCK = 0.6
"""The share of a word's width that a stroke must cross."""
_LONGEST_SLANT = 2.5
"""How many times as long as its word a slanting stroke may be; longer ones part a cell from corner to corner."""
_SHORTEST_MINUS, _LONGEST_MINUS, _MINUS_GAP, _ROOM_BEFORE = 0.2, 1.0, 0.5, 0.3
"""Sizes of the type: how long a drawn minus is, how far it stands before its number, and what is blank before it."""
_LOW, _TALL, _WIDE = 2.5, 30.0, 200.0
"""Points: the least and the greatest height, and the greatest width, of signs that are drawn."""
_PALE, _DARK = 0.9, 0.35
_LARGEST = 40.0
"""Points: the largest type whose minus is looked for."""
_TOUCH = 0.3
_SMALL, _NOTE_GAP, _OFF_MIDDLE = 0.8, 0.4, 0.1
_SIGN = 2
"""Characters that the sign of a note has at most where it is no figure."""
"""Sizes of the number before it: how large the mark of a note is at most, how near it stands, and how far from the
middle of the number."""
_CORNERS, _LITTLE = 6, 0.2
"""Lines of an outline that is no rule (a 1 has 9 and more, a rule 4), and points by which one of them goes aslant."""
_LEAST_STRUCK = 0.35
"""The share of its size by which a stroke reaches into a word and strikes part of it: most of a figure."""
_THICKEST = 4.0
"""Points: filled boxes up to this height or width are lines, above it they may cover something."""


class PenStroke(NamedTuple):
    """A straight stroke from left to right."""

    x0: float
    y0: float
    x1: float
    y1: float

    def height_at(self, x: float) -> float:
        """Where the stroke is at a place across the page."""
        return self.y0 + (self.y1 - self.y0) * (x - self.x0) / ((self.x1 - self.x0) or 1.0)


class DrawnThing(NamedTuple):
    """A place at which something is shown that was not read as text, and what it is."""

    box: Box
    why: Doubt


class Drawn(NamedTuple):
    """What the drawings of a page may mean for its words and cells."""

    strokes: tuple[PenStroke, ...]
    signs: tuple[Box, ...]
    slants: tuple[Box, ...]


def drawn_on(paths: Sequence[Path], turn: PageTurn) -> Drawn:
    """The strokes among the drawings of a page, the outlines of signs, and straight lines that slant, which may strike
    a word or fill a cell.
    """
    strokes: list[PenStroke] = []
    signs: list[Box] = []
    slants: list[Box] = []
    for path in paths:
        items: Sequence[Any] = path["items"]  # type: ignore[assignment]  # as the PDF library lists it
        filled = path["type"] != "s"
        if not items or (not filled and items[0][0] in ("re", "qu")):
            continue
        box = turn.forward_box(*path["rect"])  # type: ignore[misc]  # the same
        if not filled:
            strokes.extend(_strokes(items, turn))
        elif box[3] - box[1] <= _LOW:
            strokes.append(PenStroke(box[0], (box[1] + box[3]) / 2, box[2], (box[1] + box[3]) / 2))
        if not _LOW <= box[3] - box[1] <= _TALL or box[2] - box[0] > _WIDE or not _is_sign(items, filled):
            continue
        ink = path.get("fill") if filled else path.get("color")
        clear = path.get("fill_opacity" if filled else "stroke_opacity") == 0
        if isinstance(ink, tuple) and min(ink) <= _PALE and not clear:
            (slants if len(items) == 1 and not filled else signs).append(box)
    return Drawn(tuple(strokes), tuple(signs), tuple(slants))


def black_boxes(paths: Sequence[Path], spans: Sequence[Box]) -> list[Path]:
    """The drawings that are dark boxes in which no type shows: what they cover cannot be read, and their sides are no
    rules. ``spans``: the boxes of what shows.
    """
    dark = [path for path in paths if _is_dark_box(path)]
    if not dark:
        return []
    heights = ByHeight(spans)
    bands = [box for path in dark if _holds_type(box := _rect(path), spans, heights)]
    found = []
    for path in dark:
        x0, y0, x1, y1 = _rect(path)
        beside = any(abs(y0 - band[1]) <= 1 and abs(y1 - band[3]) <= 1 for band in bands)
        if not beside and not _holds_type((x0, y0, x1, y1), spans, heights):
            found.append(path)
    return found


def without_type(boxes: Sequence[Box], spans: Sequence[Box]) -> list[Box]:
    """The boxes on which no type stands."""
    heights = ByHeight(spans) if boxes else None
    return [box for box in boxes if heights is not None and not _holds_type(box, spans, heights)]


def _is_dark_box(path: Path) -> bool:
    ink = path.get("fill")
    if not isinstance(ink, tuple) or max(ink) >= _DARK or path.get("fill_opacity") == 0:
        return False
    x0, y0, x1, y1 = _rect(path)
    if min(x1 - x0, y1 - y0) <= _THICKEST:
        return False
    items: Sequence[Any] = path["items"]  # type: ignore[assignment]  # as the PDF library lists it
    return all(item[0] in ("re", "qu") for item in items)


def _holds_type(box: Box, spans: Sequence[Box], heights: ByHeight) -> bool:
    x0, y0, x1, y1 = box
    near = (spans[at] for at in heights.near(y0, y1))
    return any(x0 <= (a + c) / 2 <= x1 and y0 <= (b + d) / 2 <= y1 for a, b, c, d in near)


def _rect(path: Path) -> Box:
    rect: Box = path["rect"]  # type: ignore[assignment]  # as the PDF library lists it
    return rect


def _strokes(items: Sequence[Any], turn: PageTurn) -> Iterator[PenStroke]:
    for item in items:
        if item[0] == "l":
            (x0, y0), (x1, y1) = turn.forward(*item[1]), turn.forward(*item[2])
            if abs(x1 - x0) > 1 and abs(y1 - y0) <= _TALL:
                yield PenStroke(x0, y0, x1, y1) if x0 <= x1 else PenStroke(x1, y1, x0, y0)


def _is_sign(items: Sequence[Any], filled: bool) -> bool:
    """Whether a path is more than rules: it bends, or goes aslant; of a filled outline with many corners, a little."""
    least = _LITTLE if filled and len(items) >= _CORNERS else 1.0
    return any(
        item[0] == "c" or (item[0] == "l" and min(abs(item[1][0] - item[2][0]), abs(item[1][1] - item[2][1])) > least)
        for item in items
    )


def words_as_shown(words: Sequence[PageWord], drawn: Drawn, things: Iterable[DrawnThing]) -> list[PageWord]:
    """The words with what is drawn on and beside them; those that a thing touches cannot be read."""
    shown = list(words)
    heights = ByHeight(word.box for word in words)
    struck = _struck(shown, drawn.strokes, heights)
    for stroke in drawn.strokes:
        _add_minus(shown, stroke, heights)
    for box, why in things:
        for at in heights.near(box[1], box[3]):
            if _touches(shown[at], box) and any(map(str.isdigit, shown[at].text)):
                shown[at] = as_unread(shown[at], why)
    _raise_notes(shown, heights)
    return [word for at, word in enumerate(shown) if at not in struck]


def _raise_notes(words: list[PageWord], heights: ByHeight) -> None:
    """Small figures that stand above the line of the number before them, or below it, as such: they are a note's. A
    small sign of another kind stands on that line, behind its number.
    """
    sizes = Counter(word.size for word in words if word.text[0].isdigit())
    small = _SMALL * sizes.most_common(1)[0][0] if sizes else 0.0
    for at, word in enumerate(words):
        is_sign = len(word.text) <= _SIGN and not any(map(str.isdigit, word.text))
        if word.size > small or word.sideways or not (is_sign or any(map(str.isdigit, word.text))):
            continue
        for other in (words[number] for number in heights.near(word.y0, word.y1)):
            near = -0.2 * other.size <= word.x0 - other.x1 <= _NOTE_GAP * other.size
            if near and word.size <= _SMALL * other.size and any(map(str.isdigit, other.text)):
                higher = other.middle - word.middle
                if abs(higher) >= _OFF_MIDDLE * other.size:
                    if is_sign:
                        words[at] = replace(word, x0=max(word.x0, other.x1), y0=other.y0, y1=other.y1)
                    else:
                        words[at] = replace(word, text=(raised if higher > 0 else lowered)(word.text))
                    break


def as_unread(word: PageWord, why: Doubt) -> PageWord:
    """A word of which not everything can be read, and why."""
    text = word.text if UNREADABLE in word.text else word.text + UNREADABLE
    return replace(word, text=text, doubts=(*word.doubts, why))


def _in_zone(word: PageWord, y: float) -> bool:
    height = word.y1 - word.y0
    return word.y0 + _ZONE[0] * height <= y <= word.y0 + _ZONE[1] * height


def _touches(word: PageWord, box: Box) -> bool:
    """Whether a box stands on a word or close beside it, on its line, and is as high as a sign of it."""
    near = _TOUCH * word.size
    beside = box[0] <= word.x1 + near and box[2] >= word.x0 - near
    return beside and _in_zone(word, (box[1] + box[3]) / 2) and box[3] - box[1] <= 2 * word.size


def _struck(words: list[PageWord], strokes: Iterable[PenStroke], heights: ByHeight) -> set[int]:
    """Marks the words that are struck, whole or in part; where a number stands beside one that is struck as a whole, it
    replaces it: the numbers of those that are gone.
    """
    struck: set[int] = set()
    partly: set[int] = set()
    for stroke in strokes:
        low, high = min(stroke.y0, stroke.y1), max(stroke.y0, stroke.y1)
        for at in heights.near(low, high):
            word = words[at]
            if word.x1 <= stroke.x0 or word.x0 >= stroke.x1 or high < word.y0 or low > word.y1:
                continue
            share = _share_struck(stroke, word)
            if share:
                (struck if share >= _STRUCK else partly).add(at)
    gone: set[int] = set()
    for at in struck:
        word = words[at]
        near = (words[other] for other in heights.near(word.y0, word.y1) if other not in struck)
        if any(_replaces(other, word) for other in near):
            gone.add(at)
    for at in (struck | partly) - gone:
        why = doubt(DoubtKind.STRUCK_WITHOUT_REPLACEMENT, words[at].text)
        text = UNREADABLE if at in struck else words[at].text
        words[at] = as_unread(replace(words[at], text=text), why)
    return gone


def _share_struck(stroke: PenStroke, word: PageWord) -> float:
    """How much of a word a stroke goes through; 0 where it only touches it."""
    left, right = max(stroke.x0, word.x0), min(stroke.x1, word.x1)
    width = word.x1 - word.x0
    if word.sideways or right - left < min(_LEAST_STRUCK * word.size, _STRUCK * width):
        return 0.0
    share = (right - left) / (width or 1.0)
    if share < _STRUCK and not any(map(str.isdigit, word.text)):
        return 0.0
    slants = abs(stroke.y1 - stroke.y0) > 1
    if slants and stroke.x1 - stroke.x0 > _LONGEST_SLANT * width:
        return 0.0
    return share if _in_zone(word, stroke.height_at((left + right) / 2)) else 0.0


def _replaces(other: PageWord, word: PageWord) -> bool:
    """Whether a number stands close beside a struck one, on its line."""
    gap = max(other.x0 - word.x1, word.x0 - other.x1)
    return gap <= word.size and _in_zone(word, other.middle) and any(map(str.isdigit, other.text))


def _add_minus(words: list[PageWord], stroke: PenStroke, heights: ByHeight) -> None:
    """The minus that a short stroke draws, put before its number."""
    if abs(stroke.y1 - stroke.y0) > 0.5 or stroke.x1 - stroke.x0 > _LONGEST_MINUS * _LARGEST:
        return
    line = list(heights.near(stroke.y0, stroke.y0))
    for at in line:
        word = words[at]
        length, gap = stroke.x1 - stroke.x0, word.x0 - stroke.x1
        if word.sideways or not _SHORTEST_MINUS * word.size <= length <= _LONGEST_MINUS * word.size:
            continue
        if not word.text[0].isdigit() or not _in_zone(word, stroke.y0):
            continue
        if not -0.15 * word.size <= gap <= _MINUS_GAP * word.size:
            continue
        room = stroke.x0 - _ROOM_BEFORE * word.size
        if not any(room < words[n].x1 <= word.x0 and _in_zone(words[n], stroke.y0) for n in line):
            words[at] = replace(word, text=f"-{word.text}", x0=stroke.x0)
            return

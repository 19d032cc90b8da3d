"""What a page of a PDF shows beside, over and instead of its characters.

Words that are struck or half covered cannot be read; a short line before a number is its minus; outlines, black boxes,
small pictures and what lies beyond the edge are no blank cells. All of it in points, in reading orientation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from extractor.documents.model import Box
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import Stain
from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import PageTurn, Path, Rules
from extractor.documents.unread_marks import UNREADABLE
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
_STEP = 6.0
"""Points: how near to each other the places lie that stand for a box."""
_MOST_PLACES = 400
_TOUCH = 0.3
_EDGE = 1.0


class PenStroke(NamedTuple):
    """A straight stroke from left to right."""

    x0: float
    y0: float
    x1: float
    y1: float

    def height_at(self, x: float) -> float:
        """Where the stroke is at a place across the page."""
        return self.y0 + (self.y1 - self.y0) * (x - self.x0) / ((self.x1 - self.x0) or 1.0)


class Drawn(NamedTuple):
    """What the drawings of a page may mean for its words and cells."""

    strokes: tuple[PenStroke, ...]
    signs: tuple[Box, ...]
    boxes: tuple[Box, ...]


def drawn_on(paths: Sequence[Path], turn: PageTurn) -> Drawn:
    """The strokes, outlines of signs and dark boxes among the drawings of a page."""
    strokes: list[PenStroke] = []
    signs: list[Box] = []
    boxes: list[Box] = []
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
        ink = path.get("fill") if filled else path.get("color")
        pale = not isinstance(ink, tuple) or min(ink) > _PALE
        if pale or path.get("fill_opacity" if filled else "stroke_opacity") == 0 or box[3] - box[1] < _LOW:
            continue
        if all(item[0] in ("re", "qu") for item in items):
            if isinstance(ink, tuple) and max(ink) < _DARK and box[2] - box[0] > _LOW:
                boxes.append(box)
        elif box[3] - box[1] <= _TALL and box[2] - box[0] <= _WIDE and _is_sign(items):
            signs.append(box)
    return Drawn(tuple(strokes), tuple(signs), tuple(boxes))


def is_black_box(path: Path, spans: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a path is a dark box in which no type shows, so that its sides are no rules; ``spans``: what shows."""
    ink, kind = path.get("fill"), path["type"]
    if kind != "fs" or not isinstance(ink, tuple) or max(ink) >= _DARK:
        return False
    rect: Box = path["rect"]  # type: ignore[assignment]  # as the PDF library lists it
    x0, y0, x1, y1 = rect
    boxes = (span["bbox"] for span in spans)
    return not any(x0 <= (a + c) / 2 <= x1 and y0 <= (b + d) / 2 <= y1 for a, b, c, d in boxes)


def _strokes(items: Sequence[Any], turn: PageTurn) -> Iterator[PenStroke]:
    for item in items:
        if item[0] == "l":
            (x0, y0), (x1, y1) = turn.forward(*item[1]), turn.forward(*item[2])
            if abs(x1 - x0) > 1 and abs(y1 - y0) <= _TALL:
                yield PenStroke(x0, y0, x1, y1) if x0 <= x1 else PenStroke(x1, y1, x0, y0)


def _is_sign(items: Sequence[Any]) -> bool:
    """Whether a path is more than rules: it bends, or goes aslant."""
    return any(
        item[0] == "c" or (item[0] == "l" and abs(item[1][0] - item[2][0]) > 1 < abs(item[1][1] - item[2][1]))
        for item in items
    )


def words_as_shown(
    words: Sequence[PageWord], drawn: Drawn, covered: Sequence[Box], faint: Sequence[Box], paper: Box
) -> tuple[PageWord, ...]:
    """The words with what is drawn on and beside them.

    ``covered``: characters that something covers and nothing replaces; ``faint``: those that hardly show.
    """
    shown = _struck(list(words), drawn.strokes)
    for stroke in drawn.strokes:
        _add_minus(shown, stroke)
    covered_there, faint_there = doubt(DoubtKind.COVERED_IN_CELL), doubt(DoubtKind.SHOWN_FAINTLY)
    signs = [*((box, doubt(DoubtKind.DRAWN_IN_CELL)) for box in drawn.signs), *((box, faint_there) for box in faint)]
    for box, why in [*((box, covered_there) for box in covered), *signs]:
        for at, word in enumerate(shown):
            if _touches(word, box) and any(map(str.isdigit, word.text)):
                shown[at] = _unread(word, why)
    font = doubt(DoubtKind.FONT_CONTRADICTS)
    shown = [_unread(word, font) if word.text[0] == UNREADABLE and word.text[1:2].isdigit() else word for word in shown]
    edge = doubt(DoubtKind.BEYOND_EDGE)
    return tuple(_unread(word, edge) if _is_cut(word, paper) else word for word in shown)


def _unread(word: PageWord, why: Doubt) -> PageWord:
    text = word.text if UNREADABLE in word.text else word.text + UNREADABLE
    return replace(word, text=text, doubts=(*word.doubts, why))


def _is_cut(word: PageWord, paper: Box) -> bool:
    return word.x1 > paper[2] + _EDGE or word.x0 < paper[0] - _EDGE


def _in_zone(word: PageWord, y: float) -> bool:
    height = word.y1 - word.y0
    return word.y0 + _ZONE[0] * height <= y <= word.y0 + _ZONE[1] * height


def _touches(word: PageWord, box: Box) -> bool:
    """Whether a box stands on a word or close beside it, on its line, and is as high as a sign of it."""
    near = _TOUCH * word.size
    beside = box[0] <= word.x1 + near and box[2] >= word.x0 - near
    return beside and _in_zone(word, (box[1] + box[3]) / 2) and box[3] - box[1] <= 2 * word.size


def _struck(words: list[PageWord], strokes: Iterable[PenStroke]) -> list[PageWord]:
    """The words, those that are struck as one sign; where a number stands beside a struck one, it replaces it."""
    struck: set[int] = set()
    for stroke in strokes:
        struck.update(at for at, word in enumerate(words) if _strikes(stroke, word))
    if not struck:
        return words
    kept: list[PageWord] = []
    left = [word for at, word in enumerate(words) if at not in struck]
    for at, word in enumerate(words):
        if at not in struck:
            kept.append(word)
        elif not any(_replaces(other, word) for other in left):
            why = doubt(DoubtKind.STRUCK_WITHOUT_REPLACEMENT, word.text)
            kept.append(replace(word, text=UNREADABLE, doubts=(*word.doubts, why)))
    return kept


def _strikes(stroke: PenStroke, word: PageWord) -> bool:
    left, right = max(stroke.x0, word.x0), min(stroke.x1, word.x1)
    if word.sideways or right - left < _STRUCK * (word.x1 - word.x0):
        return False
    slants = abs(stroke.y1 - stroke.y0) > 1
    if slants and stroke.x1 - stroke.x0 > _LONGEST_SLANT * (word.x1 - word.x0):
        return False
    return _in_zone(word, stroke.height_at((left + right) / 2))


def _replaces(other: PageWord, word: PageWord) -> bool:
    """Whether a number stands close beside a struck one, on its line."""
    gap = max(other.x0 - word.x1, word.x0 - other.x1)
    return gap <= word.size and _in_zone(word, other.middle) and any(map(str.isdigit, other.text))


def _add_minus(words: list[PageWord], stroke: PenStroke) -> None:
    """The minus that a short stroke draws, put before its number."""
    for at, word in enumerate(words):
        length, gap = stroke.x1 - stroke.x0, word.x0 - stroke.x1
        if not word.text[0].isdigit() or word.sideways:
            continue
        fits = _SHORTEST_MINUS * word.size <= length <= _LONGEST_MINUS * word.size and abs(stroke.y1 - stroke.y0) <= 0.5
        if not fits or not -0.15 * word.size <= gap <= _MINUS_GAP * word.size or not _in_zone(word, stroke.y0):
            continue
        room = stroke.x0 - _ROOM_BEFORE * word.size
        if not any(room < other.x1 <= word.x0 and _in_zone(other, stroke.y0) for other in words):
            words[at] = replace(word, text=f"-{word.text}", x0=stroke.x0)
            return


def stains_of(drawn: Drawn, pictures: Sequence[Box], covered: Sequence[Box], faint: Sequence[Box]) -> Iterator[Stain]:
    """The places at which something is shown that is no text: cells that are blank otherwise are unread."""
    for boxes, kind in (
        (drawn.signs, DoubtKind.DRAWN_IN_CELL),
        (drawn.boxes, DoubtKind.COVERED_IN_CELL),
        (pictures, DoubtKind.PICTURE_IN_CELL),
        (covered, DoubtKind.COVERED_IN_CELL),
        (faint, DoubtKind.SHOWN_FAINTLY),
    ):
        why = (doubt(kind),)
        for box in boxes:
            yield from (Stain(x, y, why) for x, y in _places(box))


def _places(box: Box) -> list[tuple[float, float]]:
    """The middle of a box, or of the parts of a large one."""
    across = max(1, int((box[2] - box[0]) / _STEP))
    down = max(1, int((box[3] - box[1]) / _STEP))
    if across * down > _MOST_PLACES:
        return [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)]
    wide, high = (box[2] - box[0]) / across, (box[3] - box[1]) / down
    return [(box[0] + (i + 0.5) * wide, box[1] + (j + 0.5) * high) for i in range(across) for j in range(down)]


def stains_beyond(rules: Rules, paper: Box) -> Iterator[Stain]:
    """The cells of ruled tables that the edge of the paper cuts or that lie beyond it."""
    ends = [rule.end for rule in rules.horizontal] + [rule.at for rule in rules.vertical]
    starts = [rule.start for rule in rules.horizontal] + [rule.at for rule in rules.vertical]
    if not ends or (max(ends) <= paper[2] + _EDGE and min(starts) >= paper[0] - _EDGE):
        return
    why = (doubt(DoubtKind.BEYOND_EDGE),)
    for grid in find_grids(rules):
        for cell in grid.cells:
            x0, y0, x1, y1 = cell.box
            if x1 > paper[2] + _EDGE or x0 < paper[0] - _EDGE:
                yield Stain((x0 + x1) / 2, (y0 + y1) / 2, why)

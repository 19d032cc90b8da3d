"""Things on a page of a PDF that are no text, as words that cannot be read, and as stains in the cells of ruled tables.

A thing as high as a line, to the right of something else on that line, stands where a value may: it is a word that
cannot be read. Larger ones make the blank cells of ruled tables unread.
"""

from collections.abc import Iterable, Iterator, Sequence

from extractor.documents.model import Box
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import Stain
from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import Rules
from extractor.documents.pdf.pdf_shown import DrawnThing
from extractor.documents.unread_marks import UNREADABLE
from extractor.evidence import Doubt, DoubtKind, doubt

_HIGHEST, _LOWEST = 2.4, 0.3
"""Sizes of the type beside it: how high a thing is that may be a value on a line."""
_WIDEST = 200.0
_OFF_LINE = 0.45
"""Sizes of the type: how far the middles of a thing and of the words on its line may be apart."""
_ORNAMENT = 0.7
"""Sizes of the type: what stands nearer than this to a word without digits decorates it, as an icon does."""
_BULLET = 1.6
_ONE_THING = 0.6
"""Heights: how near two things stand that are one, as the figures of a number are."""
_STEP = 6.0
"""Points: how near to each other the places lie that stand for a box."""
_MOST_PLACES = 400
_EDGE = 0.1
_ROOM = 30.0
"""Points: above and below the middles of cells their lines may stand."""
_MANY_BEYOND = 4
"""Words beyond the edge of a page, each on a line of it, from which on a table goes on there."""


def words_of_things(things: Iterable[DrawnThing], words: Sequence[PageWord]) -> Iterator[PageWord]:
    """The things that may be values, as words that cannot be read. ``words``: what else stands on the page."""
    heights = ByHeight(word.box for word in words)
    for thing in _joined(things):
        x0, y0, x1, y1 = thing.box
        line = [words[at] for at in heights.near(y0, y1) if not words[at].sideways]
        if x1 - x0 > _WIDEST or any(x0 <= (w.x0 + w.x1) / 2 <= x1 and y0 <= w.middle <= y1 for w in line):
            continue
        middle, height = (y0 + y1) / 2, y1 - y0
        line = [w for w in line if abs(w.middle - middle) <= _OFF_LINE * w.size]
        left = max((w for w in line if w.x1 <= x0 + 1), key=lambda w: w.x1, default=None)
        right = min((w for w in line if w.x0 >= x1 - 1), key=lambda w: w.x0, default=None)
        if left is None or not _LOWEST * left.size <= height <= _HIGHEST * left.size:
            continue
        if not _decorates(thing.box, left, right):
            yield PageWord(UNREADABLE, x0, y0, x1, y1, left.size, doubts=(thing.why,))


def _decorates(box: Box, left: PageWord, right: PageWord | None) -> bool:
    """Whether a thing belongs to words: an icon behind one, a bullet in front of one."""
    if not any(map(str.isdigit, left.text)) and left.text[-1] not in ":：" and box[0] - left.x1 < _ORNAMENT * left.size:
        return True
    return right is not None and right.text[0].isalpha() and right.x0 - box[2] < _BULLET * right.size


def _joined(things: Iterable[DrawnThing]) -> list[DrawnThing]:
    """Things side by side that are one, as the outlines of the figures of a number are."""
    joined: list[DrawnThing] = []
    for thing in sorted(things, key=lambda thing: (round((thing.box[1] + thing.box[3]) / 2), thing.box[0])):
        if joined and joined[-1].why.kind is thing.why.kind and _is_near(joined[-1].box, thing.box):
            one, other = joined[-1].box, thing.box
            box = (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
            joined[-1] = DrawnThing(box, thing.why)
        else:
            joined.append(thing)
    return joined


def _is_near(one: Box, other: Box) -> bool:
    high = max(one[3] - one[1], other[3] - other[1])
    middles = abs((one[1] + one[3]) - (other[1] + other[3])) / 2
    return middles <= 0.5 * high and -high <= other[0] - one[2] <= _ONE_THING * high


def stains_of(things: Iterable[DrawnThing]) -> Iterator[Stain]:
    """The places of things: cells of ruled tables that are blank otherwise are unread."""
    for box, why in things:
        yield from (Stain(x, y, (why,)) for x, y in _places(box))


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
    if not ends or (max(ends) <= paper[2] + 1 and min(starts) >= paper[0] - 1):
        return
    why = (doubt(DoubtKind.BEYOND_EDGE),)
    for grid in find_grids(rules):
        for cell in grid.cells:
            x0, y0, x1, y1 = cell.box
            if x1 > paper[2] + 1 or x0 < paper[0] - 1:
                yield Stain((x0 + x1) / 2, (y0 + y1) / 2, why)


def cut_by_edge(words: Sequence[PageWord], paper: Box, ruled: Sequence[Stain] = ()) -> list[PageWord]:
    """The words of a page, those that its edge cuts as such that cannot be read.

    What lies beyond the edge as a whole is not printed, and counts for nothing where it stands alone; where the edge
    cuts words too, or where many lines go on there, each of them is a word that cannot be read at the edge. ``ruled``:
    the cells of ruled tables that lie there; they are unread by themselves.
    """
    if not any(_is_cut(word, paper) for word in words):
        return list(words)
    why = doubt(DoubtKind.BEYOND_EDGE)
    inside = [word for word in words if not _is_beyond(word, paper)]
    beyond = [word for word in words if _is_beyond(word, paper)]
    if ruled:
        top, bottom = min(each.y for each in ruled) - _ROOM, max(each.y for each in ruled) + _ROOM
        beyond = [word for word in beyond if not top <= word.middle <= bottom]
    heights = ByHeight(word.box for word in inside)
    on_lines = [
        word
        for word in beyond
        if any(
            _OFF_LINE * word.size >= abs(inside[n].middle - word.middle) for n in heights.near(word.middle, word.middle)
        )
    ]
    shown = [_cut(word, why, paper) if _is_cut(word, paper) else word for word in inside]
    if any(_is_cut(word, paper) for word in inside) or len(on_lines) >= _MANY_BEYOND:
        shown += [_cut(word, why, paper) for word in on_lines]
    return shown


def _cut(word: PageWord, why: Doubt, paper: Box) -> PageWord:
    x0, x1 = (min(max(x, paper[0]), paper[2]) for x in (word.x0, word.x1))
    y0, y1 = (min(max(y, paper[1]), paper[3]) for y in (word.y0, word.y1))
    text = UNREADABLE if x1 - x0 < 1 else word.text if UNREADABLE in word.text else word.text + UNREADABLE
    x0, x1 = (x0 - 1, x1) if x0 >= paper[2] - 0.5 else (x0, x1 + 1) if x1 <= paper[0] + 0.5 else (x0, x1)
    return PageWord(text, x0, y0, x1, y1, word.size, doubts=(*word.doubts, why), sideways=word.sideways)


def _is_beyond(word: PageWord, paper: Box) -> bool:
    return word.x0 >= paper[2] or word.x1 <= paper[0] or word.y0 >= paper[3] or word.y1 <= paper[1]


def _is_cut(word: PageWord, paper: Box) -> bool:
    part = 0.25 * (word.y1 - word.y0)
    across = word.x1 > paper[2] + _EDGE or word.x0 < paper[0] - _EDGE
    return across or word.y1 > paper[3] + part or word.y0 < paper[1] - part

"""Comb fields of forms: a row of boxes of one width, a character in each. What they hold is one value.

Teeth of one height stand one pitch apart, a single character is between any two, and no heading over each, which
columns have. What no rules tell is :mod:`extractor.documents.page.bare_fields`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extractor.documents.page.bare_fields import bare_fields
from extractor.documents.page.combs import Comb, combs_among
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.joined_marks import SPACE, joined_marks
from extractor.documents.page.ruling import Rules

_FILLED = 2
"""The fewest boxes of a field with a character in them."""
_TWO_LINES = 2.6
"""Sizes of the type: boxes as tall hold more than one line."""
_HEADING = 1.6
"""Sizes of the type: headings stand no farther from their columns."""
_EMPTY = frozenset("☐")


def with_comb_fields(words: Sequence[PageWord], rules: Rules) -> tuple[list[PageWord], Rules]:
    """The words of a page, those in the boxes of a comb put together, and its rules without the teeth between them."""
    kept, uprights = [*words], {*rules.vertical}
    for comb in sorted(combs_among(rules.vertical), key=lambda comb: -len(comb.sides)):
        inside = [word for word in kept if _stands_in(word, comb)]
        value = _value_of(inside, comb, kept)
        if value:
            gone = {id(word) for word in inside}
            kept = [*(word for word in kept if id(word) not in gone), *value]
            uprights -= {*comb.teeth}
    if len(uprights) < len(rules.vertical):
        rules = rules._replace(vertical=tuple(rule for rule in rules.vertical if rule in uprights))
    return bare_fields(kept, rules.vertical), rules


def _stands_in(word: PageWord, comb: Comb) -> bool:
    x = (word.x0 + word.x1) / 2
    top = min(comb.top, comb.bottom - 1.4 * word.size)
    return comb.sides[0] <= x <= comb.sides[-1] and top <= word.middle <= comb.bottom


def _value_of(inside: Sequence[PageWord], comb: Comb, words: Sequence[PageWord]) -> list[PageWord]:
    """What stands in the boxes as words that an empty box parts; none where these are no places for characters."""
    held: dict[int, PageWord] = {}
    for word in sorted(inside, key=lambda word: word.x0):
        boxes = _boxes_of(word, comb)
        if word.text in _EMPTY:
            continue
        if len(word.text) != len(boxes) or any(box in held for box in boxes):
            return []
        held.update(dict.fromkeys(boxes, word))
    sizes = [word.size for word in inside if word.text not in _EMPTY]
    if len(held) < _FILLED or comb.bottom - comb.top > _TWO_LINES * max(sizes):
        return []
    if _has_headings(inside, comb, words):
        return []
    return list(_parts(held, comb))


def _boxes_of(word: PageWord, comb: Comb) -> range:
    """The boxes that a word stands in."""
    if len(word.text) == 1:
        box = comb.box_at((word.x0 + word.x1) / 2)
        return range(box, box + 1)
    edge = 0.2 * comb.pitch
    return range(comb.box_at(word.x0 + edge), comb.box_at(word.x1 - edge) + 1)


def _has_headings(inside: Sequence[PageWord], comb: Comb, words: Sequence[PageWord]) -> bool:
    """Whether words stand over single boxes, or under them, as over and under columns."""
    mine, size = {id(word) for word in inside}, max(word.size for word in inside)
    near = [word for word in words if id(word) not in mine and _is_beside(word, comb, size)]
    columns = {_boxes_of(replace(word, text=" "), comb)[0] for word in near if word.x1 - word.x0 <= comb.pitch}
    return len(columns) >= max(_FILLED, (len(comb.sides) - 1) // 2) and len(columns) == len(near)


def _is_beside(word: PageWord, comb: Comb, size: float) -> bool:
    x = (word.x0 + word.x1) / 2
    above = comb.top - _HEADING * size <= word.middle < comb.top
    return comb.sides[0] <= x <= comb.sides[-1] and (
        above or comb.bottom < word.middle <= comb.bottom + _HEADING * size
    )


def _parts(held: dict[int, PageWord], comb: Comb) -> Iterator[PageWord]:
    """The words of a field, each as long as its boxes and the empty ones behind them."""
    runs = [[at for _, at in run] for _, run in groupby(enumerate(sorted(held)), key=lambda pair: pair[1] - pair[0])]
    for number, run in enumerate(runs):
        marks = list(dict.fromkeys(held[box] for box in run))
        last = number + 1 == len(runs)
        end = comb.sides[run[-1] + 1] if last else comb.sides[runs[number + 1][0]] - SPACE * marks[0].size
        yield joined_marks(marks, (), comb.sides[run[0]] + 0.5, end - 0.5 * last)

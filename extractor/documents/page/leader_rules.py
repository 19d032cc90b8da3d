"""Leaders: dotted or thin lines that lead from a label to its figure on the same line. They part no rows."""

from collections.abc import Sequence

from extractor.documents.columns import looks_numeric
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import Rules, Segment

_BELOW = 0.1
"""Sizes of the type: how far below the boxes of its words a leader stands at most; it is never above their middle."""
_BEHIND = 2.0
"""Sizes of the type: the most paper between a label and its leader."""
_OVER = 0.3
"""Sizes of the type by which a leader may reach under the words at its ends."""
_LINES = 4.0
"""Sizes of the type by which the figure of a label over several lines stands above the line its leader is on."""
_FEWEST = 2
"""A table has several; one line alone may be anything."""


def without_leaders(rules: Rules, words: Sequence[PageWord]) -> Rules:
    """The rules of a page without its leaders."""
    heights = ByHeight(word.box for word in words)
    leaders = {rule for rule in rules.horizontal if _leads(rule, words, heights)}
    if len(leaders) < _FEWEST:
        return rules
    leaders |= {rule for rule in rules.horizontal if rule not in leaders and _leads(rule, words, heights, _LINES)}
    return rules._replace(horizontal=tuple(rule for rule in rules.horizontal if rule not in leaders))


def _leads(rule: Segment, words: Sequence[PageWord], heights: ByHeight, higher: float = 0.0) -> bool:
    """Whether a rule begins behind words on its line, ends before a figure there, and has nothing above it. The figure
    of a label over several lines stands ``higher``, by up to so many sizes of its type.
    """
    line = [
        word
        for at in heights.near(rule.at - 1, rule.at + 1)
        if not (word := words[at]).sideways and word.middle < rule.at <= word.y1 + _BELOW * word.size
    ]
    before = max((word for word in line if word.x1 <= rule.start + _OVER * word.size), key=_end, default=None)
    beside = [words[at] for at in heights.near(rule.at - higher * before.size, rule.at)] if before and higher else line
    after = _first_after(rule, [word for word in beside if not word.sideways])
    if before is None or after is None or not looks_numeric(after.text):
        return False
    over = any(word is not before and word is not after and before.x1 <= word.x0 < after.x0 for word in line)
    return rule.start - before.x1 <= _BEHIND * before.size and not over


def _first_after(rule: Segment, words: Sequence[PageWord]) -> PageWord | None:
    """The first word behind a rule; of those that begin below each other the nearest one."""
    behind = [word for word in words if word.x0 >= rule.end - _OVER * word.size]
    first = min((word.x0 for word in behind), default=0.0)
    column = (word for word in behind if word.x0 <= first + _BEHIND * word.size)
    return min(column, key=lambda word: abs(word.middle - rule.at), default=None)


def _end(word: PageWord) -> float:
    return word.x1

"""Words of one line of print in the order in which they are read, where its script runs from right to left.

Such words are turned round; numbers and words of other scripts keep the order in which they are printed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.page.glyphs import Glyph, PageWord
from extractor.documents.page.writing_direction import direction_of, has_leftward, number_in_line, runs_leftward

_NO_WIDTH = 0.01
"""Sizes of the type, and points, that nobody sees."""
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")
_GROUPED = re.compile(r"[-+(]?\d{1,3}(?: ?\d{3})*")


def ligatures_apart(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a span, those without width that run to the left placed left of the one before them: a sign
    that is several letters prints them from the right."""
    found: list[Glyph] = []
    for glyph in glyphs:
        before = found[-1] if found else None
        bare = glyph.x1 - glyph.x0 < _NO_WIDTH * glyph.size and has_leftward(glyph.text)
        if bare and before is not None and has_leftward(before.text):
            glyph = glyph._replace(x0=before.x0 - _NO_WIDTH, x1=before.x0)
        found.append(glyph)
    return found


def words_in_read_order(words: Sequence[PageWord]) -> list[PageWord]:
    """The words of one line, printed from left to right, in the order in which they are read.

    A line without a letter that runs to the left is left as it is: numbers alone say nothing of a direction.
    """
    if not any(has_leftward(word.text) for word in words):
        return list(words)
    units = _units(words)
    if _leads_leftward([word.text for word in words]):
        return [_in_line(word) for unit in _kept_runs(units) for word in unit]
    return [word for unit in _turned_runs(units) for word in unit]


def _leads_leftward(texts: Sequence[str]) -> bool:
    """Whether a line is read from the right: by the letters at both of its ends, by most of its letters where these run
    two ways."""
    ways = [way for text in texts if (way := direction_of(text)) in ("left", "right")]
    return ways[0] == "left" if ways[0] == ways[-1] else runs_leftward(texts)


def _in_line(word: PageWord) -> PageWord:
    text = number_in_line(word.text)
    return word if text == word.text else replace(word, text=text)


def _units(words: Sequence[PageWord]) -> list[list[PageWord]]:
    """The words, those together that print the groups of one number: they are never parted."""
    units: list[list[PageWord]] = []
    for word in words:
        before = " ".join(each.text for each in units[-1]) if units else ""
        if units and _GROUP.fullmatch(word.text) and _GROUPED.fullmatch(before):
            units[-1].append(word)
        else:
            units.append([word])
    return units


def _kept_runs(units: Sequence[list[PageWord]]) -> list[list[PageWord]]:
    """Units from right to left, but words of other scripts that stand together, and numbers behind them, as printed."""
    runs: list[list[list[PageWord]]] = []
    for unit in units:
        direction = direction_of(unit[0].text)
        goes_on = (
            bool(runs) and direction_of(runs[-1][0][0].text) == "right" and direction in ("right", "number", "none")
        )
        if goes_on:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return [unit for run in reversed(runs) for unit in run]


def _turned_runs(units: Sequence[list[PageWord]]) -> list[list[PageWord]]:
    """Units from left to right, but words that run to the left, and what stands between two of them, turned round."""
    directions = [direction_of(unit[0].text) for unit in units]
    found: list[list[PageWord]] = []
    at = 0
    while at < len(units):
        if directions[at] != "left":
            found.append(units[at])
            at += 1
            continue
        end = last = at
        while end < len(units) and directions[end] != "right":
            last = end if directions[end] == "left" else last
            end += 1
        found += reversed(units[at : last + 1])
        at = last + 1
    return found

"""Numbers whose figures are spread over the line, ``6 6 , 3 0 0``: put together where the gaps and the marks show it.

Boxes of forms and wide tracking print a number so. It is one only where the distances are alike, what stands beside it
is farther away, and its marks stand where those of a number do; single figures of columns have none. It stays in doubt,
except on a page that is set so from end to end: there the distances say nothing of columns.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.page.ruling import Segment
from extractor.evidence import DoubtKind, doubt, merged

_FEWEST = 4
"""Figures and marks that make one number."""
_WIDEST = 0.9
_UNEVEN = 0.25
"""Sizes of the type: the widest gap inside of a number, and by how much its gaps may differ."""
_APART = 1.6
"""How many times as wide as inside the gap to what stands beside a number is, at least."""
_TRACKED = 0.9
"""Share of words of one character from which on all of a page is set that wide."""
_MANY = 100
"""Words of a page that can say so, at least."""
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|\d+[.,]\d{2}")


def spread_on_page(words: Sequence[PageWord], rules: Sequence[Segment]) -> list[PageWord]:
    """The words of a page, spread figures put together; ``rules``: its upright ones."""
    single = [word.text for word in words if len(word.text) == 1]
    if not {",", "."} & set(single) or sum(map(str.isdigit, single)) < _FEWEST - 1:
        return list(words)
    tracked = len(words) >= _MANY and len(single) >= _TRACKED * len(words)
    taken: set[int] = set()
    made: list[PageWord] = []
    for line in lines_of_words(words):
        middle = (line.y0 + line.y1) / 2
        walls = [rule.at for rule in rules if rule.start <= middle <= rule.end]
        kept = with_spread_figures(line.words, walls, tracked)
        if len(kept) < len(line.words):
            here = {id(word) for word in kept}
            taken |= {id(word) for word in line.words} - here
            made += [word for word in kept if not any(word is each for each in line.words)]
    return [*(word for word in words if id(word) not in taken), *made]


def with_spread_figures(
    words: Sequence[PageWord], walls: Sequence[float] = (), tracked: bool = False
) -> list[PageWord]:
    """The words of one line, spread figures put together. ``walls``: where rules cross the line; ``tracked``: all of
    its page is set that wide."""
    found: list[PageWord] = []
    at = 0
    while at < len(words):
        end = _end_of_run(words, at, walls)
        run = words[at:end]
        if end - at >= _FEWEST and _is_number(
            run, words[at - 1] if at else None, words[end] if end < len(words) else None
        ):
            found.append(_one(run, tracked))
            at = end
        else:
            found.append(words[at])
            at += 1
    return found


def _end_of_run(words: Sequence[PageWord], at: int, walls: Sequence[float]) -> int:
    """Where single figures and marks end that stand side by side, no rule between them."""
    end = at
    while end < len(words) and len(words[end].text) == 1 and (words[end].text.isdigit() or words[end].text in ".,"):
        if end > at:
            left, right = words[end - 1], words[end]
            wide = right.x0 - left.x1 > _WIDEST * max(left.size, right.size)
            if wide or any(left.x1 <= wall <= right.x0 for wall in walls):
                break
        end += 1
    return end


def _is_number(run: Sequence[PageWord], before: PageWord | None, after: PageWord | None) -> bool:
    gaps = [right.x0 - left.x1 for left, right in pairwise(run)]
    if max(gaps) - min(gaps) > _UNEVEN * run[0].size or not _NUMBER.fullmatch("".join(word.text for word in run)):
        return False
    beside = [run[0].x0 - before.x1] if before is not None else []
    beside += [after.x0 - run[-1].x1] if after is not None else []
    return all(gap >= _APART * max(gaps) for gap in beside)


def _one(run: Sequence[PageWord], tracked: bool) -> PageWord:
    text = "".join(word.text for word in run)
    known = merged(*(word.doubts for word in run))
    y0, y1 = min(word.y0 for word in run), max(word.y1 for word in run)
    doubts = known if tracked else (*known, doubt(DoubtKind.FIGURES_SPREAD, text))
    return replace(run[0], text=text, x1=run[-1].x1, y0=y0, y1=y1, doubts=doubts)

"""Headings whose characters stand below each other, as narrow columns of ideographs have them: each is one word."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.glyphs import PageWord
from extractor.evidence import merged

_BESIDE = 0.15
_BELOW = 0.6
_FREE = 0.8
"""Times the size of type: how far characters of one word stand beside and below each other, and the paper at their
sides."""


def with_stacked_words(words: Sequence[PageWord]) -> tuple[PageWord, ...]:
    """The words, and for characters that stand below each other, with paper at both sides, the word they are."""
    single = [at for at, word in enumerate(words) if _is_single(word)]
    if len(single) < 2:
        return tuple(words)
    heights = ByHeight(word.box for word in words)
    free = [at for at in single if _is_free(at, words, heights)]
    joined: dict[int, PageWord | None] = {}
    for stack in _stacks(sorted(free, key=lambda at: (words[at].y0, words[at].x0)), words):
        joined.update(dict.fromkeys(stack))
        joined[stack[0]] = _as_one([words[at] for at in stack])
    found = (joined.get(at, word) for at, word in enumerate(words))
    return tuple(word for word in found if word is not None)


def _is_single(word: PageWord) -> bool:
    return len(word.text) == 1 and word.text.isalpha() and east_asian_width(word.text) == "W" and not word.sideways


def _is_free(at: int, words: Sequence[PageWord], heights: ByHeight) -> bool:
    own = words[at]
    near = (words[other] for other in heights.near(own.middle, own.middle) if other != at)
    line = (word for word in near if word.y0 < own.middle < word.y1)
    return all(max(word.x0 - own.x1, own.x0 - word.x1) >= _FREE * own.size for word in line)


def _stacks(free: Sequence[int], words: Sequence[PageWord]) -> Iterator[list[int]]:
    begun: list[list[int]] = []
    for at in free:
        own = words[at]
        over = next((stack for stack in begun if _follows(own, words[stack[-1]])), None)
        if over is None:
            begun.append([at])
        else:
            over.append(at)
    yield from (stack for stack in begun if len(stack) > 1)


def _follows(own: PageWord, above: PageWord) -> bool:
    beside = abs((own.x0 + own.x1) - (above.x0 + above.x1)) / 2 <= _BESIDE * own.size
    return beside and -_BELOW * own.size <= own.y0 - above.y1 <= _BELOW * own.size and own.y0 > above.middle


def _as_one(stack: Sequence[PageWord]) -> PageWord:
    first, last = stack[0], stack[-1]
    x0, x1 = min(word.x0 for word in stack), max(word.x1 for word in stack)
    text = "".join(word.text for word in stack)
    return replace(first, text=text, x0=x0, x1=x1, y1=last.y1, doubts=merged(*(word.doubts for word in stack)))

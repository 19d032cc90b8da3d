"""Rules that are typed: lines of hyphens and double hyphens, as line printers set them under headings and totals."""

import re
from collections.abc import Iterator, Sequence

from extractor.documents.page.glyphs import PageWord, lines_of_words
from extractor.documents.page.ruling import Rules, Segment

_RULE = re.compile("[-=\u2014\u2015\u2500\u2501\u2550]{5,}")
_LONG = 8
"""So many characters are no sign for an amount of nothing, which stands beside other words."""


def with_typed_rules(words: Sequence[PageWord], rules: Rules) -> tuple[tuple[PageWord, ...], Rules]:
    """The words without those that are typed rules, and the rules of the page with them."""
    if not any(_is_rule(word) for word in words):
        return tuple(words), rules
    typed = [*_typed(words)]
    gone = {id(word) for word in typed}
    drawn = tuple(Segment(word.middle, word.x0, word.x1) for word in typed)
    kept = tuple(word for word in words if id(word) not in gone)
    return kept, rules._replace(horizontal=(*rules.horizontal, *drawn))


def _typed(words: Sequence[PageWord]) -> Iterator[PageWord]:
    for line in lines_of_words(words):
        alone = all(_is_rule(word) for word in line.words)
        yield from (word for word in line.words if _is_rule(word) and (alone or len(word.text) >= _LONG))


def _is_rule(word: PageWord) -> bool:
    return not word.sideways and not word.doubts and _RULE.fullmatch(word.text) is not None

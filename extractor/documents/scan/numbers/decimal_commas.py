"""Pages whose numbers have a comma before their decimals, as most of Europe prints them: 1.234,56.

The page says so itself: a number like 12,99 has a comma where no thousands can be parted, and where most numbers have
it, all are so. They are judged with both signs changed over, and changed back.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.scan.numbers.views import ViewedLine
from extractor.evidence import DoubtKind

_WITH_COMMA = re.compile(r"\D*(\d{1,3}(\.\d{3})+|\d+),\d{1,2}\D*")
_WITH_POINT = re.compile(r"\D*(\d{1,3}(,\d{3})+|\d+)\.\d{1,2}\D*|\D*\d{1,3}(,\d{3})+\D*")
_FEWEST, _SEVERAL, _MIXED = 3, 2, 0.25
"""So many numbers have a decimal comma at least where a page has it; and how many, and which share, have the other sign
where it seems to have both.
"""
_ONE_THOUSAND = re.compile(r"\D*[1-9]\d{0,2}\.\d{3}\D*")
_OVER = str.maketrans(",.", ".,")


def has_decimal_commas(texts: Sequence[str]) -> bool:
    """Whether a page prints a comma before decimals; ``texts``: its numbers, as they are read at first."""
    commas, points = _counts(texts)
    return commas >= _FEWEST and commas > points


def is_mixed(texts: Sequence[str]) -> bool:
    """Whether a page seems to print both, as where the tails of its commas are lost: none of them is clear then."""
    counts = _counts(texts)
    return min(counts) >= max(_SEVERAL, _MIXED * sum(counts))


def _counts(texts: Sequence[str]) -> tuple[int, int]:
    """How many numbers have a decimal comma, and how many a point or commas for thousands."""
    commas = sum(_WITH_COMMA.fullmatch(text) is not None for text in texts)
    return commas, sum(_WITH_POINT.fullmatch(text) is not None for text in texts)


def in_doubt(seen: ViewedLine) -> ViewedLine:
    """A number of a page that seems to print both."""
    if _WITH_COMMA.fullmatch(seen.text) or _WITH_POINT.fullmatch(seen.text):
        return seen.doubted(DoubtKind.POINT_MAY_BE_COMMA, seen.text)
    return seen


def changed_over(seen: ViewedLine) -> ViewedLine:
    """A number with its points as commas and its commas as points, also in what speaks against it."""
    doubts = tuple(replace(each, detail=tuple(part.translate(_OVER) for part in each.detail)) for each in seen.doubts)
    alternatives = tuple(text.translate(_OVER) for text in seen.alternatives)
    return seen._replace(text=seen.text.translate(_OVER), doubts=doubts, alternatives=alternatives)


def changed_back(seen: ViewedLine) -> ViewedLine:
    """The same as it is printed. Three digits behind a point may be decimals where a page has decimal commas."""
    found = changed_over(seen)
    if _ONE_THOUSAND.fullmatch(found.text):
        return found.doubted(DoubtKind.POINT_MAY_BE_COMMA, found.text)
    return found

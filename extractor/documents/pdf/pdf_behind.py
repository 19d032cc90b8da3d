"""Type that lies behind the text of a page, or across it: watermarks, as word processors print them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from extractor.documents.model import Box
from extractor.documents.pdf.pdf_ink import Span

_ASLANT = 0.17
"""Sine of the least angle, ten degrees, at which a line runs neither across nor down a page."""
_LARGE = 2.5
"""Times the usual size of type: letters that lie over lines of it are no part of these."""
_LINES = 2
"""So many characters of the text, at least, lie under a large letter that belongs to none of its lines."""


def is_aslant(span: Span) -> bool:
    """Whether type runs neither along an edge of the page nor at a right angle to it."""
    x, y = span["dir"]
    return bool(min(abs(x), abs(y)) > _ASLANT)


def type_behind(spans: Sequence[Span]) -> frozenset[int]:
    """The numbers of spans that lie behind the text or across it, by the text they lie over; of a text that is repeated
    over the page in one size and direction every span, also where nothing else is printed.
    """
    odd = [*_odd(spans)]
    if not odd:
        return frozenset()
    large = {*odd}
    boxes = [char["bbox"] for at, span in enumerate(spans) if at not in large for char in _printed(span)]
    across = {_look(spans[at]) for at in odd if _lies_over(spans[at], boxes)}
    return frozenset(at for at in odd if _look(spans[at]) in across)


def _odd(spans: Sequence[Span]) -> Iterator[int]:
    """Spans that run aslant or are far larger than the text."""
    sizes = Counter[float]()
    for span in spans:
        sizes[span["size"]] += len(span["chars"])
    usual = median(sizes.elements()) if sizes else 0.0
    for at, span in enumerate(spans):
        if is_aslant(span) or span["size"] > _LARGE * usual:
            yield at


def _look(span: Span) -> tuple[str, int, int, int]:
    text = "".join(char["c"] for char in span["chars"]).strip()
    return text, round(span["size"]), round(10 * span["dir"][0]), round(10 * span["dir"][1])


def _lies_over(span: Span, boxes: Sequence[Box]) -> bool:
    own = [char["bbox"] for char in _printed(span)]
    over = (1 for box in boxes if any(_holds(each, box) for each in own))
    return sum(over) >= _LINES


def _holds(one: Box, other: Box) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return one[0] < x < one[2] and one[1] < y < one[3]


def _printed(span: Span) -> list[dict[str, Any]]:
    return [char for char in span["chars"] if not char["c"].isspace()]

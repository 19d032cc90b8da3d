"""Spans are found by bisection as they would be by looking at every one of them."""

from random import Random

import pytest

from extractor.documents.span_index import SpanIndex


def span(chance: Random) -> tuple[int, int]:
    """A short span, empty at times."""
    start = chance.randrange(12)
    return start, start + chance.randrange(5)


@pytest.mark.parametrize("seed", range(40))
def test_the_spans_that_are_found_are_those_that_overlap(seed: int) -> None:
    chance = Random(seed)
    spans = [span(chance) for _ in range(chance.randrange(12))]
    for asked in (span(chance) for _ in range(20)):
        overlapping = [number for number, (start, end) in enumerate(spans) if start < asked[1] and asked[0] < end]
        assert SpanIndex(spans).numbers(asked) == overlapping
        assert SpanIndex(spans).meets(asked) == bool(overlapping)

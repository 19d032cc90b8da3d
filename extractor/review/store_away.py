"""A store that is locked, full or gone while somebody reviews: the step is refused, and may be taken again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from extractor.errors import StoreUnavailable
from extractor.review.spoken_words import tell
from extractor.review.step import Step

Given = ParamSpec("Given")


def refused_while_away(act: Callable[Given, Step]) -> Callable[Given, Step]:
    """A step that says so where the store is out of reach, in place of StoreUnavailable."""

    @wraps(act)
    def refusing(*args: Given.args, **kwargs: Given.kwargs) -> Step:
        try:
            return act(*args, **kwargs)
        except StoreUnavailable:
            return Step(False, tell("store_away"))

    return refusing

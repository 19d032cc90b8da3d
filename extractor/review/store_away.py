"""A store that is locked, full or gone while somebody reviews: the step is refused, and may be taken again."""

from collections.abc import Callable
from functools import wraps
from time import monotonic, sleep
from typing import ParamSpec

from extractor.errors import StoreUnavailable
from extractor.review.spoken_words import tell
from extractor.review.step import Step

PATIENCE = 0.3
"""Seconds that a step waits for a lock before it is refused as busy: less than what feels like standing still."""
MOST_SECONDS = 30.0
"""For how long a step that was refused as busy is tried again."""
PAUSE = 0.5
"""Seconds from one try to the next."""

Given = ParamSpec("Given")


def refused_while_away(act: Callable[Given, Step]) -> Callable[Given, Step]:
    """A step that says so where the store is out of reach, in place of StoreUnavailable."""

    @wraps(act)
    def refusing(*args: Given.args, **kwargs: Given.kwargs) -> Step:
        try:
            return act(*args, **kwargs)
        except StoreUnavailable as error:
            return Step(False, tell("store_away"), busy=error.locked)

    return refusing


def to_its_end(act: Callable[[], Step]) -> Step:
    """The rest of an action of which a part is stored: it waits for a busy store as long as a run would."""
    end = monotonic() + MOST_SECONDS
    step = act()
    while step.busy and monotonic() < end:
        sleep(PAUSE)
        step = act()
    return step

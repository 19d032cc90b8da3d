"""The steps from one layout of the store to the next, by the layout they begin with.

A step works on tables and JSON as they were when it was written, never on the models of today: it must still do the
same when those have changed. Once released it is not touched again; what changes later is another step.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import sqlalchemy as sa

from extractor.store.steps.from_1 import one_to_two
from extractor.store.steps.from_2 import two_to_three
from extractor.store.steps.from_3 import three_to_four
from extractor.store.steps.from_4 import four_to_five
from extractor.store.steps.from_5 import five_to_six
from extractor.store.steps.from_6 import six_to_seven
from extractor.store.steps.from_7 import seven_to_eight

Step: TypeAlias = Callable[[sa.Connection], None]
"""Works inside the one transaction of the whole upgrade, and leaves the table of edits alone."""

STEPS: Mapping[int, Step] = {
    1: one_to_two,
    2: two_to_three,
    3: three_to_four,
    4: four_to_five,
    5: five_to_six,
    6: six_to_seven,
    7: seven_to_eight,
}

__all__ = ["STEPS", "Step"]

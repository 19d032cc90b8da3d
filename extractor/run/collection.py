"""When the collector of cycles looks (see :mod:`gc`): seldom, while many documents are read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG, MIDDLE, OLD = 50_000, 20, 100
"""New objects before it looks at them, and looks before it looks at older ones. Values of documents hang together
without cycles: with the usual 700 a third of the time that the layout reader took went into looking at them in vain
(28.9 ms a report, 17.9 so)."""


YOUNG_WHERE_HANDED_OUT = 5_000
"""The same for the process that hands documents out and stores them: it makes few objects, and what hangs together in
cycles of each document (statements, futures) would lie there until a hundred thousand were read."""


def collect_seldom() -> None:
    """From now on, and never at what is there by now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


@contextmanager
def collecting_seldom(young: int = YOUNG) -> Iterator[None]:
    """While this lasts. ``young``: new objects before it looks at them."""
    before = gc.get_threshold()
    gc.set_threshold(young, MIDDLE, OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)

"""Fragments by where they stand along the line, so that those above a heading are found without asking all of them."""

from collections import defaultdict
from collections.abc import Iterable

from extractor.readers.open_layout.printed_bands import Fragment


class AlongTheLine:
    """Fragments, each of a group that goes by a number. ``width``: about how wide they are, which is how finely the
    line is divided.
    """

    def __init__(self, width: float) -> None:
        self._width = width if width > 0 else 1.0
        self._there: dict[int, list[tuple[int, Fragment]]] = defaultdict(list)

    def add(self, group: int, fragment: Fragment) -> None:
        """One fragment more."""
        for stretch in self._stretches(fragment):
            self._there[stretch].append((group, fragment))

    def over(self, fragment: Fragment) -> dict[int, float]:
        """The groups with a fragment that takes a piece of the line that this one takes, and how much at most."""
        found: dict[int, float] = {}
        for stretch in self._stretches(fragment):
            for group, other in self._there.get(stretch, ()):
                shared = other.over(fragment)
                if shared > found.get(group, 0.0):
                    found[group] = shared
        return found

    def _stretches(self, fragment: Fragment) -> range:
        return range(int(fragment.x0 // self._width), int(fragment.x1 // self._width) + 1)


def mean_width(fragments: Iterable[Fragment]) -> float:
    """How wide fragments are; 0 where there are none."""
    widths = [each.x1 - each.x0 for each in fragments]
    return sum(widths) / len(widths) if widths else 0.0

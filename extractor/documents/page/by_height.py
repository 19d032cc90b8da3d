"""Boxes of a page, found by their height: what stands on the line of something, without asking every other box."""

from collections.abc import Iterable, Iterator

from extractor.documents.model import Box

_BAND = 16.0
"""Points: the height of the bands that a page is cut into, about that of a line."""


class ByHeight:
    """Boxes by the bands of the page that they lie in; each is known by its number in the order given."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._bands: dict[int, list[int]] = {}
        for number, box in enumerate(boxes):
            for band in range(int(box[1] // _BAND), int(box[3] // _BAND) + 1):
                self._bands.setdefault(band, []).append(number)

    def near(self, y0: float, y1: float) -> Iterator[int]:
        """The numbers of the boxes that may lie between two heights, in no order, each once."""
        first, last = int(y0 // _BAND), int(y1 // _BAND)
        if first == last:
            return iter(self._bands.get(first, ()))
        if last - first > len(self._bands):
            return iter({number for numbers in self._bands.values() for number in numbers})
        return iter({number for band in range(first, last + 1) for number in self._bands.get(band, ())})

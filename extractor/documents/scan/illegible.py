"""Where on a page ink lies of which nothing can be read, in words for people."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.documents.model import Box

_NEAR = 1.5
"""Heights of a spot of ink: what stands no farther apart is one region."""
_MOST = 3
"""Regions that are named, the largest first."""
_THIRDS = (("upper left", "top", "upper right"), ("left", "middle", "right"), ("lower left", "foot", "lower right"))


class IllegibleRegion(NamedTuple):
    """A part of a page as displayed, in points."""

    box: Box

    def on(self, paper: tuple[float, float]) -> str:
        """The region in words; ``paper`` is the width and height of its page in points."""
        x0, y0 = (max(0.0, edge) for edge in self.box[:2])
        x1, y1 = (min(side, edge) for side, edge in zip(paper, self.box[2:], strict=True))
        name = "whole page" if _covers(self.box, paper) else _THIRDS[_third(y0, y1, paper[1])][_third(x0, x1, paper[0])]
        size = f"{paper[0]:.0f} × {paper[1]:.0f} points"
        return f"the {name} (x {x0:.0f} to {x1:.0f}, y {y0:.0f} to {y1:.0f} of {size})"


def illegible_regions(spots: Sequence[Box]) -> list[IllegibleRegion]:
    """What stands near each other, as regions: the largest first."""
    found: list[IllegibleRegion] = []
    for spot in sorted(spots, key=lambda box: (box[1], box[0])):
        region = IllegibleRegion(spot)
        reach = _NEAR * min(spot[3] - spot[1], spot[2] - spot[0])
        near = [other for other in found if _gap(other.box, spot) <= reach]
        for other in near:
            found.remove(other)
            region = IllegibleRegion(_around(region.box, other.box))
        found.append(region)
    return sorted(found, key=lambda region: -_area(region.box))


def illegible_remarks(spots: Sequence[Box], paper: tuple[float, float], nothing: bool = False) -> Iterator[str]:
    """What a page says of ink of which nothing can be read. ``nothing``: nothing at all was read on the page."""
    regions = illegible_regions(spots)
    if nothing and not regions:
        regions = [IllegibleRegion((0.0, 0.0, *paper))]
    if regions:
        named = "; ".join(region.on(paper) for region in regions[:_MOST])
        more = f"; {len(regions) - _MOST} more" if len(regions) > _MOST else ""
        yield f"nothing is legible in {named}{more}"


def _gap(one: Box, other: Box) -> float:
    return max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _covers(box: Box, paper: tuple[float, float]) -> bool:
    """Whether a region reaches over most of its page, both ways."""
    return all(2 * (box[at + 2] - box[at]) > paper[at] for at in (0, 1))


def _third(start: float, end: float, whole: float) -> int:
    """In which third of the page the middle of something lies."""
    return min(2, max(0, int(3 * (start + end) / 2 / max(whole, 1.0))))

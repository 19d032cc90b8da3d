"""From the picture of a page to the page flat and upright, with the lines of print that stand on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.documents.scan.numbers.recogniser import Recogniser
from extractor.documents.scan.numbers.upright import reads_better_turned, runs_downwards
from extractor.documents.scan.paper.dark_blocks import without_dark_blocks
from extractor.documents.scan.paper.density import with_likely_density
from extractor.documents.scan.paper.deskew import skew_of, turned
from extractor.documents.scan.paper.facing import Direction, boxes_turned, direction_of, share_on_head, turned_by
from extractor.documents.scan.paper.ink import softened
from extractor.documents.scan.paper.paper_edges import flattened
from extractor.documents.scan.paper.raster import Grey, Raster
from extractor.documents.scan.paper.sheet_rim import without_rim
from extractor.documents.scan.paper.sides import positive
from extractor.documents.scan.paper.text_boxes import TextBox, find_text
from extractor.documents.scan.tables.dark_fields import with_light_fields

_UPRIGHT, _ON_HEAD = 0.2, 0.8
"""What the classifier says of most pages is below or above; between them the recogniser is asked."""
_ASKEW = 4.0
"""Degrees: up to here the rows of pixels tell the skew by themselves."""


@dataclass(frozen=True)
class FlatPage:
    """A page whose print is dark, its right side up; ``degrees`` as :func:`skew_of` tells. ``boxes``: the lines that
    the detector of text finds, in its pixels; ``downwards``: lines that run from top to bottom lie level on it, and the
    line that is read first on top.
    """

    raster: Raster
    degrees: float
    boxes: tuple[TextBox, ...]
    downwards: bool = False


@dataclass(frozen=True)
class UprightPage:
    """A page as its lines read upright. ``boxes`` of these lines, in its pixels; ``direction``: how they ran before."""

    raster: Raster
    boxes: tuple[TextBox, ...]
    direction: Direction


def flat_page(raster: Raster, recogniser: Recogniser) -> FlatPage:
    """The page turned by quarters until its lines read upright, with the density that its print has."""
    page = upright_page(raster, recogniser)
    boxes, direction = page.boxes, page.direction
    downwards = direction.quarters > 0 and runs_downwards(recogniser, _seen(page.raster), boxes)
    raster = with_likely_density(page.raster, boxes)
    light = with_light_fields(raster.pixels, raster.dpi)
    raster = replace(raster, pixels=without_dark_blocks(light, boxes))
    return FlatPage(raster, _skew(raster.pixels, direction.degrees), boxes, downwards)


def upright_page(raster: Raster, recogniser: Recogniser) -> UprightPage:
    """The page with dark print on paper that lies flat, turned by quarters until its lines read upright."""
    raster = positive(raster)
    boxes: Sequence[TextBox] = find_text(_seen(raster))
    if (flat := flattened(raster, boxes)) is not None:
        boxes = find_text(flat.pixels)
        raster = replace(flat, pixels=without_rim(flat.pixels, boxes))
    direction = direction_of(boxes)
    boxes = boxes_turned(boxes, direction.quarters, raster.pixels.shape)
    raster = turned_by(raster, direction.quarters)
    if _stands_on_head(raster, boxes, recogniser):
        boxes = boxes_turned(boxes, 2, raster.pixels.shape)
        raster = turned_by(raster, 2)
    return UprightPage(raster, tuple(boxes), direction)


def _seen(raster: Raster) -> Grey:
    """The picture as the networks see it: dots of a raster melt away."""
    return softened(raster.pixels, raster.dpi) if raster.bilevel else raster.pixels


def _stands_on_head(raster: Raster, boxes: Sequence[TextBox], recogniser: Recogniser) -> bool:
    pixels = _seen(raster)
    share, lines = share_on_head(pixels, boxes)
    if not lines or share <= _UPRIGHT:
        return False
    return share >= _ON_HEAD or reads_better_turned(recogniser, pixels, boxes)


def _skew(pixels: Grey, degrees: float) -> float:
    """How far a page lies askew whose lines rise by about so many degrees."""
    if abs(degrees) < _ASKEW:
        return skew_of(pixels)
    return degrees + skew_of(turned(pixels, degrees)[0])

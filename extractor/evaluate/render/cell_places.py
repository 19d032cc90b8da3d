"""Where every cell of a printed table stands, known exactly because the renderer put it there."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import NamedTuple, TypeAlias

from extractor.evaluate.render.grid import Role


class Point(NamedTuple):
    """A place, from the upper left corner: to the right and down."""

    x: float
    y: float


class Box(NamedTuple):
    """An upright rectangle in points of an unturned page, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Upper left, upper right, lower right, lower left."""
        left, top, right, bottom = self
        return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)


Quad: TypeAlias = tuple[Point, Point, Point, Point]
"""The corners of a box that lies turned, in the order of ``Box.corners``."""


class Transform(NamedTuple):
    """An affine map from points of a page to pixels of its picture: ``x' = a x + c y + e``, ``y' = b x + d y + f``."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> Point:
        """Where a place of the page is in the picture."""
        return Point(self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    def quad(self, box: Box) -> Quad:
        """Where a box of the page is in the picture."""
        one, two, three, four = (self.point(*corner) for corner in box.corners)
        return one, two, three, four

    @property
    def inverse(self) -> "Transform":
        """The map back, from pixels to points."""
        a, b, c, d, e, f = self
        area = a * d - b * c
        return Transform(d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)


def turned(width: float, height: float, scale: float, degrees: float) -> Transform:
    """Points to pixels for a page of that size in points, turned clockwise about its middle, ``scale`` pixels a point.

    The middle of the page becomes the middle of a picture of whole pixels, ``round(width * scale)`` wide.
    """
    along, across = scale * cos(radians(degrees)), scale * sin(radians(degrees))
    middle, centre = Point(width / 2, height / 2), Point(round(width * scale) / 2, round(height * scale) / 2)
    e = centre.x - along * middle.x + across * middle.y
    f = centre.y - across * middle.x - along * middle.y
    return Transform(along, across, -across, along, e, f)


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell on one page. ``page``, ``table``, ``row`` and ``column`` count from 0 through the whole document.

    ``box`` is the whole cell, whether lines are drawn around it or not; ``ink`` encloses its characters (the full
    height of their lines, not the outline of each), None where nothing is printed. ``continued``: the cell began on
    the page before, and its text stands there alone. A heading repeated on a later page is there again with its row.
    """

    page: int
    table: int
    row: int
    column: int
    row_span: int
    col_span: int
    role: Role
    text: str
    box: Box
    ink: Box | None = None
    continued: bool = False

"""From the page as it was read, upright and in points, to the page as displayed."""

from dataclasses import dataclass
from typing import TypeAlias

from extractor.documents.model import Box, Matrix, Point, Quad
from extractor.documents.scan.paper.curl import Curl

_ASKEW = 1e-4

Lens: TypeAlias = tuple[float, ...]
"""Nine numbers, row by row: a projective map (homography)."""


@dataclass(frozen=True, slots=True)
class Askew:
    """A page that was turned before it was read: ``matrix`` leads from its points to those of the page displayed.
    ``curl``: how far below their places its lines lay, for they were bent.

    ``lens``: of a page that was photographed aslant, ``matrix`` leads to points of the flat sheet, and this from there
    to those of the page displayed.
    """

    matrix: Matrix
    lens: Lens = ()
    curl: Curl | None = None

    def page_box(self, box: Box) -> Box:
        """The smallest upright box around it on the page displayed."""
        xs, ys = zip(*self._corners(box), strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    def page_quad(self, box: Box) -> Quad | None:
        """Its corners on the page displayed; None on a page that lay straight and was not photographed aslant."""
        return self._corners(box) if abs(self.matrix[1]) > _ASKEW or self.lens or self.curl else None

    def _corners(self, box: Box) -> Quad:
        x0, y0, x1, y1 = box
        return (self._point(x0, y0), self._point(x1, y0), self._point(x1, y1), self._point(x0, y1))

    def _point(self, x: float, y: float) -> Point:
        """Plain numbers, whatever library measured them: they pass between processes."""
        a, b, c, d, e, f = self.matrix
        x, y = float(x), float(y)
        if self.curl is not None:
            y += float(self.curl.below(x, y))
        return _through(self.lens, (a * x + c * y + e, b * x + d * y + f))


def _through(lens: Lens, point: Point) -> Point:
    """Where a point of a flat sheet lies on the picture of it."""
    if not lens:
        return point
    x, y = point
    across, down, away = (lens[row] * x + lens[row + 1] * y + lens[row + 2] for row in (0, 3, 6))
    return (float(across / away), float(down / away))


def joined(first: Matrix, then: Matrix) -> Matrix:
    """The map that does one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * e + r * f + t, q * e + s * f + u)


def inverse(matrix: Matrix) -> Matrix:
    """The map that leads back. Raises ZeroDivisionError for one that flattens everything."""
    a, b, c, d, e, f = matrix
    n = a * d - b * c
    return (d / n, -b / n, -c / n, a / n, (c * f - d * e) / n, (b * e - a * f) / n)

"""Boxes with rounded corners, as web pages and slides print them, taken for the boxes they are."""

from collections.abc import Sequence
from typing import Any

from extractor.documents.model import Box
from extractor.documents.page.ruling import Path

_ON_EDGE = 0.5
"""Points by which a line may stand off the edge that it draws."""
_STRAIGHT = 0.5
"""The share of its width along which a box is straight at the top and at the bottom: the figure 0 is not."""
_LEAST = 4.0
"""Points: the least height of a box that something stands in."""


def squared(paths: Sequence[Path]) -> list[Path]:
    """The drawings of a page as listed, those that are one rounded box as the rectangle around it."""
    return [_squared(path) for path in paths]


def _squared(path: Path) -> Path:
    items: Sequence[Any] = path["items"]  # type: ignore[assignment]  # as the PDF library lists it
    box: Box = path["rect"]  # type: ignore[assignment]  # the same
    return {**path, "items": [("re", box, 1)]} if _is_rounded_box(items, box) else path


def _is_rounded_box(items: Sequence[Any], box: Box) -> bool:
    x0, y0, x1, y1 = box
    lines = [item for item in items if item[0] == "l"]
    curves = [item for item in items if item[0] == "c"]
    if not curves or len(lines) < 2 or len(lines) + len(curves) < len(items) or y1 - y0 < _LEAST:
        return False
    corner = min(x1 - x0, y1 - y0) / 2 + _ON_EDGE
    if not all(_is_corner(item[1:], box, corner) for item in curves):
        return False
    straight = {y0: 0.0, y1: 0.0}
    for _, (ax, ay), (bx, by) in lines:
        level = next((y for y in (y0, y1) if abs(ay - y) <= _ON_EDGE and abs(by - y) <= _ON_EDGE), None)
        if level is not None:
            straight[level] += abs(bx - ax)
        elif not any(abs(ax - x) <= _ON_EDGE and abs(bx - x) <= _ON_EDGE for x in (x0, x1)):
            return False
    return min(straight.values()) >= _STRAIGHT * (x1 - x0)


def _is_corner(points: Sequence[tuple[float, float]], box: Box, size: float) -> bool:
    """Whether a curve stays within a corner of the box and runs from one edge to another."""
    x0, y0, x1, y1 = box
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across = max(xs) <= x0 + size or min(xs) >= x1 - size
    down = max(ys) <= y0 + size or min(ys) >= y1 - size
    ends = (points[0], points[-1])
    on_edge = all(min(abs(x - x0), abs(x - x1), abs(y - y0), abs(y - y1)) <= _ON_EDGE for x, y in ends)
    return across and down and on_edge

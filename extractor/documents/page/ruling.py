"""Ruling lines of a page: strokes, thin filled rectangles and frames as horizontal and vertical segments."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from extractor.documents.model import Box, Point, Quad

Path: TypeAlias = Mapping[str, object]
"""One drawing as the PDF library lists it: ``type`` (s, f, fs), ``items``, ``rect``, opacities."""

_THIN = 3.5
_STRAIGHT = 1.0
_SAME_LINE = 1.5
_JOIN = 2.5
_SHORTEST = 4.0


class Segment(NamedTuple):
    """A straight rule. ``at`` is its fixed coordinate, ``start`` to ``end`` its extent along the other one."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """The rules of a page, collinear ones united."""

    horizontal: tuple[Segment, ...]
    vertical: tuple[Segment, ...]


def together(one: Rules, other: Rules) -> Rules:
    """The rules of both."""
    return Rules((*one.horizontal, *other.horizontal), (*one.vertical, *other.vertical))


class Placing(Protocol):
    """How a page that was read in its own orientation leads back to the page as displayed."""

    def page_box(self, box: Box) -> Box:
        """A box of the page as it was read, on the page as displayed: the smallest upright one around it."""
        ...

    def page_quad(self, box: Box) -> Quad | None:
        """The corners of the same, where the page lay askew; None where the box says it all."""
        ...


class PageTurn(NamedTuple):
    """How a page is turned so that its text reads upright: quarter turns, and the page's width and height before."""

    quarters: int
    width: float
    height: float

    def forward(self, x: float, y: float) -> Point:
        """A point of the page in reading orientation."""
        if self.quarters == 1:
            return (self.height - y, x)
        if self.quarters == 2:
            return (self.width - x, self.height - y)
        if self.quarters == 3:
            return (y, self.width - x)
        return (x, y)

    def forward_box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of the page in reading orientation."""
        if not self.quarters:
            return (x0 if x0 <= x1 else x1, y0 if y0 <= y1 else y1, x1 if x1 >= x0 else x0, y1 if y1 >= y0 else y0)
        (ax, ay), (bx, by) = self.forward(x0, y0), self.forward(x1, y1)
        return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def page_box(self, box: Box) -> Box:
        """A box in reading orientation, on the page as displayed."""
        return self.back.forward_box(*box)

    def page_quad(self, box: Box) -> Quad | None:
        """None: quarter turns keep boxes upright."""
        return None

    @property
    def back(self) -> "PageTurn":
        """The turn that undoes this one."""
        if self.quarters % 2:
            return PageTurn(4 - self.quarters, self.height, self.width)
        return self


def rules_of_paths(paths: Iterable[Path], turn: PageTurn) -> Rules:
    """All rules among the drawings of a page, turned into reading orientation."""
    horizontal: list[Segment] = []
    vertical: list[Segment] = []
    for path in paths:
        for start, end in _strokes(path):
            (x0, y0), (x1, y1) = turn.forward(*start), turn.forward(*end)
            if abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
                horizontal.append(Segment((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
                vertical.append(Segment((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return Rules(united(horizontal), united(vertical))


def _strokes(path: Path) -> Iterable[tuple[Point, Point]]:
    """The straight strokes of one drawing, as pairs of points."""
    kind = str(path.get("type", ""))
    stroked = "s" in kind and path.get("stroke_opacity", 1) != 0
    if not stroked and path.get("fill_opacity", 1) == 0:
        return
    found = path.get("items")
    items: Sequence[Any] = found if isinstance(found, Sequence) else ()
    if not stroked and items and all(item[0] == "l" for item in items):
        yield from _thin_box(_rect(path.get("rect")))
        return
    for item in items:
        if item[0] == "l" and stroked:
            yield item[1], item[2]
        elif item[0] == "re":
            box = _rect(item[1])
            yield from (_frame(box) if stroked and not _is_thin(box) else _thin_box(box))
        elif item[0] == "qu":
            yield from _quad(item[1], stroked)


def _rect(value: object) -> tuple[float, float, float, float]:
    """A rectangle as four numbers."""
    if not isinstance(value, Iterable):
        return (0.0, 0.0, 0.0, 0.0)
    x0, y0, x1, y1 = (float(part) for part in value)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _is_thin(box: tuple[float, float, float, float]) -> bool:
    return box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN


def _thin_box(box: tuple[float, float, float, float]) -> Iterable[tuple[Point, Point]]:
    """The line that a thin filled rectangle draws; nothing for an area or a dot."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if height <= _THIN and width > max(height, _THIN):
        yield (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)
    elif width <= _THIN and height > max(width, _THIN):
        yield ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)


def _frame(box: tuple[float, float, float, float]) -> Iterable[tuple[Point, Point]]:
    """The four sides of a stroked rectangle."""
    x0, y0, x1, y1 = box
    yield (x0, y0), (x1, y0)
    yield (x0, y1), (x1, y1)
    yield (x0, y0), (x0, y1)
    yield (x1, y0), (x1, y1)


def _quad(corners: Sequence[Point], stroked: bool) -> Iterable[tuple[Point, Point]]:
    """A quadrangle is treated as the rectangle around it."""
    xs = [corner[0] for corner in corners]
    ys = [corner[1] for corner in corners]
    box = (min(xs), min(ys), max(xs), max(ys))
    return _frame(box) if stroked and not _is_thin(box) else _thin_box(box)


def united(segments: list[Segment]) -> tuple[Segment, ...]:
    """Segments on one line that touch or overlap, as one; dashes shorter than a character are dropped."""
    groups: list[list[Segment]] = []
    for segment in sorted(segments):
        if groups and segment.at - groups[-1][0].at <= _SAME_LINE:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    united: list[Segment] = []
    for group in groups:
        at = sum(segment.at for segment in group) / len(group)
        start, end = None, 0.0
        for segment in sorted(group, key=lambda segment: segment.start):
            if start is not None and segment.start <= end + _JOIN:
                end = max(end, segment.end)
                continue
            if start is not None:
                united.append(Segment(at, start, end))
            start, end = segment.start, segment.end
        if start is not None:
            united.append(Segment(at, start, end))
    return tuple(segment for segment in united if segment.end - segment.start >= _SHORTEST)

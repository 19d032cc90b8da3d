"""Pictures of pages, turned upright, with ids in the margins: one beside every line, one over every column of a table.

Only someone who sees the picture can say an id. Ids stand on white paper of their own, never on the page.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.documents.model import Page, Point
from extractor.documents.opening.picture import (
    LOCK,
    NUMBER_BAND,
    POINTS_PER_INCH,
    Part,
    Picture,
    PictureLimit,
    checked_page,
    mupdf_library,
    number_part,
    opened_pages,
    stacked,
)

if TYPE_CHECKING:
    import pymupdf

_STROKE = 10
"""Pixels of the paper for ids, for the stroke that leads to the line."""
_SLOTS = 2
"""Ids that fit beside each other: where lines are closer than ids are high, every other one moves out."""
_WIDTH = 0.6
"""Width of a character of an id, as a share of its size of type."""
_BAND = 26
"""Height of the paper for ids of columns, in pixels, and of a band that prints nothing."""
_LARGEST, _SMALLEST = 16.0, 11.0
"""Size of type of an id, in pixels."""
_FONT = "cobo"
"""Courier: its l, I, 1, O and 0 are told apart."""
_COLOUR = (0.75, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Upright:
    """A page turned so that its lines run straight: ``degrees`` is how far they ran down to the right as displayed."""

    page: Page
    degrees: float = 0.0

    @property
    def size(self) -> Point:
        """Width and height of the paper that holds the whole page, in points."""
        xs, ys = zip(*self._corners(), strict=True)
        return max(xs) - min(xs), max(ys) - min(ys)

    def at(self, point: Point) -> Point:
        """Where a point of the page as displayed lies on that paper."""
        xs, ys = zip(*self._corners(), strict=True)
        x, y = self._turned(*point)
        return x - min(xs), y - min(ys)

    def _corners(self) -> list[Point]:
        width, height = self.page.width, self.page.height
        return [self._turned(x, y) for x, y in ((0.0, 0.0), (width, 0.0), (0.0, height), (width, height))]

    def _turned(self, x: float, y: float) -> Point:
        cos, sin = math.cos(math.radians(self.degrees)), math.sin(math.radians(self.degrees))
        return cos * x + sin * y, cos * y - sin * x


@dataclass(frozen=True, slots=True)
class MarginId:
    """An id and where it stands, in points of the upright page: down for a line, across for a column.

    ``right``: in the right margin, for a line that has another to its left.
    """

    id: str
    at: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class MarkedStrip:
    """A strip of an upright page, from ``top`` to ``bottom`` in points, with the ids beside and over it."""

    upright: Upright
    top: float
    bottom: float
    lines: tuple[MarginId, ...] = ()
    columns: tuple[MarginId, ...] = ()

    @property
    def bands(self) -> int:
        """How many bands of paper are put above it."""
        return 1 if self.columns else 0


@dataclass(frozen=True, slots=True)
class EmptyBand:
    """A band that prints nothing, with an id beside it: who names it did not look."""

    id: str

    @property
    def bands(self) -> int:
        """How many bands of paper it is."""
        return 1


PicturePiece = MarkedStrip | EmptyBand


def marked_picture(
    path: Path, strips: Sequence[PicturePiece], number: int, limit: PictureLimit | None = None, sha256: str = ""
) -> Picture:
    """Strips of the pages of one file, one below the other at one scale, with their ids, under the printed ``number``.

    ``sha256``: the content the file must have. Raises as ``page_picture`` does.
    """
    limit = limit or PictureLimit()
    scale = marked_scale(strips, limit)
    with LOCK, opened_pages(path, sha256) as pages:
        whole: dict[int, Any] = {}
        parts, margins = [number_part(number)], _Margins.of(strips)
        for strip in strips:
            parts += _drawn(strip, scale, pages, whole, margins, path)
        return stacked(parts, scale)


def marked_scale(strips: Sequence[PicturePiece], limit: PictureLimit) -> float:
    """Pixels for a point: as fine as the limit asks for, as long as the picture with its margins stays within it."""
    shown = [strip for strip in strips if isinstance(strip, MarkedStrip)]
    width = max((strip.upright.size[0] for strip in shown), default=1.0)
    height = sum(strip.bottom - strip.top for strip in shown)
    fixed = NUMBER_BAND + len(shown) + _BAND * sum(strip.bands for strip in strips)
    margins = sum(_Margins.of(strips)) + 1
    by_side = min(scale_across(strips, limit), (limit.side - fixed) / height)
    # (width * scale + margins) * (height * scale + fixed) = pixels
    square, line = width * height, width * fixed + height * margins
    by_area = (math.sqrt(line**2 + 4 * square * (limit.pixels - margins * fixed)) - line) / (2 * square)
    return min(limit.dpi / POINTS_PER_INCH, by_side, by_area)


def scale_across(strips: Sequence[PicturePiece], limit: PictureLimit) -> float:
    """The same as far as their width goes, however low they are."""
    width = max((strip.upright.size[0] for strip in strips if isinstance(strip, MarkedStrip)), default=1.0)
    return min(limit.dpi / POINTS_PER_INCH, (limit.side - sum(_Margins.of(strips)) - 1) / width)


class _Margins(NamedTuple):
    """Width of the paper for ids, left and right of the strips, in pixels."""

    left: int
    right: int

    @classmethod
    def of(cls, strips: Sequence[PicturePiece]) -> "_Margins":
        """As wide as the ids need: nothing on a side that has none."""
        ids = [MarginId(each.id, 0.0) for each in strips if isinstance(each, EmptyBand)]
        ids += [line for strip in strips if isinstance(strip, MarkedStrip) for line in strip.lines]
        left, right = (max((len(each.id) for each in ids if each.right is side), default=0) for side in (False, True))
        return cls(*(_SLOTS * _slot(length) + _STROKE if length else 0 for length in (left, right)))


def _slot(length: int) -> int:
    """Width in pixels of an id with a little paper beside it."""
    return math.ceil(_LARGEST * _WIDTH * length) + 4


def _drawn(
    strip: PicturePiece, scale: float, pages: "pymupdf.Document", whole: dict[int, Any], margins: _Margins, path: Path
) -> Iterator[Part]:
    if isinstance(strip, EmptyBand):
        yield _margin([MarginId(strip.id, _BAND / 2)], margins.left, _BAND, 1.0, False)
        return
    number = strip.upright.page.number
    if number not in whole:
        whole[number] = _whole(strip.upright, scale, pages, path)
    drawn = whole[number]
    if strip.columns:
        yield _over(strip.columns, scale, margins, drawn.width)
    top, bottom = round(strip.top * scale), min(round(strip.bottom * scale), drawn.height)
    samples = bytes(memoryview(drawn.samples)[top * drawn.stride : bottom * drawn.stride])
    lines = [MarginId(each.id, each.at - strip.top, each.right) for each in strip.lines]
    yield _beside((drawn.width, bottom - top, samples), lines, margins, scale)


def _whole(upright: Upright, scale: float, pages: "pymupdf.Document", path: Path) -> Any:  # noqa: ANN401 (a pixmap)
    """The pixels of an upright page."""
    found, across, down = checked_page(pages, upright.page, path)
    cos, sin = math.cos(math.radians(upright.degrees)), math.sin(math.radians(upright.degrees))
    wide, high = scale / across, scale / down
    matrix = mupdf_library().Matrix(cos * wide, -sin * wide, sin * high, cos * high, 0, 0)
    return found.get_pixmap(matrix=matrix, alpha=False, colorspace="rgb")


def _over(columns: Sequence[MarginId], scale: float, margins: _Margins, width: int) -> Part:
    """The band over a table: the id of every column over its middle."""
    with mupdf_library().open() as sheet:
        page = sheet.new_page(width=margins.left + width, height=_BAND)
        for each in columns:
            middle = margins.left + each.at * scale
            left = middle - _LARGEST * _WIDTH * len(each.id) / 2
            page.insert_text((left, _BAND - 10), each.id, fontname=_FONT, fontsize=_LARGEST, color=_COLOUR)
            page.draw_line((middle, _BAND - 7), (middle, _BAND), color=_COLOUR)
        return _part_of(page)


def _beside(printed: Part, lines: Sequence[MarginId], margins: _Margins, scale: float) -> Part:
    """A strip between its margins."""
    width, height, pixels = printed
    left = _margin([each for each in lines if not each.right], margins.left, height, scale, False)
    right = _margin([each for each in lines if each.right], margins.right, height, scale, True)
    rows = bytearray()
    for row in range(height):
        for wide, drawn in ((left[0], left[2]), (width, pixels), (right[0], right[2])):
            rows += drawn[3 * wide * row : 3 * wide * (row + 1)]
    return sum(margins) + width, height, bytes(rows)


def _margin(lines: Sequence[MarginId], width: int, height: int, scale: float, right: bool) -> Part:
    """The ids of one side, each with a stroke to its line; one that would stand on another moves out."""
    if not width:
        return 0, height, b""
    room = (width - _STROKE) / _SLOTS
    size, slot, before = _type_size(lines, scale), 0, -math.inf
    with mupdf_library().open() as sheet:
        page = sheet.new_page(width=width, height=height)
        for each in sorted(lines, key=lambda line: line.at):
            y = each.at * scale
            slot = (slot + 1) % _SLOTS if y - before < size else 0
            before = y
            inner = _STROKE + slot * room
            left = inner if right else width - inner - room + 2
            baseline = min(max(y + size * 0.3, size * 0.7), height - 2)
            page.insert_text((left, baseline), each.id, fontname=_FONT, fontsize=size, color=_COLOUR)
            ends = (0, inner - 3) if right else (width - inner + 3, width)
            page.draw_line((ends[0], y), (ends[1], y), color=_COLOUR, width=0.7)
        return _part_of(page)


def _type_size(lines: Sequence[MarginId], scale: float) -> float:
    """As large as the usual distance between lines allows."""
    ordered = sorted(line.at * scale for line in lines)
    steps = sorted(later - earlier for earlier, later in pairwise(ordered))
    return min(_LARGEST, max(_SMALLEST, steps[len(steps) // 2] * 0.9)) if steps else _LARGEST


def _part_of(page: Any) -> Part:  # noqa: ANN401 (the library has no annotations)
    drawn = page.get_pixmap(alpha=False)
    return drawn.width, drawn.height, bytes(drawn.samples)

"""Pages as a model sees them: pictures of their upper and lower parts, each line with its id beside it.

Which lines and columns a page has is told by its rules, its ink and the gutters between its words, before anybody has
looked for labels: nothing that the layout search found is in the picture.
"""

import hashlib
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from extractor.documents.model import Cell, Document, Page
from extractor.documents.opening.marked_picture import (
    EmptyBand,
    MarginId,
    MarkedStrip,
    PicturePiece,
    Upright,
    marked_picture,
    marked_scale,
    scale_across,
)
from extractor.documents.opening.picture import POINTS_PER_INCH, Picture
from extractor.errors import UnreadableDocument
from extractor.readers.llm.mapping.ids import line_ids
from extractor.readers.llm.mapping.sheet import NumberedSheet, SheetLine
from extractor.readers.llm.profile import PictureProfile
from extractor.schemas.values import looks_like_value

_APART = 8.0
"""Points: columns whose middles are closer are not told apart by ids over them."""
_ONE_LINE = 0.5
"""Share of the height of a line: two whose middles are closer stand side by side."""
_TOUCHING = 1.0
"""Points by which lines above each other may overlap and be cut apart all the same."""
_MOST_PARTS = 6
"""Into more pictures no page is parted, however small its print."""
_NEARLY = 0.97
"""So much of the fineness that the width of a page allows is enough."""
_PAPER = 36.0
"""Points of paper over the first and under the last line, for what nobody recognised there."""
_MOST_HEAD = 0.3
"""Share of the height of a page: no more of it is the head of a table that goes on in the next picture."""


@dataclass(frozen=True)
class PageView:
    """One picture. ``lines``: positions on the sheet of those whose ids it shows; ``own``: without those that head a
    table which began before; ``decoys``: ids beside nothing; ``number`` is printed above it.
    """

    strips: tuple[PicturePiece, ...]
    lines: tuple[int, ...]
    own: tuple[int, ...]
    decoys: frozenset[str]
    number: int

    @property
    def pages(self) -> frozenset[int]:
        """The pages it shows something of."""
        return frozenset(strip.upright.page.number for strip in self.strips if isinstance(strip, MarkedStrip))


@dataclass(frozen=True, slots=True)
class _Band:
    """A line of the sheet, by its position there, on its upright page: what it spans down and across, in points."""

    at: int
    line: SheetLine
    top: float
    bottom: float
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def page_views(
    document: Document, sheet: NumberedSheet, pages: frozenset[int], profile: PictureProfile, rng: random.Random
) -> Iterator[PageView]:
    """The pictures of some pages, from the first to the last."""
    uprights = {page.number: upright_of(document, page) for page in document.pages if page.number in pages}
    bands = {number: list(_bands(sheet, upright)) for number, upright in uprights.items()}
    for number, upright in uprights.items():
        if bands[number]:
            yield from _Paper(document, sheet, uprights, bands, profile, rng).views(upright)


def draw_view(document: Document, view: PageView, profile: PictureProfile) -> Picture:
    """The picture of a view. Raises DocumentError where the file gives none."""
    if document.path is None:
        raise UnreadableDocument(f"{document.name}: nobody knows where the file lies, so its pages cannot be shown.")
    return marked_picture(document.path, view.strips, view.number, profile.limit, document.sha256)


def upright_of(document: Document, page: Page) -> Upright:
    """A page and how far its lines run down to the right, by the cells that were found on it."""
    cells = [cell for row in document.rows for cell in row.cells if cell.place.page == page.number]
    slopes = [
        math.degrees(math.atan2(cell.quad[1][1] - cell.quad[0][1], cell.quad[1][0] - cell.quad[0][0]))
        for cell in cells
        if cell.quad is not None
    ]
    if slopes:
        return Upright(page, round(median(slopes), 3))
    tops = [cell.place.box[1] for cell in cells if cell.place.box is not None]
    upwards = sum(later < earlier for earlier, later in pairwise(tops))
    downwards = sum(later > earlier for earlier, later in pairwise(tops))
    return Upright(page, 180.0 if upwards > downwards else 0.0)


def _bands(sheet: NumberedSheet, upright: Upright) -> Iterator[_Band]:
    for at, line in enumerate(sheet.lines):
        if line.page == upright.page.number:
            cells = [cell for cell in line.all if cell.place.box is not None]
            edges = [_edges(cell, upright) for cell in [c for c in cells if c.row_span == 1] or cells]
            if edges:
                tops, bottoms = [edge[1] for edge in edges], [edge[3] for edge in edges]
                lefts, rights = [edge[0] for edge in edges], [edge[2] for edge in edges]
                yield _Band(at, line, median(tops), median(bottoms), min(lefts), max(rights))


def _edges(cell: Cell, upright: Upright) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a cell on the upright page."""
    box = cell.place.box or (0.0, 0.0, 0.0, 0.0)
    corners = cell.quad or ((box[0], box[1]), (box[2], box[3]))
    xs, ys = zip(*(upright.at(corner) for corner in corners), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True)
class _Paper:
    """The pages that are shown, and what they are shown with."""

    document: Document
    sheet: NumberedSheet
    uprights: dict[int, Upright]
    bands: dict[int, list[_Band]]
    profile: PictureProfile
    rng: random.Random

    def views(self, upright: Upright) -> Iterator[PageView]:
        """The pictures of a page: as few as are legible, of about the same height."""
        views: list[PageView] = []
        for count in range(1, _MOST_PARTS + 1):
            views = [self._view(upright, part) for part in self._parts(upright, count)]
            if all(self._legible(view.strips) for view in views):
                break
        yield from views

    def _legible(self, strips: Sequence[PicturePiece]) -> bool:
        """Whether a picture is fine enough, or nearly as fine as its width allows."""
        wanted = min(self.profile.legible, self.profile.dpi) / POINTS_PER_INCH
        limit = self.profile.limit
        return marked_scale(strips, limit) >= min(wanted, _NEARLY * scale_across(strips, limit))

    def _parts(self, upright: Upright, count: int) -> list[tuple[float, float]]:
        """A page in so many parts, cut between lines as near to equal heights as can be."""
        ordered = sorted(self.bands[upright.page.number], key=lambda band: band.middle)
        gaps = [_between([one], [other]) for one, other in pairwise(ordered) if other.middle - one.middle > 1]
        top = max(0.0, min(band.top for band in ordered) - _PAPER)
        bottom = min(upright.size[1], max(band.bottom for band in ordered) + _PAPER)
        ideal = [top + (bottom - top) * number / count for number in range(1, count)]
        cuts = {min(gaps, key=lambda gap: abs(gap - cut)) for cut in ideal} if gaps else set()
        edges = [top, *sorted(cuts), bottom]
        return list(pairwise(edges))

    def _view(self, upright: Upright, part: tuple[float, float]) -> PageView:
        top, bottom = part
        own = [band for band in self.bands[upright.page.number] if top <= band.middle < bottom]
        head = self._head(own)
        strips: list[PicturePiece] = [*self._head_strips(head), *self._strips(upright, own, top, bottom)]
        facts = repr([(strip.upright.page.number, strip.top) for strip in strips if isinstance(strip, MarkedStrip)])
        draw = random.Random(f"{facts}{self.rng.random()}")
        decoys = self._decoys(draw)
        strips.insert(0, EmptyBand(decoys[0]))
        strips.append(EmptyBand(decoys[1]))
        shown = tuple(band.at for band in (*head, *own))
        return PageView(
            tuple(strips), shown, tuple(band.at for band in own), frozenset(decoys), _number(self.document, facts)
        )

    def _decoys(self, draw: random.Random) -> list[str]:
        """Two ids that no line has."""
        count = len(self.sheet.lines)
        names = (name for most in (count, 2 * count + 4) for name in line_ids(draw, most))
        return [name for name in dict.fromkeys(names) if name not in self.sheet.by_id][:2]

    def _head(self, own: Sequence[_Band]) -> list[_Band]:
        """The lines above the first values of a table that a part begins in the middle of; none if it repeats them."""
        table = self._table(own[0]) if own else None
        if table is None or not _prints_values(own[0]):
            return []
        first = next((at for at, line in enumerate(self.sheet.lines) if self._table_of(line) == table), own[0].at)
        if first >= own[0].at or self.sheet.lines[first].page not in self.bands:
            return []
        bands = self.bands[self.sheet.lines[first].page]
        head: list[_Band] = []
        for band in bands:
            if self._table(band) == table and band.at < own[0].at:
                if _prints_values(band):
                    break
                head.append(band)
        room = self.uprights[self.sheet.lines[first].page].size[1] * _MOST_HEAD
        return head if head and head[-1].bottom - head[0].top <= room else []

    def _head_strips(self, head: Sequence[_Band]) -> Iterator[MarkedStrip]:
        if head:
            upright = self.uprights[head[0].line.page]
            yield from self._strips(upright, head, head[0].top - 1, head[-1].bottom + 1)

    def _strips(self, upright: Upright, bands: Sequence[_Band], top: float, bottom: float) -> Iterator[MarkedStrip]:
        """A part of a page, cut over every table, so that there is room for the ids of its columns."""
        runs = [list(run) for _, run in groupby(bands, key=lambda band: self._shape(band))]
        merged: list[list[_Band]] = []
        for run in runs:
            if merged and min(band.top for band in run) < max(band.bottom for band in merged[-1]) - _TOUCHING:
                merged[-1] += run
            else:
                merged.append(run)
        if not merged:
            yield MarkedStrip(upright, top, bottom)
        for number, run in enumerate(merged):
            over = top if number == 0 else _between(merged[number - 1], run)
            under = bottom if number == len(merged) - 1 else _between(run, merged[number + 1])
            columns = [] if number and over == top else list(self._columns(upright, run))
            if under > over:
                yield MarkedStrip(upright, over, under, tuple(_margin_ids(run)), tuple(columns))

    def _columns(self, upright: Upright, run: Sequence[_Band]) -> Iterator[MarginId]:
        """The ids of the columns of some lines over their middles, if they are apart; beside a table only its own."""
        middles: dict[str, list[tuple[bool, float]]] = {}
        tabular = [band for band in run if self._table(band) is not None] or run
        for band in (band for band in tabular if len(band.line.cells) > 1):
            for name, cell in band.line.cells.items():
                if cell.place.box is not None:
                    edges = _edges(cell, upright)
                    middles.setdefault(name, []).append((cell.column_span > 1, (edges[0] + edges[2]) / 2))
        # Where every cell of a column spans others, the id stands over those that do.
        ordered = sorted(
            (median(middle for spans, middle in found if spans == min(found)[0]), name)
            for name, found in middles.items()
        )
        if all(later - earlier >= _APART for (earlier, _), (later, _) in pairwise(ordered)):
            yield from (MarginId(name, at) for at, name in ordered)

    def _shape(self, band: _Band) -> object:
        table = self._table(band)
        return table if table is not None else (tuple(band.line.cells) if len(band.line.cells) > 1 else None)

    def _table(self, band: _Band) -> int | None:
        return self._table_of(band.line)

    def _table_of(self, line: SheetLine) -> int | None:
        return self.document.rows[line.number].table


def _prints_values(band: _Band) -> bool:
    return any(cell.text and looks_like_value(cell.text) for cell in band.line.all)


def _between(above: Sequence[_Band], below: Sequence[_Band]) -> float:
    lowest, highest = max(above, key=lambda band: band.middle), min(below, key=lambda band: band.middle)
    if lowest.bottom <= highest.top:
        return (lowest.bottom + highest.top) / 2
    return (lowest.middle + highest.middle) / 2


def _margin_ids(run: Sequence[_Band]) -> Iterator[MarginId]:
    """An id for every line: to the right for one that stands beside another; none for a third one there."""
    placed: list[tuple[_Band, bool]] = []
    for band in sorted(run, key=lambda band: band.left):
        beside = [side for other, side in placed if _side_by_side(band, other)]
        if len(beside) > 1 or (beside and beside[0]):
            continue
        placed.append((band, bool(beside)))
    yield from (MarginId(band.line.id, band.middle, right) for band, right in placed)


def _side_by_side(one: _Band, other: _Band) -> bool:
    near = abs(one.middle - other.middle) < _ONE_LINE * min(one.bottom - one.top, other.bottom - other.top)
    return near and (one.right <= other.left or other.right <= one.left)


def _number(document: Document, facts: str) -> int:
    """The number printed above a picture: another one for every picture."""
    return 100_000 + int(hashlib.sha256(f"{document.sha256}{facts}".encode()).hexdigest(), 16) % 900_000

"""Tables of tinted boxes with paper between them, as web pages print them: what parts the boxes is a rule."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from extractor.documents.model import Box
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.ruling import PageTurn, Path, Rules, Segment, united

_LEAST = 6.0
"""Points: the least width and height of a box that something stands in."""
_GAP = (0.3, 5.0)
"""Points of paper between two boxes of one table."""
_FEWEST = 2
"""Rows of several boxes with a figure in them that make a table: boxes under its heads alone do not."""


def rules_of_tiles(paths: Iterable[Path], figures: Sequence[Box], turn: PageTurn) -> Rules:
    """The rules half way between the tinted boxes of a table, in reading orientation. ``figures``: the boxes of the
    numbers of the page, like the drawings as the file places them.
    """
    tiles = [*dict.fromkeys(box for path in paths if (box := _tile(path)) is not None)]
    heights = ByHeight(figures)
    rows = [row for row in _rows(tiles) if any(_holds(tile, figures, heights) for tile in row)]
    if len(rows) < _FEWEST:
        return Rules((), ())
    gap = median(right[0] - left[2] for row in rows for left, right in pairwise(row))
    wide = [turn.forward_box(*_grown(tile, gap / 2)) for tile in _joined(tiles, rows, gap)]
    across = [Segment(y, x0, x1) for x0, y0, x1, y1 in wide for y in (y0, y1)]
    down = [Segment(x, y0, y1) for x0, y0, x1, y1 in wide for x in (x0, x1)]
    return Rules(united(across), united(down))


def _tile(path: Path) -> Box | None:
    """The box that a drawing fills, None if it is none or too small."""
    items: Sequence[Any] = path["items"]  # type: ignore[assignment]  # as the PDF library lists it
    if len(items) != 1 or items[0][0] != "re" or "f" not in str(path.get("type")) or path.get("fill_opacity") == 0:
        return None
    rect: Box = path["rect"]  # type: ignore[assignment]  # the same
    x0, y0, x1, y1 = rect
    return (x0, y0, x1, y1) if min(x1 - x0, y1 - y0) >= _LEAST else None


def _rows(tiles: Iterable[Box]) -> Iterator[list[Box]]:
    """Tiles of one height beside each other, with some paper between them, two at least."""

    def level(tile: Box) -> tuple[int, int]:
        return round(tile[1]), round(tile[3])

    for _, level_tiles in groupby(sorted(tiles, key=lambda tile: (*level(tile), tile[0])), key=level):
        row: list[Box] = []
        for tile in level_tiles:
            if row and not _GAP[0] <= tile[0] - row[-1][2] <= _GAP[1]:
                if len(row) > 1:
                    yield row
                row = []
            row.append(tile)
        if len(row) > 1:
            yield row


def _joined(tiles: Sequence[Box], rows: Sequence[Sequence[Box]], gap: float) -> list[Box]:
    """The tiles of rows, and all that are next to one of them, and so on."""
    heights = ByHeight(tiles)
    found = {tile for row in rows for tile in row}
    new = [*found]
    while new:
        x0, y0, x1, y1 = _grown(new.pop(), gap + 1.0)
        for at in heights.near(y0, y1):
            other = tiles[at]
            if other not in found and other[0] < x1 and x0 < other[2] and other[1] < y1 and y0 < other[3]:
                found.add(other)
                new.append(other)
    return [tile for tile in tiles if tile in found]


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _holds(tile: Box, figures: Sequence[Box], heights: ByHeight) -> bool:
    near = (figures[at] for at in heights.near(tile[1], tile[3]))
    middles = (((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in near)
    return any(tile[0] < x < tile[2] and tile[1] < y < tile[3] for x, y in middles)

"""Dashes out of their line: what is left of a digit whose other strokes are lost may be as flat and as wide.

A dash stands at half the height of the digits beside it; the foot of a 2 or the bar of a 7, at their foot or head.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks, is_dash
from extractor.documents.scan.tables.spots import PrintSpot

_LEVEL = (0.22, 0.72)
"""How high above the foot of digits the middle of a dash lies, in their heights: 0.3 to 0.6 in usual typefaces."""
_ON_FOOT = 0.1
"""The same: the lower edge of a dash is farther above the foot."""
_WHOLE = 0.7
"""In heights of a digit: what is lower is none."""
_FEWEST, _EVEN, _OFF = 4, 0.15, 0.3
"""How many digits of a table tell where in their cells they stand, by how much that varies at most, and how far from
there a dash may stand, in heights of a digit: where its own row has no digits."""


DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


def read_as_dashes(spots: Sequence[PrintSpot], texts: Sequence[str]) -> Iterator[PixelBox]:
    """The lines of tables whose texts are dashes and nothing else."""
    for spot, text in zip(spots, texts, strict=True):
        if spot.row is not None and text and set(text) <= DASHES:
            yield spot.line


def fallen_dashes(marks: Marks, spots: Sequence[PrintSpot], read: Collection[PixelBox]) -> Iterator[PixelBox]:
    """The lines that are one dash (or were ``read`` as one) at the foot or the head of the digits of their row, or
    where their table has none.
    """
    tabled = [spot for spot in spots if spot.figure and spot.row is not None]
    dashes = [spot for spot in tabled if spot.line in read or _is_dash(marks, spot)]
    if not dashes:
        return
    feet: dict[tuple[int, int], list[int]] = defaultdict(list)
    levels: dict[int, list[float]] = defaultdict(list)
    for spot in spots:
        whole = spot.figure and spot.row is not None and _WHOLE * spot.height <= spot.line.height <= 1.3 * spot.height
        if whole and spot.row is not None:
            feet[spot.row].append(spot.line.y1)
            levels[spot.row[0]].append(_level(spot))
    for spot in dashes:
        assert spot.row is not None, "dashes of tables alone are looked at"
        middle = (spot.line.y0 + spot.line.y1) / 2
        if foot := feet.get(spot.row):
            above = (float(np.median(foot)) - middle) / spot.height
            room = float(np.median(foot)) - spot.line.y1
            fallen = not _LEVEL[0] <= above <= _LEVEL[1] or room <= _ON_FOOT * spot.height
        else:
            usual = np.array(levels[spot.row[0]])
            told = len(usual) >= _FEWEST and float(usual.std()) <= _EVEN
            fallen = told and abs(_level(spot) - float(np.median(usual))) > _OFF
        if fallen:
            yield spot.line


def _is_dash(marks: Marks, spot: PrintSpot) -> bool:
    return bool(spot.marks) and is_dash(marks, spot.marks, spot.height)


def _level(spot: PrintSpot) -> float:
    """How far below the middle of its cell a line stands, in heights of a digit."""
    return (spot.line.y0 + spot.line.y1 - spot.area.y0 - spot.area.y1) / 2 / spot.height

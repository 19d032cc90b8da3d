"""Columns of an unruled table, found from what is printed one below the other.

Positions are numbers along the line, character columns or points alike: the fixed-width reader and the PDF reader
share this.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_VALUE = re.compile(
    r"^[(\[]?[-+−–—$€£¥￥]*\s?[0-9０-９][0-9０-９.,，:/%％\s()*-]*[)\]]?[%％]?$|^([-–—/*.]+|[Nn]/?[Aa]|无)$"
)


class Extent(NamedTuple):
    """From where to where something is printed along the line."""

    start: float
    end: float


def looks_numeric(text: str) -> bool:
    """Whether a cell prints a figure or one of the signs that stand for no figure."""
    return _VALUE.match(text) is not None


def merge_extents(extents: Sequence[Extent], margin: float = 0.0) -> list[Extent]:
    """The extents that overlap, or come nearer than ``margin``, united; left to right."""
    merged: list[Extent] = []
    for extent in sorted(extents):
        if merged and extent.start < merged[-1].end + margin:
            merged[-1] = Extent(merged[-1].start, max(merged[-1].end, extent.end))
        else:
            merged.append(extent)
    return merged


def overlapped(extent: Extent, columns: Sequence[Extent]) -> list[int]:
    """The columns that share a part of the line with the extent."""
    return [i for i, column in enumerate(columns) if extent.start < column.end and column.start < extent.end]


def nearest(extent: Extent, columns: Sequence[Extent]) -> int:
    """The column with the smallest distance to the extent; the leftmost of equals."""
    gaps = [max(column.start - extent.end, extent.start - column.end) for column in columns]
    return gaps.index(min(gaps))

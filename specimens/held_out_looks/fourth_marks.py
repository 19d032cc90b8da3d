"""What the fourth looks print at the characters of a cell: rules under words and figures, and raised letters."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from extractor.evaluate.render.cell_places import Box, Point
from extractor.evaluate.render.grid import GridCell
from specimens.held_out_looks.office_sheet import OfficeSheet

_MARKED = 7
"""One figure of so many has a mark."""
_RAISED = 0.34
_SMALL = 0.66
"""How far over the base line a mark stands, and its size, shares of the size of figures."""
_UNDER_WORDS = 0.6


def misplaced(sheet: OfficeSheet, cell: GridCell) -> Point:
    """How far from its place what stands in a cell is printed, in points: all figures of a page alike."""
    most = sheet.look.misplaced
    if not most or cell.role != "value":
        return Point(0.0, 0.0)
    rng = Random(f"{sheet.watermark}/{sheet.number}/misplaced")
    return Point(rng.uniform(-most, most), rng.uniform(-most, most))


def print_beside(sheet: OfficeSheet, cell: GridCell, row: int, box: Box, ink: Sequence[Box]) -> None:
    """Print what belongs to the lines of a cell, which ``ink`` encloses."""
    if sheet.look.rules == "accounts" and cell.role in ("heading", "title"):
        _underline(sheet, cell, box, ink)
    if sheet.look.marks and cell.role == "value" and any(char.isdigit() for char in cell.text):
        _mark(sheet, cell, row, ink[-1])


def _underline(sheet: OfficeSheet, cell: GridCell, box: Box, ink: Sequence[Box]) -> None:
    """A rule under the last words of a head, as wide as they are; over all its columns where it has several."""
    left, right = min(each.left for each in ink), max(each.right for each in ink)
    if cell.role == "heading" and cell.col_span > 1 and cell.column:
        left, right = box.left + 5.0, box.right - 5.0
    y = ink[-1].bottom + 0.8
    sheet.rule(left, y, right, y, _UNDER_WORDS)


def _mark(sheet: OfficeSheet, cell: GridCell, row: int, last: Box) -> None:
    chance = Random(f"{cell.text}/{row}/{cell.column}").randrange(_MARKED * 2)
    if chance < 2:
        size = sheet.look.value.size
        how = replace(sheet.look.prose, size=size * _SMALL)
        base = last.bottom - 0.25 * size - _RAISED * size
        how.put(sheet.shape, last.right + 0.9, base, "ab"[chance])

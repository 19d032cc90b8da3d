"""Grounds and rules of the later looks: of journals, spreadsheets, typewriters, web pages, forms and bulletins."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil

from extractor.evaluate.render.cell_places import Box
from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_dress import Dress, Dressed
from specimens.held_out_looks.office_look import RuleSystem
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.real_paper.drawn_paper import BLACK, Ink

_GRID: Ink = (0.62, 0.62, 0.62)
_SLATE: Ink = (0.22, 0.30, 0.42)
_CLOUD: Ink = (0.93, 0.95, 0.97)
_MIST: Ink = (0.86, 0.90, 0.94)
_WHITE: Ink = (1.0, 1.0, 1.0)
_HEAD_GROUND: Ink = (0.90, 0.90, 0.90)
_TYPE = Lettering("courier", "song", 9.0)
_MIDDLE = 0.24
"""How far over the base line dashes and plus signs of the typewriter stand, shares of its size."""
_LINE = 10.0
"""Points from a stroke of the typewriter to the next one below."""


def _journal(at: Dressed) -> None:
    if at.cell.role == "title" or at.ends_head:
        at.foot(0.5)
    elif at.cell.role == "heading" and at.cell.col_span > 1:
        at.foot(0.3, trim=4.0)


def _gridlines(at: Dressed) -> None:
    left, top, right, bottom = at.box
    at.sheet.box(left, top, right, bottom, 0.5, _GRID)


def _typed(at: Dressed) -> None:
    left, _, right, bottom = at.box
    typed_rule(at.sheet, left, right, bottom)
    typed_strokes(at.sheet, right, at.box)


def _rounded(at: Dressed) -> None:
    left, top, right, bottom = at.box
    ground = _SLATE if at.is_head else _MIST if at.row % 2 else _CLOUD
    high = bottom - top - 2.0
    radius = min(0.5, 3.5 / min(high, right - left - 2.0))
    at.sheet.box(left + 1, top + 1, right - 1, bottom - 1, 0, None, ground, radius)


def _framed(at: Dressed) -> None:
    if at.is_head:
        at.fill(_HEAD_GROUND)
    left, top, right, bottom = at.box
    at.sheet.box(left, top, right, bottom, 0.35, BLACK)


def _leaders(at: Dressed) -> None:
    if at.cell.role == "title" or at.ends_head:
        at.foot(0.6)
    elif at.cell.role == "heading":
        at.foot(0.3)
    if at.cell.role in ("heading", "value"):
        at.left_side(0.3)


LATER_DRESSES: Mapping[RuleSystem, Dress] = {
    "journal": _journal,
    "gridlines": _gridlines,
    "typed": _typed,
    "rounded": _rounded,
    "framed": _framed,
    "leaders": _leaders,
}


def frame_later_part(sheet: OfficeSheet, rules: RuleSystem, part: Box, is_end: bool) -> None:
    """Draw what encloses the part of a table on one page; ``is_end``: nothing of it follows."""
    left, top, right, bottom = part
    if rules == "journal":
        sheet.rule(left, top, right, top, 1.4)
        sheet.rule(left, bottom, right, bottom, 1.4 if is_end else 0.3)
    elif rules == "typed":
        typed_rule(sheet, left, right, top)
        typed_strokes(sheet, left, part)
    elif rules == "rounded":
        radius = min(0.5, 6.0 / min(right - left, bottom - top))
        sheet.box(left - 3, top - 3, right + 3, bottom + 3, 0.7, _GRID, radius=radius)
    elif rules == "framed":
        sheet.box(left - sheet.look.gutter, top, right, bottom, 2.4, BLACK)
    elif rules == "leaders":
        for over in (0.0, 2.2):
            sheet.rule(left, top - over, right, top - over, 0.6)
        sheet.rule(left, bottom, right, bottom, 0.6)


def typed_rule(sheet: OfficeSheet, left: float, right: float, y: float) -> None:
    """Dashes from one plus sign to another."""
    base = y + _MIDDLE * _TYPE.size
    wide = _TYPE.length("-")
    count = max(1, round((right - left) / wide) - 1)
    how = replace(_TYPE, stretch=(right - left) / (count + 1) / wide)
    how.put(sheet.shape, left - how.length("+") / 2, base, f"+{'-' * count}+")


def typed_strokes(sheet: OfficeSheet, x: float, box: Box) -> None:
    """Upright strokes at a place, from the top of a box to its bottom, but for the lines of its rules."""
    count = max(1, ceil((box.bottom - box.top - _LINE) / _LINE))
    step = (box.bottom - box.top) / (count + 1)
    for at in range(1, count + 1):
        _TYPE.put(sheet.shape, x - _TYPE.length("|") / 2, box.top + at * step + _MIDDLE * _TYPE.size, "|")

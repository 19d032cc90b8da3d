"""Grounds and rules of the fourth looks: drawn of characters, accounts, fives, statistics, cards, printed in colour."""

from collections.abc import Mapping

from extractor.evaluate.render.cell_places import Box
from specimens.held_out_looks.office_dress import Dress, Dressed
from specimens.held_out_looks.office_look import RuleSystem
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.real_paper.drawn_paper import Ink

_RIBBON: Ink = (0.20, 0.20, 0.24)
_GREEN: Ink = (0.05, 0.45, 0.28)
_PALE_GREEN: Ink = (0.87, 0.95, 0.89)
_SUM: Ink = (0.90, 0.90, 0.88)
_WHITE: Ink = (1.0, 1.0, 1.0)
_THREAD: Ink = (0.80, 0.82, 0.85)
_SHADOW: Ink = (0.72, 0.74, 0.77)
_ALONG = "[5.2 0.3] 0"
_DOWN = "[11.2 0.8] 0"
"""Where one character of a rule ends and the next one begins: across, and from line to line."""
_NEEDLE = 0.8
_TWO = 1.1
"""Points from the middle of a double rule to each of its two."""
_CARD = 9.0
"""Points of white around the table on a card."""


def _end(at: Dressed) -> int:
    """The row before which it ends, also where it has begun on the page before."""
    begun = next((row for row, cells in enumerate(at.grid.rows) if any(each is at.cell for each in cells)), at.row)
    return begun + at.cell.row_span


def _is_last(at: Dressed) -> bool:
    return _end(at) == len(at.grid.rows)


def _is_sum(at: Dressed) -> bool:
    """Whether it stands in the last of several rows with labels, which sums up those over it."""
    return _is_last(at) and not at.is_head and at.grid.labels > 0 and at.grid.kind(0) == "heading"


def _box_drawn(at: Dressed) -> None:
    left, _, right, bottom = at.box
    if at.ends_head or at.cell.role == "title":
        for y in (bottom - _TWO, bottom + _TWO):
            at.sheet.rule(left, y, right, y, _NEEDLE, _RIBBON, _ALONG)
    elif not _is_last(at):
        at.sheet.rule(left, bottom, right, bottom, _NEEDLE, _RIBBON, _ALONG)
    if at.cell.column:
        at.sheet.rule(left, at.box.top, left, bottom, _NEEDLE, _RIBBON, _DOWN)


def _accounts(at: Dressed) -> None:
    if at.cell.role != "value" or not _is_last(at):
        return
    left, top, right, bottom = at.box
    for y in (top + 0.6, bottom - 1.8, bottom):
        at.sheet.rule(left + 6.0, y, right - 2.0, y, 0.6)


def _fives(at: Dressed) -> None:
    if at.cell.role == "title":
        at.foot(0.4)
    elif at.ends_head:
        at.foot(0.7)
    elif at.cell.role == "heading":
        at.foot(0.3, trim=3.0)
    elif _rank(at) % 5 == 0 and not _is_last(at):
        at.foot(0.4)


def _rank(at: Dressed) -> int:
    """Which row of figures in its block it ends with, from 1."""
    rank = 0
    for row in range(_end(at) - 1, -1, -1):
        if at.grid.kind(row) != "value":
            break
        rank += 1
    return rank


def _statistical(at: Dressed) -> None:
    if _is_sum(at):
        at.fill(_SUM)
    if at.is_head:
        at.foot(0.5)
        at.left_side(0.5)


def _cards(at: Dressed) -> None:
    at.fill(_WHITE)
    if at.ends_head or at.cell.role == "title":
        at.sheet.rule(at.box.left, at.box.bottom, at.box.right, at.box.bottom, 1.2, _SHADOW)
    elif not at.is_head and not _is_last(at):
        at.sheet.rule(at.box.left, at.box.bottom, at.box.right, at.box.bottom, 0.6, _THREAD)


def _colour_form(at: Dressed) -> None:
    left, top, right, bottom = at.box
    if at.is_head or _is_sum(at):
        at.fill(_PALE_GREEN)
    at.sheet.box(left, top, right, bottom, 0.6, _GREEN)


FOURTH_DRESSES: Mapping[RuleSystem, Dress] = {
    "box drawn": _box_drawn,
    "accounts": _accounts,
    "fives": _fives,
    "statistical": _statistical,
    "cards": _cards,
    "colour form": _colour_form,
}


def frame_fourth_part(sheet: OfficeSheet, rules: RuleSystem, part: Box, is_end: bool) -> None:
    """Draw what encloses the part of a table on one page; ``is_end``: nothing of it follows."""
    left, top, right, bottom = part
    if rules == "box drawn":
        for out in (-_TWO, _TWO):
            for y in (top - out, bottom + out):
                sheet.rule(left - out, y, right + out, y, _NEEDLE, _RIBBON, _ALONG)
            for x in (left - out, right + out):
                sheet.rule(x, top - out, x, bottom + out, _NEEDLE, _RIBBON, _DOWN)
    elif rules == "fives":
        sheet.rule(left, top, right, top, 1.0)
        sheet.rule(left, bottom, right, bottom, 1.0 if is_end else 0.4)
    elif rules == "statistical":
        sheet.rule(left, top, right, top, 0.5)
        if not is_end:
            sheet.rule(left, bottom, right, bottom, 0.5)
    elif rules == "cards":
        _card(sheet, part)
    elif rules == "colour form":
        sheet.box(left, top, right, bottom, 1.4, _GREEN)


def _card(sheet: OfficeSheet, part: Box) -> None:
    """White around a table, its edge, and the shadow under it."""
    left, top, right, bottom = part
    outer = Box(left - _CARD, top - _CARD / 2, right + _CARD, bottom + _CARD / 2)
    for strip in (
        Box(outer.left, outer.top, left, outer.bottom),
        Box(right, outer.top, outer.right, outer.bottom),
        Box(left, outer.top, right, top),
        Box(left, bottom, right, outer.bottom),
    ):
        sheet.box(*strip, 0, None, _WHITE)
    radius = min(0.5, 4.0 / min(outer.right - outer.left, outer.bottom - outer.top))
    sheet.box(*outer, 0.6, _THREAD, radius=radius)
    sheet.rule(outer.left + 3, outer.bottom + 0.9, outer.right - 2, outer.bottom + 0.9, 1.4, _SHADOW)

"""What cells of an office's tables are printed on, and the rules around them and around the part on a page."""

from collections.abc import Mapping

from extractor.evaluate.render.cell_places import Box
from specimens.held_out_looks.fifth_rules import FIFTH_DRESSES, frame_fifth_part
from specimens.held_out_looks.fourth_rules import FOURTH_DRESSES, frame_fourth_part
from specimens.held_out_looks.later_rules import LATER_DRESSES, frame_later_part
from specimens.held_out_looks.office_dress import Dress, Dressed
from specimens.held_out_looks.office_look import RuleSystem
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.third_rules import THIRD_DRESSES, frame_third_part
from specimens.real_paper.drawn_paper import BLACK, Ink

_GAP = 0.9
"""Points from the middle of a double rule to each of its two."""
_APART = 1.7
"""Points from the edge of a cell to its own box."""
_GREY: Ink = (0.45, 0.45, 0.45)
_PALE: Ink = (0.93, 0.93, 0.93)
_BAND: Ink = (0.89, 0.93, 0.98)
_BAND_HEAD: Ink = (0.74, 0.83, 0.94)
_TINT: Ink = (0.90, 0.95, 0.95)
_TINT_LABEL: Ink = (0.80, 0.90, 0.90)
_TEAL: Ink = (0.05, 0.36, 0.40)
_WHITE: Ink = (1.0, 1.0, 1.0)
_DOTS = "[0.1 2.2] 0"


def _double(at: Dressed) -> None:
    left, top, right, bottom = at.box
    at.sheet.box(left + _GAP, top + _GAP, right - _GAP, bottom - _GAP, 0.4, BLACK)


def _head(at: Dressed) -> None:
    if at.cell.role == "title":
        at.foot(0.35)
    elif at.ends_head:
        at.foot(0.55)
    elif at.cell.role == "heading":
        at.foot(0.35, trim=2.5)


def _uprights(at: Dressed) -> None:
    at.left_side(0.55)


def _bands(at: Dressed) -> None:
    if at.is_head:
        at.fill(_BAND_HEAD)
    elif at.row % 2 and at.cell.row_span == 1:
        at.fill(_BAND)


def _dotted(at: Dressed) -> None:
    if at.ends_head:
        at.foot(0.8)
    elif at.last_row + 1 < len(at.grid.rows):
        at.foot(0.75, dashes=_DOTS)
    at.left_side(0.75, dashes=_DOTS)


def _ledger(at: Dressed) -> None:
    if at.cell.role == "label":
        at.fill(_PALE)
    at.left_side(0.25)
    if at.ends_head:
        at.foot(0.4)
        bottom = at.box.bottom - 1.6
        at.sheet.rule(at.box.left, bottom, at.box.right, bottom, 0.4)
    else:
        at.foot(0.9 if (at.last_row + 1) % 5 == 0 else 0.25)


def _boxed(at: Dressed) -> None:
    left, top, right, bottom = at.box
    at.sheet.box(
        left + _APART, top + _APART, right - _APART, bottom - _APART, 0.5, _GREY, _PALE if at.is_head else None
    )


def _white(at: Dressed) -> None:
    at.fill(_TEAL if at.is_head else _TINT_LABEL if at.cell.role == "label" else _TINT)
    left, top, right, bottom = at.box
    at.sheet.box(left, top, right, bottom, 1.8, _WHITE)


_DRESSES: Mapping[RuleSystem, Dress] = {
    "double": _double,
    "head": _head,
    "uprights": _uprights,
    "bands": _bands,
    "dotted": _dotted,
    "ledger": _ledger,
    "apart": _boxed,
    "white": _white,
    **LATER_DRESSES,
    **THIRD_DRESSES,
    **FOURTH_DRESSES,
    **FIFTH_DRESSES,
}


def dress_cell(at: Dressed) -> None:
    """Draw the ground and the rules of a cell."""
    _DRESSES[at.sheet.look.rules](at)


def frame_part(sheet: OfficeSheet, rules: RuleSystem, part: Box, is_end: bool) -> None:
    """Draw what encloses the part of a table on one page; ``is_end``: nothing of it follows."""
    left, top, right, bottom = part
    if rules == "double":
        sheet.box(left - _GAP, top - _GAP, right + _GAP, bottom + _GAP, 0.4, BLACK)
    elif rules == "head":
        sheet.rule(left, top, right, top, 1.2)
        sheet.rule(left, bottom, right, bottom, 1.2 if is_end else 0.35)
    elif rules == "dotted":
        sheet.rule(left, top, right, top, 0.8)
        sheet.rule(left, bottom, right, bottom, 0.8)
    elif rules == "ledger":
        sheet.box(left, top, right, bottom, 1.6, BLACK)
    elif rules == "apart":
        sheet.box(left - _APART, top - _APART, right + _APART, bottom + _APART, 0.8, _GREY)
    elif rules in THIRD_DRESSES:
        frame_third_part(sheet, rules, part, is_end)
    elif rules in FOURTH_DRESSES:
        frame_fourth_part(sheet, rules, part, is_end)
    elif rules in FIFTH_DRESSES:
        frame_fifth_part(sheet, rules, part, is_end)
    else:
        frame_later_part(sheet, rules, part, is_end)

"""Grounds and rules of the third looks: typeset, printed out, filled in, with stubs, turned heads, word-processed."""

from collections.abc import Mapping

from extractor.evaluate.render.cell_places import Box
from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_dress import Dress, Dressed
from specimens.held_out_looks.office_look import RuleSystem
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.real_paper.drawn_paper import BLACK, Ink

_SHADE: Ink = (0.85, 0.89, 0.95)
_GREY: Ink = (0.90, 0.90, 0.90)
_RIBBON: Ink = (0.16, 0.16, 0.24)
_TYPE = Lettering("courier", "hei", 9.0, colour=_RIBBON)
_HAIR = 0.25
_PEN_LINE = 0.5


def _typeset(at: Dressed) -> None:
    if at.cell.role == "title":
        at.foot(0.3)
    elif at.ends_head:
        at.foot(0.5)
    elif at.cell.role == "heading" and at.cell.col_span > 1:
        at.foot(0.3, trim=5.0)


def _printout(at: Dressed) -> None:
    if at.cell.role == "heading" and (at.ends_head or at.cell.col_span > 1):
        typed_signs(at.sheet, at.box.left + 4, at.box.right - 4, at.box.bottom, "-")


def _filled_in(at: Dressed) -> None:
    if at.cell.role == "title":
        at.fill(_GREY)
    if at.cell.role == "value":
        bottom = (at.box.top + at.box.bottom) / 2 + 0.65 * at.sheet.look.value.size
        at.sheet.rule(at.box.left + 5.0, bottom, at.box.right - 5.0, bottom, _PEN_LINE)
    elif at.ends_head:
        at.foot(0.5)


def _stubs(at: Dressed) -> None:
    at.foot(0.6 if at.ends_head else _HAIR)
    if at.cell.column == at.grid.width:
        at.left_side(0.5)
    elif at.is_head or at.cell.column == at.grid.labels:
        at.left_side(_HAIR)


def _turned(at: Dressed) -> None:
    left, top, right, bottom = at.box
    if at.is_head:
        at.sheet.box(left, top, right, bottom, 0.5, BLACK)
        return
    at.left_side(0.5)
    ends_group = at.grid.labels > 1 and at.cell.role == "label" and at.cell.column == 0
    if ends_group and at.last_row + 1 < len(at.grid.rows):
        at.sheet.rule(left, bottom, at.part_right, bottom, 0.9)


def _word_processor(at: Dressed) -> None:
    if at.is_head:
        at.fill(_SHADE)
    left, top, right, bottom = at.box
    at.sheet.box(left, top, right, bottom, 0.5, BLACK)


THIRD_DRESSES: Mapping[RuleSystem, Dress] = {
    "typeset": _typeset,
    "printout": _printout,
    "filled in": _filled_in,
    "stubs": _stubs,
    "turned": _turned,
    "word processor": _word_processor,
}


def frame_third_part(sheet: OfficeSheet, rules: RuleSystem, part: Box, is_end: bool) -> None:
    """Draw what encloses the part of a table on one page; ``is_end``: nothing of it follows."""
    left, top, right, bottom = part
    if rules == "typeset":
        sheet.rule(left, top, right, top, 1.0)
        sheet.rule(left, bottom, right, bottom, 1.0 if is_end else 0.3)
    elif rules == "printout":
        typed_signs(sheet, left, right, bottom + 3, "=" if is_end else "-")
    elif rules == "filled in":
        sheet.rule(left, top, right, top, 2.0)
        sheet.rule(left, bottom + 2, right, bottom + 2, 1.0)
    elif rules == "stubs":
        right += sheet.look.echo
        for y, out in ((top, -1.0), (bottom, 1.0)):
            sheet.rule(left, y, right, y, 0.5)
            sheet.rule(left, y + 2.2 * out, right, y + 2.2 * out, 1.1)
    elif rules == "turned":
        sheet.rule(left, top, right, top, 1.2)
        sheet.rule(left, bottom, right, bottom, 1.2)
    elif rules == "word processor":
        sheet.box(left - 2.4, top - 2.4, right + 2.4, bottom + 2.4, 2.0, BLACK)


def typed_signs(sheet: OfficeSheet, left: float, right: float, y: float, sign: str) -> None:
    """A line of one sign as a printer makes it, as many as there is room for."""
    count = int((right - left) / _TYPE.length(sign))
    _TYPE.put(sheet.shape, left, y + 0.24 * _TYPE.size, sign * max(1, count))

"""Grounds and rules of the fifth looks: a word processor, an office suite, a yearbook, a form, workbook and gazette."""

from collections.abc import Mapping

from extractor.evaluate.render.cell_places import Box
from specimens.held_out_looks.office_dress import Dress, Dressed
from specimens.held_out_looks.office_look import RuleSystem
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.real_paper.drawn_paper import BLACK, Ink

_ACCENT: Ink = (0.27, 0.45, 0.77)
_ACCENT_LINE: Ink = (0.56, 0.67, 0.86)
_ACCENT_BAND: Ink = (0.85, 0.89, 0.95)
_OCEAN: Ink = (0.0, 0.30, 0.45)
_TINT: Ink = (0.88, 0.94, 0.97)
_YELLOW: Ink = (1.0, 0.96, 0.80)
_ORANGE: Ink = (0.75, 0.36, 0.08)


def _boxed(at: Dressed, width: float, colour: Ink = BLACK) -> None:
    at.sheet.box(*at.box, width, colour)


def _grid_table(at: Dressed) -> None:
    if at.is_head:
        at.fill(_ACCENT)
    elif at.row % 2 and at.cell.row_span == 1:
        at.fill(_ACCENT_BAND)
    _boxed(at, 0.5, _ACCENT_LINE)


def _office_suite(at: Dressed) -> None:
    _boxed(at, 0.25)


def _column_bands(at: Dressed) -> None:
    from_labels = at.cell.column - at.grid.labels
    if from_labels >= 0 and from_labels % 2 == 0 and at.cell.col_span == 1:
        at.fill(_TINT)
    if at.cell.role == "title" or at.ends_head:
        at.sheet.rule(at.box.left, at.box.bottom, at.box.right, at.box.bottom, 0.8, _OCEAN)
    elif at.cell.role == "heading" and at.cell.col_span > 1:
        at.sheet.rule(at.box.left + 4, at.box.bottom, at.box.right - 4, at.box.bottom, 0.4, _OCEAN)


def _line_numbers(at: Dressed) -> None:
    _boxed(at, 0.4)


def _all_borders(at: Dressed) -> None:
    if at.is_head:
        at.fill(_YELLOW)
    _boxed(at, 0.5)


def _light_list(at: Dressed) -> None:
    if at.is_head:
        at.fill(_ORANGE)
    elif at.last_row + 1 < len(at.grid.rows):
        at.sheet.rule(at.box.left, at.box.bottom, at.box.right, at.box.bottom, 0.5, _ORANGE)


FIFTH_DRESSES: Mapping[RuleSystem, Dress] = {
    "grid table": _grid_table,
    "office suite": _office_suite,
    "column bands": _column_bands,
    "line numbers": _line_numbers,
    "all borders": _all_borders,
    "light list": _light_list,
}


def frame_fifth_part(sheet: OfficeSheet, rules: RuleSystem, part: Box, is_end: bool) -> None:
    """Draw what encloses the part of a table on one page; ``is_end``: nothing of it follows."""
    left, top, right, bottom = part
    if rules == "column bands":
        sheet.rule(left, top, right, top, 1.6, _OCEAN)
        sheet.rule(left, bottom, right, bottom, 1.6 if is_end else 0.4, _OCEAN)
    elif rules == "line numbers":
        sheet.box(left - sheet.look.gutter, top, right, bottom, 1.4, BLACK)
    elif rules == "light list":
        sheet.box(left, top, right, bottom, 1.0, _ORANGE)

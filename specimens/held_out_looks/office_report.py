"""Reports printed in a look of ``office_look``: letterhead, titles, text, tables on pages of their own orientation."""

from dataclasses import replace

import pymupdf

from extractor.evaluate.render.cell_places import PrintedCell
from extractor.evaluate.render.grid import Grid
from extractor.evaluate.render.printed_pdf import PORTRAIT, PrintedPdf
from extractor.evaluate.render.report_layout import ReportLayout
from specimens.held_out_looks.fifth_margins import print_in_columns
from specimens.held_out_looks.later_furniture import web_buttons
from specimens.held_out_looks.office_furniture import letterhead, note, running_lines, signature
from specimens.held_out_looks.office_look import OfficeLook, Side
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.office_table import OfficeTable, standing_width
from specimens.held_out_looks.panel_table import PanelTable
from specimens.held_out_looks.report_sender import ReportSender
from specimens.held_out_looks.set_grid import set_grid

_CITED = (
    "This report is submitted pursuant to the Freedom of Information Act, 5 U.S.C. 552, as amended. "
    "Definitions of the terms used in its tables are found in the handbook of the department."
)


def print_in_office(page: ReportLayout, look: OfficeLook, sender: ReportSender) -> PrintedPdf:
    """The report on paper."""
    furniture = replace(look.prose, size=8.5, colour=look.caption.colour)
    document = pymupdf.open()  # type: ignore[no-untyped-call]  # no types
    sheet = OfficeSheet(document, *PORTRAIT, look=look, furniture=furniture, watermark=sender.of("公开", "PUBLIC"))
    letterhead(sheet, sender)
    side: Side = (
        "left"
        if look.letterhead
        in ("plate", "none", "site", "volume", "job", "tab", "program", "bureau", "export", "chapter", "letter")
        and look.captions == "left"
        else "centre"
    )
    for title in page.titles:
        sheet.text("\n".join(look.title.balanced(title, sheet.room)), look.title, side)
    sheet.top += look.title.size
    if not sender.chinese:
        sheet.text(_CITED, look.prose, leading=look.leading, after=8)
    cells: list[PrintedCell] = []
    tables = 0
    for piece in page.pieces:
        if isinstance(piece, Grid):
            cells += _print_table(sheet, set_grid(piece, look, sender.chinese), tables, sender)
            tables += 1
        elif piece:
            sheet.lie(across=False)
            _print_text(sheet, piece)
    if look.stamp == "seal":
        sheet.lie(across=False)
        signature(sheet, sender)
    if look.letterhead == "site":
        sheet.lie(across=False)
        web_buttons(sheet, sender)
    sheet.shape.commit()
    running_lines(sheet, sender, page.titles[-1] if sender.chinese else page.titles[-2])
    return PrintedPdf(document, tuple(cells))


def _print_text(sheet: OfficeSheet, paragraphs: tuple[str, ...]) -> None:
    if sheet.look.prose_columns > 1:
        print_in_columns(sheet, paragraphs)
        return
    for line in paragraphs:
        _print_line(sheet, line)


def _print_line(sheet: OfficeSheet, line: str) -> None:
    """A paragraph, or a heading of text where it is short and no sentence."""
    look = sheet.look
    if len(line) < 24 and not line.endswith(("。", ".")):
        if sheet.top + 3 * look.caption.size * 2 > sheet.bottom:
            sheet.turn()
        sheet.text(line, look.caption, leading=1.6, after=2)
    else:
        sheet.text(line, look.prose, leading=look.leading, indent=line.endswith("。"), after=3)


def _print_table(sheet: OfficeSheet, grid: Grid, number: int, sender: ReportSender) -> list[PrintedCell]:
    look = sheet.look
    going_on = sender.of("（续表）", "(continued)")

    def laid() -> OfficeTable:
        kind = PanelTable if look.panels else OfficeTable
        return kind(sheet, grid, number, look=look, going_on=going_on)

    standing = PORTRAIT[0] - look.margins.left - look.margins.right - look.beside
    sheet.lie(across=look.wide or standing_width(grid, look) > standing)
    table = laid()
    if sheet.top + table.start_height + 3 * look.caption.size > sheet.bottom and not sheet.is_fresh:
        sheet.turn()
        table = laid()
    sheet.top += 0 if sheet.is_fresh else 6
    if not look.side_caption and not look.boxed_title:
        name = sender.of(f"表{number + 1}　", f"Table {number + 1}. ") if look.numbered else ""
        sheet.text(name + grid.title, look.caption, look.captions, after=4)
    found = table.print()
    note(sheet, sender)
    sheet.top += 12
    return found

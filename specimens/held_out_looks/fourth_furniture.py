"""Letterheads, notes and lines at the foot of the fourth looks."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.report_sender import ReportSender
from specimens.real_paper.drawn_paper import BLACK, Ink

_GREEN: Ink = (0.05, 0.45, 0.28)
_BRICK: Ink = (0.62, 0.22, 0.14)
_INDIGO: Ink = (0.22, 0.24, 0.52)
_WHITE: Ink = (1.0, 1.0, 1.0)
_GREY: Ink = (0.35, 0.35, 0.38)


def _sides(sheet: OfficeSheet) -> tuple[float, float]:
    return sheet.look.margins.left, sheet.width - sheet.look.margins.right


def _program_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The name of a program between two lines of characters, and who has run it."""
    (left, right), how = _sides(sheet), sheet.look.prose
    for over in (0.0, 2.2):
        sheet.rule(left, sheet.top + over, right, sheet.top + over, 0.8, how.colour, "[5.2 0.3] 0")
    name = sender.of("统计报表管理系统 V3.1", "STATREP  RELEASE 3.1")
    how.put(sheet.shape, left + 4, sheet.top + 18, name)
    how.put(sheet.shape, right - 4 - how.length(sender.date), sheet.top + 18, sender.date)
    sheet.rule(left, sheet.top + 26, right, sheet.top + 26, 0.8, how.colour, "[5.2 0.3] 0")
    sheet.top += 34
    sheet.text(sender.of(f"编报单位：{sender.agency}", f"Reporting unit: {sender.agency}"), how, after=12)


def _statement_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Who renders account, in the middle, the words underlined."""
    how = replace(sheet.look.caption, size=13)
    middle = sum(_sides(sheet)) / 2
    name = sender.agency if sender.chinese else sender.agency.upper()
    while how.length(name) > sheet.room:
        how = replace(how, size=how.size * 0.95)
    half = how.length(name) / 2
    how.put(sheet.shape, middle - half, sheet.top + 14, name)
    sheet.rule(middle - half, sheet.top + 18, middle + half, sheet.top + 18, 0.8)
    sheet.top += 42


def _almanac_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The name of a collection at the outer side of the page, a thick rule under it."""
    (left, right), how = _sides(sheet), replace(sheet.look.caption, size=9, spacing=1.2)
    text = sender.of("政务统计手册", "HANDBOOK OF PUBLIC RECORDS")
    how.put(sheet.shape, right - how.length(text), sheet.top + 8, text)
    sheet.rule(left, sheet.top + 13, right, sheet.top + 13, 2.2)
    sheet.top += 34


def _bureau_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Three bars as a mark, the name of the office in two lines beside them, the number of its series at the right."""
    (left, right), top = _sides(sheet), sheet.top
    for at, high in enumerate((12.0, 26.0, 19.0)):
        sheet.box(left + 9 * at, top + 28 - high, left + 9 * at + 6.5, top + 28, 0, None, _BRICK)
    name = replace(sheet.look.caption, size=12, colour=_BRICK)
    name.put(sheet.shape, left + 36, top + 13, sender.agency)
    small = replace(sheet.look.prose, size=8.5)
    series = sender.of("专题系列 丙", "Subject-matter series C")
    small.put(sheet.shape, left + 36, top + 26, series)
    small.put(sheet.shape, right - small.length(sender.date), top + 26, sender.date)
    sheet.top += 52


def _export_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """What a portal shows over a report: a disc with the first letter of its owner, the name, a button."""
    (left, right), top = _sides(sheet), sheet.top
    sheet.shape.draw_circle((left + 15, top + 15), 15)
    sheet.shape.finish(width=0, color=None, fill=_INDIGO)
    letter = Lettering("helvetica bold", "hei", 15, colour=_WHITE)
    first = sender.agency[:1]
    letter.put(sheet.shape, left + 15 - letter.length(first) / 2, top + 20.5, first)
    replace(sheet.look.caption, size=12).put(sheet.shape, left + 40, top + 14, sender.agency)
    small = replace(sheet.look.prose, size=8, colour=_GREY)
    small.put(sheet.shape, left + 40, top + 27, sender.of(f"导出日期 {sender.date}", f"Exported {sender.date}"))
    word = sender.of("下载", "Download")
    wide = small.length(word) + 20
    sheet.box(right - wide, top + 6, right, top + 24, 0.8, _INDIGO, _WHITE, radius=0.3)
    small.put(sheet.shape, right - wide + 10, top + 18, word)
    sheet.top += 54


def _imprint_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The upper part of a form: in its colour what it asks for, in black what was filled in."""
    (left, right), top = _sides(sheet), sheet.top
    small = Lettering("helvetica", "hei", 7, colour=_GREEN)
    filled = replace(sheet.look.value, size=10)
    wide = (right - left) / 2
    asked = (
        (sender.of("填报单位", "Reporting office"), sender.agency),
        (sender.of("填报日期", "Date"), sender.date),
    )
    for at, (question, answer) in enumerate(asked):
        x = left + at * wide
        sheet.box(x, top, x + wide, top + 30, 0.6, _GREEN)
        small.put(sheet.shape, x + 4, top + 9, question)
        how = filled
        while how.length(answer) > wide - 16:
            how = replace(how, size=how.size * 0.96)
        how.put(sheet.shape, x + 10, top + 24, answer)
    sheet.top += 50


FOURTH_HEADS: Mapping[str, Callable[[OfficeSheet, ReportSender], None]] = {
    "program": _program_head,
    "statement": _statement_head,
    "almanac": _almanac_head,
    "bureau": _bureau_head,
    "export": _export_head,
    "imprint": _imprint_head,
}


def marks_note(sheet: OfficeSheet, sender: ReportSender) -> None:
    """What the raised letters at figures mean, under a short rule."""
    small = replace(sheet.look.prose, size=7.5)
    if sheet.top + 18 > sheet.bottom + 14:
        return
    left = sheet.look.margins.left
    sheet.rule(left, sheet.top + 5, left + 60, sheet.top + 5, 0.4, BLACK)
    text = sender.of("a 更正后的数字。　b 由主管部门核定。", "a  Corrected figure.   b  As confirmed by the component.")
    small.put(sheet.shape, left, sheet.top + 14.5, text)
    sheet.top += 18


def export_line(sheet: OfficeSheet, sender: ReportSender, number: int, total: int) -> None:
    """The foot of an export: whose it is, and which page."""
    how, base = replace(sheet.furniture, size=7.5, colour=_GREY), sheet.height - 24
    left, right = _sides(sheet)
    how.put(
        sheet.shape, left, base, sender.of("数据公开平台 · 内容以公布为准", "Open data portal \u00b7 generated file")
    )
    text = f"{number} / {total}"
    how.put(sheet.shape, right - how.length(text), base, text)


def imprint_line(sheet: OfficeSheet, sender: ReportSender, number: int) -> None:
    """What a printer of forms sets under them, and whose copy it is."""
    how, base = Lettering("helvetica", "hei", 6.5, colour=_GREEN), sheet.height - 30
    left, right = _sides(sheet)
    form = f"AR {10 + sender.chance % 80}-{number}"
    how.put(sheet.shape, left, base, sender.of(f"{form}　国内印制", f"Form {form}  Government Printing Office"))
    text = sender.of("第一联　存档　　第二联　上报", "White: file copy     Yellow: agency copy")
    how.put(sheet.shape, right - how.length(text), base, text)

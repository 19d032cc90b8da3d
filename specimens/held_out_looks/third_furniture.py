"""Letterheads and lines at the foot of the third looks."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.report_sender import ReportSender
from specimens.real_paper.drawn_paper import BLACK, Ink

_DARK: Ink = (0.15, 0.15, 0.15)
_DEEP: Ink = (0.36, 0.12, 0.14)
_WHITE: Ink = (1.0, 1.0, 1.0)


def _middle(sheet: OfficeSheet) -> float:
    return (sheet.look.margins.left + sheet.width - sheet.look.margins.right) / 2


def _centred(sheet: OfficeSheet, how: Lettering, base: float, text: str) -> None:
    how.put(sheet.shape, _middle(sheet) - how.length(text) / 2, base, text)


def _cover_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Who and when, in the middle, as under the title of a paper, and a short rule."""
    how = replace(sheet.look.prose, size=12)
    sheet.top += 14
    for text in (sender.agency, sender.date):
        _centred(sheet, how, sheet.top + 12, text)
        sheet.top += 18
    sheet.rule(_middle(sheet) - 60, sheet.top + 4, _middle(sheet) + 60, sheet.top + 4, 0.4)
    sheet.top += 26


def _job_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The lines that a job prints before its list."""
    how = sheet.look.prose
    job = f"AR{100 + sender.chance % 900}"
    sheet.text(sender.of(f"作业 {job}　　打印日期 {sender.date}", f"JOB {job}     RUN DATE {sender.date.upper()}"), how)
    sheet.text(sender.of(f"单位 {sender.agency}", f"UNIT {sender.agency.upper()}"), how, after=10)


def _form_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The number of a form, who has approved it and until when, one under the other at the right."""
    how = replace(sheet.look.prose, size=8)
    lines = (
        sender.of(f"表　　号：年报{1 + sender.chance % 9}表", f"Form AR-{10 + sender.chance % 80}"),
        sender.of(f"填报单位：{sender.agency}", f"Filed by: {sender.agency}"),
        sender.of(f"文　　号：{sender.reference}", f"Control no.: {sender.reference}"),
        sender.of(f"填报日期：{sender.date}", f"Filed on: {sender.date}"),
    )
    right = sheet.width - sheet.look.margins.right
    left = right - max(map(how.length, lines))
    for line in lines:
        how.put(sheet.shape, left, sheet.top + 8, line)
        sheet.top += 12
    sheet.top += 12


def _tab_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The chapter of a yearbook on a dark tab at the edge of the page, and a rule."""
    how = Lettering("helvetica bold", "hei", 10, colour=_WHITE)
    text = sender.of("附录　统计资料", "APPENDIX: STATISTICAL TABLES")
    left, top = sheet.look.margins.left, sheet.top
    sheet.box(0, top, left + how.length(text) + 14, top + 20, 0, None, _DARK)
    how.put(sheet.shape, left, top + 13.5, text)
    sheet.rule(0, top + 20, sheet.width - sheet.look.margins.right, top + 20, 0.8, _DARK)
    sheet.top += 38


def _crest_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """A crest in the middle, the name under it in wide capitals, and a rule that is thick in its middle."""
    middle, top = _middle(sheet), sheet.top
    for radius, width in ((19.0, 1.4), (15.5, 0.5)):
        sheet.shape.draw_circle((middle, top + 19), radius)
        sheet.shape.finish(width=width, color=_DEEP)
    sheet.shape.draw_polyline([(middle - 8, top + 12), (middle + 8, top + 12), (middle, top + 29)])
    sheet.shape.finish(width=0, color=None, fill=_DEEP, closePath=True)
    name = Lettering("times", "song", 14, weight=0.015, spacing=3.0, colour=_DEEP)
    text = sender.agency if sender.chinese else sender.agency.upper()
    while name.length(text) > sheet.room:
        name = replace(name, size=name.size * 0.95, spacing=name.spacing * 0.9)
    _centred(sheet, name, top + 58, text)
    sheet.rule(sheet.look.margins.left, top + 68, sheet.width - sheet.look.margins.right, top + 68, 0.4, _DEEP)
    sheet.rule(middle - 70, top + 68, middle + 70, top + 68, 2.0, _DEEP)
    sheet.top += 90


THIRD_HEADS: Mapping[str, Callable[[OfficeSheet, ReportSender], None]] = {
    "cover": _cover_head,
    "job": _job_head,
    "form": _form_head,
    "tab": _tab_head,
    "crest": _crest_head,
}


def corner_number(sheet: OfficeSheet, number: int) -> None:
    """The number of a page in an upper corner: at the right of odd ones, at the left of even ones."""
    how, text = replace(sheet.furniture, size=10), str(number)
    right = sheet.width - sheet.look.margins.right - how.length(text)
    how.put(sheet.shape, right if number % 2 else sheet.look.margins.left, 34, text)


def section_line(sheet: OfficeSheet, sender: ReportSender, number: int, total: int) -> None:
    """The foot of a form: who filled it in at the left, the page of the form at the right."""
    how, base = sheet.furniture, sheet.height - 28
    left, right = sheet.look.margins.left, sheet.width - sheet.look.margins.right
    sheet.rule(left, base - 12, right, base - 12, 0.5, BLACK)
    how.put(sheet.shape, left, base, sender.of("填表人：　　　　　　审核人：", "Prepared by: ______________"))
    text = sender.of(f"第{number}页（共{total}页）", f"AR-{number} of {total}")
    how.put(sheet.shape, right - how.length(text), base, text)

"""Letterheads and lines at the foot of the fifth looks."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.report_sender import ReportSender
from specimens.real_paper.drawn_paper import BLACK, Ink

_ACCENT: Ink = (0.18, 0.33, 0.59)
_OCEAN: Ink = (0.0, 0.30, 0.45)
_GREY: Ink = (0.45, 0.45, 0.45)
_WHITE: Ink = (1.0, 1.0, 1.0)


def _sides(sheet: OfficeSheet) -> tuple[float, float]:
    return sheet.look.margins.left, sheet.width - sheet.look.margins.right


def _letter_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Who writes at the right, to whom at the left, the day, and the number that an answer should name."""
    (_, right), how = _sides(sheet), sheet.look.prose
    number = 10 + sender.chance % 80
    for text in (sender.agency, sender.of(f"和平路{number}号", f"{number} Main Street"), sender.date):
        how.put(sheet.shape, right - how.length(text), sheet.top + how.size, text)
        sheet.top += how.size * 1.4
    sheet.top += 14
    sheet.text(sender.of("上级政府信息公开工作主管部门", "To whom it may concern"), how)
    sheet.text(sender.of(f"文号：{sender.reference}", f"Our ref.: {sender.reference}"), how, after=14)


def _chapter_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The number of a chapter in a square, its name beside it, a rule from there to the right."""
    (left, right), top = _sides(sheet), sheet.top
    sheet.box(left, top, left + 30, top + 30, 0, None, _OCEAN)
    digit, number = Lettering("helvetica bold", "hei", 20, colour=_WHITE), str(2 + sender.chance % 7)
    digit.put(sheet.shape, left + 15 - digit.length(number) / 2, top + 22, number)
    name = replace(sheet.look.caption, size=12)
    name.put(sheet.shape, left + 40, top + 13, sender.of("政务公开", "Public records"))
    small = replace(sheet.look.prose, size=8.5)
    small.put(sheet.shape, left + 40, top + 26, sender.agency)
    sheet.rule(left, top + 30, right, top + 30, 1.0, _OCEAN)
    sheet.top += 50


def _filing_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Who files a form, and for when, on one line; at the right over it by whose order."""
    (left, right), how = _sides(sheet), replace(sheet.look.prose, size=9)
    order = sender.of(f"制表机关：{sender.agency}", f"Issued by: {sender.agency}")
    how.put(sheet.shape, right - how.length(order), sheet.top + 9, order)
    until = sender.of(f"有效期至：{sender.year + 3}年12月", f"Valid until: December {sender.year + 3}")
    how.put(sheet.shape, right - how.length(until), sheet.top + 22, until)
    how.put(sheet.shape, left, sheet.top + 22, sender.of(f"报出日期：{sender.date}", f"Filed: {sender.date}"))
    sheet.top += 40


def _gazette_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The name of a gazette as wide as the page allows, and its number and day between two rules."""
    (left, right), middle = _sides(sheet), sum(_sides(sheet)) / 2
    name = Lettering("times bold", "song", 30, weight=0.02, spacing=6.0 if sender.chinese else 1.0)
    text = sender.of("政府公报", "OFFICIAL GAZETTE")
    name.put(sheet.shape, middle - name.length(text) / 2, sheet.top + 28, text)
    small = replace(sheet.look.prose, size=9)
    for y, width in ((38.0, 1.6), (56.0, 0.5)):
        sheet.rule(left, sheet.top + y, right, sheet.top + y, width)
    number = sender.of(f"第{3 + sender.chance % 40}号", f"No. {3 + sender.chance % 40}")
    small.put(sheet.shape, left, sheet.top + 50, number)
    small.put(sheet.shape, middle - small.length(sender.agency) / 2, sheet.top + 50, sender.agency)
    small.put(sheet.shape, right - small.length(sender.date), sheet.top + 50, sender.date)
    sheet.top += 76


FIFTH_HEADS: Mapping[str, Callable[[OfficeSheet, ReportSender], None]] = {
    "letter": _letter_head,
    "chapter": _chapter_head,
    "filing": _filing_head,
    "gazette": _gazette_head,
}


def bar_line(sheet: OfficeSheet, sender: ReportSender, number: int) -> None:
    """The foot of a word processor's template: a rule in its colour, the number behind an upright stroke."""
    (left, right), base = _sides(sheet), sheet.height - 34
    sheet.rule(left, base - 14, right, base - 14, 0.5, _ACCENT)
    how = replace(sheet.furniture, size=9, colour=_GREY)
    text = sender.of(f"第 {number} 页", f"{number} | Page")
    how.put(sheet.shape, right - how.length(text), base, text)


def tab_line(sheet: OfficeSheet, sender: ReportSender, number: int) -> None:
    """What a workbook prints by default: the name of its sheet over a page, its number under it, in the middle."""
    how = Lettering("helvetica", "song", 9, colour=BLACK)
    for text, base in (
        (sender.of("年度报告", f"Annual {sender.year}"), 30.0),
        (sender.of(f"第 {number} 页", f"Page {number}"), sheet.height - 24),
    ):
        how.put(sheet.shape, (sheet.width - how.length(text)) / 2, base, text)

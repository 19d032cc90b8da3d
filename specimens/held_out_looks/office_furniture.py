"""What offices print around a report: letterheads, lines at head and foot, notes, signatures and stamps."""

from dataclasses import replace
from math import cos, pi, sin
from random import Random

from specimens.held_out_looks.fifth_furniture import FIFTH_HEADS, bar_line, tab_line
from specimens.held_out_looks.fourth_furniture import FOURTH_HEADS, export_line, imprint_line, marks_note
from specimens.held_out_looks.later_furniture import LATER_HEADS, address_line, sheet_line
from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_paper import needle_rows
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.report_sender import ReportSender
from specimens.held_out_looks.third_furniture import THIRD_HEADS, corner_number, section_line
from specimens.real_paper.drawn_paper import BLACK, Ink

_RED: Ink = (0.82, 0.08, 0.10)
_BLUE: Ink = (0.15, 0.22, 0.60)
_GREY: Ink = (0.35, 0.35, 0.35)
_TEAL: Ink = (0.05, 0.36, 0.40)


def letterhead(sheet: OfficeSheet, sender: ReportSender) -> None:
    """What stands over a report on its first page."""
    heads = {
        "red": _red_head,
        "office": _office_head,
        "plate": _plate,
        **LATER_HEADS,
        **THIRD_HEADS,
        **FOURTH_HEADS,
        **FIFTH_HEADS,
    }
    if sheet.look.letterhead != "none":
        heads[sheet.look.letterhead](sheet, sender)


def _red_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The red head of an official document, its number, and a red rule."""
    name = f"{sender.agency}文件" if sender.chinese else sender.agency.upper()
    big = Lettering("times bold", "song", 34, weight=0.04, colour=_RED, spacing=3.0 if sender.chinese else 1.0)
    while big.length(name) > sheet.room:
        big = replace(big, size=big.size * 0.95, spacing=big.spacing * 0.95)
    sheet.text(name, big, "centre", after=12)
    sheet.text(sender.reference, sheet.look.prose, "centre", after=4)
    left, right = sheet.look.margins.left, sheet.width - sheet.look.margins.right
    sheet.rule(left, sheet.top, right, sheet.top, 2.0, _RED)
    sheet.top += 26


def _office_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Name and address at the left, number and date at the right, a rule under both."""
    look = sheet.look
    small = replace(look.prose, size=8.5)
    address = sender.of(
        f"地址：人民路{10 + sender.chance % 80}号　邮编：{430000 + sender.chance % 9000}",
        f"{100 + sender.chance % 800} Federal Plaza, Room {2 + sender.chance % 7}",
    )
    right = (
        sender.of(f"编号：{sender.reference}", f"Ref. {sender.reference}"),
        sender.of(f"日期：{sender.date}", sender.date),
    )
    for line, other, how in ((sender.agency, right[0], replace(look.caption, size=11)), (address, right[1], small)):
        base = sheet.top + 11
        how.put(sheet.shape, look.margins.left, base, line)
        small.put(sheet.shape, sheet.width - look.margins.right - small.length(other), base, other)
        sheet.top += 16
    sheet.rule(look.margins.left, sheet.top + 2, sheet.width - look.margins.right, sheet.top + 2, 0.7)
    sheet.top += 26


def _plate(sheet: OfficeSheet, sender: ReportSender) -> None:
    """A mark of the office, and a small box with number and date beside it."""
    look, top = sheet.look, sheet.top
    left, right = look.margins.left, sheet.width - look.margins.right
    sheet.box(left, top, left + 26, top + 26, 0, None, look.title.colour)
    sheet.box(left + 7, top + 7, left + 19, top + 19, 1.6, (1.0, 1.0, 1.0))
    name = replace(look.caption, size=11)
    name.put(sheet.shape, left + 34, top + 17, sender.agency)
    small = replace(look.prose, size=8)
    lines = (sender.of("文号 ", "No. ") + sender.reference, sender.of("日期 ", "Date ") + sender.date)
    wide = max(map(small.length, lines)) + 12
    sheet.box(right - wide, top, right, top + 28, 0.5, BLACK)
    for at, line in enumerate(lines):
        small.put(sheet.shape, right - wide + 6, top + 11.5 + 12 * at, line)
    sheet.top += 46


def signature(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Who signs, the day, and the seal over both, beside which nothing else stands."""
    look = sheet.look
    if sheet.top + 28 + look.prose.size * 3.6 + 10 > sheet.bottom:
        sheet.turn()
    sheet.top += 28
    right, how = sheet.width - look.margins.right - 40, look.prose
    middle = right - max(how.length(sender.agency), 80) / 2
    for text in (sender.agency, sender.date):
        how.put(sheet.shape, middle - how.length(text) / 2, sheet.top + how.size, text)
        sheet.top += how.size * 1.8
    _seal(sheet, sender, middle, sheet.top - how.size * 1.6)
    sheet.top += 34


def _seal(sheet: OfficeSheet, sender: ReportSender, x: float, y: float) -> None:
    """A red ring with a star, and the name of the office along it."""
    radius = 52.0
    sheet.shape.draw_circle((x, y), radius)
    sheet.shape.finish(width=2.2, color=_RED)
    star = [(x + r * sin(at * pi / 5), y - r * cos(at * pi / 5)) for at, r in enumerate((15.0, 6.0) * 5)]
    sheet.shape.draw_polyline(star)
    sheet.shape.finish(width=0, color=None, fill=_RED, closePath=True)
    how = Lettering("times bold", "song", 11, weight=0.02, colour=_RED)
    name = sender.agency if sender.chinese else sender.agency[:24].upper()
    step = min(0.42, 4.4 / len(name))
    for at, char in enumerate(name):
        angle = (at - (len(name) - 1) / 2) * step
        how.put(sheet.shape, x + 39 * sin(angle) - how.length(char) / 2, y - 39 * cos(angle) + 4, char)


def received(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The stamp of who received the report, in the white at the head of its first page."""
    if sheet.look.stamp != "received":
        return
    rng = Random(sender.chance)
    how = replace(sheet.look.caption, size=9, weight=0.01, colour=_BLUE)
    lines = (sender.of("收 文 专 用", "RECEIVED"), sender.date, sender.of("档案室", "Records Office"))
    wide, high = max(map(how.length, lines)) + 18, 44.0
    left = sheet.width / 2 - wide / 2 + rng.uniform(-40, 40)
    top = 9 + rng.uniform(0, 4)
    for inset in (0.0, 2.5):
        sheet.box(left + inset, top + inset, left + wide - inset, top + high - inset, 1.0, _BLUE)
    for at, line in enumerate(lines):
        how.put(sheet.shape, left + (wide - how.length(line)) / 2, top + 14 + 11.5 * at, line)


def note(sheet: OfficeSheet, sender: ReportSender) -> None:
    """A footnote under a table."""
    if sheet.look.marks:
        marks_note(sheet, sender)
    if not sheet.look.note:
        return
    small = replace(sheet.look.prose, size=7.5)
    text = sender.of(
        "注：本表数据由本机关各承办机构填报，经办公室汇总核对后公布。",
        "Note: Counts are those of the components, as reconciled by the central office before publication.",
    )
    if sheet.top + 12 <= sheet.bottom + 14:
        small.put(sheet.shape, sheet.look.margins.left, sheet.top + 11, text)
        sheet.top += 14


def running_lines(sheet: OfficeSheet, sender: ReportSender, title: str) -> None:
    """What stands at head and foot of every page, printed when their number is known."""
    total = len(sheet.document)
    for number in range(total):
        page = sheet.document[number]
        sheet.shape = page.new_shape()  # type: ignore[no-untyped-call]  # no types
        sheet.width, sheet.height = page.rect.width, page.rect.height
        if sheet.look.running and number:
            _head_line(sheet, title, sender)
        if sheet.look.rules == "white":
            sheet.box(0, 0, 22, sheet.height, 0, None, _TEAL)
        if sheet.look.paging == "web":
            _web_lines(sheet, sender, title, number + 1, total)
        elif sheet.look.paging == "sheet":
            sheet_line(sheet, sender, number + 1, total)
        elif sheet.look.paging == "address":
            address_line(sheet, sender, number + 1)
        elif sheet.look.paging == "corner":
            corner_number(sheet, number + 1)
        elif sheet.look.paging == "sections":
            section_line(sheet, sender, number + 1, total)
        elif sheet.look.paging == "export":
            export_line(sheet, sender, number + 1, total)
        elif sheet.look.paging == "imprint":
            imprint_line(sheet, sender, number + 1)
        elif sheet.look.paging == "bar":
            bar_line(sheet, sender, number + 1)
        elif sheet.look.paging == "tab name":
            tab_line(sheet, sender, number + 1)
        else:
            _foot_line(sheet, sender, number + 1, total)
        if number == 0:
            received(sheet, sender)
        if sheet.look.paper == "holes":
            needle_rows(sheet.shape, sheet.width, sheet.height)
        sheet.shape.commit()


def _head_line(sheet: OfficeSheet, title: str, sender: ReportSender) -> None:
    look, how = sheet.look, sheet.furniture
    left, right, base = look.margins.left, sheet.width - look.margins.right, look.margins.top - 24
    how.put(sheet.shape, left, base, title)
    how.put(sheet.shape, right - how.length(sender.reference), base, sender.reference)
    sheet.rule(left, base + 5, right, base + 5, 0.5, how.colour)


def _foot_line(sheet: OfficeSheet, sender: ReportSender, number: int, total: int) -> None:
    look, how = sheet.look, sheet.furniture
    left, right = look.margins.left, sheet.width - look.margins.right
    base = sheet.height - min(look.margins.bottom - 24, 40)
    if look.paging == "dashes":
        text = f"— {number} —"
        how.put(sheet.shape, right - 20 - how.length(text) if number % 2 else left + 20, base, text)
        return
    text = str(number)
    if look.paging == "of":
        text = sender.of(f"第{number}页　共{total}页", f"Page {number} of {total}")
    how.put(sheet.shape, (left + right - how.length(text)) / 2, base, text)


def _web_lines(sheet: OfficeSheet, sender: ReportSender, title: str, number: int, total: int) -> None:
    """The lines that a browser prints: day and title over a page, address and number under it."""
    how = sheet.furniture
    day = f"{sender.year + 1}/{1 + sender.chance % 3}/{5 + sender.chance % 20}"
    path = sender.of(f"zfxxgk/ndbg/t{sender.year + 1}0128_{sender.chance % 90000}", f"foia/annual-report-{sender.year}")
    address, count = f"https://www.example.gov/{path}.html", f"{number}/{total}"
    how.put(sheet.shape, 26, 26, day)
    how.put(sheet.shape, (sheet.width - how.length(title)) / 2, 26, title)
    how.put(sheet.shape, 26, sheet.height - 18, address)
    how.put(sheet.shape, sheet.width - 26 - how.length(count), sheet.height - 18, count)

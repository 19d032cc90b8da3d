"""Letterheads and lines at the foot of the later looks."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.report_sender import ReportSender
from specimens.real_paper.drawn_paper import BLACK, Ink

_WHITE: Ink = (1.0, 1.0, 1.0)
_SLATE: Ink = (0.22, 0.30, 0.42)
_GREY: Ink = (0.35, 0.35, 0.35)
_PALE: Ink = (0.88, 0.88, 0.88)


def _sides(sheet: OfficeSheet) -> tuple[float, float]:
    return sheet.look.margins.left, sheet.width - sheet.look.margins.right


def _volume_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The line of a journal: its name, volume and year between two thin rules."""
    (left, right), small = _sides(sheet), replace(sheet.look.prose, size=8.5)
    text = sender.of(
        f"统计资料汇编　第{3 + sender.chance % 20}卷", f"Statistical Papers, Vol. {3 + sender.chance % 20}"
    )
    issue = sender.of(
        f"{sender.year + 1}年第{1 + sender.chance % 3}期", f"{sender.year + 1}, No. {1 + sender.chance % 3}"
    )
    sheet.rule(left, sheet.top, right, sheet.top, 0.4)
    small.put(sheet.shape, left, sheet.top + 12, text)
    small.put(sheet.shape, right - small.length(issue), sheet.top + 12, issue)
    sheet.rule(left, sheet.top + 17, right, sheet.top + 17, 0.4)
    sheet.top += 40


def _memo_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """Typed lines that say from whom and when, between lines of equals signs."""
    how = sheet.look.prose
    signs = "=" * int(sheet.room / how.length("="))
    sheet.text(signs, how)
    sheet.text(sender.of(f"发文单位：{sender.agency}", f"FROM: {sender.agency}"), how)
    sheet.text(sender.of(f"文　　号：{sender.reference}", f"REF.: {sender.reference}"), how)
    sheet.text(sender.of(f"日　　期：{sender.date}", f"DATE: {sender.date}"), how)
    sheet.text(signs, how, after=14)


def _site_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """The bar of a web site, its menu, and the way to this page."""
    (left, right), top = _sides(sheet), sheet.top
    sheet.box(left, top, right, top + 34, 0, None, _SLATE, 0.15)
    name = Lettering("helvetica bold", "hei", 13, colour=_WHITE)
    name.put(sheet.shape, left + 12, top + 21.5, sender.agency)
    small = replace(sheet.look.prose, size=8.5)
    menu = replace(small, colour=_WHITE)
    words = sender.of("首页　政务公开　办事服务　互动交流", "Home   News   Services   Contact")
    sheet.box(left, top + 37, right, top + 55, 0, None, _GREY, 0.2)
    menu.put(sheet.shape, left + 12, top + 49, words)
    way = sender.of("当前位置：首页 > 政府信息公开 > 年度报告", "You are here: Home > FOIA Library > Annual Reports")
    small.put(sheet.shape, left, top + 70, way)
    sheet.top += 88


def web_buttons(sheet: OfficeSheet, sender: ReportSender) -> None:
    """What a web page offers under a report."""
    small = replace(sheet.look.prose, size=8.5)
    if sheet.top + 30 > sheet.bottom:
        sheet.turn()
    left, top = sheet.look.margins.left, sheet.top + 8
    for word in sender.of("打印本页 关闭窗口 返回顶部", "Print Share Top").split():
        wide = small.length(word) + 16
        sheet.box(left, top, left + wide, top + 16, 0.6, _GREY, radius=0.4)
        small.put(sheet.shape, left + 8, top + 11, word)
        left += wide + 8
    sheet.top += 30


def _banner_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """A grey band over the whole width of the page, with the name, and address and telephone under it."""
    name = Lettering("times bold", "song", 24, weight=0.02, spacing=4.0 if sender.chinese else 1.0)
    while name.length(sender.agency) > sheet.room:
        name = replace(name, size=name.size * 0.95, spacing=name.spacing * 0.9)
    sheet.box(0, 24, sheet.width, 66, 0, None, _PALE)
    name.put(sheet.shape, (sheet.width - name.length(sender.agency)) / 2, 53, sender.agency)
    small = replace(sheet.look.prose, size=8)
    text = address_of(sender)
    small.put(sheet.shape, (sheet.width - small.length(text)) / 2, 79, text)
    sheet.rule(0, 86, sheet.width, 86, 1.0)
    sheet.top = max(sheet.top, 108)


def _bulletin_head(sheet: OfficeSheet, sender: ReportSender) -> None:
    """A thick rule and a thin one, and between them the number of a bulletin."""
    (left, right), how = _sides(sheet), sheet.look.caption
    sheet.rule(left, sheet.top, right, sheet.top, 3.0)
    how.put(sheet.shape, left, sheet.top + 17, sender.of("统计公报", "STATISTICAL BULLETIN"))
    small = replace(sheet.look.prose, size=8.5)
    small.put(sheet.shape, right - small.length(sender.reference), sheet.top + 17, sender.reference)
    sheet.rule(left, sheet.top + 24, right, sheet.top + 24, 0.5)
    sheet.top += 46


LATER_HEADS: Mapping[str, Callable[[OfficeSheet, ReportSender], None]] = {
    "volume": _volume_head,
    "memo": _memo_head,
    "site": _site_head,
    "banner": _banner_head,
    "bulletin": _bulletin_head,
}


def address_of(sender: ReportSender) -> str:
    """Where an office is found."""
    return sender.of(
        f"地址：解放路{10 + sender.chance % 80}号　电话：0{20 + sender.chance % 9}-{60000000 + sender.chance * 7}",
        f"{100 + sender.chance % 800} Capitol Street    Tel. (202) 555-0{100 + sender.chance % 100}",
    )


def sheet_line(sheet: OfficeSheet, sender: ReportSender, number: int, total: int) -> None:
    """The foot that a spreadsheet prints: the name of the file, and which page it is."""
    how, base = sheet.furniture, sheet.height - 26
    file = sender.of(f"年报{sender.year}.xls", f"annual_report_{sender.year}.xls")
    text = sender.of(f"第 {number} 页，共 {total} 页", f"Page {number} of {total}")
    how.put(sheet.shape, sheet.look.margins.left, base, file)
    how.put(sheet.shape, (sheet.width - how.length(text)) / 2, base, text)


def address_line(sheet: OfficeSheet, sender: ReportSender, number: int) -> None:
    """A rule at the foot, under it the address, and the number of the page."""
    (left, right), how, base = _sides(sheet), sheet.furniture, sheet.height - 30
    sheet.rule(left, base - 11, right, base - 11, 0.6, BLACK)
    how.put(sheet.shape, left, base, address_of(sender))
    how.put(sheet.shape, right - how.length(str(number)), base, str(number))

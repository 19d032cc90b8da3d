"""Tables of no form: invented rows and columns of counts, amounts, shares, dashes, slashes and blanks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from extractor.evaluate.render.document import Drawing
from extractor.evaluate.render.grid import lay_out
from extractor.evaluate.render.printed import PrintedBlock, PrintedColumn, PrintedRow, PrintedTable, PrintedValue
from extractor.evaluate.render.printed_pdf import Look, PrintedPdf, print_page
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.scanner import Scan, photograph
from extractor.evaluate.render.styles import STYLES
from extractor.evaluate.render.typeface import Typefaces


@dataclass(frozen=True)
class Vocabulary:
    """What the tables of one language are made of. ``nil``: its dash for nothing."""

    title: str
    table: str
    corner: str
    total: str
    nil: str
    parts: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]


LANGUAGES = (
    Vocabulary(
        "{year}年度统计简表",
        "表",
        "项目",
        "合计",
        "—",
        ("东部", "中部", "西部", "北部", "南部"),
        (
            "农业",
            "林业",
            "渔业",
            "采矿业",
            "制造业",
            "建筑业",
            "运输业",
            "邮政业",
            "住宿业",
            "餐饮业",
            "金融业",
            "房地产业",
            "教育",
            "卫生",
        ),
        ("单位数", "从业人数", "营业收入", "利润总额", "同比增长", "占比", "应付款", "期末余额"),
    ),
    Vocabulary(
        "Summary of accounts {year}",
        "Table ",
        "Item",
        "Total",
        "-",
        ("North", "South", "East", "West", "Centre"),
        (
            "Farming",
            "Forestry",
            "Fishing",
            "Mining",
            "Manufacturing",
            "Construction",
            "Transport",
            "Post",
            "Hotels",
            "Banking",
        ),
        ("Units", "Staff", "Revenue", "Profit", "Change", "Share", "Payable", "Balance"),
    ),
)


def invented(name: str, seed: int, scan: Scan) -> Drawing:
    """A document of one or two such tables, long ones over more than one page. Name and seed decide everything."""
    usual = (STYLES[scan.look].look or Look()).faces
    paper = invented_print(seed, scan.look, Typefaces(scan.chinese or usual.chinese, scan.latin or usual.latin))
    return Drawing(paper, photograph(paper.document, scan, Random(f"{name}/scan")))


def invented_print(seed: int, style: str, faces: Typefaces) -> PrintedPdf:
    """The same document on paper, in the look of a style."""
    rng = Random(f"{seed}/invented")
    words = rng.choice(LANGUAGES)
    look = STYLES[style].look or Look()
    look = replace(look, faces=faces, label=75.0, size=rng.choice((8.0, 9.0)), align=rng.choice(("centre", "right")))
    tables = (lay_out(table) for table in _tables(words, rng))
    return print_page(ReportLayout((words.title.format(year=rng.randint(1998, 2026)),), tuple(tables)), look)


def _tables(words: Vocabulary, rng: Random) -> Iterator[PrintedTable]:
    for number in range(rng.randint(1, 2)):
        yield PrintedTable(f"invented{number}", f"{words.table}{number + 1}", (_block(words, rng),))


def _block(words: Vocabulary, rng: Random) -> PrintedBlock:
    columns = tuple(PrintedColumn((), text) for text in rng.sample(words.columns, rng.randint(3, 6)))
    kinds = [rng.choice(("count", "grouped", "amount", "share", "change")) for _ in columns]
    rows = []
    for part in rng.sample(words.parts, rng.randint(1, 4)):
        for label in (*rng.sample(words.rows, rng.randint(4, 10)), words.total):
            rows.append(PrintedRow((part, label), tuple(_value(kind, words.nil, rng) for kind in kinds)))
    return PrintedBlock("", words.corner, columns, tuple(rows))


def _value(kind: str, nil: str, rng: Random) -> PrintedValue:
    chance = rng.random()
    if chance < 0.06:
        return PrintedValue("", "", None, "blank")
    if chance < 0.12:
        return PrintedValue("", rng.choice((nil, "/")), None, "not_applicable")
    if chance < 0.2:
        return PrintedValue("", "0", 0, "read")
    return PrintedValue("", _number(kind, rng), None, "read")


def _number(kind: str, rng: Random) -> str:
    size = round(10 ** rng.uniform(0, 5))
    return {
        "count": f"{size}",
        "grouped": f"{size * rng.randint(1, 9):,}",
        "amount": f"{size - rng.randint(1, 99) / 100:,.2f}",
        "share": f"{rng.uniform(0, 100):.1f}%",
        "change": f"{rng.uniform(-30, 30):.2f}",
    }[kind]

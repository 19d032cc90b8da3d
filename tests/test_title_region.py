"""Who and which year are told by the title region alone, and by nothing that names another report."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.registry import load_schema

SCHEMA = load_schema("gov_disclosure")
BODY = "青石桥镇人民政府"
TITLE = f"2022年{BODY}政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限为2022年1月1日至2022年12月31日。"
TABLE = """二、主动公开政府信息情况
第二十条第（一）项
信息内容	本年制发件数	本年废止件数	现行有效件数
规章	0	0	0
行政规范性文件	13	0	55
第二十条第（五）项
信息内容	本年处理决定数量
行政许可	97
第二十条第（六）项
信息内容	本年处理决定数量
行政处罚	3
行政强制	0
第二十条第（八）项
信息内容	本年收费金额（单位：万元）
行政事业性收费	0
"""
OTHER = "2021年白鹭洲镇人民政府政府信息公开工作年度报告"
SPLIT = [f"{TITLE[:at]}\n{TITLE[at:]}" for at in (8, 13, 15, 17, 19, 21, 23)]
WIDE = [TITLE.replace("2022", year) for year in ("2 0 2 2", "20 22", "2022 ", "2　0　2　2")]


def read(folder: Path, head: str, foot: str = "") -> Reading:
    """What is read of a report with these lines in front of its table and behind it."""
    path = folder / "report.txt"
    path.write_text(f"{head}\n\n{PERIOD}\n\n{TABLE}\n{foot}\n", encoding="utf-8")
    return read_layout(open_document(path), SCHEMA, SCHEMA.form("2021"))


def told(reading: Reading) -> tuple[object, object]:
    """Agency and year."""
    return reading.value("agency"), reading.value("year")


@pytest.mark.parametrize("head", [TITLE, f"{BODY}\n2022年政府信息公开工作年度报告", *WIDE, *SPLIT])
def test_a_title_over_two_lines_or_with_spaces_inside_its_year_is_one(tmp_path: Path, head: str) -> None:
    assert told(read(tmp_path, head)) == (BODY, 2022)


FEET = [OTHER, f"下一篇：{OTHER}", f"相关链接\n{OTHER}", f"《{OTHER}》", f"返回\n{OTHER}"]


@pytest.mark.parametrize("foot", FEET)
def test_what_stands_behind_the_tables_says_nothing_of_who_and_when(tmp_path: Path, foot: str) -> None:
    assert told(read(tmp_path, TITLE, foot)) == (BODY, 2022)
    assert told(read(tmp_path, "一、总体情况", foot)) == (None, 2022)


@pytest.mark.parametrize("line", ["打印本页", "关闭窗口", "字体大小", "返回首页", "办事大厅", "上一篇", "无障碍浏览"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_navigation_above_a_title_is_no_body(tmp_path: Path, line: str, gap: str) -> None:
    assert read(tmp_path, f"{line}{gap}2022年度政府信息公开工作年度报告").value("agency") is None


@pytest.mark.parametrize(
    "words", ["如有疑问，请与松江县政务公开办公室联系", "若有疑问,请与白鹭洲镇党政办联系（电话：1）"]
)
def test_a_contact_line_names_nobody(tmp_path: Path, words: str) -> None:
    assert read(tmp_path, words).fields["agency"].state == "unread"


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023, 2024])
def test_a_title_and_a_period_of_different_years_leave_the_year_unread(tmp_path: Path, year: int) -> None:
    assert read(tmp_path, TITLE.replace("2022", str(year))).fields["year"].state == "unread"

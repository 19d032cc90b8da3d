"""Who and which year are told by the title region alone, and by nothing that names another report."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
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


def test_a_title_that_is_printed_wide_counts_beside_another_that_is_not(tmp_path: Path) -> None:
    assert told(read(tmp_path, f"{' '.join(TITLE)}\n\n{OTHER}")) == (None, None)


def test_the_cell_beside_a_title_is_no_part_of_it(tmp_path: Path) -> None:
    assert told(read(tmp_path, f"{TITLE}\n\n名称\t{TITLE}\n索引号\t12")) == (BODY, 2022)


def test_a_year_behind_the_title_and_a_title_over_three_lines_are_read(tmp_path: Path) -> None:
    for lines in (
        f"{BODY}\n政府信息公开工作年度报告\n（2022年）",
        f"{BODY}\n2022年政府信息公开\n工作年度报告",
        "青石桥镇\n人民政府\n2022年政府信息公开工作年度报告",
    ):
        assert told(read(tmp_path, lines)) == (BODY, 2022)


@pytest.mark.parametrize("at", [1, 2])
def test_the_second_half_of_a_torn_name_is_no_body_where_the_text_names_the_whole(tmp_path: Path, at: int) -> None:
    field = read(tmp_path, f"{TITLE[: 5 + at]}\n{TITLE[5 + at :]}\n\n2022年，{BODY}办理了来信。").fields["agency"]
    assert field.value == BODY or field.state == "unread"


FEET = [OTHER, f"下一篇：{OTHER}", f"相关链接\n{OTHER}", f"《{OTHER}》", f"返回\n{OTHER}"]


@pytest.mark.parametrize("foot", FEET)
def test_what_stands_behind_the_tables_says_nothing_of_who_and_when(tmp_path: Path, foot: str) -> None:
    assert told(read(tmp_path, TITLE, foot)) == (BODY, 2022)
    assert told(read(tmp_path, "一、总体情况", foot)) == (None, 2022)


@pytest.mark.parametrize("above", ["首页 > 政务公开 > 年报\n白鹭洲镇人民政府", "索引号：12\n白鹭洲镇人民政府"])
def test_a_body_alone_below_other_lines_is_in_doubt_unless_the_text_names_it(tmp_path: Path, above: str) -> None:
    bare = f"{above}\n2022年度政府信息公开工作年度报告"
    assert [each.kind for each in read(tmp_path, bare).fields["agency"].doubts] == [DoubtKind.NAMED_APART]
    named = f"{bare}\n\n白鹭洲镇人民政府把信息公开同日常业务放在一起安排。"
    assert read(tmp_path, named).fields["agency"].doubts == ()
    beside = f"{bare}\n\n2022年，白鹭洲镇人民政府统一受理申请，网站栏目按季度检查一次。"
    assert read(tmp_path, beside).fields["agency"].doubts == ()
    linked = f"{bare}\n\n如有疑问，请与白鹭洲镇人民政府联系。"
    assert read(tmp_path, linked).fields["agency"].doubts != ()


@pytest.mark.parametrize(
    "line", ["打印本页", "关闭窗口", "字体大小", "返回首页", "办事大厅", "上一篇", "无障碍浏览", "手机版", "大字版"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_navigation_above_a_title_is_no_body(tmp_path: Path, line: str, gap: str) -> None:
    assert read(tmp_path, f"{line}{gap}2022年度政府信息公开工作年度报告").value("agency") is None


CONTACTS = ["如有疑问，请与松江县政务公开办公室联系", "若有疑问,请与白鹭洲镇党政办联系（电话：1）"]


@pytest.mark.parametrize("words", CONTACTS)
def test_a_contact_line_names_nobody(tmp_path: Path, words: str) -> None:
    assert read(tmp_path, words).fields["agency"].state == "unread"
    assert read(tmp_path, words, f"{BODY}\n2023年1月6日").fields["agency"].state == "unread"


@pytest.mark.parametrize("signature", ["白鹭洲区柳岸街道办事处", "白鹭洲区人民政府柳岸街道办事处"])
def test_a_contact_line_counts_where_the_signature_names_the_same_body(tmp_path: Path, signature: str) -> None:
    head = "本报告依照《条例》编制。对本报告如有疑问,请与白鹭洲区柳岸街道办事处联系(电话:77)。"
    assert read(tmp_path, head, f"{signature}\n2023年1月6日").value("agency") == "白鹭洲区柳岸街道办事处"
    assert read(tmp_path, head, signature).value("agency") is None


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023, 2024])
def test_a_title_and_a_period_of_different_years_leave_the_year_unread(tmp_path: Path, year: int) -> None:
    assert read(tmp_path, TITLE.replace("2022", str(year))).fields["year"].state == "unread"
    foot = f"本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
    assert read(tmp_path, TITLE, foot).fields["year"].state == "unread"


@pytest.mark.parametrize("quoted", ["附件：", "参见：\n", "见：\n", "参照"])
def test_a_quoted_title_in_front_of_the_tables_does_not_differ_from_the_own_one(tmp_path: Path, quoted: str) -> None:
    assert told(read(tmp_path, f"{TITLE}\n\n{quoted}{OTHER}")) == (BODY, 2022)


def foia(folder: Path, head: str) -> tuple[object, object]:
    """What is read of an American report with these lines at the top."""
    path = folder / "report.txt"
    path.write_text(f"{head}\n\nXII.B. CONSULTATIONS ON FOIA REQUESTS\n", encoding="utf-8")
    schema = load_schema("us_foia")
    return told(read_layout(open_document(path), schema, schema.forms[0]))


ACT = "Freedom of Information Act Annual Report"


@pytest.mark.parametrize(
    "head",
    [
        f"Office of Kites (OK)\n{ACT}\nFiscal Year 2014",
        f"Office of\nKites (OK)\n{ACT}\nFiscal Year 2014",
        f"Office of Kites\n(OK)\n{ACT}\nFiscal Year\n2014",
        "Office of Kites\nFreedom of Information Act\nAnnual Report\nFiscal Year 2 0 1 4",
        f"Office of Kites (OK)\n{ACT}\nFiscal Year 20 14",
        f"Office of Kites (OK)\n{ACT}\nFiscal Year  ２０１４ ",
    ],
)
def test_an_american_title_torn_or_spaced_is_one(tmp_path: Path, head: str) -> None:
    assert foia(tmp_path, head) == ("Office of Kites", 2014)


@pytest.mark.parametrize(
    "above",
    [
        *("Share", "Welcome", "Print this page", "FOIA Annual Report", "Chief FOIA Officer Report", "October 1, 2013"),
        "An official website\nOffice of Kites Reading Room",
        "Office of Kites\nHome | About",
    ],
)
def test_lines_of_a_web_site_are_no_agency(tmp_path: Path, above: str) -> None:
    assert foia(tmp_path, f"{above}\n{ACT}\nFiscal Year 2014") == (None, 2014)

"""A note that takes a number back or scales it leaves it unread, wherever it stands; one that tells more does not."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.layout import read_layout
from extractor.schemas.registry import load_schema
from tests.test_title_region import PERIOD, TABLE, TITLE

SCHEMA = load_schema("gov_disclosure")
PERMITS, PENALTIES, RULES = "table2.licensing", "table2.punishment", "table2.normative.made"
WHOLE = frozenset({"table2.normative.made", "table2.normative.repealed", "table2.normative.in_force"})


def taken_back(folder: Path, table: str = TABLE, under: str = "", foot: str = "") -> frozenset[str]:
    """Fields that a note takes back, in a report with lines under its table."""
    path = folder / "report.txt"
    path.write_text(f"{TITLE}\n\n{PERIOD}\n\n{table}{under}\n\n五、其他事项\n没有。\n{foot}\n", encoding="utf-8")
    fields = read_layout(open_document(path), SCHEMA, SCHEMA.form("2021")).fields
    found = {path for path, field in fields.items() if any(d.kind is DoubtKind.TAKEN_BACK for d in field.doubts)}
    assert all(fields[path].state == "unread" for path in found)
    return frozenset(found)


IN_CELLS = ["（更正为79）", "（应为79）", " 更正：79", "（订正79）", "（系笔误）", "（作废）", "（以百计）"]


@pytest.mark.parametrize("note", IN_CELLS)
def test_a_note_in_the_cell_takes_its_number_back(tmp_path: Path, note: str) -> None:
    assert taken_back(tmp_path, TABLE.replace("行政许可\t97", f"行政许可\t97{note}")) <= {PERMITS}


@pytest.mark.parametrize("note", IN_CELLS)
def test_a_note_beside_the_cell_takes_its_number_back(tmp_path: Path, note: str) -> None:
    reading = taken_back(tmp_path, TABLE.replace("行政许可\t97", f"行政许可\t97\t{note.strip('（） ')}"))
    assert reading <= {PERMITS}


LINES = [
    "更正：表中“行政许可”一栏的97应为79。",
    "注：“行政许可”的数字有误，更正为79。",
    "注1：行政许可应为79。",
    "勘误：行政许可97应改为79",
    "说明：上表行政许可的97系笔误，实际为79。",
    "注：行政许可一栏以百计。",
    "注：行政许可以千件计。",
    "（行政许可较上年减少97，非本年数。）",
    "注：行政许可为较上年减少数。",
    "行政许可误为97，订正为79。",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_names_a_row_takes_its_number_back(tmp_path: Path, line: str) -> None:
    assert taken_back(tmp_path, under=f"{line}\n") == {PERMITS}
    assert taken_back(tmp_path, foot=line) == {PERMITS}


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("更正：行政规范性文件的55应为54。", 1),
        ("更正：行政规范性文件（本年制发件数）应为12。", 1),
        ("注：行政规范性文件一栏以百计。", 3),
        ("注：行政规范性文件应为12、0、54。", 3),
    ],
)
def test_a_note_is_about_the_column_or_the_number_it_names_and_else_about_its_row(
    tmp_path: Path, line: str, paths: int
) -> None:
    assert len(taken_back(tmp_path, under=f"{line}\n")) == paths


@pytest.mark.parametrize("line", ["更正：97应为79。", "勘误：上表97有误。"])
def test_a_note_that_names_no_row_is_about_the_numbers_it_repeats(tmp_path: Path, line: str) -> None:
    assert taken_back(tmp_path, under=f"{line}\n") == {PERMITS}


@pytest.mark.parametrize("line", ["注：上表数据有误，以公报为准。", "勘误见公报。"])
def test_a_note_at_the_edge_of_a_table_that_names_nothing_is_about_all_of_it(tmp_path: Path, line: str) -> None:
    assert taken_back(tmp_path, under=f"{line}\n") >= {PERMITS, PENALTIES}


TELLING = [
    "行政许可97件，较上年减少3件。",
    "行政处罚3件，比上年有所下降，各项数据均已核对。",
    "申请人要求更正与其自身相关的不准确政府信息的，应当予以更正。",
    "注：行政许可含延续。",
    "下一步应为群众提供更好的服务，改正工作中的不足。",
    "行政强制以教育为主。",
]


@pytest.mark.parametrize("line", TELLING)
def test_running_text_that_tells_more_takes_nothing_back(tmp_path: Path, line: str) -> None:
    assert taken_back(tmp_path, under=f"\n五、存在的主要问题\n{line}\n") == frozenset()
    assert taken_back(tmp_path, TABLE.replace("行政许可\t97", "行政许可\t97（其中网上3件）")) == frozenset()


FOIA = """Office of Kites (OK)
Freedom of Information Act Annual Report
Fiscal Year 2014

V.A. FOIA REQUESTS -- RECEIVED, PROCESSED AND PENDING FOIA REQUESTS
Agency / Component\t{columns}
Paper Kites\t12\t1{cell}\t23\t8
Silk Kites\t4\t30\t31\t3
AGENCY OVERALL\t16\t49\t54\t11
{under}
"""
COLUMNS = "\t".join(
    f"Number of Requests {what} Fiscal Year"
    for what in ("Pending as of Start of", "Received in", "Processed in", "Pending as of End of")
)


def taken_from_foia(folder: Path, under: str = "", cell: str = "9") -> frozenset[str]:
    """Fields that a note takes back in an American report."""
    path, schema = folder / "report.txt", load_schema("us_foia")
    path.write_text(FOIA.format(columns=COLUMNS, under=under, cell=cell), encoding="utf-8")
    fields = read_layout(open_document(path), schema, schema.forms[0]).fields
    return frozenset(p for p, field in fields.items() if any(d.kind is DoubtKind.TAKEN_BACK for d in field.doubts))


@pytest.mark.parametrize(
    "line",
    [
        "Correction: the 19 printed for Paper Kites should read 18.",
        "Note: the figure for Paper Kites (Number of Requests Received in Fiscal Year) is corrected to 18.",
        "Erratum: Paper Kites, Number of Requests Received in Fiscal Year: for 19 read 18.",
        "The 19 shown for Paper Kites is a decrease of 19 against the prior year.",
        "Note 2: the 19 of Paper Kites was printed in error, read 18 instead.",
    ],
)
def test_an_english_note_is_about_the_field_it_names(tmp_path: Path, line: str) -> None:
    assert taken_from_foia(tmp_path, line) == {"requests.components.0.received"}


@pytest.mark.parametrize("line", ["Figures for Paper Kites are in thousands.", "Paper Kites: corrected to 18."])
def test_an_english_note_without_a_column_is_about_the_row(tmp_path: Path, line: str) -> None:
    row = {f"requests.components.0.{key}" for key in ("pending_start", "received", "processed", "pending_end")}
    assert row <= taken_from_foia(tmp_path, line) <= {*row, "requests.components.0.name"}


@pytest.mark.parametrize("cell", ["9 (corrected to 18)", "9 (decrease)", "9 (should read 18)", "9 (thousand)"])
def test_an_english_note_in_a_cell_takes_its_number_back(tmp_path: Path, cell: str) -> None:
    path, schema = tmp_path / "report.txt", load_schema("us_foia")
    path.write_text(FOIA.format(columns=COLUMNS, under="", cell=cell), encoding="utf-8")
    reading = read_layout(open_document(path), schema, schema.forms[0])
    assert reading.fields["requests.components.0.received"].state == "unread"


@pytest.mark.parametrize("mark", ["a", "*", "†"])
def test_a_legend_of_signs_at_figures_is_about_the_figures_that_carry_the_sign(tmp_path: Path, mark: str) -> None:
    marked = TABLE.replace("行政许可\t97", f"行政许可\t97 {mark}")
    assert taken_back(tmp_path, marked, f"\n{mark} 系笔误。") <= {PERMITS}
    assert taken_back(tmp_path, TABLE, f"\n{mark} 系笔误。") > {PERMITS}, "no figure carries the sign"

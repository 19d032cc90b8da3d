"""Plain text: encodings, flattening styles, places."""

import contextlib
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.documents import Document, open_document
from extractor.documents.scan import SWITCH
from extractor.documents.text.plain_text import open_text
from extractor.errors import EmptyDocument, LimitExceeded, NeedsOcr, UnreadableDocument, UnsupportedFormat
from tests.document_places import assert_all_is_covered, assert_places_hold, cells, shared

CHINESE = "某某街道办事处二〇二一年工作年度报告\n一、总体情况\n本年度共收到申请十二件，均已按时答复，没有引起诉讼。\n"


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without OCR: what is a picture is told by the error."""
    monkeypatch.setenv(SWITCH, "never")


def opened(text: str) -> Document:
    return open_text(text, name="a.txt", sha256="0", encoding="utf-8")


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("gb18030", b""),
    ],
)
def test_chinese_text_is_read_in_every_encoding_it_comes_in(tmp_path: Path, encoding: str, mark: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(mark + CHINESE.encode(encoding))
    document = open_document(path)
    assert document.text == CHINESE
    assert document.encoding == encoding


def test_a_path_may_be_given_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CHINESE, "utf-8")
    assert open_document(str(path)) == open_document(path)


def test_traditional_characters_are_read_from_gbk_and_from_big5(tmp_path: Path) -> None:
    text = "本機關民國一百零九年度共收到申請十二件，其中予以公開八件，不予公開四件，均於法定期限內答覆申請人。"
    for encoding in ("gb18030", "big5"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(text.encode(encoding))
        assert open_document(path).text == text


def test_western_text_keeps_its_quotes_and_accents(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = "The “report” of the Café – it’s here, naïve as ever: 12.5"
    path.write_bytes(text.encode("cp1252"))
    assert open_document(path).text == text


def test_damaged_utf8_is_refused_instead_of_read_as_something_else(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    data = CHINESE.encode() * 3
    path.write_bytes(data[:60] + b"\xff\xc0" + data[60:])
    with pytest.raises(UnreadableDocument, match="damaged"):
        open_document(path)


def test_a_file_cut_inside_its_last_character_shows_the_loss(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(CHINESE.encode().rstrip()[:-1])
    assert open_document(path).text.endswith("\ufffd")


@pytest.mark.parametrize("text", ["Отчёт за год", "정보공개 연차보고서. 이 보고서는 한 해의 기록이다."])
def test_text_without_a_plausible_encoding_is_refused_or_right(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode("cp1251" if text[0] == "О" else "euc_kr"))
    with contextlib.suppress(UnreadableDocument):
        assert open_document(path).text == text


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=30, max_size=400).filter(lambda data: sum(byte > 127 for byte in data) > len(data) // 4))
def test_random_bytes_with_a_nul_never_open_as_text(data: bytes) -> None:
    from extractor.documents.text.encoding import decode_text

    if data.isascii() or b"\x00" not in data:
        data += b"\x00\x01\x02"
    with pytest.raises(UnreadableDocument):
        decode_text(data, "random")


def test_binary_data_under_a_text_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"\x7fELF\x02\x01\x01\x00\x00\x00" * 40)
    with pytest.raises(UnreadableDocument, match="binary"):
        open_document(path)


def test_an_empty_file_and_one_of_white_space_are_empty(tmp_path: Path) -> None:
    for name, data in (("a.txt", b""), ("b.txt", b" \n\t\r\n"), ("c.txt", "　\n".encode())):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(EmptyDocument):
            open_document(path)


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        open_document(tmp_path / "nowhere.txt")


def test_an_office_file_is_named_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%!PS-Adobe-3.0")
    with pytest.raises(UnsupportedFormat, match="PostScript"):
        open_document(path)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0....", b"II*\x00....", b"MM\x00*...."])
def test_an_image_needs_ocr_whatever_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(NeedsOcr, match="OCR"):
        open_document(path)


def test_a_text_beyond_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"0\n" * (9 * 1024 * 1024))
    with pytest.raises(LimitExceeded, match="16 MB"):
        open_document(path)


def test_text_under_an_html_name_is_text(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("a < b and b > c\nlicences\t12\n", encoding="utf-8")
    document = open_document(path)
    assert document.method == "text"
    assert cells(document)[1] == ["licences", "12"]


def test_all_kinds_of_line_break_part_lines() -> None:
    assert cells(opened("a\r\nb\rc\u2028d\x0ce\n")) == [["a"], ["b"], ["c"], ["d"], ["e"]]


def test_tabs_part_cells_and_every_empty_cell_is_kept() -> None:
    document = opened("heading\n\nkind\tmade\tvoid\t\n\t0\t\t12\n")
    assert cells(document) == [["heading"], ["kind", "made", "void", ""], ["", "0", "", "12"]]
    assert [row.table for row in document.rows] == [None, 0, 0]
    assert_places_hold(document)


def test_an_empty_line_inside_a_tabbed_table_does_not_end_it() -> None:
    document = opened("a\t1\nb\t2\n\nc\t3\n\nplain\n\nd\t4\n")
    assert [row.table for row in document.rows] == [0, 0, 0, None, 1]


def test_full_width_spaces_around_a_figure_are_stripped() -> None:
    assert cells(opened("规章\t　0\t0　\t\u00a05")) == [["规章", "0", "0", "5"]]


PASTED = "\t业务\n\t本年\n数量\n\t上年\n\n\t许可\n\t0\n\t\n \t第五项\n\n\t\n\ttotal\nsum\n\t3\n\n\n\n其后正文\n"


def test_a_pasted_table_is_a_row_for_every_group_of_lines() -> None:
    document = opened(PASTED)
    assert cells(document) == [
        ["业务", "本年数量", "上年"],
        ["许可", "0", "", "", "第五项"],
        ["", "total sum", "3"],
        ["其后正文"],
    ]
    assert_places_hold(document)


def test_running_text_right_behind_a_pasted_table_is_not_swallowed_by_its_last_cell() -> None:
    assert cells(opened("\ta\n\t1\n\n\tb\n\t2\nThe next section begins here\n"))[-2:] == [
        ["b", "2"],
        ["The next section begins here"],
    ]


def test_paragraphs_that_are_indented_by_a_tab_are_no_table() -> None:
    text = (
        "\t本年度内本机关按照规定的时限和程序答复了所有申请人，没有发生因信息公开引起的行政复议或者行政诉讼案件。\n" * 3
    )
    document = opened(text)
    assert [len(row.cells) for row in document.rows] == [1, 1, 1]
    assert {row.table for row in document.rows} == {None}


def test_every_pipe_ends_a_cell() -> None:
    document = opened("第一项 |\n|||\n规章 |\n0 |\n|\n")
    assert cells(document) == [["第一项"], ["", "", ""], ["规章"], ["0"], [""]]
    assert_places_hold(document)


@pytest.mark.parametrize("width", [2, 3, 4, 7])
@pytest.mark.parametrize("full", [1, 3])
def test_a_full_row_needs_no_pipe_behind_it_that_closes_it(width: int, full: int) -> None:
    title = ["title", *[""] * (width - 1)]
    rows = [title, *([f"c{n}{k}" for k in range(width)] for n in range(full)), title]
    printed = [
        "|\n" + (f" {row[0]}  | {'|' * (width - 1)}" if row is title else "\n".join(f" {text}  |" for text in row))
        for row in rows
    ]
    document = opened("\n".join(printed) + "\n")
    assert cells(document) == rows
    assert_places_hold(document)


def test_a_lone_pipe_inside_a_row_stays_a_blank_cell() -> None:
    assert cells(opened("|\n a  | ||\n|\n b  |\n|\n c  | |\n|\n d  | ||\n"))[-1] == ["d", "", ""]


def test_framed_rows_of_pipes_have_no_blank_cell_for_the_frame() -> None:
    document = opened("| a | b | c |\n|---|:-:|--:|\n| 1 |  | 3 |\n|  |  |  |\n")
    assert cells(document) == [["a", "b", "c"], ["1", "", "3"], ["", "", ""]]


def test_rows_of_pipes_without_a_frame_keep_a_blank_first_cell() -> None:
    assert cells(opened("kind | made | void |\nrule | 0 | 1 |\n | 2 | 3 |\n")) == [
        ["kind", "made", "void"],
        ["rule", "0", "1"],
        ["", "2", "3"],
    ]


def test_rows_of_pipes_may_end_without_one() -> None:
    assert cells(opened("Cash | $ | 29,943 | $ | 29,965\nNotes | 35,228 | 31,590\n")) == [
        ["Cash", "$", "29,943", "$", "29,965"],
        ["Notes", "35,228", "31,590"],
    ]


def test_a_rule_under_a_row_begins_a_new_table() -> None:
    document = opened("| a | 1 |\n|---|---|\n| b | 2 |\n| 0 | 0 |\n|---|---|\n")
    assert [row.table for row in document.rows] == [0, 0, 1]


def test_headings_cut_to_their_columns_are_divided_where_the_figures_meet() -> None:
    document = opened(
        "Component            Requests Rec Requests Pro  Improper      \n"
        "North                        726         8328            1\n"
        "South Office                  19                         0\n"
    )
    assert cells(document) == [
        ["Component", "Requests Rec", "Requests Pro", "Improper"],
        ["North", "726", "8328", "1"],
        ["South Office", "19", "", "0"],
    ]
    assert_places_hold(document)


def test_a_label_that_is_missing_in_a_fixed_width_table_is_a_blank_cell() -> None:
    document = opened("Name      Kind      Amount\nAlpha     big        12.50\n          total   1,312.50\n")
    assert cells(document)[2] == ["", "total", "1,312.50"]


def test_ideographs_are_two_columns_wide_in_a_fixed_width_table() -> None:
    document = opened(
        "单位名称        上年数    本年数\n甲局                12        34\n乙办公室                      56\n"
    )
    assert cells(document) == [["单位名称", "上年数", "本年数"], ["甲局", "12", "34"], ["乙办公室", "", "56"]]


def test_prose_with_double_spaces_is_not_split() -> None:
    text = "A sentence ends.  Another one begins here\nand goes on.  It ends on the second line.\n"
    assert [len(row.cells) for row in opened(text).rows] == [1, 1]
    assert [len(row.cells) for row in opened("政务新媒体  （公众号）等　多种渠道\n第二十条  第（一）项\n").rows] == [
        1,
        1,
    ]


def test_the_style_is_decided_for_each_stretch() -> None:
    document = opened("Head\na\t1\n\nname |\n7 |\n\nLabel       12    13\nMore         1     2\n")
    assert cells(document) == [["Head"], ["a", "1"], ["name"], ["7"], ["Label", "12", "13"], ["More", "1", "2"]]
    assert [row.table for row in document.rows] == [None, 0, 1, 1, 2, 2]


LINE = st.text(alphabet="ab零总（）. |\t  0127,-—/　　\u00a0", max_size=24)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=14))
def test_places_hold_and_all_is_covered_for_any_text(lines: list[str]) -> None:
    document = opened("\n".join(lines))
    assert_places_hold(document)
    assert_all_is_covered(document, marks='|-,;"')


def test_a_row_pushed_onto_the_next_by_a_tab_keeps_its_cells() -> None:
    document = open_document(shared("seeds", "001_4f9cdb8381e45e30.txt"))
    row = next(row for row in document.rows if row.cells[0].text == "行政规范性文件")
    assert [cell.text for cell in row.cells] == ["行政规范性文件", "0", "0", "", "第二十条第（五）项"]


def test_headings_of_a_wide_report_are_one_cell_a_column() -> None:
    document = open_document(shared("corpus", "us_foia", "dol-2009.fixed.txt"))
    wide = [row for row in document.rows if row.cells[0].text == "Agency / Component" and len(row.cells) > 5]
    assert [len(row.cells) for row in wide] == [14]
    assert {len(row.cells) for row in document.rows} == {1, 5, 14}


def test_places_hold_for_every_shared_text() -> None:
    root = shared("seeds").parent
    paths = [*root.glob("seeds/*.txt"), *root.glob("corpus/*/*.txt"), *root.glob("corpus/*/*/*.txt")]
    assert paths
    for path in [*paths, *root.glob("corpus/*/*.md")]:
        document = open_document(path)
        assert_places_hold(document)
        assert_all_is_covered(document, marks='|-,;"')


def test_a_document_without_line_breaks_is_no_table_of_thousands_of_columns(tmp_path: Path) -> None:
    line = "  ".join(f"Applications  {number}" for number in range(4_000))
    path = tmp_path / "one-line.txt"
    path.write_text(line)
    begun = process_time()
    document = open_document(path)
    assert process_time() - begun < 5
    assert document.text == line
    assert [row.table for row in document.rows] == [None]

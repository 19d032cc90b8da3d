"""Web pages: what is printed, tables as grids, encodings."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.documents import Document, open_document
from extractor.documents.web.html import open_html
from extractor.errors import EmptyDocument, UnreadableDocument
from tests.document_places import assert_all_is_covered, assert_places_hold, cells, shared


def opened(markup: str) -> Document:
    return open_html(markup, name="a.html", sha256="0", encoding="utf-8")


def grid(document: Document) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.column_span, c.row_span) for c in row.cells] for row in document.rows]


def test_blocks_are_rows_of_one_cell_and_inline_elements_are_not() -> None:
    document = opened("<h1>Report</h1><p>Of <b>20</b><i>21</i></p><div>a<br>b<p>c</p>d</div><ul><li>x<li>y</ul>")
    assert cells(document) == [["Report"], ["Of 2021"], ["a"], ["b"], ["c"], ["d"], ["x"], ["y"]]
    assert {row.table for row in document.rows} == {None}


def test_spans_are_resolved_to_columns() -> None:
    document = opened(
        "<table><tr><td rowspan=2 colspan=2>label</td><td colspan=3>organisations</td></tr>"
        "<tr><td>a</td><td>b</td><td>c</td></tr>"
        "<tr><td rowspan=2>kind</td><td>one</td><td>1</td><td>&nbsp;</td><td></td></tr>"
        "<tr><td>two</td><td>4</td><td>5</td><td>6</td></tr></table>"
    )
    assert grid(document) == [
        [("label", 0, 2, 2), ("organisations", 2, 3, 1)],
        [("a", 2, 1, 1), ("b", 3, 1, 1), ("c", 4, 1, 1)],
        [("kind", 0, 1, 2), ("one", 1, 1, 1), ("1", 2, 1, 1), ("", 3, 1, 1), ("", 4, 1, 1)],
        [("two", 1, 1, 1), ("4", 2, 1, 1), ("5", 3, 1, 1), ("6", 4, 1, 1)],
    ]
    assert_places_hold(document)


def test_a_row_span_ends_with_its_section_and_a_foot_is_printed_last() -> None:
    document = opened(
        "<table><tfoot><tr><td>sum</td><td>3</td></tr></tfoot>"
        "<tbody><tr><td rowspan=0>a</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>"
    )
    assert grid(document) == [[("a", 0, 1, 2), ("1", 1, 1, 1)], [("2", 1, 1, 1)], [("sum", 0, 1, 1), ("3", 1, 1, 1)]]


def test_lines_of_a_cell_are_joined_without_a_space_between_ideographs() -> None:
    document = opened(
        "<table><tr><td>商业<br/>企业</td><td><p>科研</p>\n<p>机构</p></td><td>Less than<br>10,000</td>"
        "<td><div>12</div><div>34</div></td></tr></table>"
    )
    assert cells(document) == [["商业企业", "科研机构", "Less than 10,000", "12 34"]]
    assert_places_hold(document)


def test_raised_and_struck_figures_do_not_grow_into_the_number_beside_them() -> None:
    document = opened("<table><tr><td>0<sup>1</sup></td><td><s>12</s>15</td></tr></table>")
    assert cells(document) == [["0 1", "12 15"]]


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display: none'>9</div>",
        "<span hidden>9</span>",
        "<p style='visibility:hidden'>9</p>",
        "<span style='font-size:0'>9</span>",
        "<script>var a = 9</script>",
        "<style>.a{} /* 9 */</style>",
        "<p class=gone>9</p>",
        "<select><option>9</option></select>",
        "<nav><a href=x>9</a></nav>",
        "<div class='mainNav'><ul><li>9</li></ul></div>",
        "<!-- 9 -->",
    ],
)
def test_what_is_not_printed_is_not_read(hidden: str) -> None:
    document = opened(f"<html><head><style>.gone {{ display:none }}</style></head><body>shown{hidden}</body></html>")
    assert document.text == "shown"


def test_rules_for_print_or_small_screens_hide_nothing() -> None:
    style = "<style>@media print { .x { display: none } } .y .x { display: none }</style>"
    assert opened(f"<html><head>{style}</head><body><p class=x>shown</p></body></html>").text == "shown"


def test_a_container_without_size_shows_children_that_have_one() -> None:
    assert opened("<div style='font-size:0'><span style='font-size:14px'>12</span></div>").text == "12"


def test_a_report_inside_an_element_named_like_navigation_is_kept() -> None:
    assert cells(opened("<div class=nav><table><tr><td>a</td><td>1</td></tr></table></div>")) == [["a", "1"]]


def test_a_hidden_cell_does_not_shift_the_columns() -> None:
    document = opened("<table><tr><td style='display:none'>9</td><td>a</td><td>1</td></tr></table>")
    assert grid(document) == [[("a", 0, 1, 1), ("1", 1, 1, 1)]]


def test_tables_that_arrange_the_page_are_no_tables_of_data() -> None:
    document = opened(
        "<table><tr><td>menu</td><td><p>title</p><table><tr><td>a</td><td>1</td></tr></table></td></tr></table>"
        "<table><tr><td><p>one</p><p>two</p></td></tr></table>"
    )
    assert [(row.table, row.text) for row in document.rows] == [
        (None, "menu"),
        (None, "title"),
        (0, "a\t1"),
        (None, "one"),
        (None, "two"),
    ]


def test_a_table_in_two_parts_keeps_two_indexes() -> None:
    part = "<table><tr><td>a</td><td>1</td></tr></table>"
    assert [row.table for row in opened(f"{part}<p>page 2</p>{part}").rows] == [0, None, 1]


def test_a_preformatted_block_may_hold_a_flattened_table() -> None:
    document = opened("<p>x</p><pre>Name      Count\nNorth        12\nSouth         3\n</pre>")
    assert cells(document) == [["x"], ["Name", "Count"], ["North", "12"], ["South", "3"]]
    assert_places_hold(document)


@pytest.mark.parametrize(
    ("declared", "stored"),
    [("gb2312", "gb18030"), ("gbk", "gb18030"), ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("", "gb18030")],
)
def test_the_charset_is_declared_or_found_out(tmp_path: Path, declared: str, stored: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = "本机关二〇二一年度收到的申请均已答复，镕堃两位同志负责。"
    path = tmp_path / "a.htm"
    path.write_bytes(f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(stored))
    document = open_document(path)
    assert document.text == text
    assert document.encoding == stored


def test_a_web_page_under_a_text_name_is_a_web_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<table><tr><td>a</td><td>1</td></tr></table>", encoding="utf-8")
    document = open_document(path)
    assert (document.method, document.media_type, cells(document)) == ("html", "text/html", [["a", "1"]])


def test_other_xml_is_no_web_page_and_a_page_without_text_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<?xml version="1.0"?><Invoice><Total>1</Total></Invoice>', encoding="utf-8")
    assert open_document(path).media_type == "application/xml"
    path.write_text("<html><body><img src='http://127.0.0.1:9/x.png'><script>1</script></body></html>", "utf-8")
    with pytest.raises(EmptyDocument):
        open_document(path)


def test_entities_from_outside_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("42", encoding="utf-8")
    path = tmp_path / "a.html"
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    path.write_text(f"{doctype}<html><body><p>a &x; b</p></body></html>", encoding="utf-8")
    assert "42" not in open_document(path).text


def nested(depth: int) -> str:
    return "<p>start</p>" + "<div>" * depth + "x" + "</div>" * depth + "<p>end</p>"


def test_deep_nesting_loses_nothing() -> None:
    assert cells(opened(nested(2000))) == [["start"], ["x"], ["end"]]


def test_nesting_beyond_the_parser_is_refused_instead_of_cut() -> None:
    with pytest.raises(UnreadableDocument, match="nested too deeply"):
        opened(nested(3000))


WORD = st.sampled_from(
    ["规章", "0", "1,234", "a b", "&nbsp;", "", "<br>", "商业<br>企业", "<b>x</b>y", "<p>p</p><p>q</p>"]
)
CELL = st.tuples(WORD, st.integers(0, 3), st.integers(0, 3)).map(
    lambda parts: f"<td colspan={parts[1]} rowspan={parts[2]}>{parts[0]}</td>"
)
TABLE = st.lists(st.lists(CELL, max_size=4), max_size=5).map(
    lambda rows: "<table>" + "".join("<tr>" + "".join(row) + "</tr>" for row in rows) + "</table>"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(TABLE, WORD.map(lambda word: f"<p>{word}</p>")), max_size=5))
def test_places_hold_and_all_is_covered_for_any_page(parts: list[str]) -> None:
    document = opened("<p>start</p>" + "".join(parts))
    assert_places_hold(document)
    assert_all_is_covered(document)


@pytest.mark.parametrize(
    ("name", "label", "figures"),
    [
        (
            "hangzhou_style_2025.html",
            "一、本年新收政府信息公开申请数量",
            ["13612", "252", "0", "45", "128", "32", "14069"],
        ),
        ("shuyang_fgj_2023.html", "一、本年新收政府信息公开申请数量", ["26", "", "", "", "", "", "26"]),
        ("shanghai_office_2019.html", "（七）总计", ["767", "35", "", "", "2", "1", "805"]),
    ],
)
def test_saved_reports_keep_every_figure_in_its_column(name: str, label: str, figures: list[str]) -> None:
    document = open_document(shared("corpus", "cn_annual_report", name))
    row = next(row for row in document.rows if any(cell.text == label for cell in row.cells))
    assert [cell.text for cell in row.cells if cell.column >= 3] == figures
    assert_places_hold(document)
    assert_all_is_covered(document)


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("color:#fff", False),
        ("color: white; background: #ffffff", False),
        ("color:red;background:red", False),
        ("color:#fff;background:#036", True),
        ("color:#333", True),
    ],
)
def test_text_in_the_colour_of_its_ground_is_not_printed(tmp_path: Path, style: str, printed: bool) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<table><tr><td>Fees</td><td><span style='{style}'>9</span>1</td></tr></table>", encoding="utf-8")
    cells = [cell.text for cell in open_document(path).rows[0].cells]
    assert cells == ["Fees", "91" if printed else "1"]


def test_white_text_on_a_coloured_ground_further_up_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    row = "<tr bgcolor='#003366'><td style='color:#fff'>Fees</td><td>1</td></tr>"
    path.write_text(f"<table>{row}</table>", encoding="utf-8")
    assert open_document(path).rows[0].cells[0].text == "Fees"

"""Every style writes the same report: all its labels and figures, in order, and the same bytes each time."""

import re
import unicodedata
from html import unescape

import pymupdf
import pytest

from extractor.evaluate.render import STYLES, Order, Rendered, render
from extractor.evaluate.sets import CaseSpec, EvalSet, load_set
from extractor.schemas.form import Form

TEXTS = [name for name, style in STYLES.items() if style.lines is not None]
READABLE = [name for name in STYLES if name != "pdf_scan"]


@pytest.fixture(scope="module")
def chinese() -> EvalSet:
    return load_set("gov_disclosure")


def make(chosen: EvalSet, style: str, figures: str = "2021:city:1", **more: object) -> Rendered:
    case = CaseSpec.model_validate({"id": "x", "figures": figures, "style": style, **more})
    return chosen.case(case).rendered


def text_of(rendered: Rendered, encoding: str = "utf-8") -> str:
    if not rendered.name.endswith(".pdf"):
        return unescape(rendered.content.decode(encoding))
    return "\n".join(text for text, _ in pages(rendered))


def pages(rendered: Rendered) -> list[tuple[str, int]]:
    """Text and number of pictures of every page."""
    document = pymupdf.open(stream=rendered.content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    found = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_text()  # type: ignore[no-untyped-call]  # no types
        found.append((str(text), len(page.get_images())))  # type: ignore[no-untyped-call]  # no types
    return found


def numbers(text: str) -> list[str]:
    return re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", text)


def test_no_style_is_missing_from_the_sets(chinese: EvalSet) -> None:
    assert {case.spec.style for case in chinese.cases} == set(STYLES)


@pytest.mark.parametrize("style", READABLE)
def test_every_printed_figure_is_in_the_document(chinese: EvalSet, style: str) -> None:
    rendered = make(chinese, style)
    printed = numbers(text_of(rendered))
    figures = [value for path, value in rendered.truth.items() if path.startswith("table") and value is not None]
    assert len(figures) > 190
    for value in set(figures):
        assert printed.count(f"{value}") >= figures.count(value), value


@pytest.mark.parametrize("style", [*READABLE, "pdf_scan"])
def test_equal_orders_give_equal_bytes(chinese: EvalSet, style: str) -> None:
    assert make(chinese, style, seed=5).content == make(chinese, style, seed=5).content


@pytest.mark.parametrize("style", READABLE)
def test_every_row_label_of_the_form_is_printed(chinese: EvalSet, style: str) -> None:
    text = "".join(text_of(make(chinese, style)).split())
    form = chinese.schema.form("2021")
    labels = [row.label.printed for table in form.tables for block in table.blocks for row in block.rows]
    assert [label for label in labels if label and "".join(label.split()) not in text] == ["（六）其他处理"] * (
        "（六）其他处理" not in text
    )


def test_a_row_of_tabs_holds_its_values_in_order(chinese: EvalSet) -> None:
    rendered = make(chinese, "tsv", figures="bureau_2021")
    line = next(line for line in text_of(rendered).splitlines() if line.startswith("一、本年新收"))
    assert [cell for cell in line.split("\t") if cell][1:] == ["32", "2", "0", "0", "0", "0", "34"]


def test_a_label_above_its_values_stands_alone_on_its_line(chinese: EvalSet) -> None:
    lines = text_of(make(chinese, "label_above", figures="bureau_2021")).splitlines()
    table = lines.index("四、政府信息公开行政复议、行政诉讼情况")
    first = next(i for i, line in enumerate(lines) if line.startswith("一、本年新收"))
    alone = [i for i in range(first, table) if lines[i].endswith("\t\t\t\t\t\t\t") and lines[i].strip()]
    assert alone
    assert all(lines[i + 1].startswith("\t") and len(lines[i + 1].split()) == 7 for i in alone)


def test_covered_columns_follow_as_bare_pipes(chinese: EvalSet) -> None:
    lines = text_of(make(chinese, "pipe_cells", figures="bureau_2021")).splitlines()
    at = lines.index("一、本年新收政府信息公开申请数量 |")
    assert lines[at + 1 : at + 9] == ["32 |", "2 |", "0 |", "0 |", "0 |", "0 |", "34 |", "||"]


def test_fixed_columns_end_at_the_same_place_on_every_line(chinese: EvalSet) -> None:
    def width(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)

    lines = text_of(make(chinese, "fixed")).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("一、本年新收"))
    end = next(i for i, line in enumerate(lines) if line.startswith("四、结转"))
    assert len({width(line) for line in lines[start : end + 1]}) == 1


def test_html_spans_cover_the_whole_grid(chinese: EvalSet) -> None:
    table = text_of(make(chinese, "html")).split("<table>")[2]
    covered = 0
    for tag in re.findall(r"<td[^>]*>", table):
        spans = dict(re.findall(r'(colspan|rowspan)="(\d+)"', tag))
        covered += int(spans.get("colspan", 1)) * int(spans.get("rowspan", 1))
    assert covered == 10 * table.count("<tr>")


def test_a_table_that_goes_on_over_a_page_repeats_its_headings(chinese: EvalSet) -> None:
    texts = [text for text, _ in pages(make(chinese, "pdf_ruled"))]
    with_rows = [text for text in texts if "1.属于国家秘密" in text or "（七）总计" in text]
    assert len(with_rows) == 2
    assert all("法律服务机构" in text for text in with_rows)


def test_a_scan_holds_pictures_and_no_characters(chinese: EvalSet) -> None:
    found = pages(make(chinese, "pdf_scan"))
    assert found
    assert all(not text.strip() and pictures == 1 for text, pictures in found)


@pytest.mark.parametrize(
    "scan", [{"skew": 1.5}, {"blur": 2.0}, {"specks": 2.0}, {"quality": 5}, {"dpi": 150}, {"look": "pdf_rows"}]
)
def test_every_setting_of_a_scan_changes_its_pictures(chinese: EvalSet, scan: dict[str, object]) -> None:
    assert make(chinese, "pdf_scan", scan=scan).content != make(chinese, "pdf_scan").content


def test_invisible_type_is_in_the_pdf_and_not_in_its_picture(chinese: EvalSet) -> None:
    def picture(rendered: Rendered) -> bytes:
        document = pymupdf.open(stream=rendered.content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
        return bytes(document[0].get_pixmap().samples)

    plain, ghostly = make(chinese, "pdf_ruled"), make(chinese, "pdf_ruled", damages=["hidden_unshown"])
    assert len(text_of(ghostly)) > len(text_of(plain))
    assert picture(ghostly) == picture(plain)


def test_torn_labels_stand_before_all_figures(chinese: EvalSet) -> None:
    lines = text_of(make(chinese, "torn", figures="bureau_2021")).splitlines()
    assert lines.index("四、结转下年度继续办理") < lines.index("32 2 0 0 0 0 34")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_text_is_written_in_its_encoding(chinese: EvalSet, encoding: str) -> None:
    rendered = make(chinese, "tsv", encoding=encoding)
    assert "行政许可" in rendered.content.decode(encoding)


@pytest.mark.parametrize("style", TEXTS)
def test_components_of_any_number_are_printed_by_name(style: str) -> None:
    rendered = make(load_set("us_foia"), style, figures="annual:large:2")
    names = [value for path, value in rendered.truth.items() if path.endswith(".name")]
    assert len(names) == 36
    text = text_of(rendered)
    assert all(text.count(str(name)) >= 4 for name in names)


def test_a_form_without_figures_prints_no_table(chinese: EvalSet) -> None:
    form: Form = chinese.schema.form("2021")
    rendered = render(Order("empty", form, {"agency": "甲", "year": 2021}, chinese.words, "tsv"))
    assert "主动公开政府信息情况" not in rendered.content.decode()
    assert set(rendered.truth) == {"agency", "year"}

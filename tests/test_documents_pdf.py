"""Born-digital PDF: words with boxes, ruled and unruled tables, and what must not pass for text."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable, Sequence
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import Document, open_document
from extractor.documents.scan import SWITCH
from extractor.errors import EncryptedDocument, LimitExceeded, NeedsOcr, UnreadableDocument
from tests.document_places import assert_all_is_covered, assert_places_hold, cells

Draw = Callable[[pymupdf.Page], None]


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without OCR: what is a picture is told by the error."""
    monkeypatch.setenv(SWITCH, "never")


def saved(path: Path, *pages: Draw, rotation: int = 0) -> Path:
    """A PDF with one page for each drawing function."""
    pdf = pymupdf.open()
    for draw in pages:
        page = pdf.new_page(width=400, height=600)
        draw(page)
        page.set_rotation(rotation)
    pdf.save(path)
    pdf.close()
    return path


def opened(tmp_path: Path, *pages: Draw, rotation: int = 0) -> Document:
    return open_document(saved(tmp_path / "a.pdf", *pages, rotation=rotation))


def write(
    page: pymupdf.Page,
    x: float,
    y: float,
    text: str,
    size: float = 10,
    *,
    color: tuple[float, float, float] = (0, 0, 0),
    render_mode: int = 0,
    fill_opacity: float = 1,
) -> None:
    page.insert_text(
        (x, y),
        text,
        fontsize=size,
        fontname="china-s" if any(char > "\x7f" for char in text) else "helv",
        color=color,
        render_mode=render_mode,
        fill_opacity=fill_opacity,
    )


def rule(page: pymupdf.Page, xs: Sequence[float], ys: Sequence[float]) -> None:
    """A full grid of rules."""
    for x in xs:
        page.draw_line((x, ys[0]), (x, ys[-1]))
    for y in ys:
        page.draw_line((xs[0], y), (xs[-1], y))


def table(page: pymupdf.Page, rows: Sequence[Sequence[str]], top: float = 100) -> None:
    """A ruled table of columns 80 points wide and rows 20 points high."""
    rule(page, [40 + 80 * i for i in range(len(rows[0]) + 1)], [top + 20 * i for i in range(len(rows) + 1)])
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                write(page, 44 + 80 * c, top + 14 + 20 * r, text)


def test_a_ruled_table_is_rows_of_cells_with_boxes(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        write(page, 40, 80, "年度报告")
        table(page, [["信息内容", "本年", "合计"], ["规章", "12", ""], ["许可", "7730.28", "0"]])

    document = opened(tmp_path, draw)
    assert cells(document) == [["年度报告"], ["信息内容", "本年", "合计"], ["规章", "12", ""], ["许可", "7730.28", "0"]]
    assert [row.table for row in document.rows] == [None, 0, 0, 0]
    assert document.rows[2].cells[1].place.box == pytest.approx((120, 120, 200, 140), abs=1)
    word = next(word for word in document.words if word.text == "7730.28")
    assert word.place.box is not None and word.place.box[0] == pytest.approx(124, abs=1)
    assert_places_hold(document)
    assert_all_is_covered(document)


def test_decimal_points_stay_where_they_are_printed_whatever_the_order_of_drawing(tmp_path: Path) -> None:
    figures = ["7730.28", "0.5", "1,139.07", "12.345"]

    def draw(page: pymupdf.Page) -> None:
        table(page, [["amount", ""] for _ in figures])
        points: list[tuple[float, float, str]] = []
        for r, figure in enumerate(figures):
            x = 124.0
            for char in figure:
                if char == ".":
                    points.append((x, 114 + 20 * r, char))
                else:
                    write(page, x, 114 + 20 * r, char)
                x += pymupdf.get_text_length(char, fontname="helv", fontsize=10)
        for x, y, char in points:
            write(page, x, y, char)

    assert [row.cells[1].text for row in opened(tmp_path, draw).rows] == figures


def test_false_bold_counts_once(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        write(page, 40, 100, "Total 1122")
        write(page, 40.3, 100, "Total 1122")

    assert opened(tmp_path, draw).text == "Total 1122"


def test_merged_cells_span_rows_and_columns(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for y in (100, 160):
            page.draw_line((40, y), (280, y))
        for x in (40, 120, 280):
            page.draw_line((x, 100), (x, 160))
        page.draw_line((120, 120), (280, 120))
        page.draw_line((120, 140), (280, 140))
        page.draw_line((200, 120), (200, 160))
        write(page, 44, 130, "label")
        write(page, 150, 114, "organisations")
        for x, y, text in ((124, 134, "a"), (204, 134, "b"), (124, 154, "1"), (204, 154, "2")):
            write(page, x, y, text)

    document = opened(tmp_path, draw)
    assert [[(c.text, c.column, c.column_span, c.row_span) for c in row.cells] for row in document.rows] == [
        [("label", 0, 1, 3), ("organisations", 1, 2, 1)],
        [("a", 1, 1, 1), ("b", 2, 1, 1)],
        [("1", 1, 1, 1), ("2", 2, 1, 1)],
    ]


def test_lines_of_a_cell_are_joined_and_figures_between_rules_are_not_parted(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rule(page, [40, 80, 120], [100, 140, 160])
        write(page, 44, 114, "商业")
        write(page, 44, 130, "企业")
        write(page, 84, 114, "not")
        write(page, 84, 130, "more")
        write(page, 44, 154, "12")
        write(page, 84, 154, "3")

    document = opened(tmp_path, draw)
    assert cells(document) == [["商业企业", "not more"], ["12", "3"]]
    assert_places_hold(document)


def test_a_rule_between_two_figures_parts_them_however_close_they_stand(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rule(page, [40, 62.2, 100], [100, 120])
        write(page, 51, 114, "1234")

    assert cells(opened(tmp_path, draw)) == [["12", "34"]]


def test_rules_may_be_thin_filled_boxes_or_frames_of_single_cells(tmp_path: Path) -> None:
    def boxes(page: pymupdf.Page) -> None:
        for x in (40, 120, 200):
            page.draw_rect((x, 100, x + 0.6, 140), color=None, fill=(0, 0, 0))
        for y in (100, 120, 140):
            page.draw_rect((40, y, 200.6, y + 0.6), color=None, fill=(0, 0, 0))
        write(page, 44, 114, "a")
        write(page, 124, 134, "1")

    def frames(page: pymupdf.Page) -> None:
        for x in (40, 120):
            for y in (100, 120):
                page.draw_rect((x, y, x + 80, y + 20))
        write(page, 44, 114, "a")
        write(page, 124, 134, "1")

    for draw in (boxes, frames):
        assert cells(opened(tmp_path, draw)) == [["a", ""], ["", "1"]]


def test_a_table_carried_over_the_page_keeps_its_index(tmp_path: Path) -> None:
    def first(page: pymupdf.Page) -> None:
        table(page, [["kind", "made"], ["a", "1"]], top=500)
        write(page, 190, 580, "- 1 -")

    def second(page: pymupdf.Page) -> None:
        table(page, [["b", "2"]], top=60)
        write(page, 40, 120, "4. Next section")
        table(page, [["c", "3"]], top=200)
        write(page, 190, 580, "- 2 -")

    document = opened(tmp_path, first, second)
    assert [(row.text, row.table, row.cells[0].place.page) for row in document.rows] == [
        ("kind\tmade", 0, 1),
        ("a\t1", 0, 1),
        ("- 1 -", None, 1),
        ("b\t2", 0, 2),
        ("4. Next section", None, 2),
        ("c\t3", 1, 2),
        ("- 2 -", None, 2),
    ]


def test_a_part_of_headings_alone_belongs_to_the_table_on_the_next_page(tmp_path: Path) -> None:
    def first(page: pymupdf.Page) -> None:
        rule(page, [40, 120, 280], [540, 560])
        write(page, 44, 554, "kind")
        write(page, 124, 554, "organisations")

    document = opened(tmp_path, first, lambda page: table(page, [["a", "1", "2"]], top=60))
    assert [[(c.text, c.column, c.column_span) for c in row.cells] for row in document.rows] == [
        [("kind", 0, 1), ("organisations", 1, 2)],
        [("a", 0, 1), ("1", 1, 1), ("2", 2, 1)],
    ]
    assert {row.table for row in document.rows} == {0}


def test_text_between_tables_on_two_pages_parts_them(tmp_path: Path) -> None:
    def first(page: pymupdf.Page) -> None:
        table(page, [["a", "1"], ["b", "2"]])
        write(page, 40, 300, "5. Another section begins here")

    document = opened(tmp_path, first, lambda page: table(page, [["c", "3"], ["d", "4"]]))
    assert [row.table for row in document.rows] == [0, 0, None, 1, 1]


def test_a_table_without_rules_is_found_by_its_gaps_and_a_missing_figure_is_blank(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        write(page, 40, 80, "A line of running text stands above the table.")
        for y, row in enumerate([["Kind", "Made", "Void"], ["licences", "12", "3"], ["fees", "", "41"]]):
            for x, text in zip((40, 200, 300), row, strict=True):
                if text:
                    write(page, x, 130 + 16 * y, text)

    document = opened(tmp_path, draw)
    assert cells(document)[1:] == [["Kind", "Made", "Void"], ["licences", "12", "3"], ["fees", "", "41"]]
    assert [row.table for row in document.rows] == [None, 0, 0, 0]
    assert_places_hold(document)


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for i in range(10):
            write(page, 30, 100 + 14 * i, f"left column, line {'abcdefghij'[i]} of it", size=9)
            write(page, 220, 100 + 14 * i, f"right column, line {'abcdefghij'[i]} of it", size=9)

    texts = [row.text for row in opened(tmp_path, draw).rows]
    assert [text.split()[0] for text in texts] == ["left"] * 10 + ["right"] * 10


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_is_shown_turned_reads_the_same(tmp_path: Path, rotation: int) -> None:
    def draw(page: pymupdf.Page) -> None:
        for r, row in enumerate([["kind", "12"], ["void", "34"]]):
            for c, text in enumerate(row):
                x, y = {90: (100 + 20 * r, 400 - 80 * c), 270: (300 - 20 * r, 100 + 80 * c)}.get(
                    rotation, (300 - 80 * c, 300 - 20 * r)
                )
                page.insert_text((x, y), text, fontsize=10, rotate=rotation)

    document = opened(tmp_path, draw, rotation=rotation)
    assert cells(document) == [["kind", "12"], ["void", "34"]]
    box = document.words[0].place.box
    assert box is not None
    assert box[2] - box[0] > box[3] - box[1]


def test_a_table_printed_sideways_on_an_upright_page_is_read(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rule(page, [100, 120, 140], [200, 300, 400])
        for x, y, text in ((114, 390, "kind"), (114, 290, "12"), (134, 390, "void"), (134, 290, "34.5")):
            page.insert_text((x, y), text, fontsize=10, rotate=90)

    document = opened(tmp_path, draw)
    assert cells(document) == [["kind", "12"], ["void", "34.5"]]
    assert document.rows[0].cells[0].place.box == pytest.approx((100, 300, 120, 400), abs=1)


@pytest.mark.parametrize(
    "hide",
    [
        lambda page: write(page, 40, 200, "999", render_mode=3),
        lambda page: write(page, 40, 200, "999", color=(1, 1, 1)),
        lambda page: write(page, 40, 200, "999", fill_opacity=0),
        lambda page: write(page, 40, 200, "999", size=0.5),
        lambda page: write(page, 40, -30, "999"),
    ],
)
def test_text_that_cannot_be_seen_is_not_read(tmp_path: Path, hide: Draw) -> None:
    def draw(page: pymupdf.Page) -> None:
        write(page, 40, 100, "Total 12")
        hide(page)

    assert opened(tmp_path, draw).text == "Total 12"


def test_white_text_on_a_dark_ground_is_seen(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.draw_rect((30, 80, 200, 120), color=None, fill=(0, 0, 0.5))
        write(page, 40, 100, "Heading", color=(1, 1, 1))

    assert opened(tmp_path, draw).text == "Heading"


def picture(page: pymupdf.Page, box: tuple[float, float, float, float] = (0, 0, 400, 600)) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 40, 60))
    pixels.clear_with(200)
    page.insert_image(box, pixmap=pixels, keep_proportion=False)


def test_a_scanned_page_asks_for_ocr_and_is_named(tmp_path: Path) -> None:
    with pytest.raises(NeedsOcr, match="page 2 of 3: is an image"):
        opened(tmp_path, lambda page: write(page, 40, 100, "one"), picture, lambda page: write(page, 40, 100, "three"))


def test_the_hidden_text_of_a_scan_does_not_pass_for_print(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        picture(page)
        for i in range(10):
            write(page, 40, 100 + 20 * i, "recognised text 12", render_mode=3)

    with pytest.raises(NeedsOcr, match="page 1 of 1"):
        opened(tmp_path, draw)


def test_text_printed_under_the_image_of_a_page_is_not_seen(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        write(page, 40, 100, "recognised text 12")
        picture(page)

    with pytest.raises(NeedsOcr):
        opened(tmp_path, draw)


def test_a_stamp_on_a_scan_does_not_make_it_text(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        picture(page)
        write(page, 40, 590, "Copy 3 of 10")

    with pytest.raises(NeedsOcr, match="stamp"):
        opened(tmp_path, draw)


def test_a_logo_beside_text_is_no_scan(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        picture(page, (300, 20, 380, 60))
        write(page, 40, 100, "Total 12")

    assert opened(tmp_path, draw).text == "Total 12"


def test_a_pdf_with_a_password_is_encrypted(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    write(pdf.new_page(), 40, 100, "secret")
    path = tmp_path / "a.pdf"
    pdf.save(path, encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    with pytest.raises(EncryptedDocument, match="password"):
        open_document(path)


def test_a_damaged_pdf_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"junk " * 100)
    with pytest.raises(UnreadableDocument):
        open_document(path)


def test_a_pdf_that_is_cut_off_is_unreadable_even_where_some_pages_survive(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.pdf", *[lambda page: write(page, 40, 100, "Total 12")] * 5)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    with pytest.raises(UnreadableDocument):
        open_document(path)


def test_a_pdf_with_too_many_pages_is_refused(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    for _ in range(1001):
        pdf.new_page(width=100, height=100)
    path = tmp_path / "a.pdf"
    pdf.save(path)
    with pytest.raises(LimitExceeded, match="1001 pages"):
        open_document(path)


def test_a_pdf_under_a_text_name_is_a_pdf(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.txt", lambda page: write(page, 40, 100, "Total 12"))
    assert open_document(path).method == "vector"

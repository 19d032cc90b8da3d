"""Reports in the looks that are held out: they draw, every cell stands where the truth says, the truth is complete."""

import unicodedata
from collections import Counter
from functools import cache
from io import BytesIO

import PIL.Image
import pymupdf
import pytest

from extractor.evaluate.render.document import Drawing
from extractor.evaluate.render.grid import lay_out
from extractor.evaluate.render.printed import print_tables
from extractor.schemas.values import read_printed
from specimens.held_out_looks.fifth_looks import FIFTH_LOOKS
from specimens.held_out_looks.fourth_looks import FOURTH_LOOKS
from specimens.held_out_looks.held_out_reports import STOCKS, HeldOutReport, Sheets, held_out_reports, turn_of
from specimens.held_out_looks.later_looks import LATER_LOOKS
from specimens.held_out_looks.office_channels import FAX_DENSITY, feed_standing
from specimens.held_out_looks.office_look import HELD_OUT_LOOKS
from specimens.held_out_looks.set_grid import counted, grouped, written
from specimens.held_out_looks.third_looks import THIRD_LOOKS
from specimens.real_paper.looked_reports import DENSITIES, FORMS
from specimens.real_paper.report_looks import LOOKS_OF_REPORTS

LAPS = 9
WATERMARK = 60
"""Points: larger type is on the paper before anything is printed on it."""
SIXES: tuple[Sheets, ...] = ("later", "third", "fourth", "fifth")
SIX_LAPS = [each for sheets in SIXES for each in held_out_reports(len(FORMS) * len(LATER_LOOKS), sheets=sheets)]
REPORTS = [
    *held_out_reports(len(HELD_OUT_LOOKS), sheets="first"),
    *(
        next(each for each in SIX_LAPS if each.look == look and (each.order.schema == "us_foia") is english)
        for look in (*LATER_LOOKS, *THIRD_LOOKS, *FOURTH_LOOKS, *FIFTH_LOOKS)
        for english in (False, True)
    ),
]
"""Each of the first looks once, each of the others in Chinese and in English."""
NAMES = [each.order.name for each in REPORTS]


@cache
def drawing(report: HeldOutReport) -> Drawing:
    drawn = report.printed.drawn
    assert drawn is not None
    return drawn


def bare(text: str) -> str:
    """Without white, and with the characters that a face draws alike told alike."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u2010", "-").split())


def characters(page: "pymupdf.Page") -> list[tuple[float, float, str]]:
    return [
        ((char["bbox"][0] + char["bbox"][2]) / 2, char["origin"][1], char["c"])
        for block in page.get_text("rawdict")["blocks"]  # type: ignore[no-untyped-call]  # no types
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["size"] < WATERMARK
        for char in span["chars"]
    ]


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_every_printed_cell_stands_inside_its_place_on_its_page(report: HeldOutReport) -> None:
    drawn = drawing(report)
    chars = [characters(page) for page in drawn.printed.document.pages()]
    sizes = [page.rect for page in drawn.printed.document.pages()]
    for cell in drawn.cells:
        assert 0 < cell.box.left < cell.box.right < sizes[cell.page].width
        assert 0 < cell.box.top < cell.box.bottom < sizes[cell.page].height
        if cell.ink is None:
            continue
        left, top, right, bottom = cell.ink
        found = "".join(c for x, y, c in chars[cell.page] if left < x < right and top < y < bottom)
        assert bare(found) == bare(cell.text), cell
        assert cell.box.left <= left and right <= cell.box.right + 0.01, cell
        assert cell.box.top <= top + 0.5 and bottom <= cell.box.bottom + 0.5, cell


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_the_truth_says_every_field_that_is_printed(report: HeldOutReport) -> None:
    rendered, order = report.printed, report.ordered
    told = {path for path in rendered.truth if path in ("agency", "year") or path.startswith("prose.")}
    names = {path for path in rendered.truth if path.endswith(".name")}
    printed = [cell for cell in drawing(report).cells if cell.role == "value" and not cell.continued]
    assert len(printed) == len(rendered.truth) - len(told) - len(names)
    figures = {path: value for path, value in order.figures.items() if path != "abbr"}
    assert {path: rendered.truth.get(path) for path in figures} == figures
    for path in rendered.truth:
        order.form.field(path)
    assert set(rendered.states.values()) == {"read"}
    assert rendered.expect == ("accept",)


def test_nine_laps_bring_every_look_in_every_form_at_every_density() -> None:
    reports = list(held_out_reports(LAPS * len(HELD_OUT_LOOKS), sheets="first"))
    met = Counter((each.look.name, each.order.schema, each.order.recipe, each.order.scan.dpi) for each in reports)
    assert len(met) == len(HELD_OUT_LOOKS) * 3 * len(DENSITIES)
    assert set(met.values()) == {1}
    assert {(each.look.name, each.channel) for each in reports} == {
        (look.name, channel) for look in HELD_OUT_LOOKS for channel in STOCKS["first"].channels
    }
    assert len({each.order.name for each in reports}) == len({each.order.seed for each in reports}) == len(reports)


@pytest.mark.parametrize("sheets", SIXES)
def test_three_laps_bring_every_look_every_form_and_density_and_36_all_channels_with_them(sheets: Sheets) -> None:
    looks, channels = len(STOCKS[sheets].looks), len(STOCKS[sheets].channels)
    turns = [turn_of(sheets, number) for number in range(36 * looks)]
    assert len(set(turns)) == len(turns) == looks * len(FORMS) * len(DENSITIES) * channels
    for start in range(0, len(turns), 3 * looks):
        met = turns[start : start + 3 * looks]
        assert len({(each.look, each.form) for each in met}) == len({(each.look, each.density) for each in met}) == 18
        assert len({(each.look, each.channel) for each in met}) == 18
        assert len({(each.form, each.density) for each in met}) == 9
    for start in range(0, len(turns), looks):
        lap = turns[start : start + looks]
        assert set(Counter(each.form for each in lap).values()) == {2}
        assert set(Counter(each.density for each in lap).values()) == {2}
        assert len({each.channel for each in lap}) == channels


def test_every_report_of_all_sheets_has_a_name_and_a_seed_of_its_own() -> None:
    reports = [each for sheets in STOCKS for each in held_out_reports(72, sheets=sheets)]
    assert len({each.order.name for each in reports}) == len({each.order.seed for each in reports}) == len(reports)
    assert {each.order.scan.dpi for each in reports if each.channel == "fax"} == {204}


def test_no_look_is_one_that_readers_are_tuned_on() -> None:
    looks = (*HELD_OUT_LOOKS, *LATER_LOOKS, *THIRD_LOOKS, *FOURTH_LOOKS, *FIFTH_LOOKS)
    names = [each.name for each in looks]
    assert len(set(names)) == len({each.rules for each in looks}) == len(names) == 32
    assert not set(names) & {each.name for each in LOOKS_OF_REPORTS}


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_every_figure_means_what_the_truth_says_in_the_notation_of_its_form(report: HeldOutReport) -> None:
    form = report.ordered.form
    said = {
        path: value
        for path, value in report.printed.truth.items()
        if form.field(path).kind != "text" and path != "year" and not path.startswith("prose.")
    }
    cells = [cell for cell in drawing(report).cells if cell.role == "value" and not cell.continued]
    for cell, (path, value) in zip(cells, said.items(), strict=True):
        assert read_printed(cell.text, form.field(path).kind).value == value, path


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_every_table_has_its_title_on_the_page_where_it_begins(report: HeldOutReport) -> None:
    order, drawn = report.ordered, drawing(report)
    pages = [bare("".join(c for _, _, c in characters(page))) for page in drawn.printed.document.pages()]
    for number, table in enumerate(print_tables(order.form, order.figures, order.words)):
        begins = next(cell.page for cell in drawn.cells if cell.table == number)
        assert bare(table.title) in pages[begins], table.title


def test_figures_are_written_as_each_look_writes_them() -> None:
    assert [written("1234567", how, chinese=True) for how in ("plain", "commas", "full width")] == [
        "1234567",
        "1,234,567",
        "\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
    ]
    assert [written("12345.60", how, chinese=False) for how in ("commas", "full width")] == ["12,345.60", "12345.60"]
    assert [written(text, "commas", chinese=False) for text in ("999", "/", "", "-4000")] == ["999", "/", "", "-4,000"]


def test_a_table_with_grouped_labels_has_every_label_and_figure_of_the_one_that_was_not() -> None:
    order = next(each for each in REPORTS if each.order.schema == "gov_disclosure").ordered
    grids = [lay_out(table) for table in print_tables(order.form, order.figures, order.words)]
    parted = [grid for grid in grids if grid.labels > 1]
    assert parted
    for grid in parted:
        found = grouped(grid)
        texts = [cell.text for row in grid.rows for cell in row]
        assert [cell.text.strip() for row in found.rows for cell in row] == texts
        assert {cell.column for row in found.rows for cell in row if cell.role == "label"} == {0}
        assert {len(line) for line in found.slots} == {found.width} == {grid.width - grid.labels + 1}


def test_columns_that_are_counted_have_a_number_each_and_labels_a_letter() -> None:
    order = next(each for each in REPORTS if each.look.counted and each.order.schema == "gov_disclosure").ordered
    grids = [lay_out(table) for table in print_tables(order.form, order.figures, order.words)]
    for grid, found in ((grid, counted(grid, chinese=True)) for grid in grids):
        if "title" in {grid.kind(row) for row in range(len(grid.rows))}:
            assert found == grid
            continue
        (line,) = (row for row in found.rows if row not in grid.rows)
        figures = [str(at + 1) for at in range(grid.width - grid.labels)]
        assert [cell.text for cell in line] == (["\u7532"] if grid.labels else []) + figures
        assert [row for row in found.rows if row is not line] == list(grid.rows)


def words_of(drawn: Drawing) -> list[tuple[int, float, float, str]]:
    """Page, left edge, middle and text of every word that is printed, as it stands upright."""
    return [
        (number, x0, (y0 + y1) / 2, word)
        for number, page in enumerate(drawn.printed.document.pages())
        for x0, y0, _, y1, word, *_ in page.get_text("words")  # type: ignore[no-untyped-call]  # no types
    ]


def test_labels_at_both_sides_stand_at_the_right_of_their_own_rows() -> None:
    report = next(each for each in REPORTS if each.look.echo and each.order.schema == "us_foia")
    drawn, margin = drawing(report), report.look.margins.right + report.look.echo
    sizes = [page.rect.width for page in drawn.printed.document.pages()]
    echoed = [each for each in words_of(drawn) if each[1] > sizes[each[0]] - margin]
    for cell in drawn.cells:
        if cell.role == "label" and cell.text:
            beside = [w for page, _, y, w in echoed if page == cell.page and cell.box.top < y < cell.box.bottom]
            assert bare("".join(beside)) == bare(cell.text)


def test_turned_heads_run_upwards_over_their_columns() -> None:
    report = next(each for each in REPORTS if each.look.turned and each.order.schema == "us_foia")
    upwards = [
        line["bbox"]
        for page in drawing(report).printed.document.pages()
        for block in page.get_text("dict")["blocks"]  # type: ignore[no-untyped-call]  # no types
        for line in block.get("lines", ())
        if line["dir"][1] < -0.9
    ]
    heads = [cell for cell in drawing(report).cells if cell.role == "heading" and len(cell.text) > 12 and cell.column]
    assert heads
    for cell in heads:
        left, top, right, bottom = cell.box
        inside = [b for b in upwards if left <= (b[0] + b[2]) / 2 <= right and top <= (b[1] + b[3]) / 2 <= bottom]
        assert inside, cell.text


@pytest.mark.parametrize("channel", sorted({name for stock in STOCKS.values() for name in stock.channels}))
def test_pages_that_lie_across_are_pictures_of_their_own_shape(channel: str) -> None:
    sheets: Sheets = "third" if channel in STOCKS["third"].channels else "first"
    report = next(
        each
        for each in held_out_reports(216, sheets=sheets)
        if each.channel == channel
        and each.order.schema == "us_foia"
        and each.order.scan.dpi in (150, FAX_DENSITY)
        and not each.look.turned  # heads that run upwards leave room for every table on a page that stands
    )
    content = report.rendered.content
    across = [page.rect.width > page.rect.height for page in drawing(report).printed.document.pages()]
    with pymupdf.open(stream=content, filetype="pdf") as pictures:  # type: ignore[no-untyped-call]  # no types
        assert [page.rect.width > page.rect.height for page in pictures] == across
        assert set(across) == {True, False}
        for page in pictures:
            assert not page.get_text()
            ((number, *_),) = page.get_images()
            image = PIL.Image.open(BytesIO(pictures.extract_image(number)["image"]))
            assert image.width / page.rect.width * 72 == pytest.approx(report.order.scan.dpi, abs=1)


def of_look(rules: str, english: bool) -> HeldOutReport:
    return next(each for each in REPORTS if each.look.rules == rules and (each.order.schema == "us_foia") is english)


@pytest.mark.parametrize("english", [False, True])
def test_a_table_in_two_parts_has_its_heads_over_both_and_every_row_in_one(english: bool) -> None:
    report = of_look("fives", english)
    order, cells = report.ordered, drawing(report).cells
    parted = 0
    for number, table in enumerate(print_tables(order.form, order.figures, order.words)):
        grid = lay_out(table)
        mine = [cell for cell in cells if cell.table == number]
        figures = [cell for cell in mine if cell.role == "value"]
        assert Counter((cell.row, cell.column) for cell in figures) == Counter(
            (row, cell.column) for row, line in enumerate(grid.rows) for cell in line if cell.role == "value"
        )
        lefts = {cell.box.left for cell in figures if cell.column == grid.labels}
        if len(lefts) == 2:
            parted += 1
            assert len({cell.page for cell in mine}) == 1
            assert max(c.box.right for c in figures if c.box.left < max(lefts)) < max(lefts)
            heads = Counter((cell.row, cell.column, cell.text) for cell in mine if cell.role == "heading")
            assert set(heads.values()) == ({1} if grid.kind(0) == "title" else {2})
    assert parted >= 2


@pytest.mark.parametrize("english", [False, True])
def test_marks_stand_raised_behind_figures_and_a_note_explains_them(english: bool) -> None:
    drawn = drawing(of_look("statistical", english))
    chars = [characters(page) for page in drawn.printed.document.pages()]
    marks = 0
    for cell in drawn.cells:
        if cell.role != "value" or cell.ink is None:
            continue
        left, top, right, bottom = cell.ink
        inside = [each for each in chars[cell.page] if top < each[1] < bottom and each[2].strip()]
        base = next(y for x, y, _ in inside if left < x < right)
        behind = [(y, c) for x, y, c in inside if right < x < cell.box.right]
        assert len(behind) <= 1
        assert all(c in "ab" and y < base - 1 for y, c in behind)
        marks += len(behind)
    assert marks
    notes = [bare("".join(c for _, _, c in page)) for page in chars]
    said = "Corrected" if english else "\u66f4\u6b63\u540e"
    ends = {cell.table: cell.page for cell in drawn.cells if cell.role == "value"}
    assert all(said in notes[page] for page in ends.values())


def test_pages_that_lie_across_stand_in_the_file_of_a_feeder_with_their_heads_at_the_left() -> None:
    report = of_look("statistical", english=True)
    lies = [page.rect.width > page.rect.height for page in drawing(report).printed.document.pages()]
    assert set(lies) == {True, False}
    printed = report.printed.drawn
    assert printed is not None
    document = printed.printed.document
    feed_standing(document)
    for page, lay in zip(document.pages(), lies, strict=True):
        assert page.rect.width < page.rect.height
        (x0, y0, _, _, word, *_) = min(page.get_text("words"), key=lambda each: each[1])  # type: ignore[no-untyped-call]  # no types
        shown = pymupdf.Point(x0, y0) * page.rotation_matrix  # type: ignore[no-untyped-call]  # no types
        assert (shown.x < 100) is lay or not lay, word
        assert not lay or shown.y > page.rect.height / 2


def test_figures_on_a_form_in_colour_are_all_as_far_from_their_place_on_a_page() -> None:
    drawn = drawing(of_look("colour form", english=True))
    aside: dict[int, set[float]] = {}
    for cell in drawn.cells:
        if cell.role == "value" and cell.ink is not None:
            moved = (cell.ink.left + cell.ink.right - cell.box.left - cell.box.right) / 2
            aside.setdefault(cell.page, set()).add(round(moved, 3))
    assert {len(each) for each in aside.values()} == {1}
    assert len(set.union(*aside.values())) == len(aside)


def test_heads_of_a_portal_are_capitals_and_labels_are_not() -> None:
    cells = drawing(of_look("cards", english=True)).cells
    heads = [cell.text for cell in cells if cell.role == "heading"]
    assert heads
    assert all(text == text.upper() for text in heads)
    assert any(cell.text != cell.text.upper() for cell in cells if cell.role == "label")


@pytest.mark.parametrize("english", [False, True])
def test_rows_of_figures_have_numbers_from_one_on_beside_their_labels(english: bool) -> None:
    drawn = drawing(of_look("line numbers", english))
    chars = [characters(page) for page in drawn.printed.document.pages()]
    for table in {cell.table for cell in drawn.cells}:
        mine = [cell for cell in drawn.cells if cell.table == table]
        left = min(cell.box.left for cell in mine)
        rows = {cell.row: cell for cell in mine if cell.role == "value" and not cell.continued}
        found = [
            "".join(c for x, y, c in chars[cell.page] if x < left and cell.box.top < y < cell.box.bottom)
            for _, cell in sorted(rows.items())
        ]
        assert [bare(text) for text in found] == [str(at + 1) for at in range(len(rows))]


@pytest.mark.parametrize("english", [False, True])
def test_titles_stand_in_the_frame_over_the_first_row_of_their_table(english: bool) -> None:
    report = of_look("all borders", english)
    order, drawn = report.ordered, drawing(report)
    chars = [characters(page) for page in drawn.printed.document.pages()]
    for number, table in enumerate(print_tables(order.form, order.figures, order.words)):
        first = next(cell for cell in drawn.cells if cell.table == number)
        top = min(c.box.top for c in drawn.cells if c.table == number and c.page == first.page)
        over = "".join(c for _, y, c in chars[first.page] if top - report.look.lid < y < top)
        assert bare(over) == bare(table.title)


def test_text_of_a_gazette_stands_in_two_columns_and_nothing_of_it_is_lost() -> None:
    report = of_look("light list", english=False)
    drawn = drawing(report)
    printed = [bare("".join(c for _, _, c in characters(page))) for page in drawn.printed.document.pages()]
    said = [value for path, value in report.printed.truth.items() if path.startswith("prose.")]
    assert said
    assert all(any(str(value) in page for page in printed) for value in said)
    first = drawn.printed.document[0]
    lines = [line["bbox"] for block in first.get_text("dict")["blocks"] for line in block.get("lines", ())]  # type: ignore[no-untyped-call]  # no types
    over = min(cell.box.top for cell in drawn.cells if cell.page == 0)
    middle = first.rect.width / 2
    beside = [b for b in lines if b[3] < over and b[0] > middle and b[0] < middle + 30]
    assert len(beside) >= 3

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
from specimens.held_out_looks.held_out_reports import STOCKS, HeldOutReport, Sheets, held_out_reports, turn_of
from specimens.held_out_looks.later_looks import LATER_LOOKS
from specimens.held_out_looks.office_channels import FAX_DENSITY
from specimens.held_out_looks.office_look import HELD_OUT_LOOKS
from specimens.held_out_looks.set_grid import grouped, written
from specimens.real_paper.looked_reports import DENSITIES, FORMS
from specimens.real_paper.report_looks import LOOKS_OF_REPORTS

LAPS = 9
LATER_LAPS = list(held_out_reports(len(FORMS) * len(LATER_LOOKS), sheets="later"))
REPORTS = [
    *held_out_reports(len(HELD_OUT_LOOKS), sheets="first"),
    *(
        next(each for each in LATER_LAPS if each.look == look and (each.order.schema == "us_foia") is english)
        for look in LATER_LOOKS
        for english in (False, True)
    ),
]
"""Each of the first looks once, each of the later ones in Chinese and in English."""
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


def test_three_laps_bring_every_later_look_every_form_and_density_and_36_all_channels_with_them() -> None:
    looks, channels = len(LATER_LOOKS), len(STOCKS["later"].channels)
    turns = [turn_of("later", number) for number in range(36 * looks)]
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


def test_every_report_of_the_later_sheets_has_a_name_and_a_seed_of_its_own() -> None:
    reports = [*held_out_reports(72, sheets="first"), *held_out_reports(72, sheets="later")]
    assert len({each.order.name for each in reports}) == len({each.order.seed for each in reports}) == len(reports)
    assert {each.order.scan.dpi for each in reports if each.channel == "fax"} == {204}


def test_no_look_is_one_that_readers_are_tuned_on() -> None:
    looks = (*HELD_OUT_LOOKS, *LATER_LOOKS)
    names = [each.name for each in looks]
    assert len(set(names)) == len({each.rules for each in looks}) == len(names) == 14
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


@pytest.mark.parametrize("channel", sorted({name for stock in STOCKS.values() for name in stock.channels}))
def test_pages_that_lie_across_are_pictures_of_their_own_shape(channel: str) -> None:
    sheets: Sheets = "later" if channel in STOCKS["later"].channels else "first"
    report = next(
        each
        for each in held_out_reports(216, sheets=sheets)
        if each.channel == channel and each.order.schema == "us_foia" and each.order.scan.dpi in (150, FAX_DENSITY)
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

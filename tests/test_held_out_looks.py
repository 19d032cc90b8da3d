"""Reports in the looks that are held out: they draw, every cell stands where the truth says, the truth is complete."""

import unicodedata
from collections import Counter
from functools import cache
from io import BytesIO

import PIL.Image
import pymupdf
import pytest

from extractor.evaluate.render.document import Drawing
from specimens.held_out_looks.held_out_reports import CHANNELS, HeldOutReport, held_out_reports
from specimens.held_out_looks.office_look import HELD_OUT_LOOKS
from specimens.real_paper.looked_reports import DENSITIES
from specimens.real_paper.report_looks import LOOKS_OF_REPORTS

LAPS = 9
FIRST_LAP = list(held_out_reports(len(HELD_OUT_LOOKS)))
NAMES = [each.order.name for each in FIRST_LAP]


@cache
def drawing(report: HeldOutReport) -> Drawing:
    drawn = report.printed.drawn
    assert drawn is not None
    return drawn


def bare(text: str) -> str:
    """Without white, and with the characters that a face draws alike told alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def characters(page: "pymupdf.Page") -> list[tuple[float, float, str]]:
    return [
        ((char["bbox"][0] + char["bbox"][2]) / 2, char["origin"][1], char["c"])
        for block in page.get_text("rawdict")["blocks"]  # type: ignore[no-untyped-call]  # no types
        for line in block.get("lines", ())
        for span in line["spans"]
        for char in span["chars"]
    ]


@pytest.mark.parametrize("report", FIRST_LAP, ids=NAMES)
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


@pytest.mark.parametrize("report", FIRST_LAP, ids=NAMES)
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
    reports = list(held_out_reports(LAPS * len(HELD_OUT_LOOKS)))
    met = Counter((each.look.name, each.order.schema, each.order.recipe, each.order.scan.dpi) for each in reports)
    assert len(met) == len(HELD_OUT_LOOKS) * 3 * len(DENSITIES)
    assert set(met.values()) == {1}
    assert {(each.look.name, each.channel) for each in reports} == {
        (look.name, channel) for look in HELD_OUT_LOOKS for channel in CHANNELS
    }
    assert len({each.order.name for each in reports}) == len({each.order.seed for each in reports}) == len(reports)


def test_no_look_is_one_that_readers_are_tuned_on() -> None:
    names = [each.name for each in HELD_OUT_LOOKS]
    assert len(set(names)) == len({each.rules for each in HELD_OUT_LOOKS}) == len(names) >= 7
    assert not set(names) & {each.name for each in LOOKS_OF_REPORTS}


@pytest.mark.parametrize("channel", sorted(set(CHANNELS)))
def test_pages_that_lie_across_are_pictures_of_their_own_shape(channel: str) -> None:
    report = next(
        each
        for each in held_out_reports(72)
        if each.channel == channel and each.order.schema == "us_foia" and each.order.scan.dpi == 150
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
            assert image.width / page.rect.width * 72 == pytest.approx(150, abs=1)

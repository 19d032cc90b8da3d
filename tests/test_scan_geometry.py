"""Pages as pictures are turned straight, their rules found, and places lead back to the page as it lay."""

from collections.abc import Iterator

import numpy as np
import pymupdf
import pytest

from extractor.documents.model import Quad
from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.scan.page_ocr import read_picture
from extractor.documents.scan.paper.deskew import skew_of, turned
from extractor.documents.scan.paper.ink import sheet_of, softened
from extractor.documents.scan.paper.placing import Askew, inverse, joined
from extractor.documents.scan.paper.raster import Raster, raster_of_page
from extractor.documents.scan.tables.rulings import find_rules
from extractor.evaluate.render.condition import ConditionName
from extractor.evaluate.render.scanner import Scan
from specimens.drawn_page import DrawnPage
from specimens.scanned_pages import ScannedDocument

pytestmark = pytest.mark.slow


def document(look: str, condition: ConditionName, dpi: int = 150) -> ScannedDocument:
    scan = Scan(dpi=dpi, condition=condition, look=look)
    return ScannedDocument(f"{look}-{condition}-{dpi}", "gov_disclosure", "2021", "county", 77, scan)


def rasters(look: str, condition: ConditionName, dpi: int = 150) -> Iterator[Raster]:
    pdf = pymupdf.open(stream=document(look, condition, dpi).drawing.content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    for page in pdf.pages():
        yield raster_of_page(page)


@pytest.mark.parametrize("degrees", [-2.0, -0.6, 0.0, 1.3])
def test_the_skew_of_a_page_is_found_to_a_twentieth_of_a_degree(degrees: float) -> None:
    straight = next(rasters("pdf_ruled", "clean")).pixels
    assert skew_of(turned(straight, -degrees)[0]) == pytest.approx(degrees, abs=0.05)


def test_a_turned_page_leads_back_to_the_pixels_it_was_made_from() -> None:
    pixels = np.full((400, 300), 255, np.uint8)
    pixels[100:104, 50:54] = 0
    upright, back = turned(pixels, 2.0)
    y, x = np.argwhere(upright < 100).mean(axis=0)
    assert back @ np.array([x, y, 1.0]) == pytest.approx(np.array([51.5, 101.5]), abs=1.0)


@pytest.mark.parametrize("condition", ["clean", "medium", "heavy", "photocopy", "fax", "dithered"])
def test_the_rules_of_a_scan_make_the_grid_that_was_printed(condition: ConditionName) -> None:
    drawing = document("pdf_ruled", condition, 200).drawing
    printed = {(cell.page, cell.row) for cell in drawing.cells if cell.table == 0 and not cell.continued}
    found = 0
    for raster in rasters("pdf_ruled", condition, 200):
        grey = softened(raster.pixels, raster.dpi) if raster.bilevel else raster.pixels
        upright, _ = turned(grey, skew_of(grey))
        grids = find_grids(find_rules(sheet_of(upright, raster.dpi)).rules)
        found += sum(len(grid.ys) - 1 for grid in grids if len(grid.xs) == 11)
    assert found == len(printed)


def test_strokes_of_letters_are_no_rules() -> None:
    for raster in rasters("pdf_borderless", "medium"):
        upright, _ = turned(raster.pixels, skew_of(raster.pixels))
        assert find_grids(find_rules(sheet_of(upright, raster.dpi)).rules) == []


def framed(*blots: tuple[int, int, int, int]) -> DrawnPage:
    """A page with a frame from 100 to 700 pixels across and 100 to 142 down, and ink in these boxes."""
    page = DrawnPage(900, 400)
    for box in ((100, 100, 700, 102), (100, 140, 700, 142), (100, 100, 102, 142), (698, 100, 700, 142), *blots):
        page.blot(*box)
    return page


def test_a_stroke_that_specks_lengthen_is_no_rule_and_a_short_solid_one_is() -> None:
    specks = [(400, 103 + 6 * step, 402, 105 + 6 * step) for step in range(6)]
    assert framed((400, 112, 402, 128), *specks).uprights() == [101, 699]
    assert framed((400, 100, 402, 142)).uprights() == [101, 401, 699]


def test_print_that_runs_up_and_down_is_no_rule_however_long() -> None:
    page = DrawnPage(900, 400)
    for step in range(60):
        page.blot(100 + 10 * step, 200 + 7 * (step % 2), 112 + 10 * step, 209 + 7 * (step % 2))
    assert not page.rules.horizontal


def test_the_places_of_a_page_that_lay_askew_lie_in_the_cells_that_were_printed() -> None:
    drawing = ScannedDocument("askew", "invented", "", "", 1_000_019, Scan(dpi=150, condition="heavy")).drawing
    pdf = pymupdf.open(stream=drawing.content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    page = read_picture(raster_of_page(pdf[0]), 1, (pdf[0].rect.width, pdf[0].rect.height), "a.pdf")
    assert page.transform is not None
    found = 0
    for word in page.words:
        quad = page.placing.page_quad(word.box)
        assert quad is not None
        assert abs(quad[0][1] - quad[1][1]) > 0.001 * (word.x1 - word.x0)
        x0, y0, x1, y1 = page.placing.page_box(word.box)
        assert (x0, y0) == (min(x for x, _ in quad), min(y for _, y in quad))
        middle = Askew(page.transform).page_box(((x0 + x1) / 2, (y0 + y1) / 2) * 2)
        holders = [cell for cell in drawing.cells if cell.page == 0 and _holds(drawing.place(cell), middle[:2])]
        found += any(cell.role == "value" and _digits(cell.text) == _digits(word.text) != "" for cell in holders)
    printed = [cell for cell in drawing.cells if cell.page == 0 and cell.role == "value" and _digits(cell.text)]
    assert found >= 0.95 * len(printed) > 15


def _digits(text: str) -> str:
    """A number by its digits alone: this is about places."""
    return "".join(char for char in text if char.isdigit())


def _holds(corners: Quad | None, point: tuple[float, float]) -> bool:
    """Whether a point lies in a cell whose corners go round clockwise, in pixels."""
    assert corners is not None
    x, y = point
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    return all((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0 for (x0, y0), (x1, y1) in sides)


def test_maps_are_joined_in_the_order_they_are_done_and_can_be_undone() -> None:
    first, then = (2.0, 0.0, 0.0, 3.0, 1.0, 1.0), (0.0, 1.0, -1.0, 0.0, 5.0, 0.0)
    both = joined(first, then)
    assert Askew(both).page_box((1.0, 1.0, 1.0, 1.0)) == (1.0, 3.0, 1.0, 3.0)
    assert joined(both, inverse(both)) == pytest.approx((1.0, 0.0, 0.0, 1.0, 0.0, 0.0))

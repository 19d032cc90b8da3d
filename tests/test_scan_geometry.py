"""Pages as pictures are turned straight, their rules found, and places lead back to the page as it lay."""

from collections.abc import Iterator

import numpy as np
import pymupdf
import pytest

from benchmarks.scanned_pages import ScannedDocument
from extractor.documents.ruled_grid import find_grids
from extractor.documents.scan.deskew import skew_of, turned
from extractor.documents.scan.ink import sheet_of, softened
from extractor.documents.scan.page import read_picture
from extractor.documents.scan.placing import Askew, inverse, joined
from extractor.documents.scan.raster import Raster, raster_of_page
from extractor.documents.scan.rulings import find_rules
from extractor.evaluate.render.condition import ConditionName
from extractor.evaluate.render.scan import Scan


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
    assert tuple(back @ np.array([x, y, 1.0])) == pytest.approx((51.5, 101.5), abs=1.0)


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


def test_the_places_of_a_page_that_lay_askew_have_corners() -> None:
    raster = next(rasters("pdf_ruled", "heavy"))
    page = read_picture(raster, 1, (595.0, 842.0), "a.pdf")
    word = next(word for word in page.words if len(word.text) > 8)
    quad = page.placing.page_quad(word.box)
    assert quad is not None
    assert abs(quad[0][1] - quad[1][1]) > 0.5
    x0, y0, x1, y1 = page.placing.page_box(word.box)
    assert x0 <= min(x for x, _ in quad) and y1 >= max(y for _, y in quad)
    assert 0 < x0 < x1 < 595 and 0 < y0 < y1 < 842


def test_maps_are_joined_in_the_order_they_are_done_and_can_be_undone() -> None:
    first, then = (2.0, 0.0, 0.0, 3.0, 1.0, 1.0), (0.0, 1.0, -1.0, 0.0, 5.0, 0.0)
    both = joined(first, then)
    assert Askew(both).page_box((1.0, 1.0, 1.0, 1.0)) == (1.0, 3.0, 1.0, 3.0)
    assert joined(both, inverse(both)) == pytest.approx((1.0, 0.0, 0.0, 1.0, 0.0, 0.0))

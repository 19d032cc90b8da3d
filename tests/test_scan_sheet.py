"""A sheet of paper is cut out of a photograph with all that is printed on it, or not at all."""

import numpy as np
import pytest

from extractor.documents.scan.paper.paper_edges import paper_corners
from extractor.documents.scan.paper.placing import Askew
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox

LINES = 60
LEFT, RIGHT, TOP, BOTTOM = 200, 1000, 150, 1650


def photograph(shadow: int = TOP) -> Grey:
    """A white sheet on a dark table; down to ``shadow`` it lies in one."""
    pixels = np.full((1800, 1200), 60, np.uint8)
    pixels[TOP:BOTTOM, LEFT:RIGHT] = 235
    pixels[TOP:shadow, LEFT:RIGHT] = 64
    return pixels


def lines(first: int = TOP) -> list[TextBox]:
    """Lines of print all over the sheet from ``first`` on down."""
    return [TextBox(600, y, 700, 18, 0.0, 0.9) for y in np.linspace(first + 20, BOTTOM - 20, LINES)]


def test_a_sheet_that_holds_all_lines_is_cut_out() -> None:
    corners = paper_corners(photograph(), lines())
    assert corners is not None
    assert corners.tolist()[0] == pytest.approx([LEFT, TOP], abs=12)
    assert corners.tolist()[2] == pytest.approx([RIGHT, BOTTOM], abs=12)


@pytest.mark.parametrize("shadow", [300, 700])
def test_where_a_shadow_looks_like_the_edge_nothing_is_cut_out(shadow: int) -> None:
    assert paper_corners(photograph(shadow), lines(shadow)) is not None
    assert paper_corners(photograph(shadow), lines()) is None


@pytest.mark.parametrize("line", [TextBox(600, 220, 700, 18, 0.0, 0.9), TextBox(960, 900, 300, 18, 0.0, 0.9)])
def test_one_line_beyond_the_edge_or_over_it_is_enough(line: TextBox) -> None:
    assert paper_corners(photograph(300), [*lines(300), line]) is None


def test_a_line_up_to_the_edge_stands_on_the_sheet() -> None:
    assert paper_corners(photograph(), [*lines(), TextBox(602, 900, 800, 18, 0.0, 0.9)]) is not None


def test_places_on_a_photographed_sheet_are_plain_numbers_that_pass_between_processes() -> None:
    lens = tuple(np.array([1.0, 0.1, 5.0, 0.0, 0.9, 7.0, 0.0, 1e-4, 1.0]))
    askew = Askew((1.0, 0.0, 0.0, 1.0, 0.0, 0.0), lens)
    quad = askew.page_quad((10.0, 20.0, 30.0, 40.0))
    assert quad is not None
    assert {type(each) for each in (*askew.page_box((10.0, 20.0, 30.0, 40.0)), *(c for p in quad for c in p))} == {
        float
    }


def test_a_sheet_in_shadow_on_a_desk_as_light_as_its_dark_half_is_found_by_its_sides() -> None:
    pixels = np.full((1800, 1200), 120, np.uint8)
    pixels[900:] = 70
    pixels[TOP:900, LEFT:RIGHT] = 200
    pixels[900:BOTTOM, LEFT:RIGHT] = 120
    corners = paper_corners(pixels, lines())
    assert corners is not None
    assert corners.tolist()[0] == pytest.approx([LEFT, TOP], abs=6)
    assert corners.tolist()[2] == pytest.approx([RIGHT, BOTTOM], abs=6)


def test_a_frame_printed_on_paper_is_no_sheet() -> None:
    pixels = np.full((1800, 1200), 235, np.uint8)
    pixels[TOP:BOTTOM, LEFT : LEFT + 4] = pixels[TOP:BOTTOM, RIGHT : RIGHT + 4] = 30
    pixels[TOP : TOP + 4, LEFT:RIGHT] = pixels[BOTTOM : BOTTOM + 4, LEFT:RIGHT] = 30
    assert paper_corners(pixels, lines()) is None

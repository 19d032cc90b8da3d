"""Reports in looks of their own: every cell is printed where the truth says, and the truth is that of the form."""

import pymupdf
import pytest

from specimens.real_paper.looked_reports import LookedReport, looked_reports
from specimens.real_paper.report_looks import LOOKS_OF_REPORTS

LOOKED = list(looked_reports("tuning", 2 * len(LOOKS_OF_REPORTS)))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("report", LOOKED[:5], ids=lambda each: each.order.name)
def test_every_cell_is_printed_in_its_place(report: LookedReport) -> None:
    drawn = report.printed.drawn
    assert drawn is not None
    with pymupdf.open(stream=drawn.content, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # no types
        words = [page.get_text("rawdict") for page in document]
    chars: list[list[tuple[float, float, str]]] = [
        [
            ((char["bbox"][0] + char["bbox"][2]) / 2, char["origin"][1], char["c"])
            for block in page["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            for char in span["chars"]
        ]
        for page in words
    ]
    values = [cell for cell in drawn.cells if cell.role == "value" and cell.text and cell.ink is not None]
    for cell in values:
        assert cell.ink is not None
        left, top, right, bottom = cell.ink
        found = "".join(c for x, y, c in chars[cell.page] if left < x < right and top < y < bottom)
        assert bare(found) == bare(cell.text), cell
    assert len(values) > 40


def test_looks_and_forms_and_densities_come_round() -> None:
    assert {each.look.name for each in LOOKED} == {look.name for look in LOOKS_OF_REPORTS}
    assert {each.order.schema for each in LOOKED} == {"gov_disclosure", "us_foia"}
    assert {each.order.scan.dpi for each in looked_reports("held_out", 15)} == {150, 200, 300}


def test_no_cell_reaches_over_the_margin_of_its_page() -> None:
    for report in LOOKED[:5]:
        drawn = report.printed.drawn
        assert drawn is not None
        document = drawn.printed.document
        for cell in drawn.cells:
            size = document[cell.page].rect
            assert 0 < cell.box.left < cell.box.right < size.width
            assert 0 < cell.box.top < cell.box.bottom < size.height


def test_the_truth_of_a_report_is_what_its_form_prints() -> None:
    made = LOOKED[0].printed
    assert made.expect == ("accept",)
    assert sum(value is not None for value in made.truth.values()) > 40


def test_every_look_meets_every_form_at_every_density() -> None:
    orders = [(each.look.name, each.order) for each in looked_reports("held_out", 9 * len(LOOKS_OF_REPORTS))]
    seen = {(look, order.schema, order.recipe, order.scan.dpi) for look, order in orders}
    assert len(seen) == len(orders)

"""A slice of the rendered scans: numbers at their rows and columns, and none wrong that is not in doubt."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evaluate.render.condition import ConditionName
from extractor.evaluate.render.scanner import Scan
from extractor.evaluate.render.typeface import Chinese, Latin
from specimens.cell_scores import CellScore, middles, score_cells
from specimens.scanned_pages import ScannedDocument

pytestmark = pytest.mark.slow

SLICE: tuple[tuple[str, ConditionName, int, str, Chinese, Latin], ...] = (
    ("pdf_ruled", "medium", 150, "medium", "droid", "helvetica"),
    ("pdf_ruled", "photocopy", 200, "", "droid", "times"),
    ("pdf_ruled", "bilevel", 150, "", "song", "song"),
    ("pdf_ruled", "fax", 200, "small", "droid", "courier"),
    ("pdf_borderless", "light", 200, "", "droid", "helvetica"),
    ("pdf_rows", "heavy", 200, "small", "droid", "helvetica"),
    ("pdf_ruled", "clean", 100, "small", "song", "times"),
)
"""Look, condition, dots an inch, size of a report of us_foia (none: an invented table), both typefaces."""


def read(order: ScannedDocument, folder: Path) -> CellScore:
    drawing = order.drawing
    path = folder / "scan.pdf"
    path.write_bytes(drawing.content)
    document = open_document(path)
    return score_cells(document, drawing.cells, middles(drawing, document))


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> list[CellScore]:
    folder = tmp_path_factory.mktemp("scans")
    found = []
    for number, (look, condition, dpi, size, chinese, latin) in enumerate(SLICE):
        scan = Scan(dpi=dpi, condition=condition, look=look, chinese=chinese, latin=latin)
        schema, recipe = ("us_foia", "annual") if size else ("invented", "")
        order = ScannedDocument(f"slice-{number}", schema, recipe, size, 3_000_000 + number, scan)
        found.append(read(order, folder))
    return found


def test_nearly_all_numbers_are_read_at_their_row_and_column(scores: list[CellScore]) -> None:
    assert sum(score.numeric for score in scores) > 300
    assert sum(score.right for score in scores) >= 0.99 * sum(score.numeric for score in scores)


def test_no_number_is_wrong_without_being_in_doubt(scores: list[CellScore]) -> None:
    assert [score.wrong for score in scores if score.unflagged_wrong] == []


def test_few_numbers_are_in_doubt(scores: list[CellScore]) -> None:
    assert sum(score.flagged for score in scores) <= 0.04 * sum(score.numeric for score in scores)


def test_blank_cells_stay_blank(scores: list[CellScore]) -> None:
    assert sum(score.blank for score in scores) > 5
    assert sum(score.blank_right for score in scores) == sum(score.blank for score in scores)

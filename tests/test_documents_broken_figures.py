"""Numbers broken over lines: put together in doubt, or in doubt as they are, never read short."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from extractor.documents.model import Cell, Document
from tests.test_documents_pdf import opened, rule, write

SIZE = 9.0


def cell_of(document: Document, text: str) -> Cell:
    (found,) = [cell for row in document.rows for cell in row.cells if cell.text == text]
    return found


def narrow_cell(tmp_path: Path, lines: Sequence[str], width: float) -> Document:
    """A ruled table whose second cell holds these lines, in the middle of its width."""

    def draw(page: pymupdf.Page) -> None:
        rule(page, [20, 120, 120 + width, 300], [100, 140, 160])
        write(page, 24, 114, "Received", size=SIZE)
        write(page, 240, 114, "5", size=SIZE)
        write(page, 24, 154, "Granted", size=SIZE)
        for number, line in enumerate(lines):
            left = 120 + (width - pymupdf.get_text_length(line, fontsize=SIZE)) / 2
            write(page, left, 112 + 11 * number, line, size=SIZE)

    return opened(tmp_path, draw)


def test_a_number_that_fills_its_cell_goes_on_in_the_next_line_and_is_in_doubt(tmp_path: Path) -> None:
    cell = cell_of(narrow_cell(tmp_path, ["712,36", "0"], 34), "712,360")
    assert (cell.views, cell.alternatives) == ("differ", ("712,36",))


@pytest.mark.parametrize(
    ("lines", "views"), [(["712", "360"], "differ"), (["71236", "0 a"], "stored"), (["71236", "(0)"], "differ")]
)
def test_figures_with_room_beside_them_or_with_other_signs_do_not_grow_together_and_two_of_them_are_in_doubt(
    tmp_path: Path, lines: list[str], views: str
) -> None:
    document = narrow_cell(tmp_path, lines, 60)
    assert cell_of(document, " ".join(lines)).views == views


def unruled(tmp_path: Path, more: Sequence[tuple[float, float, str]]) -> Document:
    """A table without rules with rows 28 points apart, and what else is printed: x, y, text."""

    def draw(page: pymupdf.Page) -> None:
        rows = [("Label", "First", "Second"), ("Received", "63357", "712360"), ("Granted", "54", "4151")]
        for number, row in enumerate(rows):
            for left, text in zip((20, 160, 240), row, strict=True):
                write(page, left, 114 + 28 * number, text, size=SIZE)
        for x, y, text in more:
            write(page, x, y, text, size=SIZE)

    return opened(tmp_path, draw)


def test_digits_close_below_the_widest_figure_of_a_column_belong_to_it(tmp_path: Path) -> None:
    document = unruled(tmp_path, [(250, 152, "48")])
    cell = cell_of(document, "71236048")
    assert (cell.views, cell.alternatives, cell.column) == ("differ", ("712360",), 2)
    assert document.text[slice(*cell.place.span)] == "71236048"
    assert [row.cells[0].text for row in document.rows if row.table is not None] == ["Label", "Received", "Granted"]


def test_digits_below_a_figure_narrower_than_its_column_are_no_part_of_it(tmp_path: Path) -> None:
    document = unruled(tmp_path, [(245, 180, "48")])
    assert cell_of(document, "4151").views == "stored"
    assert cell_of(document, "48").column == 2
    assert all(row.table is not None for row in document.rows)


def test_where_words_stand_beside_the_digits_the_figure_above_is_in_doubt_and_stays(tmp_path: Path) -> None:
    document = unruled(tmp_path, [(20, 152, "of which late"), (250, 152, "48")])
    cell = cell_of(document, "712360")
    assert (cell.views, cell.alternatives) == ("differ", ("71236048",))
    assert cell_of(document, "48").views == "stored"


def test_rows_as_near_as_lines_of_one_cell_are_rows(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rows = [("Received", "63357"), ("Granted", "54"), ("Refused", "9"), ("Open", "8"), ("Closed", "77"), ("", "11")]
        for number, row in enumerate(rows):
            for x, text in zip((20, 160), row, strict=True):
                write(page, x, 114 + 10 * number, text, size=SIZE)

    document = opened(tmp_path, draw)
    assert [row.cells[-1].text for row in document.rows] == ["63357", "54", "9", "8", "77", "11"]
    assert {word.views for word in document.words} == {"stored"}

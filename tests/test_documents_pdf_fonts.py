"""Fonts that draw other characters than the file says: what they draw is not known, and no number is taken from it."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Cell
from extractor.evaluate.render.traps.recoded import write_recoded


def cell_of(tmp_path: Path, printed: str, said: dict[str, str]) -> Cell:
    """The cell of a number that is printed in a font that says what ``said`` says of its characters."""
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=200)
        for row, line in enumerate((("Rows", "Visits", "Loans"), ("Shop", "", "56"), ("Library", "731", "4"))):
            for column, text in enumerate(line):
                page.insert_text((40 + 110 * column, 60 + 18 * row), text, fontsize=9)
        write_recoded(page, (150, 78), printed, 9, said, 1)
        path = tmp_path / "a.pdf"
        document.save(path)
    return open_document(path).rows[1].cells[1]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u200b", ""])
@pytest.mark.parametrize("number", ["-7", "-17", "-904", "(17)"])
def test_a_sign_that_is_said_to_be_a_space_leaves_no_number(tmp_path: Path, number: str, blank: str) -> None:
    cell = cell_of(tmp_path, number, {number[0]: blank})
    assert "\ufffd" in cell.text
    assert [each.kind for each in cell.doubts] == ["font_contradicts"]


@pytest.mark.parametrize("drawn", "0123456789")
def test_a_digit_that_is_said_to_be_another_leaves_no_number(tmp_path: Path, drawn: str) -> None:
    cell = cell_of(tmp_path, f"6{drawn}5", {drawn: str((int(drawn) + 3) % 10)})
    assert "\ufffd" in cell.text
    assert "font_contradicts" in [each.kind for each in cell.doubts]


@pytest.mark.parametrize("said", [{}, {"-": "\u2212"}, {"-": "\u2010"}, {"0": "\uff10"}])
def test_a_font_that_says_what_it_draws_is_believed(tmp_path: Path, said: dict[str, str]) -> None:
    assert "\ufffd" not in cell_of(tmp_path, "-640", said).text

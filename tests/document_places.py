"""What must hold for the places of every document, and where the shared documents are."""

import re
from pathlib import Path

import pytest

from extractor.documents import Document
from extractor.documents.printing import join_parts

SHARED = Path(__file__).resolve().parents[2] / "shared"


def cells(document: Document) -> list[list[str]]:
    """The texts of all cells, row by row."""
    return [[cell.text for cell in row.cells] for row in document.rows]


def shared(*parts: str) -> Path:
    """A shared document; the test is skipped where there is none."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip("the shared documents are not beside this checkout")
    return path


def assert_places_hold(document: Document) -> None:
    """Every word and cell is what its span says; rows, cells and columns only go forward."""
    text = document.text
    for word in document.words:
        start, end = word.place.span
        assert text[start:end] == word.text
        assert word.text and not re.search(r"\s", word.text)
    at = 0
    for row in document.rows:
        assert row.cells
        columns = [cell.column for cell in row.cells]
        assert columns == sorted(set(columns))
        for cell in row.cells:
            start, end = cell.place.span
            assert at <= start <= end
            assert join_parts(text[start:end].split("\n")) == cell.text
            at = end


def assert_all_is_covered(document: Document, marks: str = "") -> None:
    """Every printed character that is not a mark between cells is in a word, and every word in a cell."""
    in_words = {i for word in document.words for i in range(*word.place.span)}
    in_cells = {i for row in document.rows for cell in row.cells for i in range(*cell.place.span)}
    assert in_words <= in_cells
    loose = [char for i, char in enumerate(document.text) if i not in in_words and not char.isspace()]
    assert not set(loose) - set(marks)

"""Lines that run down the page are read down, and from right to left."""

from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document

LINES = ("令和五年度報告書", "売上高一二八六円", "利益四五六円")


def set_in_columns(folder: Path, beside: str = "") -> Path:
    """A page of three lines that run down, each character placed by itself."""
    path = folder / "down.pdf"
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page = document.new_page(width=300, height=300)
        for number, line in enumerate(LINES):
            for at, char in enumerate(line):
                page.insert_text((240 - 30 * number, 60 + 16 * at), char, fontname="japan", fontsize=14)
        if beside:
            for at in range(6):
                page.insert_text((20, 40 + 40 * at), beside, fontname="japan", fontsize=10)
        document.save(path)
    return path


def test_lines_that_run_down_are_read_in_their_order(tmp_path: Path) -> None:
    document = open_document(set_in_columns(tmp_path))
    assert "".join(document.text.split()) == "".join(LINES)


def test_places_of_such_lines_are_those_of_the_page(tmp_path: Path) -> None:
    document = open_document(set_in_columns(tmp_path))
    first = document.words[0].place.box
    assert first is not None
    assert 235 < first[0] < 245
    assert first[3] - first[1] > 100


def test_a_column_of_characters_on_a_page_of_level_lines_is_not_turned(tmp_path: Path) -> None:
    document = open_document(set_in_columns(tmp_path, "本年度の売上高"))
    assert "本年度の売上高" in {word.text for word in document.words}


SIDES = (
    (
        "The office received in the year",
        "of the report seven hundred and",
        "twelve requests of which it had",
        "to carry over into the next year",
    ),
    (
        "eighty and one, for want of staff",
        "and of room. It granted the rest",
        "within twenty days, as the act",
        "demands of it.",
    ),
)


@pytest.mark.parametrize("rows", [1, 3, 6])
@pytest.mark.parametrize("below", [10.0, 24.0])
def test_a_few_lines_in_two_columns_are_read_one_after_the_other(tmp_path: Path, rows: int, below: float) -> None:
    """A heading and a table without rules stand below them, over both columns."""
    path = tmp_path / "gazette.pdf"
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page = document.new_page(width=420, height=400)
        for side, lines in enumerate(SIDES):
            for at, line in enumerate(lines):
                page.insert_text((40 + 180 * side, 60 + 12 * at), line, fontsize=9)
        top = 60 + 12 * len(SIDES[0]) + below
        page.insert_text((40, top), "Requests by office", fontsize=9)
        for row in range(rows):
            for x, text in ((40, f"Office {row}"), (250, str(17 * row + 4)), (330, str(5 * row + 2))):
                page.insert_text((x, top + 16 * (row + 1)), text, fontsize=9)
        document.save(path)
    read = " ".join(open_document(path).text.split())
    assert " ".join((*SIDES[0], *SIDES[1], "Requests by office")) in read

"""Lines that run down the page are read down, and from right to left."""

from pathlib import Path

import pymupdf

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

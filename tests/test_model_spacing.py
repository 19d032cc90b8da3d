"""What a model is shown of lines that are set character by character, and of rows beside a cell of many lines."""

from pathlib import Path

from extractor.documents.model import Cell, Document, Place, Row, Word
from extractor.readers.llm.mapping.printed_spacing import as_printed
from extractor.readers.record.print_lines import lines_down_the_page
from tests.placed_records import Line, page_of


def spaced(x: float, text: str, step: float = 11) -> Line:
    """Characters with a wide gap between each two."""
    return [(x + step * at, char) for at, char in enumerate(text)]


def texts(document: Document) -> list[list[str]]:
    return [each.text.split("\t") for each in lines_down_the_page(document).lines]


def test_a_date_and_a_time_that_stand_side_by_side_are_two_words_of_a_line_set_character_by_character(
    tmp_path: Path,
) -> None:
    line: Line = [*spaced(50, "DAY"), *spaced(120, "06/25", 9), *spaced(120 + 5 * 9 + 8, "08:30", 9)]
    (found,) = texts(page_of(tmp_path, line))
    assert found[-1] == "06/25 08:30"


def test_figures_of_two_columns_are_not_one_number_because_each_is_set_with_spaces(tmp_path: Path) -> None:
    line: Line = [*spaced(50, "1275", 9), *spaced(50 + 4 * 9 + 8, "3340", 9)]
    (found,) = texts(page_of(tmp_path, line))
    assert " ".join(found) == "1275 3340"


def drawn(*words: tuple[str, float, float], rows: tuple[Row, ...] = ()) -> Document:
    """A document of these words, each with its left edge and its height on the page."""
    text, placed = "", []
    for word, x, y in words:
        box = (x, y, x + 9.0 * len(word), y + 9.0)
        placed.append(Word(word, Place(1, (len(text), len(text) + len(word)), box)))
        text += f"{word} "
    return Document("drawn.pdf", "0" * 64, "application/pdf", "vector", text, rows, tuple(placed))


def cell(document: Document, column: int, *numbers: int) -> Cell:
    """The cell that holds these words."""
    words = [document.words[at] for at in numbers]
    boxes = [word.place.box for word in words if word.place.box is not None]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    span = (words[0].place.span[0], words[-1].place.span[1])
    return Cell(" ".join(word.text for word in words), Place(1, span, box), column)


NAMES = ("Nut", "Shim", "Spacer", "Sleeve", "Seat")


def test_rows_beside_a_cell_of_many_lines_keep_their_order() -> None:
    """The first cell holds a number beside the first row and two between the others."""
    tall = (("12", 10.0, 100.0), ("3", 10.0, 119.0), ("4", 10.0, 140.0))
    beside = tuple((name, 100.0, 100.0 + 10 * at) for at, name in enumerate(NAMES))
    bare = drawn(*tall, *beside)
    first = Row((cell(bare, 0, 0, 1, 2), cell(bare, 1, 3)), 0)
    rows = (first, *(Row((cell(bare, 1, at),), 0) for at in range(4, 8)))
    shown = as_printed(drawn(*tall, *beside, rows=rows))
    assert [each.text for row in shown.rows for each in row.cells if each.column == 1] == [*NAMES]


def test_words_of_a_script_without_spaces_are_shown_without_those_of_their_setting() -> None:
    words = tuple((char, 10.0 + 14 * at, 100.0) for at, char in enumerate("業務出張"))
    bare = drawn(*words)
    shown = as_printed(drawn(*words, rows=(Row((cell(bare, 0, 0, 1, 2, 3),), None),)))
    assert shown.rows[0].cells[0].text == "業務出張"

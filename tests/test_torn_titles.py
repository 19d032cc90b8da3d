"""The title of a block that a gutter parts into cells is one heading over all its columns, and not one for each."""

import pytest

from extractor.documents.model import Cell, Place
from extractor.readers.labels import LabelBook
from extractor.readers.torn_titles import with_whole_titles
from extractor.schemas.form import BlockSpec, ColumnSpec, Label, TableSpec

BLOCK = BlockSpec((ColumnSpec("n", Label(("数量",))), ColumnSpec("m", Label(("金额",)))), (), title=Label(("第九款",)))
TABLE = TableSpec("t", Label(("表一",)), (BLOCK,))


def line(*texts: str, seen_by: str = "engine") -> tuple[Cell, ...]:
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    places = [Place(1, (start, start + len(text))) for start, text in zip(starts, texts, strict=True)]
    cells = zip(texts, places, range(len(texts)), strict=True)
    return tuple(Cell(text, place, column, seen_by=seen_by) for text, place, column in cells)


def told(*texts: str, seen_by: str = "engine") -> list[str]:
    found = with_whole_titles(line(*texts, seen_by=seen_by), TABLE, LabelBook({}, bool(seen_by)))
    return ["".join(cell.text.split()) for cell in found]


@pytest.mark.parametrize("pieces", [("第九", "款"), ("第", "九款"), ("第", "九", "款")])
def test_pieces_that_are_a_title_to_the_letter_are_one_cell_over_their_columns(pieces: tuple[str, ...]) -> None:
    assert told(*pieces) == ["第九款"]
    (whole,) = with_whole_titles(line(*pieces), TABLE, LabelBook({}, True))
    assert (whole.column, whole.column_span) == (0, len(pieces))


@pytest.mark.parametrize(
    "texts", [("第八", "款"), ("第九", "款", "数量"), ("数量", "金额"), ("第九款",), ("第九", "款另")]
)
def test_other_lines_stay_as_they_are(texts: tuple[str, ...]) -> None:
    assert told(*texts) == list(texts)


def test_cells_that_the_file_itself_parts_stay_apart() -> None:
    assert told("第九", "款", seen_by="") == ["第九", "款"]

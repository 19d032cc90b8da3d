"""Labels of a page that stand as close as two lines of one cell."""

import pytest

from extractor.documents.model import Cell, Place
from extractor.evidence import DoubtKind
from extractor.readers.line_pitch import with_close_lines
from extractor.readers.outline import OutlineRow, OutlineTable
from tests.ledger import FORM

SPEC = FORM.tables[0]
BLOCK = SPEC.blocks[0]


def row(number: int, top: float, value: str) -> OutlineRow:
    label = Cell(f"row {number}", Place(1, (number * 10, number * 10 + 5), (50.0, top, 120.0, top + 10)), 0)
    values = tuple(Cell(value, Place(1, (number * 10 + 6, number * 10 + 6 + len(value))), n) for n in range(1, 4))
    return OutlineRow(BLOCK.rows[number % len(BLOCK.rows)], BLOCK, (label,), values, "own")


def doubted(tops: list[float], values: list[str]) -> list[int]:
    rows = tuple(row(n, top, value) for n, (top, value) in enumerate(zip(tops, values, strict=True)))
    table = with_close_lines([OutlineTable(SPEC, rows, (), 0, len(rows))])[0]
    kinds = [{each.kind for each in found.doubts} for found in table.rows]
    return [n for n, found in enumerate(kinds) if DoubtKind.LABELS_TOGETHER in found]


@pytest.mark.parametrize("gap", [-2.0, -0.5, 0.0, 1.0])
@pytest.mark.parametrize("blank", [2, 3])
def test_close_lines_of_which_one_has_values_are_in_doubt(gap: float, blank: int) -> None:
    tops = [100.0, 116.0, 132.0, 142.0 + gap, 158.0 + gap, 174.0 + gap]
    values = ["" if n == blank else "7" for n in range(6)]
    assert doubted(tops, values) == [2, 3]


@pytest.mark.parametrize("values", ["777777", "77  77", "7     "])
@pytest.mark.parametrize("step", [13.5, 16.0, 40.0])
def test_rows_as_far_apart_as_all_others_are_rows(values: str, step: float) -> None:
    assert doubted([100 + step * n for n in range(6)], [value.strip() for value in values]) == []


def test_close_rows_that_all_have_values_are_rows() -> None:
    assert doubted([100.0, 116.0, 132.0, 142.0, 158.0, 174.0], ["7"] * 6) == []

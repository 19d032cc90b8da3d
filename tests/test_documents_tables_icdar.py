"""Public tables: every number in the tables that are found, decimals included, in the order of its row."""

import pytest

from extractor.documents import open_document
from specimens.icdar_tables import FOLDER, TableTruth, ours, truths
from specimens.table_cells import NumberScore, TableCell, bare, is_number, placed_numbers, score_tables


def all_truths() -> list[TableTruth]:
    return list(truths(FOLDER))


def number_rows(cells: list[tuple[int, int, str]]) -> list[tuple[str, ...]]:
    """The numbers of each row, left to right; rows without any are left out."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for row, column, text in cells:
        if is_number(text):
            rows.setdefault(row, []).append((column, bare(text)))
    return [tuple(text for _, text in sorted(row)) for _, row in sorted(rows.items())]


@pytest.mark.parametrize("truth", all_truths(), ids=lambda truth: truth.path.stem)
def test_every_row_of_numbers_of_a_public_table_is_read_exactly(truth: TableTruth) -> None:
    document = open_document(truth.path)
    tables = [[document.rows[number] for number in table.rows] for table in document.tables]
    found = [
        number_rows([(r, cell.column, cell.text) for r, row in enumerate(rows) for cell in row.cells])
        for rows in tables
    ]
    printed = [row for rows in found for row in rows]
    for table in truth.tables:
        for row in number_rows([(cell.row, cell.column, cell.text) for cell in table]):
            assert row in printed


def test_numbers_of_public_tables_stand_in_their_places() -> None:
    total = sum((ours(truth).score for truth in all_truths()), NumberScore())
    if not total.printed:
        pytest.skip("the shared documents are not beside this checkout")
    # Five numbers stand under headings over two lines that hold numbers themselves ("Less than / $10,000").
    assert total.printed - total.right <= 5
    assert total.precision > 0.98


def test_a_displaced_decimal_point_is_no_number_in_its_place() -> None:
    truth = [TableCell(0, 0, "Total"), TableCell(0, 1, "7730.28")]
    assert score_tables([truth], [[TableCell(0, 0, "Total"), TableCell(0, 1, "773028\n.")]]).right == 0
    assert score_tables([truth], [[TableCell(0, 0, "Total"), TableCell(0, 1, "7730.28")]]) == NumberScore(1, 1, 1)


def test_a_number_in_the_wrong_column_or_row_is_not_in_its_place() -> None:
    printed = [TableCell(r, c, str(10 * r + c)) for r in range(1, 3) for c in range(1, 4)]
    assert score_tables([printed], [printed]) == NumberScore(6, 6, 6)
    swapped = [cell._replace(column={1: 2, 2: 1}.get(cell.column, cell.column)) for cell in printed]
    assert score_tables([printed], [swapped]).right == 0


def test_a_label_over_two_rows_stands_before_the_numbers_of_both() -> None:
    cells = [TableCell(0, 0, "a", 2), TableCell(0, 1, "1"), TableCell(1, 1, "2")]
    assert [(one.text, one.before, one.above) for one in placed_numbers(cells)] == [("1", "a", ""), ("2", "a", "1")]

"""A slice of the rendered born-digital documents: every number in its row and column, none where none is printed."""

from dataclasses import replace

import pytest

from extractor.documents.pdf.pdf_document import open_pdf
from extractor.evaluate.render.grid import GridCell
from specimens.digital_tables import LOOKS, Count, count_numbers, samples


@pytest.mark.parametrize("look", LOOKS)
def test_every_number_of_a_rendered_table_stands_in_its_row_and_column(look: str) -> None:
    total = Count()
    for sample in samples("tuning", 3, (look,)):
        total += count_numbers(open_pdf(sample.content, name="a.pdf", sha256=""), sample.grids)
    assert total.printed > 100
    assert total == Count(total.printed, total.printed, 0)


def test_a_number_in_another_column_is_counted_as_missing_or_invented() -> None:
    sample = next(samples("tuning", 1, ("ruled",)))
    document = open_pdf(sample.content, name="a.pdf", sha256="")
    turned = [replace(grid, rows=tuple(with_values_turned(row) for row in grid.rows)) for grid in sample.grids]
    count = count_numbers(document, turned)
    assert count.right < count.printed
    assert count.invented


def with_values_turned(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    """The cells of a row, the texts of its values in the opposite order."""
    values = [cell for cell in row if cell.role == "value"]
    texts = [cell.text for cell in reversed(values)]
    turned = [replace(cell, text=text) for cell, text in zip(values, texts, strict=True)]
    return (*(cell for cell in row if cell.role != "value"), *turned)

"""Labels of two rows in one cell of a picture are those of its rows; otherwise they are of neither."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from tests.doubted import recognised
from tests.test_column_headings import AS_DECLARED, FIGURES, TONGUES, Tongue, certainties, every_tongue, values


def read(folder: Path, tongue: Tongue, label: str, rows: str = "2", method: str = "scan", between: str = "") -> Reading:
    """The table with ``label`` in one cell in front of both rows of its values, as if it had been a picture."""
    lines = ["".join(f"<td>{number}</td>" for number in line) for line in FIGURES]
    head = "".join(f"<td>{text}</td>" for text in (tongue.corner, *tongue.headings))
    table = f'<tr>{head}</tr><tr><td rowspan="{rows}">{label}</td>{lines[0]}</tr><tr>{between}{lines[1]}</tr>'
    path = folder / "table.html"
    path.write_text(f"<html><body><p>{tongue.title}</p><table>{table}</table></body></html>", encoding="utf-8")
    document = open_document(path)
    if method == "scan":
        cells = [tuple(recognised(cell) for cell in row.cells) for row in document.rows]
        own = tuple(replace(row, cells=each) for row, each in zip(document.rows, cells, strict=True))
        document = replace(document, method="scan", rows=own, words=tuple(map(recognised, document.words)))
    return read_layout(document, tongue.schema, tongue.schema.forms[0])


@every_tongue
def test_two_labels_in_the_order_of_the_form_are_those_of_two_rows(tmp_path: Path, tongue: Tongue) -> None:
    reading = read(tmp_path, tongue, " ".join(tongue.rows))
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})


@every_tongue
@pytest.mark.parametrize("how", ["other order", "other word", "one label", "stored"])
def test_other_cells_over_two_rows_prove_nothing(tmp_path: Path, tongue: Tongue, how: str) -> None:
    label = {
        "other order": " ".join(reversed(tongue.rows)),
        "other word": f"{tongue.rows[0]} {tongue.unknown} {tongue.rows[1]}",
        "one label": tongue.rows[0],
    }.get(how, " ".join(tongue.rows))
    reading = read(tmp_path, tongue, label, method="text" if how == "stored" else "scan")
    sure = {path for path, field in reading.fields.items() if field.state == "read" and field.certainty == "exact"}
    assert not {path for path in sure if path.startswith("fruit.pears")}


def test_a_row_with_a_label_of_its_own_keeps_it(tmp_path: Path) -> None:
    tongue = TONGUES[0]
    reading = read(tmp_path, tongue, tongue.rows[0], "1", between=f"<td>{tongue.rows[1]}</td>")
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})

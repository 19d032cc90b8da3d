"""Rows as wide as others whose labels stand deeper print their values in the same columns of the grid."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from tests.test_by_columns import COLUMNS, KEYS, SCHEMA, TONGUES, Tongue, figures

every_tongue = pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES)


def printed(tongue: Tongue, table: Sequence[Sequence[str]], deep: int, padding: int) -> list[list[str]]:
    """The first ``deep`` rows have their label in the last of the columns of labels, the others in the first."""
    lines = [[*[""] * padding, "", *tongue.headings]]
    for number, (label, values) in enumerate(zip(tongue.labels, table, strict=True)):
        labels = [*[""] * padding, label] if number < deep else [label, *[""] * padding]
        lines.append([*labels, *values])
    return lines


def read(folder: Path, tongue: Tongue, lines: Sequence[Sequence[str]]) -> Reading:
    path = folder / "table.txt"
    path.write_text("\n".join((tongue.title, "", *("\t".join(line) for line in lines), "")), encoding="utf-8")
    return read_layout(open_document(path), SCHEMA, SCHEMA.forms[0])


def sparse(seed: int) -> list[list[str]]:
    """Rows of which none prints a number in every column."""
    rng = Random(seed)
    table = [[str(number) for number in row] for row in figures(seed)]
    for row in table:
        row[rng.randrange(1, 3)] = ""
    return table


@every_tongue
@pytest.mark.parametrize("padding", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_blanks_of_rows_with_labels_further_left_are_known(
    tmp_path: Path, tongue: Tongue, padding: int, seed: int
) -> None:
    table = sparse(seed)
    reading = read(tmp_path, tongue, printed(tongue, table, 3, padding))
    for key, row in zip(KEYS, table, strict=True):
        for column, text in zip(COLUMNS, row, strict=True):
            field = reading.fields[f"crops.{key}.{column}"]
            assert (field.state, field.certainty) == ("read" if text else "blank", "exact")
            assert str(field.value or "") == (text if text != "0" else "")


@every_tongue
@pytest.mark.parametrize("seed", range(4))
def test_a_row_that_slid_is_not_sure(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    lines = printed(tongue, sparse(seed), 3, 2)
    slid = 4 + seed % 3
    lines[slid] = [lines[slid][0], "", *lines[slid][3:], ""]
    reading = read(tmp_path, tongue, lines)
    row = [reading.fields[f"crops.{KEYS[slid - 1]}.{column}"] for column in COLUMNS]
    assert all(field.certainty != "exact" for field in row) or not lines[slid][2]

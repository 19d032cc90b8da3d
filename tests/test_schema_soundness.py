"""A schema in Python with a mistake is refused when it is loaded, in one line that says what to write instead."""

from pathlib import Path

import pytest

from extractor.errors import SchemaError
from extractor.schemas.registry import load_schemas, resolve_schema

PACK = r"""
from typing import Annotated

from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Cells, Claim, ColumnLabel, Count, Record, RowList, Table, TableLabel, Text, compile_form
)


class Row(Cells):
    name: Text = None
    first: Annotated[Count, ColumnLabel("First")] = None
    total: Annotated[Count, ColumnLabel("Total")] = None


class Rows(Table):
    items: Annotated[tuple[Row, ...], RowList("name")] = ()


class Report(Record):
    year: Annotated[Count, Claim("Year", r"Year (?P<value>\d{4})", identity=True)] = None
    form: Text = None
    rows: Annotated[Rows, TableLabel("Table 1")] = Rows()


SCHEMA = Schema(name="counts", version="1", title="Counts", forms=(compile_form("yearly", Report, ()),))
"""

MISTAKES = [
    (r"(?P<value>\d{4})", r"(?P<value>\d{4}", "error: missing )"),
    (r"(?P<value>\d{4})", r"(\d{4})", "a pattern of year has no group called value"),
    (r', r"Year (?P<value>\d{4})"', "", "the claim year has no pattern"),
    ('ColumnLabel("First")', "ColumnLabel()", "the column first of rows has no label"),
    ('ColumnLabel("First")', "ColumnLabel(3)", "the column first of rows has the label 3"),
    ('ColumnLabel("First")', 'ColumnLabel("Total")', "the columns first and total of rows have one heading: Total"),
    ('ColumnLabel("First")', 'ColumnLabel("First", units={"t": 1.5})', "the unit t of the column first is 1.5"),
    ('TableLabel("Table 1")', "TableLabel()", "the table rows has no label"),
    ("Report, ())", "Report, (3,))", "among its rules is 3, which is none"),
    ("Report, ())", "Report, (), weights={'rows.x': 3})", "form yearly has no field rows.x"),
    ('(compile_form("yearly", Report, ()),)', 'compile_form("yearly", Report, ())', "forms of the schema counts are a"),
    ('(compile_form("yearly", Report, ()),)', "()", "forms of the schema counts are a tuple"),
    ('name="counts"', "name=3", "name of a Schema is a text, not 3"),
    ('title="Counts"', 'titel="Counts"', "unexpected keyword argument 'titel'"),
    ('ColumnLabel("First")] = None', 'ColumnLabel("First")]', "rows.items.first has no default: write = None"),
    ("    name: Text = None\n", "", "the rows of rows.items have no field name"),
]


def test_the_pack_without_a_mistake_is_sound_and_so_are_ours(tmp_path: Path) -> None:
    (tmp_path / "pack.py").write_text(PACK)
    assert resolve_schema(str(tmp_path / "pack.py")).name == "counts"
    assert len(load_schemas()) > 1


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_when_the_schema_is_loaded(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in PACK
    path = tmp_path / "pack.py"
    path.write_text(PACK.replace(right, wrong, 1))
    with pytest.raises(SchemaError) as caught:
        resolve_schema(str(path))
    assert message in str(caught.value)
    assert "pack.py" in str(caught.value)
    assert "\n" not in str(caught.value)

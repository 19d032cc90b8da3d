"""The layout reader of any model reads six families of documents right."""

import datetime
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.schemas.form import Value
from tests.open_families import FAMILIES, Writer, as_html, as_pdf, as_pipes, as_tabs, compare, read


@pytest.mark.parametrize("writer", [as_tabs, as_pipes, as_html, as_pdf])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_of_a_family_is_read_and_none_surely_wrong(tmp_path: Path, family: str, writer: Writer) -> None:
    model, text, truth = FAMILIES[family]
    reading = read(writer(tmp_path, text.splitlines()), model)
    assert compare(reading, truth) == ([], [])


class Pupil(BaseModel):
    """A pupil of a school."""

    pupil: str
    born: datetime.date
    marks: int | None = None


class Register(BaseModel):
    """The register of a school."""

    school: str
    pupils: list[Pupil]


def test_items_that_are_sections_with_the_same_labels_are_told_apart(tmp_path: Path) -> None:
    lines = ["School: Hilltop", "", "Pupil: Ann", "Born: 2011-02-03", "Marks: 7", ""]
    lines += ["Pupil: Bea", "Born: 2012-04-05", "", "Pupil: Cid", "Born: 2010-01-31", "Marks: 9"]
    truth: dict[str, Value] = {
        "school": "Hilltop",
        "pupils.0.pupil": "Ann",
        "pupils.0.born": "2011-02-03",
        "pupils.0.marks": 7,
        "pupils.1.pupil": "Bea",
        "pupils.1.born": "2012-04-05",
        "pupils.2.pupil": "Cid",
        "pupils.2.born": "2010-01-31",
        "pupils.2.marks": 9,
    }
    reading = read(as_tabs(tmp_path, lines), Register)
    assert compare(reading, truth) == ([], [])
    assert reading.fields["pupils.1.marks"].state == "absent"

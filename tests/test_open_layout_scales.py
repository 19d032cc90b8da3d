"""Scales that a document states for many numbers: applied where the schema says what they are worth, told, and never
guessed."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel

from extractor import extract
from extractor.evidence import DoubtKind
from extractor.readers.reading import Reading
from extractor.schemas.model_shape import FieldMark
from tests.open_families import as_html, as_tabs, is_sure, read_text
from tests.open_models import schema_of

MILLION = FieldMark(units={"million": 1_000_000, "thousand": 1000, "T€": 1000, "万元": 10_000})


class Segment(BaseModel):
    """One business."""

    name: str
    sales: Annotated[Decimal, MILLION]
    staff: int


class Segments(BaseModel):
    """A report on businesses."""

    year: int
    segments: list[Segment]
    profit: Annotated[Decimal | None, MILLION] = None


def lines(*above: str, heading: str = "Sales", below: str = "", profit: str = "Profit") -> str:
    rows = ("Name\t" + heading + "\tStaff", "Paint\t12.5\t40", "Wood\t7\t12")
    return "\n".join(("Year: 2024", "", *above, *rows, "", f"{profit}\t3", below))


def found(reading: Reading) -> list[object]:
    return [reading.value(f"segments.{at}.sales") for at in (0, 1)]


@pytest.mark.parametrize(
    "text",
    [
        lines("(in millions)"),
        lines("Amounts in US$ million"),
        lines(heading="Sales (in millions)", profit="Profit (in millions)"),
    ],
)
def test_a_stated_scale_is_applied_and_told(text: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, text, Segments)
    assert found(reading) == [Decimal(12_500_000), Decimal(7_000_000)]
    assert reading.value("profit") == Decimal(3_000_000)
    assert DoubtKind.SCALED in {each.kind for each in reading.fields["segments.0.sales"].doubts}
    assert is_sure(reading.fields["segments.0.sales"])
    assert reading.value("segments.0.staff") == 40


@pytest.mark.parametrize(
    "text",
    [
        lines("(in millions)", heading="Sales (in thousands)"),
        lines(below="(in millions)"),
        lines("(in dozens of millions)"),
        lines("单位：元"),
    ],
)
def test_a_scale_in_doubt_is_not_guessed(text: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, text, Segments)
    assert found(reading) == [None, None]
    assert DoubtKind.UNIT_UNKNOWN in {each.kind for each in reading.fields["segments.0.sales"].doubts}


def test_without_a_stated_scale_numbers_are_as_printed(tmp_path: Path) -> None:
    assert found(read_text(tmp_path, lines("Sales of the year"), Segments)) == [Decimal("12.5"), Decimal(7)]


def test_a_heading_is_about_its_own_column_only(tmp_path: Path) -> None:
    reading = read_text(tmp_path, lines(heading="Sales (T€)"), Segments)
    assert found(reading) == [Decimal(12_500), Decimal(7_000)]
    assert reading.value("profit") == Decimal(3)


@pytest.mark.parametrize("written", [as_tabs, as_html])
def test_a_scaled_value_is_confirmed_and_says_so(written: object, tmp_path: Path) -> None:
    assert callable(written)
    path = written(tmp_path, lines("(in millions)").split("\n"))
    result = extract(path, schema_of(Segments))
    field = result.fields["segments.0.sales"]
    assert (field.value, field.status) == (Decimal(12_500_000), "confirmed")

"""The corner of a table by periods: the money it is in is no part of the first period."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.readers.open_layout.heading_bands import is_period
from tests.open_families import Writer, as_html, as_pdf, as_pipes, as_tabs, read

ROWS = ["Cash\t1,250.50\t1,100.00", "Receivables\t2,300.10\t2,000.00", "Total assets\t3,550.60\t3,100.00"]


class Entry(BaseModel):
    """A line of a balance sheet."""

    name: str
    amounts: dict[str, Decimal | None]


class Periods(BaseModel):
    """A balance sheet."""

    lines: list[Entry]
    total_assets: dict[str, Decimal | None]


@pytest.mark.parametrize("writer", [as_tabs, as_pipes, as_html, as_pdf])
@pytest.mark.parametrize("corner", ["EUR", "USD", "€", "in EUR", "Item"])
def test_the_first_period_is_the_year_alone(tmp_path: Path, writer: Writer, corner: str) -> None:
    reading = read(writer(tmp_path, ["Balance sheet", "", f"{corner}\t2023\t2022", *ROWS]), Periods)
    assert reading.value("total_assets.2023") == Decimal("3550.60")
    assert reading.value("lines.0.amounts.2022") == Decimal("1100.00")
    assert not any("EUR" in path or "USD" in path or "€" in path for path in reading.fields)


@pytest.mark.parametrize("text", ["2023", "31.12.2023", "FY 2022", "2022/23", "12/23", "06.25", "2023.12.31"])
def test_years_days_and_months_are_periods(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize("text", ["97.75", "40.00", "6.25", "2019.50", "1,999.00", "13/23", "12.500", "Total"])
def test_amounts_are_none(text: str) -> None:
    assert not is_period(text)

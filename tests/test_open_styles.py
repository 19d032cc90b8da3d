"""Documents in other styles than the six families: every value is read right, or waits for a person."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, JsonValue

from extractor import extract
from tests.open_families import Writer, as_html, as_pdf, as_pipes, as_tabs


class GermanLine(BaseModel):
    """A line of a German bill."""

    pos: int
    bezeichnung: str
    menge: Decimal
    einzelpreis: Decimal
    gesamtpreis: Decimal


class GermanBill(BaseModel):
    """A bill with decimal commas and a day in words."""

    rechnungsnummer: str
    rechnungsdatum: datetime.date
    positionen: list[GermanLine]
    nettobetrag: Decimal
    gesamtbetrag: Decimal


class Posting(BaseModel):
    """A line of an account."""

    date: datetime.date
    description: str
    debit: Decimal | None = None
    credit: Decimal | None = None
    balance: Decimal


class Account(BaseModel):
    """A statement with two columns of amounts, one of them blank in each line."""

    account_number: str
    opening_balance: Decimal
    closing_balance: Decimal
    transactions: list[Posting]


class Shift(BaseModel):
    """One working day."""

    day: datetime.date
    start: datetime.time
    end: datetime.time
    hours: Decimal


class Timesheet(BaseModel):
    """Times of day, and a box that is ticked."""

    employee: str
    week: int
    shifts: list[Shift]
    total_hours: Decimal
    approved: bool


class Assay(BaseModel):
    """One measured value."""

    analyte: str
    result: Decimal
    unit: str
    reference_range: str | None = None
    flag: Literal["H", "L"] | None = None


class Laboratory(BaseModel):
    """Ranges beside a choice that may be blank."""

    patient_id: str
    collected: datetime.datetime
    tests: list[Assay]


class Flight(BaseModel):
    """One flight."""

    flight: str
    departure: datetime.datetime
    arrival: datetime.datetime
    seat: str


class Booking(BaseModel):
    """Moments in columns."""

    booking_reference: str
    flights: list[Flight]
    total: Decimal


GERMAN = """Rechnungsnummer: 2024/0815
Rechnungsdatum: 14. März 2024

Pos.\tBezeichnung\tMenge\tEinzelpreis\tGesamtpreis
1\tSchrauben M8\t200\t0,12 €\t24,00 €
2\tHolzplatte 2,5 m\t3\t1.149,90 €\t3.449,70 €

Nettobetrag\t3.473,70 €
Gesamtbetrag\t4.133,70 €"""
BANK = """Account number: 00-1234-5678
Opening balance\t1,250.00

Date\tDescription\tDebit\tCredit\tBalance
02/01/2024\tCard payment\t45.20\t\t1,204.80
15/01/2024\tSalary\t\t2,300.00\t3,504.80
28/01/2024\tRent\t900.00\t\t2,604.80

Closing balance\t2,604.80"""
TIMES = """Employee: Maria Novak
Week: 12

Day\tStart\tEnd\tHours
18.03.2024\t08:00\t16:30\t8.0
19.03.2024\t08:15\t16:45\t8.0

Total hours\t16.0
Approved: [x] Yes  [ ] No"""
ASSAYS = """Patient ID: 99-4411
Collected: 2024-05-06 07:45

Analyte\tResult\tUnit\tFlag\tReference range
Glucose\t6.1\tmmol/L\tH\t3.9 - 5.5
Sodium\t140\tmmol/L\t\t135 - 145
Haemoglobin\t11.2\tg/dL\tL\t12.0 - 16.0"""
FLIGHTS = """Booking reference: QX7T2P

Flight\tDeparture\tArrival\tSeat
LX 318\t2024-07-01 09:55\t2024-07-01 10:40\t12A
LX 319\t2024-07-08 18:20\t2024-07-08 21:05\t14C

Total\t278.30"""

Record = Mapping[str, JsonValue]


def _items(keys: str, *rows: str) -> list[JsonValue]:
    """Items with these keys; a cell that is only ``~`` is blank."""
    return [
        {key: None if cell == "~" else cell for key, cell in zip(keys.split(), row.split("|"), strict=True)}
        for row in rows
    ]


STYLES: Mapping[str, tuple[type[BaseModel], str, Record]] = {
    "a German bill": (
        GermanBill,
        GERMAN,
        {
            "rechnungsnummer": "2024/0815",
            "rechnungsdatum": "2024-03-14",
            "positionen": _items(
                "pos bezeichnung menge einzelpreis gesamtpreis",
                "1|Schrauben M8|200|0.12|24.00",
                "2|Holzplatte 2,5 m|3|1149.90|3449.70",
            ),
            "nettobetrag": "3473.70",
            "gesamtbetrag": "4133.70",
        },
    ),
    "an account": (
        Account,
        BANK,
        {
            "account_number": "00-1234-5678",
            "opening_balance": "1250.00",
            "closing_balance": "2604.80",
            "transactions": _items(
                "date description debit credit balance",
                "2024-01-02|Card payment|45.20|~|1204.80",
                "2024-01-15|Salary|~|2300.00|3504.80",
                "2024-01-28|Rent|900.00|~|2604.80",
            ),
        },
    ),
    "a timesheet": (
        Timesheet,
        TIMES,
        {
            "employee": "Maria Novak",
            "week": "12",
            "shifts": _items(
                "day start end hours", "2024-03-18|08:00:00|16:30:00|8.0", "2024-03-19|08:15:00|16:45:00|8.0"
            ),
            "total_hours": "16.0",
            "approved": "True",
        },
    ),
    "a laboratory": (
        Laboratory,
        ASSAYS,
        {
            "patient_id": "99-4411",
            "collected": "2024-05-06T07:45:00",
            "tests": _items(
                "analyte result unit reference_range flag",
                "Glucose|6.1|mmol/L|3.9 - 5.5|H",
                "Sodium|140|mmol/L|135 - 145|~",
                "Haemoglobin|11.2|g/dL|12.0 - 16.0|L",
            ),
        },
    ),
    "a booking": (
        Booking,
        FLIGHTS,
        {
            "booking_reference": "QX7T2P",
            "flights": _items(
                "flight departure arrival seat",
                "LX 318|2024-07-01T09:55:00|2024-07-01T10:40:00|12A",
                "LX 319|2024-07-08T18:20:00|2024-07-08T21:05:00|14C",
            ),
            "total": "278.30",
        },
    ),
}


@pytest.mark.parametrize("writer", [as_tabs, as_pipes, as_html, as_pdf])
@pytest.mark.parametrize("style", STYLES)
def test_every_value_is_confirmed_as_it_is_printed(tmp_path: Path, style: str, writer: Writer) -> None:
    model, text, truth = STYLES[style]
    found = extract(writer(tmp_path, text.splitlines()), model)
    assert [field.path for field in found.flagged] == []
    said = {path: None if field.value is None else str(field.value) for path, field in found.fields.items()}
    assert said == dict(_leaves(truth))


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str | None]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{number}")
    else:
        yield path, None if value is None else str(value)

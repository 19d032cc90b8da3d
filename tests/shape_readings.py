"""A small invoice, its model, and readings of it made by hand, for tests of forms that are any model."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel

from extractor.documents import Document, open_document
from extractor.evidence import STORED, Doubt, Leg, record_of
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.schemas.form import Form, Value
from extractor.schemas.model_shape import FieldMark, shape_of_model
from extractor.schemas.open_form import schema_of_shape

TEXT = """Invoice INV-7
Date: 2024-03-05
Seller: Brook & Sons

Item        Quantity    Amount
Hammer      2           30.00
Nails       100         5.50

Total: 35.50
"""


class BillLine(BaseModel):
    """A line of the invoice."""

    item: str
    quantity: int
    amount: Decimal


class Party(BaseModel):
    """Somebody."""

    name: str


class SmallBill(BaseModel):
    """An invoice."""

    number: str
    issued: Annotated[date, FieldMark(labels=["Date"])]
    seller: Annotated[Party | None, FieldMark()] = None
    lines: list[BillLine]
    total: Decimal
    note: Annotated[str | None, FieldMark(proof="optional")] = None


SCHEMA = schema_of_shape(shape_of_model(SmallBill))
FORM = SCHEMA.form("model")

READ: Mapping[str, tuple[Value, str]] = {
    "number": ("INV-7", "INV-7"),
    "issued": ("2024-03-05", "2024-03-05"),
    "seller.name": ("Brook & Sons", "Brook & Sons"),
    "lines.0.item": ("Hammer", "Hammer"),
    "lines.0.quantity": (2, "2           30"),
    "lines.0.amount": (Decimal("30.00"), "30.00"),
    "lines.1.item": ("Nails", "Nails"),
    "lines.1.quantity": (100, "100"),
    "lines.1.amount": (Decimal("5.50"), "5.50"),
    "total": (Decimal("35.50"), "35.50"),
}
"""Every value with the characters it is found by; those after the first gap only tell which of several is meant."""

ABSENT = ("note",)


def small_bill(folder: Path, text: str = TEXT) -> Document:
    """The invoice as a document."""
    path = folder / "bill.txt"
    path.write_text(text, "utf-8")
    return open_document(path)


def made_reading(
    document: Document,
    read: Mapping[str, tuple[Value, str]] = READ,
    absent: tuple[str, ...] = ABSENT,
    reader: str = "layout",
    doubts: Mapping[str, tuple[Doubt, ...]] | None = None,
) -> Reading:
    """What a reader found: each value where its characters stand first."""
    looked, placer = (STORED, "layout") if reader == "layout" else (record_of(reader), "locator")
    fields: dict[str, FieldReading] = {}
    for path, (value, found_by) in read.items():
        start = document.text.index(found_by)
        quote = found_by.split("  ")[0]
        spot = Spot(page=1, span=(start, start + len(quote)))
        fields[path] = FieldReading(
            path=path,
            state="read",
            value=value,
            spot=spot,
            quote=quote,
            doubts=(doubts or {}).get(path, ()),
            leg=Leg(reader, looked, placer),
        )
    fields |= {path: FieldReading(path=path, state="absent", leg=Leg(reader, looked, placer)) for path in absent}
    return Reading(reader=reader, version="1", fields=fields)


def without(*paths: str) -> dict[str, tuple[Value, str]]:
    """What is read without some of it."""
    return {path: found for path, found in READ.items() if path not in paths}


def form_of_model(model: type[BaseModel]) -> Form:
    """The form that a model is."""
    return schema_of_shape(shape_of_model(model)).form("model")

"""The models that people bring for these papers, with the rules of one of them."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from extractor import FieldMark
from extractor.schemas.check import Check
from extractor.schemas.expression import Node, column, rows, total
from extractor.schemas.rule import rule


class SuppliedLine(BaseModel):
    description: Annotated[str, FieldMark(labels=["Description", "Item"])]
    quantity: Annotated[Decimal, FieldMark(labels=["Quantity", "Qty"])]
    unit_price: Annotated[Decimal | None, FieldMark(labels=["Unit price", "Price"])] = None
    amount: Annotated[Decimal, FieldMark(labels=["Amount", "Net amount"])]


class SupplierInvoice(BaseModel):
    invoice_number: Annotated[str, FieldMark(labels=["Invoice number", "Invoice no."])]
    issue_date: Annotated[date, FieldMark(labels=["Issue date", "Date of issue"])]
    due_date: Annotated[date, FieldMark(labels=["Due date", "Payment due"])]
    seller: Annotated[str, FieldMark(labels=["Seller", "From"])]
    buyer: Annotated[str, FieldMark(labels=["Buyer", "Bill to"])]
    vat_id: Annotated[str | None, FieldMark(labels=["VAT ID", "VAT no."])] = None
    currency: Literal["EUR", "GBP", "USD"]
    lines: list[SuppliedLine]
    subtotal: Annotated[Decimal, FieldMark(labels=["Subtotal", "Net total"])]
    tax: Annotated[Decimal, FieldMark(labels=["Tax", "VAT 21%", "VAT"])]
    total: Annotated[Decimal, FieldMark(labels=["Total", "Amount due"])]
    paid: Decimal | None = None


@rule("supplier.lines", "Amount = quantity × price")
def line_amounts(report: Node) -> Iterator[Check]:
    for line in rows(report.lines):
        yield line.amount == line.quantity * line.unit_price


@rule("supplier.sums", "Net = the amounts, total = net + tax")
def invoice_sums(report: Node) -> Iterator[Check]:
    yield report.subtotal == total(column(report.lines, "amount"))
    yield report.total == report.subtotal + report.tax


class YearlyRow(BaseModel):
    name: Annotated[str, FieldMark(labels=["Indicator"])]
    unit: str
    years: dict[str, Decimal | None]


class YearlyFigures(BaseModel):
    title: str
    region: str
    indicators: list[YearlyRow]


class BloodFlag(Enum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class BloodSample(Enum):
    SERUM = "serum"
    PLASMA = "plasma"
    URINE = "urine"


class BloodResult(BaseModel):
    analyte: Annotated[str, FieldMark(labels=["Analyte", "Test"])]
    value: Annotated[Decimal | None, FieldMark(labels=["Value", "Result"])] = None
    unit: Annotated[str | None, FieldMark(labels=["Unit", "Units"])] = None
    reference: Annotated[str | None, FieldMark(labels=["Reference", "Reference range"])] = None
    flag: BloodFlag | None = None


class BloodReport(BaseModel):
    patient: str
    born: date = Field(title="Date of birth")
    taken_at: Annotated[datetime, FieldMark(labels=["Taken"])]
    sample: BloodSample
    fasting: bool
    results: list[BloodResult]


RULES = (line_amounts, invoice_sums)

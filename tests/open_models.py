"""Models of six families of documents, as somebody would bring them: plain pydantic, with labels where the names of the
fields are not what is printed."""

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel

from extractor.schemas.form import Schema
from extractor.schemas.model_shape import FieldMark, shape_of_model
from extractor.schemas.open_form import schema_of_shape


class BilledItem(BaseModel):
    """One line of an invoice."""

    description: str
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None


class Party(BaseModel):
    """Who sells or buys."""

    name: str
    city: str | None = None


class PlainInvoice(BaseModel):
    """An invoice."""

    invoice_number: str
    invoice_date: datetime.date
    seller: Party
    buyer: Party
    currency: Literal["EUR", "USD"] | None = None
    paid: bool | None = None
    items: list[BilledItem]
    net_total: Decimal | None = None
    vat: Annotated[Decimal | None, FieldMark(labels=("VAT",))] = None
    grand_total: Decimal | None = None


class SheetLine(BaseModel):
    """One line of a balance sheet."""

    name: str
    amounts: dict[str, Decimal | None]


class PlainSheet(BaseModel):
    """A balance sheet by periods."""

    lines: list[SheetLine]
    total_assets: dict[str, Decimal | None]
    total_liabilities_and_equity: dict[str, Decimal | None]


class Movement(BaseModel):
    """One line of a bank statement."""

    date: datetime.date
    text: str
    debit: Decimal | None = None
    credit: Decimal | None = None
    balance: Decimal | None = None


class BankStatement(BaseModel):
    """A bank statement."""

    account: Annotated[str, FieldMark(labels=("Account No.",))]
    period_from: Annotated[datetime.date | None, FieldMark(labels=("From",))] = None
    movements: list[Movement]


class RegionYears(BaseModel):
    """One row of a yearbook."""

    region: str
    y2019: Annotated[Decimal | None, FieldMark(labels=("2019",))] = None
    y2020: Annotated[Decimal | None, FieldMark(labels=("2020",))] = None
    y2021: Annotated[Decimal | None, FieldMark(labels=("2021",))] = None


class CountryYears(BaseModel):
    """The row of a yearbook that stands for all."""

    y2019: Annotated[Decimal | None, FieldMark(labels=("2019",))] = None
    y2020: Annotated[Decimal | None, FieldMark(labels=("2020",))] = None
    y2021: Annotated[Decimal | None, FieldMark(labels=("2021",))] = None


class Yearbook(BaseModel):
    """A table of a yearbook."""

    regions: list[RegionYears]
    country: CountryYears


class LabResult(BaseModel):
    """One measured value."""

    parameter: str
    result: Decimal | None = None
    unit: str | None = None
    minimum: Annotated[Decimal | None, FieldMark(labels=("Min",))] = None
    maximum: Annotated[Decimal | None, FieldMark(labels=("Max",))] = None
    verdict: Annotated[Literal["pass", "fail"] | None, FieldMark(labels=("Assessment",))] = None


class LabReport(BaseModel):
    """A report of a laboratory."""

    report_number: str
    sampled: Annotated[datetime.date | None, FieldMark(labels=("Sampled on",))] = None
    accredited: bool | None = None
    methods: list[str] = []
    results: list[LabResult]


class Costs(BaseModel):
    """What a project costs."""

    material: Annotated[Decimal | None, FieldMark(labels=("Materialkosten",))] = None
    personnel: Annotated[Decimal | None, FieldMark(labels=("Personalkosten",))] = None
    whole: Annotated[Decimal | None, FieldMark(labels=("Gesamtkosten",))] = None


class Application(BaseModel):
    """A German application for a grant."""

    file_number: Annotated[str, FieldMark(labels=("Aktenzeichen",))]
    day: Annotated[datetime.date, FieldMark(labels=("Datum",))]
    grant: Annotated[Decimal, FieldMark(labels=("Beantragte Förderung",))]
    share: Annotated[Decimal | None, FieldMark(labels=("Förderquote",))] = None
    employees: Annotated[int | None, FieldMark(labels=("Mitarbeiterzahl",))] = None
    area: Annotated[Decimal | None, FieldMark(labels=("Fläche",))] = None
    nonprofit: Annotated[bool | None, FieldMark(labels=("Gemeinnützig",))] = None
    costs: Annotated[Costs, FieldMark(labels=("Kostenaufstellung",))]


def schema_of(model: type[BaseModel]) -> Schema:
    """The schema of a model."""
    return schema_of_shape(shape_of_model(model))

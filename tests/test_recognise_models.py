"""Documents of forms that are any model, and of forms with few labels, are told by what is printed."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel

from extractor.documents import open_document
from extractor.readers.recognise import Recognition, recognise
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Amount,
    Cells,
    Claim,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    Table,
    TableLabel,
    compile_form,
)
from extractor.schemas.language import Text as TextField
from extractor.schemas.model_shape import FieldMark
from extractor.schemas.open_form import schema_of_model
from extractor.schemas.registry import load_schemas

SHARED = Path(__file__).parents[1] / ".." / "shared"


class Account(BaseModel):
    """A form of scalars."""

    iban: str
    opening_balance: Decimal
    closing_balance: Decimal


class Meter(BaseModel):
    """A form whose labels are words of many forms."""

    name: str
    date: str
    total: Annotated[Decimal, FieldMark(labels=("Total",))]


ACCOUNT = "Northern Savings\nIBAN: NL91ABNA0417164300\nOpening balance: 120.00\nClosing balance: 180.50\n"
METER = "Name: Ann\nDate: 2024-03-01\nTotal: 12\n"


class Cold(Cells):
    """One column."""

    frost: Annotated[Count, ColumnLabel("Days of frost")] = None


class Winters(Table):
    """One row."""

    here: Annotated[Cold, RowLabel("Weather station")] = Cold()


class Winter(Record):
    """A table of one number."""

    form: TextField = None
    table: Annotated[Winters, TableLabel("Winter report")] = Winters()


class Notice(Record):
    """Two statements, and nothing else."""

    form: TextField = None
    year: Annotated[Count, Claim("Year", r"in the year (?P<value>\d{4})", identity=True)] = None
    cost: Annotated[Amount, Claim("Cost", r"cost us (?P<value>[\d.]+) euros")] = None


def recognised(folder: Path, text: str, *schemas: Schema) -> Recognition:
    path = folder / "file.txt"
    path.write_text(text, encoding="utf-8")
    return recognise(open_document(path), (*load_schemas(), *schemas))


def test_a_model_of_scalars_is_told_by_its_labels(tmp_path: Path) -> None:
    account = schema_of_model(Account)
    found = recognised(tmp_path, ACCOUNT, account, schema_of_model(Meter))
    assert found.schema is account and not found.undecided


def test_words_of_many_forms_tell_none_until_the_title_is_printed(tmp_path: Path) -> None:
    meter = schema_of_model(Meter, title="Reading of the meter")
    assert recognised(tmp_path, METER, meter).schema is None
    assert recognised(tmp_path, f"Reading of the meter\n{METER}", meter).schema is meter


def test_two_models_that_both_fit_are_undecided(tmp_path: Path) -> None:
    one, other = schema_of_model(Account, name="one"), schema_of_model(Account, name="other")
    found = recognised(tmp_path, ACCOUNT, one, other)
    assert found.schema is not None and found.undecided


def test_a_table_with_three_labels_is_told_by_all_of_them(tmp_path: Path) -> None:
    form = compile_form("only", Winter, ())
    winter = Schema("winter", "1", "Winter", (form,))
    text = "Winter report\nStation\tDays of frost\nWeather station\t41\n"
    assert recognised(tmp_path, text, winter).schema is winter
    assert recognised(tmp_path, text.replace("Days of frost", "Days"), winter).schema is None


def test_a_form_of_statements_is_told_by_them(tmp_path: Path) -> None:
    notice = Schema("notice", "1", "Notice", (compile_form("only", Notice, ()),))
    text = "What the bridge cost us in the year 2023\n\nIt cost us 31.50 euros.\n"
    assert recognised(tmp_path, text, notice).schema is notice
    assert recognised(tmp_path, "It cost us 31.50 euros.\n", notice).schema is None


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="needs the public documents")
def test_public_balance_sheets_and_invoices_are_told_apart_and_nothing_else_is_taken_for_one() -> None:
    told: dict[str, list[str]] = {}
    for folder in ("balance_sheet", "invoice_zugferd", "tables_icdar", "us_foia"):
        for path in sorted((SHARED / "corpus" / folder).iterdir()):
            if path.suffix in (".html", ".pdf", ".txt") and not path.name.endswith(("pipe.txt", "fixed.txt")):
                found = recognise(open_document(path), load_schemas())
                told.setdefault(folder, []).append(found.schema.name if found.schema is not None else "")
    assert set(told["balance_sheet"]) == {"balance_sheet"}
    assert set(told["invoice_zugferd"]) == {"invoice", ""}
    assert told["invoice_zugferd"].count("invoice") >= 8
    assert set(told["tables_icdar"]) == {""}
    assert set(told["us_foia"]) == {"us_foia"}

"""Signs of currency, numbers in brackets and decimal commas: read where a schema says so, and never guessed."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest

from extractor.documents import open_document
from extractor.errors import SchemaError
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Amount,
    Cells,
    Claim,
    ColumnLabel,
    Record,
    RowLabel,
    Table,
    TableLabel,
    Text,
    compile_form,
)
from extractor.schemas.notation import Notation
from extractor.schemas.values import looks_like_value, read_printed

DOLLARS = Notation(currency=("$", "US$"))
YUAN = Notation(currency=("￥", "RMB"))
EURO = Notation(currency=("€",), decimal=",")
LEDGER = Notation(currency=("$",), bracketed_negative=True)


@pytest.mark.parametrize(
    ("text", "notation", "value"),
    [
        ("$1,234", DOLLARS, "1234"),
        ("US$ 1,234.50", DOLLARS, "1234.50"),
        ("-$12", DOLLARS, "-12"),
        ("$-12", DOLLARS, "-12"),
        ("1,234 $", DOLLARS, "1234"),
        ("¥1,234.00", YUAN, "1234.00"),
        ("￥１２", YUAN, "12"),
        ("RMB 7", YUAN, "7"),
        ("€ 1.234,50", EURO, "1234.50"),
        ("1 234,5 €", EURO, "1234.5"),
        ("-1.234.567", EURO, "-1234567"),
        ("0,5", EURO, "0.5"),
        ("12", EURO, "12"),
        ("(1,234)", LEDGER, "-1234"),
        ("$(1,234.50)", LEDGER, "-1234.50"),
        ("($ 7)", LEDGER, "-7"),
        ("（１２）", LEDGER, "-12"),
        ("12 (3)", LEDGER, "12"),
    ],
)
def test_a_number_in_the_notation_of_its_column_is_read(text: str, notation: Notation, value: str) -> None:
    printed = read_printed(text, "amount", notation=notation)
    assert (printed.state, printed.value) == ("read", Decimal(value))


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("$1,234", Notation()),
        ("€5", DOLLARS),
        ("$$5", DOLLARS),
        ("-$-5", DOLLARS),
        ("$", DOLLARS),
        ("$5 €", DOLLARS),
        ("(1,234)", Notation()),
        ("(1,234)", DOLLARS),
        ("(-5)", LEDGER),
        ("-(5)", LEDGER),
        ("(5) (6)", LEDGER),
        ("(a)", LEDGER),
        ("(5", LEDGER),
        ("1.234,50", Notation()),
        ("1,234.50", EURO),
        ("1.23", EURO),
        ("1,2,3", EURO),
        ("12.34,5", EURO),
    ],
)
def test_what_is_not_of_the_notation_is_unread_and_never_another_number(text: str, notation: Notation) -> None:
    printed = read_printed(text, "amount", notation=notation)
    assert (printed.state, printed.value) == ("unread", None)


def test_a_mark_behind_a_sign_of_currency_stays_a_mark_and_a_blank_stays_blank() -> None:
    assert read_printed("$ -", "amount", notation=DOLLARS).state == "not_applicable"
    assert read_printed(" ", "amount", notation=LEDGER).state == "blank"


def test_brackets_are_less_than_zero_only_where_that_may_stand() -> None:
    assert read_printed("(5)", signed=False, notation=LEDGER).state == "unread"
    with pytest.raises(SchemaError, match="add signed=True"):
        ColumnLabel("Result", notation=LEDGER)


@pytest.mark.parametrize("sign", ["", " ", "1$", "-", "(", "."])
def test_a_sign_of_currency_that_could_be_part_of_a_number_is_refused(sign: str) -> None:
    with pytest.raises(SchemaError, match="no sign of a currency"):
        Notation(currency=(sign,))


@pytest.mark.parametrize("text", ["$1,234", "¥ 12", "12 €", "1.234,50", "US$5", "-$3"])
def test_money_is_a_value_and_no_label_in_every_form(text: str) -> None:
    assert looks_like_value(text)


def test_a_number_in_brackets_is_a_value_only_in_forms_that_have_them() -> None:
    assert [looks_like_value("(12)"), looks_like_value("(12)", bracketed=True)] == [False, True]
    assert not looks_like_value("(see note 12)", bracketed=True)


class Money(Cells):
    income: Annotated[Amount, ColumnLabel("Income", signed=True, notation=LEDGER)] = None
    result: Annotated[Amount, ColumnLabel("Result", signed=True, notation=LEDGER)] = None


class Ledger(Table):
    shop: Annotated[Money, RowLabel("Museum shop")] = Money()
    cafe: Annotated[Money, RowLabel("Coffee house")] = Money()


class Report(Record):
    form: Text = None
    year: Annotated[Text, Claim("Year", r"Year (?P<value>\d{4})", identity=True)] = None
    ledger: Annotated[Ledger, TableLabel("Table 1. Income and result")] = Ledger()


SCHEMA = Schema("ledger", "1", "Ledger", (compile_form("yearly", Report),))


def reading_of(path: Path, *rows: str) -> Reading:
    path.write_text("\n".join(["Year 2024", "", "Table 1. Income and result", "\tIncome\tResult", *rows]) + "\n")
    return read_layout(open_document(path), SCHEMA, SCHEMA.forms[0])


def test_a_table_of_money_is_read_with_what_is_printed_as_its_quote(tmp_path: Path) -> None:
    fields = reading_of(tmp_path / "a.txt", "Museum shop\t$1,234.00\t(56)", "Coffee house\t$80.50\t$(1,007)").fields
    found = {path: (field.value, field.quote) for path, field in fields.items() if path.startswith("ledger")}
    assert found == {
        "ledger.shop.income": (Decimal("1234.00"), "$1,234.00"),
        "ledger.shop.result": (Decimal(-56), "(56)"),
        "ledger.cafe.income": (Decimal("80.50"), "$80.50"),
        "ledger.cafe.result": (Decimal(-1007), "$(1,007)"),
    }


def test_money_of_another_currency_is_unread_in_its_place(tmp_path: Path) -> None:
    fields = reading_of(tmp_path / "a.txt", "Museum shop\t€5\t(56)", "Coffee house\t$80.50\t7").fields
    assert fields["ledger.shop.income"].state == "unread"
    assert fields["ledger.shop.income"].reasons == ("“€5” is not a number",)
    assert fields["ledger.shop.result"].value == Decimal(-56)

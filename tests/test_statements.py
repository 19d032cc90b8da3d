"""A statement that was not found is not known to be missing, and one that was has the notation of its form."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
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
    Text,
    compile_form,
)
from extractor.schemas.notation import Notation
from extractor.schemas.passages import passages_in


class Money(Cells):
    """One year."""

    sum: Annotated[Amount, ColumnLabel("Sum")] = None


class Costs(Table):
    """Two rows."""

    timber: Annotated[Money, RowLabel("Timber bought")] = Money()
    paint: Annotated[Money, RowLabel("Paint and varnish")] = Money()
    whole: Annotated[Money, RowLabel("All costs of the yard")] = Money()


class Order(Record):
    """What a boatyard sends."""

    number: Annotated[Text, Claim("Number", r"Order No:\s*(?P<value>\S+)", identity=True)] = None
    ordered: Annotated[Text, Claim("Day", r"Ordered:\s*(?P<value>\d{4}-\d\d-\d\d)")] = None
    buyer: Annotated[Text, Claim("Buyer", r"Buyer:\s*(?P<value>[^\n]+)")] = None
    money: Annotated[Text, Claim("Currency", r"Currency:\s*(?P<value>[A-Z]{3})")] = None
    grant: Annotated[Amount, Claim("Grant", r"Grant:\s*(?P<value>[\d.,]+)\s*EUR")] = None
    boats: Annotated[Count, Claim("Boats", r"(?P<value>\d+) boats? (?:are|is) laid up")] = None
    form: Text = None
    costs: Annotated[Costs, TableLabel("Costs of the yard")] = Costs()


SCHEMA = Schema(name="yard", version="1", title="Order of a boatyard", forms=(compile_form("yard", Order),))
STATED = "Order No: 71-B\nOrdered: 2021-03-04\nBuyer: Reed & Sons\nCurrency: EUR\nGrant: 12 EUR\n3 boats are laid up."
LEFT_OUT = {
    "ordered": "Ordered: 2021-03-04\n",
    "buyer": "Buyer: Reed & Sons\n",
    "money": "Currency: EUR\n",
    "grant": "Grant: 12 EUR\n",
    "boats": "3 boats are laid up.",
}
SUMS = ("120.5", "31", "151.5")


def read(folder: Path, head: str, sums: tuple[str, ...] = SUMS) -> Reading:
    """What is read below these lines."""
    path = folder / "order.txt"
    rows = "\n".join(
        f"{row}\t{n}"
        for row, n in zip(("Timber bought", "Paint and varnish", "All costs of the yard"), sums, strict=True)
    )
    path.write_text(f"{head}\n\nCosts of the yard\n\tSum\n{rows}\n", encoding="utf-8")
    return read_layout(open_document(path), SCHEMA, SCHEMA.forms[0])


@pytest.mark.parametrize("path", LEFT_OUT)
def test_what_nothing_speaks_for_is_absent_without_doubt(tmp_path: Path, path: str) -> None:
    field = read(tmp_path, STATED.replace(LEFT_OUT[path], "")).fields[path]
    assert (field.state, field.doubts) == ("absent", ())


OTHER_WORDS = [
    *(("ordered", f"{name}: 2021-03-05") for name in ("Date", "Issued on", "Day of the order", "Placed")),
    *(("ordered", f"{words} 2021-03-05 in writing") for words in ("The order was placed on", "Sent")),
    *(("buyer", f"{name}: Marsh & Daughter") for name in ("Customer", "Ordered by", "Client", "For")),
    *(("money", line) for line in ("All amounts in GBP", "Prices in USD.", "Paid in: CHF", "(SEK)")),
    *(("grant", f"{name}: 1500 EUR") for name in ("Subsidy", "Support", "Aid granted")),
]


@pytest.mark.parametrize(("path", "line"), OTHER_WORDS)
def test_a_line_that_may_state_it_in_other_words_leaves_it_in_doubt(tmp_path: Path, path: str, line: str) -> None:
    field = read(tmp_path, f"{STATED.replace(LEFT_OUT[path], '')}\n{line}").fields[path]
    assert [each.kind for each in field.doubts] == [DoubtKind.MAY_BE_STATED]
    assert field.doubts[0].detail == (line,)


def test_contacts_and_other_numbers_state_nothing(tmp_path: Path) -> None:
    for path, line in (("grant", "Visits: 1837 times"), ("buyer", "Contact: Marsh & Daughter"), ("boats", "Tel: 4711")):
        assert read(tmp_path, f"{STATED.replace(LEFT_OUT[path], '')}\n{line}").fields[path].doubts == ()


def test_a_statement_whose_number_cannot_be_read_is_unread(tmp_path: Path) -> None:
    field = read(tmp_path, STATED.replace("12 EUR", "12,5,7 EUR")).fields["grant"]
    assert (field.state, [each.kind for each in field.doubts]) == ("unread", [DoubtKind.NOT_A_VALUE])


UNSETTLED = [("3.918", "27", "30.918"), ("1.363", "2.000", "3.363"), ("18", "25.485", "503"), ("7.100", "12,5", "1")]


@pytest.mark.parametrize("sums", UNSETTLED)
def test_a_point_before_three_digits_is_not_read_while_nothing_tells_what_it_parts(
    tmp_path: Path, sums: tuple[str, ...]
) -> None:
    reading = read(tmp_path, STATED, sums)
    for row, text in zip(("timber", "paint", "whole"), sums, strict=True):
        field = reading.fields[f"costs.{row}.sum"]
        assert (field.state == "unread") == (text != text.replace(",", ".") or len(text.partition(".")[2]) == 3)


@pytest.mark.parametrize("shown", ["0.25", "1,250", "1250", "31.4", "17.5", "0.125"])
def test_another_number_tells_that_the_point_parts_decimals(tmp_path: Path, shown: str) -> None:
    assert read(tmp_path, STATED, ("3.918", shown, "500")).value("costs.timber.sum") == Decimal("3.918")


@pytest.mark.parametrize("line", ["Decimal comma.", "A point stands between thousands.", "Here 1.000 is a thousand."])
def test_a_line_about_marks_leaves_such_numbers_unread(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, f"{STATED}\n{line}", ("3.918", "17.5", "500")).fields["costs.timber.sum"].state == "unread"


def test_a_grant_of_twelve_thousand_is_not_twelve(tmp_path: Path) -> None:
    reading = read(tmp_path, STATED.replace("12 EUR", "12.500 EUR"), ("120", "31", "151"))
    assert reading.fields["grant"].state == "unread"


COMMAS = Notation(decimal=",")


class CommaCosts(Table):
    """One row, with a decimal comma."""

    timber: Annotated[Amount, RowLabel("Timber", column=ColumnLabel("Sum", notation=COMMAS))] = None


class CommaOrder(Record):
    """Statements without a notation of their own, and one with it."""

    grant: Annotated[Amount, Claim("Grant", r"Grant: (?P<value>[\d.,]+)")] = None
    rate: Annotated[Amount, Claim("Rate", r"Rate: (?P<value>\$?[\d.,]+)", notation=Notation(currency=("$",)))] = None
    form: Text = None
    costs: Annotated[CommaCosts, TableLabel("Costs")] = CommaCosts()


def test_statements_are_written_like_the_numbers_of_the_tables(tmp_path: Path) -> None:
    form = compile_form("commas", CommaOrder)
    schema = Schema(name="commas", version="1", title="Commas", forms=(form,))
    path = tmp_path / "order.txt"
    path.write_text("Grant: 12.500,50\nRate: $1,250.75\n\nCosts\n\tSum\nTimber\t1.234,5\n", encoding="utf-8")
    reading = read_layout(open_document(path), schema, form)
    assert (reading.value("grant"), reading.value("rate")) == (Decimal("12500.50"), Decimal("1250.75"))


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en", "de", "fr", "es", "en-GB"])
def test_every_language_with_passages_has_words_of_every_kind(language: str) -> None:
    passages = passages_in(language)
    assert all((passages.elsewhere, passages.marks, passages.corrections, passages.scales))


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("de", "Berichtigung: Personalkosten 10 muss heißen 12"),
        ("de", "Materialkosten: korrigiert auf 12"),
        ("de", "Betrag in Tausend Euro"),
        ("fr", "Erratum : lire 12 au lieu de 10"),
        ("es", "Fe de erratas: donde dice 10 debe decir 12"),
        ("en", "The figure was overstated; it is revised to 12"),
        ("zh-Hant", "勘誤：行政許可應為79"),
    ],
)
def test_a_note_of_another_language_corrects(language: str, note: str) -> None:
    assert passages_in(language).corrects(note)


def test_a_language_without_passages_has_none() -> None:
    assert not passages_in("xx").corrects_cell("corrected to 12")

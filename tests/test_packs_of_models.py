"""The packs that are models read real documents beside the checkout, and say nothing wrong for sure."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.open_layout import read_open
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.registry import load_schema
from tests.house import ROOT

pytestmark = pytest.mark.slow

CORPUS = ROOT.parent / "shared" / "corpus"
SHEETS = sorted((CORPUS / "balance_sheet").glob("*.truth.json"))
INVOICES = sorted((CORPUS / "invoice_zugferd").glob("*.truth.json"))
OTHER_CONTENT = "atgp_factur-x"
"""The XML inside this file is that of another invoice than the one that is printed."""
TOTALS = {
    "LineTotalAmount": "lines",
    "ChargeTotalAmount": "charges",
    "AllowanceTotalAmount": "allowances",
    "TaxBasisTotalAmount": "net",
    "TaxTotalAmount": "tax",
    "GrandTotalAmount": "gross",
    "TotalPrepaidAmount": "prepaid",
    "DuePayableAmount": "due",
}


def read(path: Path, pack: str) -> Reading:
    schema = load_schema(pack)
    return read_open(open_document(path), schema, schema.forms[0])


def is_sure(field: FieldReading) -> bool:
    return field.state == "read" and field.certainty == "exact" and not field.unclear


def tagged(truth: Path) -> Iterator[tuple[str, Decimal]]:
    """The facts that stand in cells of their own: label without spaces, and number without its sign."""
    for row in json.loads(truth.read_text("utf-8"))["rows"]:
        label = "".join(row["label"].split()).lower()
        for fact in row["facts"]:
            digits = "".join(char for char in fact["printed"] if char.isdigit() or char == ".")
            inside = "".join(fact["printed"].split()).strip("()$").lower() in label
            if digits and (not inside or len(digits) == 1):
                yield label, Decimal(digits)


@pytest.mark.parametrize("rendering", ["html", "pipe.txt", "cells.txt"])
@pytest.mark.parametrize("truth", SHEETS, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_the_facts_of_a_balance_sheet_are_read_and_no_other_numbers(truth: Path, rendering: str) -> None:
    path = truth.with_name(truth.name.replace("truth.json", rendering))
    facts = [number for _, number in tagged(truth)]
    found = [
        abs(Decimal(str(field.value))) for field in read(path, "balance_sheet").fields.values() if is_number(field)
    ]
    read_right = Counter(found) & Counter(facts)
    assert read_right.total() >= 0.9 * len(facts)
    assert Counter(found) - read_right == Counter()


def is_number(field: FieldReading) -> bool:
    return is_sure(field) and not field.path.endswith(".name")


@pytest.mark.parametrize("truth", INVOICES, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_no_sum_and_no_amount_of_an_invoice_is_surely_read_wrong(truth: Path) -> None:
    if OTHER_CONTENT in truth.name:
        pytest.skip("its XML is that of another invoice")
    known = json.loads(truth.read_text("utf-8"))
    wanted = {f"totals.{TOTALS[name]}": Decimal(each) for name, each in known["totals"].items() if name in TOTALS}
    lines = [line for line in known["lines"] if line.get("total")]
    wanted |= {f"lines.{number}.total": Decimal(line["total"]) for number, line in enumerate(lines)}
    fields = read(truth.with_name(truth.name.replace("truth.json", "pdf")), "invoice").fields
    wrong = [
        f"{path}: {fields[path].value}"
        for path, value in wanted.items()
        if path in fields and is_sure(fields[path]) and fields[path].value != value
    ]
    assert wrong == []

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
_GOODS = {f"totals.{name}" for name in ("prepaid", "due")}
_PREMIUM = {f"totals.{name}" for name in ("lines", "charges", "allowances", "net", "prepaid", "due")}
_BY_RATES = {f"totals.{name}" for name in ("lines", "charges", "allowances", "tax", "prepaid", "due")}
NAMED_OTHERWISE = {
    "ZUGFeRDv1__correct__4s4u__additional-data-sample-1": _GOODS,
    "ZUGFeRDv1__correct__Intarsys__ZUGFeRD_1p0_COMFORT_Haftpflichtversicherung_Versicherungssteuer": _PREMIUM,
    "ZUGFeRDv1__correct__Intarsys__ZUGFeRD_1p0_COMFORT_SEPA_Prenotification": _BY_RATES,
    "ZUGFeRDv1__correct__Intarsys__ZUGFeRD_1p0_EXTENDED_Warenrechnung": _GOODS,
    "ZUGFeRDv2__correct__FNFE-factur-x-examples__Facture_DOM_MINIMUM": set[str](),
    "ZUGFeRDv2__correct__FNFE-factur-x-examples__Facture_UE_MINIMUM": set[str](),
    "ZUGFeRDv2__correct__intarsys__EN16931__zugferd_2p0_EN16931_Einfach": set[str](),
    "ZUGFeRDv2__correct__intarsys__EN16931__zugferd_2p0_EN16931_SEPA_Prenotification": set[str](),
}
"""What of each invoice is printed under other names than its own, or not at all."""


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


def wanted(truth: Path) -> dict[str, Decimal]:
    """The sums and the amounts of the lines of an invoice, by path."""
    known = json.loads(truth.read_text("utf-8"))
    found = {f"totals.{TOTALS[name]}": Decimal(each) for name, each in known["totals"].items() if name in TOTALS}
    lines = [line for line in known["lines"] if line.get("total")]
    return found | {f"lines.{number}.total": Decimal(line["total"]) for number, line in enumerate(lines)}


@pytest.mark.parametrize(("name", "unread"), NAMED_OTHERWISE.items())
def test_sums_and_amounts_of_an_invoice_are_read(name: str, unread: set[str]) -> None:
    truth = CORPUS / "invoice_zugferd" / f"{name}.truth.json"
    if not truth.exists():
        pytest.skip("the documents beside the checkout are not there")
    fields = read(truth.with_name(f"{name}.pdf"), "invoice").fields
    lost = {
        path
        for path, value in wanted(truth).items()
        if path not in fields or not is_sure(fields[path]) or fields[path].value != value
    }
    assert lost == unread


@pytest.mark.parametrize("truth", INVOICES, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_no_sum_and_no_amount_of_an_invoice_is_surely_read_wrong(truth: Path) -> None:
    if OTHER_CONTENT in truth.name:
        pytest.skip("its XML is that of another invoice")
    fields = read(truth.with_name(truth.name.replace("truth.json", "pdf")), "invoice").fields
    wrong = [
        f"{path}: {fields[path].value}"
        for path, value in wanted(truth).items()
        if path in fields and is_sure(fields[path]) and fields[path].value != value
    ]
    assert wrong == []

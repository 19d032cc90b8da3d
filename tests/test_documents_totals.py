"""Printed totals of real invoices and balance sheets are words with their places."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from extractor.documents import Document, Word, open_document
from tests.document_places import SHARED, assert_places_hold

# Their visible pages print something else than the data embedded in them, or leave these totals out.
UNPRINTED = {
    "ZUGFeRDv1__correct__Intarsys__ZUGFeRD_1p0_COMFORT_SEPA_Prenotification": {"TaxTotalAmount"},
    "ZUGFeRDv2__correct__PHP_@gpFacturX__sample_inofficial_20190125_atgp_factur-x_v_1_0": {
        "LineTotalAmount",
        "TaxBasisTotalAmount",
        "TaxTotalAmount",
        "GrandTotalAmount",
        "TotalPrepaidAmount",
        "DuePayableAmount",
    },
}
_AMOUNT = re.compile(r"\d{1,3}(?:[.,'’ ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")


def amounts(text: str) -> Iterator[Decimal]:
    """The numbers in a word; the last mark before one or two digits is the decimal point."""
    for found in _AMOUNT.findall(text):
        whole, point, decimals = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", found).groups()  # type: ignore[union-attr]  # it always matches
        digits = re.sub(r"\D", "", whole)
        yield Decimal(f"{digits}.{decimals}" if point else digits)


def printed_amounts(document: Document) -> dict[Decimal, Word]:
    """Every amount, also where thousands are parted by a space, with the word that ends it."""
    words = list(document.words)
    found = {amount: word for word in words for amount in amounts(word.text)}
    for left, right in pairwise(words):
        if re.search(r"\b\d{1,3}$", left.text) and re.match(r"\d{3}\b", right.text):
            found.update(dict.fromkeys(amounts(f"{left.text} {right.text}"), right))
    return found


def invoices() -> list[Path]:
    return sorted(path for path in (SHARED / "corpus").glob("invoice_*/*.pdf"))


@pytest.mark.parametrize("path", invoices(), ids=lambda path: path.stem[:60])
def test_the_totals_of_an_invoice_are_words_with_page_and_box(path: Path) -> None:
    truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text("utf-8"))
    document = open_document(path)
    assert_places_hold(document)
    found = printed_amounts(document)
    for name, total in totals(truth).items():
        if name in UNPRINTED.get(path.stem, ()):
            continue
        assert total in found, f"{name} {total}"
        place = found[total].place
        assert 1 <= place.page <= len(document.pages)
        assert place.box is not None, name
        assert place.box[0] < place.box[2] and place.box[1] < place.box[3]


def totals(truth: object) -> dict[str, Decimal]:
    """The totals that the truth names; those of 0 need not be printed."""
    data = truth[0] if isinstance(truth, list) else truth
    assert isinstance(data, dict)
    named = (
        data["totals"] if "totals" in data else {key: data[key] for key in ("amount", "amount_untaxed") if key in data}
    )
    return {name: Decimal(str(value)) for name, value in named.items() if Decimal(str(value))}


def sheets() -> list[Path]:
    folder = SHARED / "corpus" / "balance_sheet"
    return sorted(path for path in folder.glob("*") if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("path", sheets(), ids=lambda path: path.name)
def test_every_fact_of_a_balance_sheet_is_a_word_with_its_span(path: Path) -> None:
    name = re.sub(r"\.(html|cells\.txt|pipe\.txt)$", ".truth.json", path.name)
    truth = json.loads(path.with_name(name).read_text("utf-8"))
    document = open_document(path)
    assert_places_hold(document)
    words = {part for word in document.words for part in re.findall(r"\d[\d.,]*\d|\d", word.text)}
    printed = {fact["printed"] for row in truth["rows"] for fact in row["facts"]}
    figures = {text for text in printed if re.fullmatch(r"\d[\d.,]*", text)}
    assert figures
    assert figures <= words

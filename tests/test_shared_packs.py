"""Documents of other families with packs that were written from the docs alone: nothing of them is confirmed wrong."""

import importlib.util
import sys
from collections.abc import Mapping

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.route import Verdict, judge_readings
from extractor.schemas.form import Schema
from tests.document_places import shared

ACCEPTED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "antrag_a1.txt": (
        "antrag",
        {"foerderung": "12500", "quote": "62.5", "mitarbeiter": "1250", "flaeche": "1234.5"},
    ),
    "balance_dollar1.txt": ("balance", {"sheet.cash.current": "11639", "sheet.cash.prior": "8589"}),
    "invoice_same_description.txt": (
        "invoice",
        {"lines.items.0.description": "Consulting", "lines.items.1.description": "Consulting"},
    ),
}
"""Documents that are read right, their packs, and what was wrong with them once."""

REVIEWED = {
    "bank_b1.txt": ("bank", ("movements.lines.0.date",)),
    "invoice_other_labels.txt": ("invoice", ("date", "seller", "buyer", "currency")),
    "invoice_qtyunit.txt": ("invoice", ("lines.items.0.description", "lines.items.0.quantity")),
    "l1_seniors.txt": ("library", ("visitors.main.children", "visitors.all.children")),
    "lab_r1.txt": ("lab", ("results.results.0.value",)),
    "near_n2_nontaxable.txt": ("near", ("t.taxable.a", "t.taxable.b", "t.taxable.c")),
}
"""Documents of which these fields wait for a person."""


def judged(document: str, pack: str) -> Verdict:
    folder = shared("cases") / "packs"
    spec = importlib.util.spec_from_file_location(f"shared_pack_{pack}", folder / f"pack_{pack}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    schema = module.SCHEMA
    assert isinstance(schema, Schema)
    opened = open_document(folder / document)
    return judge_readings(schema.forms[0], (read_layout(opened, schema, schema.forms[0]),), source=opened)


@pytest.mark.parametrize("document", sorted(ACCEPTED))
def test_a_document_of_another_family_is_accepted_with_what_it_prints(document: str) -> None:
    pack, told = ACCEPTED[document]
    verdict = judged(document, pack)
    assert verdict.status == "accepted"
    assert {path: str(verdict.fields[path].value) for path in told} == told


@pytest.mark.parametrize("document", sorted(REVIEWED))
def test_what_a_document_does_not_print_as_its_pack_says_waits_for_a_person(document: str) -> None:
    pack, paths = REVIEWED[document]
    verdict = judged(document, pack)
    assert verdict.status == "review"
    assert {verdict.fields[path].status for path in paths} == {"flagged"}

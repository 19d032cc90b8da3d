"""A pack proposed from two documents reads a third of their kind, and says in comments what it rests on."""

from pathlib import Path
from random import Random

import pytest

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.drafting.proposing import propose
from extractor.errors import SchemaError
from extractor.readers.open_layout import read_open
from extractor.route import decide
from extractor.schemas.registry import resolve_schema
from extractor.verify import verify
from tests.drawn_families import DRAWN
from tests.open_families import Writer, as_html, as_pdf, as_pipes, as_tabs, compare

SEEDS = (1, 2, 3)
WRITERS = (as_tabs, as_pipes, as_html, as_pdf)


def drawn(folder: Path, family: str, seed: int, write: Writer = as_tabs) -> Document:
    """One document of a family, under a name of its own."""
    place = folder / f"{family} {seed}"
    place.mkdir(parents=True, exist_ok=True)
    return open_document(write(place, DRAWN[family](Random(seed))[0]))


def proposed(folder: Path, family: str, seed: int, write: Writer = as_tabs) -> str:
    """The pack proposed from two documents."""
    return propose("drawn", [drawn(folder, family, seed * 10 + each, write) for each in (1, 2)])


def written(folder: Path, text: str) -> str:
    """Where a pack was written."""
    path = folder / "drawn" / "pack.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", DRAWN)
def test_a_pack_proposed_from_two_samples_reads_a_third(family: str, seed: int, write: Writer, tmp_path: Path) -> None:
    schema = resolve_schema(written(tmp_path, proposed(tmp_path, family, seed, write)))
    form = schema.forms[0]
    document = drawn(tmp_path, family, seed * 10 + 3, write)
    reading = read_open(document, schema, form)
    verdict = decide(form, [reading], verify(form, [reading], source=document))
    missed, wrong = compare(reading, DRAWN[family](Random(seed * 10 + 3))[1])

    assert wrong == []
    assert missed == []
    assert verdict.status == "accepted", [each for each in verdict.findings if each.broken]


def test_identities_that_hold_in_all_samples_become_rules(tmp_path: Path) -> None:
    codes = {
        family: [rule.code for rule in resolve_schema(written(tmp_path, proposed(tmp_path, family, 1))).forms[0].rules]
        for family in ("invoice", "bank statement", "yearbook", "application")
    }

    assert codes["invoice"] == ["drawn.items.amount", "drawn.net_total_of_items", "drawn.grand_total"]
    assert codes["bank statement"] == ["drawn.movements.running"]
    assert codes["yearbook"] == ["drawn.country_of_lines"]
    assert codes["application"] == ["drawn.kostenaufstellung_gesamtkosten"]


def test_an_identity_that_one_sample_breaks_is_no_rule(tmp_path: Path) -> None:
    lines = DRAWN["invoice"](Random(5))[0]
    broken = [*lines[:-1], "Grand total\t1.00"]
    folder = tmp_path / "broken"
    folder.mkdir()
    text = propose("drawn", [drawn(tmp_path, "invoice", 4), open_document(as_tabs(folder, broken))])

    assert "drawn.net_total_of_items" in text
    assert "drawn.grand_total" not in text


def test_every_line_says_where_it_was_seen(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = open_document(as_tabs(folder, [*DRAWN["invoice"](Random(5))[0], "", "Discount: 12.50"]))
    text = propose("drawn", [drawn(tmp_path, "invoice", 4), other])
    fields = [line for line in text.splitlines() if "amount" in line and "#" in line]

    assert any("in all 2 samples" in line for line in fields)
    assert any(line.strip().startswith("discount:") and "document.txt only" in line for line in fields)


def test_what_a_document_prints_cannot_break_the_file(tmp_path: Path) -> None:
    odd = ['Note "a" #1: {x: [y', "Yes: 12", "Key\u2028word: - no", "&anchor: *x", "Due: 2024-01-31", "On: off"]
    text = propose("drawn", [open_document(as_tabs(tmp_path, odd))])
    form = resolve_schema(written(tmp_path, text)).forms[0]

    assert form.shape is not None
    assert {"Yes", "Due", "On"} <= {leaf.labels[0] for leaf in form.shape.leaves.values()}


def test_samples_without_labels_and_tables_make_no_pack(tmp_path: Path) -> None:
    prose = open_document(
        as_tabs(tmp_path, ["It was a long day. Nobody had seen anything, and so they all went home."])
    )

    with pytest.raises(SchemaError, match="no label with a value"):
        propose("drawn", [prose])


MODEL = """
import datetime
from decimal import Decimal

from pydantic import BaseModel


class Line(BaseModel):
    description: str
    amount: Decimal


class Bill(BaseModel):
    number_of_invoice: str
    invoice_date: datetime.date
    total_grand: Decimal
    items: list[Line]
    discount: Decimal | None = None
"""


def test_a_pack_may_begin_with_a_model_and_takes_labels_from_samples(tmp_path: Path) -> None:
    (tmp_path / "bill.py").write_text(MODEL)
    start = resolve_schema(str(tmp_path / "bill.py") + ":Bill").forms[0].shape
    samples = [drawn(tmp_path, "invoice", each) for each in (1, 2)]
    text = propose("drawn", samples, start)
    form = resolve_schema(written(tmp_path, text)).forms[0]
    third, truth = drawn(tmp_path, "invoice", 3), DRAWN["invoice"](Random(3))[1]
    reading = read_open(third, resolve_schema(written(tmp_path, text)), form)

    assert "label Grand total added" in text
    assert "no such label in the samples" in next(line for line in text.splitlines() if "discount" in line)
    assert reading.value("total_grand") == truth["grand_total"]
    assert reading.value("items.0.amount") == truth["items.0.amount"]


def test_a_model_alone_is_written_as_a_pack_with_the_same_fields(tmp_path: Path) -> None:
    (tmp_path / "bill.py").write_text(MODEL)
    start = resolve_schema(str(tmp_path / "bill.py") + ":Bill").forms[0].shape
    assert start is not None
    made = resolve_schema(written(tmp_path, propose("drawn", [], start))).forms[0].shape

    assert made is not None
    assert {path: leaf.kind for path, leaf in made.leaves.items()} == {
        path: leaf.kind for path, leaf in start.leaves.items()
    }


STATEMENT = """Opening balance: 100.00
Closing balance: {last}

Entries
Date\tIn\tOut\tFees\tCharged\tBalance
2024-01-03\t20.00\t5.00\t1.00\t6.00\t{one}
2024-01-04\t30.00\t7.00\t2.00\t9.00\t{two}
2024-01-05\t40.00\t9.00\t3.50\t12.50\t{three}
2024-01-06\t10.00\t1.00\t1.00\t2.00\t{last}"""


def test_a_balance_chain_takes_its_ends_from_fields_and_columns_add_up_across(tmp_path: Path) -> None:
    lines = STATEMENT.format(one="114.00", two="135.00", three="162.50", last="170.50").splitlines()
    text = propose("drawn", [open_document(as_tabs(tmp_path, lines))])

    assert "add: in, subtract: charged, start: opening_balance, end: closing_balance}" in text
    assert "sum: {whole: entries.<n>.charged, parts: [entries.<n>.out, entries.<n>.fees]}" in text

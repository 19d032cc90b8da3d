"""The benchmark of the proof layer: what it counts, on a document drawn for it and answers made up."""

import argparse
import json
import random
from pathlib import Path

import pytest

from benchmarks.docubench import TEXT, ProofTally, measure, show
from benchmarks.docubench_cases import labelled
from benchmarks.planted_errors import KINDS, planted
from extractor.documents import open_document
from extractor.readers.record.record_items import Json
from tests.test_record_items import SHAPE, bill, items


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A bill with its label, and the answers of two systems: one is right, one has a wrong amount."""
    bill(tmp_path)
    documents = tmp_path / "documents"
    documents.mkdir()
    (tmp_path / "a.pdf").rename(documents / "bill.pdf")
    answers: dict[str, Json] = {"first": {"lines": items()}, "second": {"lines": items(at1_amount=8.4)}}
    written: dict[str, Json] = {"schemas": dict(SHAPE.source), "labels": {"lines": items()}}
    for folder, content in written.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bill.json").write_text(json.dumps(content), "utf-8")
    for name, record in answers.items():
        (tmp_path / "results" / name).mkdir(parents=True)
        (tmp_path / "results" / name / "bill.json").write_text(json.dumps({"data": record}), "utf-8")
    return tmp_path


def measured(folder: Path) -> dict[str, ProofTally]:
    options = argparse.Namespace(
        documents=folder / "documents",
        recordings=folder,
        only=(),
        without=(),
        plants=2,
        seed=1,
        groups=(1, 2),
        peer=False,
    )
    (kind, found), *_ = measure(options).items()
    assert kind in (TEXT, "picture")
    return found


def test_what_is_right_is_confirmed_and_what_is_wrong_is_not(recorded: Path) -> None:
    found = measured(recorded)
    assert (found["first"].share("number"), found["first"].wrong("number")) == ((12, 12), (0, 12))
    assert (found["second"].share("number"), found["second"].wrong("number")) == ((11, 11), (0, 11))
    assert found["first + second"].share("number") == (11, 12)
    assert found["first"].fooled()[0] == 0
    assert found["first"].fooled()[1] >= 6
    assert any("all of one system" in line for line in show({TEXT: found}, 1))


def test_rows_that_the_label_leaves_out_count_neither_way() -> None:
    leaves = labelled({"lines": items()}, {"lines": items()[:3]})
    assert [leaf.path for leaf in leaves if not leaf.known] == [
        f"lines.3.{key}" for key in ("name", "quantity", "price", "amount")
    ]
    assert all(leaf.right for leaf in leaves if leaf.known)


def test_a_row_that_the_label_leaves_out_is_not_the_one_it_has_in_its_place() -> None:
    label: Json = {"rows": [{"in": "A", "name": "Cash", "amount": 7}, {"in": "A", "name": "Debtors", "amount": 0}]}
    total: Json = {"in": "A", "name": "Total of everything", "amount": 7}
    leaves = labelled({"rows": [{"in": "A", "name": "Cash", "amount": 7}, total]}, label)
    assert [leaf.known for leaf in leaves] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(("name", "amount"), [("Debtors", 3), ("Debtors and others", 3), ("Somebody", 9)])
def test_a_row_that_is_read_wrong_is_known(name: str, amount: int) -> None:
    label: Json = {"rows": [{"in": "A", "name": "Cash", "amount": 7}, {"in": "A", "name": "Debtors", "amount": 9}]}
    row: Json = {"in": "A", "name": name, "amount": amount}
    leaves = labelled({"rows": [{"in": "A", "name": "Cash", "amount": 7}, row]}, label)
    assert all(leaf.known for leaf in leaves)
    assert not all(leaf.right for leaf in leaves)


def test_a_planted_error_is_no_value_that_was_right(recorded: Path) -> None:
    record: Json = {"lines": items(at1_price=None)}
    leaves = labelled(record, {"lines": items(at1_price=None)})
    document = open_document(recorded / "documents" / "bill.pdf")
    made = list(planted(record, record, leaves, document, random.Random(3), 2))
    assert {error.kind for error in made} == set(KINDS)
    assert all(error.value != error.was for error in made)

"""A number that is printed nowhere and follows from others is computed, and only a rule can confirm it."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.documents import open_document
from extractor.policy import Policy
from extractor.readers.record import place_record
from extractor.readers.record.record_items import Json
from extractor.route import Verdict, judge_readings
from extractor.schemas.check import Check
from extractor.schemas.expression import Node, column, total
from extractor.schemas.open_form import schema_of_model
from extractor.schemas.rule import rule


class Line(BaseModel):
    """One line of a bill."""

    item: str
    price: Decimal


class Bill(BaseModel):
    """A bill that prints no sum."""

    number: str
    lines: list[Line]
    shipping: Decimal
    sum_due: Decimal


@rule("bill.sum", "the sum is what is due")
def due_is_sum(bill: Node) -> Iterator[Check]:
    """Prices and shipping."""
    yield bill.sum_due == total(column(bill.lines, "price")) + bill.shipping


TEXT = "Number: B-7\n\nItem\tPrice\nHammer\t30.25\nNails\t15.50\n\nShipping: 4.10\n"


def judged(folder: Path, due: str, text: str = TEXT, policy: Policy = "standard", price: str = "15.50") -> Verdict:
    path = folder / "bill.txt"
    path.write_text(text, encoding="utf-8")
    form = schema_of_model(Bill, (due_is_sum,)).forms[0]
    assert form.shape is not None
    lines: Json = [{"item": "Hammer", "price": "30.25"}, {"item": "Nails", "price": price}]
    record: Json = {"number": "B-7", "lines": lines, "shipping": "4.10", "sum_due": due}
    document = open_document(path)
    reading = place_record(document, form.shape, record, "maker")
    return judge_readings(form, [reading], policy=policy, source=document)


def test_a_sum_that_is_printed_nowhere_is_confirmed_as_computed_where_the_rule_leaves_no_other(tmp_path: Path) -> None:
    found = judged(tmp_path, "49.85")
    assert (found.fields["sum_due"].state, found.fields["sum_due"].status) == ("computed", "confirmed")
    assert found.fields["sum_due"].value == Decimal("49.85")
    assert found.fields["sum_due"].spot is None
    assert found.status == "accepted"


@pytest.mark.parametrize("due", ["49.86", "45.75", "498.5", "0"])
def test_another_sum_is_not(tmp_path: Path, due: str) -> None:
    assert judged(tmp_path, due).fields["sum_due"].status == "flagged"


def test_what_rests_on_a_value_that_is_not_proven_itself_is_not(tmp_path: Path) -> None:
    found = judged(tmp_path, "50.85", price="16.50")
    assert found.fields["lines.1.price"].status == found.fields["sum_due"].status == "flagged"


def test_where_another_number_is_printed_as_the_sum_no_other_one_is_computed(tmp_path: Path) -> None:
    found = judged(tmp_path, "49.85", f"{TEXT}Sum due: 61.00\n")
    assert (found.fields["sum_due"].state, found.fields["sum_due"].status) == ("read", "flagged")


def test_two_searches_are_asked_for_and_a_computed_value_has_none(tmp_path: Path) -> None:
    assert judged(tmp_path, "49.85", policy="strict").fields["sum_due"].status == "flagged"

"""What descriptions say of how values are given: days in ISO 8601, numbers without their signs, lists of some rows."""

from decimal import Decimal
from pathlib import Path

import pytest

from extractor import extract
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.readers.record.record_items import Json
from extractor.schemas.form import Value
from extractor.schemas.json_schema import shape_of_schema
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.shape import ShapeLeaf
from tests.placed_records import doubts, firm, list_of, page_of, placed, shape_of


def leaf(kind: str, description: str, **more: Json) -> ShapeLeaf:
    """The leaf of a property with a description."""
    return shape_of(value={"type": kind, "description": description, **more}).leaves["value"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("the due date in YYYY-MM-DD", "date"),
        ("posting date, YYYY-MM-DD.", "date"),
        ("Buchungstag im Format JJJJ-MM-TT", "date"),
        ("when it was placed, YYYY-MM-DD HH:MM", "datetime"),
        ("when it was placed, YYYY-MM-DDTHH:MM:SS", "datetime"),
        ("the due date exactly as printed", "text"),
        ("the code XYYYY-MM-DDX", "text"),
    ],
)
def test_a_text_that_is_described_as_a_day_of_iso_8601_is_a_date(said: str, kind: str) -> None:
    assert leaf("string", said).kind == kind


def test_a_pattern_says_more_of_a_text_than_its_description(tmp_path: Path) -> None:
    assert leaf("string", "YYYY-MM-DD and a letter", pattern=r"\d{4}-\d\d-\d\d[a-z]").kind == "text"
    assert leaf("number", "days since YYYY-MM-DD").kind == "amount"


@pytest.mark.parametrize(
    ("said", "unsigned"),
    [
        ("the debit amount as a positive number (drop the leading minus sign)", True),
        ("absolute value of the loss", True),
        ("Betrag ohne Vorzeichen", True),
        ("支出金额（正数）", True),
        ("the balance, negative where it is owed", False),
        ("", False),
    ],
)
def test_a_number_may_be_described_as_one_without_its_sign(said: str, unsigned: bool) -> None:
    assert leaf("number", said).unsigned is unsigned
    assert not leaf("string", said).unsigned


@pytest.mark.parametrize(
    ("said", "selected"),
    [
        ("only debits of 100.00 or more; exclude all credits", True),
        ("nur Buchungen über 100", True),
        ("仅列出支出", True),
        ("one entry per printed row", False),
        ("the readonly columns", False),
    ],
)
def test_a_list_may_be_described_as_one_of_some_rows(said: str, selected: bool) -> None:
    rows: Json = {
        "type": "array",
        "description": said,
        "items": {"type": "object", "properties": {"a": {"type": "string"}}},
    }
    (found,) = shape_of(rows=rows).lists.values()
    assert found.selected is selected


REGISTER = """Date,Name,Amount
2025-01-03,Direct deposit,2217.08
2025-01-04,Spotify,-141.58
2025-01-05,Fee,-3.00
2025-01-07,Shell,-120.03
2025-01-09,Refund,58.20
2025-01-12,Olive Garden,-133.56
"""
SCHEMA = schema_of_shape(
    shape_of_schema(
        {
            "type": "object",
            "properties": {
                "debits": {
                    "type": "array",
                    "description": "only debits of 100 or more; exclude all others",
                    "items": {
                        "type": "object",
                        "properties": {
                            "date": {"type": "string", "description": "YYYY-MM-DD"},
                            "name": {"type": "string"},
                            "amount": {"type": "number", "description": "as a positive number"},
                        },
                    },
                }
            },
        },
        "register",
    )
)
DEBITS: dict[str, Value | None] = {
    "debits.0.date": "2025-01-04",
    "debits.0.name": "Spotify",
    "debits.0.amount": Decimal("141.58"),
    "debits.1.date": "2025-01-07",
    "debits.1.name": "Shell",
    "debits.1.amount": Decimal("120.03"),
    "debits.2.date": "2025-01-12",
    "debits.2.name": "Olive Garden",
    "debits.2.amount": Decimal("133.56"),
}


def test_rows_that_a_list_of_some_rows_passes_over_are_left_to_a_person_and_its_items_are_confirmed(
    tmp_path: Path,
) -> None:
    (tmp_path / "register.csv").write_text(REGISTER, "utf-8")
    with loopback([KnownTruth(SCHEMA.forms[0], DEBITS)]) as server:
        url, name = server.endpoint.base_url, server.endpoint.model
        found = extract(tmp_path / "register.csv", SCHEMA, base_url=url, model=name, readers="llm")
    assert {path: field.value for path, field in found.fields.items() if field.status == "confirmed"} == DEBITS
    assert found.status == "review"


def test_a_number_without_its_sign_is_placed_where_it_is_printed_with_one(tmp_path: Path) -> None:
    amount: Json = {"type": "number", "description": "the amount as a positive number"}
    document = page_of(tmp_path, [(50, "Name"), (300, "Amount")], [(50, "Rent"), (300, "-812.40")])
    record: Json = {"lines": [{"name": "Rent", "amount": 812.4}]}
    assert firm(placed(document, shape_of(lines=list_of(name="string", amount=amount)), record), "lines.0.amount")
    signed = placed(document, shape_of(lines=list_of(name="string", amount="number")), record)
    assert "sign_not_printed" in doubts(signed, "lines.0.amount")

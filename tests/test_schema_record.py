"""Records of any model: nested data from paths, the model itself where it validates, and messages where it does not."""

from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Annotated, Literal, Self

import pytest
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.constraints import validated
from extractor.schemas.json_schema import shape_of_schema
from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_model
from extractor.schemas.record import build_record
from extractor.schemas.record_keys import key_in_path, key_of_path
from extractor.schemas.shape import Shape
from extractor.schemas.shape_record import nested_record
from extractor.schemas.state import Value
from extractor.verify import verify
from extractor.verify.finding import Finding, FindingKind


class Grade(IntEnum):
    """A choice of numbers."""

    LOW = 1
    HIGH = 2


class Line(BaseModel):
    """An item."""

    text: str
    amount: Annotated[Decimal, Field(ge=0, alias="lineAmount")]


class Seller(BaseModel):
    """A group that may be missing."""

    name: str | None = None


class Bill(BaseModel):
    """A record of everything."""

    model_config = ConfigDict(strict=True)

    number: Annotated[str, Field(pattern="^A")]
    issued: date | None = None
    due: date | None = None
    rate: float | None = None
    paid: bool = False
    grade: Grade | None = None
    unit: Literal["kg", "pcs"] = "kg"
    seller: Seller | None = None
    lines: Annotated[list[Line], Field(min_length=1)] = []
    rates: dict[str, Decimal] = {}

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """A validator that looks at two fields."""
        if self.issued and self.due and self.due < self.issued:
            raise ValueError("due before it was issued")
        return self


SHAPE = shape_of_model(Bill)
READ: dict[str, Value | None] = {
    "number": "A1",
    "issued": "2024-03-01",
    "due": None,
    "rate": Decimal("19.00"),
    "paid": True,
    "grade": 2,
    "unit": "pcs",
    "seller.name": None,
    "lines.1.text": "Second",
    "lines.1.amount": Decimal("2.50"),
    "lines.0.text": "First",
    "lines.0.amount": Decimal("1E+1"),
    "rates.No%2E 7": Decimal("7.0"),
}


def test_a_record_is_nested_in_the_order_of_its_schema_with_values_as_they_leave() -> None:
    record = nested_record(SHAPE, READ)
    assert record == {
        "number": "A1",
        "issued": "2024-03-01",
        "due": None,
        "rate": "19.00",
        "paid": True,
        "grade": 2,
        "unit": "pcs",
        "seller": None,
        "lines": [{"text": "First", "amount": "10"}, {"text": "Second", "amount": "2.50"}],
        "rates": {"No. 7": "7.0"},
    }
    assert list(record) == list(Bill.model_fields)
    assert build_record(schema_of_model(Bill).forms[0], READ) == record


def test_nothing_read_is_none_everywhere_and_lists_without_items() -> None:
    assert nested_record(SHAPE, {"lines": None}) == {
        **dict.fromkeys(("number", "issued", "due", "rate", "paid", "grade", "unit", "seller")),
        "lines": [],
        "rates": {},
    }


@pytest.mark.parametrize("key", ["7", "No. 7", "a%2Eb", "100 %", ".", ""])
def test_keys_of_a_document_come_back_from_their_paths(key: str) -> None:
    assert "." not in key_in_path(key)
    assert key_of_path(key_in_path(key)) == key


def test_a_record_is_the_model_where_it_validates_whatever_names_and_strictness_the_model_wants() -> None:
    model, problems = validated(SHAPE, nested_record(SHAPE, READ))
    assert problems == ()
    assert isinstance(model, Bill)
    assert (model.rate, model.grade, model.issued) == (19.0, Grade.HIGH, date(2024, 3, 1))
    assert model.lines[1].amount == Decimal("2.50")
    assert (model.paid, model.due, model.seller) == (True, None, None)


def problems_of(shape: Shape, values: dict[str, Value | None]) -> dict[str, str]:
    return {each.path: each.message for each in validated(shape, nested_record(shape, values))[1]}


def test_constraints_and_validators_of_a_model_speak_at_the_paths_of_the_record() -> None:
    wrong = {**READ, "number": "B1", "lines.1.amount": Decimal(-1), "lines.0.text": None}
    found = problems_of(SHAPE, wrong)
    assert found["lines.1.amount"] == "Input should be greater than or equal to 0"
    assert found["lines.0.text"] == "a value is required"
    assert "pattern" in found["number"]
    assert problems_of(SHAPE, {**READ, "due": "2024-02-01"}) == {"": "Value error, due before it was issued"}


SOURCE: dict[str, JsonValue] = {
    "type": "object",
    "required": ["code", "total"],
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]+$", "maxLength": 4},
        "total": {"type": "number", "minimum": 0, "exclusiveMaximum": 100, "multipleOf": 0.05},
        "kind": {"enum": ["a", "b"]},
        "level": {"enum": [1, 2]},
        "items": {"type": "array", "minItems": 2, "maxItems": 3, "uniqueItems": True, "items": {"type": "string"}},
    },
}
WITHOUT_MODEL = shape_of_schema(SOURCE, "plain")


@pytest.mark.parametrize(
    ("values", "path", "message"),
    [
        ({"code": "abc"}, "code", "'abc' does not match ^[A-Z]+$"),
        ({"code": "ABCDE"}, "code", "'ABCDE' has not at most 4 characters"),
        ({"code": None}, "code", "a value is required"),
        ({"total": Decimal("-0.05")}, "total", "-0.05 is not ≥ 0"),
        ({"total": Decimal(100)}, "total", "100 is not < 100"),
        ({"total": Decimal("0.12")}, "total", "0.12 is no multiple of 0.05"),
        ({"kind": "c"}, "kind", "'c' is none of a, b"),
        ({"items.0": "x"}, "items", "1 items, and at least 2 are required"),
        ({f"items.{n}": str(n) for n in range(4)}, "items", "4 items, and at most 3 are allowed"),
        ({"items.0": "x", "items.1": "x"}, "items", "an item stands there twice"),
    ],
)
def test_constraints_of_a_json_schema_are_checked_exactly(
    values: dict[str, Value | None], path: str, message: str
) -> None:
    right: dict[str, Value | None] = {"code": "ABC", "total": Decimal("0.15"), "items.0": "x", "items.1": "y"}
    assert problems_of(WITHOUT_MODEL, {**right, "level": "2", "kind": "a"}) == {}
    kept = {name: value for name, value in right.items() if not name.startswith("items") or path != "items"}
    assert problems_of(WITHOUT_MODEL, {**kept, **values})[path] == message


class Flat(BaseModel):
    """A record without lists."""

    code: Annotated[str, Field(pattern="^A")]
    total: Annotated[Decimal, Field(ge=0)]


def found_by(values: dict[str, FieldReading]) -> list[Finding]:
    form = schema_of_model(Flat).forms[0]
    findings = verify(form, (Reading(reader="layout", version="", fields=values),))
    return [each for each in findings if each.kind == FindingKind.CONSTRAINT]


def field(path: str, value: Value | None, state: str = "read") -> FieldReading:
    return FieldReading.model_validate({"path": path, "state": state, "value": value})


def test_what_a_model_demands_is_a_finding_at_the_field() -> None:
    (found,) = found_by({"code": field("code", "A"), "total": field("total", Decimal(-1))})
    assert (found.paths, found.broken, found.empty) == (("total",), True, ())
    assert found.message == "total: Input should be greater than or equal to 0"


def test_a_blank_where_a_value_is_required_is_told_and_an_unread_field_is_not_told_twice() -> None:
    (found,) = found_by({"code": field("code", "A"), "total": field("total", None, "blank")})
    assert (found.paths, found.empty, found.message) == (("total",), ("total",), "total: a value is required")
    assert found_by({"code": field("code", "A"), "total": field("total", None, "unread")}) == []

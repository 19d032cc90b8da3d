"""Any pydantic model or JSON Schema as a tree of leaves, lists and groups."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal

import pytest
from pydantic import AliasChoices, BaseModel, Field, JsonValue, TypeAdapter

from extractor.errors import SchemaError
from extractor.schemas.json_schema import shape_of_schema, words_of
from extractor.schemas.model_shape import FieldMark, shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.shape import ShapeList
from extractor.schemas.state import Value
from extractor.schemas.stored import StoredValue


class Unit(Enum):
    """An enumeration."""

    PIECE = "pcs"
    HOUR = "h"


class Line(BaseModel):
    """An item of a list."""

    text: str
    quantity: int | None = None
    unit: Unit = Unit.PIECE
    amount: Annotated[Decimal, FieldMark(labels=["Line total"])] = Field(alias="lineAmount", ge=0)


class Bill(BaseModel):
    """A record with everything a record may hold."""

    number: str = Field(validation_alias=AliasChoices("no", "invoiceNo"))
    issued: date
    paid: bool | None = None
    kind: Literal["invoice", "credit"] = "invoice"
    tags: list[str] = []
    rates: dict[str, Decimal] = {}
    lines: list[Line]


def test_a_model_is_a_tree_of_leaves_with_what_may_be_printed() -> None:
    """Types, aliases, marks and lists all arrive."""
    shape = shape_of_model(Bill)

    assert {path: leaf.kind for path, leaf in shape.leaves.items()} == {
        "number": "text",
        "issued": "date",
        "paid": "boolean",
        "kind": "choice",
        "tags.{n}": "text",
        "rates.{key}": "amount",
        "lines.{n}.text": "text",
        "lines.{n}.quantity": "count",
        "lines.{n}.unit": "choice",
        "lines.{n}.amount": "amount",
    }
    assert shape.leaf("lines.7.amount").labels[:2] == ("Line total", "Amount")
    assert "lineAmount" in shape.leaf("lines.7.amount").labels
    assert shape.leaf("number").labels == ("Number", "no", "invoiceNo", "No", "Invoice no")
    assert [choice.value for choice in shape.leaf("lines.0.unit").choices] == ["pcs", "h"]
    assert shape.general("rates.net") == "rates.{key}"
    rates = shape.node("rates")
    assert isinstance(rates, ShapeList)
    assert rates.keyed


def test_paths_of_records_find_their_fields_in_the_form() -> None:
    """Fields of a form that is a model are known by the paths of a record."""
    form = schema_of_shape(shape_of_model(Bill)).form("model")

    assert form.field("lines.3.quantity").kind == "count"
    assert form.field("rates.VAT 7").kind == "amount"
    assert form.label_of("lines.3.quantity") == "Lines · #4 · Quantity"


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "string"}, "describes no record"),
        ({"type": "object", "properties": {"a": {"type": ["string", "integer"]}}}, "a: a value of the types"),
        (
            {"type": "object", "properties": {"a": {"anyOf": [{"type": "object"}, {"type": "array"}]}}},
            "a: a value of 2",
        ),
        ({"type": "object", "properties": {"a": {"$ref": "#/$defs/gone"}}}, "there is nothing at #/\\$defs/gone"),
        ({"type": "object", "properties": {"a": {"$ref": "#"}}}, "holds itself"),
        ({"type": "object", "properties": {"a": {"type": "array"}}}, "the items of the list are not described"),
        ({"type": "object", "properties": {"a": {"type": "array", "prefixItems": []}}}, "prefixItems"),
        ({"type": "object", "properties": {"a.b": {"type": "string"}}}, "no points"),
        ({"type": "object", "properties": {"a": {"type": "string", "format": "duration"}}}, "duration"),
        (
            {"type": "object", "properties": {"a": {"type": "string", "x-extractor": {"lables": []}}}},
            "no mark 'lables'",
        ),
    ],
)
def test_what_is_not_supported_is_refused_by_name(schema: dict[str, JsonValue], message: str) -> None:
    """The message says where and what."""
    with pytest.raises(SchemaError, match=message):
        shape_of_schema(schema, "test")


def test_names_become_words() -> None:
    """As they may be printed."""
    assert words_of("unitPrice") == words_of("unit_price") == "Unit price"
    assert words_of("IBAN") == "IBAN"
    assert words_of("总计") == "总计"


def test_yes_and_one_stay_apart_when_stored() -> None:
    """A value comes back as it went in."""
    kept: TypeAdapter[Value | None] = TypeAdapter(StoredValue)

    for value in (True, False, 1, 0, Decimal("1.0"), "1", None):
        found = kept.validate_json(kept.dump_json(value))
        assert (type(found), found) == (type(value), value)


def test_the_name_of_a_class_is_no_label() -> None:
    schema: dict[str, JsonValue] = {
        "type": "object",
        "properties": {"level": {"$ref": "#/$defs/Lvl"}, "kind": {"$ref": "#/$defs/Sort"}},
        "$defs": {"Lvl": {"title": "Lvl", "enum": ["a"]}, "Sort": {"title": "Sort of goods", "enum": ["b"]}},
    }
    shape = shape_of_schema(schema, "order")
    assert shape.leaf("level").labels == ("Level",)
    assert shape.leaf("kind").labels == ("Sort of goods", "Kind")

"""The items of one list of a file of named values are children of one element."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.open_layout import read_open
from extractor.readers.reading import Reading
from tests.open_models import schema_of


class Sold(BaseModel):
    """A line of an order."""

    sku: str
    qty: int


class OneOrder(BaseModel):
    """One order."""

    channel: str | None = None
    lines: list[Sold] = []


class Order(BaseModel):
    """One of several orders."""

    ref: str
    lines: list[Sold] = []


class AllOrders(BaseModel):
    """Every order with its lines."""

    orders: list[Order] = []


ORDERS: list[dict[str, object]] = [
    {"ref": "A-1", "lines": [{"sku": "RUG", "qty": 4}, {"sku": "POT", "qty": 3}]},
    {"ref": "A-2", "lines": [{"sku": "BED", "qty": 1}, {"sku": "CUP", "qty": 6}]},
]


def written(folder: Path, kind: str, orders: list[dict[str, object]]) -> Path:
    """Orders as a file of named values."""
    path = folder / f"orders.{kind}"
    if kind == "json":
        path.write_text(json.dumps({"channel": "store", "orders": orders}), "utf-8")
        return path
    inner = "".join(
        f"<order><ref>{each['ref']}</ref><lines>{''.join(as_elements(each['lines']))}</lines></order>"
        for each in orders
    )
    path.write_text(f"<export><channel>store</channel><orders>{inner}</orders></export>", "utf-8")
    return path


def as_elements(lines: object) -> list[str]:
    """Lines as elements."""
    assert isinstance(lines, list)
    return [f"<line><sku>{each['sku']}</sku><qty>{each['qty']}</qty></line>" for each in lines]


def read(path: Path, model: type[BaseModel]) -> Reading:
    """What the layout reader reads of a file."""
    schema = schema_of(model)
    return read_open(open_document(path), schema, schema.forms[0])


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_lines_of_several_orders_are_not_read_as_those_of_one(tmp_path: Path, kind: str) -> None:
    reading = read(written(tmp_path, kind, ORDERS), OneOrder)
    assert reading.fields["lines"].state == "unread"
    assert [each.kind for each in reading.fields["lines"].doubts] == [DoubtKind.TITLE_REPEATED]
    assert not any(path.startswith("lines.") for path in reading.fields)
    assert reading.value("channel") == "store"


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_lines_of_one_order_are_read(tmp_path: Path, kind: str) -> None:
    reading = read(written(tmp_path, kind, ORDERS[:1]), OneOrder)
    assert [reading.value(f"lines.{number}.qty") for number in range(2)] == [4, 3]


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_lines_of_every_order_stand_in_their_order(tmp_path: Path, kind: str) -> None:
    reading = read(written(tmp_path, kind, ORDERS), AllOrders)
    assert [reading.value(f"orders.{order}.lines.{line}.qty") for order in range(2) for line in range(2)] == [
        4,
        3,
        1,
        6,
    ]

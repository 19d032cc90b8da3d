"""From values by path to the nested record of any model, as plain data in the order of its schema."""

from collections.abc import Mapping
from decimal import Decimal

from pydantic import JsonValue

from extractor.schemas.record_keys import key_of_path
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeNode
from extractor.schemas.state import Value


def nested_record(shape: Shape, values: Mapping[str, Value | None]) -> dict[str, JsonValue]:
    """The record with None where there is no value: numbers that may have a fraction as text with all their digits,
    dates and times as ISO 8601, a choice as its value. A group that need not be there is None where nothing of it is.

    Paths that the schema does not have are left out.
    """
    tree: dict[str, object] = {}
    for path, value in values.items():
        *above, last = path.split(".")
        inner = tree
        for name in above:
            found = inner.setdefault(name, {})
            if not isinstance(found, dict):
                found = inner[name] = {}
            inner = found
        if not (value is None and isinstance(inner.get(last), dict)):
            inner[last] = value
    made = _made(shape.root, tree)
    return made if isinstance(made, dict) else {}


def _made(node: ShapeNode, held: object) -> JsonValue:
    if isinstance(node, ShapeLeaf):
        return _plain(node, held)
    inner = held if isinstance(held, dict) else {}
    if isinstance(node, ShapeGroup):
        made = {name: _made(member, inner.get(name)) for name, member in node.members.items()}
        return made if node.required or not node.path or any(map(_is_something, made.values())) else None
    if node.keyed:
        return {key_of_path(name): _made(node.item, each) for name, each in inner.items()}
    rows = {int(name): each for name, each in inner.items() if name.isdigit()}
    return [_made(node.item, rows.get(number)) for number in range(max(rows, default=-1) + 1)]


def _is_something(made: JsonValue) -> bool:
    """Whether anything is said: a group of which all is empty says nothing."""
    if isinstance(made, dict):
        return any(map(_is_something, made.values()))
    return made is not None and made != []


def _plain(leaf: ShapeLeaf, value: object) -> JsonValue:
    if leaf.kind == "choice":
        given = next((each.given for each in leaf.choices if each.value == value), None)
        return value if given is None and isinstance(value, str) else given
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, (bool, int, str)) else None

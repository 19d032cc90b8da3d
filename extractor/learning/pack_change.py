"""A pack in YAML with one thing added to a field: a label, a mark of nothing, a unit, or a way to write numbers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic import JsonValue

from extractor.errors import SchemaError
from extractor.schemas.shape import ITEM, ShapeLeaf
from extractor.schemas.yaml_source import Located, read_yaml, with_value

ChangeKind: TypeAlias = Literal["label", "nil_mark", "unit", "decimal", "bracketed_negative", "currency"]
"""label: what is printed beside the field. nil_mark: what stands where there is no value. unit: a printed unit with its
factor. The others: how its numbers are written."""

_SECTIONS = ("fields", "columns", "groups", "lists")


@dataclass(frozen=True, slots=True)
class PackChange:
    """What is added to the field at a path of the shape; ``factor`` is that of a unit, as a number in plain digits."""

    path: str
    kind: ChangeKind
    text: str
    factor: str = ""

    @property
    def id(self) -> str:
        """Eight hexadecimal digits that name the change, whatever is proposed beside it."""
        return hashlib.sha256("\0".join((self.path, self.kind, self.text, self.factor)).encode()).hexdigest()[:8]

    @property
    def said(self) -> str:
        """The change in words."""
        return {
            "label": f"“{self.text}” is a label",
            "nil_mark": f"“{self.text}” stands where there is no value",
            "unit": f"“{self.text}” is a unit, {self.factor} of the field's own",
            "decimal": f"the decimal mark is “{self.text}”",
            "bracketed_negative": "a number in brackets is less than zero",
            "currency": f"“{self.text}” is a sign of currency",
        }[self.kind]


def changed_pack(text: str, change: PackChange, leaf: ShapeLeaf) -> str:
    """The text of the pack with the change. SchemaError where the field is not written there, as a list by keys."""
    root = read_yaml(text, "pack.yaml")
    keys, field = _place_of(root, change.path)
    marks = field.value if isinstance(field.value, Mapping) else {}
    if not marks:
        text = with_value(text, keys, {"type": str(field.value)})
    name, value = _mark(marks, change, leaf)
    return with_value(text, (*keys, name), value)


def _mark(marks: Mapping[str, Located], change: PackChange, leaf: ShapeLeaf) -> tuple[str, JsonValue]:
    if change.kind == "label":
        given = _texts(marks.get("labels")) or leaf.labels
        return "labels", [*given, change.text]
    if change.kind == "nil_mark":
        return "nil_marks", [*_texts(marks.get("nil_marks")), change.text]
    if change.kind == "unit":
        units = {unit: plain_number(factor) for unit, factor in leaf.units.items()}
        return "units", {**units, change.text: plain_number(Decimal(change.factor))}
    notation = _plain(marks["notation"]) if "notation" in marks else {}
    assert isinstance(notation, dict)
    if change.kind == "currency":
        return "notation", {**notation, "currency": [*_texts(_inside(marks, "currency")), change.text]}
    return "notation", {**notation, change.kind: True if change.kind == "bracketed_negative" else change.text}


def _place_of(root: Located, path: str) -> tuple[tuple[str, ...], Located]:
    """The keys under which a field is written, and what is written there."""
    keys: list[str] = []
    node = root
    for name in (each for each in path.split(".") if each != ITEM):
        parts = node.value if isinstance(node.value, Mapping) else {}
        section = next((s for s in _SECTIONS if s in parts and name in _parts(parts[s])), None)
        if section is None:
            raise SchemaError(f"{path} is not written in the pack as a field of its own")
        keys += (section, name)
        node = _parts(parts[section])[name]
    return tuple(keys), node


def _parts(item: Located) -> Mapping[str, Located]:
    return item.value if isinstance(item.value, Mapping) else {}


def _inside(marks: Mapping[str, Located], name: str) -> Located | None:
    return _parts(marks["notation"]).get(name) if "notation" in marks else None


def _texts(item: Located | None) -> Sequence[str]:
    return () if item is None else [str(each.value) for each in item.sequence()]


def _plain(item: Located) -> JsonValue:
    if isinstance(item.value, Mapping):
        return {name: _plain(each) for name, each in item.value.items()}
    if isinstance(item.value, Sequence) and not isinstance(item.value, str):
        return [_plain(each) for each in item.value]
    return plain_number(item.value) if isinstance(item.value, Decimal) else item.value


def plain_number(number: Decimal) -> int | float:
    """As YAML writes it: a factor such as 0.001 keeps its digits."""
    return int(number) if number == number.to_integral_value() else float(number)

"""A schema written in YAML alone, for people who do not program: fields, groups, lists and rules.

It becomes a JSON Schema with our marks, and from there a shape like any other. docs/schemas.md shows one.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias, get_args

from pydantic import JsonValue

from extractor.errors import SchemaError
from extractor.schemas.declared import add_rules, rules_in
from extractor.schemas.declared_weights import add_weights, weights_in
from extractor.schemas.form import Schema
from extractor.schemas.json_schema import MARKS, shape_of_schema
from extractor.schemas.nearest import did_you_mean
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.reference_list import known_names
from extractor.schemas.shape import Proof
from extractor.schemas.state import NUMBERS, Kind
from extractor.schemas.text_pattern import matches
from extractor.schemas.yaml_source import Located, part_of_yaml, read_yaml

JsonObject: TypeAlias = dict[str, JsonValue]

TYPES: Mapping[Kind, JsonObject] = {
    "text": {"type": "string"},
    "count": {"type": "integer"},
    "amount": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "datetime": {"type": "string", "format": "date-time"},
    "choice": {},
    "boolean": {"type": "boolean"},
}
"""What a field may be, and what that is in JSON Schema."""

_OTHERWISE = {
    **dict.fromkeys(("string", "str", "txt", "words"), "text"),
    **dict.fromkeys(("integer", "int", "whole number"), "count"),
    **dict.fromkeys(("number", "decimal", "float", "money", "currency", "percent"), "amount"),
    **dict.fromkeys(("bool", "checkbox", "tick", "flag"), "boolean"),
    **dict.fromkeys(("enum", "options", "category"), "choice"),
    "timestamp": "datetime",
}
"""What people call types elsewhere."""

_PACK = ("name", "title", "version", "language", "description", "fields", "groups", "lists", "rules", "weights")
_INSIDE = ("fields", "groups", "lists")
_GROUP = ("title", "labels", "description", "required", *_INSIDE)
_LIST = ("title", "labels", "description", "required", "columns", "item", "groups", "lists", "keyed", "least", "most")
_MARKED = ("labels", "notation", "units", "nil_marks", "proof", "identity", "reference", "signs")
_LIMITS = {"minimum": "minimum", "maximum": "maximum"}
_FIELD = ("type", "title", "description", "examples", "required", "values", "pattern", *_LIMITS, *_MARKED)
_NOTATION = ("decimal", "currency", "bracketed_negative")
_PROOFS: tuple[Proof, ...] = get_args(Proof)
_KEY = re.compile(r"[^\W\d]\w*")
_NAME = re.compile(r"[^\W\d][\w-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def read_pack(path: Path, name: str) -> Schema:
    """The schema of a YAML file, called ``name`` where it does not say. SchemaError with the line of what is wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError(f"{path.name} is not text in UTF-8") from error
    return parse_pack(text, path.name, name, path.parent)


def parse_pack(text: str, file: str, name: str, folder: Path | None = None) -> Schema:
    """The same of its text; ``file`` is how errors call it, ``folder`` where its reference lists stand."""
    root = read_yaml(text, file, "it describes fields under fields: and lists under lists:")
    parts = root.mapping("a schema", _PACK)
    called = parts["name"].text("name") if "name" in parts else name
    if not _NAME.fullmatch(called):
        parts.get("name", root).refuse(f"a name is letters, digits, - and _, not {called!r}")
    source = _object(root, parts, _texts_of(parts, "title"), "the schema has neither fields nor lists")
    marks: JsonObject = {}
    if "language" in parts:
        marks["language"] = _language(parts["language"])
    source[MARKS] = marks
    _check_references(root, folder)
    try:
        _read_references(source, folder)
        shape = shape_of_schema(source, called)
    except SchemaError as error:
        root.refuse(str(error))
    title = parts["title"].text("title") if "title" in parts else ""
    written = part_of_yaml(text, ("rules", "weights"))
    made = schema_of_shape(shape, (), title, str(parts["version"].value) if "version" in parts else "")
    if written and "version" not in parts:
        made = replace(made, version=f"{made.version}+{hashlib.sha256(written.encode()).hexdigest()[:8]}")
    made = add_rules(made, rules_in(parts["rules"])) if "rules" in parts else made
    made = add_weights(made, weights_in(parts["weights"])) if "weights" in parts else made
    return replace(made, declared=(written,) if written else ())


def _read_references(node: JsonValue, folder: Path | None) -> None:
    """Put the names of reference lists in the place of the files that hold them."""
    if isinstance(node, dict):
        marks = node.get(MARKS)
        if isinstance(marks, dict) and isinstance(marks.get("reference"), str):
            marks["reference"] = list[JsonValue](known_names(marks["reference"], folder))
        for inner in node.values():
            _read_references(inner, folder)


def _check_references(item: Located, folder: Path | None) -> None:
    """SchemaError with the line of the first reference list that is not there."""
    if not isinstance(item.value, Mapping):
        return
    for key, each in item.value.items():
        if key == "reference" and isinstance(each.value, str):
            try:
                known_names(each.value, folder)
            except SchemaError as error:
                each.refuse(str(error))
        _check_references(each, folder)


def _object(item: Located, parts: Mapping[str, Located], described: JsonObject, nothing: str) -> JsonObject:
    """What fields, groups and lists come to; ``described``: what is said of them together."""
    members: JsonObject = {}
    needed: list[JsonValue] = []
    for kind in _INSIDE:
        within = parts.get(kind) if kind != "fields" else parts.get("fields", parts.get("columns"))
        if within is None:
            continue
        for key, each in _named(within, kind).items():
            if key in members:
                each.refuse(f"there is a field, group or list {key} already")
            members[key] = _MEMBERS[kind](each, key)
            if isinstance(each.value, Mapping) and "required" in each.value and each.value["required"].flag("required"):
                needed.append(key)
    if not members:
        item.refuse(nothing)
    return {**described, "type": "object", "properties": members, "required": needed}


def _named(item: Located, what: str) -> Mapping[str, Located]:
    if not isinstance(item.value, Mapping):
        item.refuse(f"{what} are written as key: lines, one for each, and not as a {_look_of(item)}")
    for key, each in item.value.items():
        if not _KEY.fullmatch(key):
            each.refuse(
                f"a key is letters, digits and _, and begins with a letter, not {key!r}; labels say what is printed"
            )
    return item.value


def _look_of(item: Located) -> str:
    return (
        "list with dashes" if isinstance(item.value, Sequence) and not isinstance(item.value, str) else "single value"
    )


def _field(item: Located, key: str) -> JsonObject:
    if isinstance(item.value, str):
        if _type(item) == "choice":
            item.refuse(_NO_VALUES.format(key=key))
        return {**TYPES[_type(item)]}
    parts = item.mapping(f"the field {key}", _FIELD)
    if "type" not in parts and "values" not in parts:
        item.refuse(f"the field {key} has no type: {', '.join(TYPES)}")
    kind = _type(parts["type"]) if "type" in parts else "choice"
    made: JsonObject = {**TYPES[kind], **_texts_of(parts, "title", "description", "pattern")}
    if "examples" in parts:
        made["examples"] = [str(each.value) for each in parts["examples"].sequence()]
    _only_for(parts, kind, ("notation", "units", "signs", *_LIMITS), NUMBERS)
    _only_for(parts, kind, ("pattern", "reference"), ("text",))
    _only_for(parts, kind, ("values",), ("choice",))
    if {*_LIMITS} <= {*parts} and parts["minimum"].number("minimum") > parts["maximum"].number("maximum"):
        parts["maximum"].refuse("maximum is less than minimum; exchange them")
    made |= {_LIMITS[name]: _json_number(parts[name].number(name)) for name in _LIMITS if name in parts}
    if "pattern" in parts:
        _regular(parts["pattern"])
    marks = _marks(parts)
    if kind == "choice":
        if "values" not in parts:
            item.refuse(_NO_VALUES.format(key=key))
        made["enum"], marks["words"] = _values(parts["values"])
    return {**made, MARKS: marks} if marks else made


_NO_VALUES = "the field {key} is a choice and has no values; list what it may hold under values:"


def _type(item: Located) -> Kind:
    found = item.text("type")
    kind = next((each for each in TYPES if each == found), None)
    if kind is None:
        meant = _OTHERWISE.get(found.lower())
        hint = f"; here it is called {meant}" if meant else did_you_mean(found, TYPES)
        item.refuse(f"there is no type {found!r}{hint}; there are {', '.join(TYPES)}")
    return kind


def _only_for(parts: Mapping[str, Located], kind: Kind, names: Sequence[str], kinds: Sequence[str]) -> None:
    for name in names:
        if name in parts and kind not in kinds:
            parts[name].refuse(f"{name} is for fields of the type {' or '.join(kinds)}, and this one is {kind}")


def _signs(item: Located) -> JsonObject:
    if not isinstance(item.value, Mapping):
        item.refuse('signs are written as label: sign lines, such as Charges and allowances: "-"')
    return {label: each.choice(f"the sign of {label}", ("-", "+")) for label, each in item.value.items()}


def _marks(parts: Mapping[str, Located]) -> JsonObject:
    made: JsonObject = {}
    for name in ("labels", "nil_marks"):
        if name in parts:
            made[name] = _texts(parts[name], name)
    if "reference" in parts:
        named = parts["reference"]
        made["reference"] = named.value if isinstance(named.value, str) else _texts(named, "reference")
    if "proof" in parts:
        made["proof"] = parts["proof"].choice("proof", _PROOFS)
    if "identity" in parts:
        made["identity"] = parts["identity"].flag("identity")
    if "notation" in parts:
        made["notation"] = _notation(parts["notation"])
    if "signs" in parts:
        made["signs"] = _signs(parts["signs"])
    if "units" in parts:
        units = parts["units"]
        if not isinstance(units.value, Mapping):
            units.refuse("units are written as unit: factor lines, such as kg: 1000")
        made["units"] = {unit: str(each.number(f"the factor of {unit}")) for unit, each in units.value.items()}
    return made


def _notation(item: Located) -> JsonObject:
    parts = item.mapping("notation", _NOTATION)
    made: JsonObject = {}
    if "decimal" in parts:
        made["decimal"] = parts["decimal"].choice("decimal", (".", ","))
    if "currency" in parts:
        made["currency"] = _texts(parts["currency"], "currency")
    if "bracketed_negative" in parts:
        made["bracketed_negative"] = parts["bracketed_negative"].flag("bracketed_negative")
    return made


def _values(item: Located) -> tuple[list[JsonValue], JsonObject]:
    """What a choice may hold, and the words that each is printed as."""
    if isinstance(item.value, Mapping):
        if not item.value:
            item.refuse("values: is empty; write each value with the words it is printed as")
        words: JsonObject = {}
        taken: dict[str, str] = {}
        for value, each in item.value.items():
            for word in (said := _texts(each, f"each word for {value}")):
                if taken.setdefault(str(word), value) != value:
                    each.refuse(f"{str(word)!r} is printed for {taken[str(word)]} and for {value}; nothing tells which")
            words[value] = said
        return [*words], words
    values = [str(each.value) for each in item.sequence()]
    if not values:
        item.refuse("values: is empty")
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice is not None:
        item.refuse(f"the value {twice!r} is said twice")
    return [*values], {}


def _group(item: Located, key: str) -> JsonObject:
    parts = item.mapping(f"the group {key}", _GROUP)
    return _object(item, parts, _described(parts), f"the group {key} has neither fields nor lists")


def _list(item: Located, key: str) -> JsonObject:
    parts = item.mapping(f"the list {key}", _LIST)
    if "item" in parts and "columns" in parts:
        parts["item"].refuse(f"the list {key} has columns, or items of one value each, not both")
    if "item" in parts:
        inside = _field(parts["item"], key)
    else:
        inside = _object(item, parts, {}, f"the list {key} has no columns; describe them under columns:")
    described = _described(parts)
    if "keyed" in parts and parts["keyed"].flag("keyed"):
        return {**described, "type": "object", "additionalProperties": inside}
    limits: JsonObject = {}
    for name, word in (("least", "minItems"), ("most", "maxItems")):
        if name in parts:
            number = parts[name].number(name)
            if not isinstance(number, int) or number < 0:
                parts[name].refuse(f"{name} is a number of items")
            limits[word] = number
    return {**described, **limits, "type": "array", "items": inside}


def _described(parts: Mapping[str, Located]) -> JsonObject:
    made = _texts_of(parts, "title", "description")
    return {**made, MARKS: {"labels": _texts(parts["labels"], "labels")}} if "labels" in parts else made


def _texts_of(parts: Mapping[str, Located], *names: str) -> JsonObject:
    return {name: parts[name].text(name) for name in names if name in parts}


def _texts(item: Located, what: str) -> list[JsonValue]:
    found: list[JsonValue] = [str(each.value) if _is_number(each) else each.text(what) for each in item.sequence()]
    if not found:
        item.refuse(f"{what}: the list is empty")
    return found


def _is_number(item: Located) -> bool:
    return isinstance(item.value, (int, Decimal)) and not isinstance(item.value, bool)


def _json_number(number: int | Decimal) -> int | float | str:
    """A limit as JSON has it; one with a fraction as text, so that no digit is lost."""
    return number if isinstance(number, int) else str(number)


def _regular(item: Located) -> None:
    try:
        matches(item.text("pattern"))
    except SchemaError as error:
        item.refuse(str(error))


def _language(item: Located) -> str:
    found = item.text("language")
    if not _LANGUAGE.fullmatch(found):
        item.refuse(f"language is a tag such as en, de or zh-Hant, not {found!r}")
    return found


_MEMBERS = {"fields": _field, "groups": _group, "lists": _list}

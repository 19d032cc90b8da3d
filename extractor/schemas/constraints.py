"""What a model demands of its values beyond their types: constraints, and the validators of a pydantic model.

They are checks with messages. None of them changes a value.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from pydantic import BaseModel, JsonValue, ValidationError

from extractor.schemas.record_keys import key_in_path
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode
from extractor.schemas.state import NUMBERS
from extractor.schemas.text_pattern import matches

_NO_VALUE = "a value is required"
_LIMITS: Mapping[str, tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    "minimum": ("≥", lambda value, limit: value >= limit),
    "maximum": ("≤", lambda value, limit: value <= limit),
    "exclusiveMinimum": (">", lambda value, limit: value > limit),
    "exclusiveMaximum": ("<", lambda value, limit: value < limit),
}
"""Limits of numbers, the sign of each and when it is kept."""


class RecordProblem(NamedTuple):
    """What keeps a record from being one of its model. ``path`` is that of a field, a group or a list; empty for the
    whole. ``code``: the constraint, or the type of pydantic's error. ``missing``: nothing but the lack of a value.
    """

    path: str
    message: str
    code: str
    missing: bool = False


def validated(shape: Shape, data: Mapping[str, JsonValue]) -> tuple[BaseModel | None, tuple[RecordProblem, ...]]:
    """The pydantic model that a nested record makes, or None and why it makes none; of a shape without a model the
    constraints of its JSON Schema are checked.

    A value that is None where the model has a default is left to the default. The record itself is not changed.
    """
    if shape.model is None:
        return None, tuple(_broken(shape.root, dict(data), ""))
    given = _without_defaults(shape.root, dict(data))
    try:
        return shape.model.model_validate(given, strict=False, by_alias=False, by_name=True), ()
    except ValidationError as error:
        return None, tuple(_of_pydantic(shape, error))
    except Exception as error:  # a validator is other people's code
        return None, (RecordProblem("", f"{type(error).__name__}: {error}", "validator"),)


def _without_defaults(node: ShapeNode, data: JsonValue) -> JsonValue:
    if isinstance(node, ShapeGroup) and isinstance(data, dict):
        inner = {name: _without_defaults(member, data.get(name)) for name, member in node.members.items()}
        return {name: each for name, each in inner.items() if each is not None or node.members[name].required}
    if isinstance(node, ShapeList):
        if isinstance(data, dict):
            return {key: _without_defaults(node.item, each) for key, each in data.items()}
        return [_without_defaults(node.item, each) for each in data] if isinstance(data, list) else data
    return data


def _of_pydantic(shape: Shape, error: ValidationError) -> Iterator[RecordProblem]:
    for each in error.errors(include_url=False):
        path = _path_of(shape, each["loc"])
        missing = each["type"] == "missing" or ("input" in each and each["input"] is None)
        message = _NO_VALUE if missing else str(each["msg"])
        yield RecordProblem(path, message, str(each["type"]), missing)


def _path_of(shape: Shape, location: tuple[int | str, ...]) -> str:
    """The path of a record where pydantic says that something is wrong; its aliases become names, and what is no part
    of a record, such as the branch of a union, is passed over.
    """
    node: ShapeNode = shape.root
    path: list[str] = []
    for part in map(str, location):
        if isinstance(node, ShapeGroup):
            found = part if part in node.members else _aliased(node, part)
            if found is None:
                continue
            path.append(found)
            node = node.members[found]
        elif isinstance(node, ShapeList):
            if not node.keyed and not part.isdigit():
                continue
            path.append(key_in_path(part))
            node = node.item
    return ".".join(path)


def _aliased(node: ShapeGroup, part: str) -> str | None:
    return next((name for name, member in node.members.items() if part in member.labels), None)


def _broken(node: ShapeNode, value: JsonValue, path: str) -> Iterator[RecordProblem]:
    """The constraints of a JSON Schema that do not hold at a node and below it."""
    if value is None:
        if node.required and path:
            yield RecordProblem(path, _NO_VALUE, "required", missing=True)
        return
    if isinstance(node, ShapeLeaf):
        yield from _broken_leaf(node, value, path)
    elif isinstance(node, ShapeGroup):
        inner = value if isinstance(value, dict) else {}
        for name, member in node.members.items():
            yield from _broken(member, inner.get(name), f"{path}.{name}" if path else name)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _broken(node.item, each, f"{path}.{key_in_path(key)}")
    elif isinstance(value, list):
        yield from _broken_list(node.limits, value, path)
        for number, each in enumerate(value):
            yield from _broken(node.item, each, f"{path}.{number}")


def _broken_leaf(leaf: ShapeLeaf, value: JsonValue, path: str) -> Iterator[RecordProblem]:
    if leaf.choices and str(value) not in [each.value for each in leaf.choices]:
        yield RecordProblem(path, f"{value!r} is none of {', '.join(each.value for each in leaf.choices)}", "enum")
    if leaf.kind in NUMBERS:
        yield from _broken_number(leaf.limits, value, path)
    elif leaf.kind == "text":
        yield from _broken_text(leaf, str(value), path)


def _broken_number(limits: Mapping[str, JsonValue], value: JsonValue, path: str) -> Iterator[RecordProblem]:
    number = Decimal(str(value))
    for word, (sign, holds) in _LIMITS.items():
        limit = limits.get(word)
        if limit is not None and not isinstance(limit, bool) and not holds(number, Decimal(str(limit))):
            yield RecordProblem(path, f"{value} is not {sign} {limit}", word)
    step = limits.get("multipleOf")
    if step is not None and number % Decimal(str(step)):
        yield RecordProblem(path, f"{value} is no multiple of {step}", "multipleOf")


def _broken_text(leaf: ShapeLeaf, text: str, path: str) -> Iterator[RecordProblem]:
    least, most = leaf.limits.get("minLength"), leaf.limits.get("maxLength")
    if isinstance(least, int) and len(text) < least:
        yield RecordProblem(path, f"{text!r} has not at least {least} characters", "minLength")
    if isinstance(most, int) and len(text) > most:
        yield RecordProblem(path, f"{text!r} has not at most {most} characters", "maxLength")
    if leaf.pattern and not matches(leaf.pattern)(text):
        yield RecordProblem(path, f"{text!r} does not match {leaf.pattern}", "pattern")


def _broken_list(limits: Mapping[str, JsonValue], items: list[JsonValue], path: str) -> Iterator[RecordProblem]:
    least, most = limits.get("minItems"), limits.get("maxItems")
    if isinstance(least, int) and len(items) < least:
        yield RecordProblem(path, f"{len(items)} items, and at least {least} are required", "minItems")
    if isinstance(most, int) and len(items) > most:
        yield RecordProblem(path, f"{len(items)} items, and at most {most} are allowed", "maxItems")
    if limits.get("uniqueItems") is True and any(each in items[:number] for number, each in enumerate(items)):
        yield RecordProblem(path, "an item stands there twice", "uniqueItems")

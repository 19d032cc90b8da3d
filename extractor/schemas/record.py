"""From values by path to a nested record of the form's own type."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias, cast

from pydantic import JsonValue, ValidationError

from extractor.errors import SchemaError
from extractor.schemas.form import Form, Value
from extractor.schemas.shape_record import nested_record

RecordValue: TypeAlias = "Value | dict[str, RecordValue] | list[RecordValue] | None"
Branch: TypeAlias = "dict[str, RecordValue]"

_INDEX = re.compile(r"\d+")


def build_record(form: Form, values: Mapping[str, Value | None]) -> Branch:
    """The record of a form, nested in the order of its record type, with None where there is no value.

    ``values`` is keyed by path; paths that are not given are None. Repeated rows become lists, ``form`` holds the
    form's name, amounts stay Decimal. SchemaError if a path or the type of a value does not belong to the form. The
    record of any model is plain data (:func:`extractor.schemas.shape_record.nested_record`).
    """
    if form.shape is not None:
        return cast(Branch, nested_record(form.shape, values))
    tree: Branch = {"form": form.name} if "form" in form.record.model_fields else {}
    for path, value in values.items():
        _put(tree, path.split("."), value)
    try:
        record = form.record.model_validate(_listed(tree))
    except ValidationError as error:
        raise SchemaError(f"the values do not fit the record of form {form.name}: {_first(error)}") from error
    return cast(Branch, _plain(record.model_dump()))


def _put(tree: Branch, keys: list[str], value: Value | None) -> None:
    for name in keys[:-1]:
        inner = tree.setdefault(name, {})
        if not isinstance(inner, dict):
            raise SchemaError(f"{'.'.join(keys)} is below a field that holds a value")
        tree = inner
    tree[keys[-1]] = value


def _listed(item: RecordValue) -> RecordValue:
    """Branches whose keys are row numbers as lists. A number that was left out is a row without values."""
    if not isinstance(item, dict):
        return item
    inner: Branch = {name: _listed(each) for name, each in item.items()}
    if not inner or not all(_INDEX.fullmatch(name) for name in inner):
        return inner
    rows = {int(name): each for name, each in inner.items()}
    return [rows.get(number, {}) for number in range(max(rows) + 1)]


def _plain(item: object) -> object:
    if isinstance(item, dict):
        return {name: _plain(each) for name, each in item.items()}
    return [_plain(each) for each in item] if isinstance(item, (tuple, list)) else item


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"


def plain_value(value: RecordValue) -> JsonValue:
    """A value in JSON: counts are numbers, amounts are strings with all their digits, no value is null."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {key: plain_value(each) for key, each in value.items()}
    return [plain_value(each) for each in value] if isinstance(value, list) else value

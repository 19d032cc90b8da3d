"""The truth beside a real document: ``NAME.truth.json``, as a nested record or by path, in values of a form."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from extractor.errors import ConfigurationError
from extractor.evaluate.render.table_change import Expect
from extractor.schemas.form import Form
from extractor.schemas.record_keys import key_in_path
from extractor.schemas.shape import Shape, ShapeLeaf
from extractor.schemas.state import NUMBERS, Kind, State, Value

RECORD, FIELDS, STATE = "record", "fields", "state"
_STATES: tuple[State, ...] = get_args(State)


class TruthFile(BaseModel):
    """A truth with more than the record. ``expect``: the right outcomes, where the set does not say. ``form``: of a
    schema with several. ``style``, ``damages``: groups it is counted in. ``also``: values by path that are as right.
    ``provenance``: where the truth comes from, for people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: dict[str, JsonValue] | None = None
    fields: dict[str, JsonValue] | None = None
    expect: tuple[Expect, ...] = ()
    form: str = ""
    style: str = ""
    damages: tuple[str, ...] = ()
    also: dict[str, tuple[JsonValue, ...]] = {}
    provenance: dict[str, JsonValue] = {}


@dataclass(frozen=True)
class CaseTruth:
    """What a document says, by the paths of its form, and what else its file tells.

    ``states``: why there is no value; a null, which leaves it open, is ``unread`` here and right for any reason.
    """

    file: TruthFile
    values: Mapping[str, Value | None]
    states: Mapping[str, State]
    also: Mapping[str, tuple[Value | None, ...]] = field(default_factory=dict)


def read_truth_file(path: Path, known: frozenset[str]) -> TruthFile:
    """The file at ``path``; ``known`` are the names at the top of the record, so that a record with a field called
    ``record`` is one. ConfigurationError names the file and what is wrong."""
    try:
        found = json.loads(path.read_text("utf-8-sig"), parse_float=str)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ConfigurationError(f"{path} is no truth: it has to be an object, with the names of the fields")
    inside = [name for name in (RECORD, FIELDS) if isinstance(found.get(name), dict) and name not in known]
    if not inside:
        by_path = any("." in key for key in found)
        return TruthFile(fields=found) if by_path else TruthFile(record=found)
    try:
        return TruthFile.model_validate(found)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"]))
        raise ConfigurationError(f"{path}: {where}: {problem['msg']}") from error


def truth_of(file: TruthFile, form: Form, path: Path) -> CaseTruth:
    """The values of a truth. ConfigurationError names a field that is not in the form or cannot hold its value."""
    said: dict[str, JsonValue] = dict(_flat(file.record or {}, "")) | dict(file.fields or {})
    values: dict[str, Value | None] = {}
    states: dict[str, State] = {}
    for name, given in said.items():
        values[name], states[name] = _said(form, name, given, path)
    also = {
        name: tuple(None if each is None else _value(form, name, each, path) for each in others)
        for name, others in file.also.items()
    }
    return CaseTruth(file, values, states, also)


def _flat(given: JsonValue, above: str) -> Iterator[tuple[str, JsonValue]]:
    """Every value with its path. An object that holds nothing but a state is one."""
    if isinstance(given, dict) and set(given) != {STATE}:
        for key, each in given.items():
            # Only below the top can a key be one that the document gives.
            yield from _flat(each, f"{above}.{key_in_path(key)}" if above else key)
    elif isinstance(given, list):
        for number, each in enumerate(given):
            yield from _flat(each, f"{above}.{number}")
    else:
        yield above, given


def _said(form: Form, name: str, given: JsonValue, path: Path) -> tuple[Value | None, State]:
    if given is None:
        _kind(form, name, path, whole=True)
        return None, "unread"
    if isinstance(given, dict):
        state = next((each for each in _STATES if each == given.get(STATE)), None)
        if state is None or state in ("read", "computed"):
            raise ConfigurationError(f"{path}: {name}: {given.get(STATE)!r} is no state that stands for no value")
        _kind(form, name, path)
        return None, state
    return _value(form, name, given, path), "read"


def _value(form: Form, name: str, given: JsonValue, path: Path) -> Value:
    """A value as the form has it: numbers exact, a choice by its own value."""
    kind = _kind(form, name, path)
    if kind == "boolean" and isinstance(given, bool):
        return given
    if kind == "choice" and form.shape is not None:
        leaf = form.shape.node(name)
        choices = leaf.choices if isinstance(leaf, ShapeLeaf) else ()
        return next((each.value for each in choices if given in (each.given, each.value)), str(given))
    if isinstance(given, bool) or kind == "boolean":
        raise ConfigurationError(f"{path}: {name} is {kind} and cannot be {given!r}")
    if kind not in NUMBERS:
        return str(given)
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        raise ConfigurationError(f"{path}: {name} is {kind} and cannot be {given!r}") from None
    return int(number) if kind == "count" and number == number.to_integral_value() else number


def _kind(form: Form, name: str, path: Path, whole: bool = False) -> Kind:
    """The kind of a field; ``whole``: a group or a list may be meant as well."""
    try:
        return form.field(name).kind
    except KeyError:
        inside = form.shape is not None and _is_node(form.shape, name)
    if whole and (inside or any(each.startswith(f"{name}.") for each in form.fields)):
        return "text"
    raise ConfigurationError(f"{path}: there is no field {name} in {form.name}")


def _is_node(shape: Shape, name: str) -> bool:
    try:
        shape.node(name)
    except KeyError:
        return False
    return True

"""What a caller may give as a record of somebody else: alone, with quotes, as a line of an export, or several."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, cast

from pydantic import BaseModel, JsonValue

from extractor.errors import ConfigurationError
from extractor.schemas.shape import Shape

JsonRecord: TypeAlias = dict[str, JsonValue]
GivenRecord: TypeAlias = "Mapping[str, object] | BaseModel | str | bytes | Sequence[GivenRecord]"
"""A nested dict, a model, either as JSON text, or several of them, each of another witness."""

RECORD, QUOTES, FIELDS = "record", "quotes", "fields"


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A record under the name of whoever made it. ``quotes``: what that one says is printed there, by path."""

    name: str
    record: JsonRecord
    quotes: Mapping[str, str] = field(default_factory=dict)


def records_of(given: GivenRecord, shape: Shape, quotes: Mapping[str, str] | None = None) -> tuple[NamedRecord, ...]:
    """The records that are given, each as a witness of its own: ``record``, or ``record 1`` and so on.

    ``quotes`` belong to a single one. ConfigurationError for what is no record.
    """
    if isinstance(given, Sequence) and not isinstance(given, (str, bytes)):
        if quotes is not None and len(given) != 1:
            raise ConfigurationError("quotes belong to one record: give each with its own, {record: …, quotes: {…}}")
        found = [_record_of(each, shape, f"record {number}") for number, each in enumerate(given, 1)]
    else:
        found = [_record_of(given, shape, RECORD)]
    if not found:
        raise ConfigurationError("there is no record to verify")
    if quotes is not None:
        found = [NamedRecord(found[0].name, found[0].record, quotes)]
    return tuple(found)


def records_in(paths: Sequence[Path], shape: Shape) -> tuple[NamedRecord, ...]:
    """The records in files, each a witness by the name of its file: JSON, or a line for each record. The same file
    twice is one witness.

    ConfigurationError names the file and what is wrong with it.
    """
    found: list[NamedRecord] = []
    for path in dict.fromkeys(each.resolve() for each in paths):
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path} cannot be read: {error}") from error
        several = [*_values_in(text, path.name)]
        for number, value in enumerate(several, 1):
            name = path.stem if len(several) == 1 else f"{path.stem} {number}"
            found.append(_parted(value, shape, _free(name, {each.name for each in found})))
    return tuple(found)


def _values_in(text: str, name: str) -> Iterator[JsonValue]:
    """The JSON value of a text; where it is a line each, those of all lines."""
    try:
        yield _parsed(text, name)
        return
    except ConfigurationError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
    for number, line in enumerate(lines, 1):
        yield _parsed(line, f"{name}, line {number}")


def _parsed(text: str | bytes, name: str) -> JsonValue:
    """JSON with every digit of its numbers. ConfigurationError where it is none."""
    try:
        return cast(JsonValue, json.loads(text, parse_float=_kept, parse_constant=_refused))
    except ValueError as error:
        raise ConfigurationError(f"{name} is no JSON: {error}") from error
    except RecursionError as error:
        raise ConfigurationError(f"{name} is no record: it holds lists or objects without end") from error


def _kept(text: str) -> JsonValue:
    """A number with a fraction as it is written: as text where a float would not hold its digits."""
    number = float(text)
    return number if repr(number) == text else text


def _refused(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


def _record_of(given: GivenRecord, shape: Shape, name: str) -> NamedRecord:
    if isinstance(given, BaseModel):
        return NamedRecord(name, given.model_dump(mode="json", by_alias=False))
    if isinstance(given, (str, bytes)):
        return _parted(_parsed(given, name), shape, name)
    if isinstance(given, Mapping):
        inner = given.get(RECORD)
        if isinstance(inner, BaseModel) and RECORD not in shape.root.members:
            given = {**given, RECORD: inner.model_dump(mode="json", by_alias=False)}
        return _parted(cast(JsonValue, dict(given)), shape, name)
    raise ConfigurationError(f"a record is a dict, a model or JSON, and not {type(given).__name__}")


def _parted(value: JsonValue, shape: Shape, name: str) -> NamedRecord:
    """A record with the quotes beside it, where it comes with some, or out of the line of an export."""
    if not isinstance(value, dict):
        raise ConfigurationError(f"{name} is no record: it has to be an object, with the names of the fields")
    inner = value.get(RECORD)
    if RECORD in shape.root.members or not isinstance(inner, dict):
        if RECORD in value and RECORD not in shape.root.members:
            raise ConfigurationError(f"{name} holds no record: {RECORD} is {type(inner).__name__}")
        return NamedRecord(name, value)
    quotes, fields = value.get(QUOTES), value.get(FIELDS)
    if isinstance(quotes, dict):
        return NamedRecord(name, inner, {path: str(each) for path, each in quotes.items() if each})
    said = fields.items() if isinstance(fields, dict) else ()
    found = {path: str(each["quote"]) for path, each in said if isinstance(each, dict) and each.get("quote")}
    return NamedRecord(name, inner, found)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free

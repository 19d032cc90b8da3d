"""Finding schemas: the packs that come with the program, people's own, and any model that somebody names.

A schema goes by its text, what somebody named it by, until it is loaded; its name stands in results. Both lead back to
it in every process that finds the same files.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from extractor.errors import SchemaError
from extractor.schemas.form import Schema
from extractor.schemas.nearest import did_you_mean
from extractor.schemas.rehearsal import rehearse
from extractor.schemas.schema_file import place_files, read_place
from extractor.schemas.schema_place import (
    SCHEMA_FOLDERS,
    SchemaPlace,
    find_place,
    found_names,
    own_packs,
    place_here,
    place_named,
)
from extractor.schemas.soundness import check_soundness
from extractor.sources import SourceFile, files_below

RULES_FOLDER = "EXTRACTOR_RULES"
"""The variable that names a folder with rules of one's own, a file for each schema."""

RULES_OF_PACK = "rules.yaml"
"""The file of a pack with rules that are not written in Python."""


class _Loaded(NamedTuple):
    """What stands at a place: ``pack`` as its ``files`` say, ``schema`` with the ``rules`` beside it, None where nobody
    has looked for them yet. ``files`` and ``rules`` are hashes.
    """

    files: str
    pack: Schema
    rules: str | None
    schema: Schema


_LOADED: dict[SchemaPlace, _Loaded] = {}
_GIVEN: dict[str, SchemaPlace] = {}
"""The places of schemas that somebody named by a file or a module, by the name of the schema."""
_NOTED: dict[str, str] = {}
"""What schemas were named by for the store at work, in commands before this one, by the name of the schema."""
_HELD: dict[str, Schema] = {}
_REMEMBERED: dict[str, Callable[[], Schema]] = {}
_STEADY: list[dict[str, Schema]] = []
"""What was found by each name since :func:`steady_schemas` began, one for each that lasts."""


def schema_names() -> tuple[str, ...]:
    """Names of all schemas that are found, sorted; whether they can be loaded is another matter."""
    return found_names()


def resolve_schema(text: str) -> Schema:
    """The schema that a text names, with the rules written down for it.

    A name, a folder, ``file.py`` (its SCHEMA, or its one pydantic model), ``file.py:Class``, ``module:Class``,
    ``pack.yaml``, or a file ``.json`` with a JSON Schema. Results of it go by its name, under which this process finds
    it from then on. SchemaError says what is wrong, with file and line, or what there is instead.
    """
    place = place_named(text)
    if place is None:
        return load_schema(text)
    schema = _loaded(place)
    _GIVEN[schema.name] = place
    return schema


def load_schema(name: str) -> Schema:
    """The schema called ``name``, with the rules written down for it. SchemaError lists the names there are.

    Rules stand in the pack, in its ``rules.yaml``, and in the folder that EXTRACTOR_RULES names, in ``NAME.yaml``. They
    become part of the schema's version, so documents are read again when they change. Rules are tried once a process.
    Where nobody has it any more, it is what a store remembers of it (:func:`remember_schema`).
    """
    if name in _HELD:
        return _HELD[name]
    steady = next(iter(_STEADY[-1:]), {})
    if name in steady:
        return steady[name]
    place = _place_of(name)
    if place is not None:
        steady[name] = _loaded(place)
        return steady[name]
    if name in _REMEMBERED:
        return _REMEMBERED[name]()
    known = schema_names()
    raise SchemaError(
        f"there is no schema called {name!r}{did_you_mean(name, known)}; there are: {', '.join(known)}. One of your "
        f"own is named by its file (--schema FILE), or lies in a folder that {SCHEMA_FOLDERS} names"
    )


@contextmanager
def steady_schemas() -> Iterator[None]:
    """While this lasts, a schema that was found by its name is taken to be as it was found: a run reads by those it
    began with. Else its files are looked at every time, which takes longer than storing what a small document became.
    """
    _STEADY.append({})
    try:
        yield
    finally:
        _STEADY.pop()


def load_schemas() -> tuple[Schema, ...]:
    """All schemas that can be loaded, by name. SchemaError where rules of one's own break a pack of ours."""
    found = (_schema_or_error(name) for name in schema_names())
    return tuple(each for each in found if isinstance(each, Schema))


def broken_schemas() -> Mapping[str, str]:
    """What is wrong with each of the schemas that are found and cannot be loaded, by name."""
    found = {name: _schema_or_error(name) for name in schema_names()}
    return {name: str(each) for name, each in found.items() if isinstance(each, SchemaError)}


def hold_schema(schema: Schema) -> None:
    """Find this schema by its name in this process: one that was made here and stands in no file."""
    _HELD[schema.name] = schema


def remember_schema(name: str, make: Callable[[], Schema]) -> None:
    """Find what ``make`` gives by this name where nobody has the schema: what is kept of it beside results."""
    _REMEMBERED[name] = cache(make)


def named_by(text: str) -> tuple[str, str] | None:
    """The name of a schema that a text names by a file or a module, and the text that names it from any directory; None
    for a name that is looked for in the same places wherever one is.
    """
    place = place_named(text) or (None if text in _HELD or _elsewhere(text) else place_here(text))
    return None if place is None else (_loaded(place).name, place.text)


def find_where_named(named: Mapping[str, str]) -> None:
    """Find schemas where they were named before (:func:`extractor.schemas.named_before.named_before`), if they are
    still there: before others of the same name.
    """
    _NOTED.clear()
    _NOTED.update(named)


def schema_name_of(text: str) -> str:
    """The name of the schema that a text names. A pack that comes with the program is not loaded for it."""
    return text if place_named(text) is None and text in own_packs() else resolve_schema(text).name


def text_anywhere(text: str) -> str:
    """The text by which any process finds the same schema, whatever directory it is in."""
    place = place_named(text)
    if place is None and text not in _HELD:
        place = _place_of(text)
        return text if place is None or place.ours else place.text
    return text if place is None else place.text


def schema_files(text: str) -> tuple[SourceFile, ...]:
    """The files a schema is read from, apart from the rules written down beside it; none of one that is in no file."""
    place = _place(text)
    if place is None:
        return ()
    found = [each for file in place_files(place) for each in files_below(SourceFile(file.name, file))]
    return tuple(each for each in found if each.name.partition("/")[2] != RULES_OF_PACK)


def rule_files(text: str) -> tuple[Path, ...]:
    """The files with rules for a schema, those there are. SchemaError where EXTRACTOR_RULES names no folder."""
    place = _place(text)
    if place is None:
        return ()
    return _rule_files(place, text if place.ours else _pack_at(place).name)


def _place(text: str) -> SchemaPlace | None:
    place = place_named(text)
    return place if place is not None or text in _HELD else _place_of(text)


def _place_of(name: str) -> SchemaPlace | None:
    return _GIVEN.get(name) or _noted(name) or find_place(name) or place_here(name)


def _elsewhere(name: str) -> bool:
    return name in _NOTED or find_place(name) is not None


def _noted(name: str) -> SchemaPlace | None:
    """Where a schema was named before; None where nothing is there any more, or another schema."""
    try:
        place = place_named(_NOTED[name])
    except (KeyError, SchemaError):
        return None
    return place if place is not None and _pack_at(place).name == name else None


def _schema_or_error(name: str) -> Schema | SchemaError:
    place = _place_of(name)
    try:
        return load_schema(name)
    except SchemaError as error:
        if place is not None and place.ours:
            raise
        return error


def _loaded(place: SchemaPlace) -> Schema:
    pack = _pack_at(place)
    files = _rule_files(place, pack.name)
    written = [file.read_bytes() for file in files]
    rules = hashlib.sha256(b"".join(written)).hexdigest()[:8] if written else ""
    known = _LOADED[place]
    if known.rules != rules:
        known = _LOADED[place] = known._replace(rules=rules, schema=_complete(pack, files, rules))
    return known.schema


def _pack_at(place: SchemaPlace) -> Schema:
    """What stands at a place by itself, read again where a file of it has changed."""
    stamp = "" if place.path is None else _stamp(place)
    known = _LOADED.get(place)
    if known is not None and known.files == stamp and (place.path is not None or known.pack is _in_module(place)):
        return known.pack
    pack = read_place(place)
    try:
        check_soundness(pack)
    except SchemaError as error:
        raise SchemaError(f"{place.text}: {error}") from error
    _LOADED[place] = _Loaded(stamp, pack, None, pack)
    return pack


def _in_module(place: SchemaPlace) -> object:
    """What a module holds now, without reading a model again."""
    found = getattr(import_module(place.module), place.wanted or "SCHEMA", None)
    return found if isinstance(found, Schema) else _LOADED[place].pack


def _stamp(place: SchemaPlace) -> str:
    found = hashlib.sha256()
    for each in (each for file in place_files(place) for each in files_below(SourceFile(file.name, file))):
        found.update(f"{each.name}\n".encode() + each.place.read_bytes())
    return found.hexdigest()


def _rule_files(place: SchemaPlace, name: str) -> tuple[Path, ...]:
    return tuple(file for file in _places_of_rules(place, name) if file.is_file())


def _places_of_rules(place: SchemaPlace, name: str) -> Iterator[Path]:
    if place.path is not None and place.path.is_dir():
        yield place.path / RULES_OF_PACK
    elif place.ours:
        yield from (file / RULES_OF_PACK for file in place_files(place))
    if os.environ.get(RULES_FOLDER):
        folder = Path(os.environ[RULES_FOLDER]).expanduser()
        if not folder.is_dir():
            raise SchemaError(f"{RULES_FOLDER} names {folder}, which is no folder")
        yield folder / f"{name}.yaml"


def _complete(schema: Schema, files: Sequence[Path], stamp: str) -> Schema:
    """The schema with the rules and the weights of these files, every rule rehearsed."""
    if files:
        from extractor.schemas.declared import add_rules, read_rules
        from extractor.schemas.declared_weights import add_weights, read_weights

        for file in files:
            schema = add_weights(add_rules(schema, read_rules(file)), read_weights(file))
        declared = (*schema.declared, *(file.read_text("utf-8") for file in files))
        schema = replace(schema, version=f"{schema.version}+{stamp}", declared=declared)
    for form in schema.forms:
        rehearse(form)
    return schema

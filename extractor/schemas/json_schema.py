"""A JSON Schema (draft 7 or 2020-12) to a :class:`~extractor.schemas.shape.Shape`.

What it cannot hold is refused by name: a value of several types, a tuple, an object without properties, a schema that
holds itself. Our own marks stand under ``x-extractor``, beside ``title`` and ``description``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Final, cast

from pydantic import BaseModel, JsonValue

from extractor.errors import SchemaError
from extractor.schemas.description_words import described_kind, is_selection, is_unsigned
from extractor.schemas.notation import Notation
from extractor.schemas.shape import ITEM, KEY, Proof, Shape, ShapeChoice, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode
from extractor.schemas.state import Kind
from extractor.schemas.text_pattern import matches

MARKS: Final = "x-extractor"
"""The keyword under which our own marks stand."""
ALIASES: Final = "aliases"
"""The mark that holds the aliases of a field of a pydantic model."""

Json = Mapping[str, JsonValue]

_FORMATS: Mapping[str, Kind] = {"date": "date", "time": "time", "date-time": "datetime"}
_TEXT_FORMATS = frozenset(
    {"uuid", "email", "idn-email", "uri", "uri-reference", "hostname", "ipv4", "ipv6", "regex", "phone", "currency"}
)
_REFUSED_FORMATS = frozenset({"duration", "binary", "base64url", "byte"})
_UNSUPPORTED = ("oneOf", "not", "if", "patternProperties", "prefixItems", "contains", "dependentSchemas")
_LIMITS = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems"),
)
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")
_NO_LETTER = re.compile(r"\W|_")
_NO_MARKS: Json = {}
_PROOFS: tuple[Proof, ...] = ("strict", "standard", "optional")
_KNOWN_MARKS = frozenset(
    {
        "labels",
        ALIASES,
        "units",
        "notation",
        "nil_marks",
        "proof",
        "words",
        "identity",
        "language",
        "decimal",
        "reference",
        "signs",
    }
)


def shape_of_schema(schema: Json, name: str, model: type[BaseModel] | None = None) -> Shape:
    """The shape of a record that a JSON Schema describes. SchemaError names the place and what is wrong there.

    ``schema`` describes an object. ``model``: the pydantic model it was made of.
    """
    compiler = _Compiler(schema)
    root = compiler.node(schema, "", "", required=True)
    if not isinstance(root, ShapeGroup):
        raise SchemaError(f"{name} describes no record: its type must be object, with properties")
    return Shape(name, root, schema, model, str(compiler.marks(schema, name).get("language", "")))


def words_of(key: str) -> str:
    """The words of a field's name, as they may be printed: ``Unit price`` of ``unitPrice`` and ``unit_price``."""
    words = _WORDS.findall(key)
    kept = [word if word.isupper() and len(word) > 1 else word.lower() for word in words]
    text = " ".join(kept)
    return text[:1].upper() + text[1:] if text else key


class _Compiler:
    """Walks one schema. ``path`` is that of the record, ``key`` the name under which a node stands."""

    def __init__(self, schema: Json) -> None:
        self.whole = schema
        self.open: list[str] = []

    def node(self, schema: Json, path: str, key: str, required: bool) -> ShapeNode:
        try:
            references, schema = self._resolved(schema, path)
        except SchemaError as error:
            error.field = error.field or path
            raise
        self.open += references
        try:
            return self._node(schema, path, key, required)
        except SchemaError as error:
            error.field = error.field or path
            raise
        finally:
            del self.open[len(self.open) - len(references) :]

    def _node(self, schema: Json, path: str, key: str, required: bool) -> ShapeNode:
        for word in _UNSUPPORTED:
            if word in schema:
                raise SchemaError(f"{path or 'the schema'}: {word} is not supported")
        labels = self._labels(schema, key, path)
        description = str(schema.get("description", ""))
        kind = self._type(schema, path)
        if kind == "object":
            return self._object(schema, path, labels, description, required)
        if kind == "array":
            items = schema.get("items")
            if not isinstance(items, dict):
                raise SchemaError(f"{path}: the items of the list are not described; add items")
            item = self.node(items, f"{path}.{ITEM}", key, required=True)
            selected = is_selection(description)
            return ShapeList(path, labels, item, description, required, limits=_limits(schema), selected=selected)
        return self._leaf(schema, path, kind, labels, required)

    def _object(self, schema: Json, path: str, labels: tuple[str, ...], description: str, required: bool) -> ShapeNode:
        properties, more = schema.get("properties"), schema.get("additionalProperties")
        if not properties and isinstance(more, dict):
            item = self.node(more, f"{path}.{KEY}", path.rpartition(".")[2], required=True)
            return ShapeList(path, labels, item, description, required, keyed=True)
        if not isinstance(properties, dict) or not properties:
            raise SchemaError(f"{path or 'the schema'}: an object without properties says nothing about its values")
        needed = schema.get("required")
        names = set(needed) if isinstance(needed, list) else set()
        members = {}
        for name, inner in properties.items():
            if not isinstance(inner, dict):
                raise SchemaError(f"{_below(path, name)}: is not described")
            if "." in name or "{" in name:
                raise SchemaError(f"{_below(path, name)}: names of fields hold no points and no braces")
            members[name] = self.node(inner, _below(path, name), name, name in names)
        return ShapeGroup(path, labels, members, description, required)

    def _leaf(self, schema: Json, path: str, kind: str, labels: tuple[str, ...], required: bool) -> ShapeLeaf:
        marks = self.marks(schema, path)
        examples = schema.get("examples", ())
        said, own = str(schema.get("description", "")), _leaf_kind(schema, kind, path)
        _check_pattern(schema, path)
        leaf = ShapeLeaf(
            path,
            own if "pattern" in schema else described_kind(own, said),
            labels,
            description=said,
            examples=tuple(map(str, examples if isinstance(examples, Sequence) else ())),
            choices=_choices(schema, marks),
            required=required,
            pattern=str(schema.get("pattern", "")),
            limits=_limits(schema),
            unsigned=is_unsigned(own, said),
            labelled=words_of(path.rpartition(".")[2]) in _texts(marks.get("labels"), path),
        )
        return _marked(leaf, marks)

    def _labels(self, schema: Json, key: str, path: str) -> tuple[str, ...]:
        """What may be printed: our marks first, then the title, aliases, and the words of the name."""
        marks = self.marks(schema, path)
        own, aliases = _texts(marks.get("labels"), path), _texts(marks.get(ALIASES), path)
        title = schema.get("title")
        found = [*own, *([str(title)] if title else ()), *aliases, *map(words_of, aliases), words_of(key)]
        return tuple(dict.fromkeys(each for each in found if each))

    def marks(self, schema: Json, path: str) -> Json:
        """Our marks of a node. SchemaError names those that do not exist."""
        marks = schema.get(MARKS, _NO_MARKS)
        if not isinstance(marks, Mapping):
            raise SchemaError(f"{path}: {MARKS} must be an object")
        unknown = sorted(set(marks) - _KNOWN_MARKS)
        if unknown:
            raise SchemaError(f"{path}: there is no mark {unknown[0]!r}; there are: {', '.join(sorted(_KNOWN_MARKS))}")
        return marks

    def _resolved(self, schema: Json, path: str) -> tuple[list[str], Json]:
        """The schema with what it refers to, null left out. What stands beside a reference goes first."""
        references: list[str] = []
        while True:
            if "$ref" in schema:
                reference = str(schema["$ref"])
                if reference in (*self.open, *references):
                    raise SchemaError(f"{path}: {reference} holds itself; records without end are not supported")
                references.append(reference)
                schema = {
                    **_untitled(self._at(reference, path), reference),
                    **{k: v for k, v in schema.items() if k != "$ref"},
                }
            elif isinstance(found := schema.get("allOf"), list) and len(found) == 1:
                schema = {**cast(Json, found[0]), **{k: v for k, v in schema.items() if k != "allOf"}}
            elif isinstance(found := schema.get("anyOf") or schema.get("oneOf"), list):
                left = {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}
                schema = {**self._one_of(cast(list[Json], found), path), **left}
            else:
                return references, schema

    def _one_of(self, options: list[Json], path: str) -> Json:
        left = [each for each in options if each.get("type") != "null"]
        types = {str(each.get("type")) for each in left}
        if types == {"number", "string"} and len(left) == 2:
            return next(each for each in left if each["type"] == "number")
        if len(left) != 1:
            raise SchemaError(f"{path}: a value of {len(left)} types is not supported; say one of them, or null")
        return left[0]

    def _at(self, reference: str, path: str) -> Json:
        found: JsonValue = cast(JsonValue, self.whole)
        if not reference.startswith("#"):
            raise SchemaError(f"{path}: {reference} stands in another file; put it under $defs")
        for part in reference.removeprefix("#").split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, Mapping) or name not in found:
                raise SchemaError(f"{path}: there is nothing at {reference}")
            found = found[name]
        if not isinstance(found, dict):
            raise SchemaError(f"{path}: {reference} is no schema")
        return found

    def _type(self, schema: Json, path: str) -> str:
        found = schema.get("type")
        if isinstance(found, list):
            left = [each for each in found if each != "null"]
            if len(left) != 1:
                raise SchemaError(f"{path}: a value of the types {', '.join(map(str, left))} is not supported")
            found = left[0]
        if found is None and ("enum" in schema or "const" in schema):
            return "string"
        if found is None and ("properties" in schema or isinstance(schema.get("additionalProperties"), dict)):
            return "object"
        if found not in ("object", "array", "string", "number", "integer", "boolean"):
            what = f"the type {found}" if found else "a value of any type"
            raise SchemaError(f"{path or 'the schema'}: {what} is not supported; say string, number, array or object")
        return str(found)


def _untitled(schema: Json, reference: str) -> Json:
    """What a reference leads to, without a title that is only the name of its class: no form prints that."""
    name, title = reference.rpartition("/")[2], schema.get("title")
    same = isinstance(title, str) and _NO_LETTER.sub("", title) == _NO_LETTER.sub("", name)
    return {word: said for word, said in schema.items() if word != "title"} if same else schema


def _leaf_kind(schema: Json, kind: str, path: str) -> Kind:
    if kind == "integer":
        return "count"
    if kind == "number":
        return "amount"
    if kind == "boolean":
        return "boolean"
    if "enum" in schema or "const" in schema:
        return "choice"
    written = str(schema.get("format", ""))
    if written in _REFUSED_FORMATS:
        raise SchemaError(f"{path}: the format {written} is not supported; a plain string is")
    return _FORMATS.get(written, "text")


def _check_pattern(schema: Json, path: str) -> None:
    """SchemaError for a pattern that no text could be compared with."""
    try:
        matches(str(schema.get("pattern", "")))
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from error


def _limits(schema: Json) -> Json:
    return {word: schema[word] for word in _LIMITS if word in schema}


def _choices(schema: Json, marks: Json) -> tuple[ShapeChoice, ...]:
    """The values of an enumeration, with the words that marks give for them."""
    values = schema["enum"] if isinstance(schema.get("enum"), list) else [schema["const"]] if "const" in schema else []
    words = marks.get("words", _NO_MARKS)
    given = words if isinstance(words, Mapping) else _NO_MARKS
    found = []
    for value in cast(list[JsonValue], values):
        if value is not None:
            own = given.get(str(value), ())
            more = [own] if isinstance(own, str) else list(cast(Sequence[str], own or ()))
            plain = value if isinstance(value, (bool, int, float)) else None
            printed = tuple(dict.fromkeys((str(value), words_of(str(value)), *more)))
            found.append(ShapeChoice(str(value), printed, plain))
    return tuple(found)


def _marked(leaf: ShapeLeaf, marks: Json) -> ShapeLeaf:
    if not marks:
        return leaf
    proof = marks.get("proof", "standard")
    if proof not in _PROOFS:
        raise SchemaError(f"{leaf.path}: proof is {proof!r}; it may be {', '.join(_PROOFS)}")
    return replace(
        leaf,
        proof=proof,
        identity=bool(marks.get("identity", False)),
        notation=_notation(marks.get("notation"), leaf.path),
        units=_units(marks.get("units"), leaf.path),
        nil_marks=_texts(marks.get("nil_marks"), leaf.path),
        reference=_texts(marks.get("reference"), leaf.path),
        signs=_signs(marks.get("signs"), leaf.path),
    )


def _notation(mark: JsonValue, path: str) -> Notation | None:
    if mark is None:
        return None
    if not isinstance(mark, dict):
        raise SchemaError(f"{path}: notation must be an object: decimal, currency, bracketed_negative")
    unknown = sorted(set(mark) - {"decimal", "currency", "bracketed_negative"})
    if unknown or mark.get("decimal", ".") not in (".", ","):
        what = f"there is no {unknown[0]!r}" if unknown else f"decimal is {mark['decimal']!r}"
        raise SchemaError(f"{path}: notation: {what}; it holds decimal ('.' or ','), currency, bracketed_negative")
    currency = _texts(mark.get("currency"), path)
    return Notation(currency, bool(mark.get("bracketed_negative", False)), "," if mark.get("decimal") == "," else ".")


def _signs(mark: JsonValue, path: str) -> dict[str, str]:
    if mark is None:
        return {}
    if not isinstance(mark, dict) or not set(mark.values()) <= {"-", "+"}:
        raise SchemaError(f"{path}: signs are labels, each with the sign of the numbers at it that are meant: - or +")
    return {label: str(sign) for label, sign in mark.items()}


def _units(mark: JsonValue, path: str) -> dict[str, Decimal]:
    if mark is None:
        return {}
    try:
        return {str(unit): Decimal(str(factor)) for unit, factor in cast(dict[str, JsonValue], mark).items()}
    except (InvalidOperation, AttributeError) as error:
        raise SchemaError(f"{path}: units must be an object from a printed unit to a number") from error


def _texts(mark: JsonValue, path: str) -> tuple[str, ...]:
    if mark is None:
        return ()
    if isinstance(mark, str):
        return (mark,)
    if isinstance(mark, Sequence) and all(isinstance(each, str) for each in mark):
        return tuple(cast(Sequence[str], mark))
    raise SchemaError(f"{path}: must be a text or a list of texts, not {mark!r}")


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

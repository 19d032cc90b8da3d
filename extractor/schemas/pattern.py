"""Paths with gaps, for rules that are written down instead of programmed.

``table.<row>.total`` stands for the totals of all rows, one check for each; ``table.*.total`` for all of them together.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from extractor.errors import SchemaError
from extractor.schemas.expression import Node, cell, is_field, key, keys, kind_of_node
from extractor.schemas.nearest import did_you_mean

Bindings = Mapping[str, str]
"""What the names in angle brackets stand for in one check."""

FieldKind: TypeAlias = Literal["number", "text", "moment", "flag", "list", "any"]
"""What a path ends in: any is a field of whatever kind, list a list and no field."""

_NAMED = re.compile(r"<([a-z_][a-z0-9_]*)>")
_SEGMENT = re.compile(r"\*|<[a-z_][a-z0-9_]*>|[A-Za-z_][A-Za-z0-9_]*")
ALL = "*"
_LISTS = ("list", "keyed")


def check_pattern(pattern: str) -> None:
    """SchemaError for something that cannot be a path."""
    for segment in pattern.split("."):
        if not _SEGMENT.fullmatch(segment):
            raise SchemaError(f"{pattern!r} is not a path of a field: {segment!r} is no key, no <name> and no *")


def names_in(pattern: str) -> tuple[str, ...]:
    """The names in angle brackets."""
    return tuple(_NAMED.findall(pattern))


def bind(
    report: Node, pattern: str, excluded: frozenset[str], known: Bindings, kind: FieldKind = "number"
) -> Iterator[Bindings]:
    """Everything that the names in angle brackets can stand for, so that the path ends in a field of this kind."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for bindings, _ in _walk(report, tuple(pattern.split(".")), excluded, dict(known), kind):
        key = tuple(sorted(bindings.items()))
        if key not in seen:
            seen.add(key)
            yield bindings


def fields(
    report: Node, pattern: str, excluded: frozenset[str], bindings: Bindings, kind: FieldKind = "number"
) -> list[Node]:
    """The fields of a path whose names in angle brackets are bound; more than one only where it holds a ``*``."""
    return [node for _, node in _walk(report, tuple(pattern.split(".")), excluded, dict(bindings), kind)]


def lists(report: Node, pattern: str, bindings: Bindings) -> list[Node]:
    """The lists of a path whose names in angle brackets are bound."""
    return [node for _, node in _walk(report, tuple(pattern.split(".")), frozenset(), dict(bindings), "list")]


def _walk(
    node: Node, rest: tuple[str, ...], excluded: frozenset[str], bindings: dict[str, str], kind: FieldKind
) -> Iterator[tuple[dict[str, str], Node]]:
    if not rest:
        if _ends_in(node, kind):
            yield bindings, node
        return
    segment, *after = rest
    named = _NAMED.fullmatch(segment)
    if named is not None and named[1] in bindings:
        yield from _walk(cell(node, bindings[named[1]]), tuple(after), excluded, bindings, kind)
    elif named is None and segment != ALL:
        yield from _walk(cell(node, segment), tuple(after), excluded, bindings, kind)
    else:
        for each in _keys_with(node, after[:1], excluded, kind):
            bound = bindings if named is None else {**bindings, named[1]: each}
            yield from _walk(cell(node, each), tuple(after), excluded, bound, kind)


def _keys_with(node: Node, following: list[str], excluded: frozenset[str], kind: FieldKind) -> list[str]:
    """The keys of the parts that have what a path names next. SchemaError where none of them has it."""
    known = [each for each in keys(node) if each not in excluded]
    found = [each for each in known if _has(node, each, following, kind)]
    if known and not found and following and _is_key(following[0]):
        inner = list(dict.fromkeys(name for each in known for name in keys(cell(node, each))))
        raise SchemaError(f"no row of {key(node)} has {following[0]}{did_you_mean(following[0], inner)}")
    return found


def _is_key(segment: str) -> bool:
    return segment != ALL and _NAMED.fullmatch(segment) is None


def _ends_in(node: Node, kind: FieldKind) -> bool:
    if kind == "any":
        return kind_of_node(node) not in ("branch", *_LISTS)
    return kind_of_node(node) in _LISTS if kind == "list" else is_field(node, kind)


def _has(node: Node, name: str, following: list[str], kind: FieldKind) -> bool:
    """Whether the part with this key has the key that the path names next; rows of another shape are passed over."""
    inner = keys(cell(node, name))
    if not following:
        return kind == "list" or not inner
    return following[0] in inner if _is_key(following[0]) else bool(inner)

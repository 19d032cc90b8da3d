"""Paths with gaps, for rules that are written down instead of programmed.

``table.<row>.total`` stands for the totals of all rows, one check for each; ``table.*.total`` for all of them together.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from extractor.errors import SchemaError
from extractor.schemas.expression import Node, cell, is_field, keys, kind_of_node

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
        for key in keys(node):
            if key in excluded or not _has(node, key, after[:1], kind):
                continue
            bound = bindings if named is None else {**bindings, named[1]: key}
            yield from _walk(cell(node, key), tuple(after), excluded, bound, kind)


def _ends_in(node: Node, kind: FieldKind) -> bool:
    if kind == "any":
        return kind_of_node(node) not in ("branch", *_LISTS)
    return kind_of_node(node) in _LISTS if kind == "list" else is_field(node, kind)


def _has(node: Node, key: str, following: list[str], kind: FieldKind) -> bool:
    """Whether the part with this key has the key that the path names next; rows of another shape are passed over."""
    inner = keys(cell(node, key))
    if not following:
        return kind == "list" or not inner
    named = following[0] == ALL or _NAMED.fullmatch(following[0]) is not None
    return bool(inner) if named else following[0] in inner

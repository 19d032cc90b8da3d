"""What any pydantic model or JSON Schema comes to: a tree of groups, lists and leaves, each with what may be printed
for it.

A leaf is one value. Its path has ``{n}`` for the number of an item and ``{key}`` for a key that the document gives:
``lines.{n}.amount``, ``totals.{key}``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import BaseModel, JsonValue

from extractor.schemas.notation import Notation
from extractor.schemas.state import Kind

ITEM = "{n}"
"""Stands for the number of an item in a path."""
KEY = "{key}"
"""Stands for a key that the document gives."""

Proof: TypeAlias = Literal["strict", "standard", "optional"]
"""How much proof a field needs: two witnesses, as the policy says, or none: it never keeps a document from being
accepted."""


@dataclass(frozen=True, slots=True)
class ShapeChoice:
    """A value that a field may have, and the words it is printed as, its own first. ``given``: the value itself, where
    the schema has a number or yes or no there and not a text."""

    value: str
    words: tuple[str, ...]
    given: bool | int | float | None = None


@dataclass(frozen=True, slots=True)
class ShapeLeaf:
    """One value. ``labels``: what may be printed beside or above it, likeliest first; ``labelled``: the words of its
    name are a label that somebody gave, and no guess. ``description`` and ``examples`` are for people and models.

    ``notation``: how its numbers are written, None where the document itself decides. ``units``: a printed unit and its
    factor into the field's own. ``nil_marks``: what is printed where there is no value. ``required``: the schema has
    no record without it. ``reference``: the known names, where a text has to be one of them. ``limits``: what a
    JSON Schema demands beyond the type, by its own words (``minimum``). ``unsigned``: its numbers are given without
    the sign that they are printed with. ``signs``: labels that it shares with another field, each with the sign, - or
    +, of those numbers at it that are this one's; they too are given without it.
    """

    path: str
    kind: Kind
    labels: tuple[str, ...]
    description: str = ""
    examples: tuple[str, ...] = ()
    choices: tuple[ShapeChoice, ...] = ()
    required: bool = False
    proof: Proof = "standard"
    identity: bool = False
    notation: Notation | None = None
    units: Mapping[str, Decimal] = field(default_factory=dict)
    nil_marks: tuple[str, ...] = ()
    pattern: str = ""
    reference: tuple[str, ...] = ()
    limits: Mapping[str, JsonValue] = field(default_factory=dict)
    unsigned: bool = False
    signs: Mapping[str, str] = field(default_factory=dict)
    labelled: bool = False

    @property
    def key(self) -> str:
        """The last name of its path that is not a number or key: ``amount`` of ``lines.{n}.amount``."""
        return next((each for each in reversed(self.path.split(".")) if each not in (ITEM, KEY)), self.path)


@dataclass(frozen=True, slots=True)
class ShapeGroup:
    """Values that belong together, by name. ``labels``: the title they may be printed under."""

    path: str
    labels: tuple[str, ...]
    members: "Mapping[str, ShapeNode]"
    description: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class ShapeList:
    """Any number of items, all alike, in the order in which they are printed. ``item`` has ``{n}`` in its path.

    ``keyed``: they are told by keys that the document gives (``{key}`` instead of ``{n}``), not by their order. In the
    path of a record a key is written as :mod:`extractor.schemas.record_keys` says. ``limits``: as of a leaf.
    ``selected``: it holds only some of the rows that are printed.
    """

    path: str
    labels: tuple[str, ...]
    item: "ShapeNode"
    description: str = ""
    required: bool = False
    keyed: bool = False
    limits: Mapping[str, JsonValue] = field(default_factory=dict)
    selected: bool = False

    @property
    def leaves(self) -> tuple[ShapeLeaf, ...]:
        """The leaves of one item, those of lists inside it left out."""
        return tuple(_own_leaves(self.item))


ShapeNode: TypeAlias = ShapeLeaf | ShapeGroup | ShapeList


@dataclass(frozen=True)
class Shape:
    """A whole record. ``source`` is the JSON Schema it was made of, ours marks included; ``model`` the pydantic model,
    where there is one."""

    name: str
    root: ShapeGroup
    source: Mapping[str, JsonValue]
    model: type[BaseModel] | None = None
    language: str = ""

    @cached_property
    def leaves(self) -> Mapping[str, ShapeLeaf]:
        """Every leaf by its path, in the order of the schema."""
        return {leaf.path: leaf for leaf in _all_leaves(self.root)}

    @cached_property
    def lists(self) -> Mapping[str, ShapeList]:
        """Every list by its path, outer ones first."""
        return {each.path: each for each in _all_lists(self.root)}

    def general(self, path: str) -> str:
        """The path of the schema behind the path of a record: ``lines.{n}.amount`` of ``lines.3.amount``.

        KeyError where the schema has no such place.
        """
        return self.node(path).path

    def node(self, path: str) -> ShapeNode:
        """What the schema has at the path of a record. KeyError if nothing."""
        found: ShapeNode = self.root
        for name in path.split(".") if path else ():
            if isinstance(found, ShapeGroup):
                found = found.members[name]
            elif isinstance(found, ShapeList) and (found.keyed or name.isdigit()):
                found = found.item
            else:
                raise KeyError(path)
        return found

    def leaf(self, path: str) -> ShapeLeaf:
        """The leaf behind the path of a record. KeyError if there is none."""
        found = self.node(path)
        if not isinstance(found, ShapeLeaf):
            raise KeyError(path)
        return found


def walk(node: ShapeNode) -> Iterator[ShapeNode]:
    """The node and all below it, in the order of the schema."""
    yield node
    for inner in inner_nodes(node):
        yield from walk(inner)


def inner_nodes(node: ShapeNode) -> Sequence[ShapeNode]:
    """What stands directly below a node."""
    if isinstance(node, ShapeGroup):
        return tuple(node.members.values())
    return (node.item,) if isinstance(node, ShapeList) else ()


def _all_leaves(node: ShapeNode) -> Iterator[ShapeLeaf]:
    return (each for each in walk(node) if isinstance(each, ShapeLeaf))


def _all_lists(node: ShapeNode) -> Iterator[ShapeList]:
    return (each for each in walk(node) if isinstance(each, ShapeList))


def _own_leaves(node: ShapeNode) -> Iterator[ShapeLeaf]:
    if isinstance(node, ShapeLeaf):
        yield node
    elif isinstance(node, ShapeGroup):
        for inner in node.members.values():
            yield from _own_leaves(inner)

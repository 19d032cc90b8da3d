"""A value with a name, or a group of such values: what every file of named values is before it is laid out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from extractor.documents.limits import OpeningLimits
from extractor.errors import LimitExceeded

DEEPEST = 100
"""Levels of values in each other: records of people and programs have under 30."""

NamePath: TypeAlias = tuple[str, ...]
"""The names that lead from the root to a node, without counting which of several of one name it is."""


@dataclass(slots=True)
class NamedNode:
    """A node of the tree. ``value`` is None for a group; ``place`` is how the file's own language points at it.

    ``many``: the file itself says that it is one of a list. A node with a value may have children as well: in XML its
    attributes.
    """

    name: str
    place: str
    value: str | None = None
    many: bool = False
    children: list["NamedNode"] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        """Whether it is a value and nothing besides."""
        return self.value is not None and not self.children


@dataclass
class NodeCount:
    """Counts the nodes of a file while its tree is built. LimitExceeded for too many, or too deep ones."""

    limits: OpeningLimits
    file: str
    nodes: int = 0

    def enter(self, depth: int) -> None:
        """One node more, so many levels below the root."""
        self.nodes += 1
        if self.nodes > self.limits.words:
            raise LimitExceeded(f"{self.file}: more than {self.limits.words} values. Split the file.")
        if depth > DEEPEST:
            raise LimitExceeded(f"{self.file}: values nested over {DEEPEST} levels deep. No record is.")


def listed_paths(root: NamedNode) -> frozenset[NamePath]:
    """The paths of nodes that are items of lists: the file says so, or one parent has several of the name."""
    found: set[NamePath] = set()
    for path, node in walked_nodes(root, (root.name,)):
        seen: set[str] = set()
        for child in node.children:
            if child.many or child.name in seen:
                found.add((*path, child.name))
            seen.add(child.name)
    return frozenset(found)


def walked_nodes(node: NamedNode, path: NamePath) -> Iterator[tuple[NamePath, NamedNode]]:
    """A node and all below it in the order of the file, each with its path."""
    yield path, node
    for child in node.children:
        yield from walked_nodes(child, (*path, child.name))


def flat_values(
    item: NamedNode, path: NamePath, listed: frozenset[NamePath]
) -> list[tuple[NamePath, NamedNode]] | None:
    """The values of an item, each with its path below it; None where there is a list in it."""
    found: list[tuple[NamePath, NamedNode]] = []
    for below, node in walked_nodes(item, path):
        if len(below) > len(path) and below in listed:
            return None
        if node.value is not None:
            found.append((below[len(path) :], node))
    return found


def runs_of_items(
    children: Sequence[NamedNode], path: NamePath, listed: frozenset[NamePath]
) -> Iterator[list[NamedNode]]:
    """Children in their order: items of one list that follow each other together, every other one alone."""
    run: list[NamedNode] = []
    for child in children:
        if run and (child.name != run[-1].name or (*path, child.name) not in listed):
            yield run
            run = []
        run.append(child)
    if run:
        yield run

"""A tree of named values laid out as a document: a value beside its name, lists of alike items as tables.

A group is a line with its name, then what it holds. Items of a list that hold no list themselves are the rows of a
table under the names of their values; others are groups one after the other. Nothing is written that the file does not
hold: items are told by their places, not by numbers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.documents.composing import Composer, LaidCell, pieces_of_lines
from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document, Page
from extractor.documents.tree.named_node import (
    NamedNode,
    NamePath,
    flat_values,
    listed_paths,
    runs_of_items,
    walked_nodes,
)
from extractor.documents.tree.tree_names import name_in_words, told_apart
from extractor.errors import EmptyDocument, LimitExceeded

_LAST = re.compile(r"\[\d+\]$")
_MOST_COLUMNS = 100
"""Different values of items beyond which a list is no table."""
_FILLED = 0.5
"""Share of the cells of a table that hold something, at least: items that have less in common are groups."""


def document_of_tree(
    root: NamedNode,
    *,
    name: str,
    sha256: str,
    media_type: str,
    source: str,
    limits: OpeningLimits,
    encoding: str | None = None,
) -> Document:
    """The document that a tree makes. EmptyDocument for one without a value, LimitExceeded for too many cells."""
    writer = _TreeWriter(listed_paths(root), limits, name)
    writer.write_root(root)
    if not writer.values:
        raise EmptyDocument(f"{name}: no value stands in it.")
    composer = writer.composer
    return composer.document(
        name=name,
        sha256=sha256,
        media_type=media_type,
        pages=(Page(1, method="logical", source=source),),
        encoding=encoding,
    )


@dataclass
class _TreeWriter:
    """Writes the rows. ``called``: what the values outside of tables are called."""

    listed: frozenset[NamePath]
    limits: OpeningLimits
    file: str
    composer: Composer = field(default_factory=Composer)
    called: dict[NamePath, str] = field(default_factory=dict)
    values: int = 0
    _table: int = -1
    _open: bool = False
    _cells: int = 0

    def write_root(self, root: NamedNode) -> None:
        """All of the tree."""
        path = (root.name,)
        self.called.update(told_apart(below for below, node in walked_nodes(root, path) if node.value is not None))
        self._group(root, path)

    def _group(self, node: NamedNode, path: NamePath) -> None:
        """A line with the name of a group, then what it holds."""
        if node.value is not None:
            self._pair(node, path)
        elif node.name:
            self._open = False
            self._add((_laid(name_in_words(node.name), node.place),), None)
        for run in runs_of_items(node.children, path, self.listed):
            below = (*path, run[0].name)
            if below in self.listed and self._as_table(run, below):
                continue
            for child in run:
                if child.is_leaf:
                    self._pair(child, below)
                else:
                    self._group(child, below)
        self._open = self._open and node.value is not None

    def _pair(self, node: NamedNode, path: NamePath) -> None:
        if not self._open:
            self._table += 1
            self._open = True
        label = self.called.get(path) or name_in_words(node.name)
        cells = (_laid(label, node.place), _laid(node.value or "", node.place, 1))
        self._add(cells if label else cells[1:], self._table)
        self.values += bool(node.value)

    def _as_table(self, items: Sequence[NamedNode], path: NamePath) -> bool:
        """The items of a list as rows under headings; False where they are no table."""
        found = [flat_values(item, path, self.listed) for item in items]
        flat = [values for values in found if values is not None]
        columns = list(dict.fromkeys(below for values in flat for below, _ in values))
        cells = sum(map(len, flat))
        if (
            len(flat) < len(items)
            or not 0 < len(columns) <= _MOST_COLUMNS
            or cells < _FILLED * len(items) * len(columns)
        ):
            return False
        if columns == [()]:
            return False
        self._table += 1
        self._open = False
        named = told_apart((path[-1], *below) for below in columns)
        heading = [named[(path[-1], *below)] for below in columns]
        if path[-1]:
            self._add((_laid(name_in_words(path[-1]), _LAST.sub("", items[0].place)),), None)
        self._add([_laid(text, "", at) for at, text in enumerate(heading)], self._table)
        for item, values in zip(items, flat, strict=True):
            here = dict(values)
            self._add(
                [
                    _laid(here[below].value or "", here[below].place, at)
                    if below in here
                    else _laid("", item.place, at)
                    for at, below in enumerate(columns)
                ],
                self._table,
            )
            self.values += sum(bool(node.value) for _, node in values)
        return True

    def _add(self, cells: Sequence[LaidCell], table: int | None) -> None:
        self._cells += len(cells)
        if self._cells > 2 * self.limits.words:
            raise LimitExceeded(f"{self.file}: more than {self.limits.words} values. Split the file.")
        self.composer.add_row(cells, table)


def _laid(text: str, place: str, column: int = 0) -> LaidCell:
    return LaidCell(pieces_of_lines(text.split("\n")), column, address=place)

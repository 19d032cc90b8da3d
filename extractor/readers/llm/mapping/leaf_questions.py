"""What is asked about any model: where each of its values is printed, and which rows and columns its lists are."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.readers.llm.mapping.questions import (
    AskedRow,
    ColumnsQuestion,
    ControlQuestion,
    Question,
    RowsQuestion,
    StatementQuestion,
    ask,
    known_line,
    strange_label,
)
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.schemas.form import BlockSpec, ClaimSpec, ColumnSpec, Label, TableSpec
from extractor.schemas.shape import ITEM, KEY, Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode

STRANGE = "@"
"""The path of the statement that no document prints: whoever finds it makes things up."""
_KEY = "what each is called"


@dataclass(frozen=True, slots=True)
class AskedList:
    """A list that is asked for. ``leaves``: one for each column; of a keyed list the first is None, the key.
    ``above``: the list in whose items it stands, if it stands in one.
    """

    node: ShapeList
    leaves: tuple[ShapeLeaf | None, ...]
    above: ShapeList | None = None

    @property
    def path(self) -> str:
        """Its path in the schema."""
        return self.node.path

    @property
    def item(self) -> str:
        """The path of one item in the schema."""
        return f"{self.path}.{KEY if self.node.keyed else ITEM}"


def asked_leaves(shape: Shape) -> tuple[ShapeLeaf, ...]:
    """The leaves that are asked for one by one: those that stand in no list."""
    return tuple(_single(shape.root))


def asked_lists(shape: Shape) -> tuple[AskedList, ...]:
    """The lists that are asked for: those that stand in no other, and those in the items of such a one."""
    return tuple(_lists(shape.root))


def leaf_questions(shape: Shape, sheet: NumberedSheet, part: range, rng: random.Random) -> tuple[Question, ...]:
    """All questions about a part of a document, with a value and rows that are printed nowhere, and a known line."""
    asked: list[Question] = [StatementQuestion(_claim(shape, leaf)) for leaf in asked_leaves(shape)]
    strange = ClaimSpec(STRANGE, "text", (), strange_label(rng))
    asked.insert(rng.randrange(len(asked) + 1), StatementQuestion(strange))
    for each in asked_lists(shape):
        block = BlockSpec(tuple(_columns(each)), (), "repeat")
        title = _title(each.node)
        if each.above is not None:
            title = f"{title}, each in an item of {_title(each.above)} that it stands beside or below"
        table = TableSpec(each.path, Label((title,)), (block,))
        asked.append(RowsQuestion(table, (AskedRow(strange_label(rng)),), block))
        asked.append(ColumnsQuestion(table, block))
    known = known_line(sheet, part, rng)
    if known is not None:
        asked.insert(rng.randrange(len(asked) + 1), ControlQuestion(known))
    return tuple(asked)


def said_of(shape: Shape, leaf: ShapeLeaf) -> str:
    """A value as it is asked for, in words."""
    return ask(StatementQuestion(_claim(shape, leaf))).partition(": ")[2]


def _single(node: ShapeNode) -> Iterator[ShapeLeaf]:
    if isinstance(node, ShapeLeaf):
        yield node
    elif isinstance(node, ShapeGroup):
        for inner in node.members.values():
            yield from _single(inner)


def _lists(node: ShapeNode, above: ShapeList | None = None) -> Iterator[AskedList]:
    if isinstance(node, ShapeGroup):
        for inner in node.members.values():
            yield from _lists(inner, above)
    elif isinstance(node, ShapeList):
        if node.leaves:
            yield AskedList(node, (*((None,) if node.keyed else ()), *node.leaves), above)
        if above is None and node.leaves and not node.keyed:
            yield from _lists(node.item, node)


def _claim(shape: Shape, leaf: ShapeLeaf) -> ClaimSpec:
    """A value in words: the titles it stands under, its label, what its schema says of it."""
    above: list[str] = []
    node: ShapeNode = shape.root
    for name in leaf.path.split(".")[:-1]:
        assert isinstance(node, ShapeGroup)
        node = node.members[name]
        above += _named(node)
    said = " > ".join([*above, leaf.labels[0]])
    words = [each.words[0] for each in leaf.choices]
    more = [leaf.description] if leaf.description else []
    more += [f"one of {', '.join(words)}"] if words else []
    return ClaimSpec(leaf.path, leaf.kind, (), "; ".join([said, *more]))


def _named(node: ShapeNode) -> Sequence[str]:
    return node.labels[:1]


def _title(node: ShapeList) -> str:
    return node.labels[0] if node.labels else node.path


def _columns(each: AskedList) -> Iterator[ColumnSpec]:
    for leaf in each.leaves:
        said = _KEY if leaf is None else leaf.labels[0] if leaf.labels else leaf.key
        yield ColumnSpec("key" if leaf is None else leaf.path, Label((said,)), "text" if leaf is None else leaf.kind)

"""What of a page is a label of the schema: of a leaf, of a list, or the title of a group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from extractor.readers.open_layout.open_labels import label_core, label_fit, led_by
from extractor.readers.open_layout.printed_bands import Band
from extractor.readers.open_layout.row_fit import is_value
from extractor.schemas.shape import ITEM, KEY, Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode, walk


@dataclass(frozen=True)
class ShapeLabels:
    """The labels of a shape. ``single``: its leaves that stand in no list, each with the group it stands in;
    ``crossed``: groups and lists by key whose values stand in one row under headings. ``outer``: the labels of the
    shapes that this one is a part of."""

    shape: Shape
    outer: "tuple[ShapeLabels, ...]" = ()

    @cached_property
    def single(self) -> Mapping[str, tuple[ShapeLeaf, ShapeGroup]]:
        """Leaves that stand in no list, by path."""
        return {leaf.path: (leaf, group) for leaf, group in _single(self.shape.root)}

    @cached_property
    def crossed(self) -> tuple[ShapeNode, ...]:
        """Groups of leaves, and lists by key, that stand in no other list."""
        return tuple(
            node for node in walk(self.shape.root) if node.path and ITEM not in node.path and _is_crossed(node)
        )

    @cached_property
    def titled(self) -> tuple[ShapeNode, ...]:
        """Groups and lists that may stand under a title."""
        return tuple(
            node
            for node in walk(self.shape.root)
            if node.path and isinstance(node, (ShapeGroup, ShapeList)) and ITEM not in node.path
        )

    @cached_property
    def cores(self) -> frozenset[str]:
        """Every label, folded."""
        nodes = list(walk(self.shape.root))
        shared = (text for node in nodes if isinstance(node, ShapeLeaf) for text in node.signs)
        own = frozenset(map(label_core, (*(text for node in nodes for text in node.labels), *shared)))
        return own.union(*(each.cores for each in self.outer))

    @cached_property
    def keyed(self) -> tuple[ShapeList, ...]:
        """Lists by key of single values, that stand in no other list."""
        return tuple(node for node in self.crossed if isinstance(node, ShapeList))

    @cached_property
    def shared(self) -> frozenset[str]:
        """Labels, folded, that several leaves outside of lists have."""
        seen: dict[str, set[str]] = {}
        for leaf, _ in self.single.values():
            for text in leaf.labels:
                seen.setdefault(label_core(text), set()).add(leaf.path)
        return frozenset(core for core, paths in seen.items() if len(paths) > 1)

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words, folded, in labels of several leaves outside of lists: none of these is told by them."""
        seen: dict[str, set[str]] = {}
        for leaf, _ in self.single.values():
            for word in {word for text in leaf.labels for word in text.split()}:
                seen.setdefault(label_core(word), set()).add(leaf.path)
        return frozenset(core for core, paths in seen.items() if len(paths) > 1)

    def is_label(self, text: str) -> bool:
        """Whether a text is a label of the schema and nothing else."""
        return label_core(text.rstrip(":： ")) in self.cores

    def is_elsewhere(self, band: Band, spec: ShapeList, values: int) -> bool:
        """Whether a band begins with the label of something that stands in no list, or states it behind a colon, be the
        label in one piece or in several; the row of a single leaf has one value (``values``)."""
        lead = [each.text for each in takewhile(lambda each: not is_value(each.text), band.fragments)]
        texts = dict.fromkeys((*lead[:1], " ".join(lead)))
        return any(self._is_of_other(text, spec, values) for text in texts if text)

    def _is_of_other(self, text: str, spec: ShapeList, values: int) -> bool:
        inside = {label_core(label) for leaf in spec.leaves for label in leaf.labels}
        if label_core(text) in inside:
            return False
        if any(label_fit(text, node.labels) for node in self.crossed if not node.path.startswith(spec.path)):
            return True
        for leaf, _ in self.single.values() if values < 2 else ():
            if label_fit(text, leaf.labels) is not None:
                return True
            if ":" in text and (led := led_by(text, leaf.labels)) is not None and text[: led[1]].rstrip()[-1] in ":：":
                return True
        return any(each._is_of_other(text, spec, values) for each in self.outer)


def qualified_labels(leaf: ShapeLeaf, group: ShapeGroup) -> tuple[str, ...]:
    """The labels of a leaf behind those of its group: "Seller name" of a name in the group Seller."""
    if not group.path:
        return ()
    return tuple(f"{title} {label}" for title in group.labels for label in leaf.labels)


def with_labels(leaf: ShapeLeaf, labels: tuple[str, ...]) -> ShapeLeaf:
    """The leaf under other labels."""
    return replace(leaf, labels=labels)


def _single(group: ShapeGroup) -> Iterator[tuple[ShapeLeaf, ShapeGroup]]:
    for node in group.members.values():
        if isinstance(node, ShapeLeaf):
            yield node, group
        elif isinstance(node, ShapeGroup):
            yield from _single(node)


def _is_crossed(node: ShapeNode) -> bool:
    if isinstance(node, ShapeGroup):
        return len(node.members) > 1 and all(isinstance(each, ShapeLeaf) for each in node.members.values())
    return isinstance(node, ShapeList) and node.keyed and isinstance(node.item, ShapeLeaf) and node.path.count(KEY) == 0

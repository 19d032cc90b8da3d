"""A draft that begins with a model that somebody has: its fields as they are, with the labels that samples print."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extractor.drafting.pack_draft import DraftField, DraftGroup, DraftList, DraftNode
from extractor.readers.label_scale import SCALE
from extractor.readers.open_layout.open_labels import label_core
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeNode
from extractor.schemas.state import NUMBERS

_LIMITS = ("minimum", "maximum")
_WORDS_ALIKE = 90.0
"""How like each other the words of two labels are, in whatever order, where one is proposed for the other."""


def draft_of_shape(shape: Shape) -> list[DraftNode]:
    """The nodes of a shape."""
    return [_node(key, each) for key, each in shape.root.members.items()]


def with_labels_found(members: list[DraftNode], found: Sequence[DraftNode]) -> list[DraftNode]:
    """The nodes with labels of samples that nothing else has and that are nearly theirs: those with the same words, or
    nearly the same letters, and a value of their kind."""
    own = {label_core(label) for each in _all(members) for label in each.labels}
    seen = {label_core(each.labels[0]): each for each in _all(found) if each.labels}
    printed = [each for core, each in seen.items() if core and core not in own]
    for node in _all(members):
        if any(label_core(label) in seen for label in node.labels):
            node.remark = "printed in the samples as said"
            continue
        near = [each for each in printed if isinstance(each, type(node)) and _may_be(node, each)]
        best = max(near, key=lambda each: _likeness(node, each.labels[0]), default=None)
        if best is not None:
            printed.remove(best)
            node.labels.append(best.labels[0])
            node.remark = f"label {best.labels[0]} added: nearly the same; {best.remark}"
        else:
            node.remark = "no such label in the samples" if found else ""
    return members


def _node(key: str, node: ShapeNode) -> DraftNode:
    labels = [*node.labels]
    if isinstance(node, ShapeLeaf):
        return _field(key, node)
    if isinstance(node, ShapeGroup):
        inner = [_node(name, each) for name, each in node.members.items()]
        return DraftGroup(key, labels, inner, required=node.required)
    if isinstance(node.item, ShapeGroup):
        inner = [_node(name, each) for name, each in node.item.members.items()]
        return DraftList(key, labels, inner, required=node.required, keyed=node.keyed)
    return DraftList(key, labels, [_node(key, node.item)], required=node.required, single=True, keyed=node.keyed)


def _field(key: str, leaf: ShapeLeaf) -> DraftField:
    limits = {name: str(leaf.limits[name]) for name in _LIMITS if name in leaf.limits} if leaf.kind in NUMBERS else {}
    return DraftField(
        key,
        leaf.kind,
        [*leaf.labels],
        required=leaf.required,
        notation=leaf.notation,
        units={unit: f"{factor:f}" for unit, factor in leaf.units.items()},
        nil_marks=leaf.nil_marks,
        words={each.value: each.words for each in leaf.choices},
        description=leaf.description,
        proof=leaf.proof,
        identity=leaf.identity,
        pattern=leaf.pattern if leaf.kind == "text" else "",
        limits=limits,
    )


def _all(members: Sequence[DraftNode]) -> Iterator[DraftNode]:
    for each in members:
        yield each
        if not isinstance(each, DraftField):
            yield from _all(each.members)


def _may_be(node: DraftNode, printed: DraftNode) -> bool:
    if isinstance(node, DraftField) and isinstance(printed, DraftField):
        numbers = node.kind in NUMBERS, printed.kind in NUMBERS
        dates = node.kind == "date", printed.kind == "date"
        if numbers[0] != numbers[1] or dates[0] != dates[1]:
            return False
    return _likeness(node, printed.labels[0]) > 0


def _likeness(node: DraftNode, label: str) -> float:
    """How like a printed label is to those of a node; 0 where too little."""
    best = 0.0
    for each in node.labels:
        letters = fuzz.ratio(label_core(each), label_core(label))
        words = fuzz.token_set_ratio(each.lower(), label.lower())
        best = max(best, letters if letters >= SCALE.near else 0.0, words if words >= _WORDS_ALIKE else 0.0)
    return best

"""The fields of a form that is any model: one for each leaf of the record that its readings come to.

How many items a list has, and which keys, the readings say. A list of which nobody read an item is one field itself, at
its own path: that nothing is printed of it is a claim like any other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extractor.schemas.form import FieldSpec, Form
from extractor.schemas.record_keys import key_of_path
from extractor.schemas.shape import ITEM, Proof, Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode, walk


@dataclass(frozen=True)
class RecordFields:
    """The field of the form behind every path of a record, and the number of items by the path of each list."""

    specs: dict[str, FieldSpec] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def record_fields(form: Form, shape: Shape, paths: Iterable[str]) -> RecordFields:
    """The fields of a record of which these ``paths`` are known, in the order of the schema. Paths that the schema does
    not have are left out.
    """
    items: dict[str, dict[str, None]] = {}
    for path in paths:
        for owner, name in _items_in(shape, path):
            items.setdefault(owner, {})[name] = None
    found = RecordFields()
    _add(shape.root, "", form, items, found)
    return found


def proof_of(shape: Shape | None, path: str) -> Proof:
    """How much proof the field at a path needs; a list without items as much as the leaves of its items."""
    if shape is None:
        return "standard"
    proofs = {each.proof for each in walk(shape.node(path)) if isinstance(each, ShapeLeaf)}
    return "optional" if proofs == {"optional"} else "strict" if proofs == {"strict"} else "standard"


def list_above(shape: Shape, path: str) -> str:
    """The record path of the innermost list that holds the field; empty where none does."""
    return next((owner for owner, _ in reversed([*_items_in(shape, path)])), "")


def _items_in(shape: Shape, path: str) -> Iterator[tuple[str, str]]:
    """The lists on the way to a path, each with the item that the path goes through, as far as the schema knows it."""
    node: ShapeNode = shape.root
    names = path.split(".")
    for at, name in enumerate(names):
        if isinstance(node, ShapeList) and (node.keyed or name.isdigit()):
            yield ".".join(names[:at]), name
            node = node.item
        elif isinstance(node, ShapeGroup) and name in node.members:
            node = node.members[name]
        else:
            return


def _add(node: ShapeNode, path: str, form: Form, items: Mapping[str, Mapping[str, None]], found: RecordFields) -> None:
    if isinstance(node, ShapeLeaf):
        found.specs[path] = form.fields[node.path]
        return
    if isinstance(node, ShapeGroup):
        for name, member in node.members.items():
            _add(member, f"{path}.{name}" if path else name, form, items, found)
        return
    names = [*items.get(path, ())]
    if not node.keyed:
        names = [str(number) for number in range(max(map(int, names), default=-1) + 1)]
    found.counts[path] = len(names)
    if not names:
        found.specs[path] = form.field(path)
    for name in names:
        _add(node.item, f"{path}.{name}", form, items, found)


def item_paths(shape: Shape, path: str) -> tuple[str, ...]:
    """The paths of all fields of the item that a field belongs to; the path alone where it stands in no list."""
    owner = list_above(shape, path)
    if not owner:
        return (path,)
    item = f"{owner}.{path[len(owner) + 1 :].partition('.')[0]}"
    node = shape.node(owner)
    leaves = node.leaves if isinstance(node, ShapeList) else ()
    below = len(shape.node(item).path)
    return tuple(f"{item}{leaf.path[below:]}" for leaf in leaves) or (path,)


def labels_in_shape(shape: Shape, path: str) -> tuple[str, ...]:
    """What is printed above and beside the field at a path of a record, outermost first; items by their number or key.

    KeyError if the schema has no such place.
    """
    found: list[str] = []
    node: ShapeNode = shape.root
    for name in path.split("."):
        if isinstance(node, ShapeList):
            found.append(key_of_path(name) if node.keyed else f"#{int(name) + 1}")
            node = node.item
        elif isinstance(node, ShapeGroup):
            node = node.members[name]
            found += node.labels[:1] or [name]
        else:
            raise KeyError(path)
    return tuple(found)


def title_of(shape: Shape, path: str) -> str:
    """The label of a list or group, from its path in the schema or in a record; the path itself where there is none."""
    try:
        labels = labels_in_shape(shape, path.replace(ITEM, "0"))
    except KeyError:
        return path
    return labels[-1] if labels else path

"""The items of the lists of a record, each with the values that are its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from extractor.readers.record.candidates import NO_HINTS, PlaceHints, Places, PrintedValues, hinted, value_of
from extractor.schemas.record_keys import key_in_path
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode
from extractor.schemas.state import Value

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class RecordLeaf:
    """One leaf of a record: its own path, the leaf of the shape, and its value; None where the record has null."""

    path: str
    leaf: ShapeLeaf
    value: Value | None


@dataclass(frozen=True, slots=True)
class RecordItem:
    """One item of a list: its path and its own leaves, those of lists inside it left out."""

    path: str
    leaves: tuple[RecordLeaf, ...]


@dataclass(frozen=True, slots=True)
class RecordParts:
    """A record taken apart: the leaves of no list, and the items of every list by its path in the shape."""

    single: tuple[RecordLeaf, ...]
    lists: Mapping[str, tuple[RecordItem, ...]]


def parts_of(shape: Shape, record: Json) -> RecordParts:
    """The leaves and items of a record. What the shape does not have is left out, what the record lacks is null."""
    lists: dict[str, list[RecordItem]] = {path: [] for path in shape.lists}
    single = tuple(_leaves(shape.root, record, "", lists))
    return RecordParts(single, {path: tuple(items) for path, items in lists.items()})


def _leaves(node: ShapeNode, record: Json, path: str, lists: dict[str, list[RecordItem]]) -> Iterator[RecordLeaf]:
    if isinstance(node, ShapeLeaf):
        yield RecordLeaf(path, node, value_of(node, record))
    elif isinstance(node, ShapeGroup):
        held = record if isinstance(record, dict) else {}
        for name, inner in node.members.items():
            yield from _leaves(inner, held.get(name), f"{path}.{name}".lstrip("."), lists)
    else:
        for name, item in _items(node, record):
            at = f"{path}.{name}".lstrip(".")
            lists[node.path].append(RecordItem(at, tuple(_leaves(node.item, item, at, lists))))


def _items(node: ShapeList, record: Json) -> Sequence[tuple[str, Json]]:
    if node.keyed and isinstance(record, dict):
        return tuple((key_in_path(str(key)), item) for key, item in record.items())
    return tuple((str(at), item) for at, item in enumerate(record)) if isinstance(record, list) else ()


@dataclass(frozen=True)
class ItemPlaces:
    """Where each value of an item may be printed, by the path of its leaf in the shape."""

    item: RecordItem
    places: Mapping[str, Places]


def item_places(values: PrintedValues, items: Sequence[RecordItem], hints: PlaceHints = NO_HINTS) -> list[ItemPlaces]:
    """The places of all values of all items; of several those that their maker points at."""
    return [
        ItemPlaces(
            item,
            {
                each.leaf.path: hinted(values.places(each.leaf, each.value), hints.get(each.path, ()))
                for each in item.leaves
                if each.value is not None
            },
        )
        for item in items
    ]

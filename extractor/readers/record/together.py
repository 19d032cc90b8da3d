"""Several records of one document: the items of their lists matched, so that one path means one thing in all of them.

Items are matched by the places they share, then in order by their values. An item that only a later record has comes
behind those of the first.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from extractor.documents.model import Document, Span
from extractor.readers.reading import Reading
from extractor.readers.record.printed_texts import folded
from extractor.readers.record.record_items import Json
from extractor.readers.record.record_placing import RecordPlacer
from extractor.schemas.shape import Shape

ItemValues: TypeAlias = frozenset[tuple[str, str]]
Spots: TypeAlias = list[tuple[str, int, Span]]

ALIKE = 0.3
"""Share of their values that two items have in common if they may be the same."""


def place_records(document: Document, shape: Shape, records: Mapping[str, Json]) -> tuple[Reading, ...]:
    """A reading of every record, by the name of its maker, with the paths of the first one."""
    return place_together(RecordPlacer(document, shape), records)


def place_together(placer: RecordPlacer, records: Mapping[str, Json]) -> tuple[Reading, ...]:
    """The same by a placer that knows the document already."""
    placed = {name: placer.place(record, name) for name, record in records.items()}
    return together(placed, records)


def together(placed: Mapping[str, Reading], records: Mapping[str, Json]) -> tuple[Reading, ...]:
    """Readings of records, each already placed, with the paths of the first record."""
    names = list(records)
    found = [placed[name] for name in names[:1]]
    for name in names[1:]:
        spots = (_spots(placed[names[0]]), _spots(placed[name]))
        moved = dict(_moved(records[names[0]], records[name], "", "", spots))
        found.append(renamed(placed[name], moved))
    return tuple(found)


def renamed(reading: Reading, moved: Mapping[str, str]) -> Reading:
    """A reading whose items have other numbers."""
    fields = {}
    for path, field in reading.fields.items():
        new = _new_path(path, moved)
        fields[new] = field if new == path else field.model_copy(update={"path": new})
    return reading.model_copy(update={"fields": fields})


def _new_path(path: str, moved: Mapping[str, str]) -> str:
    at = path
    while at:
        if at in moved:
            return moved[at] + path[len(at) :]
        at = at.rpartition(".")[0]
    return path


def _spots(reading: Reading) -> Spots:
    """Where the values of a reading stand: path and characters."""
    spots = ((path, field.spot) for path, field in reading.fields.items())
    return [(path, spot.page, spot.span) for path, spot in spots if spot is not None and spot.span is not None]


def _moved(first: Json, other: Json, path: str, new: str, spots: tuple[Spots, Spots]) -> Iterator[tuple[str, str]]:
    """The paths of the other record's items that have another number in the first, innermost paths complete."""
    if isinstance(first, dict) and isinstance(other, dict):
        for key, inner in other.items():
            yield from _moved(first.get(key), inner, f"{path}.{key}".lstrip("."), f"{new}.{key}".lstrip("."), spots)
    elif isinstance(other, list):
        held = first if isinstance(first, list) else []
        pairs = dict(matched(held, other, _shared(new, path, spots)))
        free = len(held)
        for number, item in enumerate(other):
            if number in pairs:
                to = pairs[number]
            else:
                to, free = free, free + 1
            before, after = f"{path}.{number}", f"{new}.{to}"
            yield before, after
            if number in pairs:
                yield from _moved(held[to], item, before, after, spots)


def _shared(new: str, path: str, spots: tuple[Spots, Spots]) -> Counter[tuple[int, int]]:
    """How many places the items of two lists share, by the number of the other item and that of the first."""
    held: dict[object, list[int]] = {}
    for before, page, span in spots[0]:
        number, rest = _item_of(before, new)
        if number is not None:
            held.setdefault((rest, page, span), []).append(number)
    found: Counter[tuple[int, int]] = Counter()
    for before, page, span in spots[1]:
        number, rest = _item_of(before, path)
        if number is not None:
            found.update((number, each) for each in held.get((rest, page, span), ()))
    return found


def _item_of(path: str, owner: str) -> tuple[int | None, str]:
    """The number of the item of a list that a path goes through, and what follows."""
    number, _, rest = path.removeprefix(f"{owner}.").partition(".") if path.startswith(f"{owner}.") else ("", "", "")
    return (int(number), rest) if number.isdigit() else (None, "")


def matched(
    first: Sequence[Json], other: Sequence[Json], shared: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """Pairs of an item of the other list and one of the first that are the same thing: those that stand at the same
    places, then in order those that share values."""
    pairs: dict[int, int] = {}
    for (theirs, ours), _ in sorted(shared.items(), key=lambda each: (-each[1], each[0])):
        if theirs not in pairs and ours not in pairs.values():
            pairs[theirs] = ours
    left = [number for number in range(len(other)) if number not in pairs]
    open_to = [number for number in range(len(first)) if number not in pairs.values()]
    more = _in_order([_values(other[number]) for number in left], [_values(first[number]) for number in open_to])
    return [*pairs.items(), *((left[theirs], open_to[ours]) for theirs, ours in more)]


def _in_order(theirs: Sequence[ItemValues], ours: Sequence[ItemValues]) -> list[tuple[int, int]]:
    best = [[0.0] * (len(ours) + 1) for _ in range(len(theirs) + 1)]
    for i in range(len(theirs) - 1, -1, -1):
        for j in range(len(ours) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + _worth(theirs[i], ours[j]))
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(theirs) and j < len(ours):
        worth = _worth(theirs[i], ours[j])
        if worth and best[i][j] == best[i + 1][j + 1] + worth:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _worth(one: ItemValues, other: ItemValues) -> float:
    most = max(len(one), len(other))
    share = len(one & other) / most if most else 0.0
    return share if share >= ALIKE else 0.0


def _values(node: Json, path: str = "") -> ItemValues:
    """The values of an item, each with its path inside of it."""
    if isinstance(node, dict):
        return frozenset().union(*(_values(inner, f"{path}.{key}") for key, inner in node.items()))
    if isinstance(node, list):
        return frozenset().union(*(_values(inner, f"{path}.{at}") for at, inner in enumerate(node)))
    if node is None or node == "":
        return frozenset()
    number = isinstance(node, (int, float)) and not isinstance(node, bool)
    return frozenset({(path, repr(float(node)) if number else folded(str(node)))})

"""Several records of one document: the items of their lists matched, so that one path means one thing in all of them.

Items are matched in order, by the values they share. An item that only a later record has comes behind those of the
first.
"""

from collections.abc import Iterator, Mapping, Sequence

from extractor.documents.model import Document
from extractor.readers.reading import Reading
from extractor.readers.record.printed_texts import folded
from extractor.readers.record.record_items import Json
from extractor.readers.record.record_placing import RecordPlacer
from extractor.schemas.shape import Shape

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
        moved = dict(_moved(records[names[0]], records[name], "", ""))
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


def _moved(first: Json, other: Json, path: str, new: str) -> Iterator[tuple[str, str]]:
    """The paths of the other record's items that have another number in the first, innermost paths complete."""
    if isinstance(first, dict) and isinstance(other, dict):
        for key, inner in other.items():
            yield from _moved(first.get(key), inner, f"{path}.{key}".lstrip("."), f"{new}.{key}".lstrip("."))
    elif isinstance(other, list):
        held = first if isinstance(first, list) else []
        pairs = dict(matched(held, other))
        free = len(held)
        for number, item in enumerate(other):
            if number in pairs:
                to = pairs[number]
            else:
                to, free = free, free + 1
            before, after = f"{path}.{number}", f"{new}.{to}"
            yield before, after
            if number in pairs:
                yield from _moved(held[to], item, before, after)


def matched(first: Sequence[Json], other: Sequence[Json]) -> list[tuple[int, int]]:
    """Pairs of an item of the other list and one of the first that are the same thing, in order."""
    ours, theirs = [_values(item) for item in first], [_values(item) for item in other]
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


def _worth(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    most = max(len(one), len(other))
    share = len(one & other) / most if most else 0.0
    return share if share >= ALIKE else 0.0


def _values(node: Json, path: str = "") -> frozenset[tuple[str, str]]:
    """The values of an item, each with its path inside of it."""
    if isinstance(node, dict):
        return frozenset().union(*(_values(inner, f"{path}.{key}") for key, inner in node.items()))
    if isinstance(node, list):
        return frozenset().union(*(_values(inner, f"{path}.{at}") for at, inner in enumerate(node)))
    if node is None or node == "":
        return frozenset()
    number = isinstance(node, (int, float)) and not isinstance(node, bool)
    return frozenset({(path, repr(float(node)) if number else folded(str(node)))})

"""Several records of one document side by side: leaf by leaf, with the items of lists matched to each other.

Items are matched by what stands in them, in order where that fits best, and those between two matches by their
position. The first records decide; a later one never changes how earlier ones were matched.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rapidfuzz.fuzz import ratio

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Plain: TypeAlias = Decimal | str | bool | None
Pair = tuple[int, int]

ALIKE = 0.45
"""Items less alike than this are not matched by what stands in them."""

_DASHES = str.maketrans({"−": "-", "–": "-"})
_MONEY = "$€£¥₪ \u00a0'"


class Leaf(NamedTuple):
    """One place of the record and what each of the named records holds there; ``numeric``: those that hold a number.

    A number that is written as a text (a policy's number) compares as a number and is not numeric.
    """

    path: str
    values: Mapping[str, Plain]
    numeric: frozenset[str]


def side_by_side(records: Mapping[str, Json], path: str = "") -> Iterator[Leaf]:
    """Every place that any of the records has. The order of ``records`` is the order in which they are matched."""
    present = {name: node for name, node in records.items() if node is not None}
    if any(isinstance(node, dict) for node in present.values()):
        inner = {name: node for name, node in present.items() if isinstance(node, dict)}
        for key in dict.fromkeys(key for node in inner.values() for key in node):
            yield from side_by_side({name: node.get(key) for name, node in inner.items()}, f"{path}.{key}".lstrip("."))
    elif any(isinstance(node, list) for node in present.values()):
        lists = {name: node for name, node in present.items() if isinstance(node, list)}
        for number, group in enumerate(_matched(lists)):
            yield from side_by_side(group, f"{path}.{number}")
    elif present:
        numeric = frozenset(name for name, node in present.items() if type(node) in (int, float))
        yield Leaf(path, {name: plain(node) for name, node in present.items()}, numeric)


def plain(value: Json) -> Plain:
    """A value without its dress: numbers as Decimal however they are written, texts folded and without white space."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return _short(Decimal(repr(value)))
    text = str(value).strip()
    return number_in(text) if number_in(text) is not None else " ".join(text.casefold().split()) or None


def number_in(text: str) -> Decimal | None:
    """The number that a text consists of: signs of money, thousands separators and accounting brackets are dress."""
    bare = text.translate(_DASHES).strip(_MONEY)
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()").strip(_MONEY).replace(",", "")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return None
    return _short(-number if negative else number) if number.is_finite() else None


def _short(number: Decimal) -> Decimal:
    return number.normalize() if number else Decimal(0)


def _matched(lists: Mapping[str, list[Json]]) -> list[dict[str, Json]]:
    """Groups of items that are the same thing, in the order of the first list that has each."""
    groups: list[dict[str, Json]] = []
    for name, items in lists.items():
        flat = [_flat(item) for item in items]
        members = [[_flat(item) for item in group.values()] for group in groups]
        likeness = [[max(_alike(one, item) for one in group) for item in flat] for group in members]
        pairs = dict(_fill(_best(likeness), len(groups), len(items)))
        taken = {item: group for group, item in pairs.items()}
        for number, item in enumerate(items):
            if number in taken:
                groups[taken[number]][name] = item
        merged: list[dict[str, Json]] = []
        fresh = [number for number in range(len(items)) if number not in taken]
        for position, group in enumerate(groups):
            while fresh and fresh[0] < pairs.get(position, -1):
                merged.append({name: items[fresh.pop(0)]})
            merged.append(group)
        groups = [*merged, *({name: items[number]} for number in fresh)]
    return groups


def _best(likeness: Sequence[Sequence[float]]) -> list[Pair]:
    """The better of two matchings: one that keeps the order, and one that takes the most alike first."""
    kept, free = _in_order(likeness), _most_alike(likeness)
    return max((kept, free), key=lambda pairs: sum(likeness[one][other] for one, other in pairs))


def _in_order(likeness: Sequence[Sequence[float]]) -> list[Pair]:
    rows, columns = len(likeness), len(likeness[0]) if likeness else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            alike = likeness[row][column]
            both = alike + best[row + 1][column + 1] if alike >= ALIKE else 0.0
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    pairs: list[Pair] = []
    row = column = 0
    while row < rows and column < columns:
        alike = likeness[row][column]
        if alike >= ALIKE and best[row][column] == alike + best[row + 1][column + 1]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _most_alike(likeness: Sequence[Sequence[float]]) -> list[Pair]:
    ranked = sorted(
        (
            (-alike, abs(row - column), row, column)
            for row, line in enumerate(likeness)
            for column, alike in enumerate(line)
        )
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for alike, _, row, column in ranked:
        if -alike >= ALIKE and row not in pairs and column not in taken:
            pairs[row] = column
            taken.add(column)
    return sorted(pairs.items())


def _fill(pairs: list[Pair], rows: int, columns: int) -> list[Pair]:
    """The pairs, and pairs by position where as many items are left on both sides between two of them."""
    if [column for _, column in pairs] != sorted(column for _, column in pairs):
        return pairs
    filled: list[Pair] = []
    row = column = 0
    for next_row, next_column in (*pairs, (rows, columns)):
        if next_row - row == next_column - column:
            filled += list(zip(range(row, next_row), range(column, next_column), strict=True))
        if next_row < rows:
            filled.append((next_row, next_column))
        row, column = next_row + 1, next_column + 1
    return filled


def _flat(item: Json) -> tuple[tuple[str, Plain], ...]:
    """The leaves of an item that hold something, lists by position: enough to tell it from its neighbours."""

    def leaves(node: Json, path: str) -> Iterator[tuple[str, Plain]]:
        if isinstance(node, dict):
            for key, inner in node.items():
                yield from leaves(inner, f"{path}.{key}")
        elif isinstance(node, list):
            for number, inner in enumerate(node[:3]):
                yield from leaves(inner, f"{path}.{number}")
        elif plain(node) is not None:
            yield path, plain(node)

    return tuple(leaves(item, ""))


@lru_cache(maxsize=100_000)
def _alike(one: tuple[tuple[str, Plain], ...], other: tuple[tuple[str, Plain], ...]) -> float:
    """The share of leaves that are the same, texts by how near they come."""
    first, second = dict(one), dict(other)
    paths = first.keys() | second.keys()
    if not paths:
        return 1.0
    return sum(_near(first.get(path), second.get(path)) for path in paths) / len(paths)


def _near(one: Plain, other: Plain) -> float:
    if isinstance(one, str) and isinstance(other, str):
        return ratio(one, other) / 100
    return float(one == other and one is not None)

"""Whether a wrong field can be told from every other wrong field, and from every other two.

A mistake in a field shows as a multiple of its column in the matrix of checks. Two fields with parallel columns leave
the same trace whatever the mistake; three with dependent columns let a mistake in one look like mistakes in the other
two. Where all pairs and triples are independent, an enumeration of one wrong field is unique, and mistakes in two are
never taken for a mistake in one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb, prod

from extractor.schemas.lint.exact import rank
from extractor.schemas.lint.incidence import Column

Trace = tuple[tuple[int, Fraction], ...]
"""A column scaled so that its first factor is 1: the same for all columns that are parallel to it."""


@dataclass(frozen=True)
class Separation:
    """What can be told apart. ``alike``: groups of fields with parallel columns; ``triples``: three groups each of
    which looks like the other two together (one field of each group)."""

    fields: int
    alike: tuple[tuple[str, ...], ...]
    triples: tuple[tuple[str, str, str], ...]
    pairs_apart: int
    triples_apart: int

    @property
    def pairs(self) -> int:
        """How many pairs of fields there are."""
        return comb(self.fields, 2)

    @property
    def all_triples(self) -> int:
        """How many triples of fields there are."""
        return comb(self.fields, 3)


def separate(columns: Mapping[str, Column]) -> Separation:
    """Compare the columns of the fields that stand in at least one check."""
    groups: dict[Trace, list[str]] = {}
    for path, column in columns.items():
        if column:
            groups.setdefault(_trace(column), []).append(path)
    members = list(groups.values())
    sizes = [len(group) for group in members]
    dependent = sorted(_dependent(list(groups)))
    count = sum(sizes)
    alike_pairs = sum(comb(size, 2) for size in sizes)
    # Triples that hold two or three fields of one group, and those that take one field of each of three groups.
    alike_triples = sum(comb(size, 3) + comb(size, 2) * (count - size) for size in sizes)
    mixed = sum(prod(sizes[number] for number in triple) for triple in dependent)
    return Separation(
        fields=count,
        alike=tuple(tuple(group) for group in members if len(group) > 1),
        triples=tuple((members[a][0], members[b][0], members[c][0]) for a, b, c in dependent),
        pairs_apart=comb(count, 2) - alike_pairs,
        triples_apart=comb(count, 3) - alike_triples - mixed,
    )


def _trace(column: Column) -> Trace:
    items = sorted(column.items())
    first = items[0][1]
    return tuple((check, factor / first) for check, factor in items)


def _dependent(traces: Sequence[Trace]) -> set[tuple[int, int, int]]:
    """Triples of pairwise independent columns that are dependent.

    In such a triple no check can hold one column alone. If some check holds exactly two, the third is what is left of
    those two when that check is eliminated: it is looked up. Otherwise all three stand in the same checks.
    """
    known = {trace: number for number, trace in enumerate(traces)}
    columns = [dict(trace) for trace in traces]
    found = {_sorted(one, other, known[third]) for one, other, third in _eliminated(columns) if third in known}
    by_support: dict[tuple[int, ...], list[int]] = {}
    for number, column in enumerate(columns):
        by_support.setdefault(tuple(column), []).append(number)
    for numbers in by_support.values():
        found |= {
            _sorted(*triple) for triple in combinations(numbers, 3) if _is_dependent([columns[n] for n in triple])
        }
    return found


def _eliminated(columns: Sequence[dict[int, Fraction]]) -> Iterator[tuple[int, int, Trace]]:
    """For every check and every two columns in it: what is left of the two without the check."""
    holding: dict[int, list[int]] = {}
    for number, column in enumerate(columns):
        for check in column:
            holding.setdefault(check, []).append(number)
    for check, numbers in holding.items():
        for one, other in combinations(numbers, 2):
            left = _combined(columns[one], columns[other], check)
            if left:
                yield one, other, _trace(left)


def _combined(one: dict[int, Fraction], other: dict[int, Fraction], check: int) -> dict[int, Fraction]:
    a, b = other[check], -one[check]
    sums = {row: a * one.get(row, Fraction(0)) + b * other.get(row, Fraction(0)) for row in {*one, *other}}
    return {row: factor for row, factor in sums.items() if factor}


def _is_dependent(columns: Sequence[dict[int, Fraction]]) -> bool:
    rows = [{str(check): factor for check, factor in column.items()} for column in columns]
    return rank(rows) < len(rows)


def _sorted(one: int, other: int, third: int) -> tuple[int, int, int]:
    first, second, last = sorted((one, other, third))
    return first, second, last

"""Tables that obey the rules of a form, damaged in every way tables are damaged, with two witnesses that err as well.

Generic over a form: its exact error checks are solved for figures of a given size; nothing here knows a label or a key.
What is simulated, and how badly, so that figures made with it can be judged:

* the reading under test holds exactly one damage (:data:`KINDS`); all else in it is right;
* the place is known for 95 % of the cells, each by itself, and then it says what is printed there;
* a second reader repeats each damage with a chance of 10 % (single cells one by one, anything larger as a whole) and
  misreads one other cell in 200 on its own;
* where the source contradicts itself, every witness sees the same wrong print.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import NamedTuple, TypeAlias

from extractor.schemas.check import Comparison
from extractor.schemas.form import Form
from extractor.schemas.linear import Values
from extractor.verify.diagnose.syndrome import UNSEEN, Grid, Sighting, SyndromeCase, SyndromeCell, grids_of
from extractor.verify.rule_evaluation import error_checks

Figures: TypeAlias = dict[str, int | None]
"""Counts by path; None where nothing was read."""

SIZES: Mapping[str, tuple[float, int]] = {"street": (0.12, 20), "city": (0.35, 300), "county": (0.7, 9000)}
"""The share of cells that are not zero, and the largest of them."""

PLACE_KNOWN = 0.95
REPEATED = 0.10
OWN_ERRORS = 1 / 200
SECOND = "second"


class ErrorPattern(NamedTuple):
    """The wrong cells of a reading and what they hold; ``whole``: it happened at once, so it is repeated at once."""

    cells: Figures
    whole: bool = True
    printed: bool = False


@dataclass(frozen=True)
class Specimen:
    """One damaged table: what is printed, what was read, what the second reader read, and where the place is known."""

    kind: str
    size: str
    printed: Figures
    read: Figures
    second: Figures
    known: frozenset[str]

    @property
    def wrong(self) -> dict[str, int]:
        """The cells of the reading that differ from the print, with what is printed."""
        return {p: v for p, v in self.printed.items() if v is not None and self.read[p] != v}


@dataclass(frozen=True)
class Layout:
    """The cells of a form that its exact error checks speak of, and its tables with these cells only.

    ``derived`` gives each cell that follows from others as a sum of factors times cells that do not follow.
    """

    form: Form
    paths: tuple[str, ...]
    grids: tuple[Grid, ...]
    blank: frozenset[str]
    counts: Mapping[str, int]
    derived: Mapping[str, Mapping[str, int]]

    def case(self, specimen: Specimen, place: bool, second: bool) -> SyndromeCase:
        """The specimen as diagnosis sees it, with or without each witness."""
        cells = {p: self._cell(p, specimen, place, second) for p in self.paths}
        held = {p: cell.held for p, cell in cells.items()}
        values = Values({**dict.fromkeys(self.blank, Sighting("absent", None)), **held}, self.counts)
        return SyndromeCase(values, cells, lambda changed: error_checks(self.form, changed), self.grids)

    def _cell(self, path: str, specimen: Specimen, place: bool, second: bool) -> SyndromeCell:
        held, printed = _sighted(specimen.read[path]), _sighted(specimen.printed[path])
        seen = printed if place and path in specimen.known else UNSEEN
        readers = ((SECOND, _sighted(specimen.second[path])),) if second else ()
        return SyndromeCell(path, held, grounded=seen == held != UNSEEN, printed=seen, readers=readers)


def _sighted(value: int | None) -> Sighting:
    return UNSEEN if value is None else Sighting("read", value)


def layout_of(form: Form, repeats: int = 8, without: frozenset[str] = frozenset()) -> Layout:
    """What is needed to fill a form; ``repeats`` rows in every list; ``without`` are keys of rows that are absent."""
    lists = {b.name_path.partition(".{n}")[0] for table in form.tables for b in table.blocks if b.name_path}
    counts = dict.fromkeys(lists, repeats)
    grids = grids_of(form, counts)
    absent = frozenset(p for grid in grids for row in grid for p in row if without.intersection(p.split(".")))
    zero = Sighting("read", 0)
    cells = {p: Sighting("absent", None) if p in absent else zero for grid in grids for row in grid for p in row}
    values = Values({**cells}, counts)
    sums = [
        check.difference.factors
        for _, check in error_checks(form, values)
        if isinstance(check, Comparison) and check.relation == "=" and not check.tolerance and not check.by_rounding
    ]
    exact = [{p: int(f) for p, f in each.items() if p not in absent} for each in sums]
    paths = tuple(dict.fromkeys(p for each in exact for p in each))
    kept = tuple(
        tuple(row for row in (tuple(p for p in row if p in set(paths)) for row in grid) if row) for grid in grids
    )
    return Layout(form, paths, tuple(grid for grid in kept if grid), absent, counts, _solve(exact))


def _solve(sums: Iterable[Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Each sum that is to be zero, solved for the first of its cells that has the factor 1 or -1."""
    derived: dict[str, dict[str, int]] = {}
    for each in sums:
        left = _without(each, derived)
        pivot = next((path for path, factor in left.items() if abs(factor) == 1), None)
        if pivot is None:
            continue
        solved = {path: -factor * left[pivot] for path, factor in left.items() if path != pivot}
        derived = {path: _without(terms, {pivot: solved}) for path, terms in derived.items()}
        derived[pivot] = solved
    return derived


def _without(terms: Mapping[str, int], derived: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for path, factor in terms.items():
        for inner, times in derived.get(path, {path: 1}).items():
            found[inner] = found.get(inner, 0) + factor * times
    return {path: factor for path, factor in found.items() if factor}


def consistent(layout: Layout, size: str, chance: Random) -> Figures:
    """Figures that obey every exact check, none of them negative."""
    share, largest = SIZES[size]
    free = [path for path in layout.paths if path not in layout.derived]
    while True:
        figures: Figures = {p: _count(chance, largest) if chance.random() < share else 0 for p in free}
        for terms in layout.derived.values():
            _lift(figures, terms)
        for path, terms in layout.derived.items():
            figures[path] = _amount(figures, terms)
        if all(value is not None and value >= 0 for value in figures.values()):
            return {path: figures[path] for path in layout.paths}


def _count(chance: Random, largest: int) -> int:
    """Most counts are small, a few are large."""
    return max(1, int(largest ** chance.random()))


def _amount(figures: Figures, terms: Mapping[str, int]) -> int:
    return sum(factor * (figures[path] or 0) for path, factor in terms.items())


def _lift(figures: Figures, terms: Mapping[str, int]) -> None:
    """Lower what counts against a derived cell until it is not negative."""
    for path, factor in terms.items():
        amount = _amount(figures, terms)
        if amount < 0 and factor < 0:
            figures[path] = max(0, (figures[path] or 0) - -(amount // -factor))


def damaged(layout: Layout, kind: str, size: str, chance: Random) -> Specimen:
    """One specimen of a kind."""
    while True:
        figures = consistent(layout, size, chance)
        damage = KINDS[kind](layout, figures, chance)
        cells = {p: v for p, v in damage.cells.items() if v != figures[p]}
        if cells:
            break
    printed = {**figures, **cells} if damage.printed else figures
    read = {**figures, **cells}
    whole = chance.random() < REPEATED
    second = dict(printed)
    for path, value in cells.items():
        if whole if damage.whole else chance.random() < REPEATED:
            second[path] = value
    for path, value in printed.items():
        if value is not None and chance.random() < OWN_ERRORS:
            second[path] = misread(value, chance)
    known = frozenset(path for path in layout.paths if chance.random() < PLACE_KNOWN)
    return Specimen(kind, size, printed, read, second, known)


def misread(value: int, chance: Random) -> int:
    """Another number, as digits are misread: one replaced, lost, doubled, or two of them turned around."""
    digits = str(value)
    while True:
        at, way = chance.randrange(len(digits)), chance.random()
        if way < 0.7:
            wrong = digits[:at] + str(chance.randrange(10)) + digits[at + 1 :]
        elif way < 0.85:
            wrong = digits[:at] + digits[at + 1 :] or "0"
        elif way < 0.95:
            wrong = digits[:at] + digits[at] + digits[at:]
        else:
            wrong = digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :]
        if int(wrong) != value:
            return int(wrong)
        if len(digits) == 1 and value == 0:
            return chance.randrange(1, 10)


def _cells(count: int) -> Callable[[Layout, Figures, Random], ErrorPattern]:
    def damage(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
        chosen = chance.sample(layout.paths, count)
        return ErrorPattern({p: misread(figures[p] or 0, chance) for p in chosen}, whole=False)

    return damage


def _missing(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
    """One wrong cell and one to four that nobody could read."""
    chosen = chance.sample(layout.paths, chance.randint(2, 5))
    lost: Figures = dict.fromkeys(chosen[1:])
    return ErrorPattern({chosen[0]: misread(figures[chosen[0]] or 0, chance), **lost}, whole=False)


def _moved(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
    """A number in the next cell of its row or its column."""
    grid = chance.choice(layout.grids)
    lines = [*grid, *_columns(grid)]
    pairs = [(a, b) for line in lines for a, b in pairwise(line)]
    pairs = [(a, b) for one, other in pairs for a, b in ((one, other), (other, one)) if figures[a] and not figures[b]]
    if not pairs:
        return ErrorPattern({})
    source, target = chance.choice(pairs)
    return ErrorPattern({source: 0, target: figures[source]})


def _columns(grid: Grid) -> list[tuple[str, ...]]:
    width = min(map(len, grid))
    return [tuple(row[at] for row in grid) for at in range(width)]


def _shifted(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
    """A row whose numbers all moved on by one cell: one falls off its end, a zero comes in at the other."""
    row = chance.choice([row for grid in layout.grids for row in grid if len(row) > 2])
    values: list[int | None] = [figures[path] for path in row]
    moved = [0, *values[:-1]] if chance.random() < 0.5 else [*values[1:], 0]
    return ErrorPattern(dict(zip(row, moved, strict=True)))


def _slid(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
    """Three to eight rows whose numbers moved on by one row, the first of them then twice."""
    grid = chance.choice([grid for grid in layout.grids if len(grid) > 4])
    first = chance.randrange(len(grid) - 3)
    rows = grid[first : first + chance.randint(3, 8)]
    cells: Figures = {}
    for row, before in zip(rows[1:], rows, strict=False):
        cells.update((a, figures[b]) for a, b in zip(row, before, strict=False))
    return ErrorPattern(cells)


def _exchanged(lines: Callable[[Grid], Sequence[tuple[str, ...]]]) -> Callable[[Layout, Figures, Random], ErrorPattern]:
    def damage(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
        found = lines(chance.choice([grid for grid in layout.grids if len(lines(grid)) > 1]))
        at = chance.randrange(len(found) - 1)
        one, other = found[at], found[at + 1] if chance.random() < 0.7 else chance.choice(found)
        pairs = list(zip(one, other, strict=False))
        return ErrorPattern({**{a: figures[b] for a, b in pairs}, **{b: figures[a] for a, b in pairs}})

    return damage


def _doubled(lines: Callable[[Grid], Sequence[tuple[str, ...]]]) -> Callable[[Layout, Figures, Random], ErrorPattern]:
    def damage(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
        found = lines(chance.choice([grid for grid in layout.grids if len(lines(grid)) > 1]))
        at = chance.randrange(len(found) - 1)
        one, other = (found[at], found[at + 1]) if chance.random() < 0.5 else (found[at + 1], found[at])
        return ErrorPattern({b: figures[a] for a, b in zip(one, other, strict=False)})

    return damage


def _propagated(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
    """A wrong cell and, by chance, some or all of the cells that follow from it, wrong by as much as it makes them."""
    path = chance.choice([p for p in layout.paths if p not in layout.derived])
    wrong: Figures = {**figures, path: misread(figures[path] or 0, chance)}
    totals = [p for p, terms in layout.derived.items() if path in terms]
    followed = totals if chance.random() < 0.5 else chance.sample(totals, chance.randint(1, len(totals)))
    cells: Figures = {p: max(0, _amount(wrong, layout.derived[p])) for p in followed}
    return ErrorPattern({path: wrong[path], **cells})


def _zeros(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
    return ErrorPattern(dict.fromkeys((p for row in chance.choice(layout.grids) for p in row), 0))


def _source(layout: Layout, figures: Figures, chance: Random) -> ErrorPattern:
    """One to three numbers printed wrong in the document itself."""
    chosen = chance.sample(layout.paths, chance.randint(1, 3))
    return ErrorPattern({p: misread(figures[p] or 0, chance) for p in chosen}, printed=True)


KINDS: Mapping[str, Callable[[Layout, Figures, Random], ErrorPattern]] = {
    "one cell": _cells(1),
    "two cells": _cells(2),
    "three cells": _cells(3),
    "moved": _moved,
    "missing": _missing,
    "row shifted": _shifted,
    "rows slid": _slid,
    "rows swapped": _exchanged(lambda grid: grid),
    "columns swapped": _exchanged(_columns),
    "row doubled": _doubled(lambda grid: grid),
    "column doubled": _doubled(_columns),
    "propagated": _propagated,
    "zeros": _zeros,
    "source": _source,
}
"""Ways to damage a table. A damage that changes nothing is drawn again."""


def specimens(layout: Layout, count: int, seed: int) -> Iterable[Specimen]:
    """``count`` specimens, kinds and sizes in turn; the same for the same seed."""
    kinds, sizes = tuple(KINDS), tuple(SIZES)
    for number in range(count):
        chance = Random(f"{seed}:{number}")
        yield damaged(layout, kinds[number % len(kinds)], sizes[number // len(kinds) % len(sizes)], chance)

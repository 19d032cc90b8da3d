"""Conditions, orders, margins and categories: all smallest sets of fields whose change satisfies every check.

OR-tools CP-SAT finds them, where the extra ``solver`` is installed. It counts in whole numbers, and every way it finds
is tried on the checks themselves before it is believed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import TypeAlias

from extractor.schemas.check import plain_text
from extractor.schemas.linear import Number
from extractor.verify.diagnose.choosing import ANOTHER_TEXT, ClauseModel, Found
from extractor.verify.diagnose.clauses import Choice, LinearBound, Tangle
from extractor.verify.diagnose.peeling import LISTED
from extractor.verify.diagnose.solver import EFFORT, SOLVED_UP_TO, installed
from extractor.verify.diagnose.syndrome import Held, SyndromeCase
from extractor.verify.diagnose.system import power_of_ten

LARGEST = 2**40
"""Amounts up to which the solver is asked."""

ALL_EFFORT = 5 * EFFORT
"""Deterministic time of all searches for one set of checks, about as many seconds."""

Amounts: TypeAlias = Mapping[str, Number | str | None]
"""New values by path; None where the checks leave more than one."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """All ways to satisfy the checks with ``size`` changed fields, the smallest number with which there is any.

    Asked for the lightest, the first of them has so many, and all weigh the same. ``complete``: all are listed.
    ``conflict``: no change of any fields satisfies them. ``grounded``: none does that leaves what was read well as it
    is.
    """

    ways: tuple[Amounts, ...]
    size: int
    complete: bool
    conflict: bool = False
    grounded: bool = False


def settle(case: SyndromeCase, tangle: Tangle, largest: int = SOLVED_UP_TO, weighed: bool = False) -> Settlement | None:
    """Every smallest way to satisfy the checks, or every lightest one where fields are ``weighed``.

    None without the solver, or where it did not get that far.
    """
    reach = _reach(case, tangle)
    if not installed() or reach > LARGEST:
        return None
    make = partial(ClauseModel, import_module("ortools.sat.python.cp_model"), case, tangle, reach)
    model = make(weighed=weighed)
    first = model.smallest(largest)
    if first is None:
        return _without_way(make(), largest) if model.finished else None
    ways: list[Amounts] = []
    found: frozenset[str] | None = first
    spent, proven = 0.0, True
    while found is not None and len(ways) <= LISTED and spent + model.spent < ALL_EFFORT:
        inner = make(only=found, each=True)
        more = [*_amounts(case, tangle, inner, found)]
        proven = proven and bool(more)
        ways += more
        spent += inner.spent
        found = model.another(found)
    listed = found is None and model.finished and proven and len(ways) <= LISTED
    doubted = make(only=_doubted(case, tangle))
    return Settlement(tuple(ways), len(first), listed, grounded=doubted.any() is None and doubted.finished)


def _without_way(model: ClauseModel, largest: int) -> Settlement | None:
    """No way with so few fields: perhaps there is none at all."""
    more = model.any()
    return Settlement((), largest, True, conflict=more is None) if more is not None or model.finished else None


def _reach(case: SyndromeCase, tangle: Tangle) -> int:
    """An amount that no count in these checks has to exceed."""
    amounts: list[Number] = [case.cell(path).held.amount for path in tangle.paths if path not in case.categories]
    held = sum(int((amount if amount > 0 else -amount) * tangle.unit) for amount in amounts)
    demands = [each for clause in tangle.clauses for each in (*clause.conditions, clause.demand)]
    limits = [each for each in demands if isinstance(each, LinearBound)]
    bounds = sum(abs(bound or 0) for each in limits for bound in (each.low, each.high))
    return 2 * (held + bounds + tangle.unit)


def _doubted(case: SyndromeCase, tangle: Tangle) -> frozenset[str]:
    """The fields of the checks that were not read as well as they can be."""
    cells = {path for path, cell in case.cells.items() if not cell.grounded}
    categories = {path for path, category in case.categories.items() if not category.grounded}
    return tangle.paths & (cells | categories)


def _amounts(case: SyndromeCase, tangle: Tangle, model: ClauseModel, changed: frozenset[str]) -> Iterator[Amounts]:
    """What the changed fields hold: what is fixed, and what a witness saw where that would do for what is not."""
    found = model.any()
    if found is None or not _holds(case, tangle, found):
        return
    fixed = {path: found[path] if model.fixes(path, found[path]) else None for path in sorted(changed)}
    yield {path: _value(case, tangle, path, value) for path, value in fixed.items()}
    left = [path for path, value in fixed.items() if value is None]
    for seen in _witnessed(case, tangle, left) if left else ():
        taken = model.with_values(seen)
        if taken is not None and _holds(case, tangle, taken):
            yield {path: _value(case, tangle, path, taken[path] if path in seen else fixed[path]) for path in fixed}


def _witnessed(case: SyndromeCase, tangle: Tangle, paths: list[str]) -> Iterator[Found]:
    """What the places show for these fields, and what each other reader read, where they say something about all."""
    told: dict[str, dict[str, int | str]] = {}
    for path in paths:
        for name, value in _sightings(case, path):
            scaled = plain_text(value) if isinstance(value, str) else _scaled(value, tangle)
            if scaled is not None:
                told.setdefault(name, {})[path] = scaled
    distinct: list[Found] = []
    for seen in told.values():
        if len(seen) == len(paths) and seen not in distinct:
            distinct.append(seen)
    yield from distinct


def _sightings(case: SyndromeCase, path: str) -> Iterator[tuple[str, Number | str]]:
    category = case.categories.get(path)
    if category is not None:
        yield from ((("", category.printed),) if category.printed is not None else ())
        yield from category.readers
        return
    for name, seen in (("", case.cells[path].printed), *case.cells[path].readers):
        if seen.value is not None:
            yield name, seen.value


def _scaled(value: Number, tangle: Tangle) -> int | None:
    amount = value * tangle.unit
    return int(amount) if amount == int(amount) else None


def _value(case: SyndromeCase, tangle: Tangle, path: str, found: int | str | None) -> Number | str | None:
    """What was found as a value of the field; another text than any that is known is none."""
    if isinstance(found, str):
        return _as_written(case, tangle, path, found) if found != ANOTHER_TEXT else None
    if found is None or case.cells[path].whole:
        return None if found is None else found // tangle.unit
    places = tangle.places.get(path, tangle.exponent)
    return Decimal(found // power_of_ten(tangle.exponent - places)).scaleb(-places)


def _as_written(case: SyndromeCase, tangle: Tangle, path: str, plain: str) -> str:
    """A text as somebody wrote it: a reader, the place, or a rule."""
    category = case.categories[path]
    seen = [text for text in (category.printed, *(text for _, text in category.readers)) if text is not None]
    demands = [each for clause in tangle.clauses for each in (*clause.conditions, clause.demand)]
    named = [each.options for each in demands if isinstance(each, Choice) and each.path == path]
    return {**{plain_text(text): text for text in seen}, **{k: v for each in named for k, v in each.items()}}[plain]


def _holds(case: SyndromeCase, tangle: Tangle, found: Found) -> bool:
    """Whether no check of the document that these fields stand in fails, computed by the checks themselves."""
    held: dict[str, Held] = {}
    for path, value in found.items():
        said = value if isinstance(value, str) else _value(case, tangle, path, value)
        held[path] = ("read", said)
    after = case.changed(held)
    return not any(
        check.evaluate(after).outcome == "fail"
        for _, check in case.expand(after)
        if not tangle.paths.isdisjoint(check.own_paths)
    )

"""Categories that nobody read: the one text of an enumeration that the rules leave, as numbers are implied.

Every text that a category may hold is tried, together with those of the others that hang together with it. A text is
left out where a check fails with it, or where no numbers are left for the cells that nobody read. Numbers that are the
same whatever is left of the categories follow as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import TypeAlias

from extractor.schemas.check import Check, Membership, plain_text
from extractor.schemas.stored import StoredValue
from extractor.verify.diagnose.bounds import narrow
from extractor.verify.diagnose.cell_limits import limits_of
from extractor.verify.diagnose.clauses import changeable
from extractor.verify.diagnose.explanation import Implied
from extractor.verify.diagnose.implied import imply
from extractor.verify.diagnose.syndrome import Held, SyndromeCase
from extractor.verify.diagnose.system import System, build_system, components

MOST_WAYS = 1000
"""Combinations of texts beyond which nothing is tried: a form has one or two categories with a few texts each."""

Way: TypeAlias = Mapping[str, str]
"""A text for every category that nobody read, by path."""

Coded: TypeAlias = tuple[str, Check]


def imply_categories(case: SyndromeCase, known: Iterable[Implied] = ()) -> tuple[Implied, ...]:
    """What follows for categories nobody read, and for numbers that rest on them; ``known`` follows without them."""
    listed = {check.path for _, check in case.checks if isinstance(check, Membership)}
    if not any(path in case.categories and case.categories[path].missing for path in listed):
        return ()
    settled = {each.path for each in known}
    return tuple(each for group in _connected(case) for each in _imply(case, group) if each.path not in settled)


def _imply(case: SyndromeCase, checks: Sequence[Coded]) -> Iterator[Implied]:
    """From checks that hang together. Where one of them fails, nothing follows."""
    options = _enumerations(case, checks)
    if not options or prod(map(len, options.values())) > MOST_WAYS:
        return
    if any(check.evaluate(case.values).outcome == "fail" for _, check in checks):
        return
    ways = [dict(zip(options, chosen, strict=True)) for chosen in product(*options.values())]
    tried = [(way, found) for way in ways if (found := _follows(case, checks, way)) is not None]
    for path in options:
        left = {way[path] for way, _ in tried}
        if len(left) == 1:
            yield Implied(path=path, value=left.pop(), reasons=_reasons(checks, path))
    for path in tried[0][1] if tried else ():
        values = [found.get(path) for _, found in tried]
        if values[0] is not None and values.count(values[0]) == len(values):
            yield Implied(path=path, value=values[0], reasons=_reasons(checks, path))


def _enumerations(case: SyndromeCase, checks: Iterable[Coded]) -> dict[str, tuple[str, ...]]:
    """The texts that categories nobody read may hold by the checks that list them whatever else holds."""
    found: dict[str, dict[str, str]] = {}
    for _, check in checks:
        if isinstance(check, Membership) and check.path in case.categories and case.categories[check.path].missing:
            options = {plain_text(option): option for option in check.options}
            before = found.get(check.path, options)
            found[check.path] = {plain: option for plain, option in before.items() if plain in options}
    return {path: tuple(options.values()) for path, options in found.items()}


def _follows(case: SyndromeCase, checks: Sequence[Coded], way: Way) -> Mapping[str, StoredValue] | None:
    """The numbers that follow if the categories hold these texts; None where they cannot hold them."""
    held: dict[str, Held] = {path: ("read", text) for path, text in way.items()}
    values = case.changed(held)
    if any(check.evaluate(values).outcome == "fail" for _, check in checks):
        return None
    unread = {path for path, cell in case.cells.items() if cell.missing}
    asked = tuple(each for each in checks if not unread.isdisjoint(each[1].own_paths))
    variant = replace(case, values=values, expand=lambda _: asked)
    system = build_system(variant)
    return {each.path: each.value for each in imply(variant, system)} if _can_hold(variant, system) else None


def _can_hold(case: SyndromeCase, system: System) -> bool:
    """Whether some numbers are left for the cells that nobody read."""
    limits = limits_of(case, system.unit)
    for rows in components(system.rows):
        unknown = {cell for row in rows for cell in row.coefficients} & system.missing
        if any(row.residual and unknown.isdisjoint(row.coefficients) for row in rows):
            return False
        if unknown and narrow(system, rows, limits) is None:
            return False
    return True


def _reasons(checks: Iterable[Coded], path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code, check in checks if path in check.own_paths))


def _connected(case: SyndromeCase) -> list[list[Coded]]:
    """The checks in groups that share a field that may change or was not read."""
    groups: list[tuple[set[str], list[Coded]]] = []
    for each in case.checks:
        paths, members = {path for path in each[1].own_paths if changeable(case, path)}, [each]
        apart = []
        for group in groups:
            if group[0] & paths:
                paths |= group[0]
                members = [*group[1], *members]
            else:
                apart.append(group)
        groups = [*apart, (paths, members)]
    return [members for _, members in groups]

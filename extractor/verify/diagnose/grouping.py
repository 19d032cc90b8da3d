"""One group of contradictions: its explanations from every source, and what is proven about the first of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from extractor.schemas.check import Conditional, plain_text
from extractor.verify.diagnose.bounds import search
from extractor.verify.diagnose.clauses import Tangle
from extractor.verify.diagnose.explanation import DiagnosisKind, Explanation, FailedCheck, Group, Proof, Repair
from extractor.verify.diagnose.hypotheses import Hypothesis, assumed, shaped, witnessed
from extractor.verify.diagnose.peeling import LISTED, Enumeration, Solution, satisfiable
from extractor.verify.diagnose.ranking import SLACK, explain, explain_values, ranked
from extractor.verify.diagnose.settling import settle
from extractor.verify.diagnose.solver import solve
from extractor.verify.diagnose.syndrome import Held, Sighting, SyndromeCase, same
from extractor.verify.diagnose.system import System, SystemRow, components

SEARCHED = 3
"""Wrong cells up to which the search lists every explanation, and up to which a repair can be certain."""

ON_TOP = 2
"""Cells that may be wrong besides what a witness contradicts: witnesses err as well."""


def diagnose_rows(case: SyndromeCase, system: System, rows: Sequence[SystemRow], loose: Sequence[int]) -> list[Group]:
    """The groups of one set of connected rows, some of which are violated.

    One group, as a rule; where too many cells are wrong for that, one for each set of connected violated rows, each
    searched as if the others were to stay as they are. ``loose`` are failing checks that are no rows.
    """
    weighed, system = system, system.alike
    enumeration = search(system, rows, SEARCHED)
    explanations = _explanations(case, system, rows, enumeration)
    if not explanations and not enumeration.conflict:
        parts = components(row for row in rows if row.residual)
        if len(parts) > 1:
            return [_diagnose_part(case, weighed, rows, part, loose) for part in parts]
        enumeration = solve(system, rows) or enumeration
        explanations = _explanations(case, system, rows, enumeration, witnesses=False)
    explanations = ranked([*explanations, *_lightest(case, weighed, rows)])
    enumeration, explanations = _search_further(case, system, rows, enumeration, explanations)
    if any(_depends(case, row) for row in rows):
        enumeration = replace(enumeration, complete=False)  # a condition may be misread as well
    return [conclude(case, scope_of(case, system, rows, loose), enumeration, explanations)]


def _lightest(case: SyndromeCase, system: System, rows: Sequence[SystemRow]) -> list[Explanation]:
    """The explanations of least weight, where some fields are known to be more reliable than others.

    They are listed besides those with the fewest cells, on which alone a proof rests.
    """
    if not system.weight:
        return []
    found = search(system, rows, SEARCHED)
    further = solve(system, rows) if not found.solutions and not found.conflict else None
    solutions = (further or found).solutions
    return [each for each in (explain(case, system, s.amounts) for s in solutions) if each is not None]


def _depends(case: SyndromeCase, row: SystemRow) -> bool:
    """Whether a row is asked only under a condition that may have been misread."""
    check = case.checks[row.check][1]
    own = check.condition.own_paths if isinstance(check, Conditional) else ()
    return any(case.cells[path].open for path in own if path in case.cells) or any(
        case.categories[path].open for path in own if path in case.categories
    )


def _diagnose_part(
    case: SyndromeCase, system: System, rows: Sequence[SystemRow], part: Sequence[SystemRow], loose: Sequence[int]
) -> Group:
    """Some of the violated rows alone, with the rows that hold. Never complete, and never a conflict: the others may be
    violated by the same wrong cells, and rows that depend on each other cannot be satisfied apart.
    """
    own = {row.check for row in part}
    among = [row for row in rows if row.check in own or not row.residual]
    found = search(system.alike, among, SEARCHED)
    apart = Enumeration(found.solutions, found.size, False)
    explanations = [each for each in (explain(case, system, s.amounts) for s in found.solutions) if each is not None]
    explanations += _lightest(case, system, among)
    near = [index for index in loose if _touches(case, index, part, system)]
    return conclude(case, scope_of(case, system, part, near), apart, ranked(explanations))


def _explanations(
    case: SyndromeCase, system: System, rows: Sequence[SystemRow], enumeration: Enumeration, witnesses: bool = True
) -> list[Explanation]:
    found = [explain(case, system, solution.amounts) for solution in enumeration.solutions]
    if witnesses:
        cells = [system.cells[number] for number in sorted({cell for row in rows for cell in row.coefficients})]
        for hypothesis in witnessed(cells):
            found += _try(case, system, rows, hypothesis, ON_TOP)
        if enumeration.size > 1 or not enumeration.solutions:
            for hypothesis in shaped(case, system, rows, far=not enumeration.solutions):
                found += _try(case, system, rows, hypothesis, 0)
    return ranked(each for each in found if each is not None)


def _try(
    case: SyndromeCase, system: System, rows: Sequence[SystemRow], hypothesis: Hypothesis, more: int
) -> Iterable[Explanation | None]:
    """The explanations under a hypothesis, with up to ``more`` further cells wrong."""
    variant = assumed(system, rows, hypothesis, more)
    if variant is None:
        return
    checks = {row.check for row in rows}
    left = [row for row in variant.rows if row.check in checks]
    for solution in search(variant, left, more).solutions:
        amounts = _combined(system, variant, solution)
        if all(amount is not None for amount in amounts.values()):
            yield explain(case, system, amounts)


def _combined(system: System, variant: System, solution: Solution) -> Mapping[int, int | None]:
    """What a hypothesis and a solution on top of it change together."""
    amounts: dict[int, int | None] = {
        number: variant.held[number]
        for number, cell in enumerate(variant.cells)
        if not cell.missing and (system.cells[number].missing or variant.held[number] != system.held[number])
    }
    lost: dict[int, int | None] = dict.fromkeys(variant.missing - system.missing)
    return {**amounts, **lost, **solution.amounts}


def _search_further(
    case: SyndromeCase,
    system: System,
    rows: Sequence[SystemRow],
    enumeration: Enumeration,
    explanations: list[Explanation],
) -> tuple[Enumeration, list[Explanation]]:
    """List the larger explanations as well where the first has more cells than the smallest one has."""
    if not explanations or not enumeration.complete:
        return enumeration, explanations
    size = _size(explanations[0])
    if not enumeration.size < size <= SEARCHED or not _seen(explanations[0]):
        return enumeration, explanations
    for more in range(enumeration.size + 1, size + 1):
        found = search(system, rows, more, more)
        extra = [explain(case, system, each.amounts) for each in found.solutions]
        explanations = ranked([*explanations, *(each for each in extra if each is not None)])
        enumeration = Enumeration(found.solutions, more, enumeration.complete and found.complete)
    return enumeration, explanations


def diagnose_tangle(case: SyndromeCase, system: System, tangle: Tangle) -> Group | None:
    """The group of checks that are not all plain equations; None where the solver is not there or did not finish.

    What witnesses and the shape of the table suggest counts as well, if every check holds after it. Certain only where
    the checks leave one value for every field of the first explanation.
    """
    settled = settle(case, tangle)
    if settled is None:
        return None
    scope = Scope(tangle.paths, tangle.failing, settled.grounded)
    lightest = settle(case, tangle, weighed=True) if case.weighted else None
    ways = (*settled.ways, *(lightest.ways if lightest is not None else ()))
    found = [explain_values(case, way) for way in ways]
    rows = [row for row in system.rows if not tangle.paths.isdisjoint(case.checks[row.check][1].own_paths)]
    if any(row.residual for row in rows):
        others = _explanations(case, system.alike, rows, Enumeration((), 0, False))
        found += [each for each in others if _holds_after(case, scope, each)]
    explanations = ranked(found)
    fixed = bool(explanations) and all(_is_fixed(change) for change in explanations[0].changes)
    only = [way for way in settled.ways if explanations and frozenset(way) == explanations[0].paths]
    complete = settled.complete and (not explanations or (fixed and len(only) == 1))
    return conclude(case, scope, Enumeration((), settled.size, complete, settled.conflict), explanations)


def _is_fixed(change: Repair) -> bool:
    return change.proposed is not None or change.proposed_state != "read"


def suggest(case: SyndromeCase, system: System, rows: Sequence[SystemRow]) -> list[Group]:
    """Where all rows hold: what witnesses say against two cells or more, if all rows hold after it, too."""
    cells = [system.cells[number] for number in sorted({cell for row in rows for cell in row.coefficients})]
    explanations: list[Explanation] = []
    for hypothesis in witnessed(cells):
        if len(hypothesis) > 1:
            found = _try(case, system.alike, rows, hypothesis, ON_TOP)
            explanations += [each for each in found if each is not None and _size(each) > 1]
    if not explanations:
        return []
    return [conclude(case, scope_of(case, system, rows), Enumeration((), 0, False), ranked(explanations))]


class Scope(NamedTuple):
    """What a group is about: its fields, and its failing checks by number.

    ``printed_so``: whatever the fields that may be misread hold, the checks cannot all hold; the document contradicts
    itself. That rests on the fields that were read as well as they can be, and on nothing else.
    """

    paths: frozenset[str]
    broken: tuple[int, ...]
    printed_so: bool


def scope_of(case: SyndromeCase, system: System, rows: Sequence[SystemRow], loose: Sequence[int] = ()) -> Scope:
    """The scope of rows and of failing checks that are none."""
    broken = (*(row.check for row in rows if row.residual), *loose)
    paths = {system.cells[cell].path for row in rows for cell in row.coefficients}
    if not rows:
        paths.update(path for index in loose for path in case.checks[index][1].own_paths)
    return Scope(frozenset(paths), broken, bool(broken) and _printed_so(case, rows, broken, system))


def conclude(case: SyndromeCase, scope: Scope, enumeration: Enumeration, explanations: list[Explanation]) -> Group:
    """The group with its kind and its proof."""
    first = explanations[0] if explanations else None
    proof = _prove(case, scope, enumeration, explanations)
    return Group(
        kind=_kind(scope, enumeration, first, proof),
        explanations=tuple(explanations[:LISTED]),
        proof=proof,
        unlisted=len(explanations) > LISTED or (not enumeration.complete and len(enumeration.solutions) > LISTED),
    )


def _kind(scope: Scope, enumeration: Enumeration, first: Explanation | None, proof: Proof) -> DiagnosisKind:
    if enumeration.conflict:
        return "rule_conflict"
    if scope.printed_so:
        return "source_inconsistent"
    if first is None:
        return "too_many"
    proven = proof.complete and proof.rules_pass and proof.no_negative and proof.seen and proof.unopposed
    small = _size(first) <= proof.searched
    return "certain" if scope.broken and proven and small and proof.within_slack == 1 else "ambiguous"


def _printed_so(case: SyndromeCase, rows: Sequence[SystemRow], broken: Sequence[int], system: System) -> bool:
    if rows:
        doubted = [
            row._replace(coefficients={c: f for c, f in row.coefficients.items() if not system.cells[c].grounded})
            for row in rows
        ]
        return not satisfiable(doubted)
    paths = [path for index in broken for path in case.checks[index][1].own_paths]
    cells = [case.cells[path] for path in paths if path in case.cells]
    texts = [case.categories[path] for path in paths if path in case.categories]
    return all(c.grounded or c.held.state == "absent" for c in cells) and all(text.grounded for text in texts)


def _prove(case: SyndromeCase, scope: Scope, enumeration: Enumeration, explanations: list[Explanation]) -> Proof:
    first = explanations[0] if explanations else None
    after = case.values if first is None else case.changed(_sightings(first))
    return Proof(
        failing=tuple(
            FailedCheck(
                code=case.checks[index][0],
                paths=case.checks[index][1].own_paths,
                repaired=first is not None and case.checks[index][1].evaluate(after).outcome == "pass",
            )
            for index in scope.broken
        ),
        searched=max(enumeration.size, 0),
        complete=enumeration.complete,
        within_slack=sum(each.bare <= explanations[0].bare + SLACK for each in explanations),
        rules_pass=first is not None and _holds_after(case, scope, first),
        no_negative=first is not None and all(_not_negative(each.proposed) for each in first.changes),
        seen=first is not None and _seen(first),
        unopposed=first is not None and _unopposed(case, scope.paths, first),
    )


def _holds_after(case: SyndromeCase, scope: Scope, explanation: Explanation) -> bool:
    after = case.changed(_sightings(explanation))
    return not any(
        check.evaluate(after).outcome == "fail"
        for _, check in case.expand(after)
        if not scope.paths.isdisjoint(check.own_paths)
    )


def _size(explanation: Explanation) -> int:
    """The cells that were read and would change; missing ones are found out, not accused."""
    return sum(change.state != "unread" for change in explanation.changes)


def _seen(explanation: Explanation) -> bool:
    return all(change.seen for change in explanation.changes)


def _not_negative(value: object) -> bool:
    return not isinstance(value, (int, Decimal)) or value >= 0


def _sightings(explanation: Explanation) -> dict[str, Held]:
    """What the fields would hold; what is not fixed is unread."""
    return {c.path: (c.proposed_state if _is_fixed(c) else "unread", c.proposed) for c in explanation.changes}


def _unopposed(case: SyndromeCase, paths: Iterable[str], first: Explanation) -> bool:
    after = _sightings(first)
    return all(_agrees(case, path, after.get(path)) for path in paths)


def _agrees(case: SyndromeCase, path: str, after: Held | None) -> bool:
    """Whether nothing else is printed where the field stands than what it would hold."""
    cell, category = case.cells.get(path), case.categories.get(path)
    if cell is not None:
        would = cell.held if after is None else Sighting(after[0], after[1] if not isinstance(after[1], str) else None)
        return cell.printed.state == "unread" or cell.decided or cell.missing or same(cell.printed, would)
    if category is None or category.printed is None or category.decided or category.missing:
        return True
    text = category.text if after is None else after[1]
    return isinstance(text, str) and plain_text(text) == plain_text(category.printed)


def _touches(case: SyndromeCase, index: int, part: Sequence[SystemRow], system: System) -> bool:
    paths = {system.cells[cell].path for row in part for cell in row.coefficients}
    return not paths.isdisjoint(case.checks[index][1].own_paths)

"""One group of contradictions: its explanations from every source, and what is proven about the first of them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from extractor.verify.diagnose.evidence import Case, Sighting, same
from extractor.verify.diagnose.hypotheses import Hypothesis, assumed, shaped, witnessed
from extractor.verify.diagnose.model import DiagnosisKind, Explanation, FailedCheck, Group, Proof
from extractor.verify.diagnose.peeling import LISTED, Enumeration, Solution, enumerate_solutions, satisfiable
from extractor.verify.diagnose.ranking import SLACK, explain, ranked
from extractor.verify.diagnose.solver import solve
from extractor.verify.diagnose.system import Row, System, components

SEARCHED = 3
"""Wrong cells up to which the search lists every explanation, and up to which a repair can be certain."""

ON_TOP = 2
"""Cells that may be wrong besides what a witness contradicts: witnesses err as well."""


def diagnose_rows(case: Case, system: System, rows: Sequence[Row], loose: Sequence[int]) -> list[Group]:
    """The groups of one set of connected rows, some of which are violated.

    One group, as a rule; where too many cells are wrong for that, one for each set of connected violated rows, each
    searched as if the others were to stay as they are. ``loose`` are failing checks that are no rows.
    """
    enumeration = enumerate_solutions(system, rows, SEARCHED)
    explanations = _explanations(case, system, rows, enumeration)
    if not explanations and not enumeration.conflict:
        parts = components(row for row in rows if row.residual)
        if len(parts) > 1:
            return [_diagnose_part(case, system, rows, part, loose) for part in parts]
        enumeration = solve(system, rows) or enumeration
        explanations = _explanations(case, system, rows, enumeration, witnesses=False)
    enumeration, explanations = _search_further(case, system, rows, enumeration, explanations)
    return [conclude(case, system, rows, loose, enumeration, explanations)]


def _diagnose_part(case: Case, system: System, rows: Sequence[Row], part: Sequence[Row], loose: Sequence[int]) -> Group:
    """Some of the violated rows alone. Never complete: the others may be violated by the same wrong cells."""
    own = {row.check for row in part}
    calm = [row if row.check in own else row._replace(residual=0) for row in rows]
    found = enumerate_solutions(system, calm, SEARCHED)
    apart = Enumeration(found.solutions, found.size, False, found.conflict)
    explanations = [each for each in (explain(case, system, s.amounts) for s in found.solutions) if each is not None]
    near = [index for index in loose if _touches(case, index, part, system)]
    return conclude(case, system, [*part], near, apart, ranked(explanations))


def _explanations(
    case: Case, system: System, rows: Sequence[Row], enumeration: Enumeration, witnesses: bool = True
) -> list[Explanation]:
    found = [explain(case, system, solution.amounts) for solution in enumeration.solutions]
    if witnesses:
        cells = [system.cells[number] for number in sorted({cell for row in rows for cell in row.coefficients})]
        for hypothesis in witnessed(cells):
            found += _try(case, system, rows, hypothesis, ON_TOP)
        if enumeration.size > 1 or not enumeration.solutions:
            for hypothesis in shaped(case, system, rows):
                found += _try(case, system, rows, hypothesis, 0)
    return ranked(each for each in found if each is not None)


def _try(
    case: Case, system: System, rows: Sequence[Row], hypothesis: Hypothesis, more: int
) -> Iterable[Explanation | None]:
    """The explanations under a hypothesis, with up to ``more`` further cells wrong."""
    variant = assumed(system, rows, hypothesis, more)
    if variant is None:
        return
    checks = {row.check for row in rows}
    left = [row for row in variant.rows if row.check in checks]
    for solution in enumerate_solutions(variant, left, more).solutions:
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
    case: Case, system: System, rows: Sequence[Row], enumeration: Enumeration, explanations: list[Explanation]
) -> tuple[Enumeration, list[Explanation]]:
    """List the larger explanations as well where the first has more cells than the smallest one has."""
    if not explanations or not enumeration.complete:
        return enumeration, explanations
    size = _size(explanations[0])
    if not enumeration.size < size <= SEARCHED or not _seen(explanations[0]):
        return enumeration, explanations
    for more in range(enumeration.size + 1, size + 1):
        found = enumerate_solutions(system, rows, more, more)
        extra = [explain(case, system, each.amounts) for each in found.solutions]
        explanations = ranked([*explanations, *(each for each in extra if each is not None)])
        enumeration = Enumeration(found.solutions, more, enumeration.complete and found.complete)
    return enumeration, explanations


def suggest(case: Case, system: System, rows: Sequence[Row]) -> list[Group]:
    """Where all rows hold: what witnesses say against two cells or more, if all rows hold after it, too."""
    cells = [system.cells[number] for number in sorted({cell for row in rows for cell in row.coefficients})]
    explanations: list[Explanation] = []
    for hypothesis in witnessed(cells):
        if len(hypothesis) > 1:
            found = _try(case, system, rows, hypothesis, ON_TOP)
            explanations += [each for each in found if each is not None and _size(each) > 1]
    if not explanations:
        return []
    return [conclude(case, system, rows, (), Enumeration((), 0, False), ranked(explanations))]


def conclude(
    case: Case,
    system: System,
    rows: Sequence[Row],
    loose: Sequence[int],
    enumeration: Enumeration,
    explanations: list[Explanation],
) -> Group:
    """The group with its kind and its proof."""
    broken = [*(row.check for row in rows if row.residual), *loose]
    first = explanations[0] if explanations else None
    proof = _prove(case, system, rows, broken, enumeration, explanations)
    return Group(
        kind=_kind(case, system, rows, broken, enumeration, first, proof),
        explanations=tuple(explanations[:LISTED]),
        proof=proof,
        unlisted=len(explanations) > LISTED or (not enumeration.complete and len(enumeration.solutions) > LISTED),
    )


def _kind(
    case: Case,
    system: System,
    rows: Sequence[Row],
    broken: Sequence[int],
    enumeration: Enumeration,
    first: Explanation | None,
    proof: Proof,
) -> DiagnosisKind:
    if enumeration.conflict:
        return "rule_conflict"
    if broken and _printed_so(case, rows, broken, system):
        return "source_inconsistent"
    if first is None:
        return "too_many"
    proven = proof.complete and proof.rules_pass and proof.no_negative and proof.seen and proof.unopposed
    small = _size(first) <= proof.searched
    return "certain" if broken and proven and small and proof.within_slack == 1 else "ambiguous"


def _printed_so(case: Case, rows: Sequence[Row], broken: Sequence[int], system: System) -> bool:
    """Whether the document contradicts itself: whatever the cells that may be misread hold, the checks cannot all hold.

    Rests on the cells that were read as well as they can be, and on nothing else.
    """
    if rows:
        doubted = [
            row._replace(coefficients={c: f for c, f in row.coefficients.items() if not system.cells[c].grounded})
            for row in rows
        ]
        return not satisfiable(doubted)
    cells = [case.cells[path] for index in broken for path in case.checks[index][1].own_paths if path in case.cells]
    return all(cell.grounded or cell.held.state == "absent" for cell in cells)


def _prove(
    case: Case,
    system: System,
    rows: Sequence[Row],
    broken: Sequence[int],
    enumeration: Enumeration,
    explanations: list[Explanation],
) -> Proof:
    first = explanations[0] if explanations else None
    after = case.values if first is None else case.changed(_sightings(first))
    paths = {system.cells[cell].path for row in rows for cell in row.coefficients}
    holding = first is not None and not any(
        check.evaluate(after).outcome == "fail"
        for _, check in case.expand(after)
        if not paths.isdisjoint(check.own_paths)
    )
    return Proof(
        failing=tuple(
            FailedCheck(
                code=case.checks[index][0],
                paths=case.checks[index][1].own_paths,
                repaired=first is not None and case.checks[index][1].evaluate(after).outcome == "pass",
            )
            for index in broken
        ),
        searched=enumeration.size if enumeration.solutions else max(enumeration.size, 0),
        complete=enumeration.complete,
        within_slack=sum(each.cost <= explanations[0].cost + SLACK for each in explanations),
        rules_pass=holding,
        no_negative=first is not None and all(_not_negative(each.proposed) for each in first.changes),
        seen=first is not None and _seen(first),
        unopposed=first is not None and _unopposed(case, paths, first),
    )


def _size(explanation: Explanation) -> int:
    """The cells that were read and would change; missing ones are found out, not accused."""
    return sum(change.state != "unread" for change in explanation.changes)


def _seen(explanation: Explanation) -> bool:
    return all(change.seen for change in explanation.changes)


def _not_negative(value: object) -> bool:
    return not isinstance(value, (int, Decimal)) or value >= 0


def _sightings(explanation: Explanation) -> dict[str, Sighting]:
    """What the cells would hold; what is not fixed is unread."""
    found: dict[str, Sighting] = {}
    for change in explanation.changes:
        value = change.proposed if isinstance(change.proposed, (int, Decimal)) else None
        fixed = value is not None or change.proposed_state != "read"
        found[change.path] = Sighting(change.proposed_state if fixed else "unread", value)
    return found


def _unopposed(case: Case, paths: Iterable[str], first: Explanation) -> bool:
    after = _sightings(first)
    return all(
        cell.printed.state == "unread" or cell.decided or cell.missing or same(cell.printed, after.get(path, cell.held))
        for path, cell in ((path, case.cells[path]) for path in paths)
    )


def _touches(case: Case, index: int, part: Sequence[Row], system: System) -> bool:
    paths = {system.cells[cell].path for row in part for cell in row.coefficients}
    return not paths.isdisjoint(case.checks[index][1].own_paths)

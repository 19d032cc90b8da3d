"""Diagnosis: which cells are wrong, what they should hold, and what that is known from.

Failing checks are a syndrome. The wrong cells are the fewest whose change satisfies every rule again; all such sets are
listed, so that being the only one is found out and not assumed. What other readers and the places say ranks them.
Nothing is repaired here: an explanation is shown, and the value stays as it was read.
"""

from collections.abc import Sequence
from decimal import localcontext

from extractor.verify.consolidate import Consolidation
from extractor.verify.diagnose.bounds import search
from extractor.verify.diagnose.clauses import tangles
from extractor.verify.diagnose.explanation import Diagnosis, DiagnosisKind, Group, Implied
from extractor.verify.diagnose.gathering import gather_case
from extractor.verify.diagnose.grouping import conclude, diagnose_rows, diagnose_tangle, scope_of, suggest
from extractor.verify.diagnose.implied import imply
from extractor.verify.diagnose.implied_categories import imply_categories
from extractor.verify.diagnose.peeling import Enumeration
from extractor.verify.diagnose.ranking import accuse
from extractor.verify.diagnose.solver import installed
from extractor.verify.diagnose.syndrome import SyndromeCase
from extractor.verify.diagnose.system import System, SystemRow, build_system, components
from extractor.verify.finding import Finding
from extractor.verify.rule_evaluation import EXACT

__all__ = ["Diagnosis", "Group", "Implied", "diagnose", "diagnosed", "imply_missing"]

LEAST_KNOWN: tuple[DiagnosisKind, ...] = ("rule_conflict", "too_many", "ambiguous", "source_inconsistent", "certain")
"""Kinds of groups, those that leave most open first."""


def diagnosed(
    document: Consolidation, findings: Sequence[Finding], waived: Sequence[Finding]
) -> tuple[Diagnosis | None, tuple[Implied, ...]]:
    """What can be said about a document and about what nobody read of it. There is nothing to diagnose where every
    check holds, everything was read and readers agree: nearly always.
    """
    failing = any(each.broken and each.residual is not None and each not in waived for each in findings)
    if not failing and not any(each.state == "unread" or each.disputed for each in document.fields.values()):
        return None, ()
    case = gather_case(document, findings, waived)
    return diagnose(case), imply_missing(case)


def diagnose(case: SyndromeCase) -> Diagnosis | None:
    """What can be said about the checks of a document that fail, or None where there is nothing to say.

    Where all checks hold but places or readers speak of several cells together (rows exchanged, a table invented), that
    is a group as well, without failing checks and never certain.
    """
    with localcontext(EXACT):
        groups = _diagnose(case)
    if not groups:
        return None
    return Diagnosis(kind=min((each.kind for each in groups), key=LEAST_KNOWN.index), groups=tuple(groups))


def _diagnose(case: SyndromeCase) -> list[Group]:
    system = build_system(case)
    groups, done = _settled(case, system)
    loose = [index for index in _failing_others(case, system) if index not in done]
    for rows in components(row for row in system.rows if row.check not in done):
        if not _contradicted(system, rows):
            groups += suggest(case, system, rows)
            continue
        paths = {system.cells[cell].path for row in rows for cell in row.coefficients}
        near = [index for index in loose if not paths.isdisjoint(case.checks[index][1].own_paths)]
        loose = [index for index in loose if index not in near]
        groups += diagnose_rows(case, system, rows, near)
    return [*groups, *(_alone(case, system, index) for index in loose)]


def _settled(case: SyndromeCase, system: System) -> tuple[list[Group], frozenset[int]]:
    """The groups of connected checks that are not all plain equations, and the checks that are dealt with by them."""
    groups: list[Group] = []
    done: set[int] = set()
    if installed():
        for tangle in tangles(case):
            group = diagnose_tangle(case, system, tangle)
            if group is not None:
                groups.append(group)
                done.update(clause.check for clause in tangle.clauses)
    return groups, frozenset(done)


def imply_missing(case: SyndromeCase) -> tuple[Implied, ...]:
    """The values that follow from the rules for fields that nobody read."""
    with localcontext(EXACT):
        numbers = imply(case, build_system(case)) if any(cell.missing for cell in case.cells.values()) else ()
        return (*numbers, *imply_categories(case, numbers))


def _contradicted(system: System, rows: list[SystemRow]) -> bool:
    """Whether a row is violated, or the missing cells cannot be filled in so that every row holds."""
    if any(row.residual and not system.missing.intersection(row.coefficients) for row in rows):
        return True
    if not any(system.missing.intersection(row.coefficients) for row in rows):
        return False
    return not search(system, rows, 0).solutions


def _failing_others(case: SyndromeCase, system: System) -> list[int]:
    """The failing checks that are no exact equations: tolerances, orders, conditions that do not hold."""
    exact = {row.check for row in system.rows}
    return [
        index
        for index, (_, check) in enumerate(case.checks)
        if index not in exact and check.evaluate(case.values).outcome == "fail"
    ]


def _alone(case: SyndromeCase, system: System, index: int) -> Group:
    """A failing check that is no exact equation: any of its cells may be wrong, by how much is not fixed."""
    explanations = accuse(case, case.checks[index][1].own_paths)
    return conclude(case, scope_of(case, system, (), (index,)), Enumeration((), 1, False), explanations)

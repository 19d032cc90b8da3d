"""What diagnosis finds out about one damaged table, with and without each witness.

detected: a check fails, or a witness contradicts the reading. named: every wrong cell is among the suspects or
contradicted by a witness. exact: the first explanations of all groups, taken together, are the printed numbers in
exactly the cells read wrong (of a source that contradicts itself, that it is called so). unique: exact, and the only
explanation within the cost slack. certain: proven, as the kind says. wrong: certain although it is not exact; this must
be 0.
"""

import time
from collections.abc import Iterable
from typing import NamedTuple

from extractor.verify.diagnose import diagnose
from extractor.verify.diagnose.explanation import Group
from extractor.verify.diagnose.syndrome import SyndromeCase
from specimens.adversarial import Layout, Specimen

WITNESSES = {
    "rules": (False, False),
    "rules + place": (True, False),
    "rules + second reader": (False, True),
    "rules + place + second reader": (True, True),
}


class DiagnosisScore(NamedTuple):
    """What was found out about one table."""

    detected: bool
    named: bool
    exact: bool
    unique: bool
    certain: bool
    wrong: bool
    ms: float


def judge(layout: Layout, specimen: Specimen, place: bool, second: bool) -> DiagnosisScore:
    """Diagnose one specimen and compare with what is printed."""
    case = layout.case(specimen, place, second)
    _ = case.checks
    start = time.process_time()
    found = diagnose(case)
    ms = (time.process_time() - start) * 1000
    groups = found.groups if found is not None else ()
    doubted = {c.path for c in case.cells.values() if _contradicted(case, c.path)}
    failing = any(group.proof.failing for group in groups)
    missing = any(cell.missing for cell in case.cells.values())
    if specimen.kind == "source":
        called = found is not None and all(g.kind == "source_inconsistent" for g in groups if g.proof.failing)
        wrong = any(group.kind == "certain" for group in groups)
        return DiagnosisScore(failing, called and failing, called and failing, False, called and failing, wrong, ms)
    suspects = {path for group in groups for path in group.suspects}
    exact = bool(groups) and _exact(_proposed(groups), specimen)
    certain = found is not None and found.kind == "certain"
    return DiagnosisScore(
        detected=failing or missing or bool(doubted) or bool(groups),
        named=set(specimen.wrong) <= suspects | doubted | {p for p, c in case.cells.items() if c.missing},
        exact=exact,
        unique=exact and all(group.unique for group in groups),
        certain=certain and exact,
        wrong=any(g.kind == "certain" and not _right(g, specimen) for g in groups),
        ms=ms,
    )


def _contradicted(case: SyndromeCase, path: str) -> bool:
    cell = case.cells[path]
    seen = (cell.printed, *(sighting for _, sighting in cell.readers))
    return any(each.state != "unread" and each != cell.held for each in seen)


def _proposed(groups: Iterable[Group]) -> dict[str, object]:
    firsts = [group.explanations[0] for group in groups if group.explanations]
    return {change.path: change.proposed for each in firsts for change in each.changes}


def _exact(proposed: dict[str, object], specimen: Specimen) -> bool:
    """Whether exactly the cells read wrong are changed, and to what is printed; cells not read may stay open."""
    read = {path: value for path, value in proposed.items() if specimen.read[path] is not None}
    lost = {path: value for path, value in proposed.items() if specimen.read[path] is None}
    wrong = {path: value for path, value in specimen.wrong.items() if specimen.read[path] is not None}
    return read == wrong and all(value == specimen.printed[path] for path, value in lost.items())


def _right(group: Group, specimen: Specimen) -> bool:
    return all(specimen.printed[change.path] == change.proposed for change in group.explanations[0].changes)

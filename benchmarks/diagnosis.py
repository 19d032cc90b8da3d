"""What diagnosis finds out about damaged tables, kind by kind, with and without each witness.

::

    python -m benchmarks.diagnosis [--tables 10000] [--seed 1] [--schema gov_disclosure --form 2021]

detected: a check fails, or a witness contradicts the reading. named: every wrong cell is among the suspects or
contradicted by a witness. exact: the first explanations of all groups, taken together, are the printed numbers in
exactly the cells read wrong (of a source that contradicts itself, that it is called so). unique: exact, and the only
explanation within the cost slack. certain: proven, as the kind says. wrong: certain although it is not exact; this must
be 0.
"""

import argparse
import time
from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from benchmarks.adversarial import KINDS, Layout, Specimen, layout_of, specimens
from extractor.schemas.registry import load_schema
from extractor.verify.diagnose import diagnose
from extractor.verify.diagnose.explanation import Group
from extractor.verify.diagnose.solver import installed
from extractor.verify.diagnose.syndrome import SyndromeCase

LEGS = {
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


def run(layout: Layout, count: int, seed: int) -> Iterator[tuple[str, str, DiagnosisScore]]:
    """Legs, kind and score of every specimen with every set of witnesses."""
    for specimen in specimens(layout, count, seed):
        for legs, (place, second) in LEGS.items():
            yield legs, specimen.kind, judge(layout, specimen, place, second)


def table(scores: Iterable[tuple[str, str, DiagnosisScore]]) -> Iterator[str]:
    """The lines to print."""
    found: dict[tuple[str, str], list[DiagnosisScore]] = {}
    for legs, kind, score in scores:
        found.setdefault((legs, kind), []).append(score)
    for legs in LEGS:
        yield f"\n{legs}"
        names = f"{'detected':>9} {'named':>7} {'exact':>7} {'unique':>7} {'certain':>8} {'wrong':>6} {'ms':>6}"
        yield f"  {'kind':16} {'n':>5} {names}"
        for kind in KINDS:
            if (legs, kind) in found:
                yield _line(kind, found[legs, kind])


def _line(kind: str, scores: list[DiagnosisScore]) -> str:
    count = len(scores)
    shares = [
        sum(getattr(score, name) for score in scores) / count
        for name in ("detected", "named", "exact", "unique", "certain")
    ]
    detected, named, exact, unique, certain = (f"{share:.1%}" for share in shares)
    wrong, ms = sum(score.wrong for score in scores), median(score.ms for score in scores)
    return f"  {kind:16} {count:5} {detected:>9} {named:>7} {exact:>7} {unique:>7} {certain:>8} {wrong:6} {ms:6.2f}"


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="What diagnosis finds out about damaged tables.")
    arguments.add_argument("--tables", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--schema", default="gov_disclosure")
    arguments.add_argument("--form", default="2021")
    arguments.add_argument(
        "--without", nargs="*", default=["other_all"], help="keys of rows the document does not have"
    )
    given = arguments.parse_args()
    form = load_schema(given.schema).form(given.form)
    layout = layout_of(form, without=frozenset(given.without))
    solver = "with" if installed() else "without"
    print(f"{given.tables} tables of {given.schema} {given.form}, {len(layout.paths)} cells, seed {given.seed}")
    print(f"{solver} the solver for more than three cells")
    print(*table(run(layout, given.tables, given.seed)), sep="\n")


if __name__ == "__main__":
    main()

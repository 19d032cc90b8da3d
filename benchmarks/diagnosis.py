"""What diagnosis finds out about damaged tables, kind by kind, with and without each witness.

::

    python -m benchmarks.diagnosis [--tables 10000] [--seed 1] [--schema gov_disclosure --form 2021]

What the columns mean is said in ``specimens/diagnosis_score.py``; wrong must be 0.
"""

import argparse
from collections.abc import Iterable, Iterator
from statistics import median

from extractor.schemas.registry import load_schema
from extractor.verify.diagnose.solver import installed
from specimens.adversarial import KINDS, Layout, layout_of, specimens
from specimens.diagnosis_score import WITNESSES, DiagnosisScore, judge


def run(layout: Layout, count: int, seed: int) -> Iterator[tuple[str, str, DiagnosisScore]]:
    """Witnesses, kind and score of every specimen with every set of witnesses."""
    for specimen in specimens(layout, count, seed):
        for witnesses, (place, second) in WITNESSES.items():
            yield witnesses, specimen.kind, judge(layout, specimen, place, second)


def table(scores: Iterable[tuple[str, str, DiagnosisScore]]) -> Iterator[str]:
    """The lines to print."""
    found: dict[tuple[str, str], list[DiagnosisScore]] = {}
    for witnesses, kind, score in scores:
        found.setdefault((witnesses, kind), []).append(score)
    for witnesses in WITNESSES:
        yield f"\n{witnesses}"
        names = f"{'detected':>9} {'named':>7} {'exact':>7} {'unique':>7} {'certain':>8} {'wrong':>6} {'ms':>6}"
        yield f"  {'kind':16} {'n':>5} {names}"
        for kind in KINDS:
            if (witnesses, kind) in found:
                yield _line(kind, found[witnesses, kind])


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

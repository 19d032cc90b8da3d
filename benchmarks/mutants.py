"""Mistakes made on purpose in the modules that decide, and whether their tests notice: ``make mutants``.

::

    python -m benchmarks.mutants [--count 300] [--seed 11] [--processes N] [--module PART] [--json] [--trusting]

Mutants are drawn by the seed from all changes that :mod:`benchmarks.mutant_changes` makes of the modules of ``TESTS``.
Each is tried in a process of its own, in which the changed module is imported instead of the one on the disk, against
the tests of that module alone. A mutant is killed if a test fails or does not end in time; the others are listed as
they read. Changes that change nothing stand with their reason in ``benchmarks/mutants_equivalent.toml`` and are not
drawn. The tests are run unchanged first; ``--trusting`` leaves that to whoever ran them already. Exit code 1 if less
than 95 % are killed.
"""

import argparse
import json
import multiprocessing
import multiprocessing.connection
import os
import sys
import time
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from multiprocessing.context import ForkProcess
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from benchmarks.mutant_changes import ROOT, Mutant, mutants_of
from benchmarks.mutant_trial import run_tests

_EVIDENCE = ("test_evidence", "test_evidence_weights")
TESTS: Mapping[str, tuple[str, ...]] = {
    "extractor/evidence/certainty.py": _EVIDENCE,
    "extractor/evidence/doubt.py": _EVIDENCE,
    "extractor/evidence/kinds.py": _EVIDENCE,
    "extractor/evidence/leg.py": _EVIDENCE,
    "extractor/evidence/sentences.py": _EVIDENCE,
    "extractor/policy.py": ("test_policy_lines", "test_route_policy"),
    "extractor/route.py": (
        "test_route_judging",
        "test_route_unclear",
        "test_route_decide",
        "test_record_together",
        "test_record_computed",
        "test_diagnose_verdict",
    ),
    "extractor/verify/consolidate.py": (
        "test_verify_consolidate",
        "test_verify_witnesses",
        "test_verify_checks",
        "test_route_decide",
    ),
    "extractor/verify/grounding.py": ("test_grounding_values", "test_grounding", "test_verify_checks"),
    "extractor/verify/diagnose/peeling.py": (
        "test_diagnose_weights",
        "test_diagnose_peeling",
        "test_diagnose_groups",
    ),
}
"""Every module that mutants are drawn from, and its tests, those that tell most in least time first."""

EQUIVALENT = ROOT / "benchmarks" / "mutants_equivalent.toml"
WANTED = 0.95
"""The share of mutants that tests have to kill."""

LIMIT = 150.0
"""Seconds for the tests of a module, where it is not known how long they take unchanged."""
SLOWER = 4
SPARE = 20.0
"""A mutant may take so many times as long as the module unchanged, and so many seconds more."""

# Imported once and handed to every trial; nothing of extractor, which each trial imports for itself.
_SHARED = (
    "pytest",
    "hypothesis",
    "hypothesis.strategies",
    "pydantic",
    "rapidfuzz",
    "lxml.html",
    "pymupdf",
    "sqlalchemy",
)

Fate: TypeAlias = Literal["killed", "timeout", "survived"]


class Tried(NamedTuple):
    """What became of a mutant, after so many seconds."""

    mutant: Mutant
    fate: Fate
    seconds: float


def equivalent() -> frozenset[tuple[str, str, str]]:
    """Module, lines that go and lines that come of the changes that change nothing."""
    listed = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    return frozenset((each["module"], each["before"], each["after"]) for each in listed)


def drawn(count: int, seed: int, modules: Iterable[str] = TESTS) -> Iterator[Mutant]:
    """So many mutants of all modules, in an order that the seed makes."""
    every = [mutant for module in modules for mutant in mutants_of(module)]
    Random(seed).shuffle(every)
    idle, taken = equivalent(), 0
    for mutant in every:
        if taken < count and mutant.valid and (mutant.module, *mutant.difference) not in idle:
            taken += 1
            yield mutant


def try_all(mutants: Iterable[Mutant], processes: int, limits: Mapping[str, float]) -> Iterator[Tried]:
    """Every mutant against the tests of its module, so many at once."""
    running: dict[int, tuple[ForkProcess, Mutant, float]] = {}
    left = iter(mutants)
    while True:
        while len(running) < processes and (mutant := next(left, None)) is not None:
            process = _start(mutant.module, mutant.code)
            running[process.sentinel] = (process, mutant, time.monotonic())
        if not running:
            return
        multiprocessing.connection.wait([*running], timeout=1)
        for sentinel, (process, mutant, since) in [*running.items()]:
            seconds = time.monotonic() - since
            late = process.is_alive() and seconds > limits.get(mutant.module, LIMIT)
            if late:
                process.kill()
            if late or not process.is_alive():
                process.join()
                del running[sentinel]
                yield Tried(mutant, "timeout" if late else _fate(process), seconds)


def _start(module: str, code: str | None) -> ForkProcess:
    tests = [str(ROOT / "tests" / f"{name}.py") for name in TESTS[module]]
    process = multiprocessing.get_context("fork").Process(target=run_tests, args=(module, code, tests))
    process.start()
    return process


def _fate(process: ForkProcess) -> Fate:
    """pytest ends with 0 where every test passes, with 1 where one fails, with 2 where a module cannot be imported."""
    if process.exitcode in (3, 4, 5):
        raise RuntimeError(f"the tests could not be run: pytest ended with {process.exitcode}")
    return "survived" if process.exitcode == 0 else "killed"


def measured(modules: Collection[str]) -> dict[str, float]:
    """How long the tests of each module may take. RuntimeError where they do not pass unchanged."""
    limits = {}
    for module in modules:
        since = time.monotonic()
        process = _start(module, None)
        process.join()
        if process.exitcode != 0:
            raise RuntimeError(f"the tests of {module} do not pass as they are: {', '.join(TESTS[module])}")
        limits[module] = SLOWER * (time.monotonic() - since) + SPARE
    return limits


def summary(tried: Sequence[Tried]) -> str:
    """The survivors as they read, a line a module, and the share of all."""
    from extractor.evaluate.interval import Rate  # not before the trials: each imports extractor for itself

    def rate(of: Sequence[Tried]) -> Rate:
        return Rate.of(sum(each.fate != "survived" for each in of), len(of))

    lines = [str(each.mutant) for each in tried if each.fate == "survived"]
    for module in TESTS:
        own = [each for each in tried if each.mutant.module == module]
        late = sum(each.fate == "timeout" for each in own)
        if own:
            lines.append(f"{module}: {rate(own)} killed" + (f", {late} of them by time" if late else ""))
    return "\n".join((*lines, f"all: {rate(tried)} killed, wanted: {WANTED:.0%}"))


def main() -> int:
    """Draw, try, tell."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--module", default="", help="only modules with this in their path")
    parser.add_argument("--json", action="store_true", help="a JSON array instead: module, line, before, after, fate")
    parser.add_argument("--trusting", action="store_true", help="do not run the tests unchanged first")
    given = parser.parse_args()
    for name in _SHARED:
        import_module(name)
    mutants = [*drawn(given.count, given.seed, [module for module in TESTS if given.module in module])]
    limits = {} if given.trusting else measured({mutant.module: None for mutant in mutants})
    tried: list[Tried] = []
    for each in try_all(mutants, given.processes, limits):
        tried.append(each)
        print(
            f"{len(tried)}/{len(mutants)} {each.fate} {each.seconds:.1f} s {each.mutant}", file=sys.stderr, flush=True
        )
    print(json.dumps([_line(each) for each in tried], ensure_ascii=False) if given.json else summary(tried))
    return int(sum(each.fate != "survived" for each in tried) < WANTED * len(tried))


def _line(tried: Tried) -> dict[str, object]:
    before, after = tried.mutant.difference
    return {
        "module": tried.mutant.module,
        "line": tried.mutant.line,
        "before": before,
        "after": after,
        "fate": tried.fate,
    }


if __name__ == "__main__":
    sys.exit(main())

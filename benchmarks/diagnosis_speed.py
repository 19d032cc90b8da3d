"""CPU time of evaluating the rules and of naming one, two and three wrong cells, beside scipy.milp and CP-SAT.

::

    python -m benchmarks.diagnosis_speed [--tables 30]

Aims: under 1 ms to evaluate, under 10 ms to diagnose, as medians. "search" lists all smallest explanations; "diagnose"
is all of it, with hypotheses, ranking and proof; the solvers are asked for one smallest explanation only, with their
default settings. Every engine gets the same tables in a process of its own, because two of them cannot share one; what
is not installed is skipped. "agrees": tables for which the engine found as few cells as the search. Rows and cells are
made outside the clock for all of them; building a solver's model counts, as it has to be built for every document.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from extractor.schemas.registry import load_schema
from extractor.verify.diagnose import diagnose
from extractor.verify.diagnose.peeling import enumerate_solutions
from extractor.verify.diagnose.solver import smallest
from extractor.verify.diagnose.syndrome import SyndromeCase
from extractor.verify.diagnose.system import System, SystemRow, build_system, components
from specimens.adversarial import SIZES, Layout, damaged, layout_of

KINDS = {"one cell": 1, "two cells": 2, "three cells": 3}
ENGINES: Mapping[str, str] = {
    "evaluate": "",
    "search": "",
    "diagnose": "",
    "milp": "scipy",
    "cp-sat": "ortools",
}
"""What is measured, and the library it needs besides the project itself."""


class Measured(NamedTuple):
    """One table: CPU milliseconds, and the number of cells that change; -1 where the engine does not say."""

    kind: str
    ms: float
    cells: int


def tables(count: int) -> Iterator[tuple[str, SyndromeCase]]:
    """The same tables for every engine, with both witnesses."""
    layout: Layout = layout_of(load_schema("gov_disclosure").form("2021"), without=frozenset({"other_all"}))
    sizes = tuple(SIZES)
    for kind in KINDS:
        for number in range(count):
            specimen = damaged(layout, kind, sizes[number % len(sizes)], Random(f"{kind}:{number}"))
            yield kind, layout.case(specimen, True, True)


def evaluate(case: SyndromeCase) -> int:
    """Every error check, expanded and evaluated."""
    for _, check in case.expand(case.values):
        check.evaluate(case.values)
    return -1


def whole_diagnosis(case: SyndromeCase) -> int:
    """Everything :func:`extractor.verify.diagnose.diagnose` does."""
    diagnose(case)
    return -1


def violated(case: SyndromeCase) -> tuple[System, list[list[SystemRow]]]:
    """The system of a case and its connected rows that are violated."""
    system = build_system(case)
    return system, [rows for rows in components(system.rows) if any(row.residual for row in rows)]


def search(system: System, rows: list[SystemRow]) -> int:
    """All smallest explanations."""
    return enumerate_solutions(system, rows, 3).size


def milp(system: System, rows: list[SystemRow]) -> int:
    """One smallest explanation by scipy's branch and bound, in floating point."""
    numpy, optimize = import_module("numpy"), import_module("scipy.optimize")
    cells = sorted({cell for row in rows for cell in row.coefficients})
    column = {cell: at for at, cell in enumerate(cells)}
    count = len(cells)
    most = sum(abs(row.residual) for row in rows)
    matrix = numpy.zeros((len(rows), 2 * count))
    for at, row in enumerate(rows):
        for cell, factor in row.coefficients.items():
            matrix[at, column[cell]] = factor
    residuals = numpy.array([-row.residual for row in rows])
    eye = numpy.eye(count)
    constraints = [
        optimize.LinearConstraint(matrix, residuals, residuals),
        optimize.LinearConstraint(numpy.hstack([eye, -most * eye]), -numpy.inf, 0),
        optimize.LinearConstraint(numpy.hstack([eye, most * eye]), 0, numpy.inf),
    ]
    low = numpy.concatenate([-numpy.array([system.held[cell] for cell in cells]), numpy.zeros(count)])
    high = numpy.concatenate([numpy.full(count, most), numpy.ones(count)])
    found = optimize.milp(
        numpy.concatenate([numpy.zeros(count), numpy.ones(count)]),
        integrality=numpy.ones(2 * count),
        bounds=optimize.Bounds(low, high),
        constraints=constraints,
    )
    return round(found.fun) if found.success else -1


def cp_sat(system: System, rows: list[SystemRow]) -> int:
    """One smallest explanation by OR-tools."""
    found = smallest(system, rows)
    return -1 if found is None else len(found)


ON_ROWS: Mapping[str, Callable[[System, list[SystemRow]], int]] = {"search": search, "milp": milp, "cp-sat": cp_sat}
ON_CASES: Mapping[str, Callable[[SyndromeCase], int]] = {"evaluate": evaluate, "diagnose": whole_diagnosis}


def measure(engine: str, count: int) -> list[Measured]:
    """One engine on all tables, after one table that does not count."""
    found: list[Measured] = []
    for number, (kind, case) in enumerate([next(tables(1)), *tables(count)]):
        _ = case.checks
        if engine in ON_CASES:
            start = time.process_time()
            cells = ON_CASES[engine](case)
            ms = (time.process_time() - start) * 1000
        else:
            system, parts = violated(case)
            start = time.process_time()
            sizes = [ON_ROWS[engine](system, rows) for rows in parts]
            ms = (time.process_time() - start) * 1000
            cells = sum(sizes) if -1 not in sizes else -1
        if number:
            found.append(Measured(kind, ms, cells))
    return found


def run_apart(engine: str, count: int) -> list[Measured]:
    """One engine in a process of its own. The result goes through a file: a solver writes to standard output."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "measured.json"
        command = [sys.executable, "-m", "benchmarks.diagnosis_speed", "--tables", str(count)]
        subprocess.run([*command, "--engine", engine, "--into", str(target)], check=True, stdout=subprocess.DEVNULL)
        return [Measured(*each) for each in json.loads(target.read_text("utf-8"))]


def table(count: int) -> Iterator[str]:
    """The lines to print."""
    yield f"{count} tables of each kind, CPU milliseconds"
    yield f"{'engine':10} " + " ".join(f"{kind + ' median':>18} {'max':>8}" for kind in KINDS) + f" {'agrees':>9}"
    sizes: list[int] = []
    for engine, library in ENGINES.items():
        if library and find_spec(library) is None:
            yield f"{engine:10} {library} is not installed"
            continue
        measured = run_apart(engine, count)
        if engine == "search":
            sizes = [each.cells for each in measured]
        times = [[each.ms for each in measured if each.kind == kind] for kind in KINDS]
        shown = " ".join(f"{median(each):18.2f} {max(each):8.2f}" for each in times)
        same = sum(each.cells == size for each, size in zip(measured, sizes, strict=False))
        yield f"{engine:10} {shown}" + (f" {same:4}/{len(measured):<4}" if engine in ON_ROWS else "")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="CPU time of diagnosis beside two solvers.")
    arguments.add_argument("--tables", type=int, default=30, help="tables of each kind")
    arguments.add_argument("--engine", choices=[*ENGINES], help="measure one engine in this process")
    arguments.add_argument("--into", type=Path, help="with --engine: the file for its figures")
    given = arguments.parse_args()
    if given.engine and given.into:
        given.into.write_text(json.dumps(measure(given.engine, given.tables)), "utf-8")
    else:
        print(*table(given.tables), sep="\n", flush=True)


if __name__ == "__main__":
    main()

"""Running a reader over a set."""

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeAlias

from extractor import __version__
from extractor.evaluate.report import EvalReport
from extractor.evaluate.score import CaseScore, score_case
from extractor.evaluate.sets import load_set
from extractor.route import Result

Reader: TypeAlias = Callable[[Path], tuple[Result, ...]]
"""One file to what becomes of the documents in it."""


def evaluate_set(
    name: str,
    read: Reader,
    limit: int | None = None,
    reader: str = "layout",
    progress: Callable[[CaseScore], None] | None = None,
) -> EvalReport:
    """Let ``read`` work on a set's documents and judge what it returns.

    ``name`` is a bundled set or a folder with one; ``limit`` takes that many cases, from every style in turn.
    ``reader`` names in the report what was evaluated. ``progress`` is told every case as it is done.
    ConfigurationError if there is no such set.
    """
    chosen = load_set(name)
    scores = []
    for case, path in chosen.files(limit):
        started = process_time()
        results = read(path)
        spent = process_time() - started
        score = score_case(case.rendered, case.order.form, case.spec.style, case.spec.damages, results, spent)
        scores.append(score)
        if progress is not None:
            progress(score)
    return EvalReport.of(chosen.name, chosen.digest, __version__, reader, scores)

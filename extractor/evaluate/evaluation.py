"""Running a reader over a set."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, process_time
from typing import TypeAlias

from extractor import __version__
from extractor.evaluate.report import EvalReport
from extractor.evaluate.score import CaseScore, score_case
from extractor.evaluate.sets import load_set
from extractor.route import Result
from extractor.store.entries import Outcome

Reader: TypeAlias = Callable[[Path], Sequence[Result | Outcome]]
"""One file to what becomes of the documents in it. Outcomes hold readings as well, which say more than results."""


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
        started, began = process_time(), monotonic()
        found = read(path)
        spent, passed = process_time() - started, monotonic() - began
        outcomes = [each if isinstance(each, Outcome) else Outcome(each) for each in found]
        score = score_case(case, outcomes, spent, passed)
        scores.append(score)
        if progress is not None:
            progress(score)
    return EvalReport.of(
        chosen.name, chosen.digest, __version__, reader, scores, {form.name: form for form in chosen.schema.forms}
    )

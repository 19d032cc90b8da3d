"""Running a reader over a set."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, process_time
from typing import TypeAlias

from extractor.documents.scan import SWITCH, ocr_ready
from extractor.errors import ExtraMissing, ProblemKind
from extractor.evaluate.eval_report import EvalReport, NotRun
from extractor.evaluate.families import set_packs
from extractor.evaluate.folder import cache_folder
from extractor.evaluate.score import CaseScore, score_case
from extractor.evaluate.sets import EvalCase, load_set
from extractor.release import __version__
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
    only: Sequence[str] = (),
) -> EvalReport:
    """Let ``read`` work on a set's documents and judge what it returns.

    ``name`` is a bundled set or a folder with one; ``limit`` takes that many cases, from every style in turn, and
    ``only`` those whose style, kind or name fits one of its patterns.
    ``reader`` names in the report what was evaluated. ``progress`` is told every case as it is done.
    Cases that this installation can neither make nor read for want of an extra are left out and said to be so.
    ConfigurationError if there is no such set.
    """
    chosen = load_set(name)
    scores: list[CaseScore] = []
    left: list[NotRun] = []
    for case in chosen.some(limit, only):
        try:
            with set_packs(Path(chosen.folder)):
                score = _scored(case, read)
        except ExtraMissing as error:
            left.append(NotRun(case=case.rendered.name, why=str(error)))
            continue
        scores.append(score)
        if progress is not None:
            progress(score)
    forms = {form.name: form for schema in chosen.schemas for form in schema.forms}
    report = EvalReport.of(chosen.name, chosen.digest, __version__, reader, scores, forms)
    return report.model_copy(update={"not_run": tuple(left)})


def _scored(case: EvalCase, read: Reader) -> CaseScore:
    """One case made, read and judged. ExtraMissing where the installation lacks what that takes."""
    path = case.write(cache_folder())
    started, began = process_time(), monotonic()
    found = read(path)
    spent, passed = process_time() - started, monotonic() - began
    outcomes = [each if isinstance(each, Outcome) else Outcome(each) for each in found]
    score = score_case(case, outcomes, spent, passed)
    if case.apart and score.problem == ProblemKind.NEEDS_OCR and not ocr_ready():
        off = os.environ.get(SWITCH, "").lower() == "never"
        how = f", which {SWITCH}=never switches off" if off else ": pip install 'extractor-proof[ocr]'"
        raise ExtraMissing(f"pages that are pictures need OCR{how}")
    return score

"""Files that end the process they are opened or read in: one that did so twice is not tried a third time.

It is tried again when its content, the program or a schema changes, and where somebody says so.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from extractor.documents.file_names import path_as_text
from extractor.errors import ProblemKind
from extractor.route import Problem, Result
from extractor.run.selection import NamedContent
from extractor.store import Outcome, Store, key_of_content

MOST_CRASHES = 2
"""Processes that a file may end before it is left out: one may have ended for want of memory that others took."""

CRASHES = "crashes"
"""Among the details of a problem: how many processes a file has ended so far."""

_CRASHED = frozenset({ProblemKind.OPENING_CRASHED, ProblemKind.READING_CRASHED, ProblemKind.QUARANTINED})


def with_crashes(outcome: Outcome, store: Store) -> Outcome:
    """The outcome of a file, with how often it has ended a process under this program; in quarantine, where that is
    too often.
    """
    problem = outcome.result.problem
    if problem is None or not has_crashed(outcome):
        return outcome
    crashes = 1 + _crashes_before(outcome, store)
    details = {**problem.details, CRASHES: crashes}
    counted = problem.model_copy(update={"details": details})
    if crashes >= MOST_CRASHES:
        message = (
            f"{problem.message.rstrip('.')}. It has ended {crashes} processes and is left out from now on, until the "
            "file or the program changes; --again tries it all the same."
        )
        counted = Problem(kind=ProblemKind.QUARANTINED, message=message, details=details)
    return replace(outcome, result=outcome.result.model_copy(update={"problem": counted}))


def may_end_a_run(
    contents: Iterable[NamedContent], left_behind: Collection[str], there: Collection[str], store: Store
) -> bool:
    """Whether one of the documents may end the process that reads it, so that none of them is read in this one: a run
    that ended without a word had it (``left_behind``), or, of those ``there`` in the store, it has ended one before.
    """
    for content in contents:
        if key_of_content(content.sha256, path_as_text(content.path)) in left_behind:
            return True
        before = store.result(content.sha256) if content.sha256 in there else None
        if before is not None and before.problem is not None and before.problem.kind == ProblemKind.READING_CRASHED:
            return True
    return False


def has_crashed(outcome: Outcome) -> bool:
    """Whether a file ended the process it was opened or read in."""
    return outcome.result.problem is not None and outcome.result.problem.kind in _CRASHED


def is_quarantined(result: Result | None) -> bool:
    """Whether a result says that its file is left out."""
    return result is not None and result.problem is not None and result.problem.kind == ProblemKind.QUARANTINED


def _crashes_before(outcome: Outcome, store: Store) -> int:
    for done in store.done(outcome.result.sha256) if outcome.result.sha256 else ():
        before = store.result(outcome.result.sha256, done.schema_name)
        problem = None if before is None else before.problem
        if done.fingerprint == outcome.fingerprint and problem is not None and problem.kind in _CRASHED:
            found = problem.details.get(CRASHES, 0)
            return found if isinstance(found, int) else 0
    return 0

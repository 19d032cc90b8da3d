"""What a process that reads for a run hands over: the document ready to be stored, and what is told of it."""

from typing import NamedTuple

from extractor.run.accounts import Accounts
from extractor.run.asked_tally import AskedTally
from extractor.run.pipeline import Task
from extractor.run.quarantine import has_crashed
from extractor.run.summary import FileEntry, entry_of
from extractor.store import Outcome, SealedOutcome, sealed


class ReadyOutcome(NamedTuple):
    """An outcome that only has to be stored, and its line in the summary. ``asked``: what asking a model about it came
    to, counted where it was read; None where nobody was asked.
    """

    sealed: SealedOutcome
    entry: FileEntry
    asked: AskedTally | None = None


def ready(outcome: Outcome) -> Outcome | ReadyOutcome:
    """An outcome made ready to be stored. Of a file with several documents it stays as it is: they are stored together
    with what they take the place of; and of one that ended a process: how often it did is counted first.
    """
    return outcome if outcome.parts or has_crashed(outcome) else ReadyOutcome(sealed(outcome), entry_of(outcome.result))


def ready_and_counted(outcome: Outcome, task: Task) -> Outcome | ReadyOutcome:
    """The same of an outcome that a model was asked for, with the part of the account that is its own."""
    made = ready(outcome)
    if isinstance(made, Outcome):
        return made
    asked = AskedTally(Accounts())
    audited = asked.count(task, outcome.result, outcome.readings)
    return made._replace(entry=made.entry.model_copy(update={"audited": audited}), asked=asked)

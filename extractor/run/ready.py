"""What a process that reads for a run hands over: the document ready to be stored, and what is told of it."""

from typing import NamedTuple

from extractor.run.quarantine import has_crashed
from extractor.run.summary import FileEntry, entry_of
from extractor.store import Outcome, SealedOutcome, sealed


class ReadyOutcome(NamedTuple):
    """An outcome that only has to be stored, and its line in the summary."""

    sealed: SealedOutcome
    entry: FileEntry


def ready(outcome: Outcome) -> Outcome | ReadyOutcome:
    """An outcome made ready to be stored. Of a file with several documents it stays as it is: they are stored together
    with what they take the place of; and of one that ended a process: how often it did is counted first.
    """
    return outcome if outcome.parts or has_crashed(outcome) else ReadyOutcome(sealed(outcome), entry_of(outcome.result))

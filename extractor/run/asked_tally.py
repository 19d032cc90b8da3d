"""What asking a model about documents came to, counted document by document."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.readers.bill import Bill
from extractor.readers.reading import Reading
from extractor.route import Result
from extractor.run.accounts import Accounts, Audited
from extractor.run.pipeline import Task, silent, unanswered


@dataclass
class AskedTally:
    """What asking a model about documents came to. ``usage``: every call that another process made for the run."""

    accounts: Accounts
    unanswered: int = 0
    unanswered_because: str = ""
    silent: int = 0
    non_answers: Counter[str] = field(default_factory=Counter)
    usage: Bill = field(default_factory=Bill)

    def count(self, task: Task, result: Result, readings: Sequence[Reading]) -> Audited:
        """A document that became ``result``, with its readings, those of the task among them; what its audit said."""
        held = (reading for earlier in task.kept for reading in earlier.readings)
        audited = self.accounts.add(result, readings, held)
        self.note(task, readings)
        return audited

    def note(self, task: Task, readings: Sequence[Reading]) -> None:
        """What a model had to say about a document, as far as it was asked in this run."""
        because = unanswered(readings)
        self.unanswered += bool(because)
        self.unanswered_because = self.unanswered_because or because
        self.silent += bool(silent(readings))
        before = [id(reading) for earlier in task.kept for reading in earlier.readings]
        for reading in readings:
            if id(reading) not in before:
                self.non_answers.update(str(each.kind) for each in reading.problems if each.kind.no_answer)

    def take_in(self, other: "AskedTally") -> None:
        """Count what another process counted."""
        self.accounts.take_in(other.accounts)
        self.unanswered += other.unanswered
        self.unanswered_because = self.unanswered_because or other.unanswered_because
        self.silent += other.silent
        self.non_answers.update(other.non_answers)
        self.usage += other.usage

"""What a run has so far, counted as documents are stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.readers.bill import Bill
from extractor.readers.reading import Reading
from extractor.run.accounts import Accounts
from extractor.run.entry_pile import EntryPile
from extractor.run.pipeline import Task, silent, unanswered
from extractor.run.summary import FileEntry, Stop


@dataclass
class AskedTally:
    """What asking a model about documents came to. ``usage``: every call that another process made for the run."""

    accounts: Accounts
    unanswered: int = 0
    unanswered_because: str = ""
    silent: int = 0
    non_answers: Counter[str] = field(default_factory=Counter)
    usage: Bill = field(default_factory=Bill)

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


@dataclass
class Tally:
    """``pile``: the entries of documents that are done. ``changed``: what has changed since a document was done, by its
    number; ``done_again`` counts those that were done again.
    """

    pile: EntryPile
    asked: AskedTally
    changed: dict[int, str] = field(default_factory=dict)
    stop: Stop = ""
    message: str = ""
    done_again: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, entries: tuple[FileEntry, ...]) -> None:
        """A document is stored."""
        self.pile.add(number, entries)
        if changed := self.changed.pop(number, ""):
            self.done_again[changed] += 1

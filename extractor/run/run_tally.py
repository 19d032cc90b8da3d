"""What a run has so far, counted as documents are stored."""

from collections import Counter
from dataclasses import dataclass, field

from extractor.run.asked_tally import AskedTally
from extractor.run.entry_pile import EntryPile
from extractor.run.summary import FileEntry, Stop


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

"""What a reader returned for every case, remembered while a set is evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.errors import DocumentError
from extractor.evaluate.evaluation import Reader
from extractor.evaluate.score import CaseScore, outcome_of
from extractor.route import Result
from extractor.store.entries import Outcome


@dataclass(frozen=True)
class Seen:
    """One document and what became of it."""

    path: Path
    results: Sequence[Result]

    def judged(self, score: CaseScore) -> Result | None:
        """Of several results the one that was scored: it has the score's outcome and as many fields to look at."""
        fitting = [result for result in self.results if outcome_of(result) == score.outcome]
        flagged = [result for result in fitting if result.verdict and len(result.verdict.flagged) == score.to_review]
        return next(iter([*flagged, *fitting, *self.results]), None)

    def open(self) -> Document | None:
        """The document itself; None where it cannot be opened."""
        try:
            return open_document(self.path)
        except DocumentError:
            return None


class Witness:
    """A reader that remembers, by the name of the case, what another reader returned."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self.seen: dict[str, Seen] = {}

    def __call__(self, path: Path) -> Sequence[Result | Outcome]:
        """Read a document."""
        found = self._read(path)
        results = tuple(each.result if isinstance(each, Outcome) else each for each in found)
        self.seen[path.name] = Seen(path, results)
        return found

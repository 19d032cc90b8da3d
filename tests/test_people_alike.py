"""One cause over documents: only documents of which a field waits for it are opened."""

from dataclasses import dataclass, field
from pathlib import Path

from extractor.evidence import DoubtKind, doubt
from extractor.review.session import ReviewSession
from extractor.review.task import ReviewTask
from extractor.store import DocumentKey, Filed, Store
from tests.review_desk import CONSISTENT, PROCESSED, RECEIVED, contradictory, paper, put, stored, unsure


@dataclass(frozen=True)
class Watched(ReviewTask):
    """The queue, and which documents of it were opened."""

    opened: list[str] = field(default_factory=list)

    def filed(self, key: DocumentKey) -> Filed | None:
        found = super().filed(key)
        if found is not None:
            self.opened.append(found.outcome.result.document)
        return found


def test_only_documents_with_a_field_of_that_cause_are_opened(store: Store, tmp_path: Path) -> None:
    other = (doubt(DoubtKind.COLUMNS_STRAY),)
    alike = []
    for each in range(3):
        text, reading = paper(f"Bureau of {'Keys' * (each + 1)}", CONSISTENT)
        alike.append(put(store, tmp_path, f"alike {each}.txt", text, unsure(reading, PROCESSED)))
        text, reading = paper(f"Bureau of {'Locks' * (each + 1)}", CONSISTENT)
        torn = unsure(unsure(reading, PROCESSED, doubts=other), RECEIVED, doubts=other)
        put(store, tmp_path, f"other {each}.txt", text, torn)
    contradictory(store, tmp_path)
    task = Watched(store, "anna")
    session = ReviewSession(store, "anna", task=task)
    assert session.next_document() is not None and session.case is not None
    assert session.case.result.document.startswith("alike")
    task.opened.clear()
    step = session.settle_alike(PROCESSED)
    assert step.asks and "3" in step.message
    assert sorted(task.opened) == ["alike 1.txt", "alike 2.txt"]
    assert session.answer().ok
    assert [stored(store, each).status for each in alike] == ["accepted"] * 3

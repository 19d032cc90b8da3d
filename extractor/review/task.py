"""What a session goes through, and where its decisions go: the queue, or what people are asked to look at once more."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.policy import Policy
from extractor.review.case import ReviewCase, case_of
from extractor.settlement import Deciding, Decisions, Settled, settle_decisions
from extractor.store import DocumentKey, Filed, QueueEntry, Store


@dataclass(frozen=True)
class ReviewTask:
    """The documents that wait for review, for ``person``."""

    store: Store
    person: str
    policy: Policy | None = None
    reaches_others = True
    """Whether a decision may be made about several documents at once."""
    kept_from = ""
    """What is said of a document that this person may not see, as review words it; empty: everybody may see all."""

    def entries(self) -> Sequence[QueueEntry]:
        """The documents, those first that are quickly settled."""
        return self.store.queue()

    def may_see(self, key: DocumentKey) -> bool:
        """Whether a document that is named is one that this person may be shown."""
        return not self.kept_from or any(key == (each.sha256, each.schema_name) for each in self.entries())

    def begin(self) -> None:
        """Called before the next document is looked for."""

    def filed(self, key: DocumentKey) -> Filed | None:
        """What is stored of a document, with the decisions that this person may see."""
        return self.store.filed(*key)

    def case(self, filed: Filed) -> ReviewCase | None:
        """A document as it is shown; None where its form is not installed here."""
        return case_of(filed)

    def settle(self, key: DocumentKey, decisions: Decisions, by: Deciding) -> Settled | None:
        """Store what is decided about a document."""
        return settle_decisions(self.store, *key, decisions, self.policy, by)

"""The documents that wait for a person, in the order in which one session goes through them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from extractor.review.document_names import DocumentNames
from extractor.review.sitting import Sitting
from extractor.review.task import ReviewTask
from extractor.route import Result
from extractor.store import DocumentKey, QueueEntry

Order: TypeAlias = Literal["flags", "name"]
"""flags: the documents that are quickly settled first. name: by name of the file. What fits no schema comes
last."""


@dataclass
class Waiting:
    """``task``: what is gone through. ``only``: hash and schema of the documents the session is about; None: all.

    ``finished``: hashes of those that were accepted by decisions of the session.
    """

    task: ReviewTask
    sitting: Sitting
    order: Order = "flags"
    only: frozenset[tuple[str, str]] | None = None
    finished: list[str] = field(default_factory=list)
    put_off: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._names = DocumentNames(self.task.store)

    def entries(self) -> tuple[QueueEntry, ...]:
        """The documents that wait, those that were skipped last."""
        found = [each for each in self.task.entries() if self._wanted(each)]
        if self.order == "name":
            found.sort(key=lambda each: (not each.schema_name, each.document, each.sha256))
        return tuple(sorted(found, key=lambda each: self._turn((each.sha256, each.schema_name))))

    def skip(self, key: tuple[str, str]) -> None:
        """This document comes up again after all others."""
        self.put_off = [each for each in self.put_off if each != key] + [key]

    def is_free(self, entry: QueueEntry) -> bool:
        """Whether no other session looks at a document."""
        return entry.session in ("", self.sitting.name)

    def alike(self, here: DocumentKey, cause: frozenset[str]) -> Iterator[DocumentKey]:
        """The other documents of which a field waits for this cause and that no other session looks at; found without
        opening any.
        """
        store, schema = self.task.store, here[1]
        keys = store.waiting_alike(schema, " ".join(sorted(cause))) if cause else ()
        holders = store.leases.holders()
        for key in ((each, schema) for each in keys):
            wanted = self.only is None or key in self.only
            if wanted and key != here and holders.get(key, ("", self.sitting.name))[1] == self.sitting.name:
                yield key

    def read_as(self, sha256: str, schema_name: str) -> None:
        """A document goes by another schema from now on."""
        if self.only is not None:
            self.only |= {(sha256, schema_name)}

    def name(self, document: Result | QueueEntry) -> str:
        """What a document is called, with the folders that tell it from others."""
        return self._names.of(document.path, document.document)

    def position(self, key: tuple[str, str], entries: tuple[QueueEntry, ...]) -> tuple[int, int]:
        """Where a document stands among those of the session, from 1, and how many they are: those that are finished
        and those that were skipped come before it. 0 for one that does not wait.
        """
        done, keys = len(set(self.finished)), [(each.sha256, each.schema_name) for each in entries]
        if key not in keys:
            return 0, done + len(keys)
        skipped = 0 if key in self.put_off else len(set(self.put_off).intersection(keys))
        return done + skipped + keys.index(key) + 1, done + len(keys)

    def _wanted(self, entry: QueueEntry) -> bool:
        return self.only is None or (entry.sha256, entry.schema_name) in self.only

    def _turn(self, key: tuple[str, str]) -> int:
        return self.put_off.index(key) + 1 if key in self.put_off else 0

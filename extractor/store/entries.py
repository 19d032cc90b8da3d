"""What goes into the store and comes out of it, as models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from extractor.documents.model import Document, Method
from extractor.policy import Policy
from extractor.readers.bill import Bill
from extractor.readers.reading import Reading
from extractor.route import Result, Status
from extractor.verify.edit import Edit
from extractor.verify.finding import Finding
from extractor.verify.grounding import kept


class Source(BaseModel):
    """The text of a document as its readers saw it: a quote can be shown in place when the file is gone.

    Spans in readings and verdicts point into ``text``.
    """

    model_config = ConfigDict(frozen=True)

    media_type: str
    method: Method
    pages: int
    text: str

    @classmethod
    def of(cls, document: Document) -> "Source":
        """The stored form of a document."""
        return cls(
            media_type=document.media_type, method=document.method, pages=len(document.pages), text=document.text
        )


@dataclass(frozen=True)
class Outcome:
    """Everything that one document leaves behind.

    ``fingerprint`` names what made the result (schemas, readers, policy): while it stays the same, the document
    need not be read again. ``edits`` counts the decisions that the verdict takes into account; ``policy`` is the one
    it was decided by. ``looked_up``: what only the document itself could tell about its readings, decisions left
    aside, so that taking a decision back brings it back as well; None where the findings of the verdict say it.
    ``parts``: of a file that holds several documents, what becomes of each; ``result`` then only says so.
    ``choices``: how often a schema had been chosen for its file, or a choice taken back, when it was read.
    """

    result: Result
    readings: tuple[Reading, ...] = ()
    source: Source | None = None
    fingerprint: str = ""
    edits: int = 0
    policy: Policy = "standard"
    looked_up: tuple[Finding, ...] | None = None
    parts: tuple["Outcome", ...] = ()
    choices: int = 0

    @property
    def each(self) -> tuple["Outcome", ...]:
        """What is stored: the outcome of every document of the file."""
        return self.parts or (self,)

    @property
    def findings_of_document(self) -> tuple[Finding, ...]:
        """What verification takes over where the document itself is not at hand."""
        if self.looked_up is not None:
            return self.looked_up
        verdict = self.result.verdict
        return () if verdict is None else tuple(kept(verdict.findings, ()))


@dataclass(frozen=True, slots=True)
class Filed:
    """An outcome as it is stored, without its source, and the whole history of decisions about it, oldest first.

    Where ``outcome.edits`` counts fewer of them, decisions were stored that its result does not know yet.
    """

    outcome: Outcome
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A result that is there already: whether it is to be made again is decided on these alone. ``at``: when it was
    stored, as ISO 8601 in UTC.
    """

    schema_name: str
    fingerprint: str
    status: Status
    edits: int
    edits_now: int
    at: str = ""
    elsewhere: int = 0
    """How many decisions there are about the document under other schemas."""


class Lease(BaseModel):
    """A document that a person is looking at in one session (a terminal, a browser), until a moment (UTC)."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    schema_name: str
    person: str
    until: datetime
    session: str = ""


class OpenFlag(BaseModel):
    """A field that waits for a person, with the first of its reasons."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    schema_name: str
    path: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A document that waits for a person: in review, or under no schema (``schema_name`` is empty then).

    ``path``: the first of the places where it lies. ``leased_by`` is empty where nobody is looking at it; ``session``
    is theirs.
    """

    sha256: str
    schema_name: str
    document: str
    flags: int
    path: str = ""
    leased_by: str = ""
    session: str = ""


class AuditCount(BaseModel):
    """Documents accepted without a model that it was asked about all the same; of ``differing`` it read ``fields``
    otherwise.
    """

    model_config = ConfigDict(frozen=True)

    documents: int = 0
    differing: tuple[str, ...] = ()
    fields: int = 0


class RunRecord(BaseModel):
    """One run: when, over what, what it took, and how it ended. ``stopped`` is empty where it reached its end.

    ``documents``: how many it goes through, those done before it among them. ``seen``: when it last said that it is
    at work; while it is, ``counts`` are those so far.

    ``unanswered``, ``silent``, ``non_answers``: documents that a model was not asked about or gave nothing for, and
    what came in place of its answers, by kind.
    """

    model_config = ConfigDict(frozen=True)

    started: datetime
    finished: datetime | None = None
    readers: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    documents: int = 0
    seen: datetime | None = None
    stopped: str = ""
    unanswered: int = 0
    silent: int = 0
    non_answers: dict[str, int] = {}
    usage: Bill = Bill()
    audit: AuditCount = AuditCount()


@dataclass(frozen=True)
class Overview:
    """The whole store in numbers. ``same_report``: documents of whose body and year there is another one;
    ``contradicting``: those whose printed numbers break a rule, by status.
    """

    statuses: Mapping[str, int] = field(default_factory=dict)
    flags: int = 0
    edits: int = 0
    leases: int = 0
    runs: int = 0
    same_report: int = 0
    contradicting: Mapping[str, int] = field(default_factory=dict)

"""What a run took and what it let out of this machine: calls and money, what went to whom, what an audit found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.readers.bill import Bill, bill_of
from extractor.readers.reading import Reading
from extractor.route import Result
from extractor.store.entries import AuditCount
from extractor.verify.finding import FindingKind

Audited: TypeAlias = Literal["", "agrees", "differs"]
"""Whether a document that was accepted without a model was shown to one all the same, and what that came to."""

_MODEL = "llm"


class Sent(BaseModel):
    """What left this machine. ``to``: the host of the endpoint, empty where it is this machine or there is none.

    ``pages``: those that went as pictures. ``store``: the host that results were stored at, where it is another one.
    ``cluster``: the address of the machines that read, where others may be among them.
    """

    model_config = ConfigDict(frozen=True)

    to: str = ""
    documents: int = 0
    pages: int = 0
    calls: int = 0
    store: str = ""
    cluster: str = ""

    def __str__(self) -> str:
        said = []
        if self.to and self.calls:
            pictures = f" ({_many(self.pages, 'page')} as pictures)" if self.pages else ""
            texts = f"Text of {_many(self.documents, 'document')}{pictures}" if self.documents else "Test questions"
            said.append(f"{texts} went to {self.to}, {_many(self.calls, 'call')}.")
        if self.store:
            said.append(f"Results and the text they come from went to the store at {self.store}.")
        if self.cluster:
            said.append(f"Documents were read by the machines of the cluster at {self.cluster}.")
        return " ".join(said) or "Nothing left this machine."


def _many(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"


@dataclass
class Accounts:
    """What a run comes to, document by document. ``to``: the host that a model answers at, if it is another machine;
    ``store`` and ``cluster`` as of :class:`Sent`.
    """

    to: str = ""
    store: str = ""
    cluster: str = ""
    taken: Bill = field(default_factory=Bill)
    _asked: int = 0
    _pages: int = 0
    _calls: int = 0
    _audited: int = 0
    _fields: int = 0
    _differing: list[str] = field(default_factory=list)

    def add(self, result: Result, readings: Iterable[Reading], kept: Iterable[Reading]) -> Audited:
        """Count a document. ``kept``: readings that another run made, and was charged for."""
        before = [id(each) for each in kept]
        new = [each for each in readings if id(each) not in before]
        self.taken += bill_of(new)
        self._asked += any(each.calls for each in new)
        self._calls += sum(each.calls for each in new)
        self._pages += sum(each.pictured for each in new)
        return self._audit(result, new)

    def _audit(self, result: Result, new: Sequence[Reading]) -> Audited:
        if not any(each.reader == _MODEL and each.asked == "audit" for each in new):
            return ""
        differing = len(disagreements(result))
        self._audited += 1
        self._fields += differing
        if differing:
            self._differing.append(result.document)
        return "differs" if differing else "agrees"

    def take_in(self, other: "Accounts") -> None:
        """Count what another process counted for the same run."""
        self.taken += other.taken
        self._asked += other._asked
        self._pages += other._pages
        self._calls += other._calls
        self._audited += other._audited
        self._fields += other._fields
        self._differing += other._differing

    def handed_in(self, documents: int, pages: int, requests: int, calls: int) -> Sent:
        """What left this machine in batches, and ``calls`` about the endpoint itself. Answers that are fetched and were
        asked for by an earlier run are not counted again.
        """
        if not self.to or not requests + calls:
            return Sent(store=self.store)
        return Sent(to=self.to, documents=documents, pages=pages, calls=requests + calls, store=self.store)

    def sent(self, calls: int) -> Sent:
        """What left this machine. ``calls``: all that were made, questions about the endpoint itself included."""
        calls = max(calls, self._calls)
        if not self.to or not calls:
            return Sent(store=self.store, cluster=self.cluster)
        asked = {"documents": self._asked, "pages": self._pages, "calls": calls}
        return Sent(to=self.to, store=self.store, cluster=self.cluster, **asked)

    @property
    def audit(self) -> AuditCount:
        """What the audit found."""
        return AuditCount(documents=self._audited, differing=tuple(self._differing), fields=self._fields)


def disagreements(result: Result) -> frozenset[str]:
    """The fields that readers of a document read differently."""
    findings = result.verdict.findings if result.verdict is not None else ()
    return frozenset(path for each in findings if each.kind == FindingKind.DISAGREEMENT for path in each.paths)

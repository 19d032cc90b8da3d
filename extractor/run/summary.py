"""What a run says at its end: one entry a file, in words, and as data."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, FieldSerializationInfo, SkipValidation, field_serializer

from extractor.readers.bill import Bill
from extractor.route import FieldVerdict, Result, Status, Verdict
from extractor.run.accounts import Audited, Sent
from extractor.store.entries import AuditCount

Stop: TypeAlias = Literal[
    "",
    "interrupted",
    "terminated",
    "quota_exhausted",
    "budget_reached",
    "answers_pending",
    "store_lost",
    "cluster_lost",
]
"""Why a run ended before its end; empty where it did not."""

ALL_ACCEPTED, SOME_NEED_ATTENTION, SOME_FAILED, MODEL_SILENT, NO_STORE = 0, 1, 2, 4, 5
_STOPPED_BY = {
    "interrupted": 130,
    "terminated": 143,
    "quota_exhausted": SOME_FAILED,
    "budget_reached": SOME_FAILED,
    "answers_pending": MODEL_SILENT,
    "store_lost": NO_STORE,
    "cluster_lost": NO_STORE,
}


class FileEntry(BaseModel):
    """One file of a run. ``same_as`` names the file with the same content that was read in its place; ``remarks`` say
    what was not read of its pages. ``let_pass``: rules that its printed numbers break and that refuse nothing.
    ``usage``: what asking a model about it took, in this run or before.
    """

    model_config = ConfigDict(frozen=True)

    document: str
    path: str
    sha256: str
    schema_name: str | None
    form: str | None
    status: Status
    confirmed: int = 0
    flagged: int = 0
    source_inconsistent: bool = False
    let_pass: int = 0
    why: str = ""
    done_before: bool = False
    same_as: str = ""
    remarks: tuple[str, ...] = ()
    audited: Audited = ""
    usage: Bill = Bill()

    @property
    def standing(self) -> str:
        """The status, and how many remarks there are on a document that is accepted all the same."""
        if self.status != "accepted" or not self.let_pass:
            return self.status
        return f"{self.status}, 1 remark" if self.let_pass == 1 else f"{self.status}, {self.let_pass} remarks"


class PendingCount(BaseModel):
    """Requests that are being answered in batches while nobody waits for them, by what the endpoint calls those."""

    model_config = ConfigDict(frozen=True)

    batches: tuple[str, ...] = ()
    requests: int = 0


class RunSummary(BaseModel):
    """A run as a whole. ``entries``: one a file; of many, each is made when somebody asks for it
    (:mod:`extractor.run.entry_pile`). ``counted``: how many there are by status, ``remarked`` how many of them are
    accepted with remarks. ``skipped``: files in folders that are no documents. ``left``: documents it did not come to.
    ``passed_over``: those that it was not to go through.

    ``unanswered``: documents that a model could not be asked about, or not about all of them (``unanswered_because``,
    the first time), ``silent`` of them without one usable answer; the same call reads them again. ``non_answers``:
    what came in place of usable answers, by kind. ``irregular``: what stands in the folders and is no file, each with
    what it is. ``done_again``: documents that were done before, by what has changed since. ``usage``: every call of
    this run, those about the endpoint itself too. ``sent``: what left this machine. ``audit``: what a model said of
    documents that were accepted without it. ``pending``: what is being answered in batches.
    """

    model_config = ConfigDict(frozen=True)

    entries: SkipValidation[Sequence[FileEntry]] = ()
    readers: tuple[str, ...] = ()
    skipped: int = 0
    irregular: tuple[str, ...] = ()
    left: int = 0
    passed_over: int = 0
    stopped: Stop = ""
    message: str = ""
    unanswered: int = 0
    unanswered_because: str = ""
    silent: int = 0
    non_answers: dict[str, int] = {}
    done_again: dict[str, int] = {}
    usage: Bill = Bill()
    sent: Sent = Sent()
    audit: AuditCount = AuditCount()
    pending: PendingCount = PendingCount()
    seconds: float = 0.0
    counted: dict[str, int] = Field(default={}, exclude=True)
    remarked: int = Field(default=0, exclude=True)

    @field_serializer("entries")
    def _listed(self, entries: Sequence[FileEntry], info: FieldSerializationInfo) -> list[dict[str, object]]:
        return [entry.model_dump(mode=info.mode) for entry in entries]

    @property
    def counts(self) -> dict[str, int]:
        """Files by status."""
        return dict(self.counted)

    @property
    def exit_code(self) -> int:
        """0 all accepted, 1 some need a person (review, unrecognised), 4 a model gave no usable answer about some, or
        has not yet, 2 some failed, 5 the store or the cluster is lost; 130 and 143 when interrupted.
        """
        if self.stopped:
            return _STOPPED_BY[self.stopped]
        statuses = set(self.counts)
        if "failed" in statuses:
            return SOME_FAILED
        if self.silent:
            return MODEL_SILENT
        return SOME_NEED_ATTENTION if statuses & {"review", "unrecognised"} else ALL_ACCEPTED


def entry_of(result: Result, done_before: bool = False) -> FileEntry:
    """The line of one result."""
    fields = tuple(result.verdict.fields.values()) if result.verdict is not None else ()
    flagged = len(result.verdict.flagged) if result.verdict is not None else 0
    return FileEntry(
        document=result.document,
        path=result.path,
        sha256=result.sha256,
        schema_name=result.schema_name,
        form=result.form,
        status=result.status,
        confirmed=len(fields) - flagged,
        flagged=flagged,
        source_inconsistent=result.verdict is not None and result.verdict.source_inconsistent,
        let_pass=len(result.verdict.let_pass) if result.verdict is not None else 0,
        why=why(result),
        done_before=done_before,
        remarks=result.remarks,
        usage=result.usage,
    )


def why(result: Result) -> str:
    """In one line, why a document is not accepted; of an accepted one, what its printed numbers contradict."""
    if result.verdict is None:
        return "" if result.problem is None else _line(result.problem.message)
    if result.status == "accepted":
        return _remarks(result.verdict)
    reasons = _reasons(result)
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    lead = "source inconsistent: " if result.verdict.source_inconsistent else ""
    return f"{lead}{reasons[0]}{more}" if reasons else f"{lead}no field could be read"


def _remarks(verdict: Verdict) -> str:
    told = [_line(finding.message) for finding in verdict.let_pass]
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return f"its own numbers contradict each other: {told[0]}{more}" if told else ""


def _reasons(result: Result) -> list[str]:
    """Broken checks first, unused numbers among them: they name the numbers. Then flagged fields."""
    assert result.verdict is not None
    broken = [_line(finding.message) for finding in result.verdict.findings if finding.broken]
    flagged = [_flag(field) for field in result.verdict.flagged]
    return list(dict.fromkeys((*broken, *flagged)))


def _flag(field: FieldVerdict) -> str:
    return f"{field.label}: {_line(field.reasons[0])}" if field.reasons else field.label


def _line(text: str) -> str:
    return " ".join(text.split())

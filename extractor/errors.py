"""Everything that can go wrong, in one tree.

::

    ExtractorError
    ├── ConfigurationError        the call or the settings are wrong: nothing was started (exit code 3)
    │   ├── ExtraMissing          an extra of the installation is needed and is not there
    │   ├── SchemaError           a schema pack contradicts itself or does not exist
    │   └── StoreError            the store cannot be opened or is of another version
    │       ├── StoreMissing      there is none yet
    │       └── StoreOutdated     an earlier release made it: it can be upgraded
    ├── DocumentError             one document could not be opened; the run goes on
    │   ├── UnsupportedFormat
    │   ├── UnreadableDocument    damaged, or not what its name says
    │   ├── EncryptedDocument
    │   ├── EmptyDocument
    │   ├── NeedsOcr              pages are pictures, and OCR is not installed
    │   ├── PoorPicture           pages are pictures in which digits cannot be told apart
    │   ├── LimitExceeded         larger than is opened: pages, pixels, unpacked bytes, memory, nesting
    │   ├── OpeningTimedOut       opening took longer than it may
    │   ├── OpeningCrashed        the process that opened it died
    │   └── ReadingTimedOut       recognising and reading took longer than it may
    ├── OpenerDefect              an opener failed at a file in a way it does not know: an error of the program
    ├── ReadingDefect             the same of whatever comes after opening
    ├── ReplyError                the model gave no usable answer for one request
    │   ├── Refusal
    │   ├── TruncatedReply        finish_reason=length
    │   ├── EmptyReply
    │   ├── MalformedReply        not JSON, not the schema, or not JSON at all (HTML with status 200)
    │   │   └── MissedControl     it gets wrong what is known beforehand: nothing of it is believed
    │   ├── ReplyTimeout
    │   ├── EndpointUnreachable
    │   ├── EndpointRejected      the endpoint answered with an error status
    │   ├── RateLimited
    │   ├── ContextOverflow
    │   ├── NotSent               a request that was made to be counted
    │   │   └── Postponed         it is answered later, in a batch: the document is put off
    │   └── AskingStopped         too many requests before this one had no usable answer: it was not sent
    ├── AnswersPending            requests of a batch have no answer yet: the run ends, the same call goes on
    ├── StoreUnavailable          the store is locked, full or gone for the moment: it is tried again
    │   └── StoreLost             it did not come back: the run ends (exit code 5)
    ├── ClusterLost               the machines that read are gone, or cannot begin: the run ends (exit code 5)
    ├── StaleResult               decisions were stored that a result was not made with
    ├── QuotaExhausted            no later request can succeed: the run stops cleanly
    │   └── BudgetReached         the run may spend no more
    └── ModelUnavailable          the embedded model or its runtime is not installed

A message says what happened and what to do about it; what is to be done is decided on its kind, never on its words.
"""

from enum import StrEnum


class ProblemKind(StrEnum):
    """What went wrong, as exports and the store carry it: the classes of the tree in snake case, and what is raised by
    nothing.

    unrecognised: the document fits no schema. internal_error: the program failed at it. table_not_found: a table of the
    form is not in the document. not_asked: rows were kept from a model that could not be asked before.
    no_second_look: pages that are pictures were not shown to the model. several_documents: the file holds more than
    one. reading_crashed: the process that read it ended. quarantined: it has ended so many that it is not tried any
    more. unknown: nobody said what kind.
    """

    EXTRACTOR_ERROR = "extractor_error"
    CONFIGURATION_ERROR = "configuration_error"
    EXTRA_MISSING = "extra_missing"
    SCHEMA_ERROR = "schema_error"
    STORE_ERROR = "store_error"
    STORE_MISSING = "store_missing"
    STORE_OUTDATED = "store_outdated"
    DOCUMENT_ERROR = "document_error"
    UNSUPPORTED_FORMAT = "unsupported_format"
    UNREADABLE_DOCUMENT = "unreadable_document"
    ENCRYPTED_DOCUMENT = "encrypted_document"
    EMPTY_DOCUMENT = "empty_document"
    NEEDS_OCR = "needs_ocr"
    POOR_PICTURE = "poor_picture"
    LIMIT_EXCEEDED = "limit_exceeded"
    OPENING_TIMED_OUT = "opening_timed_out"
    OPENING_CRASHED = "opening_crashed"
    READING_TIMED_OUT = "reading_timed_out"
    OPENER_DEFECT = "opener_defect"
    READING_DEFECT = "reading_defect"
    REPLY_ERROR = "reply_error"
    REFUSAL = "refusal"
    TRUNCATED_REPLY = "truncated_reply"
    EMPTY_REPLY = "empty_reply"
    MALFORMED_REPLY = "malformed_reply"
    MISSED_CONTROL = "missed_control"
    REPLY_TIMEOUT = "reply_timeout"
    ENDPOINT_UNREACHABLE = "endpoint_unreachable"
    ENDPOINT_REJECTED = "endpoint_rejected"
    RATE_LIMITED = "rate_limited"
    CONTEXT_OVERFLOW = "context_overflow"
    NOT_SENT = "not_sent"
    POSTPONED = "postponed"
    ANSWERS_PENDING = "answers_pending"
    ASKING_STOPPED = "asking_stopped"
    STALE_RESULT = "stale_result"
    STORE_UNAVAILABLE = "store_unavailable"
    STORE_LOST = "store_lost"
    CLUSTER_LOST = "cluster_lost"
    QUOTA_EXHAUSTED = "quota_exhausted"
    BUDGET_REACHED = "budget_reached"
    MODEL_UNAVAILABLE = "model_unavailable"

    UNRECOGNISED = "unrecognised"
    SEVERAL_DOCUMENTS = "several_documents"
    INTERNAL_ERROR = "internal_error"
    READING_CRASHED = "reading_crashed"
    QUARANTINED = "quarantined"
    TABLE_NOT_FOUND = "table_not_found"
    NOT_ASKED = "not_asked"
    NO_SECOND_LOOK = "no_second_look"
    UNKNOWN = "unknown"

    @property
    def passing(self) -> bool:
        """Whether it may be gone the next time, with nothing changed here: a document it kept from being read counts as
        not yet done.
        """
        return self in _PASSING

    @property
    def no_answer(self) -> bool:
        """Whether a model was asked, or was to be, and this is what came in place of a usable answer."""
        return self in _NO_ANSWER


_PASSING = frozenset(
    {
        ProblemKind.REPLY_TIMEOUT,
        ProblemKind.ENDPOINT_UNREACHABLE,
        ProblemKind.ENDPOINT_REJECTED,
        ProblemKind.RATE_LIMITED,
        ProblemKind.ASKING_STOPPED,
        ProblemKind.MODEL_UNAVAILABLE,
    }
)


_NO_ANSWER = frozenset(
    {
        ProblemKind.REPLY_ERROR,
        ProblemKind.REFUSAL,
        ProblemKind.TRUNCATED_REPLY,
        ProblemKind.EMPTY_REPLY,
        ProblemKind.MALFORMED_REPLY,
        ProblemKind.REPLY_TIMEOUT,
        ProblemKind.ENDPOINT_UNREACHABLE,
        ProblemKind.ENDPOINT_REJECTED,
        ProblemKind.RATE_LIMITED,
        ProblemKind.CONTEXT_OVERFLOW,
        ProblemKind.ASKING_STOPPED,
        ProblemKind.MODEL_UNAVAILABLE,
    }
)


class ExtractorError(Exception):
    """Root of the tree. ``kind`` is the stable name that exports and the store carry.

    ``before``: requests, and their tokens in and out, that the same question took before this came of it.
    """

    before: tuple[int, int, int] = (0, 0, 0)

    @property
    def kind(self) -> ProblemKind:
        """Snake-case name of the class, stable across releases."""
        name = type(self).__name__
        return ProblemKind("".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name)))


class ConfigurationError(ExtractorError):
    """The call or the settings are wrong; nothing was started."""


class ExtraMissing(ConfigurationError):
    """Something needs packages that an extra of the installation brings; the message says which and how."""


class SchemaError(ConfigurationError):
    """A schema pack contradicts itself or does not exist. ``field``: the path of the field that is meant, if any."""

    field = ""


class StoreError(ConfigurationError):
    """The store cannot be opened, or was written by another version."""


class StoreMissing(StoreError):
    """There is no store at the place yet."""


class StoreOutdated(StoreError):
    """The store was made by an earlier release; ``extractor store upgrade`` makes it one of this release."""


class DocumentError(ExtractorError):
    """One document could not be opened."""


class UnsupportedFormat(DocumentError):
    """No opener for this kind of file."""


class UnreadableDocument(DocumentError):
    """The file is damaged, or is not what its name says."""


class EncryptedDocument(DocumentError):
    """The file asks for a password."""


class EmptyDocument(DocumentError):
    """The file holds nothing to read."""


class NeedsOcr(DocumentError):
    """The pages are pictures, and OCR is not installed: there are no characters to read."""


class PoorPicture(DocumentError):
    """The pages are pictures in which digits cannot be told apart."""


class LimitExceeded(DocumentError):
    """The file is larger than is opened, or would take more memory than it may."""


class OpeningTimedOut(DocumentError):
    """Opening the file took longer than it may."""


class OpeningCrashed(DocumentError):
    """The process that opened the file died of it."""


class ReadingTimedOut(DocumentError):
    """Recognising, reading and judging the document took longer than it may."""


class ReadingDefect(ExtractorError):
    """The program failed at a document after it was opened; what happened is its cause."""


class OpenerDefect(ExtractorError):
    """An opener failed at a file in a way it does not know: an error of the program, not of the document."""


class ReplyError(ExtractorError):
    """The model gave no usable answer for one request, which may have cost tokens all the same."""

    tokens_in: int = 0
    tokens_out: int = 0


class Refusal(ReplyError):
    """The model declined to answer."""


class TruncatedReply(ReplyError):
    """The answer was cut at the token limit (finish_reason=length)."""


class EmptyReply(ReplyError):
    """The answer holds no text."""


class MalformedReply(ReplyError):
    """The answer is not JSON, or not of the requested shape."""


class MissedControl(MalformedReply):
    """The answer gets wrong what is known beforehand: nothing of it can be believed."""


class ReplyTimeout(ReplyError):
    """No answer within the deadline."""


class EndpointUnreachable(ReplyError):
    """Nobody answers at the endpoint's address."""


class EndpointRejected(ReplyError):
    """The endpoint answered with an error status; ``status`` is 0 where the error came without one."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class RateLimited(ReplyError):
    """The endpoint asked to slow down, longer than we were willing to wait."""


class ContextOverflow(ReplyError):
    """The request is longer than the model can read."""


class NotSent(ReplyError):
    """The request was made to be counted: its tokens are what it would take."""

    kind = ProblemKind.NOT_SENT


class Postponed(NotSent):
    """The request is answered later: what it is about has to be put off. ``pictured``: pages that go as pictures."""

    kind = ProblemKind.POSTPONED
    pictured: int = 0


class AskingStopped(ReplyError):
    """Too many requests before this one had no usable answer: the endpoint is not asked any more in this run."""


class AnswersPending(ExtractorError):
    """Requests were handed in, and their answers are not there: a later call goes on from there."""


class StoreUnavailable(ExtractorError):
    """The store can be neither read nor written for the moment: ``locked`` by another program, full, or gone."""

    locked = False


class StoreLost(StoreUnavailable):
    """The store did not come back. What was stored before is stored, where the store itself still is."""


class ClusterLost(ExtractorError):
    """The machines that read for a run are gone, or cannot begin. What was stored before is stored."""


class StaleResult(ExtractorError):
    """A result was not made with all decisions there are: it is not stored, and has to be made anew."""


class QuotaExhausted(ExtractorError):
    """The account behind the endpoint has no credit left; no later request can succeed."""


class BudgetReached(QuotaExhausted):
    """The next request could cost more than is left of what the run may spend."""


class ModelUnavailable(ExtractorError):
    """The embedded model or its runtime is not installed."""

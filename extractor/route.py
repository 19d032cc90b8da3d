"""Findings to a verdict: which fields are confirmed, which a person must look at, and why.

The policy is one table (ARCHITECTURE.md, "When is a field confirmed?") and lives here alone.
"""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, JsonValue

from extractor.readers.reading import Spot, UnusedNumber
from extractor.schemas.form import State
from extractor.schemas.stored import StoredValue
from extractor.verify.finding import Finding

Policy: TypeAlias = Literal["standard", "strict"]
FieldStatus: TypeAlias = Literal["confirmed", "flagged", "corrected"]
Status: TypeAlias = Literal["accepted", "review", "failed", "unrecognised"]


class FieldVerdict(BaseModel):
    """One field after verification. ``readers`` holds what each reader read, by its name."""

    model_config = ConfigDict(frozen=True)

    path: str
    label: str
    value: StoredValue
    state: State
    status: FieldStatus
    spot: Spot | None
    quote: str
    readers: dict[str, StoredValue]
    reasons: tuple[str, ...] = ()


class Problem(BaseModel):
    """Why a document has no verdict, or a shorter one: the kind of error, its message, and details as data."""

    model_config = ConfigDict(frozen=True)

    kind: str
    message: str
    details: dict[str, JsonValue] = {}


class Verdict(BaseModel):
    """The outcome for one document of a known form. ``source_inconsistent``: its own printed numbers contradict."""

    model_config = ConfigDict(frozen=True)

    status: Status
    form: str
    fields: dict[str, FieldVerdict]
    findings: tuple[Finding, ...]
    unused: tuple[UnusedNumber, ...]
    source_inconsistent: bool = False

    @property
    def flagged(self) -> tuple[FieldVerdict, ...]:
        """The fields that wait for a person."""
        return tuple(field for field in self.fields.values() if field.status == "flagged")


class Result(BaseModel):
    """What becomes of one file: the line that export writes, apart from how values are printed.

    ``schema_name`` and ``form`` are None where the document was not recognised; ``verdict`` is None where there is
    nothing to judge, and then ``problem`` says why.
    """

    model_config = ConfigDict(frozen=True)

    document: str
    path: str
    sha256: str
    status: Status
    schema_name: str | None = None
    schema_version: str | None = None
    form: str | None = None
    verdict: Verdict | None = None
    problem: Problem | None = None

"""What comes out: a record, and for every value where it is printed and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, JsonValue

from extractor.errors import ExtractorError
from extractor.evidence import Doubt
from extractor.export.line import JsonLine, line_of
from extractor.policy import FieldStatus
from extractor.readers.reading import Spot, UnusedNumber
from extractor.route import FieldVerdict, Problem, Result, Status
from extractor.schemas.constraints import validated
from extractor.schemas.form import Form, State, Value
from extractor.schemas.stored import StoredValue
from extractor.verify.finding import Finding

Record = TypeVar("Record", bound=BaseModel, covariant=True)


@dataclass(frozen=True, slots=True)
class ExtractedField:
    """One value. ``place`` is None where it stands nowhere; ``reasons`` say in words why a person has to look, and are
    empty for a confirmed one. ``readers``: what each reader or record says, by its name.
    """

    path: str
    label: str
    value: Value | None
    state: State
    status: FieldStatus
    place: Spot | None
    quote: str
    reasons: tuple[str, ...]
    readers: Mapping[str, StoredValue]
    doubts: tuple[Doubt, ...]
    optional: bool

    @classmethod
    def of(cls, found: FieldVerdict) -> "ExtractedField":
        """A field as it was judged."""
        return cls(
            path=found.path,
            label=found.label,
            value=found.value,
            state=found.state,
            status=found.status,
            place=found.spot,
            quote=found.quote,
            reasons=found.reasons,
            readers=found.readers,
            doubts=found.doubts,
            optional=found.optional,
        )


@dataclass(frozen=True)
class Extraction(Generic[Record]):
    """What became of one document.

    ``record`` is the model where the values make one, else None, and then ``invalid`` says why. ``data`` is the nested
    record whatever happened, with None where there is no value: dates and times as ISO 8601, numbers that may have a
    fraction as text with all their digits. Whether a value is proven stands in ``fields``, by its path
    (``lines.0.amount``); what keeps the document from being accepted in ``findings`` and ``unused`` as well. ``error``
    is set where the document could not be read at all.
    """

    result: Result
    record: Record | None
    data: dict[str, JsonValue]
    invalid: tuple[str, ...] = ()
    error: ExtractorError | None = None
    form: Form | None = field(default=None, repr=False)

    @property
    def status(self) -> Status:
        """accepted, review (a person has to look), failed or unrecognised."""
        return self.result.status

    @property
    def document(self) -> str:
        """The name of the document."""
        return self.result.document

    @property
    def fields(self) -> Mapping[str, ExtractedField]:
        """Every value by its path, in the order of the schema."""
        verdict = self.result.verdict
        return {} if verdict is None else {path: ExtractedField.of(each) for path, each in verdict.fields.items()}

    @property
    def flagged(self) -> tuple[ExtractedField, ...]:
        """The fields that wait for a person."""
        verdict = self.result.verdict
        return () if verdict is None else tuple(map(ExtractedField.of, verdict.flagged))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was checked, passed checks included."""
        return () if self.result.verdict is None else self.result.verdict.findings

    @property
    def unused(self) -> tuple[UnusedNumber, ...]:
        """Numbers printed in the rows of a list or table that no field uses."""
        return () if self.result.verdict is None else self.result.verdict.unused

    @property
    def problem(self) -> Problem | None:
        """Why there is no verdict, where there is none."""
        return self.result.problem

    def to_line(self) -> JsonLine:
        """The same line as ``extractor export --include review`` writes."""
        return line_of(self.result, self.form)


def extraction_of(result: Result, form: Form) -> Extraction[BaseModel]:
    """A result with its record, as the model where the schema is one and the values make it."""
    made = line_of(result, form)["record"]
    data = made if isinstance(made, dict) else {}
    if form.shape is None:
        return Extraction(result, None, data, form=form)
    record, problems = validated(form.shape, data)
    invalid = tuple(f"{each.path}: {each.message}" if each.path else each.message for each in problems)
    return Extraction(result, record, data, invalid, form=form)


def failed_extraction(document: str, error: ExtractorError) -> Extraction[BaseModel]:
    """What comes out of a document that could not be read."""
    problem = Problem(kind=error.kind, message=str(error))
    result = Result(document=document, path="", sha256="", status="failed", problem=problem)
    return Extraction(result, None, {}, error=error)

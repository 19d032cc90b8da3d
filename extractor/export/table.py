"""Results as rows for spreadsheets: a row a field, and a row a document."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from extractor.documents.file_parts import hash_of_file
from extractor.route import Result
from extractor.schemas.form import Form, Value

CellValue: TypeAlias = int | Decimal | str | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a text as a formula when it opens a csv file."""


class FieldRow(NamedTuple):
    """One field of one document; its names are the headings. Files without a verdict have one row without a field."""

    document: str
    sha256: str
    schema: str
    form: str
    document_status: str
    field: str = ""
    label: str = ""
    value: CellValue = None
    state: str = ""
    field_status: str = ""
    page: int | None = None
    quote: str = ""
    reasons: str = ""
    error: str = ""
    contradictions: str = ""


class DocumentCell(NamedTuple):
    """The value of one field in the row of its document."""

    value: Value | None
    flagged: bool


def field_rows(result: Result) -> Iterator[FieldRow]:
    """The rows of one result, in the order of its form."""
    head = (result.document, hash_of_file(result.sha256), result.schema_name or "", result.form or "", result.status)
    if result.verdict is None:
        problem = result.problem
        yield FieldRow(*head, error="" if problem is None else f"{problem.kind}: {problem.message}")
        return
    contradictions = result.verdict.contradictions
    for field in result.verdict.fields.values():
        yield FieldRow(
            *head,
            field=field.path,
            label=field.label,
            value=field.value,
            state=field.state,
            field_status=field.status,
            page=None if field.spot is None else field.spot.page,
            quote=field.quote,
            reasons="; ".join(field.reasons),
            contradictions="; ".join(each.message for each in contradictions if field.path in each.paths),
        )


class FieldOrder:
    """Gathers the fields that results of one form have, while they go by."""

    def __init__(self, form: Form | None) -> None:
        self._form = form
        self._labels: dict[str, str] = {}

    def note(self, result: Result) -> None:
        """The fields of one result."""
        if result.verdict is not None:
            self._labels.update((path, field.label) for path, field in result.verdict.fields.items())

    def fields(self) -> list[tuple[str, str]]:
        """Path and label of every field that any of them has, in the order of the form."""
        if self._form is None:
            return list(self._labels.items())
        places = {path: number for number, path in enumerate(self._form.fields)}
        return sorted(self._labels.items(), key=lambda item: _position(item[0], places))


def document_cells(result: Result) -> dict[str, DocumentCell]:
    """The values of one document by the paths of their fields."""
    fields = result.verdict.fields if result.verdict is not None else {}
    return {path: DocumentCell(field.value, field.status == "flagged") for path, field in fields.items()}


def safe_text(text: str) -> str:
    """A text that no spreadsheet runs as a formula when it stands in a csv file: an apostrophe goes before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _position(path: str, places: dict[str, int]) -> tuple[int, ...]:
    """Where a field stands: repeated rows by their number first, then by the order of their columns."""
    parts = path.split(".")
    numbers = [int(part) for part in parts if part.isdecimal()]
    general = ".".join("{n}" if part.isdecimal() else part for part in parts)
    place = places.get(path, places.get(general, len(places)))
    if not numbers:
        return (place, 0, 0)
    prefix = general.split("{n}")[0]
    first = min((number for each, number in places.items() if each.startswith(prefix)), default=place)
    return (first, numbers[0] + 1, place)

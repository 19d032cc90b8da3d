"""Results as rows for spreadsheets: a row a field, and a row a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from extractor.documents.file_parts import hash_of_file
from extractor.export.line import form_of
from extractor.route import FieldVerdict, Result
from extractor.schemas.form import Value

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


@dataclass(frozen=True)
class DocumentCell:
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


def field_order(results: list[Result]) -> list[tuple[str, str]]:
    """Path and label of every field that any of these results of one form has, in the order of the form."""
    labels: dict[str, str] = {}
    for result in results:
        if result.verdict is not None:
            labels.update((path, field.label) for path, field in result.verdict.fields.items())
    form = next((form for form in map(form_of, results) if form is not None), None)
    if form is None:
        return list(labels.items())
    places = {path: number for number, path in enumerate(form.fields)}
    return sorted(labels.items(), key=lambda item: _position(item[0], places))


def document_cells(result: Result, order: list[tuple[str, str]]) -> list[DocumentCell]:
    """The values of one document in the given order; a field it does not have is empty."""
    fields = result.verdict.fields if result.verdict is not None else {}
    return [_cell(fields.get(path)) for path, _ in order]


def safe_text(text: str) -> str:
    """A text that no spreadsheet runs as a formula when it stands in a csv file: an apostrophe goes before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(field: FieldVerdict | None) -> DocumentCell:
    return DocumentCell(None, False) if field is None else DocumentCell(field.value, field.status == "flagged")


def _position(path: str, places: dict[str, int]) -> tuple[int, ...]:
    """Where a field stands: repeated rows by their number first, then by the order of their columns."""
    parts = path.split(".")
    numbers = [int(part) for part in parts if part.isdigit()]
    general = ".".join("{n}" if part.isdigit() else part for part in parts)
    place = places.get(path, places.get(general, len(places)))
    if not numbers:
        return (place, 0, 0)
    prefix = general.split("{n}")[0]
    first = min((number for each, number in places.items() if each.startswith(prefix)), default=place)
    return (first, numbers[0] + 1, place)

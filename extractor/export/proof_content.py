"""What a proof of a document says besides its source: the record line by line, and the decisions."""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.export.decisions import decisions_of, reasons_of
from extractor.route import FieldVerdict, Result
from extractor.schemas.record import plain_value
from extractor.store import Source
from extractor.verify.edit import Edit


class ProofLine(NamedTuple):
    """One value: what it is called, what it is, how it stands, and where it is printed."""

    label: str
    path: str
    value: str
    status: str
    where: str


class ProofDecision(NamedTuple):
    """One decision: when, by whom, about what, from what to what, and why."""

    at: str
    by: str
    about: str
    change: str
    reasons: str


def proof_about(result: Result) -> str:
    """Which report it is, how it stands, and of which content."""
    return f"{result.schema_name or 'no schema'} {result.form or ''} · {result.status} · sha256 {result.sha256}"


def proof_lines(result: Result, source: Source | None) -> tuple[ProofLine, ...]:
    """A line for each field, in the order of the form."""
    fields = result.verdict.fields if result.verdict is not None else {}
    return tuple(
        ProofLine(each.label, path, said(each), each.status, _where(each, source)) for path, each in fields.items()
    )


def proof_decisions(result: Result, edits: Sequence[Edit]) -> tuple[ProofDecision, ...]:
    """The whole history of decisions, oldest first."""
    told = [each for each in decisions_of(result, edits) if isinstance(each, dict)]
    return tuple(
        ProofDecision(
            str(each["at"])[:16],
            str(each["by"]),
            f"{each['kind']} {each.get('path') or each.get('rule')}",
            f"{_side(each['before'])} → {_side(each['after'])}",
            reasons_of(each),
        )
        for each in told
    )


def said(field: FieldVerdict) -> str:
    """The value of a field, or the state that stands in its place."""
    return str(plain_value(field.value)) if field.value is not None else field.state


def _where(field: FieldVerdict, source: Source | None) -> str:
    """Where a value stands, in words, and what is printed there."""
    spot = field.spot
    if spot is None:
        return "no place"
    line = ""
    if spot.span is not None and source is not None:
        line = f", line {source.text.count(chr(10), 0, spot.span[0]) + 1}"
    return f"page {spot.page}{line}: “{field.quote}”"


def _side(side: object) -> str:
    if not isinstance(side, dict):
        return "–"
    value = side.get("value", side.get("readers"))
    return str(value) if value is not None else str(side.get("state", "no value"))

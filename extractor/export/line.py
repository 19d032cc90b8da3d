"""One document as plain data: the line of a jsonl export, from which the other formats are made too."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TypeAlias

from pydantic import JsonValue

from extractor.documents.file_parts import hash_of_file, name_of_part
from extractor.errors import SchemaError
from extractor.evidence import Doubt
from extractor.export.decisions import decisions_of
from extractor.readers.bill import Bill
from extractor.route import FieldVerdict, Problem, Result
from extractor.schemas.form import Form, Value
from extractor.schemas.record import build_record, plain_value
from extractor.schemas.registry import load_schema
from extractor.verdict_receipt import VerdictReceipt
from extractor.verify.edit import Edit

JsonLine: TypeAlias = dict[str, JsonValue]


def line_of(result: Result, form: Form | None = None, edits: Sequence[Edit] = ()) -> JsonLine:
    """The line of a result. ``sha256`` is that of the file, ``part`` names the part of it, null for a whole one.

    ``record`` is null where the document has no verdict; ``error`` is null where it has one.
    ``record`` holds values as they were read: whether one is proven stands in ``fields``, by its path.
    ``readers`` says how each reader goes about it, ``usage`` what asking a model took. ``contradictions`` are the rules
    that the printed numbers break, in words, those among them that let the document pass; ``findings`` has all as data.
    ``form``: the one it was judged under, where it is not to be looked up by its name. ``edits``: everything that
    people decided about it, told as ``decisions``. ``receipt`` is null where the verdict was not stored.
    """
    verdict = result.verdict
    fields = verdict.fields if verdict is not None else {}
    return {
        "document": result.document,
        "sha256": hash_of_file(result.sha256),
        "part": name_of_part(result.sha256) or None,
        "schema": result.schema_name,
        "form": result.form,
        "status": result.status,
        "record": _record(result, form or form_of(result)),
        "fields": {path: _field(field) for path, field in fields.items()},
        "findings": [finding.model_dump(mode="json") for finding in verdict.findings] if verdict is not None else [],
        "source_inconsistent": verdict is not None and verdict.source_inconsistent,
        "contradictions": [finding.message for finding in verdict.contradictions] if verdict is not None else [],
        "unused_numbers": [number.model_dump(mode="json") for number in verdict.unused] if verdict is not None else [],
        "error": None if result.problem is None else _error(result.problem),
        "readers": dict(result.readers),
        "usage": _usage(result.usage),
        "decisions": decisions_of(result, edits),
        "receipt": None if result.receipt is None else plain_receipt(result.receipt),
    }


def plain_receipt(receipt: VerdictReceipt) -> JsonValue:
    """A receipt in JSON: the hashes of everything that a verdict was made of."""
    return {
        "document": receipt.document,
        "schema": dict(receipt.schema_marks),
        "code": dict(receipt.code),
        "readings": {name: each.model_dump(mode="json") for name, each in receipt.readings.items()},
        "decisions": {"count": receipt.decisions, "sha256": receipt.decided},
        "others": dict(receipt.others),
        "policy": receipt.policy,
        "verdict": receipt.verdict,
    }


def _usage(bill: Bill) -> JsonValue:
    """What asking a model took; ``cost`` is null where nobody said a price, and a number of money is text."""
    return {
        "calls": bill.calls,
        "tokens_in": bill.tokens_in,
        "tokens_out": bill.tokens_out,
        "cost": None if bill.cost is None else format(bill.cost, "f"),
        "currency": bill.currency,
        **({"batched": bill.batched} if bill.batched else {}),
    }


def form_of(result: Result) -> Form | None:
    """The form of a result, or None where it was not recognised. SchemaError where the schema is not here, or another
    of its name.
    """
    if result.schema_name is None or result.form is None:
        return None
    try:
        return load_schema(result.schema_name).form(result.form)
    except KeyError:
        raise SchemaError(
            f"{result.document} was read with another schema called {result.schema_name!r} than is found now, which "
            f"has no form {result.form!r}: name the one it was read with (--schema FILE)"
        ) from None


def _record(result: Result, form: Form | None) -> JsonValue:
    if form is None or result.verdict is None:
        return None
    values: Mapping[str, Value | None] = {path: field.value for path, field in result.verdict.fields.items()}
    return plain_value(build_record(form, values))


def _field(field: FieldVerdict) -> JsonValue:
    spot = field.spot
    return {
        "value": plain_value(field.value),
        "state": field.state,
        "status": field.status,
        "page": None if spot is None else spot.page,
        "box": None if spot is None or spot.box is None else list(spot.box),
        "span": None if spot is None or spot.span is None else list(spot.span),
        "quote": field.quote,
        "readers": {name: plain_value(value) for name, value in field.readers.items()},
        "doubts": [plain_doubt(each) for each in field.doubts],
        "legs": [asdict(leg) for leg in field.legs],
        "reasons": list(field.reasons),
    }


def plain_doubt(doubt: Doubt) -> JsonValue:
    """A doubt in JSON; sentences are made of its kind and detail when it is shown."""
    return {"kind": doubt.kind, "weight": doubt.weight, "about": doubt.about, "detail": list(doubt.detail)}


def _error(problem: Problem) -> JsonValue:
    """The problem, its details beside kind and message; a detail never hides either of them."""
    return {**problem.details, "kind": problem.kind, "message": problem.message}

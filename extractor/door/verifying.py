"""``verify``: a document and a record that somebody else made go in, and out comes what of it is proven."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

from pydantic import BaseModel

from extractor.door.given_document import GivenDocument, opened, path_of
from extractor.door.given_schema import GivenSchema, schema_of
from extractor.door.reading_options import JudgingOptions, check_named
from extractor.errors import ConfigurationError

if TYPE_CHECKING:
    from extractor.door.extraction import Extraction
    from extractor.door.given_record import GivenRecord, NamedRecord
    from extractor.schemas.form import Form, Schema

Model = TypeVar("Model", bound=BaseModel)


class VerifyingOptions(JudgingOptions, total=False):
    """What goes with a record."""

    quotes: "Mapping[str, str] | None"
    """What is printed, word for word, by the path of the field (``lines.0.amount``), where the record's maker says so.
    It is looked for like everything else: a quote that is not printed proves nothing."""
    layout: bool
    """Whether the layout reader looks for itself as well (the default): another witness, and one that may differ."""


@overload
def verify(
    source: GivenDocument, record: "GivenRecord", schema: type[Model], **options: Unpack[VerifyingOptions]
) -> "Extraction[Model]": ...
@overload
def verify(
    source: GivenDocument, record: "GivenRecord", schema: GivenSchema, **options: Unpack[VerifyingOptions]
) -> "Extraction[BaseModel]": ...
def verify(
    source: GivenDocument, record: "GivenRecord", schema: GivenSchema, **options: Unpack[VerifyingOptions]
) -> "Extraction[Any]":
    """Say of every value of a record whether it is printed where it belongs, and what speaks against it.

    ``record``: a dict, a model or JSON text; a list of several is as many witnesses. DocumentError where the document
    cannot be opened, ConfigurationError where the call is wrong.
    """
    from extractor.door.given_record import records_of

    check_named(options, VerifyingOptions)
    _check_policy(options.get("policy"))
    compiled = schema_of(schema)
    form = model_form(compiled)
    assert form.shape is not None
    return verify_records(source, records_of(record, form.shape, options.get("quotes")), compiled, options)


@overload
async def averify(
    source: GivenDocument, record: "GivenRecord", schema: type[Model], **options: Unpack[VerifyingOptions]
) -> "Extraction[Model]": ...
@overload
async def averify(
    source: GivenDocument, record: "GivenRecord", schema: GivenSchema, **options: Unpack[VerifyingOptions]
) -> "Extraction[BaseModel]": ...
async def averify(
    source: GivenDocument, record: "GivenRecord", schema: GivenSchema, **options: Unpack[VerifyingOptions]
) -> "Extraction[Any]":
    """As :func:`verify`, in a thread of its own."""
    from asyncio import to_thread

    return await to_thread(lambda: verify(source, record, schema, **options))


def verify_records(
    source: GivenDocument, records: "Sequence[NamedRecord]", schema: "Schema", options: VerifyingOptions
) -> "Extraction[BaseModel]":
    """The same of records that have names."""
    from extractor.door.extraction import extraction_of
    from extractor.readers.form_notation import in_notation_of
    from extractor.readers.model_reading.beside_layout import doubting_left_out, doubting_other_rows
    from extractor.readers.model_reading.model_readers import read_model, read_records
    from extractor.readers.parting import find_parts
    from extractor.route import judge_readings
    from extractor.run.pipeline import result_of, seeming_documents

    form = model_form(schema)
    assert form.shape is not None
    with opened(source, options.get("limits")) as given:
        document = in_notation_of(form, given)
        placed = read_records(document, form.shape, records)
        beside = [read_model(document, schema, form)] if options.get("layout", True) else []
        placed = tuple(doubting_other_rows(each, other) for each in placed for other in beside) or placed
        beside = [doubting_left_out(each, placed) for each in beside]
        readings = (*beside, *placed)
        more = seeming_documents(document, find_parts(document, schema, form))
        verdict = judge_readings(form, readings, policy=options.get("policy", "standard"), source=document, more=more)
        result = result_of(document, path_of(source), schema, verdict, readings)
        return extraction_of(result, form)


def _check_policy(policy: object) -> None:
    from extractor.policy import POLICIES

    if policy is not None and policy not in POLICIES:
        raise ConfigurationError(f"policy is {policy!r}; it may be {' or '.join(POLICIES)}")


def model_form(schema: "Schema") -> "Form":
    """The one form of a schema that is a model. ConfigurationError where it is a printed form of another kind."""
    form = schema.forms[0]
    if form.shape is None:
        raise ConfigurationError(
            f"the schema {schema.name} describes printed tables, and records are verified under models only: "
            "a pydantic model or a JSON Schema"
        )
    return form

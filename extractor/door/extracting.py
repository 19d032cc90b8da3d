"""``extract``: a document and a model go in, a record comes out in which every value has a standing."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

from pydantic import BaseModel

from extractor.door.given_document import GivenDocument, name_of, opened, path_of
from extractor.door.given_schema import GivenSchema, schema_of
from extractor.door.reading_options import ReadersAtWork, ReadingOptions, readers_of
from extractor.errors import ConfigurationError, ExtractorError, ReadingDefect

if TYPE_CHECKING:
    from extractor.door.extraction import Extraction
    from extractor.schemas.form import Schema

Model = TypeVar("Model", bound=BaseModel)

_WAITING = 16
_WORKING = 4
"""Documents at the same time where an endpoint is waited for, and where this machine does the work."""


@overload
def extract(source: GivenDocument, schema: type[Model], **options: Unpack[ReadingOptions]) -> "Extraction[Model]": ...
@overload
def extract(
    source: GivenDocument, schema: GivenSchema, **options: Unpack[ReadingOptions]
) -> "Extraction[BaseModel]": ...
def extract(source: GivenDocument, schema: GivenSchema, **options: Unpack[ReadingOptions]) -> "Extraction[Any]":
    """Read one document into one record.

    ``source``: a path, bytes, an open file or text; ``schema``: a pydantic model, a JSON Schema or what ``--schema``
    takes. A file that holds several documents ends in review and names its parts, each of which is read by its path
    (``report.pdf/pages 3-7``). DocumentError where the document cannot be opened, ConfigurationError where the call is
    wrong; an endpoint that does not answer is told in the extraction and raises nothing.
    """
    compiled = schema_of(schema)
    with readers_of(options) as work:
        return _read(source, compiled, work)


@overload
def extract_many(
    sources: Iterable[GivenDocument], schema: type[Model], jobs: int | None = None, **options: Unpack[ReadingOptions]
) -> "list[Extraction[Model]]": ...
@overload
def extract_many(
    sources: Iterable[GivenDocument], schema: GivenSchema, jobs: int | None = None, **options: Unpack[ReadingOptions]
) -> "list[Extraction[BaseModel]]": ...
def extract_many(
    sources: Iterable[GivenDocument], schema: GivenSchema, jobs: int | None = None, **options: Unpack[ReadingOptions]
) -> "list[Extraction[Any]]":
    """Read many documents, ``jobs`` at the same time, into one extraction each, in their order.

    A document that cannot be read comes out as failed, with its ``error``; none stops the others. Raised is only what
    no document can escape: ConfigurationError, ModelUnavailable, QuotaExhausted.
    """
    from concurrent.futures import ThreadPoolExecutor
    from contextvars import copy_context

    if isinstance(sources, (str, bytes, bytearray, os.PathLike)):
        raise ConfigurationError("extract_many takes a list of documents; one alone is for extract")
    compiled = schema_of(schema)
    with readers_of(options) as work:
        most = jobs or (_WAITING if work.readers.model else min(_WORKING, os.cpu_count() or 1))
        with ThreadPoolExecutor(max(most, 1)) as pool:
            waiting = [pool.submit(copy_context().run, _read_if_it_can_be, each, compiled, work) for each in sources]
            try:
                return [each.result() for each in waiting]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


@overload
async def aextract(
    source: GivenDocument, schema: type[Model], **options: Unpack[ReadingOptions]
) -> "Extraction[Model]": ...
@overload
async def aextract(
    source: GivenDocument, schema: GivenSchema, **options: Unpack[ReadingOptions]
) -> "Extraction[BaseModel]": ...
async def aextract(source: GivenDocument, schema: GivenSchema, **options: Unpack[ReadingOptions]) -> "Extraction[Any]":
    """As :func:`extract`, in a thread of its own."""
    from asyncio import to_thread

    return await to_thread(lambda: extract(source, schema, **options))


@overload
async def aextract_many(
    sources: Iterable[GivenDocument], schema: type[Model], jobs: int | None = None, **options: Unpack[ReadingOptions]
) -> "list[Extraction[Model]]": ...
@overload
async def aextract_many(
    sources: Iterable[GivenDocument], schema: GivenSchema, jobs: int | None = None, **options: Unpack[ReadingOptions]
) -> "list[Extraction[BaseModel]]": ...
async def aextract_many(
    sources: Iterable[GivenDocument], schema: GivenSchema, jobs: int | None = None, **options: Unpack[ReadingOptions]
) -> "list[Extraction[Any]]":
    """As :func:`extract_many`, in threads of its own."""
    from asyncio import to_thread

    return await to_thread(lambda: extract_many(sources, schema, jobs, **options))


def _read(source: GivenDocument, schema: "Schema", work: "ReadersAtWork") -> "Extraction[BaseModel]":
    from extractor.door.extraction import extraction_of
    from extractor.readers.form_notation import in_notation_of
    from extractor.readers.model_reading.attached_reading import with_attached
    from extractor.readers.parting import find_parts
    from extractor.route import judge_readings
    from extractor.run.pipeline import form_for, result_of, result_of_several, seeming_documents

    with opened(source, work.settings.limits) as given:
        form = form_for(given, schema)
        document = in_notation_of(form, given)
        parts = find_parts(document, schema, form)
        if parts.several:
            return extraction_of(result_of_several(document, path_of(source), schema, form, parts.several), form)
        readings = with_attached(document, schema, form, work.readers.read(document, schema, form))
        more = seeming_documents(document, parts)
        verdict = judge_readings(form, readings, policy=work.settings.policy, source=document, more=more)
        result = result_of(document, path_of(source), schema, verdict, readings)
        return extraction_of(result, form)


def _read_if_it_can_be(source: GivenDocument, schema: "Schema", work: "ReadersAtWork") -> "Extraction[BaseModel]":
    from extractor.door.extraction import failed_extraction
    from extractor.run.pipeline import STOPS_THE_RUN

    try:
        return _read(source, schema, work)
    except STOPS_THE_RUN:
        raise
    except ExtractorError as error:
        return failed_extraction(name_of(source), error)
    except Exception as error:
        defect = ReadingDefect(f"an error of the program, not of the document ({type(error).__name__}: {error})")
        defect.__cause__ = error
        return failed_extraction(name_of(source), defect)

"""Pages drawn for the tests of records: lines of words at their places, and the record that is placed on them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pymupdf

from extractor.documents import Document
from extractor.evidence import Weight, weighing
from extractor.readers.reading import FieldReading, Reading
from extractor.readers.record import place_record
from extractor.readers.record.record_items import Json
from extractor.schemas.json_schema import shape_of_schema
from extractor.schemas.shape import Shape
from tests.test_documents_pdf import opened

Line = Sequence[tuple[float, str]]

_SCALE = 0.7
"""Six hundred points of a line go into a page of 400."""


def page_of(tmp_path: Path, *lines: Line, step: float = 16) -> Document:
    """A page with these lines, each a few words with the left edge of each; an empty line leaves a gap."""

    def draw(page: pymupdf.Page) -> None:
        for number, line in enumerate(lines):
            for x, text in line:
                page.insert_text((x * _SCALE, 60 + step * number), text, fontsize=9 * _SCALE)

    return opened(tmp_path, draw)


def shape_of(**properties: Json) -> Shape:
    """The shape of a record with these properties; the name of a type stands for a property of that type."""
    return shape_of_schema({"type": "object", "properties": _typed(properties)}, "record")


def list_of(**properties: Json) -> Json:
    """A list of items with these properties."""
    return {"type": "array", "items": {"type": "object", "properties": _typed(properties)}}


def _typed(properties: Mapping[str, Json]) -> dict[str, Json]:
    return {name: {"type": each} if isinstance(each, str) else each for name, each in properties.items()}


def placed(document: Document, shape: Shape, record: Json, **quotes: str) -> Reading:
    """The reading of a record."""
    return place_record(document, shape, record, "maker", quotes)


def doubts(reading: Reading, path: str) -> set[str]:
    """The kinds of what speaks against a value."""
    return {each.kind.value for each in weighing(reading.fields[path].doubts, Weight.SERIOUS)}


def firm(reading: Reading, path: str) -> bool:
    """Whether a value has a place and nothing speaks against it."""
    field: FieldReading = reading.fields[path]
    return field.spot is not None and not doubts(reading, path)

"""The deterministic reader of any model: values by the labels and headings printed beside and above them.

It never fills and never guesses: what has no certain place, or a value that the document leaves open, is unread with
the reason.
"""

from extractor.documents.model import Document
from extractor.readers.open_layout.leaf_reading import NAME
from extractor.readers.open_layout.leaf_values import notations_of
from extractor.readers.open_layout.open_reading import OpenReading
from extractor.readers.open_layout.printed_bands import bands_of
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.open_layout.stated_scales import with_stated_scales
from extractor.readers.reading import Reading
from extractor.readers.record.stacked_rows import with_split_rows
from extractor.readers.unread_pages import with_unread_pages
from extractor.schemas.form import Form, Schema
from extractor.sources import hash_of


def read_open(document: Document, schema: Schema, form: Form) -> Reading:
    """Read every leaf of a form that has a shape. ValueError for a form without one."""
    if form.shape is None:
        raise ValueError(f"the form {form.name} has no shape")
    bands = bands_of(with_split_rows(document))
    notations = notations_of(bands, frozenset(document.stored_numbers))
    found = OpenReading(document, form.shape, bands, notations, ShapeLabels(form.shape), form)
    return Reading(
        reader=NAME,
        version=f"{open_layout_code()}+{schema.name}.{schema.version}",
        fields=with_unread_pages(document, with_stated_scales(found.fields, form.shape, bands)),
        unused=tuple(found.unused),
        explained=tuple(found.explained),
        missing=tuple(dict.fromkeys(found.missing)),
    )


def open_layout_code() -> str:
    """The hash of this reader's code."""
    return hash_of("readers/*", "readers/open_layout", "readers/record")


__all__ = ["NAME", "open_layout_code", "read_open"]

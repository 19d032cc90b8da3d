"""The document as a form writes its numbers, where the file stores them and whoever shows them chooses their marks."""

from collections.abc import Iterator

from extractor.documents.model import Document
from extractor.documents.stored_numbers import with_decimal_comma
from extractor.readers.open_layout.printed_figures import decimal_mark
from extractor.schemas.form import Form
from extractor.schemas.shape import ShapeLeaf, walk


def in_notation_of(form: Form, document: Document) -> Document:
    """The document with decimal commas in its stored numbers, if the form says so of some numbers and of none that
    they have a point; where the form of a model says nothing, if the numbers that are typed as text have commas. To be
    called before anybody reads."""
    if not document.stored_numbers:
        return document
    marks = _marks(form)
    comma = marks == {","} or (not marks and decimal_mark(_typed(document)) == ",")
    return with_decimal_comma(document) if comma else document


def _typed(document: Document) -> Iterator[str]:
    """The cells of a document that hold text."""
    stored = frozenset(document.stored_numbers)
    return (cell.text for row in document.rows for cell in row.cells if cell.place.span not in stored)


def _marks(form: Form) -> set[str]:
    """The marks before decimals that a form says its numbers have."""
    if form.shape is not None:
        leaves = (node for node in walk(form.shape.root) if isinstance(node, ShapeLeaf))
        return {leaf.notation.decimal for leaf in leaves if leaf.notation is not None}
    return {spec.notation.decimal for spec in form.fields.values() if spec.kind != "text"}

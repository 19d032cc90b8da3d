"""The document as a form writes its numbers, where the file stores them and whoever shows them chooses their marks."""

from extractor.documents.model import Document
from extractor.documents.stored_numbers import with_decimal_comma
from extractor.schemas.form import Form
from extractor.schemas.shape import ShapeLeaf, walk


def in_notation_of(form: Form, document: Document) -> Document:
    """The document with decimal commas in its stored numbers, if the form says so of some numbers and of none that
    they have a point. To be called before anybody reads."""
    return with_decimal_comma(document) if _marks(form) == {","} else document


def _marks(form: Form) -> set[str]:
    """The marks before decimals that a form says its numbers have."""
    if form.shape is not None:
        leaves = (node for node in walk(form.shape.root) if isinstance(node, ShapeLeaf))
        return {leaf.notation.decimal for leaf in leaves if leaf.notation is not None}
    return {spec.notation.decimal for spec in form.fields.values() if spec.kind != "text"}

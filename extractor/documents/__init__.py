"""Files to words with places.

``open_document`` looks at the content, not only at the name, and hands the bytes to the one opener that reads them.
It is loaded when it is first used: whoever asks a store opens no file.
"""

from typing import TYPE_CHECKING

from extractor.documents.model import (
    Box,
    Cell,
    Document,
    DocumentTable,
    Method,
    Page,
    Place,
    Row,
    RuleLine,
    Span,
    Views,
    Word,
)

if TYPE_CHECKING:
    from extractor.documents.opening.dispatch import open_document

__all__ = [
    "Box",
    "Cell",
    "Document",
    "DocumentTable",
    "Method",
    "Page",
    "Place",
    "Row",
    "RuleLine",
    "Span",
    "Views",
    "Word",
    "open_document",
]


def __getattr__(name: str) -> object:
    if name != "open_document":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from extractor.documents.opening.dispatch import open_document

    return open_document

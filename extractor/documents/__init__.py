"""Files to words with places.

``open_document`` looks at the content, not only at the name, and hands the bytes to the one opener that reads them.
"""

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

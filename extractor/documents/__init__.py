"""Files to words with places.

``open_document`` looks at the content, not only at the name, and hands the bytes to the one opener that reads them.
"""

from extractor.documents.model import (
    Box,
    Cell,
    Document,
    Method,
    Page,
    Place,
    Row,
    RuleLine,
    Span,
    Table,
    Views,
    Word,
)
from extractor.documents.opening.opening import open_document

__all__ = [
    "Box",
    "Cell",
    "Document",
    "Method",
    "Page",
    "Place",
    "Row",
    "RuleLine",
    "Span",
    "Table",
    "Views",
    "Word",
    "open_document",
]

"""PDF files whose tree of pages is empty."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.errors import UnreadableDocument


def test_a_pdf_without_pages_is_said_to_have_none(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )
    with pytest.raises(UnreadableDocument, match="the PDF has no pages"):
        open_document(path)

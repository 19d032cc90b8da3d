"""The invented ledger on paper: as a PDF with its characters, and as the picture of its page with characters that
somebody recognised there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf

from extractor.documents import Document, Row, open_document
from tests.doubted import recognised
from tests.ledger import TEXT

_LEFT = (60, 300, 400, 500)
NOTHING: Mapping[str, str] = {}


def print_ledger(path: Path, text: str = TEXT, size: float = 10.0, grow: float = 1.0) -> Path:
    """Print a ledger on one page; ``grow`` enlarges the paper and everything on it."""
    with pymupdf.open() as sheet:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page: Any = sheet.new_page(width=595 * grow, height=842 * grow)
        for number, line in enumerate(text.splitlines()):
            for left, cell in zip(_LEFT, line.split("\t"), strict=False):
                at = (left * grow, (60 + 1.6 * size * number) * grow)
                page.insert_text(at, cell, fontname="helv", fontsize=size * grow)
        sheet.save(path)
    return path


def photograph(pdf: Path, target: Path, dpi: int = 150) -> Path:
    """The first page of a PDF as a picture file, whose kind is that of its name."""
    with pymupdf.open(pdf) as sheet:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page: Any = sheet[0]
        page.get_pixmap(dpi=dpi).save(target)
    return target


def scanned(pdf: Path, picture: Path, misread: Mapping[str, str] = NOTHING) -> Document:
    """The document that the picture of a page gives: all characters recognised, some of them wrongly.

    ``misread`` gives texts of cells as they were recognised by the texts that are printed.
    """
    document = open_document(pdf)
    pages = tuple(replace(page, method="scan") for page in document.pages)
    return replace(
        document,
        method="scan",
        path=picture,
        sha256=hashlib.sha256(picture.read_bytes()).hexdigest(),
        pages=pages,
        rows=tuple(_recognised(row, misread) for row in document.rows),
        words=tuple(recognised(word) for word in document.words),
    )


def _recognised(row: Row, misread: Mapping[str, str]) -> Row:
    cells = (replace(recognised(cell), text=misread.get(cell.text, cell.text)) for cell in row.cells)
    return replace(row, cells=tuple(cells))

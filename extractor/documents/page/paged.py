"""Printed pages to a Document: rows page by page, tables carried on over pages."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.composing import Composer
from extractor.documents.model import Document, Method, Page
from extractor.documents.page.continued import LaidPage, continued_tables
from extractor.documents.page.leftward_rows import from_right, runs_from_right, table_widths
from extractor.documents.page.page_layout import lay_out
from extractor.documents.page.printed_page import PrintedPage
from extractor.documents.sheet_frame import FRAME_LEFT_OUT
from extractor.evidence import DoubtKind, seen_by_all


def document_of_pages(pages: Sequence[PrintedPage], *, name: str, sha256: str, media_type: str) -> Document:
    """The document that printed pages make."""
    laid = [LaidPage(tuple(lay_out(page)), page.height) for page in pages]
    composer = _compose(laid, [_engine(page) for page in pages])
    method: Method = "scan" if any(page.method == "scan" or page.insets for page in pages) else "vector"
    return composer.document(
        name=name,
        sha256=sha256,
        media_type=media_type,
        method=method,
        pages=tuple(_described(page, each) for page, each in zip(pages, laid, strict=True)),
    )


def _described(page: PrintedPage, laid: LaidPage) -> Page:
    """The page as the document lists it, with what its layout left open."""
    own = [each.kind for block in laid.blocks for row in block.rows for cell in row for each in cell.own]
    count = own.count(DoubtKind.SEVERAL_IN_CELL)
    framed = any(block.framed for block in laid.blocks)
    if not count and not framed:
        return page.described
    remark = f"{count} {'cell' if count == 1 else 'cells'} of a table with several numbers could not be parted"
    said = (*([remark] if count else []), *([FRAME_LEFT_OUT] if framed else []))
    return replace(page.described, remarks=(*page.remarks, *said))


def _engine(page: PrintedPage) -> str:
    """Who recognised a page that is a picture, and so says of its blank cells that nothing is printed in them."""
    return seen_by_all(word.seen_by for word in page.words) if page.method == "scan" else ""


def _compose(pages: Sequence[LaidPage], engines: Sequence[str]) -> Composer:
    """All rows of all pages; tables carried over a page break share an index and count the same columns."""
    composer = Composer()
    tables = continued_tables(pages)
    widths = table_widths(pages, tables)
    for number, (page, engine) in enumerate(zip(pages, engines, strict=True), start=1):
        leftward = runs_from_right(page)
        for position, block in enumerate(page.blocks):
            composer.engine = block.engine or engine
            table = tables.get((number, position))
            if table is not None:
                composer.kinds[table.index] = "ruled" if block.grid is not None and block.grid.drawn else "open"
            for row in block.rows:
                cells = row if table is None else table.in_columns(row, block.grid)
                if leftward:
                    cells = from_right(cells, 0 if table is None else widths[table.index])
                composer.add_row(cells, None if table is None else table.index, number)
    return composer

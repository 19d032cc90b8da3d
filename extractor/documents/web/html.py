"""Web pages: what a browser would print, as rows. Nothing is fetched, no script is run."""

from lxml import etree

from extractor.documents.composing import Composer, LaidCell, pieces_of_lines
from extractor.documents.model import Document, Page, StoredPicture
from extractor.documents.sheet_frame import FRAME_LEFT_OUT, without_frame
from extractor.documents.text.flattened import find_rows
from extractor.documents.web.html_flow import FlowTable, PageImage, Preformatted, flow
from extractor.documents.web.html_grid import table_rows
from extractor.documents.web.html_line import lay
from extractor.documents.web.html_visibility import Visibility
from extractor.errors import EmptyDocument, UnreadableDocument


def open_html(text: str, *, name: str, sha256: str, encoding: str | None) -> Document:
    """The visible text of a page: blocks as rows of one cell, every data table with an index of its own.

    Tables that only arrange the page are treated as blocks.
    """
    # Without huge_tree everything below a depth of 256 elements is lost; the size is limited elsewhere.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(f"{name}: not a web page that can be read ({error.msg}).") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableDocument(f"{name}: elements nested too deeply; what stands below them would be lost.")
    if root is None:
        raise EmptyDocument(f"{name}: the page holds no elements.")
    composer, pictures, framed = _compose(root)
    if not composer.words and not pictures:
        raise EmptyDocument(f"{name}: the page shows no text.")
    return composer.document(
        name=name,
        sha256=sha256,
        media_type="text/html",
        method="html",
        pages=(Page(1, remarks=(FRAME_LEFT_OUT,) if framed else ()),),
        encoding=encoding,
        pictures=pictures,
    )


def _compose(root: etree._Element) -> tuple[Composer, list[StoredPicture], bool]:
    """The rows and pictures of a page, and whether any of its tables lost the frame of a spreadsheet."""
    composer, framed = Composer(), False
    pictures: list[StoredPicture] = []
    visibility = Visibility.of(root)
    table = 0
    for item in flow(root, visibility, pictures=True):
        if isinstance(item, FlowTable):
            rows, top = without_frame([*table_rows(item.element, visibility)])
            framed = framed or top is not None
            for row in rows:
                composer.add_row(row, table)
            table += 1
        elif isinstance(item, PageImage):
            pictures.append(StoredPicture(item.content, len(composer.rows)))
        elif isinstance(item, Preformatted):
            table = _add_preformatted(composer, item.text, table)
        else:
            pieces = lay([item], in_cell=False).pieces
            if pieces:
                composer.add_row((LaidCell(pieces),))
    return composer, pictures, framed


def _add_preformatted(composer: Composer, text: str, table: int) -> int:
    """Rows of a preformatted block, which may hold flattened tables; the next free table index."""
    for row in find_rows(text, first_table=table):
        cells = tuple(LaidCell(pieces_of_lines([cell.text]), cell.column) for cell in row.cells)
        composer.add_row(cells, row.table)
        if row.table is not None:
            table = max(table, row.table + 1)
    return table

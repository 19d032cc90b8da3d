"""Born-digital PDF: pages to rows, tables carried on over pages."""

from collections.abc import Sequence

from extractor.documents.composing import Composer
from extractor.documents.continued import LaidPage, continued_tables
from extractor.documents.model import Document
from extractor.documents.page_layout import lay_out
from extractor.documents.ruled_grid import find_grids
from extractor.errors import EmptyDocument, EncryptedDocument, NeedsOcr, UnreadableDocument, UnsupportedFormat

MAX_PAGES = 1000


def open_pdf(data: bytes, *, name: str, sha256: str) -> Document:
    """Open a PDF from memory. Raises NeedsOcr, naming the pages, as soon as one page is a picture: a document read
    in part would pass for a whole one.
    """
    import pymupdf

    from extractor.documents.pdf_page import PrintedPage, read_page

    pymupdf.TOOLS.mupdf_display_errors(False)  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    pymupdf.TOOLS.mupdf_display_warnings(False)  # type: ignore[no-untyped-call]  # the same
    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:  # type: ignore[no-untyped-call]  # the same
            _check(pdf.needs_pass, pdf.page_count, name)
            if pdf.is_repaired and b"%%EOF" not in data[-2048:]:
                raise UnreadableDocument(f"{name}: the PDF is cut off before its end. Fetch it again.")
            pages: list[PrintedPage] = [read_page(page, number) for number, page in enumerate(pdf, start=1)]
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError, ValueError) as error:
        raise UnreadableDocument(f"{name}: a damaged PDF ({error}). Fetch or export it again.") from error
    pictures = [page for page in pages if page.picture]
    if pictures:
        raise NeedsOcr(_ocr_message(name, [(page.number, page.picture) for page in pictures], len(pages)))
    if not any(page.words for page in pages):
        raise EmptyDocument(f"{name}: {len(pages)} pages, all of them blank.")
    laid = [LaidPage(tuple(lay_out(page.words, find_grids(page.rules), page.turn)), page.height) for page in pages]
    composer = _compose(laid)
    return Document(
        name=name,
        sha256=sha256,
        media_type="application/pdf",
        method="vector",
        text=composer.text,
        rows=tuple(composer.rows),
        words=tuple(composer.words),
        pages=len(pages),
    )


def _check(needs_pass: bool, page_count: int, name: str) -> None:
    """Refuse what cannot be opened before any page is read."""
    if needs_pass:
        raise EncryptedDocument(f"{name}: the PDF asks for a password. Save a copy without one.")
    if not page_count:
        raise UnreadableDocument(f"{name}: the PDF has no pages; it is damaged or cut off. Fetch it again.")
    if page_count > MAX_PAGES:
        raise UnsupportedFormat(f"{name}: {page_count} pages; at most {MAX_PAGES} are opened. Split the file.")


def _ocr_message(name: str, pictures: Sequence[tuple[int, str]], pages: int) -> str:
    """Which pages are pictures and why."""
    reasons = sorted({reason for _, reason in pictures})
    numbers = ", ".join(str(number) for number, _ in pictures[:20]) + (", ..." if len(pictures) > 20 else "")
    noun = "page" if len(pictures) == 1 else "pages"
    return f"{name}: {noun} {numbers} of {pages}: {'; '.join(reasons)}. Run OCR on the file and open the result."


def _compose(pages: Sequence[LaidPage]) -> Composer:
    """All rows of all pages; tables carried over a page break share an index and count the same columns."""
    composer = Composer()
    tables = continued_tables(pages)
    for number, page in enumerate(pages, start=1):
        for position, block in enumerate(page.blocks):
            table = tables.get((number, position))
            for row in block.rows:
                cells = row if table is None else table.in_columns(row, block.grid)
                composer.add_row(cells, None if table is None else table.index, number)
    return composer

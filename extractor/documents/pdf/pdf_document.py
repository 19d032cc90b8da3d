"""Born-digital PDF: pages to rows, tables carried on over pages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits, begin_page
from extractor.documents.model import Document
from extractor.documents.page.paged import document_of_pages
from extractor.documents.page.printed_page import PrintedPage
from extractor.documents.scan import OCR_MISSING, ocr_ready
from extractor.documents.scan.numbers.specks import settled_words
from extractor.documents.unread_marks import UNREADABLE
from extractor.errors import EmptyDocument, EncryptedDocument, LimitExceeded, NeedsOcr, UnreadableDocument

if TYPE_CHECKING:
    import pymupdf

    from extractor.documents.pdf.pdf_fonts import FontBook

_LONGEST_SIDE = 14_400
"""Points: the largest page that PDF readers promise to show, 200 inches."""


def open_pdf(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """Open a PDF from memory. Raises NeedsOcr, naming the pages, as soon as one page is a picture: a document read
    in part would pass for a whole one.
    """
    import pymupdf

    from extractor.documents.pdf.pdf_fonts import FontBook

    pymupdf.TOOLS.mupdf_display_errors(False)  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    pymupdf.TOOLS.mupdf_display_warnings(False)  # type: ignore[no-untyped-call]  # the same
    damage = (pymupdf.FileDataError, pymupdf.EmptyFileError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError)
    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:  # type: ignore[no-untyped-call]  # the same
            _check(pdf.needs_pass, pdf.page_count, name, limits)
            _check_pictures(pdf, name, limits)
            if pdf.is_repaired and b"%%EOF" not in data[-2048:]:
                raise UnreadableDocument(f"{name}: the PDF is cut off before its end. Fetch it again.")
            pages: list[PrintedPage] = []
            fonts = FontBook()
            for number, page in enumerate(pdf, start=1):
                begin_page()
                _check_paper(page.rect, number, name)
                pages.append(_page(page, number, name, fonts, limits.recognises(number)))
    except damage as error:
        raise UnreadableDocument(f"{name}: a damaged PDF ({error}). Fetch or export it again.") from error
    pictures = [page for page in pages if page.picture]
    if pictures:
        raise NeedsOcr(_ocr_message(name, [(page.number, page.picture) for page in pictures], len(pages)))
    if any(page.method == "scan" for page in pages):
        from extractor.documents.scan.page_ocr import refuse_illegible

        refuse_illegible(pages, name)
    if not any(page.words or page.insets for page in pages):
        raise EmptyDocument(f"{name}: {len(pages)} pages, all of them blank.")
    return document_of_pages(settled_words(pages), name=name, sha256=sha256, media_type="application/pdf")


def _page(page: "pymupdf.Page", number: int, name: str, fonts: "FontBook", wanted: bool) -> PrintedPage:
    """A page by its characters, or by OCR where it is a picture, OCR is installed, and the page is ``wanted``."""
    from extractor.documents.pdf.pdf_page import read_page

    printed = read_page(page, number, fonts)
    if not wanted:
        return replace(printed, picture="")
    if not ocr_ready():
        return printed
    if not printed.picture:
        return _with_pictures(printed, page, name)
    from extractor.documents.pdf.pdf_pictures import with_layer_compared
    from extractor.documents.scan.page_ocr import read_picture
    from extractor.documents.scan.paper.raster import raster_of_page, whole_picture

    with whole_picture(f"{name}: page {number}"):
        raster = raster_of_page(page)
    read = read_picture(raster, number, (page.rect.width, page.rect.height), name)
    return with_layer_compared(read, page)


def _with_pictures(printed: PrintedPage, page: "pymupdf.Page", name: str) -> PrintedPage:
    """A page of text with the pictures read that lie on it, and numbers that are drawn."""
    drawn = any(word.text == UNREADABLE for word in printed.words)
    if not drawn and not printed.pictured:
        return printed
    from extractor.documents.pdf.pdf_pictures import with_drawn_numbers, with_insets

    return with_drawn_numbers(with_insets(printed, page, name), page)


def _check(needs_pass: bool, page_count: int, name: str, limits: OpeningLimits) -> None:
    """Refuse what cannot be opened before any page is read."""
    if needs_pass:
        raise EncryptedDocument(f"{name}: the PDF asks for a password. Save a copy without one.")
    if not page_count:
        raise UnreadableDocument(f"{name}: the PDF has no pages; it is damaged or cut off. Fetch it again.")
    limits.check_pages(page_count, name)


def _check_pictures(pdf: "pymupdf.Document", name: str, limits: OpeningLimits) -> None:
    """Refuse pictures too large to be decoded, by the size they declare."""
    for number in range(pdf.page_count):
        for picture in pdf.get_page_images(number):
            limits.check_pixels(picture[2], picture[3], f"{name}: page {number + 1}")


def _check_paper(paper: "pymupdf.Rect", number: int, name: str) -> None:
    if max(paper.width, paper.height) > _LONGEST_SIDE:
        size = f"{paper.width:.0f} × {paper.height:.0f} points"
        raise LimitExceeded(f"{name}: page {number} measures {size}; at most {_LONGEST_SIDE} on a side are opened.")


def _ocr_message(name: str, pictures: Sequence[tuple[int, str]], pages: int) -> str:
    """Which pages are pictures and why."""
    reasons = sorted({reason for _, reason in pictures})
    numbers = ", ".join(str(number) for number, _ in pictures[:20]) + (", ..." if len(pictures) > 20 else "")
    noun = "page" if len(pictures) == 1 else "pages"
    return f"{name}: {noun} {numbers} of {pages}: {'; '.join(reasons)}. {OCR_MISSING}"

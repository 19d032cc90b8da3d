"""Born-digital PDF: pages to rows, tables carried on over pages."""

import re
from collections.abc import Sequence

from extractor.documents.composing import Composer
from extractor.documents.model import Document
from extractor.documents.page_layout import Block, lay_out
from extractor.documents.ruled_grid import find_grids
from extractor.errors import EmptyDocument, EncryptedDocument, NeedsOcr, UnreadableDocument, UnsupportedFormat

MAX_PAGES = 1000
_SAME_RULE = 3.0
_NUMBERS = re.compile(r"[0-9０-９]+")
_PAGE_NUMBER = re.compile(r"[\s\d０-９ivxlc第共页頁/\-–—·.]*|page\s*\d+(\s*(of|/)\s*\d+)?", re.IGNORECASE)
_EDGE = 0.12


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
            pages: list[PrintedPage] = [read_page(page, number) for number, page in enumerate(pdf, start=1)]
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError, ValueError) as error:
        raise UnreadableDocument(f"{name}: a damaged PDF ({error}). Fetch or export it again.") from error
    pictures = [page for page in pages if page.picture]
    if pictures:
        raise NeedsOcr(_ocr_message(name, [(page.number, page.picture) for page in pictures], len(pages)))
    if not any(page.words for page in pages):
        raise EmptyDocument(f"{name}: {len(pages)} pages, all of them blank.")
    laid = [_Laid(lay_out(page.words, find_grids(page.rules), page.turn), page.height) for page in pages]
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


class _Laid:
    """A page's blocks from top to bottom and the page's height."""

    def __init__(self, blocks: Sequence[Block], height: float) -> None:
        self.blocks = blocks
        self.height = height

    def is_furniture(self, block: Block, repeated: frozenset[str]) -> bool:
        """Whether a block is a running head, a foot or a page number and not part of the report."""
        if block.tabular or _EDGE * self.height < (block.y0 + block.y1) / 2 < (1 - _EDGE) * self.height:
            return False
        text = _text(block)
        return bool(_PAGE_NUMBER.fullmatch(text)) or _NUMBERS.sub("#", text) in repeated


def _text(block: Block) -> str:
    return " ".join(piece.text for row in block.rows for cell in row for piece in cell.pieces)


def _repeated(pages: Sequence[_Laid]) -> frozenset[str]:
    """Texts that stand on more than one page, numbers aside."""
    seen: set[str] = set()
    repeated: set[str] = set()
    for page in pages:
        texts = {_NUMBERS.sub("#", _text(block)) for block in page.blocks if not block.tabular}
        repeated |= texts & seen
        seen |= texts
    return frozenset(repeated)


def _compose(pages: Sequence[_Laid]) -> Composer:
    """All rows of all pages. A ruled table keeps its index on the next page if nothing but furniture stands between
    and its columns stand where they stood.
    """
    composer = Composer()
    repeated = _repeated(pages)
    table = -1
    last: Block | None = None
    for number, page in enumerate(pages, start=1):
        fresh = True
        for block in page.blocks:
            furniture = page.is_furniture(block, repeated)
            if block.tabular:
                table += not (fresh and last is not None and _continues(last, block))
            for row in block.rows:
                composer.add_row(row, table if block.tabular else None, number)
            if not furniture:
                last = block
                fresh = False
    return composer


def _continues(last: Block, block: Block) -> bool:
    """Whether a ruled table on a new page has the columns of the one that ended the page before."""
    if last.grid is None or block.grid is None or len(last.grid.xs) != len(block.grid.xs):
        return False
    return all(abs(a - b) <= _SAME_RULE for a, b in zip(last.grid.xs, block.grid.xs, strict=True))

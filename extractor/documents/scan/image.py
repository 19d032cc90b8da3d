"""Files that are pictures: png, jpeg (2000 as well), webp, avif, tiff with one frame or many. Every frame is a page,
and read by OCR.
"""

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from extractor.documents.limits import OpeningLimits, begin_page
from extractor.documents.model import Document
from extractor.documents.page.paged import document_of_pages
from extractor.documents.page.printed_page import PrintedPage
from extractor.documents.page.ruling import PageTurn, Rules
from extractor.documents.scan import OCR_MISSING, ocr_ready
from extractor.documents.scan.numbers.specks import settled_words
from extractor.errors import EmptyDocument, LimitExceeded, NeedsOcr, UnreadableDocument

if TYPE_CHECKING:
    import pymupdf

_CONVERTED = frozenset({"WEBP", "AVIF", "JPEG2000"})
_MEDIA_TYPES = {
    b"\x00\x00\x00\x0cjP": "image/jp2",
    b"\xff\x4f\xff\x51": "image/jp2",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
    b"GIF8": "image/gif",
}


def open_image(data: bytes, *, name: str, sha256: str, limits: OpeningLimits) -> Document:
    """Open a picture from memory. Raises NeedsOcr where OCR is not installed, LimitExceeded for pictures that are too
    large, PoorPicture where nothing is legible, UnreadableDocument for damaged ones.
    """
    if not ocr_ready():
        raise NeedsOcr(f"{name}: an image, without characters to read. {OCR_MISSING}")
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    pymupdf.TOOLS.mupdf_display_warnings(False)  # type: ignore[no-untyped-call]  # the same
    try:
        with pymupdf.open(stream=_known(data, name, limits)) as frames:  # type: ignore[no-untyped-call]  # the same
            limits.check_pages(frames.page_count, name)
            pages = [_page(page, number, name, limits) for number, page in enumerate(frames, start=1)]
    except (pymupdf.mupdf.FzErrorBase, pymupdf.FileDataError, RuntimeError, ValueError) as error:
        raise UnreadableDocument(f"{name}: a damaged picture ({error}). Scan or export it again.") from error
    from extractor.documents.scan.page_ocr import refuse_illegible

    refuse_illegible(pages, name)
    if not any(page.words for page in pages):
        raise EmptyDocument(f"{name}: {len(pages)} pages, and no print was found on them.")
    return document_of_pages(settled_words(pages), name=name, sha256=sha256, media_type=_media_type(data))


def _page(page: "pymupdf.Page", number: int, name: str, limits: OpeningLimits) -> PrintedPage:
    from extractor.documents.scan.page_ocr import read_picture
    from extractor.documents.scan.paper.raster import raster_of_frame, whole_picture

    begin_page()
    if not limits.recognises(number):
        paper = (page.rect.width, page.rect.height)
        return PrintedPage(number, *paper, PageTurn(0, *paper), (), Rules((), ()), method="scan", paper=paper)
    with whole_picture(f"{name}: page {number}"):
        raster = raster_of_frame(page, f"{name}: page {number}", limits)
    return read_picture(raster, number, (page.rect.width, page.rect.height), name)


def _known(data: bytes, name: str, limits: OpeningLimits) -> bytes:
    """The bytes in a format that MuPDF opens (it knows neither WebP nor AVIF), once the size they declare is found to
    be allowed.
    """
    import PIL.Image

    try:
        with warnings.catch_warnings(action="ignore"), PIL.Image.open(BytesIO(data)) as picture:
            limits.check_pixels(*picture.size, name)
            if picture.format not in _CONVERTED:
                return data
            converted = BytesIO()
            picture.convert("RGB").save(converted, "PNG")
            return converted.getvalue()
    except PIL.Image.DecompressionBombError as error:
        raise LimitExceeded(f"{name}: too many pixels ({error}). Scan it at a lower resolution.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableDocument(f"{name}: a damaged picture ({error}). Scan or export it again.") from error


def _media_type(data: bytes) -> str:
    if data[4:12] == b"ftypavif":
        return "image/avif"
    return next((kind for head, kind in _MEDIA_TYPES.items() if data.startswith(head)), "image/tiff")

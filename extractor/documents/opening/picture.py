"""Pictures of pages: a page, a place on it, or strips of pages one below the other, within a number of pixels.

For whoever has to look at what is printed: a model that sees, and a person at the review screen. A file whose content
is not the one a document was made from gives no picture, for a picture of another page would be believed.
"""

import hashlib
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from extractor.documents.file_parts import hash_of_file
from extractor.documents.irregular import check_regular
from extractor.documents.model import Box, Page
from extractor.documents.opening.members import read_file
from extractor.errors import EncryptedDocument, UnreadableDocument, UnsupportedFormat

if TYPE_CHECKING:
    import pymupdf

POINTS_PER_INCH = 72
_ASKEW = 0.03
"""How far width and height of a page may disagree about its scale before it is another page than the one described."""
NUMBER_BAND = 36
"""Height of the band that holds a number, in pixels."""
_NUMBER_SIZE = 24
_NUMBER_WIDTH = 260
LOCK = threading.Lock()
"""MuPDF is not made for several threads."""


@dataclass(frozen=True, slots=True)
class PictureLimit:
    """How large a picture may become: its longest side and its area in pixels, and how fine it needs to be at most."""

    side: int = 1568
    pixels: int = 1_150_000
    dpi: int = 200


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a page, in points of the page as displayed; all of it without a box.

    A page without a size is taken as large as the file says; then a box is needed.
    """

    page: Page
    box: Box | None = None

    @property
    def area(self) -> Box:
        """The box, cut to the page."""
        if not self.page.width and self.box is not None:
            return max(0.0, self.box[0]), max(0.0, self.box[1]), self.box[2], self.box[3]
        x0, y0, x1, y1 = self.box or (0.0, 0.0, self.page.width, self.page.height)
        return max(0.0, x0), max(0.0, y0), min(self.page.width, x1), min(self.page.height, y1)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of something printed. ``width`` and ``height`` are in pixels, ``scale`` in pixels for a point.

    ``rgb`` holds the pixels row by row, three bytes each; ``png`` the same as a file.
    """

    width: int
    height: int
    scale: float
    rgb: bytes = field(repr=False)
    png: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Hash of the pixels: two files that show the same have the same."""
        return hashlib.sha256(b"%d %d " % (self.width, self.height) + self.rgb).hexdigest()


def page_picture(
    path: Path, page: Page, box: Box | None = None, limit: PictureLimit | None = None, sha256: str = ""
) -> Picture:
    """A picture of a page, or of a box on it, of a PDF or an image file.

    ``sha256``: the content the file must have. Raises UnsupportedFormat for files that are not made of pages,
    UnreadableDocument where the file is gone, changed or damaged, EncryptedDocument.
    """
    return stacked_picture(path, (PagePart(page, box),), limit, sha256=sha256)


def stacked_picture(
    path: Path,
    strips: Sequence[PagePart],
    limit: PictureLimit | None = None,
    number: int | None = None,
    sha256: str = "",
) -> Picture:
    """Strips of the pages of one file, one below the other at one scale, as :func:`page_picture` makes them.

    ``number`` is printed in a band above them: only someone who sees the picture can say it.
    """
    limit = limit or PictureLimit()
    areas = [strip.area for strip in strips]
    if not areas or any(area[2] - area[0] < 1 or area[3] - area[1] < 1 for area in areas):
        raise UnsupportedFormat(f"{path.name}: it is not made of pages, or the place is not on its page.")
    scale = scale_of(strips, limit, numbered=number is not None)
    with LOCK, opened_pages(path, sha256) as pages:
        parts = [_render(pages, strip.page, area, scale, path) for strip, area in zip(strips, areas, strict=True)]
        if number is not None:
            parts.insert(0, number_part(number))
        return stacked(parts, scale)


def number_picture(number: int) -> Picture:
    """A picture that shows a number and nothing else."""
    with LOCK:
        return stacked([number_part(number)], 1.0)


def scale_of(strips: Sequence[PagePart], limit: PictureLimit, numbered: bool = False) -> float:
    """Pixels for a point in a picture of strips: as fine as the limit asks for, as long as nothing outgrows it."""
    areas = [strip.area for strip in strips]
    width = max(area[2] - area[0] for area in areas)
    height = sum(area[3] - area[1] for area in areas)
    spare = (NUMBER_BAND if numbered else 0) + 2 * len(areas)  # every strip may be rounded up
    by_side = min(limit.side / (width + 1), (limit.side - spare) / height)
    by_area = math.sqrt((spare * width) ** 2 + 4 * width * height * limit.pixels) - spare * width
    return min(limit.dpi / POINTS_PER_INCH, by_side, by_area / (2 * width * height))


Part = tuple[int, int, bytes]
"""Width and height in pixels, and the pixels."""


@contextmanager
def opened_pages(path: Path, sha256: str) -> Iterator["pymupdf.Document"]:
    """The pages of a file with this content, open. Raises as :func:`page_picture` does. Hold :data:`LOCK`."""
    mupdf = mupdf_library()
    check_regular(path)
    try:
        data = read_file(path)
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: the file is not there any more ({error.strerror}).") from error
    if sha256 and hashlib.sha256(data).hexdigest() != hash_of_file(sha256):
        raise UnreadableDocument(f"{path.name}: the file has changed since it was read. Run it again.")
    mupdf.TOOLS.mupdf_display_errors(False)
    mupdf.TOOLS.mupdf_display_warnings(False)
    try:
        with mupdf.open(stream=_known(data, path.name)) as pages:
            if pages.needs_pass:
                raise EncryptedDocument(f"{path.name}: the file asks for a password. Save a copy without one.")
            yield pages
    except (mupdf.FileDataError, mupdf.EmptyFileError, RuntimeError, ValueError) as error:
        raise UnreadableDocument(f"{path.name}: no picture can be made of it ({error}).") from error


def _known(data: bytes, name: str) -> bytes:
    """The bytes in a format MuPDF opens: it knows no WebP."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return data
    try:
        import cv2
        import numpy
    except ImportError:
        raise UnsupportedFormat(
            f"{name}: pictures in WebP need the extra [ocr]: pip install 'extractor-proof[ocr]'."
        ) from None
    decoded = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise UnreadableDocument(f"{name}: a damaged WebP picture. Fetch it again.")
    return cv2.imencode(".png", decoded)[1].tobytes()


def _render(pages: "pymupdf.Document", page: Page, area: Box, scale: float, path: Path) -> Part:
    mupdf = mupdf_library()
    found, across, down = checked_page(pages, page, path)
    x, y, _, _ = found.rect
    clip = mupdf.Rect(x + area[0] * across, y + area[1] * down, x + area[2] * across, y + area[3] * down)
    drawn = found.get_pixmap(
        matrix=mupdf.Matrix(scale / across, scale / down), clip=clip, alpha=False, colorspace="rgb"
    )
    return drawn.width, drawn.height, bytes(drawn.samples)


def checked_page(pages: "pymupdf.Document", page: Page, path: Path) -> tuple[Any, float, float]:
    """A page of an open file, and its points for one of the page described, across and down.

    UnreadableDocument where it is not the page described.
    """
    if page.number > pages.page_count:
        raise UnreadableDocument(f"{path.name}: it has {pages.page_count} pages, and no page {page.number}.")
    found: Any = pages[page.number - 1]
    x, y, right, bottom = found.rect
    across, down = ((right - x) / page.width, (bottom - y) / page.height) if page.width else (1.0, 1.0)
    if abs(across - down) > _ASKEW * across:
        raise UnreadableDocument(f"{path.name}: page {page.number} does not have the shape it had when it was read.")
    return found, across, down


def number_part(number: int) -> Part:
    """A band with a number in it: its width and height in pixels, and the pixels."""
    with mupdf_library().open() as sheet:
        page = sheet.new_page(width=_NUMBER_WIDTH, height=NUMBER_BAND)
        page.insert_text((8, NUMBER_BAND - 10), f"check {number}", fontname="helv", fontsize=_NUMBER_SIZE)
        drawn = page.get_pixmap(alpha=False)
        return drawn.width, drawn.height, bytes(drawn.samples)


def stacked(parts: Sequence[Part], scale: float) -> Picture:
    """Parts one below the other, with white to the right of the narrower ones."""
    mupdf = mupdf_library()
    width = max(part[0] for part in parts)
    height = sum(part[1] for part in parts)
    rows = bytearray()
    for wide, high, pixels in parts:
        white = b"\xff" * (3 * (width - wide))
        for row in range(high):
            rows += pixels[3 * wide * row : 3 * wide * (row + 1)] + white
    rgb = bytes(rows)
    drawn = mupdf.Pixmap(mupdf.csRGB, width, height, rgb, False)
    return Picture(width, height, scale, rgb, bytes(drawn.tobytes("png")))


def mupdf_library() -> ModuleType:
    """The library, which has no annotations of its own."""
    import pymupdf

    return pymupdf

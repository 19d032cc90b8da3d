"""Pages as pictures: turned, out of focus, speckled and squeezed, as scanners and copies of copies leave them."""

from random import Random
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from extractor.evaluate.render.pdf import pdf_bytes

if TYPE_CHECKING:
    import pymupdf


class Scan(BaseModel):
    """How pages were photographed.

    ``dpi``: pixels an inch; ``skew``: degrees the paper lay turned; ``blur``: how many pixels run into one; ``specks``:
    dark and light dots, of every thousand pixels; ``quality`` of the JPEG, 1 to 100; ``look``: the style of the PDF
    that was printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dpi: int = Field(default=100, ge=50, le=400)
    skew: float = 0.0
    blur: float = Field(default=1.0, ge=1.0, le=4.0)
    specks: float = 0.0
    quality: int = Field(default=30, ge=1, le=100)
    look: str = "pdf_ruled"


def scan_pages(content: bytes, how: Scan, rng: Random) -> bytes:
    """The pages of a PDF as grey pictures, so that the file holds no characters any more."""
    import pymupdf

    printed = pymupdf.open(stream=content, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    pictures = pymupdf.open()  # type: ignore[no-untyped-call]  # no types
    for number in range(len(printed)):
        page = printed[number]
        picture = _photograph(page, how, rng)
        sheet = pictures.new_page(width=page.rect.width, height=page.rect.height)
        sheet.insert_image(page.rect, stream=picture)  # type: ignore[no-untyped-call]  # no types
    return pdf_bytes(pictures)


def _photograph(page: "pymupdf.Page", how: Scan, rng: Random) -> bytes:
    import pymupdf

    scale = how.dpi / 72
    matrix = pymupdf.Matrix(scale / how.blur, scale / how.blur)  # type: ignore[no-untyped-call]  # no types
    matrix.prerotate(how.skew)  # type: ignore[no-untyped-call]  # no types
    grey = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY)
    width, height = round(page.rect.width * scale), round(page.rect.height * scale)
    if how.blur > 1 or how.skew:
        # Scaled up again from fewer pixels, letters run into their surroundings; a turned page is fitted to the paper.
        grey = pymupdf.Pixmap(grey, width, height)  # type: ignore[no-untyped-call]  # no types
    if how.specks:
        _sprinkle(grey, how.specks, rng)
    picture: bytes = grey.tobytes("jpeg", jpg_quality=how.quality)  # type: ignore[no-untyped-call]  # no types
    return picture


def _sprinkle(grey: "pymupdf.Pixmap", specks: float, rng: Random) -> None:
    pixels = grey.samples_mv
    for _ in range(int(len(pixels) * specks / 1000)):
        pixels[rng.randrange(len(pixels))] = rng.choice((0, 30, 90, 160, 255))

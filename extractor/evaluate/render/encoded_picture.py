"""Pixels as files: JPEG for grey ones, CCITT Group 4 for black and white, and whole documents of such pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from extractor.evaluate.render.printed_pdf import pdf_bytes

if TYPE_CHECKING:
    import PIL.Image
    import pymupdf

    from extractor.evaluate.render.wear import Pixels

ROWS_PER_STRIP, STRIP_OFFSETS, STRIP_LENGTHS = 278, 273, 279
"""Numbers of TIFF fields."""


THRESHOLD = 160
"""What is darker becomes black: set so that the hairlines of small serif type are kept, as scanners do."""


@dataclass(frozen=True)
class EncodedPicture:
    """One encoded picture. ``content``: a JPEG file if ``grey``, else a TIFF file with one strip of CCITT Group 4."""

    content: bytes
    grey: bool
    width: int
    height: int
    dpi: int

    @property
    def pixels(self) -> "Pixels":
        """Grey values by row and column, as a reader decodes them."""
        import numpy as np

        return np.asarray(self._opened().convert("L"), dtype=np.uint8)

    def file(self, kind: Literal["png", "jpeg", "tiff", "webp"]) -> bytes:
        """The picture as a file of that kind; a JPEG of grey pixels is not squeezed again."""
        if kind == "jpeg" and self.grey:
            return self.content
        return _saved(self._opened(), kind, self.dpi)

    def _opened(self) -> "PIL.Image.Image":
        import PIL.Image

        return PIL.Image.open(BytesIO(self.content))


def black_and_white(pixels: "Pixels", how: Literal["threshold", "diffusion"]) -> "Pixels":
    """Only 0 and 255: by comparing with one grey, or by passing each pixel's error on to its neighbours."""
    import numpy as np
    import PIL.Image

    if how == "threshold":
        return np.where(pixels < THRESHOLD, 0, 255).astype(np.uint8)
    return np.array(PIL.Image.fromarray(pixels).convert("1").convert("L"), dtype=np.uint8)


def squeeze(pixels: "Pixels", black_white: bool, quality: int, dpi: int) -> EncodedPicture:
    """Encode pixels; those of a black and white picture are 0 and 255 only."""
    import PIL.Image

    height, width = pixels.shape
    image = PIL.Image.fromarray(pixels)
    if black_white:
        content = _saved(image.convert("1", dither=PIL.Image.Dither.NONE), "tiff", dpi)
    else:
        held = BytesIO()
        image.save(held, "JPEG", quality=quality, dpi=(dpi, dpi))
        content = held.getvalue()
    return EncodedPicture(content, not black_white, width, height, dpi)


def tiff(pictures: Sequence[EncodedPicture]) -> bytes:
    """All pictures as the pages of one TIFF file: Group 4 where black and white, else without further loss."""
    first, *others = (picture._opened() for picture in pictures)
    return _saved(first, "tiff", pictures[0].dpi, others)


def _saved(image: "PIL.Image.Image", kind: str, dpi: int, others: "Sequence[PIL.Image.Image]" = ()) -> bytes:
    held = BytesIO()
    if kind == "tiff":
        packing = "group4" if image.mode == "1" else "tiff_lzw"
        strip = {ROWS_PER_STRIP: image.height}
        more = {"save_all": True, "append_images": list(others)} if others else {}
        image.save(held, "TIFF", compression=packing, dpi=(dpi, dpi), tiffinfo=strip, **more)
    elif kind == "webp":
        image.convert("L").save(held, "WEBP", lossless=True)
    else:
        image.convert("L" if kind == "jpeg" else image.mode).save(held, kind.upper(), dpi=(dpi, dpi))
    return held.getvalue()


def pdf_of(pictures: Sequence[EncodedPicture], sizes: Sequence[tuple[float, float]]) -> bytes:
    """Pages that are pictures and nothing else. ``sizes``: width and height of each page in points."""
    import pymupdf

    document = pymupdf.open()  # type: ignore[no-untyped-call]  # no types
    for picture, (width, height) in zip(pictures, sizes, strict=True):
        page = document.new_page(width=width, height=height)
        if picture.grey:
            page.insert_image(page.rect, stream=picture.content)  # type: ignore[no-untyped-call]  # no types
        else:
            page.insert_image(page.rect, xref=_group_four(document, picture))  # type: ignore[no-untyped-call]  # no types
    return pdf_bytes(document)


def _group_four(document: "pymupdf.Document", picture: EncodedPicture) -> int:
    """Put a black and white picture into a PDF as it is encoded; PyMuPDF itself would unpack it."""
    import PIL.TiffImagePlugin

    opened = picture._opened()
    assert isinstance(opened, PIL.TiffImagePlugin.TiffImageFile)  # squeeze() writes no other file
    (start,), (length,) = opened.tag_v2[STRIP_OFFSETS], opened.tag_v2[STRIP_LENGTHS]
    number: int = document.get_new_xref()  # type: ignore[no-untyped-call]  # no types
    size = f"/Width {picture.width} /Height {picture.height} /ColorSpace /DeviceGray /BitsPerComponent 1"
    packed = f"/K -1 /Columns {picture.width} /Rows {picture.height} /BlackIs1 true"
    document.update_object(number, f"<< /Type /XObject /Subtype /Image {size} >>")  # type: ignore[no-untyped-call]  # no types
    strip = picture.content[start : start + length]
    document.update_stream(number, strip, compress=False)  # type: ignore[no-untyped-call]  # no types
    # Putting in the stream forgets how it is packed, so this is said last.
    for key, value in (("Filter", "/CCITTFaxDecode"), ("DecodeParms", f"<< {packed} >>")):
        document.xref_set_key(number, key, value)  # type: ignore[no-untyped-call]  # no types
    return number

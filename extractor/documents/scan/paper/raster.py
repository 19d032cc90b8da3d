"""The picture of a page as pixels: the embedded image itself where a page is one image, else the page drawn anew."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Box, Matrix
from extractor.documents.scan.paper.placing import Lens
from extractor.documents.scan.paper.seals import seal_places, without_seals
from extractor.errors import UnreadableDocument

Grey: TypeAlias = NDArray[np.uint8]
"""Rows of pixels, 0 black to 255 white: shape (height, width)."""

_FULL = 0.9
_LEAST_DPI, _MOST_DPI = 72.0, 400.0
_USUAL_DPI = 200.0
_SHORTEST_PAGE, _LONGEST_PAGE, _A4 = 4.0, 40.0, 11.69
"""Inches of the longer side."""
_SCREEN = 96.0
"""Dots an inch that files state when nobody asked what they are."""
_SQUARE = 1.02
_ALIKE = 0.8
_CUT_OFF = ("premature end", "truncated", "treating as end of file")
"""What MuPDF says in passing of a picture that ends too early; it fills up the rest with grey, black or white."""
MOST_PIXELS = 40_000_000
"""Of one page; larger pictures are read at half their resolution, or a quarter, until they fit."""


@dataclass(frozen=True)
class Raster:
    """Pixels of a page. ``matrix`` leads from pixels to points of the page as displayed, ``dpi`` is their density.

    ``native``: the pixels are those of the file, not drawn anew. ``bilevel``: only black and white. ``lens``: leads on
    from there where the page was photographed aslant, and ``matrix`` to the flat sheet only.
    """

    pixels: Grey
    dpi: float
    matrix: Matrix
    native: bool
    bilevel: bool
    lens: Lens = ()
    seals: tuple[Box, ...] = ()


def raster_of_page(page: pymupdf.Page) -> Raster:
    """The pixels of a PDF page. The one image that fills a page is taken as it is stored; everything else (strips,
    images on top of each other, turned pages) is drawn at the density of its finest image.
    """
    images = [info for info in page.get_image_info(xrefs=True) if info["width"] > 1 and info["height"] > 1]
    native = _native(page, images)
    if native is not None:
        return native
    dpi = max((_density(info) for info in images), default=_USUAL_DPI)
    dpi = min(max(dpi, _LEAST_DPI), _MOST_DPI)
    area = page.rect.width * page.rect.height / 72**2
    while area * dpi**2 > MOST_PIXELS:
        dpi /= 2
    pixmap = page.get_pixmap(dpi=round(dpi), colorspace=_colours_of(images), alpha=False)
    pixels = grey_of_pixmap(pixmap, dpi)
    scale = page.rect.width / pixels.shape[1]
    # Drawn anew, black and white pixels become grey where they are not square or lie askew.
    bilevel = is_bilevel(pixels) or (bool(images) and all(info["bpc"] == 1 for info in images))
    matrix = (scale, 0.0, 0.0, scale, 0.0, 0.0)
    return Raster(pixels, 72 / scale, matrix, False, bilevel, seals=_seals(pixmap, dpi, matrix))


def raster_of_frame(page: pymupdf.Page, what: str, limits: OpeningLimits) -> Raster:
    """The pixels of one frame of an image file, which MuPDF shows as a page. ``what`` names it in errors.

    What a file says about its density is often invented: it is believed where it makes a page of a likely size.
    """
    info = page.get_image_info()
    wide, high = (info[0]["width"], info[0]["height"]) if len(info) == 1 else (page.rect.width, page.rect.height)
    limits.check_pixels(wide, high, what)
    if (wide > high) != (page.rect.width > page.rect.height):
        wide, high = high, wide
    while wide * high > MOST_PIXELS:
        wide, high = wide / 2, high / 2
    zoom = pymupdf.Matrix(wide / page.rect.width, high / page.rect.height)  # type: ignore[no-untyped-call]  # no types
    pixmap = page.get_pixmap(matrix=zoom, colorspace=_colours_of(info), alpha=False)
    height, width = pixmap.height, pixmap.width
    matrix = (page.rect.width / width, 0.0, 0.0, page.rect.height / height, 0.0, 0.0)
    stated = 72 * height / page.rect.height
    longest = max(width, height)
    likely = _SHORTEST_PAGE <= longest / stated <= _LONGEST_PAGE and stated > _SCREEN
    dpi = stated if likely else max(_LEAST_DPI, longest / _A4)
    pixels = grey_of_pixmap(pixmap, dpi)
    return Raster(pixels, dpi, matrix, True, is_bilevel(pixels), seals=_seals(pixmap, dpi, matrix))


@contextmanager
def whole_picture(what: str) -> Iterator[None]:
    """Refuse a picture that is decoded inside and found to be cut off: UnreadableDocument. What is filled up would be
    read as blank. ``what`` names it in the error.
    """
    pymupdf.TOOLS.reset_mupdf_warnings()  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    yield
    said = pymupdf.TOOLS.mupdf_warnings()  # type: ignore[no-untyped-call]  # no types
    if any(sign in said for sign in _CUT_OFF):
        raise UnreadableDocument(f"{what}: a damaged picture, it ends too early. Scan or export it again.")


def grey_of_pixmap(pixmap: pymupdf.Pixmap, dpi: float = 0.0) -> Grey:
    """The pixels of a pixmap without transparency, in grey; seals in colour are lifted off if its ``dpi`` is given."""
    if dpi and pixmap.colorspace is not None and pixmap.colorspace.n == 3:
        return without_seals(_colours(pixmap), dpi)
    if pixmap.colorspace is None or pixmap.colorspace.n != 1:
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pixmap)  # type: ignore[no-untyped-call]  # no types
    samples = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    return np.ascontiguousarray(samples[:, : pixmap.width])


def _colours(pixmap: pymupdf.Pixmap) -> NDArray[np.uint8]:
    """The pixels of a pixmap in three colours: shape (height, width, 3)."""
    samples = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    colours = samples[:, : 3 * pixmap.width].reshape(pixmap.height, pixmap.width, 3)
    return np.ascontiguousarray(colours)


def _seals(pixmap: pymupdf.Pixmap, dpi: float, matrix: Matrix) -> tuple[Box, ...]:
    """Where seals lie, in points of the page as displayed; ``matrix`` leads there from pixels and turns nothing."""
    if pixmap.colorspace is None or pixmap.colorspace.n != 3:
        return ()
    across, _, _, down, left, top = matrix
    return tuple(
        (left + across * x0, top + down * y0, left + across * x1, top + down * y1)
        for x0, y0, x1, y1 in seal_places(_colours(pixmap), dpi)
    )


def _colours_of(images: Sequence[Mapping[str, object]]) -> pymupdf.Colorspace:
    """In what a page is to be drawn: grey, unless one of its images has colours."""
    coloured = any(info["colorspace"] not in (0, 1) for info in images)
    return pymupdf.csRGB if coloured else pymupdf.csGRAY


def is_bilevel(pixels: Grey) -> bool:
    """Whether nearly all pixels are fully black or fully white."""
    sample = pixels[::3, ::3]
    return bool(np.mean((sample < 8) | (sample > 247)) > 0.995)


def _native(page: pymupdf.Page, images: list[dict[str, object]]) -> Raster | None:
    """The one image that fills an upright page, in its own pixels."""
    if page.rotation or len(images) != 1 or not images[0]["xref"] or images[0].get("has-mask"):
        return None
    a, b, c, d, e, f = (float(part) for part in images[0]["transform"])  # type: ignore[attr-defined]  # six numbers
    if abs(b) > 1e-3 or abs(c) > 1e-3 or a <= 0 or d <= 0:
        return None
    box = page.rect
    if abs(a * d) < _FULL * abs(box.width * box.height):
        return None
    pixmap = pymupdf.Pixmap(page.parent, images[0]["xref"])  # type: ignore[no-untyped-call]  # no types
    if pixmap.alpha or pixmap.colorspace is None:
        return None
    if pixmap.width * pixmap.height > MOST_PIXELS:
        return None
    pixels = _as_shown(page, grey_of_pixmap(pixmap, 72 * pixmap.height / d), (a, d, e, f))
    if pixels is None:
        return None
    # Asked before pixels are made square, which makes them grey.
    bilevel = is_bilevel(pixels)
    height, width = pixels.shape
    across, down = 72 * width / a, 72 * height / d
    if max(across, down) > _SQUARE * min(across, down):
        # Pixels that are not square, as a fax has them, are made so: letters would look squeezed.
        dpi = max(across, down)
        pixels = np.asarray(
            cv2.resize(pixels, (round(a * dpi / 72), round(d * dpi / 72)), interpolation=cv2.INTER_CUBIC)
        )
        height, width = pixels.shape
    matrix = (a / width, 0.0, 0.0, d / height, e, f)
    stored = (a / pixmap.width, 0.0, 0.0, d / pixmap.height, e, f)
    seals = _seals(pixmap, 72 * pixmap.height / d, stored)
    return Raster(pixels, 72 * height / d, matrix, True, bilevel, seals=seals)


def _as_shown(page: pymupdf.Page, pixels: Grey, place: tuple[float, float, float, float]) -> Grey | None:
    """The stored pixels as the page shows them: some are stored as negatives. None if the page shows something else."""
    a, d, e, f = place
    clip = pymupdf.Rect(e, f, e + a, f + d)  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    shown = grey_of_pixmap(page.get_pixmap(dpi=24, colorspace=pymupdf.csGRAY, alpha=False, clip=clip))
    small = cv2.resize(pixels, (shown.shape[1], shown.shape[0]), interpolation=cv2.INTER_AREA)
    if not shown.std() or not small.std():
        return None
    alike = float(np.corrcoef(small.ravel(), shown.ravel())[0, 1])
    if abs(alike) < _ALIKE:
        return None
    return pixels if alike > 0 else np.asarray(255 - pixels, np.uint8)


def _density(info: dict[str, object]) -> float:
    x0, y0, x1, y1 = (float(part) for part in info["bbox"])  # type: ignore[attr-defined]  # four numbers
    width = float(info["width"])  # type: ignore[arg-type]  # a number of pixels
    height = float(info["height"])  # type: ignore[arg-type]  # a number of pixels
    return 72 * min(max(width, height) / max(x1 - x0, y1 - y0, 1), _MOST_DPI * 4)

"""A number that is a picture or is drawn: the one line of figures that such a picture shows, always in doubt."""

import warnings
from io import BytesIO
from typing import NamedTuple

import cv2
import numpy as np

from extractor.documents.columns import looks_numeric
from extractor.documents.limits import OpeningLimits
from extractor.documents.scan.numbers.recogniser import ENGINE
from extractor.documents.scan.page_ocr import line_reader
from extractor.documents.scan.paper.ink import sheet_of
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import spots_outside
from extractor.evidence import Doubt, DoubtKind, doubt, merged

SIGN_DPI = 300
"""Dots an inch of a drawn number, as it is looked at."""
_DIGITS = 32
"""Pixels: how high the figures of a picture are made, those of type of ten points."""
_LEAST_CONTRAST, _FAINT = 40, 0.25
"""Greys between paper and ink, and the share of them that the edge of a stroke or a thin dash has."""
_LOWEST, _LONGEST = 10, 30
"""Pixels: lower figures are not read; and at most so many times as long as high is a number."""


class PicturedNumber(NamedTuple):
    """What was recognised, by whom, and what speaks against it."""

    text: str
    doubts: tuple[Doubt, ...]
    alternatives: tuple[str, ...]
    seen_by: str = ENGINE


def number_on(pixels: Grey, dpi: float = SIGN_DPI) -> PicturedNumber | None:
    """The one number on a picture; None where something else is on it, or more, or it is not clear."""
    sheet = sheet_of(np.pad(pixels, SIGN_DPI // 2, constant_values=_paper(pixels)), dpi)
    marks = Marks.of(sheet.ink)
    spots = spots_outside(sheet, marks, [])
    if len(spots) != 1:
        return None
    seen = line_reader().read(sheet, marks, spots)[0]
    if not (seen.clear and looks_numeric(seen.text) and any(map(str.isdigit, seen.text))):
        return None
    doubts = merged([doubt(DoubtKind.READ_IN_PICTURE, seen.text)], seen.doubts)
    return PicturedNumber("".join(seen.text.split()), doubts, seen.alternatives)


def number_of_picture(content: bytes, name: str, limits: OpeningLimits) -> PicturedNumber | None:
    """The number that a stored picture shows; None where it shows anything else, or cannot be decoded."""
    pixels = _decoded(content, name, limits)
    figures = None if pixels is None else _figures(pixels)
    return None if figures is None else number_on(figures)


def _decoded(content: bytes, name: str, limits: OpeningLimits) -> Grey | None:
    """A picture in grey, on white where it is transparent."""
    import PIL.Image

    try:
        with warnings.catch_warnings(action="ignore"), PIL.Image.open(BytesIO(content)) as picture:
            limits.check_pixels(*picture.size, name)
            shown = picture.convert("RGBA")
            ground = PIL.Image.new("RGBA", shown.size, "white")
            return np.asarray(PIL.Image.alpha_composite(ground, shown).convert("L"), np.uint8)
    except (PIL.Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        return None


def _figures(pixels: Grey) -> Grey | None:
    """What is drawn, dark on light, as high as the recogniser knows figures; None where hardly anything is drawn."""
    if _paper(pixels) < 128:
        pixels = np.asarray(255 - pixels, np.uint8)
    contrast = _paper(pixels) - int(pixels.min())
    if contrast < _LEAST_CONTRAST:
        return None
    rows, columns = np.nonzero(pixels < _paper(pixels) - _FAINT * contrast)
    high, wide = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    if high < _LOWEST or wide > _LONGEST * high:
        return None
    room = high // 4
    cut = pixels[
        max(0, rows.min() - room) : rows.max() + 1 + room, max(0, columns.min() - room) : columns.max() + 1 + room
    ]
    scale = _DIGITS / high
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale))
    return np.asarray(cv2.resize(cut, size, interpolation=way), np.uint8)


def _paper(pixels: Grey) -> int:
    """The grey of what a sign is drawn on."""
    return int(np.median(np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])))

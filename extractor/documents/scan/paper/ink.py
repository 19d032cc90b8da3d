"""Paper made white and ink black (binarisation): what is printed and what is dirt."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.raster import Grey

_PRINTED, _OF_INK = 0.5, 10.0
"""Percent of a page that is ink on the least printed of usual pages, and percent of the ink that is as dark as any."""
_FADED, _PAPER = 190.0, 204.0
"""No print is fainter than the first, and no paper darker than the second."""


@dataclass(frozen=True)
class PaperSheet:
    """An upright page: ``grey`` with its paper made white, its density, and where ink is (255) or not (0).

    ``peppered``: it was full of black pixels, most of which were taken out.
    """

    grey: Grey
    dpi: float
    ink: Grey
    peppered: bool = False

    @property
    def area(self) -> PixelBox:
        """All of the page."""
        return PixelBox(0, 0, self.ink.shape[1], self.ink.shape[0])

    def pixels(self, points: float) -> int:
        """A length in points as whole pixels, at least one."""
        return max(1, round(points * self.dpi / 72))


def softened(pixels: Grey, dpi: float) -> Grey:
    """A black and white picture with soft edges, as the recogniser knows them; single dots of a raster melt away."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.4 + 0.4 * dpi / 150), np.uint8)


def sheet_of(pixels: Grey, dpi: float, peppered: bool = False) -> PaperSheet:
    """Even out the paper and tell ink from it."""
    grey = evened(pixels, dpi)
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    level = min(max(level, 90.0), 200.0)
    ink = np.where(grey < level, 255, 0).astype(np.uint8)
    return PaperSheet(grey, dpi, ink, peppered)


def evened(pixels: Grey, dpi: float) -> Grey:
    """The page with its paper brought to white, wherever it is shaded, and its ink to black."""
    step = max(1, round(dpi / 36))
    small = cv2.resize(
        pixels, (max(1, pixels.shape[1] // step), max(1, pixels.shape[0] // step)), interpolation=cv2.INTER_AREA
    )
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    ground = cv2.GaussianBlur(cv2.medianBlur(ground, 5), (0, 0), 4)
    paper = cv2.resize(ground, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    lifted = pixels.astype(np.float32) * (255.0 / np.maximum(paper, 64).astype(np.float32))
    dark = _darkest(lifted[::4, ::4])
    if dark > 20:
        lifted = (lifted - dark) * (255.0 / max(255.0 - dark, 64.0))
    return np.clip(lifted, 0, 255).astype(np.uint8)


def _darkest(lifted: NDArray[np.float32]) -> float:
    """How dark ink is on a page whose paper is 255: of a page with hardly any print, among what is no paper."""
    dark = float(np.percentile(lifted, _PRINTED))
    if dark <= _FADED:
        return dark
    print_ = lifted[lifted < _PAPER]
    return float(np.percentile(print_, _OF_INK)) if len(print_) else 0.0

"""The step that tells which way up a page lies, asked by itself, where this reader offers one."""

import importlib
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import cv2
import numpy as np

from extractor.documents.scan.paper.raster import Raster
from specimens.real_paper.paper_sample import PaperPicture

OrientationStep: TypeAlias = Callable[[Raster], Raster]
"""A page as it lies to the page upright, whose ``matrix`` leads back."""


def orientation_step() -> OrientationStep | None:
    """The step, or None."""
    try:
        flat: Any = importlib.import_module("extractor.documents.scan.flat_page")
        recogniser = importlib.import_module("extractor.documents.scan.page_ocr").line_reader().recogniser
    except ModuleNotFoundError:
        return None

    def step(raster: Raster) -> Raster:
        upright: Raster = flat.flat_page(raster, recogniser).raster
        return upright

    return step


def turns_told(picture: PaperPicture, step: OrientationStep) -> Iterator[int]:
    """By how many right angles the step says a picture lies turned: as it is, and turned on by one, two and three."""
    grey = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    scale = 72 / picture.dpi
    for more in range(4):
        pixels = np.ascontiguousarray(np.rot90(grey, -more))
        found = step(Raster(pixels, picture.dpi, (scale, 0.0, 0.0, scale, 0.0, 0.0), True, False))
        a, b = found.matrix[:2]
        # Where a row of the upright page runs on the page as it lies: right, down, left or up.
        yield round(np.arctan2(b, a) / (np.pi / 2)) % 4

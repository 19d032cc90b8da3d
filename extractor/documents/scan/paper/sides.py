"""Pages that were stored as negatives or lie on their head, as what they are."""

from dataclasses import replace

import numpy as np

from extractor.documents.scan.paper.placing import joined
from extractor.documents.scan.paper.raster import Raster

_DARK, _LIGHT = 96, 160
_MOSTLY, _HARDLY = 0.7, 0.2
"""Shares of a page: of a negative more is dark than the first, and less is light than the second. The picture of a page
on a dark table has more light paper than that."""


def positive(raster: Raster) -> Raster:
    """The page with dark print on light paper: a negative, white on black, is turned round."""
    sample = raster.pixels[::4, ::4]
    if np.mean(sample < _DARK) < _MOSTLY or np.mean(sample > _LIGHT) > _HARDLY:
        return raster
    return replace(raster, pixels=np.asarray(255 - raster.pixels, np.uint8))


def upside_down(raster: Raster) -> Raster:
    """The page turned by half a turn."""
    height, width = raster.pixels.shape
    matrix = joined((-1.0, 0.0, 0.0, -1.0, float(width), float(height)), raster.matrix)
    return replace(raster, pixels=np.ascontiguousarray(raster.pixels[::-1, ::-1]), matrix=matrix)

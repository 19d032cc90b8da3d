"""Pages that were stored as negatives, as what they are."""

from dataclasses import replace

import numpy as np

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

"""A picture in half blocks: two pixels to a character, in any terminal."""

from collections.abc import Iterator
from itertools import groupby

from textual.content import Content

from extractor.documents import Box
from extractor.documents.opening.picture import Picture

_DARK = 128
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_Pixel = tuple[int, int, int]


def box_around(box: Box, width: float, height: float) -> Box:
    """A box of a size, with another in its middle as far as the page's corner allows."""
    left = max(0.0, (box[0] + box[2] - width) / 2)
    top = max(0.0, (box[1] + box[3] - height) / 2)
    return left, top, left + width, top + height


def half_blocks(picture: Picture, *, colours: bool = True) -> Content:
    """A picture as lines of half blocks; without colours ink is drawn and paper is left out."""
    lines = [_coloured(picture, row) if colours else _inked(picture, row) for row in range(0, picture.height, 2)]
    return Content("\n").join(lines)


def _coloured(picture: Picture, row: int) -> Content:
    parts = []
    for (upper, lower), run in groupby(_pairs(picture, row)):
        parts.append(("▀" * len(list(run)), f"{_colour(upper)} on {_colour(lower)}"))
    return Content.assemble(*parts)


def _colour(pixel: _Pixel) -> str:
    return f"#{pixel[0]:02x}{pixel[1]:02x}{pixel[2]:02x}"


def _inked(picture: Picture, row: int) -> Content:
    dark = [(min(upper) < _DARK, min(lower) < _DARK) for upper, lower in _pairs(picture, row)]
    return Content("".join(_BLOCKS[pair] for pair in dark))


def _pairs(picture: Picture, row: int) -> Iterator[tuple[_Pixel, _Pixel]]:
    """The pixels of two rows, one above the other; white below the last."""
    for column in range(picture.width):
        at = 3 * (row * picture.width + column)
        below = at + 3 * picture.width
        upper = (picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2])
        lower = (255, 255, 255) if below >= len(picture.rgb) else (*picture.rgb[below : below + 3],)
        yield upper, (lower[0], lower[1], lower[2])

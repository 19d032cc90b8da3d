"""A picture of print with its paper white and its ink black: what is grey on grey cannot be read in half blocks."""

from collections import Counter

from extractor.documents.opening.picture import Picture, stacked

_FAINTEST = 20
"""Levels of brightness, of 255, between ink and paper from which they are drawn apart; less is the grain of paper."""
_INK = 0.02
"""Share of the pixels that is taken for the darkest ink: more than specks, less than the strokes of one digit."""
_GRAIN = 0.15
"""Share of the way from paper to ink that still is paper: the grain of a scan and the light edges of strokes."""


def stretched(picture: Picture) -> Picture:
    """The same picture with its levels spread from black to white, all colours alike; as it is where nothing is
    printed, or nothing dark on light paper.
    """
    counts = Counter(picture.rgb[1::3])
    paper, ink = _level(counts, 0.5), _level(counts, _INK)
    if paper - ink < _FAINTEST:
        return picture
    white = paper - _GRAIN * (paper - ink)
    levels = bytes(max(0, min(255, round(255 * (level - ink) / (white - ink)))) for level in range(256))
    return stacked([(picture.width, picture.height, picture.rgb.translate(levels))], picture.scale)


def _level(counts: Counter[int], share: float) -> int:
    """The brightness below which this share of the pixels lies."""
    left = share * counts.total()
    for level in sorted(counts):
        left -= counts[level]
        if left <= 0:
            return level
    return 255

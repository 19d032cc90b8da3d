"""The number that is printed above a picture, read by comparing its band with the same band drawn for every digit."""

from functools import lru_cache

import pymupdf

from extractor.documents.opening.picture import number_picture

_FIRST, _WIDE = 77.36, 13.344
"""Where the first digit begins and how wide one is, in pixels, in the band as it is drawn."""
_DIGITS = 6
_BAND = 36

Grey = tuple[int, int, bytes]


def number_shown(png: bytes) -> int | None:
    """The number in the band at the top of a picture; None for a picture that has no room for one."""
    shown = _grey(png)
    if shown[0] < _FIRST + _DIGITS * _WIDE or shown[1] < _BAND:
        return None
    read = ""
    for place in range(_DIGITS):
        read += min("0123456789"[place == 0 :], key=lambda digit: _apart(shown, _drawn(f"{read}{digit}"), place))
    return int(read)


@lru_cache(maxsize=4096)
def _drawn(begun: str) -> Grey:
    return _grey(number_picture(int(begun.ljust(_DIGITS, "0"))).png)


def _grey(png: bytes) -> Grey:
    drawn = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.Pixmap(png))  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    return drawn.width, drawn.height, bytes(drawn.samples)


def _apart(one: Grey, other: Grey, place: int) -> int:
    """How much two bands differ where one digit stands."""
    left = int(_FIRST + place * _WIDE)
    right = int(_FIRST + (place + 1) * _WIDE)
    return sum(
        abs(one[2][row * one[0] + at] - other[2][row * other[0] + at])
        for row in range(_BAND)
        for at in range(left, right)
    )

"""Values of style sheets as numbers: lengths in CSS pixels, colours as red, green, blue and how opaque they are."""

import re
from functools import lru_cache
from typing import NamedTuple

from tinycss2.color4 import parse_color

SCREEN_WIDTH, SCREEN_HEIGHT = 1280.0, 800.0
"""The window a page is looked at in, in CSS pixels: that of an ordinary desktop."""

PLAIN_SIZE = 16.0
"""The size of type that no style sheet changed, in CSS pixels."""

_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z%]*)$", re.IGNORECASE)
_TOKEN = re.compile(r"[\w-]+\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s,/]+")
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "rem": PLAIN_SIZE,
    "vw": SCREEN_WIDTH / 100,
    "vh": SCREEN_HEIGHT / 100,
    "vmin": SCREEN_HEIGHT / 100,
    "vmax": SCREEN_WIDTH / 100,
}
_OF_SIZE = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "lh": 1.2}
_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_ALIKE = 12
"""Levels of 255 by which two colours may differ in every channel and still not be told apart on a screen."""


class Colour(NamedTuple):
    """Levels from 0 to 255, and ``alpha`` from 0 (nothing is seen of it) to 1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    def is_like(self, other: "Colour") -> bool:
        """Whether nobody could tell the two apart."""
        return all(abs(mine - its) <= _ALIKE for mine, its in zip(self[:3], other[:3], strict=True))


WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)
CLEAR = Colour(0, 0, 0, 0.0)


@lru_cache(maxsize=4096)
def colour_of(text: str) -> Colour | None:
    """A colour as style sheets and attributes write it; None for what is none, or depends on others."""
    plain = text.strip().lower()
    if re.fullmatch(r"[0-9a-f]{6}", plain):
        plain = f"#{plain}"
    found = parse_color(plain)
    if found is None or isinstance(found, str):
        return None
    try:
        red, green, blue = (part or 0.0 for part in found.to("srgb").coordinates)
    except (NotImplementedError, TypeError, ValueError):
        return None
    levels = [max(0, min(255, round(part * 255))) for part in (red, green, blue)]
    return Colour(levels[0], levels[1], levels[2], float(found.alpha))


@lru_cache(maxsize=4096)
def pixels(text: str, size: float = PLAIN_SIZE, whole: float = SCREEN_WIDTH) -> float | None:
    """A length in CSS pixels; None for ``auto`` and whatever is no length.

    ``size`` is that of the type in pixels, ``whole`` what per cent are of.
    """
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        return None
    number, unit = float(match[1]), match[2].lower()
    if unit == "%":
        return number * whole / 100
    if unit in _OF_SIZE:
        return number * _OF_SIZE[unit] * size
    return number * _UNITS[unit] if unit in _UNITS else None


def type_size(text: str, above: float) -> float:
    """The size of type in pixels where ``text`` says it and the element around has ``above``."""
    plain = text.strip().lower()
    if plain in _SIZES:
        return _SIZES[plain]
    if plain in ("smaller", "larger"):
        return above / 1.2 if plain == "smaller" else above * 1.2
    found = pixels(plain, above, above)
    return above if found is None or found < 0 else found


def first_colour(text: str) -> Colour | None:
    """The colour among the parts of a ``background`` or a ``border``."""
    return next((found for token in _TOKEN.findall(text) if (found := colour_of(token)) is not None), None)


def share(text: str) -> float | None:
    """A number or percentage as a share: ``0.5`` and ``50%`` are both a half."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or match[2] not in ("", "%"):
        return None
    return float(match[1]) / (100 if match[2] else 1)

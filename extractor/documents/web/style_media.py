"""Which rules of a style sheet are for the screen: media queries, asked of an ordinary window on a desktop."""

import re
from collections.abc import Callable

from extractor.documents.web.style_values import SCREEN_HEIGHT, SCREEN_WIDTH, pixels

_FEATURE = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"\s+(and|or)\s+")
_BETWEEN = re.compile(
    r"(?:(?P<low>[^<>=]+?)\s*(?P<first><=?|>=?))?\s*(?P<name>width|height)\s*(?P<then><=?|>=?|=)?(?P<high>.*)"
)
_SIZES = {"width": SCREEN_WIDTH, "height": SCREEN_HEIGHT, "device-width": SCREEN_WIDTH, "device-height": SCREEN_HEIGHT}
_HAS = {
    "orientation": "landscape",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "scripting": "none",
    "update": "fast",
}
_BARE = frozenset({"color", "width", "height", "hover", "any-hover", "pointer", "any-pointer"})
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}


def is_for_screen(queries: str) -> bool:
    """Whether a list of media queries lets rules count in a window on a screen; an empty list lets them."""
    return any(_holds(query.strip()) for query in queries.lower().split(","))


def _holds(query: str) -> bool:
    if query.startswith("not "):
        return not _holds(query[4:].strip())
    query = query.removeprefix("only ").strip()
    if not query:
        return True
    parts = _WORD.split(query)
    results = [_part_holds(part.strip()) for part in parts[::2]]
    return any(results) if "or" in parts[1::2] else all(results)


def _part_holds(part: str) -> bool:
    if part in ("all", "screen"):
        return True
    if part.startswith("not "):
        return not _part_holds(part[4:].strip())
    match = _FEATURE.fullmatch(part)
    return match is not None and _feature_holds(match[1].strip())


def _feature_holds(feature: str) -> bool:
    name, colon, value = (side.strip() for side in feature.partition(":"))
    if not colon:
        return name in _BARE or _range_holds(feature)
    limit = name.removeprefix("min-").removeprefix("max-")
    if limit in _SIZES:
        length = pixels(value)
        if length is None:
            return False
        if name == limit:
            return _SIZES[limit] == length
        return _SIZES[limit] >= length if name.startswith("min-") else _SIZES[limit] <= length
    return _HAS.get(name) == value


def _range_holds(feature: str) -> bool:
    """``width >= 600px`` and ``400px < width <= 900px``."""
    match = _BETWEEN.fullmatch(feature)
    if match is None:
        return False
    size, sides = _SIZES[match["name"]], []
    if match["low"]:
        low = pixels(match["low"])
        sides.append(low is not None and _COMPARE[match["first"]](low, size))
    if match["then"]:
        high = pixels(match["high"])
        sides.append(high is not None and _COMPARE[match["then"]](size, high))
    return bool(sides) and all(sides)

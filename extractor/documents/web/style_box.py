"""What becomes of the box of an element: left out, out of sight, cut, raised, moved away from where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.documents.web.style_values import SCREEN_HEIGHT, SCREEN_WIDTH, first_colour, pixels, share

FAR = 500.0
"""Pixels by which a box is moved out of the window: nobody scrolls to the left of a page."""

_FAR_DOWN = 5000.0
_SPECK = 1.0
_BLUR = 3.0
_CELLS = frozenset({"td", "th", "tr", "thead", "tbody", "tfoot", "table", "caption"})
_NAMES = (
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup"
    " tt u var"
)
_INLINE = frozenset(_NAMES.split())
_FUNCTION = re.compile(r"([a-z0-9-]+)\(([^()]*)\)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[a-z%]*")
_RAISING = frozenset({"super", "sub"})
_FLOWS = ("direction", "flow")
_EDGES = frozenset({"top", "text-top", "bottom", "text-bottom"})
_BORDERS = ("border", "border-top", "border-bottom", "border-left")
_LINE = re.compile(r"solid|dashed|dotted|double|groove|ridge|inset|outset")
_LOW = 0.8
"""Sizes of the type: a box that hides what does not fit cuts its text if it is lower than this."""


@dataclass(frozen=True, slots=True)
class StyledBox:
    """The box of one element; nothing of it is inherited.

    ``gone``: it takes no room. ``unseen``: it takes room, and nothing of it and in it is seen. ``cut``: part of it may
    be seen. ``room``: the width its text has before it is cut, in CSS pixels. ``raised``, ``moved``: its text does not
    stand in the line with its neighbours, or not in their order. ``reverses``: its children stand in another order.
    ``painted``: it is seen even where it is empty, and ``over``: it does not stand in the line, but over what is around
    it. ``pictured``: a picture lies behind it. ``overrides``: its characters are forced to run in one direction.
    """

    gone: bool = False
    unseen: bool = False
    cut: bool = False
    room: float | None = None
    raised: bool = False
    moved: bool = False
    reverses: bool = False
    pictured: bool = False
    painted: bool = False
    over: bool = False
    overrides: bool = False


def box_of(tag: str, said: Mapping[str, str], above: float, size: float, parent: StyledBox) -> StyledBox:
    """The box of an element; ``above`` and ``size`` are the sizes of type around and in it."""
    display = said.get("display", "")
    if display == "none" or said.get("mso-hide") == "all" or _collapses(tag, said):
        return StyledBox(gone=True)
    position = said.get("position", "")
    floats = position in ("absolute", "fixed")
    inline = tag in _INLINE and not display.startswith(("block", "flex", "grid", "table", "list-item"))
    solid = not inline or floats or display.startswith("inline-") or said.get("float") in ("left", "right")
    far = _is_far(said, position, size)
    turned = _turned(said, size) if solid else ""
    clipped = _clipped(said, floats, size)
    room = _room(tag, said, size) if solid and tag not in _CELLS else None
    hides = clipped == "all" or turned == "unseen" or room == 0 or _is_filtered(said)
    stands_in_line = inline and not floats
    return StyledBox(
        gone=far and floats,
        unseen=hides or far or said.get("content-visibility") == "hidden",
        cut=clipped == "part" or turned == "mirrored" or _is_low(said, size),
        room=room or None,
        raised=stands_in_line and _is_raised(said, position, above, size),
        moved=tag in _INLINE and (parent.reverses or turned == "moved" or _is_moved(said, position, size)),
        reverses=display.endswith("flex") and any("reverse" in said.get(f"flex-{name}", "") for name in _FLOWS),
        pictured=tag in _INLINE and said.get("background-image", "none") not in ("none", "initial"),
        painted=(floats or display.startswith("inline-")) and tag not in _CELLS and _is_painted(said),
        over=floats,
        overrides=said.get("unicode-bidi", "").endswith("override"),
    )


def _collapses(tag: str, said: Mapping[str, str]) -> bool:
    return tag in ("tr", "thead", "tbody", "tfoot") and said.get("visibility") == "collapse"


def _is_painted(said: Mapping[str, str]) -> bool:
    """Whether a box has a colour or lines of its own."""
    if any(_LINE.search(said.get(name, "")) for name in _BORDERS):
        return True
    ground = first_colour(said["background-color"]) if "background-color" in said else None
    return (
        ground is not None and ground.alpha > 0 and all(pixels(said.get(name, "")) != 0 for name in ("width", "height"))
    )


def _is_low(said: Mapping[str, str], size: float) -> bool:
    """Whether a box that hides what does not fit is lower than its type."""
    if not said.get("overflow", "").startswith(("hidden", "clip")):
        return False
    high = [pixels(said[name], size, SCREEN_HEIGHT) for name in ("height", "max-height") if name in said]
    return any(each is not None and each < _LOW * size for each in high)


def _is_far(said: Mapping[str, str], position: str, size: float) -> bool:
    """Whether the box, or its text, is moved out of the window."""
    for name in ("text-indent", "margin-left"):
        moved = pixels(said.get(name, ""), size)
        if moved is not None and moved <= -FAR:
            return True
    if position not in ("absolute", "fixed", "relative"):
        return False
    for name, whole in (
        ("left", SCREEN_WIDTH),
        ("right", SCREEN_WIDTH),
        ("top", SCREEN_HEIGHT),
        ("bottom", SCREEN_HEIGHT),
    ):
        moved = pixels(said.get(name, ""), size, whole)
        if moved is not None and (moved <= -FAR or moved >= _FAR_DOWN or _is_beside(said.get(name, ""))):
            return True
    return False


def _is_beside(text: str) -> bool:
    """``left: -100%``, ``left: 100vw``: one whole window away."""
    part = share(text) if text.endswith("%") else share(text.removesuffix("vw") + "%") if text.endswith("vw") else None
    return part is not None and abs(part) >= 1


def _turned(said: Mapping[str, str], size: float) -> str:
    """What transforms do: ``unseen``, ``mirrored`` (or stood on its head), ``moved``; empty for nothing."""
    calls = _FUNCTION.findall(said.get("transform", ""))
    calls += [(name, said[name]) for name in ("scale", "rotate", "translate") if said.get(name, "none") != "none"]
    found = ""
    for name, inside in calls:
        numbers = [float(re.sub(r"[a-z%]+$", "", each)) for each in _NUMBER.findall(inside)]
        if name.startswith("scale"):
            if any(abs(number) <= 0.1 for number in numbers):
                return "unseen"
            found = "mirrored" if any(number < 0 for number in numbers) else found
        elif name.startswith("rotate") and numbers:
            angle = abs(numbers[-1]) % 360 * (360 if inside.endswith("turn") else 1)
            if name in ("rotatex", "rotatey") and round(angle) in (90, 270):
                return "unseen"
            found = "mirrored" if 5 < angle < 355 else found
        elif name.startswith("translate"):
            lengths = [pixels(each, size) or 0.0 for each in _NUMBER.findall(inside)]
            if any(abs(each) >= FAR for each in lengths):
                return "unseen"
            found = found or ("moved" if any(lengths) else "")
        elif name.startswith("matrix"):
            found = "mirrored"
    return found


def _clipped(said: Mapping[str, str], floats: bool, size: float) -> str:
    """What is clipped away: ``all``, ``part``; empty for nothing."""
    clip, path = said.get("clip", "auto"), said.get("clip-path", "none")
    if floats and clip.startswith("rect"):
        sides = [pixels(each, size) for each in _NUMBER.findall(clip.partition("(")[2])]
        known = [each for each in sides if each is not None]
        if len(known) < 4:
            return "part"
        return "all" if known[2] - known[0] <= _SPECK or known[1] - known[3] <= _SPECK else "part"
    call = _FUNCTION.search(path)
    if call is None:
        return ""
    shares = [share(each) if each.endswith("%") else pixels(each, size) for each in _NUMBER.findall(call[2])]
    if call[1] == "inset":
        parts = [
            each or 0.0 if text.endswith("%") else 0.0 for each, text in zip(shares, call[2].split(), strict=False)
        ]
        parts = (parts * 4)[:4] if len(parts) < 3 else [*parts, *parts[1:2]][:4]
        all_gone = bool(parts) and (parts[0] + parts[2] >= 1 or parts[1] + parts[3] >= 1)
        return "all" if all_gone else "part" if any(shares) else ""
    if call[1] in ("circle", "ellipse"):
        return "all" if shares and not shares[0] else "part"
    return "part" if any(shares) else "all"


def _room(tag: str, said: Mapping[str, str], size: float) -> float | None:
    """The width that is left to text in a box that hides what does not fit; 0 where nothing is seen."""
    if not said.get("overflow", "").startswith(("hidden", "clip")):
        return None
    high = [pixels(said[name], size, SCREEN_HEIGHT) for name in ("height", "max-height") if name in said]
    if any(each is not None and each <= _SPECK for each in high):
        return 0.0
    wide = [each for name in ("width", "max-width") if name in said and (each := pixels(said[name], size)) is not None]
    return (0.0 if min(wide) <= _SPECK else min(wide)) if wide else None


def _is_filtered(said: Mapping[str, str]) -> bool:
    """Whether a filter leaves nothing that can be read."""
    for name, inside in _FUNCTION.findall(said.get("filter", "")):
        if name == "opacity" and (share(inside) or 0.0) <= 0.1:
            return True
        if name == "blur" and (pixels(inside) or 0.0) >= _BLUR:
            return True
    return False


def _is_raised(said: Mapping[str, str], position: str, above: float, size: float) -> bool:
    aligned = said.get("vertical-align", "baseline")
    if aligned in _RAISING or said.get("font-variant-position", "normal") in _RAISING:
        return True
    if (aligned in _EDGES and size < above) or (pixels(aligned, size, size) or 0.0):
        return True
    if position != "relative":
        return False
    return any(pixels(said.get(name, ""), size) for name in ("top", "bottom"))


def _is_moved(said: Mapping[str, str], position: str, size: float) -> bool:
    if position in ("absolute", "fixed") or said.get("float") in ("left", "right") or said.get("order", "0") != "0":
        return True
    return position == "relative" and any(pixels(said.get(name, ""), size) for name in ("left", "right"))

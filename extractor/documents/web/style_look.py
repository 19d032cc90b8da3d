"""How an element looks: what style sheets say of it, together with what it inherits from the elements around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from extractor.documents.web.style_box import StyledBox, box_of
from extractor.documents.web.style_values import (
    BLACK,
    PLAIN_SIZE,
    WHITE,
    Colour,
    colour_of,
    first_colour,
    share,
    type_size,
)

UNSEEN_SHARE = 0.1
"""Opacity up to which nobody sees text on a screen."""

UNSEEN_SIZE = 2.0
"""Size of type, in CSS pixels, up to which nobody sees what it says."""

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\))?[^()]*))?\)")
_MOST_VARIABLES = 20
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TextLook:
    """How text in an element looks, all of it inherited. ``size`` is that of the type in CSS pixels.

    ``paper`` is the colour behind it, None behind a picture; ``paper_said``: somebody gave it. ``faded``: what is left
    of its opacity.
    """

    visible: bool = True
    faded: float = 1.0
    ink: Colour = BLACK
    paper: Colour | None = WHITE
    paper_said: bool = False
    size: float = PLAIN_SIZE
    struck: bool = False
    masked: bool = False
    rightwards: bool = True
    variables: Mapping[str, str] = field(default_factory=lambda: _NOTHING, hash=False)

    @property
    def is_unseen(self) -> bool:
        """Whether nobody sees text that looks so."""
        if not self.visible or self.faded <= UNSEEN_SHARE or self.size <= UNSEEN_SIZE:
            return True
        if self.ink.alpha * self.faded <= UNSEEN_SHARE:
            return True
        return self.paper is not None and self.ink.is_like(self.paper)


@dataclass(frozen=True, slots=True)
class Styled:
    """An element as it is shown: the look of its text, and what becomes of its box. ``plain``: text in it is
    simply there.
    """

    look: TextLook
    box: StyledBox
    plain: bool


PLAIN = Styled(TextLook(), StyledBox(), True)


def styled(tag: str, parent: Styled, said: Mapping[str, str]) -> Styled:
    """An element of which ``said`` is said, within ``parent``."""
    if not said and not parent.box.reverses:
        return parent if parent.box is PLAIN.box else _as_styled(parent.look, PLAIN.box)
    look = _look(parent.look, _resolved(said, parent.look.variables), said)
    box = box_of(tag, _resolved(said, look.variables), parent.look.size, look.size, parent.box)
    return _as_styled(look, PLAIN.box if box == PLAIN.box else box)


def _as_styled(look: TextLook, box: StyledBox) -> Styled:
    return Styled(look, box, not (look.is_unseen or look.struck or look.masked))


def _resolved(said: Mapping[str, str], variables: Mapping[str, str]) -> Mapping[str, str]:
    """The same with ``var(--name)`` replaced."""
    own = {name: value for name, value in said.items() if name.startswith("--")}
    if not any("var(" in value for value in said.values()):
        return said
    known = {**variables, **own}

    def value_of(match: re.Match[str]) -> str:
        return known.get(match[1], match[2] or "")

    found = {}
    for name, value in said.items():
        for _ in range(_MOST_VARIABLES):
            if "var(" not in value or len(value) > 1000:
                break
            value = _VARIABLE.sub(value_of, value)
        found[name] = value.strip()
    return found


def _look(above: TextLook, said: Mapping[str, str], raw: Mapping[str, str]) -> TextLook:
    own = {name: value for name, value in raw.items() if name.startswith("--")}
    seen = {name: value for name, value in said.items() if value not in ("inherit", "unset")}
    look = above if not own else replace(above, variables={**above.variables, **own})
    if "visibility" in seen:
        look = replace(look, visible=seen["visibility"] not in ("hidden", "collapse"))
    if "font-size" in seen:
        size = PLAIN_SIZE if seen["font-size"] == "initial" else type_size(seen["font-size"], above.size)
        look = replace(look, size=size)
    faded = share(seen.get("opacity", "")) if "opacity" in seen else None
    if faded is not None:
        look = replace(look, faded=above.faded * max(0.0, min(1.0, faded)))
    if "line-through" in seen.get("text-decoration-line", ""):
        look = replace(look, struck=True)
    if "-webkit-text-security" in seen:
        look = replace(look, masked=seen["-webkit-text-security"] != "none")
    if "direction" in seen:
        look = replace(look, rightwards=seen["direction"] != "rtl")
    return _coloured(look, seen, {name for name, value in said.items() if value == "inherit"})


def _coloured(look: TextLook, seen: Mapping[str, str], inherited: set[str]) -> TextLook:
    ink = seen.get("-webkit-text-fill-color", seen.get("color"))
    if ink is not None:
        found = BLACK if ink == "initial" else colour_of(ink)
        look = look if found is None else replace(look, ink=found)
    if seen.get("background-image", "none") not in ("none", "initial"):
        return replace(look, paper=None, paper_said=True)
    if "background-color" not in seen or "background-color" in inherited:
        return look
    paper = first_colour(seen["background-color"])
    if paper is None or paper.alpha < 0.5:
        return look
    return replace(look, paper=paper, paper_said=True)

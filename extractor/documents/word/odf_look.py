"""How OpenDocument styles make text look: struck, raised, in the colour of what is behind it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.package import attribute, tag_of
from extractor.documents.text_look import SQUEEZED, WHITE, FontLook, as_shown

_FAMILIES = {"span": "text", "a": "text", "p": "paragraph", "h": "paragraph", "table-cell": "table-cell"}
_RAISED = re.compile(r"(super|sub|-?[0-9.]+%)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_POINTS = re.compile(r"(\d*\.?\d+)pt")
_SHARE = re.compile(r"(\d*\.?\d+)%")
_UNSEEN = 0.1
"""Points: the size that stands for type of which nothing is seen, for whatever reason."""


@dataclass(frozen=True, slots=True)
class OdfLook:
    """What styles say of text; None where they say nothing. ``paper``: the colour behind it; ``size`` in points."""

    struck: bool | None = None
    raised: int | None = None
    ink: str | None = None
    paper: str | None = None
    size: float | None = None

    @classmethod
    def of(cls, style: etree._Element) -> "OdfLook":
        """What one style says."""
        struck: bool | None = None
        raised: int | None = None
        ink: str | None = None
        paper: str | None = None
        size: float | None = None
        for properties in style:
            if tag_of(properties) == "text-properties":
                line = [attribute(properties, f"text-line-through-{name}") for name in ("style", "type")]
                struck = None if not any(line) else "none" not in line
                raised = _height(attribute(properties, "text-position"))
                ink = _colour(attribute(properties, "color"))
                points = _POINTS.fullmatch(attribute(properties, "font-size") or "")
                size = None if points is None else float(points[1])
                size = _UNSEEN if _is_unseen(properties) else size
                if attribute(properties, "use-window-font-color") == "true":
                    ink = ""
            paper = _colour(attribute(properties, "background-color")) or paper
        return cls(struck, raised, ink, paper, size)

    def over(self, below: "OdfLook") -> "OdfLook":
        """This look where it says something, ``below`` elsewhere."""
        return OdfLook(
            below.struck if self.struck is None else self.struck,
            below.raised if self.raised is None else self.raised,
            below.ink if self.ink is None else self.ink,
            below.paper if self.paper is None else self.paper,
            below.size if self.size is None else self.size,
        )

    def shown(self, text: str) -> str:
        """Text as it is shown, with marks."""
        font = FontLook(bool(self.struck), self.raised or 0, self.ink or "", self.size or 0.0)
        return as_shown(text, font, WHITE if self.paper is None else self.paper)


NO_LOOK = OdfLook()


@dataclass(frozen=True)
class OdfLooks:
    """The looks of all styles, by family and name, and what was deleted with its change tracked, by its identity."""

    looks: Mapping[tuple[str, str], OdfLook] = field(default_factory=dict)
    deletions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Iterable[etree._Element]) -> "OdfLooks":
        """Read the styles and tracked changes of ``content.xml`` and ``styles.xml``."""
        styles: dict[tuple[str, str], etree._Element] = {}
        deletions: dict[str, str] = {}
        for root in roots:
            for each in root.iter():
                if tag_of(each) in ("style", "default-style"):
                    family = attribute(each, "family") or ""
                    styles[(family, "" if tag_of(each) == "default-style" else attribute(each, "name") or "")] = each
                elif tag_of(each) == "deletion":
                    region = next(each.iterancestors())
                    lines = (part for part in each if tag_of(part) in ("p", "h"))
                    deletions[attribute(region, "id") or ""] = " ".join("".join(map(str, p.itertext())) for p in lines)
        return cls({key: _inherited(key, styles) for key in styles}, deletions)

    def of_element(self, element: etree._Element, around: OdfLook) -> OdfLook:
        """How the text of an element looks inside something that looks as ``around``."""
        family = _FAMILIES.get(tag_of(element))
        if family is None:
            return around
        own = self.looks.get((family, attribute(element, "style-name") or ""))
        return around if own is None else own.over(around)


NO_LOOKS = OdfLooks()


def _inherited(key: tuple[str, str], styles: Mapping[tuple[str, str], etree._Element]) -> OdfLook:
    look, seen = NO_LOOK, set[tuple[str, str]]()
    while key in styles and key not in seen:
        seen.add(key)
        look = look.over(OdfLook.of(styles[key]))
        key = (key[0], attribute(styles[key], "parent-style-name") or "")
    return look


def _height(position: str | None) -> int | None:
    match = _RAISED.match(position or "")
    if match is None:
        return None
    if match[1] in ("super", "sub"):
        return 1 if match[1] == "super" else -1
    height = float(match[1][:-1]) if match[1][:-1].lstrip("-").replace(".", "", 1).isdecimal() else 0.0
    return (height > 0) - (height < 0)


def _is_unseen(properties: etree._Element) -> bool:
    """Whether characters are squeezed to a line, or transparent."""
    shares = (_SHARE.fullmatch(attribute(properties, name) or "") for name in ("text-scale", "opacity"))
    return attribute(properties, "color") == "transparent" or any(s and float(s[1]) <= SQUEEZED for s in shares)


def _colour(text: str | None) -> str | None:
    return text[1:].lower() if text is not None and _COLOUR.fullmatch(text) else None

"""What stands on a page in place of text: pictures, form fields, drawings. What it may say is told, never read."""

from typing import NamedTuple

from lxml import etree

_THINGS = {
    "img": "picture",
    "svg": "drawing",
    "canvas": "drawing",
    "object": "object",
    "embed": "object",
    "iframe": "frame",
    "video": "video",
    "select": "drop-down list",
    "textarea": "form field",
    "button": "button",
    "meter": "gauge",
    "progress": "gauge",
}
_TYPED = frozenset({"text", "number", "tel", "search", "email", "url", ""})
_IN_LINE = frozenset(
    {"mrow", "mn", "mo", "mi", "mtext", "mstyle", "mspace", "semantics", "annotation", "annotation-xml"}
)
_SPECK = 2

THINGS = frozenset({*_THINGS, "input", "math"})
"""Elements that may be no text."""


class Thing(NamedTuple):
    """Something other than text. ``kind`` says what it is, ``says`` what may be written in it."""

    kind: str
    says: str = ""


def thing_of(element: etree._Element) -> Thing | str | None:
    """What an element stands for: a thing, the text that its value shows, None where it is an element like others."""
    tag = str(element.tag)
    if tag == "input":
        return _input(element)
    if tag == "math":
        inside = {str(each.tag) for each in element.iterdescendants()}
        return None if inside <= _IN_LINE else Thing("formula", _text(element))
    if tag not in _THINGS:
        return None
    if tag == "img":
        return "" if _is_speck(element) else Thing(_THINGS[tag], (element.get("alt") or "").strip())
    return Thing(_THINGS[tag], _chosen(element) if tag == "select" else _text(element))


def _input(element: etree._Element) -> Thing | str:
    kind = (element.get("type") or "").strip().lower()
    value = (element.get("value") or "").strip()
    if kind == "hidden":
        return ""
    if kind in ("submit", "button", "reset", "image", "file"):
        return Thing("button", value)
    return value if kind in _TYPED and value else Thing("form field", value)


def _chosen(element: etree._Element) -> str:
    options = list(element.iter("option"))
    chosen = [each for each in options if "selected" in each.attrib] or options[:1]
    return _text(chosen[-1]) if chosen else ""


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())[:100]


def _is_speck(element: etree._Element) -> bool:
    """Whether a picture is said to be as small as the dots that pages are counted with."""
    sides = [(element.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return all(side.isdecimal() and int(side) <= _SPECK for side in sides)

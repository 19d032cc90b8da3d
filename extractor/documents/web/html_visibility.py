"""What of a page is not printed: scripts, hidden elements, and the navigation around the content."""

import re
from collections.abc import Mapping

from lxml import etree

from extractor.documents.web.style_look import PLAIN, Styled, styled
from extractor.documents.web.style_sheet import StyleSheets
from extractor.documents.web.style_values import WHITE

_NAMES = (
    "head script style noscript template title meta link area map datalist audio rt rp rtc annotation annotation-xml"
    " param source track"
)
_UNPRINTED = frozenset(_NAMES.split())
_STRUCK = frozenset({"s", "strike", "del"})
_OF_TABLES = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"})
_NAVIGATION = re.compile(
    r"^(main|top|side|sub|left|right|foot|bottom|site|page|global)?[-_]?(nav|navbar|navigation|navi|menu|breadcrumbs?"
    r"|crumbs?)([-_]?(main|top|side|sub|left|right|list|box|bar|\d+))?$",
    re.IGNORECASE,
)
_HARMLESS = frozenset({"colspan", "rowspan", "align", "valign", "width", "height", "href", "border", "cellspacing"})
"""Attributes by which no element looks otherwise, but where a selector asks for them."""
_HINTING = frozenset({"hidden", "color", "bgcolor", "background", "dir"})
"""Attributes by which an element looks otherwise."""
_LONGEST_NAVIGATION = 2000
_LONGEST_ENTRY = 40


class Visibility:
    """Decides for one page which elements are printed, and how they look."""

    def __init__(self, root: etree._Element) -> None:
        self._sheets = StyleSheets(root)
        self.generates = bool(self._sheets.parts)
        """Whether a style sheet writes something before or after text, or styles its beginning apart."""
        self.unsure = self._sheets.outside
        """Whether the page has style sheets of which nothing is known."""
        self._known: dict[etree._Element, Styled] = {}
        self._bare: dict[tuple[str, int], Styled] = {}
        self._alike: dict[tuple[str, int, tuple[tuple[str, str], ...]], Styled] = {}

    @classmethod
    def of(cls, root: etree._Element) -> "Visibility":
        """Read the style sheets of a page."""
        return cls(root)

    def shows(self, element: etree._Element) -> bool:
        """Whether the element itself takes room on the page (its ancestors are not asked)."""
        tag = element.tag
        if tag in _UNPRINTED or not isinstance(tag, str) or self.styled(element).box.gone:
            return False
        if tag != "nav" and (tag in _OF_TABLES or not element.keys()):
            return True
        names = (*(element.get("class") or "").split(), element.get("id") or "")
        named = any(map(_NAVIGATION.match, names))
        if tag == "nav" or element.get("role") == "navigation" or named:
            return not _navigates(element)
        return True

    def styled(self, element: etree._Element) -> Styled:
        """How an element looks."""
        known = self._known.get(element)
        if known is not None:
            return known
        parent = element.getparent()
        above = PLAIN if parent is None else self._known.get(parent)
        if above is not None:
            found = self._known[element] = self._within(element, above)
            return found
        missing = []
        at: etree._Element | None = element
        while at is not None and at not in self._known:
            missing.append(at)
            at = at.getparent()
        found = PLAIN if at is None else self._known[at]
        for each in reversed(missing):
            found = self._known[each] = self._within(each, found)
        return found

    def _within(self, element: etree._Element, above: Styled) -> Styled:
        """How an element looks within something that looks as ``above``."""
        tag = str(element.tag)
        if not _HARMLESS.issuperset(element.keys()):
            return self._styled(tag, above, self._said(element))
        found = self._bare.get((tag, id(above)))
        if found is None:
            found = self._styled(tag, above, self._said(element))
            if not self._sheets.asks_around(tag):
                self._bare[tag, id(above)] = found
        return found

    def _styled(self, tag: str, parent: Styled, said: Mapping[str, str]) -> Styled:
        """An element of which something is said; those of which the same is said in the same look alike."""
        if not said and parent is PLAIN:
            return PLAIN
        key = (tag, id(parent), tuple(said.items()))
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = styled(tag, parent, said)
        return found

    def beside(self, element: etree._Element) -> Mapping[str, tuple[Styled, str]]:
        """What style sheets put before and after the text of an element: how it looks, and its ``content``."""
        said = self._sheets.said_beside(element) if self._sheets.parts else {}
        if not said:
            return {}
        within = self.styled(element)
        return {name: (styled("span", within, each), each.get("content", "")) for name, each in said.items()}

    def is_unsure(self, element: etree._Element) -> bool:
        """Whether text is white, and a style sheet in another file may have made the ground behind it dark."""
        if not self._sheets.outside:
            return False
        look = self.styled(element).look
        return not look.paper_said and look.ink.alpha > 0 and look.ink.is_like(WHITE)

    def _said(self, element: etree._Element) -> dict[str, str]:
        said = self._sheets.said(element)
        hints = _hints(element)
        return {**hints, **said} if hints else said


def _hints(element: etree._Element) -> dict[str, str]:
    """What a browser says of an element by its tag and attributes, before any style sheet."""
    tag = element.tag
    names = element.keys()
    if tag not in _STRUCK and tag not in ("dialog", "bdo") and _HINTING.isdisjoint(names):
        return {}
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    hints: dict[str, str] = {}
    if tag in _STRUCK:
        hints["text-decoration-line"] = "line-through"
    elif tag == "dialog" and "open" not in attributes:
        hints["display"] = "none"
    if not attributes:
        return hints
    if "hidden" in attributes:
        hints["display"] = "none"
    if tag == "font" and attributes.get("color"):
        hints["color"] = attributes["color"]
    if attributes.get("bgcolor"):
        hints["background-color"] = attributes["bgcolor"]
    if attributes.get("background"):
        hints["background-image"] = "image"
    if attributes.get("dir") in ("rtl", "ltr"):
        hints["direction"] = attributes["dir"]
    if tag == "bdo":
        hints["unicode-bidi"] = "bidi-override"
    return hints


def _navigates(element: etree._Element) -> bool:
    """Whether an element named as navigation really is: short, no table, no paragraphs."""
    if next(element.iter("table"), None) is not None:
        return False
    if any(len("".join(str(part) for part in entry.itertext())) > _LONGEST_ENTRY for entry in element.iter("p")):
        return False
    return sum(len(str(part)) for part in element.itertext()) <= _LONGEST_NAVIGATION

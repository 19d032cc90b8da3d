"""What of a page is not printed: scripts, hidden elements, and the navigation around the content."""

import re
from dataclasses import dataclass

from lxml import etree

_UNPRINTED_NAMES = (
    "head script style noscript template title meta link iframe object embed svg canvas audio video map select"
    " datalist button textarea input"
)
_UNPRINTED = frozenset(_UNPRINTED_NAMES.split())
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0(\.0+)?\s*(;|!|$)"
    r"|text-indent\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(\.0+)?(px|pt|em|rem|%)?\s*(;|!|$)", re.IGNORECASE)
_INK = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_PAPER = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*(#\w+|rgba?\([^)]*\)|[a-z]+)", re.IGNORECASE)
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)", "rgba(255,255,255,1)"})
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"^[.#][A-Za-z_][\w-]*$")
_NAVIGATION = re.compile(
    r"^(main|top|side|sub|left|right|foot|bottom|site|page|global)?[-_]?(nav|navbar|navigation|navi|menu|breadcrumbs?"
    r"|crumbs?)([-_]?(main|top|side|sub|left|right|list|box|bar|\d+))?$",
    re.IGNORECASE,
)
_LONGEST_NAVIGATION = 2000
_LONGEST_ENTRY = 40


@dataclass(frozen=True, slots=True)
class Visibility:
    """Decides for one page which elements are printed. ``classes`` and ``ids`` are hidden by its own style sheet."""

    classes: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, root: etree._Element) -> "Visibility":
        """Read the page's style elements: plain ``.class`` and ``#id`` rules that hide. Others are left alone."""
        hidden: set[str] = set()
        for style in root.iter("style"):
            sheet = _AT_BLOCK.sub("", _COMMENT.sub("", style.text or ""))
            for selectors, body in _RULE.findall(sheet):
                if _HIDING.search(body):
                    hidden.update(name for part in selectors.split(",") if _SIMPLE.match(name := part.strip()))
        return cls(
            frozenset(name[1:] for name in hidden if name[0] == "."),
            frozenset(name[1:] for name in hidden if name[0] == "#"),
        )

    def shows(self, element: etree._Element) -> bool:
        """Whether the element itself is printed (its ancestors are not asked)."""
        if element.tag in _UNPRINTED or not isinstance(element.tag, str):
            return False
        attributes = element.attrib
        if not attributes:
            return element.tag != "nav" or not _navigates(element)
        if "hidden" in attributes or self._hidden_by_style(element):
            return False
        names = (attributes.get("class") or "").split()
        identity = attributes.get("id") or ""
        if identity in self.ids or any(name in self.classes for name in names):
            return False
        named = any(_NAVIGATION.match(name) for name in [*names, identity])
        if element.tag == "nav" or attributes.get("role") == "navigation" or named:
            return not _navigates(element)
        return True

    def _hidden_by_style(self, element: etree._Element) -> bool:
        style = element.get("style")
        if not style:
            return False
        if _HIDING.search(style) or _ink_is_paper(element, style):
            return True
        if not _NO_SIZE.search(style):
            return False
        # A size of zero on a container is a trick against gaps; its children then set their own size.
        return not any("font-size" in (child.get("style") or "") for child in element.iterdescendants())


def _ink_is_paper(element: etree._Element, style: str) -> bool:
    """Whether text is set in the colour of what is behind it, white where nothing is said; its parts say no other."""
    ink = _INK.search(style)
    if ink is None or any(_INK.search(child.get("style") or "") for child in element.iterdescendants()):
        return False
    paper = "white"
    at: etree._Element | None = element
    while at is not None:
        found = _PAPER.search(at.get("style") or "")
        if found is not None or at.get("bgcolor"):
            paper = found[1] if found is not None else at.get("bgcolor") or paper
            break
        at = at.getparent()
    return _colour(ink[1]) == _colour(paper)


def _colour(text: str) -> str:
    plain = "".join(text.lower().split())
    return "white" if plain in _WHITE else plain


def _navigates(element: etree._Element) -> bool:
    """Whether an element named as navigation really is: short, no table, no paragraphs."""
    if next(element.iter("table"), None) is not None:
        return False
    if any(len("".join(str(part) for part in entry.itertext())) > _LONGEST_ENTRY for entry in element.iter("p")):
        return False
    return sum(len(str(part)) for part in element.itertext()) <= _LONGEST_NAVIGATION

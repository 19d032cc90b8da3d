"""What a Word document hides: vanished text, white ink, styles that hide."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.package import attribute, tag_of

_OFF = frozenset({"0", "false", "off", "none"})
_WHITE = frozenset({"ffffff"})


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a name."""
    return None if element is None else next((each for each in element if tag_of(each) == name), None)


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that is switched by its presence is on."""
    return element is not None and (attribute(element, "val") or "1").lower() not in _OFF


@dataclass(frozen=True)
class Styles:
    """Which styles hide their text, by identity."""

    hidden: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """Read ``styles.xml``; a style inherits from the one it is based on."""
        own: dict[str, bool | None] = {}
        based: dict[str, str] = {}
        for style in root if root is not None else ():
            if tag_of(style) == "style":
                identity = attribute(style, "styleId") or ""
                vanish = child(child(style, "rPr"), "vanish")
                own[identity] = None if vanish is None else is_on(vanish)
                parent = child(style, "basedOn")
                based[identity] = "" if parent is None else attribute(parent, "val") or ""
        return cls({identity: _inherited(identity, own, based) for identity in own})

    def hides_paragraph(self, paragraph: etree._Element) -> bool:
        """Whether the style of a paragraph hides what does not say otherwise."""
        style = child(child(paragraph, "pPr"), "pStyle")
        return style is not None and self.hidden.get(attribute(style, "val") or "", False)

    def hides_run(self, run: etree._Element, paragraph_hides: bool) -> bool:
        """Whether a run is not printed: it vanishes, or is white on nothing."""
        properties = child(run, "rPr")
        if properties is None:
            return paragraph_hides
        vanish, style = child(properties, "vanish"), child(properties, "rStyle")
        if vanish is not None:
            return is_on(vanish)
        if style is not None and self.hidden.get(attribute(style, "val") or "", False):
            return True
        return paragraph_hides or _ink_is_paper(run, properties)


def _inherited(identity: str, own: Mapping[str, bool | None], based: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while identity in own and identity not in seen:
        seen.add(identity)
        said = own[identity]
        if said is not None:
            return said
        identity = based.get(identity, "")
    return False


def _ink_is_paper(run: etree._Element, properties: etree._Element) -> bool:
    """Whether a run is white where nothing is known to be behind it. What a table's style paints is not known."""
    ink = child(properties, "color")
    if ink is None or (attribute(ink, "val") or "").lower() not in _WHITE or attribute(ink, "themeColor"):
        return False
    if child(properties, "shd") is not None or child(properties, "highlight") is not None:
        return False
    for above in run.iterancestors():
        tag = tag_of(above)
        if tag in ("txbxContent", "background"):
            return False
        holder = child(above, {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}.get(tag, ""))
        if child(holder, "shd") is not None or (tag == "tbl" and child(holder, "tblStyle") is not None):
            return False
    return True

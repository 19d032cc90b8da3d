"""How the runs of a Word document look: hidden, struck, raised, in the colour of what is behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from lxml import etree

from extractor.documents.package import attribute, tag_of
from extractor.documents.text_look import SQUEEZED, UNSEEN_SIZE
from extractor.documents.word.docx_paper import is_ink, paper_of, same_colour

_OFF = frozenset({"0", "false", "off", "none"})
_ALIGNED = {"superscript": 1, "subscript": -1, "baseline": 0}
_PICTORIAL = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings"})
"""Fonts in which a digit is a picture."""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a name."""
    return None if element is None else next((each for each in element if tag_of(each) == name), None)


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that is switched by its presence is on."""
    return element is not None and (attribute(element, "val") or "1").lower() not in _OFF


@dataclass(frozen=True, slots=True)
class RunLook:
    """What is said of the look of characters; None where nothing is said. ``raised``: 1 above the line, -1 below;
    ``size`` in half points, ``width`` in per cent of the usual.
    """

    vanish: bool | None = None
    struck: bool | None = None
    struck_twice: bool | None = None
    aligned: int | None = None
    position: int | None = None
    ink: str | None = None
    pictorial: bool | None = None
    size: int | None = None
    width: int | None = None

    @classmethod
    def of(cls, properties: etree._Element | None) -> "RunLook":
        """What ``w:rPr`` says."""
        if properties is None:
            return NO_LOOK
        said = {tag_of(each): each for each in properties}
        switch = {name: is_on(said[name]) if name in said else None for name in ("vanish", "strike", "dstrike")}
        font = said.get("rFonts")
        name = None if font is None else attribute(font, "ascii") or attribute(font, "hAnsi")
        return cls(
            switch["vanish"],
            switch["strike"],
            switch["dstrike"],
            _ALIGNED.get(_value(said, "vertAlign") or ""),
            _whole(_value(said, "position")),
            _value(said, "color"),
            None if name is None else name.lower() in _PICTORIAL,
            _whole(_value(said, "sz")),
            _whole(_value(said, "w")),
        )

    def over(self, below: "RunLook") -> "RunLook":
        """This look where it says something, ``below`` elsewhere."""
        if below is NO_LOOK or self is NO_LOOK:
            return self if below is NO_LOOK else below
        pairs = ((getattr(self, each.name), getattr(below, each.name)) for each in fields(self))
        return RunLook(*(own if own is not None else other for own, other in pairs))

    @property
    def is_unseen(self) -> bool:
        """Whether nobody sees the characters: they are hidden, too small, or squeezed to a line."""
        squeezed = 0 < (self.width or 0) <= SQUEEZED
        return bool(self.vanish) or 0 < (self.size or 0) <= 2 * UNSEEN_SIZE or squeezed

    @property
    def is_struck(self) -> bool:
        """Whether a line runs through the characters."""
        return bool(self.struck or self.struck_twice)

    @property
    def raised(self) -> int:
        """1 for characters above the line, -1 below it, 0 on it."""
        return self.aligned or (0 if not self.position else 1 if self.position > 0 else -1)


NO_LOOK = RunLook()


@dataclass(frozen=True)
class Styles:
    """How every style looks and what table styles paint, by identity. ``usual``: what holds where no style says it."""

    looks: Mapping[str, RunLook] = field(default_factory=dict)
    tables: Mapping[str, etree._Element] = field(default_factory=dict)
    usual: RunLook = NO_LOOK

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """Read ``styles.xml``; a style inherits from the one it is based on."""
        own: dict[str, etree._Element] = {}
        default = NO_LOOK
        for style in root if root is not None else ():
            if tag_of(style) == "style":
                own[attribute(style, "styleId") or ""] = style
            elif tag_of(style) == "docDefaults":
                default = RunLook.of(child(child(style, "rPrDefault"), "rPr"))
        standard = (name for name, style in own.items() if _is_standard(style))
        looks = {name: _inherited(name, own) for name in own}
        tables = {name: style for name, style in own.items() if attribute(style, "type") == "table"}
        return cls(looks, tables, looks.get(next(standard, ""), NO_LOOK).over(default))

    def of_paragraph(self, paragraph: etree._Element) -> RunLook:
        """How the runs of a paragraph look that do not say otherwise."""
        styled = self._named(child(child(paragraph, "pPr"), "pStyle"))
        table = next((each for each in paragraph.iterancestors() if tag_of(each) == "tbl"), None)
        return styled.over(self._named(child(child(table, "tblPr"), "tblStyle"))).over(self.usual)

    def of_run(self, run: etree._Element, paragraph: RunLook) -> RunLook:
        """How a run looks."""
        properties = child(run, "rPr")
        if properties is None:
            return paragraph
        return RunLook.of(properties).over(self._named(child(properties, "rStyle"))).over(paragraph)

    def covering(self, run: etree._Element, look: RunLook) -> str | None:
        """The colour behind a run that has the same, so that its characters cannot be seen; None where they can."""
        if look.ink is None or not is_ink(look.ink):
            return None
        paper = paper_of(run, self.tables)
        return paper if paper is not None and same_colour(look.ink, paper) else None

    def _named(self, reference: etree._Element | None) -> RunLook:
        return NO_LOOK if reference is None else self.looks.get(attribute(reference, "val") or "", NO_LOOK)


def _inherited(identity: str, own: Mapping[str, etree._Element]) -> RunLook:
    look, seen = NO_LOOK, set[str]()
    while identity in own and identity not in seen:
        seen.add(identity)
        look = look.over(RunLook.of(child(own[identity], "rPr")))
        parent = child(own[identity], "basedOn")
        identity = "" if parent is None else attribute(parent, "val") or ""
    return look


def _is_standard(style: etree._Element) -> bool:
    """Whether a style is that of paragraphs without one."""
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")


def _value(said: Mapping[str, etree._Element], name: str) -> str | None:
    return attribute(said[name], "val") if name in said else None


def _whole(text: str | None) -> int | None:
    bare = (text or "").removeprefix("-").removesuffix("pt")
    return None if not bare.isdecimal() else int(bare) * (-1 if (text or "").startswith("-") else 1)

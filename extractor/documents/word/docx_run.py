"""The characters that a paragraph of a Word document shows, and what it shows that is no text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.package import attribute, tag_of
from extractor.documents.shown_order import END, LEFTWARDS, RIGHTWARDS
from extractor.documents.unread_marks import COVERED, NOT_TEXT, PICTURE, deleted, lowered, raised, struck
from extractor.documents.word.docx_paper import WHITE, same_colour
from extractor.documents.word.docx_style import NO_LOOK, RunLook, Styles, child, is_on

GONE = frozenset({"instrText", "delInstrText", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sdtPr", "rt"})
"""What of a document is never printed where it stands: properties, codes of fields, how a word is pronounced."""
_DELETED = frozenset({"del", "moveFrom"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES = frozenset({"blip", "imagedata"})
_DRAWN = frozenset({"drawing", "pict", "object"})
_PLAIN_FORMULA = frozenset(
    {"oMath", "oMathPara", "oMathParaPr", "r", "t", "rPr", "ctrlPr", "sty", "nor", "jc", "rFonts"}
)
_FORMULA = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_BOXES = ("☐", "☒")
"""How a check box is shown, clear and ticked."""


@dataclass
class PrintedParagraph:
    """The printed characters of one paragraph, marks among them, and the text boxes anchored in it."""

    styles: Styles
    look: RunLook
    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0
    chosen: bool = False
    """Whether the field that began shows what was chosen from its list, and none of the runs in it."""

    def add(self, holder: etree._Element | None, run: etree._Element | None = None, look: RunLook = NO_LOOK) -> None:
        """Collect what is printed below an element; ``run`` and ``look`` are those of the run it belongs to."""
        for element in holder if holder is not None else ():
            tag = tag_of(element)
            if tag == "r" and not _is_formula(element):
                self.add(element, element, self.styles.of_run(element, self.look))
            elif tag in _DELETED:
                gone = (each.text or "" for each in element.iter() if tag_of(each) in ("delText", "t"))
                self.parts.append(deleted("".join(gone)))
            elif tag == "bdo":
                self.parts.append(LEFTWARDS if attribute(element, "val") == "rtl" else RIGHTWARDS)
                self.add(element, run, look)
                self.parts.append(END)
            elif tag == "txbxContent":
                self.boxes.append(element)
            elif tag == "AlternateContent":
                self.add(alternative(element), run, look)
            elif tag in _DRAWN:
                self._draw(element, run, look)
            elif tag == "oMath" and any(tag_of(each) not in _PLAIN_FORMULA for each in element.iter()):
                self.parts.append(NOT_TEXT)
            elif tag == "fldChar":
                self._field(element)
            elif tag == "t" or tag in _SIGNS or tag == "sym":
                self._write(_SIGNS.get(tag) or _characters(element), run, look)
            elif tag not in GONE:
                self.add(element, run, look)

    def _draw(self, element: etree._Element, run: etree._Element | None, look: RunLook) -> None:
        """A drawing: its text boxes, or a mark where it has none."""
        self.pictures += sum(tag_of(each) in _PICTURES for each in element.iter())
        before = len(self.boxes)
        self.add(element, run, look)
        if len(self.boxes) == before and not look.vanish:
            self.parts.append(PICTURE)

    def _field(self, element: etree._Element) -> None:
        """The beginning of a form field shows what was chosen or ticked; its end ends it."""
        kind = attribute(element, "fldCharType")
        if kind == "end":
            self.chosen = False
        data = child(element, "ffData") if kind == "begin" else None
        choices, box = child(data, "ddList"), child(data, "checkBox")
        if choices is not None:
            entries = [attribute(each, "val") or "" for each in choices if tag_of(each) == "listEntry"]
            given = child(choices, "result") if child(choices, "result") is not None else child(choices, "default")
            number = "0" if given is None else attribute(given, "val") or "0"
            known = number.isdecimal() and int(number) < len(entries)
            self.parts.append(entries[int(number)] if known else NOT_TEXT)
            self.chosen = True
        elif box is not None:
            ticked = child(box, "checked") if child(box, "checked") is not None else child(box, "default")
            self.parts.append(_BOXES[is_on(ticked)])
            self.chosen = True

    def _write(self, text: str, run: etree._Element | None, look: RunLook) -> None:
        if look.is_unseen or self.chosen or not text:
            return
        behind = self.styles.covering(run, look) if run is not None and text.strip() else None
        if behind is not None:
            if not same_colour(behind, WHITE):
                self.parts.append(COVERED)
            return
        if look.pictorial and any(map(str.isdecimal, text)):
            text = NOT_TEXT
        elif look.raised:
            text = raised(text) if look.raised > 0 else lowered(text)
        self.parts.append(struck(text) if look.is_struck else text)


def _is_formula(element: etree._Element) -> bool:
    """Whether an element belongs to a formula, whose names of elements are often those of text."""
    return etree.QName(element).namespace == _FORMULA


def _characters(element: etree._Element) -> str:
    """The characters of a piece of text or of a sign; a sign is that of its font, so a digit is none there."""
    if tag_of(element) == "t":
        return "".join((element.text or "").splitlines())
    code = attribute(element, "char") or ""
    sign = chr(int(code, 16)) if len(code) == 4 and code.isalnum() and code.isascii() else "\ufffd"
    return NOT_TEXT if sign.isalnum() else sign


def alternative(element: etree._Element) -> etree._Element | None:
    """Of several versions of the same thing the first that holds characters or something drawn."""
    versions: Iterable[etree._Element] = [each for each in element if tag_of(each) in ("Choice", "Fallback")]
    full = (each for each in versions if any(tag_of(part) in ("t", *_PICTURES, *_DRAWN) for part in each.iter()))
    return next(full, None)


def without_placeholders(root: etree._Element) -> etree._Element:
    """The part, the words that invite to fill in a content control replaced by a mark: they are no value."""
    for control in (each for each in root.iter() if tag_of(each) == "sdt"):
        if is_on(child(child(control, "sdtPr"), "showingPlcHdr")):
            texts = [each for each in control.iter() if tag_of(each) == "t"]
            for at, text in enumerate(texts):
                text.text = NOT_TEXT if at == 0 else ""
    return root

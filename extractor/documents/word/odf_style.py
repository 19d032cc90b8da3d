"""What an OpenDocument file hides, and the characters it prints."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from extractor.documents.package import attribute, tag_of
from extractor.documents.unread_marks import NOT_TEXT, PICTURE, deleted
from extractor.documents.word.odf_look import NO_LOOK, NO_LOOKS, OdfLook, OdfLooks

_UNPRINTED = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "note-citation", "hidden-text", "ruby-text", "desc", "title"}
    | {
        "bookmark",
        "change",
        "change-start",
        "change-end",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
    }
)
_BLOCKS = frozenset({"p", "h"})
_DRAWN = frozenset(
    {"frame", "custom-shape", "rect", "line", "polyline", "polygon", "path", "circle", "ellipse", "g", "connector"}
)
_OLD_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_MOST_SPACES = 1000
_CLIPPED = re.compile(r"(?<![\w.])(-?\d*\.?\d+)(?=[a-z])")
"""The lengths of ``rect(1cm, 0cm, 0cm, 0cm)``."""


@dataclass(frozen=True)
class OdfStyles:
    """Names of the automatic and common styles that hide (text, sections, tables), how all styles look, and the names
    of those that crop pictures.
    """

    hidden: frozenset[str]
    looks: OdfLooks = NO_LOOKS
    cropping: frozenset[str] = frozenset()

    @classmethod
    def of(cls, roots: Iterable[etree._Element]) -> "OdfStyles":
        """Read the styles of ``content.xml`` and ``styles.xml``."""
        names = set()
        roots = list(roots)
        for root in roots:
            for style in root.iter():
                if tag_of(style) == "style" and any(attribute(each, "display") in ("none", "false") for each in style):
                    names.add(attribute(style, "name") or "")
        return cls(frozenset(names), OdfLooks.of(roots), _cropping(roots))

    def hides(self, element: etree._Element) -> bool:
        """Whether an element is not printed, by its style or by itself."""
        if tag_of(element) in _UNPRINTED or attribute(element, "display") in ("none", "false"):
            return True
        return (attribute(element, "style-name") or "") in self.hidden

    def crops(self, frame: etree._Element) -> bool:
        """Whether a frame, or one in it, shows only a part of its picture.

        How large that is, the file does not tell: it is measured on the size that a program gives the whole picture.
        """
        return any((attribute(each, "style-name") or "") in self.cropping for each in frame.iter() if is_drawn(each))


def _cropping(roots: Iterable[etree._Element]) -> frozenset[str]:
    """Names of the styles of frames that cut something off pictures, by themselves or by those they derive from."""
    styles = {
        attribute(each, "name") or "": each
        for root in roots
        for each in root.iter()
        if tag_of(each) == "style" and attribute(each, "family") == "graphic"
    }
    return frozenset(name for name in styles if _cuts(name, styles))


def _cuts(name: str, styles: Mapping[str, etree._Element]) -> bool:
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        said = next((clip for each in styles[name] if (clip := attribute(each, "clip")) is not None), None)
        if said is not None:
            return any(float(length) > 0 for length in _CLIPPED.findall(said))
        name = attribute(styles[name], "parent-style-name") or ""
    return False


def printed_text(
    block: etree._Element, styles: OdfStyles, apart: list[etree._Element], around: OdfLook = NO_LOOK
) -> str:
    """The characters of a paragraph, marks among them, inside something that looks as ``around``.

    What is anchored in it but printed elsewhere (boxes, notes) goes to ``apart``.
    """
    parts: list[str] = []
    _collect(block, styles, parts, apart, styles.looks.of_element(block, around))
    return "".join(parts)


def _collect(
    element: etree._Element, styles: OdfStyles, parts: list[str], apart: list[etree._Element], look: OdfLook
) -> None:
    parts.append(look.shown(_bare(element.text)))
    for each in element:
        tag = tag_of(each)
        if tag == "note" or is_drawn(each):
            apart.append(each)
            parts.append(drawn_mark(each))
        elif tag == "change":
            parts.append(deleted(styles.looks.deletions.get(attribute(each, "change-id") or "", "")))
        elif tag in ("placeholder", "control"):
            parts.append(NOT_TEXT)
        elif tag == "s":
            count = attribute(each, "c") or "1"
            parts.append(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
        elif tag == "tab":
            parts.append("\t")
        elif tag == "line-break":
            parts.append("\n")
        elif tag and not styles.hides(each):
            _collect(each, styles, parts, apart, styles.looks.of_element(each, look))
        parts.append(look.shown(_bare(each.tail)))


def is_drawn(element: etree._Element) -> bool:
    """Whether an element is a frame or a shape."""
    return tag_of(element) in _DRAWN and etree.QName(element).namespace not in (None, _OLD_TEXT)


def drawn_mark(element: etree._Element) -> str:
    """A mark for a frame or shape that shows no text of its own; nothing for a box of text or a note."""
    shows = tag_of(element) == "note" or any(tag_of(each) in ("text-box", *_BLOCKS) for each in element.iter())
    return "" if shows else NOT_TEXT if tag_of(element) == "control" else PICTURE


def _bare(text: str | None) -> str:
    """White space of the file is one space."""
    return "" if not text else "".join(char if not char.isspace() or char == "\u3000" else " " for char in text)


def lines_of(holder: etree._Element, styles: OdfStyles, apart: Sequence[etree._Element] = ()) -> list[str]:
    """What a spreadsheet cell shows: its paragraphs, and marks for what is anchored in it and not ``apart``."""
    around = styles.looks.of_element(holder, NO_LOOK)
    lines: list[str] = []
    for each in (each for each in holder if each not in apart):
        if is_drawn(each) and not styles.hides(each):
            lines.append(PICTURE)
        elif tag_of(each) in _BLOCKS and not styles.hides(each):
            lines.append(printed_text(each, styles, [], around))
    return lines

"""Word documents (docx, docm): body, headers and footers, text boxes, notes, as they are printed.

The parts are read as XML, for what decides whether something is printed stands in the marks around it: what was
inserted counts, what was deleted or moved away does not, and neither does hidden text.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.part_references import targets
from extractor.documents.word.docx_style import Styles, child, is_on
from extractor.documents.word.flowing import DEEPEST, FlowCell, FlowItem, document_of_flow, grid_of
from extractor.errors import LimitExceeded, UnreadableDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "tblPr", "tcPr", "trPr"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PICTURES = frozenset({"blip", "imagedata"})
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def open_docx(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """A Word document. Raises UnreadableDocument, EncryptedDocument, EmptyDocument, NeedsOcr or LimitExceeded."""
    package = Package(data, name, limits)
    main = targets(package, "").get("officeDocument", "word/document.xml")
    if main not in package:
        raise UnreadableDocument(f"{name}: not a Word document: its main part is missing.")
    parts = targets(package, main)
    root = package.tree(main)
    styles = Styles.of(package.tree(parts["styles"]) if parts.get("styles") in package.parts else None)
    flow = _DocxFlow(styles, name)
    items = [
        *_around(package, root, flow, parts, "headerReference"),
        *flow.blocks(child(root, "body")),
        *_notes(package, flow, parts),
        *_around(package, root, flow, parts, "footerReference"),
    ]
    return document_of_flow(
        items, name=name, sha256=sha256, media_type=MEDIA_TYPE, limits=limits, pictures=flow.pictures
    )


def _around(
    package: Package, root: etree._Element, flow: "_DocxFlow", parts: dict[str, str], kind: str
) -> Iterator[FlowItem]:
    """Headers or footers, each text once."""
    seen: set[str] = set()
    for section in (each for each in root.iter() if tag_of(each) == "sectPr"):
        for reference in section:
            part = parts.get(attribute(reference, "id") or "", "")
            if tag_of(reference) != kind or part not in package or part in seen:
                continue
            if attribute(reference, "type") == "first" and not is_on(child(section, "titlePg")):
                continue
            seen.add(part)
            for item in flow.blocks(package.tree(part)):
                if not isinstance(item, str) or item not in seen:
                    yield item
                seen.update([item] if isinstance(item, str) else [])


def _notes(package: Package, flow: "_DocxFlow", parts: dict[str, str]) -> Iterator[FlowItem]:
    """Footnotes and endnotes that the body refers to; the lines between body and notes are no notes."""
    for kind, element in _NOTES.items():
        part = parts.get(kind, posixpath.join("word", f"{kind}.xml"))
        for note in package.tree(part) if part in package else ():
            if tag_of(note) == element and (attribute(note, "type") or "normal") == "normal":
                yield from flow.blocks(note)


@dataclass
class _DocxFlow:
    """Walks the blocks of a part. ``tables`` counts the tables of the file, ``pictures`` its pictures."""

    styles: Styles
    name: str
    tables: int = 0
    pictures: int = 0
    depth: int = 0

    def blocks(self, holder: etree._Element | None) -> Iterator[FlowItem]:
        """Paragraphs and tables below an element; what only wraps them is seen through."""
        for element in holder if holder is not None else ():
            tag = tag_of(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag == "AlternateContent":
                yield from self.blocks(_alternative(element))
            elif tag not in _GONE:
                yield from self.blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[FlowItem]:
        printed = _Printed(self.styles, self.styles.hides_paragraph(paragraph))
        printed.add(paragraph)
        self.pictures += printed.pictures
        text = "".join(printed.parts).strip(" \n")
        if text.strip():
            yield text
        for box in printed.boxes:
            yield from self.blocks(box)

    def _table(self, table: etree._Element) -> Iterator[FlowItem]:
        self.tables += 1
        number = self.tables
        self.depth += 1
        if self.depth > DEEPEST:
            raise LimitExceeded(f"{self.name}: tables nested more than {DEEPEST} deep.")
        rows = [self._row(row) for row in _wrapped(table, "tr") if not _is_gone(child(row, "trPr"))]
        self.depth -= 1
        yield from grid_of(number, rows)

    def _row(self, row: etree._Element) -> list[FlowCell]:
        before = child(child(row, "trPr"), "gridBefore")
        column = _number(before, 0)
        cells: list[FlowCell] = []
        for cell in _wrapped(row, "tc"):
            properties = child(cell, "tcPr")
            if child(properties, "cellDel") is not None:
                continue
            span = max(1, _number(child(properties, "gridSpan"), 1))
            merge = child(properties, "vMerge")
            follows = merge is not None and (attribute(merge, "val") or "continue") == "continue"
            items = () if follows else tuple(self.blocks(cell))
            beside = child(properties, "hMerge")
            if beside is not None and (attribute(beside, "val") or "continue") == "continue" and cells:
                last = cells.pop()
                cells.append(FlowCell(last.items, last.column, last.columns + span, last.rows, last.follows))
            else:
                cells.append(FlowCell(items, column, span, 1, follows))
            column += span
        return cells


@dataclass
class _Printed:
    """The printed characters of one paragraph, and the text boxes anchored in it."""

    styles: Styles
    hides: bool
    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0

    def add(self, holder: etree._Element | None, shown: bool = True, raised: bool = False) -> None:
        """Collect what is printed below an element."""
        for element in holder if holder is not None else ():
            tag = tag_of(element)
            if tag == "r":
                position = child(child(element, "rPr"), "vertAlign")
                above = position is not None and attribute(position, "val") == "superscript"
                self.add(element, not self.styles.hides_run(element, self.hides), above)
            elif tag == "txbxContent":
                self.boxes.append(element)
            elif tag == "AlternateContent":
                self.add(_alternative(element), shown, raised)
            elif tag in _PICTURES:
                self.pictures += 1
            elif tag == "t" and shown:
                text = "".join((element.text or "").splitlines())
                self.parts.append(text.translate(_RAISED) if raised else text)
            elif tag in _SIGNS and shown:
                self.parts.append(_SIGNS[tag])
            elif tag == "sym" and shown:
                code = attribute(element, "char") or ""
                self.parts.append(chr(int(code, 16)) if len(code) == 4 and code.isalnum() else "\ufffd")
            elif tag not in _GONE and tag not in ("t", *_SIGNS, "sym"):
                self.add(element, shown, raised)


def _alternative(element: etree._Element) -> etree._Element | None:
    """Of several versions of the same thing the first that holds characters or a picture."""
    versions: Iterable[etree._Element] = [each for each in element if tag_of(each) in ("Choice", "Fallback")]
    full = (each for each in versions if any(tag_of(part) in ("t", *_PICTURES) for part in each.iter()))
    return next(full, None)


def _wrapped(holder: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for element in holder:
        tag = tag_of(element)
        if tag == name:
            yield element
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _wrapped(element, name)


def _is_gone(properties: etree._Element | None) -> bool:
    """Whether a row was deleted with its changes tracked, or is hidden."""
    return child(properties, "del") is not None or is_on(child(properties, "hidden"))


def _number(element: etree._Element | None, missing: int) -> int:
    digits = "" if element is None else attribute(element, "val") or ""
    return min(int(digits), 1000) if digits.isascii() and digits.isdigit() and len(digits) < 7 else missing

"""Word documents (docx, docm): body, headers and footers, text boxes, notes, as they are printed.

The parts are read as XML, for what decides whether something is printed stands in the marks around it: what was
inserted counts, what was deleted or moved away is struck, and hidden text is not there.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.part_references import targets
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.unread_marks import NOT_TEXT
from extractor.documents.word.cropped_picture import PictureCut, cut_of, shown_part
from extractor.documents.word.docx_run import GONE, PrintedParagraph, alternative, without_placeholders
from extractor.documents.word.docx_style import Styles, child, is_on
from extractor.documents.word.flowing import (
    DEEPEST,
    FlowCell,
    FlowGrid,
    FlowItem,
    FlowPicture,
    document_of_flow,
    grid_of,
)
from extractor.errors import LimitExceeded, UnreadableDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def open_docx(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """A Word document. Raises UnreadableDocument, EncryptedDocument, EmptyDocument, NeedsOcr or LimitExceeded."""
    package = Package(data, name, limits)
    main = targets(package, "").get("officeDocument", "word/document.xml")
    if main not in package:
        raise UnreadableDocument(f"{name}: not a Word document: its main part is missing.")
    parts = targets(package, main)
    root = without_placeholders(package.tree(main))
    styles = Styles.of(package.tree(parts["styles"]) if parts.get("styles") in package.parts else None)
    flow = _DocxFlow(styles, name, package, parts)
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
    shown: set[FlowItem] = set()
    for section in (each for each in root.iter() if tag_of(each) == "sectPr"):
        for reference in section:
            part = parts.get(attribute(reference, "id") or "", "")
            if tag_of(reference) != kind or part not in package or part in seen:
                continue
            if attribute(reference, "type") == "first" and not is_on(child(section, "titlePg")):
                continue
            seen.add(part)
            for item in flow.blocks_of_part(part):
                if isinstance(item, FlowGrid) or item not in shown:
                    yield item
                shown.update([] if isinstance(item, FlowGrid) else [item])


def _notes(package: Package, flow: "_DocxFlow", parts: dict[str, str]) -> Iterator[FlowItem]:
    """Footnotes and endnotes that the body refers to; the lines between body and notes are no notes."""
    for kind, element in _NOTES.items():
        part = parts.get(kind, posixpath.join("word", f"{kind}.xml"))
        for note in package.tree(part) if part in package else ():
            if tag_of(note) == element and (attribute(note, "type") or "normal") == "normal":
                yield from flow.blocks_of_part(part, note)


@dataclass
class _DocxFlow:
    """Walks the blocks of a part. ``tables`` counts the tables of the file, ``pictures`` the pictures that it
    does not give out; ``parts``: what the part refers to.
    """

    styles: Styles
    name: str
    package: Package
    parts: dict[str, str]
    tables: int = 0
    pictures: int = 0
    depth: int = 0

    def blocks_of_part(self, part: str, holder: etree._Element | None = None) -> Iterator[FlowItem]:
        """The blocks of another part than the main one, or of an element in it."""
        before, self.parts = self.parts, targets(self.package, part)
        yield from self.blocks(self.package.tree(part) if holder is None else holder)
        self.parts = before

    def blocks(self, holder: etree._Element | None) -> Iterator[FlowItem]:
        """Paragraphs and tables below an element; what only wraps them is seen through."""
        for element in holder if holder is not None else ():
            tag = tag_of(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag == "AlternateContent":
                yield from self.blocks(alternative(element))
            elif tag not in GONE:
                yield from self.blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[FlowItem]:
        printed = PrintedParagraph(self.styles, self.styles.of_paragraph(paragraph))
        printed.add(paragraph)
        self.pictures += printed.pictures
        text = "".join(printed.parts).strip(" \n")
        if _is_counted(paragraph) and not any(map(str.isalpha, text)):
            text = f"{NOT_TEXT} {text}"
        if text.strip():
            yield text
        if printed.pictures:
            yield from self._pictures(paragraph)
        for box in printed.boxes:
            yield from self.blocks(box)

    def _pictures(self, paragraph: etree._Element) -> Iterator[FlowItem]:
        """The pictures that stand in a paragraph, each once: all in tables, large ones elsewhere."""
        seen: set[tuple[str, PictureCut]] = set()
        for element in paragraph.iter():
            if tag_of(element) not in ("blip", "imagedata") or next(_paragraphs(element)) is not paragraph:
                continue
            part = self.parts.get(attribute(element, "embed") or attribute(element, "id") or "", "")
            cut = cut_of(element)
            if part not in self.package or (part, cut) in seen:
                continue
            content = shown_part(self.package.read(part), cut)
            seen.add((part, cut))
            if content and (self.depth or is_large_picture(content)):
                self.pictures -= 1
                yield FlowPicture(content)

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


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs around an element, the nearest first."""
    return (each for each in element.iterancestors() if tag_of(each) == "p")


def _wrapped(holder: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for element in holder:
        tag = tag_of(element)
        if tag == name:
            yield element
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _wrapped(element, name)


def _is_counted(paragraph: etree._Element) -> bool:
    """Whether a paragraph of a cell is counted by a list: the number is shown, and stored nowhere."""
    number = child(child(child(paragraph, "pPr"), "numPr"), "numId")
    return _number(number, 0) > 0 and any(tag_of(each) == "tc" for each in paragraph.iterancestors())


def _is_gone(properties: etree._Element | None) -> bool:
    """Whether a row was deleted with its changes tracked, or is hidden."""
    return child(properties, "del") is not None or is_on(child(properties, "hidden"))


def _number(element: etree._Element | None, missing: int) -> int:
    digits = "" if element is None else attribute(element, "val") or ""
    return min(int(digits), 1000) if digits.isascii() and digits.isdigit() and len(digits) < 7 else missing

"""OpenDocument texts (odt): paragraphs, lists, sections, tables, text boxes and notes in the order of the file.

Behind them stand the headers and footers of the page styles in use: a header is of every page, and of no title.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.word.flowing import (
    DEEPEST,
    FlowCell,
    FlowGrid,
    FlowItem,
    FlowPicture,
    document_of_flow,
    grid_of,
)
from extractor.documents.word.odf_look import NO_LOOK, OdfLook
from extractor.documents.word.odf_masters import masters_in_use
from extractor.documents.word.odf_style import OdfStyles, drawn_mark, is_drawn, printed_text
from extractor.errors import EncryptedDocument, LimitExceeded, UnreadableDocument

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_GONE = frozenset({"tracked-changes", "forms", "sequence-decls", "annotation", "index-title-template", "toc-mark"})
_MOST_REPEATED = 1000


def open_odt(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """An OpenDocument text. Raises UnreadableDocument, EncryptedDocument, EmptyDocument, NeedsOcr or LimitExceeded."""
    package = Package(data, name, limits)
    content, styles = odf_parts(package)
    holder = next((each for each in content.iter() if tag_of(each) == "body"), ())
    body = next((each for each in holder if tag_of(each) == "text"), None)
    flow = _OdtFlow(styles, name, package)
    common = package.tree("styles.xml") if "styles.xml" in package else None
    masters = masters_in_use(body, content, common, styles)
    items = [*flow.blocks(body), *_around(masters, flow, "header"), *_around(masters, flow, "footer")]
    return document_of_flow(
        items, name=name, sha256=sha256, media_type=MEDIA_TYPE, limits=limits, pictures=flow.pictures
    )


def _around(masters: Sequence[etree._Element], flow: "_OdtFlow", kind: str) -> Iterator[FlowItem]:
    """Headers or footers, those of left and of first pages too, each text once."""
    shown: set[FlowItem] = set()
    for master in masters:
        for holder in (each for each in master if tag_of(each) in (kind, f"{kind}-left", f"{kind}-first")):
            for item in flow.blocks(holder) if not flow.styles.hides(holder) else ():
                if isinstance(item, FlowGrid) or item not in shown:
                    yield item
                shown.update([] if isinstance(item, FlowGrid) else [item])


def odf_parts(package: Package) -> tuple[etree._Element, OdfStyles]:
    """The content of an OpenDocument file and the styles that hide. EncryptedDocument where it asks for a password."""
    if "META-INF/manifest.xml" in package:
        manifest = package.tree("META-INF/manifest.xml")
        if any(tag_of(each) == "encryption-data" for each in manifest.iter()):
            raise EncryptedDocument(f"{package.name}: the file asks for a password. Save a copy without one.")
    if "content.xml" not in package:
        raise UnreadableDocument(f"{package.name}: not an OpenDocument file: its content is missing.")
    content = package.tree("content.xml")
    roots = [content, *([package.tree("styles.xml")] if "styles.xml" in package else [])]
    return content, OdfStyles.of(roots)


@dataclass
class _OdtFlow:
    """Walks the blocks of a text. ``tables`` counts the tables of the file, ``pictures`` its pictures."""

    styles: OdfStyles
    name: str
    package: Package
    tables: int = 0
    pictures: int = 0
    depth: int = 0

    def blocks(self, holder: etree._Element | None, around: OdfLook = NO_LOOK) -> Iterator[FlowItem]:
        """Paragraphs and tables below an element; what only wraps them is seen through."""
        for element in holder if holder is not None else ():
            tag = tag_of(element)
            if not tag or tag in _GONE or self.styles.hides(element):
                continue
            if tag in ("p", "h"):
                apart: list[etree._Element] = []
                text = printed_text(element, self.styles, apart, around).strip(" \n")
                if text.strip():
                    yield text
                for each in apart:
                    yield from self.blocks(each)
            elif tag == "table":
                yield from self._table(element)
            elif tag == "image":
                part = attribute(element, "href") or ""
                content = self.package.read(part) if part in self.package else b""
                whole = not self.styles.crops(next(element.iterancestors()))
                if whole and content and (self.depth or is_large_picture(content)):
                    yield FlowPicture(content)
                else:
                    self.pictures += 1
            else:
                if is_drawn(element) and (mark := drawn_mark(element)):
                    yield mark
                yield from self.blocks(element, around)

    def _table(self, table: etree._Element) -> Iterator[FlowItem]:
        self.tables += 1
        number = self.tables
        self.depth += 1
        if self.depth > DEEPEST:
            raise LimitExceeded(f"{self.name}: tables nested more than {DEEPEST} deep.")
        rows = []
        for row in rows_of(table):
            cells = self._cells(row)
            rows += [cells] * repeated(row, "number-rows-repeated", _MOST_REPEATED)
        self.depth -= 1
        yield from grid_of(number, rows)

    def _cells(self, row: etree._Element) -> list[FlowCell]:
        cells: list[FlowCell] = []
        column = 0
        for cell in row:
            tag = tag_of(cell)
            if tag not in ("table-cell", "covered-table-cell"):
                continue
            look = self.styles.looks.of_element(cell, NO_LOOK)
            items = tuple(self.blocks(cell, look)) if tag == "table-cell" else ()
            across = repeated(cell, "number-columns-spanned", _MOST_REPEATED)
            down = repeated(cell, "number-rows-spanned", _MOST_REPEATED)
            for _ in range(repeated(cell, "number-columns-repeated", _MOST_REPEATED)):
                if tag == "table-cell":
                    cells.append(FlowCell(items, column, across, down))
                column += 1
        return cells


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that are shown, those of its header and its groups too."""
    for element in table:
        tag = tag_of(element)
        if tag == "table-row" and attribute(element, "visibility") not in ("collapse", "filter"):
            yield element
        elif tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows_of(element)


def repeated(element: etree._Element, name: str, most: int) -> int:
    """How often something is repeated, or how far it spans: an attribute that is 1 where it is left out."""
    digits = attribute(element, name) or "1"
    return max(1, min(int(digits), most)) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1

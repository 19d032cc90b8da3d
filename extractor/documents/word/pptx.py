"""Slide decks (pptx, pptm): what every shown slide says, a page for each, its tables as tables.

Texts stand in the order of the file, the title first; large pictures wait there to be read. Charts, diagrams and small
pictures are no text and are counted in the remarks of the slide.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractor.documents.composing import Composer, LaidCell, pieces_of_lines
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document, Page, StoredPicture
from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.part_references import targets
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.unread_marks import NOT_TEXT, UNREADABLE, lowered, raised, struck
from extractor.documents.word.cropped_picture import cut_of, shown_part
from extractor.documents.word.docx_run import alternative
from extractor.documents.word.docx_style import child
from extractor.documents.word.flowing import FlowCell, FlowGrid, FlowItem, FlowPicture, grid_of
from extractor.errors import EmptyDocument, LimitExceeded, NeedsOcr, UnreadableDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_DEEPEST = 40
_WIDEST = 1000
_TITLES = frozenset({"title", "ctrTitle"})
_DRAWN = {"chart": "charts", "relIds": "diagrams", "oleObj": "objects"}
"""What a frame holds that is no text, and what it is called."""


def open_pptx(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """The shown slides. Raises UnreadableDocument, EncryptedDocument, EmptyDocument, NeedsOcr or LimitExceeded."""
    package = Package(data, name, limits)
    main = targets(package, "").get("officeDocument", "ppt/presentation.xml")
    if main not in package:
        raise UnreadableDocument(f"{name}: not a slide deck: its list of slides is missing.")
    parts = targets(package, main)
    listed = [each for each in package.tree(main).iter() if tag_of(each) == "sldId"]
    limits.check_pages(len(listed), name)
    composer, pages, seen = Composer(), list[Page](), Counter[str]()
    stored: list[StoredPicture] = []
    hidden = table = 0
    for entry in listed:
        part = parts.get(_reference(entry), "")
        root = package.tree(part) if part in package else None
        if root is None or root.get("show") in ("0", "false"):
            hidden += 1
            continue
        slide = _SlideReader(name, package, targets(package, part))
        for at, item in enumerate(slide.read(root)):
            if isinstance(item, FlowPicture):
                stored.append(StoredPicture(item.content, len(composer.rows), len(pages) + 1))
            else:
                table = _add(composer, item, table, len(pages) + 1, at)
        if len(composer.words) > limits.words:
            raise LimitExceeded(f"{name}: more than {limits.words} words. Split the file.")
        seen.update(slide.seen)
        remarks = tuple(f"{many} {what} are not read" for what, many in slide.seen.items())
        pages.append(Page(len(pages) + 1, method="logical", source="slide", remarks=remarks))
    if not stored:
        _check_said(composer, seen["pictures"], name)
    if hidden:
        said = f"{hidden} hidden slides are not printed"
        pages[0] = replace(pages[0], remarks=(said, *pages[0].remarks))
    return composer.document(
        name=name,
        sha256=sha256,
        media_type=MEDIA_TYPE,
        pages=pages,
        pictures=stored,
    )


def _check_said(composer: Composer, pictures: int, name: str) -> None:
    """NeedsOcr for slides that show pictures alone, EmptyDocument for slides that show nothing."""
    if any(word.text != UNREADABLE for word in composer.words):
        return
    if pictures:
        raise NeedsOcr(f"{name}: slides of pictures alone. Save them as PDF and run OCR.")
    raise EmptyDocument(f"{name}: no shown slide says anything.")


def _add(composer: Composer, item: str | FlowGrid, table: int, page: int, at: int) -> int:
    """Write a text or a table; the next free index of tables."""
    if isinstance(item, FlowGrid):
        for row in item.rows:
            cells = [replace(cell, address=f"slide {page}, {cell.address}") for cell in row]
            composer.add_row(cells, table, page)
        return table + 1
    for line in item.split("\n"):
        pieces = pieces_of_lines([line], running=True)
        if pieces:
            composer.add_row((LaidCell(pieces, address=f"slide {page}, text {at + 1}"),), None, page)
    return table


@dataclass
class _SlideReader:
    """Reads one slide. ``parts``: what it refers to; ``seen``: what it shows that is no text and no large picture."""

    name: str
    package: Package
    parts: dict[str, str]
    seen: Counter[str] = field(default_factory=Counter)
    tables: int = 0

    def read(self, root: etree._Element) -> Iterator[FlowItem]:
        """Its texts, tables and large pictures, the title first."""
        tree = child(child(root, "cSld"), "spTree")
        shapes = list(tree) if tree is not None else []
        for shape in sorted(shapes, key=lambda each: not _is_title(each)):
            yield from self._shape(shape, 0)

    def _shape(self, shape: etree._Element, depth: int) -> Iterator[FlowItem]:
        if depth > _DEEPEST:
            raise LimitExceeded(f"{self.name}: shapes grouped over {_DEEPEST} levels deep. No slide is.")
        tag = tag_of(shape)
        if tag == "AlternateContent":
            shown = alternative(shape)
            for inner in shown if shown is not None else ():
                yield from self._shape(inner, depth + 1)
            return
        if _is_hidden(shape):
            return
        if tag == "grpSp":
            for inner in shape:
                yield from self._shape(inner, depth + 1)
        elif tag == "sp":
            if child(child(shape, "spPr"), "blipFill") is not None:
                yield from self._picture(shape)
            yield from _paragraphs(child(shape, "txBody"))
        elif tag == "pic":
            yield from self._picture(shape)
        elif tag == "graphicFrame":
            yield from self._frame(shape)

    def _picture(self, shape: etree._Element) -> Iterator[FlowItem]:
        blip = next((each for each in shape.iter() if tag_of(each) == "blip"), None)
        part = self.parts.get(attribute(blip, "embed") or "", "") if blip is not None else ""
        content = self.package.read(part) if part in self.package else b""
        if blip is not None and is_large_picture(content):
            content = shown_part(content, cut_of(blip))
        if is_large_picture(content):
            yield FlowPicture(content)
        else:
            self.seen["pictures"] += 1

    def _frame(self, frame: etree._Element) -> Iterator[FlowItem]:
        held = next((each for each in frame.iter() if tag_of(each) in ("tbl", *_DRAWN)), None)
        if held is None:
            return
        if tag_of(held) != "tbl":
            self.seen[_DRAWN[tag_of(held)]] += 1
            return
        self.tables += 1
        rows = [list(self._row(row)) for row in held if tag_of(row) == "tr"]
        yield from grid_of(self.tables, rows)

    def _row(self, row: etree._Element) -> Iterator[FlowCell]:
        """The cells that begin in a row; those that another one covers are left out."""
        for column, cell in enumerate(each for each in row if tag_of(each) == "tc"):
            if column > _WIDEST:
                raise LimitExceeded(f"{self.name}: a table of over {_WIDEST} columns. Split it.")
            if cell.get("hMerge") not in ("1", "true") and cell.get("vMerge") not in ("1", "true"):
                across, down = (_spanned(cell.get(name)) for name in ("gridSpan", "rowSpan"))
                yield FlowCell(tuple(_paragraphs(child(cell, "txBody"))), column, across, down)


def _paragraphs(body: etree._Element | None) -> Iterator[str]:
    """The lines of a text, one for each paragraph."""
    for paragraph in body if body is not None else ():
        if tag_of(paragraph) == "p":
            text = "".join(_runs(paragraph))
            if text.strip():
                yield text


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for run in paragraph:
        tag = tag_of(run)
        if tag in ("r", "fld"):
            holder, look = child(run, "t"), child(run, "rPr")
            text = (holder.text or "") if holder is not None else ""
            yield _as_printed(text, look)
        elif tag == "br":
            yield "\n"
        elif tag == "AlternateContent" or tag == "m":
            yield NOT_TEXT


def _as_printed(text: str, look: etree._Element | None) -> str:
    """Text as its run shows it: raised, lowered, struck."""
    if look is None:
        return text
    height = look.get("baseline", "0")
    if height.rstrip("%") not in ("0", ""):
        text = lowered(text) if height.startswith("-") else raised(text)
    return struck(text) if look.get("strike", "noStrike") != "noStrike" else text


def _is_title(shape: etree._Element) -> bool:
    return any(tag_of(each) == "ph" and each.get("type") in _TITLES for each in shape.iter())


def _is_hidden(shape: etree._Element) -> bool:
    """Whether a shape is not shown."""
    head = shape[0] if len(shape) else None
    named = child(head, "cNvPr")
    return named is not None and named.get("hidden") in ("1", "true")


def _spanned(said: str | None) -> int:
    return min(int(said), _WIDEST) if said is not None and said.isascii() and said.isdecimal() and int(said) else 1


def _reference(entry: etree._Element) -> str:
    """Which part an entry of the list of slides is; its own number is called ``id`` as well."""
    named = (value for key, value in entry.attrib.items() if str(key).endswith("}id"))
    return str(next(named, ""))

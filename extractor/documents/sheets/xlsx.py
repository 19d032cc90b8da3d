"""Excel workbooks (xlsx, xlsm): what every visible sheet shows, cell by cell.

The parts are read as XML, so that every digit is the one that is stored. A formula shows its stored result; one that
was never computed shows itself, which is no number, and its sheet carries a remark.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.part_references import targets
from extractor.documents.sheets.anchored import PIXEL, Measures, covered_squares, pictures_in_squares
from extractor.documents.sheets.number_format import shown_number, shown_text
from extractor.documents.sheets.sheet_grid import At, Merge, Sheet, SheetCell
from extractor.documents.sheets.sheet_tables import document_of_sheets
from extractor.documents.sheets.xlsx_style import STANDARD, CellStyle, cell_styles, font_look
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.text_look import PLAIN, UNSEEN_SIZE, FontLook, as_shown
from extractor.documents.word.cropped_picture import PictureCut, cut_of, shown_part
from extractor.errors import LimitExceeded, UnreadableDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NO_SHEETS = frozenset({"chartsheet", "dialogsheet"})
_START = At(-1, -1)
_MOST_COVERED = 10_000
Runs: TypeAlias = Sequence[tuple[str, FontLook | None]]
"""Pieces of a text, each with its look; None where it looks as its cell."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def open_xlsx(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """The visible sheets of a workbook. Raises UnreadableDocument, EncryptedDocument, EmptyDocument, LimitExceeded."""
    book = _Workbook.of(Package(data, name, limits), limits)
    sheets = list(book.sheets())
    return document_of_sheets(sheets, name=name, sha256=sha256, media_type=MEDIA_TYPE, limits=limits)


@dataclass(frozen=True)
class _Workbook:
    """A workbook: its shared texts as runs of one look, and every cell style."""

    package: Package
    limits: OpeningLimits
    texts: Sequence[Runs]
    styles: Sequence[CellStyle]
    root: etree._Element
    parts: Mapping[str, str]

    @classmethod
    def of(cls, package: Package, limits: OpeningLimits) -> "_Workbook":
        place = targets(package, "").get("officeDocument", "xl/workbook.xml")
        if place not in package:
            raise UnreadableDocument(f"{package.name}: not a workbook: its list of sheets is missing.")
        parts = targets(package, place)
        texts = _shared_texts(package, parts["sharedStrings"]) if parts.get("sharedStrings") in package.parts else []
        styles = cell_styles(package.tree(parts["styles"])) if parts.get("styles") in package.parts else []
        return cls(package, limits, texts, styles, package.tree(place), parts)

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets in order; the first says which were left out."""
        entries = [each for each in self.root.iter() if tag_of(each) == "sheet"]
        hidden = [each.get("name", "") for each in entries if each.get("state", "visible") != "visible"]
        remarks = [f"{len(hidden)} hidden sheets are not printed: {', '.join(hidden[:5])}"] if hidden else []
        for entry in entries:
            part = self.parts.get(attribute(entry, "id") or "", "")
            if entry.get("state", "visible") == "visible" and part in self.package:
                found = _XlsxSheetReader(self, self.package.xml(part), part).read(entry.get("name", ""), remarks)
                if found is not None:
                    yield found
                    remarks = []

    @property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904."""
        return any(_is_on(each.get("date1904")) for each in self.root.iter() if tag_of(each) == "workbookPr")

    def style_of(self, style: str | None) -> CellStyle:
        """A cell style by its number."""
        number = int(style) if style and style.isdigit() else 0
        return self.styles[number] if number < len(self.styles) else STANDARD

    def drawing_of(self, sheet: str) -> etree._Element | None:
        """What is drawn over a sheet."""
        part = targets(self.package, sheet).get("drawing")
        return self.package.tree(part) if part in self.package.parts else None


@dataclass
class _XlsxSheetReader:
    """Reads one sheet from top to bottom without keeping its XML."""

    book: _Workbook
    data: bytes
    part: str
    cells: dict[At, SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    said: Counter[str] = field(default_factory=Counter)
    zeros: bool = True
    measures: Measures = field(default_factory=Measures)
    style: CellStyle = STANDARD
    at: At = _START

    def read(self, name: str, remarks: Sequence[str]) -> Sheet | None:
        """The sheet; None for a sheet of another kind, such as a chart."""
        try:
            for event, element in _events(self.data):
                tag = tag_of(element)
                if tag in _NO_SHEETS:
                    return None
                if event == "start":
                    self._begin(tag, element)
                else:
                    self._end(tag, element)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocument(f"{self.book.package.name}: sheet {name} is damaged ({error}).") from error
        rows, columns = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        drawing = self.book.drawing_of(self.part)
        covers = (
            frozenset(islice(covered_squares(drawing, self.measures), _MOST_COVERED))
            if drawing is not None
            else frozenset()
        )
        pictured, large = self._pictures(drawing)
        said = (f"{count} {what}" for what, count in self.said.items() if count)
        return Sheet(name, self.cells, self.merges, rows, columns, (*remarks, *said), covers, large, pictured)

    def _pictures(self, drawing: etree._Element | None) -> tuple[dict[At, bytes], tuple[bytes, ...]]:
        """The pictures that lie over one square of a row in use, and the other large ones on the sheet, each once."""
        if drawing is None:
            return {}, ()
        package, filled = self.book.package, {at.row for at in self.cells}
        last = max((at.column for at in self.cells), default=-1)
        parts = targets(package, targets(package, self.part).get("drawing", ""))
        media = [part for part in dict.fromkeys(parts.values()) if "/media/" in part and part in package]
        named = {
            each: parts.get(attribute(each, "embed") or "", "") for each in drawing.iter() if tag_of(each) == "blip"
        }
        squares = (each for each in pictures_in_squares(drawing, self.measures) if named[each[1]] in media)
        inside = islice((each for each in squares if each[0].row in filled and each[0].column <= last), _MOST_COVERED)
        over = dict(inside)
        held = {named[blip] for blip in over.values()}
        pictured = {at: shown_part(package.read(named[blip]), cut_of(blip)) for at, blip in over.items()}
        apart = [part for part in media if part not in held and is_large_picture(package.read(part))]
        cuts = {part: dict.fromkeys(cut_of(blip) for blip, name in named.items() if name == part) for part in apart}
        large = [shown_part(package.read(part), cut) for part in apart for cut in cuts[part] or (PictureCut(),)]
        self.said["cropped pictures are not read"] += large.count(b"") + list(pictured.values()).count(b"")
        return {at: each for at, each in pictured.items() if each}, tuple(filter(is_large_picture, large))

    def _begin(self, tag: str, element: etree._Element) -> None:
        if tag == "row":
            given = element.get("r")
            self.at = At(int(given) - 1 if given else self.at.row + 1, -1)
            if _is_on(element.get("hidden")) or element.get("ht") in ("0", "0.0"):
                self.hidden_rows.add(self.at.row)
            if element.get("ht"):
                self.measures.heights[self.at.row] = float(element.get("ht", "15")) * 4 / 3 * PIXEL
        elif tag == "sheetView" and element.get("showZeros") in ("0", "false"):
            self.zeros = False

    def _end(self, tag: str, element: etree._Element) -> None:
        if tag == "c":
            self.at = _square(element.get("r")) or At(self.at.row, self.at.column + 1)
            cell = self._cell(element)
            if cell is not None:
                self.cells[self.at] = cell
            if len(self.cells) > self.book.limits.words:
                name, most = self.book.package.name, self.book.limits.words
                raise LimitExceeded(f"{name}: more than {most} cells. Split the file.")
            element.clear()
        elif tag == "row":
            element.clear()
        elif tag == "col":
            self._column(element)
        elif tag == "mergeCell":
            first, _, last = (element.get("ref") or "").partition(":")
            start, stop = _square(first), _square(last)
            if start is not None and stop is not None:
                self.merges.append(Merge(*start, *stop))

    def _column(self, element: etree._Element) -> None:
        """How wide columns are, and whether they are hidden."""
        numbers = range(int(element.get("min", "1")) - 1, min(int(element.get("max", "1")), 16384))
        if _is_on(element.get("hidden")) or element.get("width") in ("0", "0.0"):
            self.hidden_columns.update(numbers)
        if element.get("width"):
            pixels = float(element.get("width", "9")) * 7 + 5
            self.measures.widths.update(dict.fromkeys(numbers, pixels * PIXEL))

    def _text(self, runs: Runs) -> SheetCell:
        """Runs of text as the cell shows them; what a run does not say is as the cell's own font."""
        own = self.style.font
        looks = ((text, own if look is None else look._replace(ink=look.ink or own.ink)) for text, look in runs)
        marked = "".join(as_shown(text, look, self.paper) for text, look in looks)
        return SheetCell(shown_text(marked, self.style.format))

    @property
    def paper(self) -> str:
        """The colour behind the cell that is read; empty where a table or a condition may paint it."""
        return self.style.paper if self.style.painted or not self.repainted else ""

    @cached_property
    def repainted(self) -> bool:
        """Whether anything but the styles of cells paints the sheet."""
        return any(mark in self.data for mark in (b"tablePart ", b"conditionalFormatting"))

    def _cell(self, element: etree._Element) -> SheetCell | None:
        """What a cell shows; None for one that holds nothing."""
        kind = element.get("t", "n")
        children = {tag_of(child): child for child in element}
        value = children["v"].text if "v" in children else None
        self.style = self.book.style_of(element.get("s"))
        if kind == "inlineStr":
            return self._text(_runs_of(children["is"])) if "is" in children else None
        if value is None or (not value.strip() and kind != "str"):
            formula = children.get("f")
            if formula is None:
                return None
            self.said["formulas without a stored result are not read: open and save the file in a spreadsheet"] += 1
            return SheetCell(f"={formula.text or '…'}")
        if kind == "s":
            number = int(value)
            return self._text(self.book.texts[number]) if number < len(self.book.texts) else None
        if kind == "b":
            return SheetCell("TRUE" if value.strip() == "1" else "FALSE")
        if kind == "n":
            return self._number(value)
        return self._text([(_unescaped(value) if kind == "str" else value.removesuffix("T00:00:00"), None)])

    def _number(self, value: str) -> SheetCell:
        shown = shown_number(value, self.style.format, self.book.from_1904)
        if not self.zeros and not value.strip().strip("-0.eE+"):
            shown = shown._replace(text="", stored="0")
        if not shown.text:
            self.said["numbers are not shown by their format and count as blank"] += 1
        marked = as_shown(shown.text, self.style.font, self.paper)
        return SheetCell(*shown) if marked == shown.text else SheetCell(marked)


def _events(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    return iter(
        etree.iterparse(
            io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )
    )  # fmt: skip


def _shared_texts(package: Package, part: str) -> list[Runs]:
    return [_runs_of(item) for item in package.tree(part) if tag_of(item) == "si"]


def _runs_of(item: etree._Element) -> Runs:
    """The runs of an item with their looks; how it is pronounced is not printed."""
    runs: list[tuple[str, FontLook | None]] = []
    for child in item.iter():
        above = {tag_of(each): each for each in child.iterancestors()} if tag_of(child) == "t" else {}
        if tag_of(child) == "t" and "rPh" not in above:
            said = [each for each in above.get("r", ()) if tag_of(each) == "rPr"]
            runs.append((child.text or "", font_look(said[0]) if said else None))
    plain = all(look is None or (look[:3] == PLAIN[:3] and not 0 < look.size <= UNSEEN_SIZE) for _, look in runs)
    return [(_unescaped("".join(text for text, _ in runs)), None)] if plain else [(_unescaped(t), k) for t, k in runs]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _square(address: str | None) -> At | None:
    match = _ADDRESS.fullmatch((address or "").replace("$", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return At(int(match[2]) - 1, column - 1)


def _is_on(flag: str | None) -> bool:
    return flag in ("1", "true", "on")

"""Excel workbooks (xlsx, xlsm): what every visible sheet shows, cell by cell.

The parts are read as XML, so that every digit is the one that is stored. A formula shows its stored result; one that
was never computed shows itself, which is no number, and its sheet carries a remark.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.part_references import targets
from extractor.documents.sheets.number_format import BUILT_IN, shown_number, shown_text
from extractor.documents.sheets.sheet_grid import At, Merge, Sheet, SheetCell
from extractor.documents.sheets.sheet_tables import document_of_sheets
from extractor.errors import LimitExceeded, UnreadableDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NO_SHEETS = frozenset({"chartsheet", "dialogsheet"})
_START = At(-1, -1)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def open_xlsx(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """The visible sheets of a workbook. Raises UnreadableDocument, EncryptedDocument, EmptyDocument, LimitExceeded."""
    book = _Workbook.of(Package(data, name, limits), limits)
    sheets = list(book.sheets())
    return document_of_sheets(sheets, name=name, sha256=sha256, media_type=MEDIA_TYPE, limits=limits)


@dataclass(frozen=True)
class _Workbook:
    """A workbook: its shared texts and the number format of every style."""

    package: Package
    limits: OpeningLimits
    texts: Sequence[str]
    formats: Sequence[str]
    root: etree._Element
    parts: Mapping[str, str]

    @classmethod
    def of(cls, package: Package, limits: OpeningLimits) -> "_Workbook":
        place = targets(package, "").get("officeDocument", "xl/workbook.xml")
        if place not in package:
            raise UnreadableDocument(f"{package.name}: not a workbook: its list of sheets is missing.")
        parts = targets(package, place)
        texts = _shared_texts(package, parts["sharedStrings"]) if parts.get("sharedStrings") in package.parts else []
        formats = _formats(package, parts["styles"]) if parts.get("styles") in package.parts else []
        return cls(package, limits, texts, formats, package.tree(place), parts)

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets in order; the first says which were left out."""
        entries = [each for each in self.root.iter() if tag_of(each) == "sheet"]
        hidden = [each.get("name", "") for each in entries if each.get("state", "visible") != "visible"]
        remarks = [f"{len(hidden)} hidden sheets are not printed: {', '.join(hidden[:5])}"] if hidden else []
        for entry in entries:
            part = self.parts.get(attribute(entry, "id") or "", "")
            if entry.get("state", "visible") == "visible" and part in self.package:
                found = _XlsxSheetReader(self, self.package.xml(part)).read(entry.get("name", ""), remarks)
                if found is not None:
                    yield found
                    remarks = []

    @property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904."""
        return any(_is_on(each.get("date1904")) for each in self.root.iter() if tag_of(each) == "workbookPr")

    def format_of(self, style: str | None) -> str:
        """The number format of a style."""
        number = int(style) if style and style.isdigit() else 0
        return self.formats[number] if number < len(self.formats) else "General"


@dataclass
class _XlsxSheetReader:
    """Reads one sheet from top to bottom without keeping its XML."""

    book: _Workbook
    data: bytes
    cells: dict[At, SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    said: Counter[str] = field(default_factory=Counter)
    zeros: bool = True
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
        said = (f"{count} {what}" for what, count in self.said.items())
        rows, columns = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return Sheet(name, self.cells, self.merges, rows, columns, (*remarks, *said))

    def _begin(self, tag: str, element: etree._Element) -> None:
        if tag == "row":
            given = element.get("r")
            self.at = At(int(given) - 1 if given else self.at.row + 1, -1)
            if _is_on(element.get("hidden")) or element.get("ht") in ("0", "0.0"):
                self.hidden_rows.add(self.at.row)
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
        elif tag == "col" and (_is_on(element.get("hidden")) or element.get("width") in ("0", "0.0")):
            self.hidden_columns.update(
                range(int(element.get("min", "1")) - 1, min(int(element.get("max", "1")), 16384))
            )
        elif tag == "mergeCell":
            first, _, last = (element.get("ref") or "").partition(":")
            start, stop = _square(first), _square(last)
            if start is not None and stop is not None:
                self.merges.append(Merge(*start, *stop))

    def _cell(self, element: etree._Element) -> SheetCell | None:
        """What a cell shows; None for one that holds nothing."""
        kind = element.get("t", "n")
        children = {tag_of(child): child for child in element}
        value = children["v"].text if "v" in children else None
        code = self.book.format_of(element.get("s"))
        if kind == "inlineStr":
            return SheetCell(shown_text(_text_of(children["is"]), code)) if "is" in children else None
        if value is None or (not value.strip() and kind != "str"):
            formula = children.get("f")
            if formula is None:
                return None
            self.said["formulas without a stored result are not read: open and save the file in a spreadsheet"] += 1
            return SheetCell(f"={formula.text or '…'}")
        if kind == "s":
            number = int(value)
            return SheetCell(shown_text(self.book.texts[number], code)) if number < len(self.book.texts) else None
        if kind == "b":
            return SheetCell("TRUE" if value.strip() == "1" else "FALSE")
        if kind == "n":
            return self._number(value, code)
        return SheetCell(shown_text(_unescaped(value), code) if kind == "str" else value.removesuffix("T00:00:00"))

    def _number(self, value: str, code: str) -> SheetCell:
        shown = shown_number(value, code, self.book.from_1904)
        if not self.zeros and not value.strip().strip("-0.eE+"):
            shown = shown._replace(text="", stored="0")
        if not shown.text:
            self.said["numbers are not shown by their format and count as blank"] += 1
        return SheetCell(*shown)


def _events(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    return iter(
        etree.iterparse(
            io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )
    )  # fmt: skip


def _shared_texts(package: Package, part: str) -> list[str]:
    return [_text_of(item) for item in package.tree(part) if tag_of(item) == "si"]


def _text_of(item: etree._Element) -> str:
    """The text of an item, its runs put together; how it is pronounced is not printed."""
    parts = [
        child.text or ""
        for child in item.iter()
        if tag_of(child) == "t" and not any(tag_of(above) == "rPh" for above in child.iterancestors())
    ]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _formats(package: Package, part: str) -> list[str]:
    """The number format of every cell style."""
    root = package.tree(part)
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter() if tag_of(each) == "numFmt"}
    styles = next((each for each in root if tag_of(each) == "cellXfs"), ())
    numbers = [each.get("numFmtId", "0") for each in styles if tag_of(each) == "xf"]
    return [own.get(n) or BUILT_IN.get(int(n) if n.isdigit() else 0, "General") for n in numbers]


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

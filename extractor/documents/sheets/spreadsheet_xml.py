"""Workbooks as one XML file (SpreadsheetML of Excel 2003): what every visible sheet shows."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import attribute, tag_of
from extractor.documents.sheets.number_format import shown_number, shown_text
from extractor.documents.sheets.sheet_grid import At, Merge, Sheet, SheetCell
from extractor.documents.sheets.sheet_tables import document_of_sheets
from extractor.documents.sheets.xlsx_style import STANDARD, CellStyle
from extractor.documents.text_look import WHITE, FontLook, as_shown
from extractor.errors import LimitExceeded, UnreadableDocument

MEDIA_TYPE = "application/vnd.ms-excel"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_COLOUR = re.compile(r"#([0-9A-Fa-f]{6})")
_NAMED = {
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}
"""Formats that are called by a name."""
_RAISED = {"Superscript": 1, "Subscript": -1}
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")


def open_spreadsheet_xml(
    root: etree._Element, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS
) -> Document:
    """The visible sheets. Raises UnreadableDocument, EmptyDocument or LimitExceeded."""
    styles = dict(_styles(root))
    tables = [each for each in root if tag_of(each) == "Worksheet"]
    shown = [each for each in tables if not _is_hidden_sheet(each)]
    hidden = len(tables) - len(shown)
    remarks = (f"{hidden} hidden sheets are not printed",) if hidden else ()
    sheets = []
    for sheet in shown:
        try:
            sheets.append(_XmlSheetReader(styles, limits, name).read(sheet, remarks))
        except ValueError as error:
            raise UnreadableDocument(f"{name}: a sheet is damaged ({error}). Save it as xlsx.") from error
        remarks = ()
    return document_of_sheets(sheets, name=name, sha256=sha256, media_type=MEDIA_TYPE, limits=limits)


@dataclass
class _XmlSheetReader:
    """Reads one sheet."""

    styles: Mapping[str, CellStyle]
    limits: OpeningLimits
    name: str
    cells: dict[At, SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)

    def read(self, sheet: etree._Element, remarks: tuple[str, ...]) -> Sheet:
        """The sheet. ValueError for a number that is none."""
        hidden_rows, hidden_columns = set[int](), set[int]()
        for table in (each for each in sheet if tag_of(each) == "Table"):
            row = column = 0
            for element in table:
                if tag_of(element) == "Column":
                    column = _counted(element, "Index", column + 1, _MOST_COLUMNS) - 1
                    reach = column + 1 + _counted(element, "Span", 0, _MOST_COLUMNS)
                    if attribute(element, "Hidden") == "1":
                        hidden_columns.update(range(column, reach))
                    column = reach
                elif tag_of(element) == "Row":
                    row = _counted(element, "Index", row + 1, _MOST_ROWS) - 1
                    reach = row + 1 + _counted(element, "Span", 0, _MOST_ROWS)
                    if attribute(element, "Hidden") == "1":
                        hidden_rows.update(range(row, reach))
                    self._row(element, row)
                    row = reach
        said = tuple(f"{count} {what}" for what, count in self.said.items())
        title = attribute(sheet, "Name") or ""
        rows, columns = frozenset(hidden_rows), frozenset(hidden_columns)
        return Sheet(title, self.cells, self.merges, rows, columns, (*remarks, *said))

    def _row(self, element: etree._Element, row: int) -> None:
        column = 0
        for cell in (each for each in element if tag_of(each) == "Cell"):
            column = _counted(cell, "Index", column + 1, _MOST_COLUMNS) - 1
            across = _counted(cell, "MergeAcross", 0, _MOST_COLUMNS)
            down = _counted(cell, "MergeDown", 0, _MOST_ROWS)
            shown = self._shown(cell)
            if shown is not None:
                self.cells[At(row, column)] = shown
            if across or down:
                self.merges.append(Merge(row, column, row + down, column + across))
            if len(self.cells) > self.limits.words:
                raise LimitExceeded(f"{self.name}: more than {self.limits.words} cells. Split the file.")
            column += 1 + across

    def _shown(self, cell: etree._Element) -> SheetCell | None:
        """What a cell shows; None for one that holds nothing."""
        data = next((each for each in cell if tag_of(each) == "Data"), None)
        text = "" if data is None else "".join(str(part) for part in data.itertext())
        if data is None or not text.strip():
            formula = attribute(cell, "Formula")
            if not formula:
                return None
            self.said["formulas without a stored result are not read: open and save the file in a spreadsheet"] += 1
            return SheetCell(formula)
        style = self.styles.get(attribute(cell, "StyleID") or "Default", STANDARD)
        kind = attribute(data, "Type") or "String"
        if kind == "Number":
            found = shown_number(text, style.format)
            marked = as_shown(found.text, style.font, style.paper)
            return SheetCell(*found) if marked == found.text else SheetCell(marked)
        if kind == "Boolean":
            text = "TRUE" if text.strip() == "1" else "FALSE"
        elif kind == "DateTime":
            text = _MIDNIGHT.sub("", text.strip())
        else:
            text = shown_text(text, style.format)
        return SheetCell(as_shown(text, style.font, style.paper))


def _counted(element: etree._Element, name: str, usual: int, most: int) -> int:
    """A whole number that an element says; ValueError for one that is none, or more than any sheet has."""
    said = attribute(element, name)
    if said is None:
        return usual
    if not said.isascii() or not said.isdecimal() or int(said) > most:
        raise ValueError(f"{name} {said[:20]!r}")
    return int(said)


def _styles(root: etree._Element) -> Iterator[tuple[str, CellStyle]]:
    """The cell styles by their names; what one does not say is as its parent has it."""
    found: dict[str, CellStyle] = {}
    holders = [each for each in root if tag_of(each) == "Styles"]
    for style in (each for holder in holders for each in holder if tag_of(each) == "Style"):
        name = attribute(style, "ID") or ""
        base = found.get(attribute(style, "Parent") or "Default", STANDARD)
        found[name] = _style(style, base)
    yield from found.items()


def _style(style: etree._Element, base: CellStyle) -> CellStyle:
    parts = {tag_of(each): each for each in style}
    code, font, paper, painted = base.format, base.font, base.paper, base.painted
    if "NumberFormat" in parts:
        said = attribute(parts["NumberFormat"], "Format") or "General"
        code = _NAMED.get(said, said)
    if "Font" in parts:
        line, raised, ink = (attribute(parts["Font"], each) for each in ("StrikeThrough", "VerticalAlign", "Color"))
        found = _COLOUR.fullmatch(ink or "")
        size = attribute(parts["Font"], "Size") or ""
        points = float(size) if size.replace(".", "", 1).isdecimal() else 0.0
        font = FontLook(line == "1", _RAISED.get(raised or "", 0), found[1].lower() if found else "", points)
    if "Interior" in parts and attribute(parts["Interior"], "Pattern") not in (None, "None"):
        found = _COLOUR.fullmatch(attribute(parts["Interior"], "Color") or "")
        solid = attribute(parts["Interior"], "Pattern") == "Solid" and found is not None
        paper, painted = (found[1].lower() if solid and found is not None else ""), True
    return CellStyle(code, font, paper if painted else WHITE, painted)


def _is_hidden_sheet(sheet: etree._Element) -> bool:
    options = (each for each in sheet if tag_of(each) == "WorksheetOptions")
    said = (each.text or "" for option in options for each in option if tag_of(each) == "Visible")
    return any(text.strip() in ("SheetHidden", "SheetVeryHidden") for text in said)

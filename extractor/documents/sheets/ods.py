"""OpenDocument spreadsheets (ods): the file itself keeps what every cell shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.sheets.number_format import exact_number, plain_number
from extractor.documents.sheets.ods_drawings import DrawnOver, cropped_pictures, large_pictures, pictured_by, shapes_of
from extractor.documents.sheets.ods_measures import OdsMeasures, sizes_of_styles
from extractor.documents.sheets.sheet_grid import At, Merge, Sheet, SheetCell
from extractor.documents.sheets.sheet_tables import document_of_sheets
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.unread_marks import has_marks
from extractor.documents.word.odf_style import OdfStyles, is_drawn, lines_of
from extractor.documents.word.odt import odf_parts, repeated
from extractor.errors import LimitExceeded

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_HIDDEN = frozenset({"collapse", "filter"})


def open_ods(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """The visible sheets. Raises UnreadableDocument, EncryptedDocument, EmptyDocument or LimitExceeded."""
    package = Package(data, name, limits)
    content, styles = odf_parts(package)
    holder = next((each for each in content.iter() if tag_of(each) == "spreadsheet"), None)
    tables = [each for each in holder if tag_of(each) == "table"] if holder is not None else []
    shown = [each for each in tables if (attribute(each, "style-name") or "") not in styles.hidden]
    hidden = len(tables) - len(shown)
    remarks = (f"{hidden} hidden sheets are not printed",) if hidden else ()
    sizes = sizes_of_styles(content)
    sheets = []
    for at, each in enumerate(shown):
        drawn = DrawnOver(OdsMeasures.of(each, "table-column", sizes), OdsMeasures.of(each, "table-row", sizes))
        reader = _OdsSheetReader(styles, limits, name, package, drawn)
        sheets.append(reader.read(each, remarks if at == 0 else ()))
    return document_of_sheets(sheets, name=name, sha256=sha256, media_type=MEDIA_TYPE, limits=limits)


@dataclass
class _OdsSheetReader:
    """Reads one sheet. Repeated rows and cells are stored once; only those that show something are unrolled."""

    styles: OdfStyles
    limits: OpeningLimits
    name: str
    package: Package
    drawn: DrawnOver
    cells: dict[At, SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    uncomputed: int = 0

    def read(self, table: etree._Element, remarks: tuple[str, ...]) -> Sheet:
        """The sheet."""
        row = 0
        for element, hidden in _rows(table, False):
            times = repeated(element, "number-rows-repeated", _MOST_ROWS)
            self._row(element, row, times, hidden)
            row += times
        frames = [*self.drawn.spread, *shapes_of(table)]
        cropped = cropped_pictures([*frames, *self.drawn.inside.values()], self.package, self.styles)
        told = {"formulas without a stored result": self.uncomputed, "cropped pictures": cropped}
        said = tuple(f"{many} {what} are not read" for what, many in told.items() if many)
        columns = frozenset(_hidden_columns(table))
        name, rows = attribute(table, "name") or "", frozenset(self.hidden_rows)
        large = large_pictures(frames, self.package, self.styles)
        inside = ((at, pictured_by(frame, self.package, self.styles)) for at, frame in self.drawn.inside.items())
        pictured = {at: content for at, content in inside if content}
        covers = frozenset(self.drawn.covers)
        return Sheet(name, self.cells, self.merges, rows, columns, (*remarks, *said), covers, large, pictured)

    def _row(self, element: etree._Element, row: int, times: int, hidden: bool) -> None:
        found: list[tuple[int, SheetCell]] = []
        column = 0
        for cell in element:
            tag = tag_of(cell)
            if tag not in ("table-cell", "covered-table-cell"):
                continue
            again = repeated(cell, "number-columns-repeated", _MOST_COLUMNS)
            shown = self._cell(cell, At(row, column)) if tag == "table-cell" else None
            if shown is not None:
                found += [(column + n, shown) for n in range(again)]
            across = repeated(cell, "number-columns-spanned", _MOST_COLUMNS)
            down = repeated(cell, "number-rows-spanned", _MOST_ROWS)
            if across > 1 or down > 1:
                self.merges.append(Merge(row, column, row + down - 1, column + across - 1))
            column += again
        if found and len(self.cells) + len(found) * times > self.limits.words:
            raise LimitExceeded(f"{self.name}: more than {self.limits.words} cells. Split the file.")
        for at in range(row, row + times) if found else ():
            self.cells.update({At(at, column): cell for column, cell in found})
            if hidden:
                self.hidden_rows.add(at)

    def _cell(self, cell: etree._Element, at: At) -> SheetCell | None:
        frames = [each for each in cell if is_drawn(each) and not self.styles.hides(each)]
        spread = self.drawn.add(frames, at)
        apart = [each for each in spread if is_large_picture(pictured_by(each, self.package, self.styles))]
        text = "\n".join(lines_of(cell, self.styles, apart)).strip()
        value = attribute(cell, "value")
        if text:
            return SheetCell(text, "" if has_marks(text) else _more_digits(text, value), _has_point(text, value))
        if "".join(map(str, cell.itertext())).strip():
            return None
        if value is None:
            formula = attribute(cell, "formula")
            if not formula or attribute(cell, "string-value") is not None or attribute(cell, "value-type") == "string":
                return None
            self.uncomputed += 1
            return SheetCell("=" + formula.rpartition(":=")[2].lstrip("="))
        number = exact_number(value)
        return SheetCell("", "") if number is None else SheetCell(plain_number(number), number=True)


def _has_point(shown: str, value: str | None) -> bool:
    """Whether a number is shown with a decimal point, as the one that is stored tells."""
    number = exact_number(value) if value is not None and "." in shown else None
    digits = "".join(char for char in shown if char.isdigit() or char == ".")
    return number is not None and digits.count(".") == 1 and abs(exact_number(digits) or number + 1) == abs(number)


def _more_digits(shown: str, value: str | None) -> str:
    """The stored number where it says more than is shown."""
    number = exact_number(value) if value is not None else None
    if number is None or not any(char.isdigit() for char in shown):
        return "" if number is None else plain_number(number)
    digits = "".join(char for char in shown if char.isdigit() or char in ".-")
    try:
        said = Decimal(digits) / (100 if "%" in shown else 1)
    except InvalidOperation:
        return ""
    return "" if abs(said) == abs(number) else plain_number(number)


def _rows(holder: etree._Element, hidden: bool) -> Iterator[tuple[etree._Element, bool]]:
    """All rows, and whether they are hidden."""
    for element in holder:
        tag = tag_of(element)
        if tag == "table-row":
            yield element, hidden or attribute(element, "visibility") in _HIDDEN
        elif tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element, hidden or attribute(element, "display") == "false")


def _hidden_columns(table: etree._Element) -> Iterator[int]:
    column = 0
    for element in table.iter():
        if tag_of(element) == "table-row":
            return
        if tag_of(element) == "table-column":
            times = repeated(element, "number-columns-repeated", _MOST_COLUMNS)
            if attribute(element, "visibility") in _HIDDEN:
                yield from range(column, min(column + times, _MOST_COLUMNS))
            column += times

"""Excel workbooks of the 97-2003 kind (xls), without any other program."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.sheets.number_format import shown_number, shown_text
from extractor.documents.sheets.sheet_grid import At, Merge, Sheet, SheetCell
from extractor.documents.sheets.sheet_tables import document_of_sheets
from extractor.documents.sheets.xls_drawings import SheetDrawing, drawn_over_sheets
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.text_look import BLACK, PLAIN, WHITE, FontLook, as_shown
from extractor.errors import EncryptedDocument, LimitExceeded, UnreadableDocument

if TYPE_CHECKING:
    import xlrd

MEDIA_TYPE = "application/vnd.ms-excel"
_RAISED = {1: 1, 2: -1}
"""Escapement of a font: above the line, below it."""
_AUTOMATIC = 0x7FFF
"""The number of the colour that text has where nobody chose one."""
_TWIPS = 20
_STRANGE = "pictures of a kind that is not read (drawings and metafiles: save them as PNG)"


def open_xls(data: bytes, *, name: str, sha256: str, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """The visible sheets. Raises UnreadableDocument, EncryptedDocument, EmptyDocument or LimitExceeded."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        sheets = book.sheets()
        shown = [sheet for sheet in sheets if sheet.visibility == 0]
        hidden = len(sheets) - len(shown)
        remarks = (f"{hidden} hidden sheets are not printed",) if hidden else ()
        over = dict(enumerate(drawn_over_sheets(data)))
        drawn = [over.get(at, []) for at, sheet in enumerate(sheets) if sheet.visibility == 0]
        read = [
            _read(book, sheet, drawn[at], remarks if at == 0 else (), limits, name) for at, sheet in enumerate(shown)
        ]
    except LimitExceeded:
        raise
    except Exception as error:  # the library fails in many ways at damaged files
        if "encrypted" in str(error).lower():
            raise EncryptedDocument(f"{name}: the workbook asks for a password. Save a copy without one.") from error
        raise UnreadableDocument(f"{name}: a damaged workbook ({type(error).__name__}: {error}).") from error
    return document_of_sheets(read, name=name, sha256=sha256, media_type=MEDIA_TYPE, limits=limits)


def _read(
    book: "xlrd.Book",
    sheet: "xlrd.sheet.Sheet",
    drawn: Sequence[SheetDrawing],
    remarks: tuple[str, ...],
    limits: OpeningLimits,
    name: str,
) -> Sheet:
    cells: dict[At, SheetCell] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            shown = _shown(book, sheet.cell(row, column), runs)
            if shown is not None:
                cells[At(row, column)] = shown
        if len(cells) > limits.words:
            raise LimitExceeded(f"{name}: more than {limits.words} cells. Split the file.")
    filled = {at.row for at in cells}
    last = max((at.column for at in cells), default=-1)
    shows = [(each.squares, each.picture) for each in drawn if each.picture]
    pictured = {
        squares[0]: picture
        for squares, picture in shows
        if len(squares) == 1 and squares[0].row in filled and squares[0].column <= last
    }
    held = {*pictured.values()}
    apart = dict.fromkeys(picture for _, picture in shows if picture not in held)
    strange = sum(each.picture == b"" for each in drawn)
    said = (f"{strange} {_STRANGE}",) if strange else ()
    return Sheet(
        name=sheet.name,
        cells=cells,
        merges=[Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        hidden_rows=frozenset(row for row, how in sheet.rowinfo_map.items() if how.hidden or not how.height),
        hidden_columns=frozenset(column for column, how in sheet.colinfo_map.items() if how.hidden or not how.width),
        remarks=(*remarks, *said),
        covers=frozenset(at for each in drawn for at in each.squares),
        pictures=tuple(filter(is_large_picture, apart)),
        pictured=pictured,
    )


def _shown(book: "xlrd.Book", cell: "xlrd.sheet.Cell", runs: Sequence[tuple[int, int]]) -> SheetCell | None:
    """What a cell shows; None for one that holds nothing. ``runs``: where in its text which font begins."""
    import xlrd

    style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
    found = book.format_map.get(style.format_key) if style is not None else None
    code = found.format_str if found is not None else "General"
    font, paper = _font(book, style.font_index if style is not None else 0), _paper(book, style)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        text = str(cell.value)
        edges = [0, *(at for at, _ in runs), len(text)]
        fonts = [font, *(_font(book, number) for _, number in runs)]
        pieces = (text[edges[at] : edges[at + 1]] for at in range(len(fonts)))
        marked = "".join(as_shown(piece, look, paper) for piece, look in zip(pieces, fonts, strict=True))
        return SheetCell(shown_text(marked, code)) if cell.value else None
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        stored = repr(cell.value).removesuffix(".0")
        number = shown_number(stored, code, book.datemode == 1)
        marked = as_shown(number.text, font, paper)
        return SheetCell(*number) if marked == number.text else SheetCell(marked)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return SheetCell("TRUE" if cell.value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return SheetCell(xlrd.error_text_from_code.get(int(cell.value), "#ERROR!"))
    return None


def _font(book: "xlrd.Book", number: int) -> FontLook:
    if number >= len(book.font_list):
        return PLAIN
    font = book.font_list[number]
    ink = BLACK if font.colour_index == _AUTOMATIC else _colour(book, font.colour_index)
    return FontLook(bool(font.struck_out), _RAISED.get(font.escapement, 0), ink, font.height / _TWIPS)


def _paper(book: "xlrd.Book", style: "xlrd.formatting.XF | None") -> str:
    """The colour behind a cell; empty where that is a pattern."""
    ground = None if style is None else style.background
    if ground is None or not ground.fill_pattern:
        return WHITE
    return _colour(book, ground.pattern_colour_index) if ground.fill_pattern == 1 else ""


def _colour(book: "xlrd.Book", number: int) -> str:
    """Six hex digits; empty for the usual colour."""
    rgb = book.colour_map.get(number)
    return "" if rgb is None else "".join(f"{part:02x}" for part in rgb)

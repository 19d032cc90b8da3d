"""A draft as a workbook: everything on one sheet, merged cells merged, its marks as fonts."""

from collections.abc import Iterator, Mapping
from random import Random
from xml.sax.saxutils import escape

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.traps.draft import Draft, How, MarkedPiece
from extractor.evaluate.render.traps.drawn_number import picture
from extractor.evaluate.render.traps.office_parts import Square, pieces_of, plain_number, squares, zipped
from extractor.evaluate.render.traps.open_document import SpanWriter, packed

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_A = "http://schemas.openxmlformats.org/drawingml/2006"
_O = "application/vnd.openxmlformats-officedocument"
_PARTS = (
    f'<Types xmlns="{_P}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" '
    f'ContentType="image/png"/><Override PartName="/xl/workbook.xml" ContentType="{_O}.spreadsheetml.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_O}.spreadsheetml.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_O}.spreadsheetml.styles+xml"/>'
    f'<Override PartName="/xl/drawings/drawing1.xml" ContentType="{_O}.drawing+xml"/></Types>'
)
_FONTS: Mapping[How, tuple[str, ...]] = {
    "struck": ("<strike/>", '<strike/><color rgb="FF990000"/>'),
    "raised": ('<vertAlign val="superscript"/>',),
    "hidden": ('<color rgb="FFFFFFFF"/>', '<sz val="1"/>', '<color theme="0"/>', '<color indexed="9"/>'),
    "barred": ('<color rgb="FF000000"/>',),
}
_CELLS: Mapping[How, int] = {"struck": 1, "hidden": 2, "barred": 3}
"""Styles of whole cells: struck, white, black on black."""
_LOOKS = (
    f'<styleSheet xmlns="{_S}"><numFmts count="1"><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
    '<fonts count="3"><font><sz val="11"/></font><font><strike/><sz val="11"/></font>'
    '<font><sz val="11"/><color rgb="FFFFFFFF"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FF000000"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs '
    'count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf fontId="2" '
    'applyFont="1"/><xf fillId="2" applyFill="1"/><xf numFmtId="170" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_ANCHOR = (
    "<xdr:oneCellAnchor><xdr:from><xdr:col>{c}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r}</xdr:row>"
    '<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="400000" cy="150000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{n}" '
    'name="p{n}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="p{n}"/><a:stretch><a:fillRect/>'
    '</a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    "<xdr:clientData/></xdr:oneCellAnchor>"
)


def sheet_rows(page: ReportLayout) -> Iterator[str | list[Square]]:
    """The rows of the sheet: lines of text, and rows of tables, an empty line around each table."""
    yield from (*page.above, *page.titles)
    for piece in page.pieces:
        if isinstance(piece, Grid):
            yield ""
            if piece.title:
                yield piece.title
            yield from squares(piece)
            yield ""
        else:
            yield from piece
    yield from page.below


def letters(column: int) -> str:
    """The name of a column counted from 0."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def xlsx_file(page: ReportLayout, draft: Draft, rng: Random) -> bytes:
    """A workbook of Excel."""
    writer = _CellWriter(rng)
    rows = [writer.row(at, row) for at, row in enumerate(sheet_rows(page))]
    merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in writer.merges)
    merged = f'<mergeCells count="{len(writer.merges)}">{merges}</mergeCells>' if merges else ""
    drawn = '<drawing r:id="d"/>' if writer.pictures else ""
    relations = "".join(_link(f"p{n}", "image", f"../media/p{n}.png") for n in range(len(writer.pictures)))
    links = f'<Relationships xmlns="{_P}/relationships">'
    spaces = f'xmlns="{_S}" xmlns:r="{_R}"'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _PARTS,
        "_rels/.rels": f"{links}{_link('m', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'<workbook {spaces}><sheets><sheet name="1" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{links}{_link('s', 'worksheet', 'worksheets/sheet1.xml')}"
        f"{_link('f', 'styles', 'styles.xml')}</Relationships>",
        "xl/styles.xml": _LOOKS,
        "xl/worksheets/sheet1.xml": f"<worksheet {spaces}><sheetData>{''.join(rows)}</sheetData>{merged}{drawn}"
        "</worksheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": f"{links}{_link('d', 'drawing', '../drawings/drawing1.xml')}"
        "</Relationships>",
        "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{_A}/spreadsheetDrawing" xmlns:a="{_A}/main" '
        f'xmlns:r="{_R}">{"".join(writer.anchors)}</xdr:wsDr>',
        "xl/drawings/_rels/drawing1.xml.rels": f"{links}{relations}</Relationships>",
    }
    return zipped({**parts, **{f"xl/media/p{n}.png": content for n, content in enumerate(writer.pictures)}})


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"/>'


class _CellWriter:
    """Rows of a sheet, its merged cells and its pictures."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.merges: list[str] = []
        self.pictures: list[bytes] = []
        self.anchors: list[str] = []

    def row(self, at: int, row: str | list[Square]) -> str:
        """One row of the sheet."""
        if isinstance(row, str):
            cells = self._text(f"A{at + 1}", (MarkedPiece(row),)) if row else ""
        else:
            cells = "".join(self._cell(at, square.column, square.cell) for square in row if square.begins)
        return f'<row r="{at + 1}">{cells}</row>'

    def _cell(self, row: int, column: int, cell: GridCell) -> str:
        name = f"{letters(column)}{row + 1}"
        if cell.col_span > 1 or cell.row_span > 1:
            self.merges.append(f"{name}:{letters(column + cell.col_span - 1)}{row + cell.row_span}")
        if number := plain_number(cell):
            return f'<c r="{name}"><v>{number}</v></c>'
        pieces = pieces_of(cell)
        if len(pieces) == 1 and pieces[0].how == "picture":
            self.anchors.append(_ANCHOR.format(c=column, r=row, n=len(self.pictures)))
            self.pictures.append(picture(pieces[0].text))
            return ""
        if len(pieces) == 1 and pieces[0].how in _CELLS:
            look = _CELLS[pieces[0].how]
            look = 4 if look == 2 and self.rng.random() < 0.3 else look
            return f'<c r="{name}" s="{look}"><v>{pieces[0].text}</v></c>'
        return self._text(name, pieces) if pieces else ""

    def _text(self, name: str, pieces: tuple[MarkedPiece, ...]) -> str:
        if len(pieces) == 1 and not pieces[0].how:
            inner = f'<t xml:space="preserve">{escape(pieces[0].text)}</t>'
        else:
            inner = "".join(self._run(piece) for piece in pieces)
        return f'<c r="{name}" t="inlineStr"><is>{inner}</is></c>'

    def _run(self, piece: MarkedPiece) -> str:
        look = self.rng.choice(_FONTS[piece.how]) if piece.how in _FONTS else ""
        return f'<r><rPr>{look}</rPr><t xml:space="preserve">{escape(piece.text)}</t></r>'


def ods_file(page: ReportLayout, draft: Draft, rng: Random) -> bytes:
    """An OpenDocument workbook."""
    writer = SpanWriter(rng)
    rows = []
    for row in sheet_rows(page):
        if isinstance(row, str):
            cell = f'<table:table-cell office:value-type="string">{writer.paragraph(row)}</table:table-cell>'
            rows.append(f"<table:table-row>{cell if row else '<table:table-cell/>'}</table:table-row>")
        else:
            rows.append(writer.row(row, numbers=True))
    return packed("spreadsheet", f'<table:table table:name="1">{"".join(rows)}</table:table>', writer)

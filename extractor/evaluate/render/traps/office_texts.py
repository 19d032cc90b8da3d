"""A draft as a document of a word processor, its marks as properties of runs."""

from collections.abc import Mapping
from random import Random
from xml.sax.saxutils import escape

from extractor.evaluate.render.grid import Grid
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.traps.draft import Draft, How, MarkedPiece
from extractor.evaluate.render.traps.drawn_number import picture
from extractor.evaluate.render.traps.office_parts import Square, pieces_of, squares, zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_P}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:strike/>'
    '</w:rPr></w:style><w:style w:type="character" w:styleId="Mark"><w:name w:val="Mark"/><w:rPr>'
    '<w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
)
_RUNS: Mapping[How, tuple[str, ...]] = {
    "struck": ("<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="Gone"/>', '<w:strike w:val="true"/>'),
    "raised": (
        '<w:vertAlign w:val="superscript"/>',
        '<w:rStyle w:val="Mark"/>',
        '<w:position w:val="8"/><w:sz w:val="12"/>',
        '<w:position w:val="10"/><w:sz w:val="14"/>',
    ),
    "hidden": ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="1"/>', '<w:color w:val="FEFEFE"/>'),
    "squeezed": ('<w:w w:val="1"/>', '<w:w w:val="2"/>', '<w:w w:val="4"/>'),
    "barred": (
        '<w:color w:val="000000"/><w:highlight w:val="black"/>',
        '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
    ),
}
_CONTROL = "<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/><w:enabled/><w:textInput/></w:ffData>'
    '</w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r><w:r><w:fldChar '
    'w:fldCharType="separate"/></w:r>{run}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="400000" cy="150000"/><wp:docPr id="{n}" name="p{n}"/><a:graphic xmlns:a="http://schemas.'
    'openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
    'picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr '
    'id="{n}" name="p{n}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p{n}"/><a:stretch><a:fillRect/>'
    '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="400000" cy="150000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
)


def docx_file(page: ReportLayout, draft: Draft, rng: Random) -> bytes:
    """A Word document."""
    writer = _WordWriter(rng)
    body = [writer.paragraph(line) for line in (*page.above, *page.titles)]
    for piece in page.pieces:
        if isinstance(piece, Grid):
            body += [writer.paragraph(piece.title)] if piece.title else []
            body += [writer.table(piece), "<w:p/>"]
        else:
            body += map(writer.paragraph, piece)
    body += map(writer.paragraph, page.below)
    relations = "".join(
        f'<Relationship Id="p{n}" Type="{_R}/image" Target="media/p{n}.png"/>' for n in range(len(writer.pictures))
    )
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_P}/relationships"><Relationship Id="m" '
            f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(body)}'
            "</w:body></w:document>",
            "word/styles.xml": _STYLES,
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}/relationships"><Relationship Id="s" '
            f'Type="{_R}/styles" Target="styles.xml"/>{relations}</Relationships>',
            **{f"word/media/p{n}.png": content for n, content in enumerate(writer.pictures)},
        }
    )


class _WordWriter:
    """Paragraphs and tables of a Word document, and the pictures they hold."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.pictures: list[bytes] = []

    def paragraph(self, text: str) -> str:
        return f"<w:p>{_run(text)}</w:p>"

    def table(self, grid: Grid) -> str:
        rows = ("<w:tr>" + "".join(self._cell(s) for s in row if _counts(s)) + "</w:tr>" for row in squares(grid))
        return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"

    def _cell(self, square: Square) -> str:
        cell = square.cell
        down = ""
        if cell.row_span > 1:
            down = f'<w:vMerge w:val="{"restart" if square.begins else "continue"}"/>'
        inner = "".join(map(self._piece, pieces_of(cell))) if square.begins else ""
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.col_span}"/>{down}</w:tcPr><w:p>{inner}</w:p></w:tc>'

    def _piece(self, piece: MarkedPiece) -> str:
        run = _run(piece.text)
        if piece.how in _RUNS:
            if piece.how == "struck" and self.rng.random() < 0.2:
                gone = run.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
                return (
                    f'<w:del w:id="{self.rng.randint(1, 99)}" w:author="a" w:date="2020-01-01T00:00:00Z">{gone}</w:del>'
                )
            return _run(piece.text, self.rng.choice(_RUNS[piece.how]))
        if piece.how == "picture":
            self.pictures.append(picture(piece.text))
            return _DRAWING.format(n=len(self.pictures) - 1)
        if piece.how == "field":
            way = self.rng.choice((_FIELD, _CONTROL.replace("{kind}", "<w:text/>")))
            return way.format(run=run)
        if piece.how == "choice":
            items = "".join(f'<w:listItem w:displayText="{t}" w:value="{t}"/>' for t in (piece.other, piece.text))
            kind = self.rng.choice(("dropDownList", "comboBox"))
            return _CONTROL.format(kind=f"<w:{kind}>{items}</w:{kind}>", run=run)
        if piece.how == "turned":
            return f'<w:bdo w:val="rtl">{_run(piece.text[::-1])}</w:bdo>'
        if piece.how == "ruby":
            return (
                f"<w:r><w:ruby><w:rubyPr/><w:rt>{_run(piece.other)}</w:rt><w:rubyBase>{run}</w:rubyBase></w:ruby></w:r>"
            )
        return run


def _counts(square: Square) -> bool:
    """Whether Word has a cell at a square: where one begins, and once a row where one goes on from above."""
    return square.begins or (square.above and square.column == square.cell.column)


def _run(text: str, properties: str = "") -> str:
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>" if properties else f"<w:r>{inner}</w:r>"


def odt_file(page: ReportLayout, draft: Draft, rng: Random) -> bytes:
    """An OpenDocument text."""
    from extractor.evaluate.render.traps.open_document import SpanWriter, packed

    writer = SpanWriter(rng)
    body = [writer.paragraph(line) for line in (*page.above, *page.titles)]
    for piece in page.pieces:
        if isinstance(piece, Grid):
            body += [writer.paragraph(piece.title)] if piece.title else []
            body.append(writer.table(piece, numbers=False))
        else:
            body += map(writer.paragraph, piece)
    body += map(writer.paragraph, page.below)
    return packed("text", "".join(body), writer)

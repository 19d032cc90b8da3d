"""Paragraphs, tables and styles of OpenDocument files (OASIS ODF 1.3), for texts and workbooks."""

from collections.abc import Mapping
from random import Random
from xml.sax.saxutils import escape

from extractor.evaluate.render.grid import Grid
from extractor.evaluate.render.traps.draft import How, MarkedPiece
from extractor.evaluate.render.traps.drawn_number import picture
from extractor.evaluate.render.traps.office_parts import Square, pieces_of, plain_number, squares, zipped

_SPACES = " ".join(
    f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for key, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("manifest", "manifest"),
    )
)
_LOOKS: Mapping[How, tuple[str, ...]] = {
    "struck": (
        'style:text-line-through-style="solid"',
        'style:text-line-through-style="solid" style:text-line-through-type="double"',
        'style:text-line-through-style="dotted" fo:color="#800000"',
    ),
    "raised": ('style:text-position="super 58%"', 'style:text-position="33% 60%"', 'style:text-position="40% 50%"'),
    "hidden": ('text:display="none"', 'fo:color="#ffffff"', 'fo:font-size="0.5pt"', 'fo:color="#fefefe"'),
    "squeezed": ('style:text-scale="1%"', 'fo:color="transparent"', 'style:text-scale="3%"'),
    "barred": (
        'fo:color="#000000" fo:background-color="#000000"',
        'fo:color="#111111" fo:background-color="#111111"',
    ),
}


class SpanWriter:
    """Paragraphs and tables of one file, the styles of their spans, and the pictures they hold."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.styles: list[str] = []
        self.pictures: list[bytes] = []

    def paragraph(self, text: str) -> str:
        """A plain paragraph."""
        return f"<text:p>{_lines(text)}</text:p>"

    def table(self, grid: Grid, numbers: bool) -> str:
        """A table. ``numbers``: plain numbers are numbers of a workbook."""
        rows = "".join(self.row(row, numbers) for row in squares(grid))
        columns = f'<table:table-column table:number-columns-repeated="{grid.width}"/>'
        return f'<table:table table:name="t">{columns}{rows}</table:table>'

    def row(self, row: list[Square], numbers: bool) -> str:
        """One row of a table."""
        return f"<table:table-row>{''.join(self._cell(square, numbers) for square in row)}</table:table-row>"

    def _cell(self, square: Square, numbers: bool) -> str:
        if not square.begins:
            return "<table:covered-table-cell/>"
        cell = square.cell
        attributes = f' table:number-columns-spanned="{cell.col_span}"' if cell.col_span > 1 else ""
        attributes += f' table:number-rows-spanned="{cell.row_span}"' if cell.row_span > 1 else ""
        number = plain_number(cell) if numbers else ""
        if number:
            attributes += f' office:value-type="float" office:value="{number}"'
        inner = "".join(map(self._piece, pieces_of(cell)))
        return f"<table:table-cell{attributes}>{f'<text:p>{inner}</text:p>' if inner else ''}</table:table-cell>"

    def _piece(self, piece: MarkedPiece) -> str:
        if piece.how in _LOOKS:
            name = f"T{len(self.styles) + 1}"
            look = self.rng.choice(_LOOKS[piece.how])
            self.styles.append(
                f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
            )
            return f'<text:span text:style-name="{name}">{_lines(piece.text)}</text:span>'
        if piece.how == "picture":
            self.pictures.append(picture(piece.text))
            place = f"Pictures/p{len(self.pictures) - 1}.png"
            return (
                '<draw:frame svg:width="1cm" svg:height="0.4cm" text:anchor-type="as-char"><draw:image '
                f'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{place}"/></draw:frame>'
            )
        if piece.how == "ruby":
            return (
                f"<text:ruby><text:ruby-base>{_lines(piece.text)}</text:ruby-base>"
                f"<text:ruby-text>{_lines(piece.other)}</text:ruby-text></text:ruby>"
            )
        return _lines(piece.text)


def _lines(text: str) -> str:
    return "<text:line-break/>".join(escape(line) for line in text.split("\n"))


def packed(kind: str, body: str, writer: SpanWriter) -> bytes:
    """The file: ``kind`` is text or spreadsheet."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    pictures = {f"Pictures/p{n}.png": content for n, content in enumerate(writer.pictures)}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="image/png"/>' for n in pictures
    )
    return zipped(
        {
            "mimetype": media,
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
            f'office:version="1.3"><office:automatic-styles>{"".join(writer.styles)}</office:automatic-styles>'
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest {_SPACES}><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{media}"/><manifest:file-entry manifest:full-path="content.xml" '
            f'manifest:media-type="text/xml"/>{entries}</manifest:manifest>',
            **pictures,
        }
    )

"""Writers of small office files, and of a rendered report as one: the tables of its web page, spans included."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body. ``parts``: more parts below ``word``, by the kind of relation."""
    relations = "".join(
        f'<Relationship Id="r-{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in parts
    )  # fmt: skip
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="m" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": document,
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
            **{f"word/{kind}.xml": content for kind, content in parts.items()},
        }
    )


def paragraph(*texts: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p>{properties}{''.join(run(text) for text in texts)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run; line breaks as the format has them."""
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def cell(text: str, span: int = 1, merge: str = "") -> str:
    """A cell of a Word table. ``merge``: restart, continue or nothing."""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{paragraph(text)}</w:tc>'


def table(*rows: str) -> str:
    """A Word table of rows of cells."""
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


@dataclass(frozen=True)
class Spanning:
    """A cell of a table with the columns and rows it covers."""

    text: str
    column: int
    across: int
    down: int


Grid = list[list[Spanning]]


def report_of(page: bytes) -> Iterator[str | Grid]:
    """The lines and tables of a rendered web page, without what stands around the report."""
    root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))
    for element in root.findall("body/div/*"):
        yield _grid(element) if element.tag == "table" else _text(element)


def _text(element: etree._Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield "\n" if child.tag == "br" else ""
        yield from _pieces(child)
        yield child.tail or ""


def _grid(element: etree._Element) -> Grid:
    rows: Grid = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(element.iter("tr")):
        rows.append([])
        column = 0
        for each in row.iter("td"):
            while (number, column) in taken:
                column += 1
            across, down = int(each.get("colspan") or 1), int(each.get("rowspan") or 1)
            taken |= {(number + y, column + x) for y in range(down) for x in range(across)}
            rows[-1].append(Spanning(_text(each).replace("\xa0", "").strip(), column, across, down))
            column += across
    return rows


def report_as_docx(page: bytes) -> bytes:
    """The report as a Word document, its merged cells merged as Word merges them."""
    parts = (paragraph(each) if isinstance(each, str) else _word_table(each) for each in report_of(page))
    return docx("".join(parts))


def _word_table(grid: Grid) -> str:
    rows = []
    covering: dict[int, tuple[int, int]] = {}
    for row in grid:
        cells = {each.column: cell(each.text, each.across, "restart" if each.down > 1 else "") for each in row}
        for column, (across, left) in list(covering.items()):
            cells[column] = cell("", across, "continue")
            covering[column] = (across, left - 1)
            if left == 1:
                del covering[column]
        covering |= {each.column: (each.across, each.down - 1) for each in row if each.down > 1}
        rows.append("".join(cells[column] for column in sorted(cells)))
    return table(*rows)


def report_as_xlsx(page: bytes, apart: bool = True) -> bytes:
    """The report as a workbook: numbers as numbers, merged cells merged, everything on one sheet.

    ``apart``: an empty row stands around every table.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    row = 1
    for each in report_of(page):
        if isinstance(each, str):
            sheet.cell(row, 1, each)
            row += 1
            continue
        row += apart
        for number, line in enumerate(each):
            for one in line:
                _write(sheet.cell(row + number, one.column + 1), one.text)
                if one.across > 1 or one.down > 1:
                    last = (row + number + one.down - 1, one.column + one.across)
                    sheet.merge_cells(None, row + number, one.column + 1, *last)
        row += len(each) + apart
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(target: object, text: str) -> None:
    number = text.replace(",", "")
    if text and number.lstrip("-").replace(".", "", 1).isdigit() and not (number.startswith("0") and len(number) > 1):
        target.value = float(number) if "." in number else int(number)  # type: ignore[attr-defined]  # a cell
        places = len(number.partition(".")[2])
        digits = "#,##0" if "," in text else "0"
        target.number_format = f"{digits}.{'0' * places}" if places else digits  # type: ignore[attr-defined]  # same
    else:
        target.value = text or None  # type: ignore[attr-defined]  # the same


def report_as_csv(page: bytes, delimiter: str = ",") -> bytes:
    """The report as delimited fields; what merged cells cover is left blank, as spreadsheet programs export it."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    for each in report_of(page):
        if isinstance(each, str):
            writer.writerow([each])
            continue
        width = max(one.column + one.across for one in each[0])
        writer.writerow([])
        for line in each:
            texts = {one.column: one.text for one in line}
            writer.writerow([texts.get(column, "") for column in range(width)])
        writer.writerow([])
    return target.getvalue().encode("utf-8-sig")

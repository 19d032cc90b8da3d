"""Good files of every format, made by the project's own renderer: what mutations begin with."""

import io
import struct
import zipfile
from collections.abc import Mapping
from functools import cache

from extractor.evaluate.sets import CaseSpec, load_set, set_names
from specimens.exchanged_seeds import exchanged_seeds
from specimens.named_values import as_json, as_xml, invented_record

_STYLES = {
    "tsv.txt": "tsv",
    "rows.md": "pipe_rows",
    "fixed.txt": "fixed",
    "page.html": "html",
    "ruled.pdf": "pdf_ruled",
    "open.pdf": "pdf_borderless",
    "scan.pdf": "pdf_scan",
}
_CLIP = (370, 40, 830, 160)
"""What pictures show of the second page, in points."""

_CELLS = (("", "2022", "2023"), ("Requests received", "12", "15"), ("Requests granted", "7.5", "/"))


@cache
def seeds() -> Mapping[str, bytes]:
    """Name and bytes of each; the suffix is that of the format."""
    chosen = load_set(set_names()[0])
    spec = chosen.cases[0].spec
    made = {}
    for name, style in _STYLES.items():
        case = CaseSpec.model_validate({"id": name, "figures": spec.figures, "style": style})
        made[name] = chosen.case(case).rendered.content
    made |= _pictures(made["ruled.pdf"])
    made["cells.csv"] = "\n".join(",".join(row) for row in _CELLS).encode()
    made["values.xml"] = as_xml(invented_record(2))
    made["values.json"] = as_json(invented_record(2))
    made |= exchanged_seeds(_CELLS)
    made["cells.docx"] = word_file(_body())
    made["cells.xlsx"] = _workbook()
    made["archive.zip"] = zipped({"a/tsv.txt": made["tsv.txt"], "b/page.html": made["page.html"]})
    made["saved.mhtml"] = _mhtml(made["page.html"])
    return made


def _pictures(pdf: bytes) -> dict[str, bytes]:
    """The upper right of a table as a scanner gives it, 150 dpi: fine enough to be recognised, and small."""
    import pymupdf

    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # no types
        grey = document[1].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY, clip=_CLIP)
    jpeg = grey.tobytes("jpeg")
    return {
        "page.png": grey.tobytes("png"),
        "page.jpg": jpeg,
        "page.tiff": tiff(grey.width, grey.height, bytes(grey.samples)),
        **_encoded(grey.width, grey.height, bytes(grey.samples)),
        "photo.pdf": _picture_pdf(jpeg),
    }


def _encoded(width: int, height: int, pixels: bytes) -> dict[str, bytes]:
    """Two frames packed as a fax is, and a WebP."""
    from PIL import Image

    page = Image.frombytes("L", (width, height), pixels)
    fax, web = io.BytesIO(), io.BytesIO()
    black_white = page.convert("1")
    black_white.save(fax, "TIFF", compression="group4", save_all=True, append_images=[black_white], dpi=(150, 150))
    page.save(web, "WEBP", quality=80)
    return {"fax.tiff": fax.getvalue(), "page.webp": web.getvalue()}


def _picture_pdf(jpeg: bytes) -> bytes:
    """A page that is nothing but a picture."""
    import pymupdf

    x0, y0, x1, y1 = _CLIP
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        page = document.new_page(width=x1 - x0, height=y1 - y0)
        page.insert_image(page.rect, stream=jpeg)
        return bytes(document.tobytes())


def tiff(width: int, height: int, pixels: bytes, following: int = 0) -> bytes:
    """A grey TIFF of one uncompressed strip; ``following`` is the offset of the next frame it names."""
    tags = (
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, len(pixels)),
    )
    at = 8 + len(pixels)
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return (
        struct.pack("<2sHI", b"II", 42, at)
        + pixels
        + struct.pack("<H", len(tags))
        + entries
        + struct.pack("<I", following)
    )


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive of parts by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(body: str, head: str = "", relations: str = "", more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word document with this body; ``head`` stands before its root, ``relations`` are of the main part."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return zipped(
        {
            "[Content_Types].xml": f'{declared}<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'{declared}<Relationships xmlns="{_RELATED}"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'{declared}<Relationships xmlns="{_RELATED}">{relations}</Relationships>',
            "word/document.xml": f"{declared}{head}<w:document {_W}><w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )


def _body() -> str:
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in _CELLS
    )
    return f"<w:p><w:r><w:t>Report</w:t></w:r></w:p><w:tbl>{rows}</w:tbl>"


def _workbook() -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(_CELLS):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def _mhtml(page: bytes) -> bytes:
    head = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n--X\n'
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        "Content-Location: http://example.invalid/\n\n"
    )
    return head.encode() + page + b"\n--X--\n"

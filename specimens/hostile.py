"""Files built to break what opens them, in every format but PDF; and files that want something fetched."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from specimens.hostile_pdf import HOSTILE_PDF
from specimens.mutated_seeds import seeds, tiff, word_file, zipped

_MIB = 1 << 20
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)


def png(width: int, height: int, rows: bytes, bits: int = 1) -> bytes:
    """A grey PNG with these packed rows, whatever size it says it has."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def _nested_archive() -> bytes:
    inner = zipped({"a.txt": b"0" * (64 * _MIB)})
    for _ in range(4):
        inner = zipped({f"{number}.zip": inner for number in range(10)})
    return inner


def _escaping_archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in (
            "../escaped.txt",
            "/tmp/escaped.txt",
            "..\\..\\escaped.txt",
            "C:\\escaped.txt",
            "a/../../escaped.txt",
        ):
            archive.writestr(name, "Total 12\n")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
    return buffer.getvalue()


def _lying_archive() -> bytes:
    """Says that it unpacks to ten bytes."""
    data = bytearray(zipped({"a.txt": b"1 2 3\n" * 20_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rindex(signature) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def _with_part(seed: str, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An office file of the seeds, one part of which is changed."""
    with zipfile.ZipFile(io.BytesIO(seeds()[seed])) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped({**parts, name: change(parts.get(name, b""))})


def _sheet(change: Callable[[bytes], bytes]) -> bytes:
    return _with_part("cells.xlsx", "xl/worksheets/sheet1.xml", change)


_DEEP = 100_000


def _workbook_xml(table: str) -> bytes:
    """A workbook as one XML file."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    head = f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="a"><Table>'
    return f"{head}{table}</Table></Worksheet></Workbook>".encode()


_OTHERS: Mapping[str, Callable[[], bytes]] = {
    "elements 100,000 deep.html": lambda: b"<html><body>" + b"<div>" * _DEEP + b"Total 12" + b"</div>" * _DEEP,
    "tables 5,000 deep.html": lambda: b"<html><body>" + b"<table><tr><td>" * 5_000 + b"12",
    "spans without end.html": lambda: (
        b'<table><tr><td colspan="2147483647" rowspan="2147483647">1</td><td>2</td></tr></table>' * 9
    ),
    "spans times spans.html": lambda: (
        b"<table>" + (b"<tr>" + b'<td colspan="1000" rowspan="65534">1</td>' * 40 + b"</tr>") * 40
    ),
    "a million cells.html": lambda: b"<table>" + (b"<tr>" + b"<td>1</td>" * 1000 + b"</tr>") * 1000 + b"</table>",
    "a million empty cells.html": lambda: b"<table>" + (b"<tr>" + b"<td>" * 1000 + b"</tr>") * 1000 + b"</table>",
    "billion laughs.html": lambda: f"{_LAUGHS}<html><body>&a11;</body></html>".encode(),
    "billion laughs.xhtml": lambda: f'<?xml version="1.0"?>{_LAUGHS}<html><body><p>&a11;</p></body></html>'.encode(),
    "200,000 attributes.html": lambda: (
        b"<html><body><p " + b"".join(b'a%d="1" ' % i for i in range(200_000)) + b">12</p>"
    ),
    "style of 8 MB.html": lambda: b"<style>" + b"p{display:none}" * 500_000 + b"</style><p>12</p>",
    "references to characters.html": lambda: b"<p>" + b"&#x110000;&#0;&#xD800;&bogus;" * 100_000,
    "parts 3,000 deep.eml": lambda: (
        b"From: a\nMIME-Version: 1.0\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (n, n) for n in range(3000))
    ),
    "100,000 attachments.eml": lambda: (
        b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b'--x\nContent-Disposition: attachment; filename="a.txt"\n\n1\n' * 100_000
    ),
    "merged over everything.xml": lambda: _workbook_xml(
        '<Row><Cell ss:MergeAcross="16000" ss:MergeDown="1000000"/></Row>'
    ),
    "the last square.xml": lambda: _workbook_xml(
        '<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
        '<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell></Row>'
    ),
    "a million elements.edi": lambda: b"UNB+1'" + b"A1+1'" * 1_500_000,
    "escapes upon escapes.edi": lambda: b"UNB+" + b"?" * 2_000_000 + b"'",
    "billion laughs.xml": lambda: f'<?xml version="1.0"?>{_LAUGHS}<record><total>&a11;</total></record>'.encode(),
    "elements 100,000 deep.xml": lambda: b"<a>" * _DEEP + b"12" + b"</a>" * _DEEP,
    "200,000 attributes.xml": lambda: b"<a " + b" ".join(b'b%d="1"' % number for number in range(200_000)) + b"/>",
    "a million values.xml": lambda: b"<a>" + b"<b>1</b>" * 1_000_001 + b"</a>",
    "declarations that never end.xml": lambda: b"<?a?>" * 200_000,
    "lists 100,000 deep.json": lambda: b"[" * _DEEP + b"]" * _DEEP,
    "a million values.json": lambda: b"[" + b"1," * 1_000_000 + b"1]",
    "number of 8 MB.json": lambda: b'{"total": ' + b"9" * (8 * _MIB) + b"}",
    "names that are all different.json": lambda: (
        b"[" + b",".join(b'{"n%d": 1}' % number for number in range(100_000)) + b"]"
    ),
    "15 MB in one line.txt": lambda: b"12 345 " * 2_200_000,
    "15 MB without a space.txt": lambda: b"1" * (15 * _MIB),
    "seven million lines.txt": lambda: b"1\n" * 7_000_000,
    "a million tabs.txt": lambda: (b"1\t" * 1000 + b"\n") * 1000,
    "a million bars.md": lambda: (b"| 1 " * 1000 + b"|\n") * 1000,
    "aligned spaces.txt": lambda: (b"1" + b" " * 4000 + b"2\n") * 3000,
    "nothing but zeros.txt": lambda: bytes(5 * _MIB),
    "marks upon marks.txt": lambda: ("a" + "\u0301" * 2_000_000).encode(),
    "quotes that never end.csv": lambda: b'"' + b'a,"",\n' * 1_000_000,
    "picture of 10 GB.png": lambda: png(100_000, 100_000, b"\0" * _MIB, 8),
    "bomb of 900 million pixels.png": lambda: png(30_000, 30_000, bytes(30_000 * 3_751)),
    "page of 81 million pixels.png": lambda: png(9_000, 9_000, bytes(9_000 * 1_126)),
    "frames in a circle.tiff": lambda: tiff(9, 9, bytes(81), 8 + 81),
    "frame of 4 billion rows.tiff": lambda: tiff(60_000, 4_000_000_000, bytes(100)),
    "JPEG of nothing but a head.jpg": lambda: seeds()["page.jpg"][:700],
    "archive in archive, 640 GB.zip": _nested_archive,
    "1 GB of zeros.zip": lambda: zipped({"a.txt": bytes(1024 * _MIB)}),
    "names that lead out.zip": _escaping_archive,
    "size that lies.zip": _lying_archive,
    "60,000 parts.zip": lambda: zipped({f"{number}.txt": b"1" for number in range(60_000)}),
    "body of 600 MB.docx": lambda: word_file("<w:p/>" * (100 * _MIB)),
    "billion laughs.docx": lambda: word_file("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", head=_LAUGHS),
    "paragraphs 100,000 deep.docx": lambda: word_file("<w:sdt>" * _DEEP + "</w:sdt>" * _DEEP),
    "spans without end.docx": lambda: word_file(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2147483647'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    ),
    "sheet of the largest size.xlsx": lambda: _sheet(
        lambda data: data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    ),
    "merged over everything.xlsx": lambda: _sheet(
        lambda data: data.replace(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        )
    ),
    "billion laughs.xlsx": lambda: _with_part(
        "cells.xlsx",
        "xl/sharedStrings.xml",
        lambda data: f"{_LAUGHS}<sst><si><t>&a11;</t></si></sst>".encode(),
    ),
    "500 MB of cells.xlsx": lambda: _sheet(
        lambda data: data.replace(b"</sheetData>", b"<row><c><v>1</v></c></row>" * (20 * _MIB) + b"</sheetData>")
    ),
}

HOSTILE: Mapping[str, Callable[[], bytes]] = {**_OTHERS, **{f"{name}.pdf": make for name, make in HOSTILE_PDF.items()}}
"""Builders by file name: they take long enough that only what is asked for should be made."""

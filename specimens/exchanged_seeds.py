"""Good files of the formats in which programs hand each other records, and of slides and mails."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from specimens.named_values import as_json_lines, invented_record

_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def exchanged_seeds(rows: Sequence[Sequence[str]]) -> Mapping[str, bytes]:
    """Name and bytes of each; those that hold a table hold these rows."""
    return {
        "values.jsonl": as_json_lines(invented_record(3)),
        "rows.json": json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]).encode(),
        "invoice.edi": _x12(rows),
        "order.edi": _edifact(rows),
        "sheet.xml": _spreadsheet(rows),
        "slides.pptx": _slides(rows),
        "mail.eml": _mail(rows),
    }


def _x12(rows: Sequence[Sequence[str]]) -> bytes:
    head = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240305*0930*U*00401*000000001*0*P*>"
    items = [f"IT1*{number}*{'*'.join(row)}" for number, row in enumerate(rows, start=1)]
    return "~\n".join([head, "ST*810*0001", "BIG*20240305*2024-117", *items, "TDS*11900", "SE*4*0001", ""]).encode()


def _edifact(rows: Sequence[Sequence[str]]) -> bytes:
    items = [f"LIN+{number}++{':'.join(row)}" for number, row in enumerate(rows, start=1)]
    head = ["UNA:+.? ", "UNB+UNOC:3+SENDER+RECEIVER+240305:0930+1", "UNH+1+ORDERS:D:96A:UN"]
    return ("'\n".join([*head, *items, "UNT+4+1", "UNZ+1+1"]) + "'").encode()


def _spreadsheet(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook in XML, as Excel 2003 keeps it."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = (
        "".join(f'<Cell><Data ss:Type="String">{each}</Data></Cell>' for each in row) + '<Cell ss:Index="6"/>'
        for row in rows
    )
    body = "".join(f"<Row>{each}</Row>" for each in cells)
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="Sheet1"><Table>{body}</Table></Worksheet></Workbook>'
    ).encode()


def _slides(rows: Sequence[Sequence[str]]) -> bytes:
    names = f'xmlns:p="urn:p" xmlns:a="urn:a" xmlns:r="{_OFFICE}"'
    text = "<a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody>"
    lines = (f"<a:tr>{''.join(f'<a:tc>{text.format(each)}</a:tc>' for each in row)}</a:tr>" for row in rows)
    table = f"<a:graphic><a:graphicData><a:tbl>{''.join(lines)}</a:tbl></a:graphicData></a:graphic>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": _relations("officeDocument", "ppt/presentation.xml"),
            "ppt/presentation.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="r0"/></p:sldIdLst>'
            "</p:presentation>",
            "ppt/_rels/presentation.xml.rels": _relations("slide", "slides/s0.xml"),
            "ppt/slides/s0.xml": f"<p:sld {names}><p:cSld><p:spTree><p:graphicFrame>{table}</p:graphicFrame>"
            "</p:spTree></p:cSld></p:sld>",
        }.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relations(kind: str, target: str) -> str:
    link = f'<Relationship Id="r0" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATED}">{link}</Relationships>'


def _mail(rows: Sequence[Sequence[str]]) -> bytes:
    """What it says, and the rows attached twice."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Report", "a@example.org", "b@example.org"
    message.set_content("\n".join("\t".join(row) for row in rows))
    table = "\n".join(",".join(row) for row in rows).encode()
    message.add_attachment(table, maintype="text", subtype="csv", filename="rows.csv")
    message.add_attachment(_spreadsheet(rows), maintype="application", subtype="xml", filename="sheet.xml")
    return bytes(message)

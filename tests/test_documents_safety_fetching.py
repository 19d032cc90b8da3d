"""Nothing is fetched: not from the network, not from other files, whatever a document asks for."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from extractor.documents.opening.guarded import open_guarded
from extractor.errors import DocumentError
from specimens.hostile_pdf import page, stream
from specimens.mutated_seeds import word_file, zipped

SECRET = "a-secret-that-no-document-holds-4711"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback that answers with the secret, and what it was asked for."""
    paths: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        with urlopen(f"{address}/first") as answer:
            assert answer.read().decode() == SECRET
        assert paths == ["/first"]
        paths.clear()
        yield address, paths
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _page(place: str) -> str:
    """A web page that wants ``place`` in every way there is."""
    return (
        f'<html><head><base href="{place}/"><meta http-equiv="refresh" content="0;url={place}/m">'
        f'<link rel="stylesheet" href="{place}/css"><script src="{place}/js"></script>'
        f"<style>@import url({place}/import); p {{ background: url({place}/bg) }}</style></head>"
        f'<body background="{place}/body"><p>Total 12</p><img src="{place}/img" srcset="{place}/set 2x">'
        f'<iframe src="{place}/iframe"></iframe><object data="{place}/object"></object><embed src="{place}/embed">'
        f'<svg><image href="{place}/svg"/><use href="{place}/use#a"/></svg><video poster="{place}/poster"></video>'
        "</body></html>"
    )


def _entity(place: str, root: str = "<html><body><p>Total 12 &x; %y;</p></body></html>") -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE html SYSTEM "{place}/dtd" [<!ENTITY x SYSTEM "{place}/entity">'
        f'<!ENTITY % y SYSTEM "{place}/parameter"> %y;]>{root}'
    )


def _pdf(place: str) -> bytes:
    target = place.encode()
    wants = stream(
        b"BT /F 12 Tf 72 700 Td (Total 12) Tj ET /I Do\n",
    )
    picture = b"<</Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    outside = picture + b"/Length 0/F<</Type/Filespec/FS/URL/F(%s/pdf)>>>>\nstream\n\nendstream" % target
    resources = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</I 5 0 R>>"
    made = page(wants, outside, resources=resources)
    action = b"/Type/Catalog/OpenAction<</S/URI/URI(%s/open)>>" % target
    return made.replace(b"/Type/Catalog", action, 1)


def _word(place: str) -> bytes:
    outside = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{place}/{kind}" TargetMode="External"/>'
        for number, kind in enumerate(("image", "attachedTemplate", "oleObject", "subDocument", "frame", "hyperlink"))
    )
    entity = f'<!DOCTYPE x [<!ENTITY x SYSTEM "{place}/entity">]>'
    return word_file("<w:p><w:r><w:t>Total 12 &x;</w:t></w:r></w:p>", head=entity, relations=outside)


def _files(place: str) -> dict[str, bytes]:
    """Files that want ``place`` fetched."""
    inclusion = (
        f'<root xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{place}/include" parse="text"/></root>'
    )
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{place}/svg"/><text>Total 12</text></svg>'
    mail = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n--X\nContent-Type: message/external-body; '
        f'access-type=URL; URL="{place}/mail"\n\n--X\nContent-Type: text/html\n\n{_page(place)}\n--X--\n'
    )
    return {
        "page.html": _page(place).encode(),
        "page.xhtml": _entity(place).encode(),
        "other.xml": _entity(place, "<root>&x;</root>").encode(),
        "inclusion.xml": inclusion.encode(),
        "inclusion.html": f"<html><body>Total 12 {inclusion}</body></html>".encode(),
        "drawing.svg": drawing.encode(),
        "drawing.html": f"<html><body>{drawing}</body></html>".encode(),
        "notes.md": f"# Total 12\n\n![picture]({place}/md)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
        "report.pdf": _pdf(place),
        "report.docx": _word(place),
        "sheet.xlsx": zipped({"xl/workbook.xml": _entity(place, "<workbook>&x;</workbook>"), "xl/sheet1.xml": sheet}),
        "cells.csv": f'=WEBSERVICE("{place}/csv"),12\n'.encode(),
        "saved.mhtml": mail.encode(),
        "all.zip": zipped({"page.html": _page(place), "page.xhtml": _entity(place)}),
    }


def _shown(path: Path) -> str:
    """All that comes out of a file: its text, or the words of its error."""
    try:
        return open_guarded(path).text
    except DocumentError as error:
        return str(error)


@pytest.mark.parametrize("name", _files(""))
def test_nothing_is_fetched_from_the_network(asked: tuple[str, list[str]], tmp_path: Path, name: str) -> None:
    address, paths = asked
    (tmp_path / name).write_bytes(_files(address)[name])
    shown = _shown(tmp_path / name)
    assert shown
    assert SECRET not in shown
    assert paths == []


@pytest.mark.parametrize("name", _files(""))
def test_nothing_is_fetched_from_another_file(tmp_path: Path, name: str) -> None:
    for part in ("dtd", "entity", "parameter", "include", "svg", "img", "md", "pdf"):
        (tmp_path / "secret" / part).parent.mkdir(exist_ok=True)
        (tmp_path / "secret" / part).write_text(SECRET)
    (tmp_path / name).write_bytes(_files((tmp_path / "secret").as_uri())[name])
    shown = _shown(tmp_path / name)
    assert shown
    assert SECRET not in shown

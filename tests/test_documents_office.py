"""Office files that LibreOffice converts, where it is installed; and what is said where it is not."""

import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.opening.office import converted, find_office
from extractor.errors import OpeningTimedOut, UnreadableDocument, UnsupportedFormat
from tests.document_places import cells
from tests.office_files import cell, docx, paragraph, table

INSTALLED = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
RTF = r"{\rtf1\ansi Report\par\trowd\cellx3000\cellx6000\intbl Fees\cell 12\cell\row}"
LINKED = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>words</text:p><text:p>'
    '<draw:frame><draw:image xlink:href="{}.png" xlink:type="simple"/></draw:frame></text:p>'
    "</office:text></office:body></office:document>"
)
"""A text with a picture somewhere else, which LibreOffice asks for unless it is told not to."""

DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument\x00".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(("name", "data"), [("a.rtf", RTF.encode()), ("a.doc", DOC)])
def test_without_the_program_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnsupportedFormat, match=r"LibreOffice opens\. Install it"):
        open_document(tmp_path / name)


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleep = shutil.which("sleep")
    assert sleep is not None
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{sleep} 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(OpeningTimedOut, match="over 0 s"):
        converted(b"x", "doc", "docx", name="a.doc", what="a Word document", seconds=0.3)


def test_a_program_that_writes_nothing_makes_the_file_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho Error: source file could not be loaded >&2\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(UnreadableDocument, match="could not be loaded"):
        converted(b"x", "doc", "docx", name="a.doc", what="a Word document")


@INSTALLED
def test_rtf_and_doc_are_read_with_their_tables(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text(RTF)
    document = open_document(tmp_path / "a.rtf")
    assert cells(document) == [["Report"], ["Fees", "12"]]
    assert (document.media_type, document.method) == ("application/rtf", "logical")
    body = paragraph("标题") + table(cell("项目", 2) + cell("数"), cell("新") + cell("收") + cell("12"))
    body += paragraph("完")
    made = converted(docx(body), "docx", "doc", name="a", what="a document")
    (tmp_path / "a.doc").write_bytes(made)
    document = open_document(tmp_path / "a.doc")
    assert cells(document) == [["标题"], ["项目", "数"], ["新", "收", "12"], ["完"]]


@INSTALLED
def test_nothing_is_fetched_while_a_file_is_converted(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_OPTIONS(self) -> None:
            self.do_GET()

        def do_PROPFIND(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}/x"
        made = converted(LINKED.format(place).encode(), "fodt", "doc", name="a.fodt", what="a flat text")
        (tmp_path / "a.doc").write_bytes(made)
        assert open_document(tmp_path / "a.doc").text == "words"
        server.shutdown()
    assert asked == []

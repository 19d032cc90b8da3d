"""Saved web archives and mails."""

import quopri
from base64 import encodebytes
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.errors import EmptyDocument
from tests.document_places import assert_all_is_covered, assert_places_hold, cells

PAGE = (
    "<html><head>{}</head><body><p>年度报告</p><table><tr><td>新收</td><td>12</td></tr></table>"
    "<img src='http://192.0.2.1/x.png'></body></html>"
)
ROWS = [["年度报告"], ["新收", "12"]]


def archive(content: bytes, encoding: str, charset: str, kind: str = "text/html") -> bytes:
    body = quopri.encodestring(content) if encoding == "quoted-printable" else encodebytes(content)
    head = (
        "From: <Saved by a browser>\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n'
        "----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        f"----x\r\nContent-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        "Content-Location: http://192.0.2.1/report\r\n\r\n"
    )
    return head.encode() + body + b"\r\n----x--\r\n"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_the_page_of_an_archive_is_read(tmp_path: Path, encoding: str, charset: str) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(archive(PAGE.format("").encode(charset), encoding, charset))
    document = open_document(path)
    assert cells(document) == ROWS
    assert (document.media_type, document.name) == ("text/html", "a.mhtml")
    assert_places_hold(document)
    assert_all_is_covered(document)


def test_the_charset_of_the_part_goes_before_that_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.mht"
    content = PAGE.format('<meta charset="latin-1">').encode("gb18030")
    path.write_bytes(archive(content, "base64", "gb2312"))
    assert cells(open_document(path)) == ROWS


def test_a_mail_of_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(archive(b"licences\t12\nfees\t0\n", "base64", "utf-8", "text/plain"))
    assert cells(open_document(path)) == [["licences", "12"], ["fees", "0"]]


def test_an_archive_of_pictures_alone_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(archive(b"x", "base64", "utf-8", "image/png"))
    with pytest.raises(EmptyDocument, match="without a page"):
        open_document(path)

"""Mails: what they say is a document, and so is every file that is attached."""

import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.errors import DocumentError, EmptyDocument, UnreadableDocument
from extractor.run.selection import group_by_content, select_files
from tests.document_places import cells
from tests.office_files import docx, paragraph, zipped

KINDS = {
    "a.txt": (b"licences\t12\n", "text", "plain"),
    "b.csv": (b"name,count\nfees,3\n", "text", "csv"),
    "c.docx": (docx(paragraph("words")), "application", "octet-stream"),
    "d.xml": (b"<a><b>7</b></a>", "application", "xml"),
    "报告.txt": ("新收\t12\n".encode(), "text", "plain"),
    "in.zip": (zipped({"e.txt": "inside"}), "application", "zip"),
    "x.exe": (b"MZ", "application", "octet-stream"),
}


def mail(*attached: str, text: str = "Please find the report attached.") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Report", "a@example.org", "b@example.org"
    if text:
        message.set_content(text)
    for name in attached:
        content, main, sub = KINDS[name]
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def saved(folder: Path, message: EmailMessage, name: str = "mail.eml") -> Path:
    path = folder / name
    path.write_bytes(bytes(message))
    return path


def taken(path: Path) -> list[str]:
    return [each.relative_to(path.parent).as_posix() for each in select_files([path]).files]


@pytest.mark.parametrize("seed", range(30))
def test_a_mail_and_its_attachments_are_documents(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = chance.sample(sorted(KINDS), chance.randint(1, 5))
    text = chance.choice(["", "Total 12 is attached."])
    path = saved(tmp_path, mail(*names, text=text))
    documents = [name for name in names if name != "x.exe"]
    shown = ["mail.eml"] * bool(text and documents)
    shown += [f"mail.eml/{name}" if name != "in.zip" else "mail.eml/in.zip/e.txt" for name in documents]
    assert taken(path) == (shown or ["mail.eml"])
    for name in documents:
        if name != "in.zip":
            assert open_document(path / name).sha256 == group_by_content([path / name])[0].sha256
            assert open_document(path / name).name == f"mail.eml/{name}"


def test_attachments_are_read_as_files_of_their_own(tmp_path: Path) -> None:
    path = saved(tmp_path, mail("b.csv", "d.xml", "in.zip"))
    assert cells(open_document(path / "b.csv")) == [["name", "count"], ["fees", "3"]]
    assert cells(open_document(path / "d.xml")) == [["a"], ["b", "7"]]
    assert open_document(path / "in.zip" / "e.txt").text.strip() == "inside"
    assert open_document(path).text.strip() == "Please find the report attached."


def test_two_attachments_of_one_name_are_two_documents(tmp_path: Path) -> None:
    path = saved(tmp_path, mail("a.txt", "a.txt"))
    assert taken(path) == ["mail.eml", "mail.eml/a.txt", "mail.eml/a (2).txt"]


def test_a_mail_in_a_mail_and_in_an_archive_is_looked_into(tmp_path: Path) -> None:
    outer = mail()
    outer.add_attachment(mail("b.csv", text="Forwarded."), filename="inner.eml")
    path = saved(tmp_path, outer)
    assert taken(path) == ["mail.eml", "mail.eml/inner.eml", "mail.eml/inner.eml/b.csv"]
    assert cells(open_document(path / "inner.eml" / "b.csv"))[1] == ["fees", "3"]
    assert open_document(path / "inner.eml").text.strip() == "Forwarded."
    archive = tmp_path / "a.zip"
    archive.write_bytes(zipped({"m.eml": bytes(mail("a.txt"))}))
    assert taken(archive) == ["a.zip/m.eml", "a.zip/m.eml/a.txt"]
    assert open_document(archive / "m.eml" / "a.txt").text == "licences\t12\n"


@pytest.mark.parametrize("name", ["../../etc/x.txt", "C:\\x\\x.txt", "a\x00/x.txt", "/x.txt", "=?utf-8?B?eC50eHQ=?="])
def test_no_name_leads_out_of_the_mail(tmp_path: Path, name: str) -> None:
    head = "From: a\nSubject: b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    part = f'--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{name}"\n\n12\n--x--\n'
    path = tmp_path / "mail.eml"
    path.write_bytes((head + part).encode())
    assert taken(path) == ["mail.eml/x.txt"]


def test_pictures_shown_in_the_text_are_no_attachments(tmp_path: Path) -> None:
    message = mail()
    message.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<p@x>", filename="p.png", disposition="inline")
    assert taken(saved(tmp_path, message)) == ["mail.eml"]


def test_a_mail_nested_without_end_ends_as_a_typed_error(tmp_path: Path) -> None:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=x{n}\n\n--x{n}\n" for n in range(3000))
    path = tmp_path / "mail.eml"
    path.write_text("From: a\nMIME-Version: 1.0\n" + parts)
    assert taken(path) == ["mail.eml"]
    with pytest.raises(DocumentError):
        open_document(path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    path = saved(tmp_path, mail("a.txt"))
    with pytest.raises(UnreadableDocument, match="no such member"):
        open_document(path / "b.txt")
    with pytest.raises(EmptyDocument, match="without a page or text"):
        open_document(saved(tmp_path, mail("x.exe", text=""), "other.eml"))

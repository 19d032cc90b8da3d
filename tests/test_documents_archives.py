"""ZIP archives: every document inside is one of its own, and nothing leaves the archive."""

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.limits import OpeningLimits
from extractor.errors import DocumentError, EncryptedDocument, LimitExceeded, UnreadableDocument, UnsupportedFormat
from extractor.review.source_view import ShownText, SourceShelf
from extractor.run.engine import run_documents
from extractor.run.selection import group_by_content, select_files
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.office_files import docx, paragraph, zipped
from tests.plain_reports import foia_report

LAYOUT = RunSettings(readers=("layout",))


def saved(folder: Path, parts: dict[str, str | bytes], name: str = "a.zip") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zipped(parts))
    return path


def taken(path: Path) -> list[str]:
    return [each.relative_to(path.parent).as_posix() for each in select_files([path]).files]


def locked(data: bytes) -> bytes:
    """A ZIP file whose first entry says that it is encrypted."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.index(signature) + at] |= 1
    return bytes(changed)


def test_the_documents_inside_are_taken_and_others_left_out(tmp_path: Path) -> None:
    path = saved(tmp_path, {"b.txt": "b", "in/a.HTML": "a", "x.exe": "x", ".hidden.txt": "h", "__MACOSX/a.txt": "m"})
    assert taken(path) == ["a.zip/b.txt", "a.zip/in/a.HTML"]
    assert select_files([path]).skipped == 1
    assert taken(tmp_path / "a.zip") == [
        each.relative_to(tmp_path).as_posix() for each in select_files([tmp_path]).files
    ]


def test_a_member_opens_like_a_file_of_its_own(tmp_path: Path) -> None:
    path = saved(tmp_path, {"in/a.txt": "licences\t12\n", "b.docx": docx(paragraph("words"))})
    document = open_document(path / "in" / "a.txt")
    assert (document.name, document.text) == ("a.zip/in/a.txt", "licences\t12\n")
    assert document.sha256 == group_by_content([path / "in" / "a.txt"])[0].sha256
    assert open_document(path / "b.docx").text == "words"


def test_an_archive_in_an_archive_is_looked_into_once(tmp_path: Path) -> None:
    deepest = zipped({"c.txt": "c"})
    path = saved(tmp_path, {"in.zip": zipped({"b.txt": "b", "deep.zip": deepest})})
    assert taken(path) == ["a.zip/in.zip/b.txt", "a.zip/in.zip/deep.zip"]
    assert open_document(path / "in.zip" / "b.txt").text == "b"
    with pytest.raises(UnsupportedFormat, match="ZIP archive"):
        open_document(path / "in.zip" / "deep.zip")


def test_names_that_lead_outside_and_links_are_left_out(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("../out.txt", "/root.txt", "C:\\x.txt", "in\\..\\..\\y.txt"):
            archive.writestr(name, "out")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", "good")
    path = tmp_path / "a.zip"
    path.write_bytes(target.getvalue())
    selection = select_files([path])
    assert ([each.name for each in selection.files], selection.skipped) == (["good.txt"], 5)
    with pytest.raises(UnreadableDocument, match="no such member"):
        open_document(path / "link.txt")


@pytest.mark.parametrize("between", [(), ("a (2).txt",)])
def test_two_members_of_one_name_are_two_documents(tmp_path: Path, between: tuple[str, ...]) -> None:
    target = tmp_path / "twice.zip"
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, member in enumerate(("a.txt", *between, "a.txt")):
            archive.writestr(member, f"document {number}")
    found = select_files([target]).files
    assert len(found) == 2 + len(between)
    assert {open_document(path).text.strip() for path in found} == {f"document {n}" for n in range(len(found))}


def test_an_office_file_with_two_parts_of_one_name_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "twice.docx"
    target.write_bytes(docx(paragraph("first")))
    with zipfile.ZipFile(target, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", zipfile.ZipFile(target).read("word/document.xml"))
    with pytest.raises(UnreadableDocument, match="two parts are called"):
        open_document(target)


def test_names_stored_in_a_chinese_code_page_are_read(tmp_path: Path) -> None:
    data = zipped({"aaaa.txt": "x"}).replace(b"aaaa", "报告".encode("gb18030"))
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert taken(path) == ["a.zip/报告.txt"]
    assert open_document(path / "报告.txt").text == "x"


def test_a_locked_member_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(locked(zipped({"a.txt": "a", "b.txt": "b"})))
    with pytest.raises(EncryptedDocument, match="password"):
        open_document(path / "a.txt")
    assert open_document(path / "b.txt").text == "b"


def test_a_member_packed_as_no_document_is_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, {"bomb.txt": b"0" * (9 * 2**20), "a.txt": "a"})
    with pytest.raises(LimitExceeded, match="packed"):
        open_document(path / "bomb.txt")
    with pytest.raises(LimitExceeded, match="unpacks to 9 MiB"):
        open_document(path / "a.txt", OpeningLimits(decompressed_mib=8))


def test_a_member_longer_than_it_says_stops_at_the_limit(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"1" * 4000})
    path = tmp_path / "a.zip"
    path.write_bytes(data.replace((4000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(DocumentError):
        open_document(path / "a.txt")


def test_a_damaged_archive_is_taken_itself_and_said_to_be_damaged(tmp_path: Path) -> None:
    path = saved(tmp_path, {"a.txt": "a"})
    path.write_bytes(path.read_bytes()[:40])
    assert taken(path) == ["a.zip"]
    with pytest.raises(UnreadableDocument, match="damaged"):
        open_document(path)


def test_an_archive_without_documents_is_said_to_be_one(tmp_path: Path) -> None:
    path = saved(tmp_path, {"x.exe": "x"})
    assert taken(path) == ["a.zip"]
    with pytest.raises(UnsupportedFormat, match="ZIP archive"):
        open_document(path)


def test_a_run_gives_every_member_its_own_outcome(tmp_path: Path, store: Store) -> None:
    good = foia_report("Office of Tests", 12)
    folder = tmp_path / "in"
    saved(folder, {"good.txt": good, "damaged.docx": b"PK\x03\x04nothing", "letter.txt": "Dear Sir,\nthank you.\n"})
    (folder / "same.txt").write_text(good)
    summary = run_documents([folder], LAYOUT, store)
    found = {entry.document: entry.status for entry in summary.entries}
    assert found == {
        "a.zip/damaged.docx": "failed",
        "a.zip/good.txt": "accepted",
        "a.zip/letter.txt": "unrecognised",
        "same.txt": "accepted",
    }
    (result,) = store.find("a.zip/good.txt")
    assert result.path == str(folder / "a.zip" / "good.txt")
    assert (result,) == store.find("same.txt")
    shown = SourceShelf(store).text(result)
    assert isinstance(shown, ShownText)
    assert run_documents([folder], LAYOUT, store).counts == summary.counts


def test_a_member_is_shown_again_from_its_archive(tmp_path: Path, store: Store) -> None:
    from extractor.review.source_view import _reopen

    path = saved(tmp_path, {"a.txt": "licences\t12\n"}) / "a.txt"
    sha256 = group_by_content([path])[0].sha256
    shown = _reopen(path, sha256)
    assert isinstance(shown, ShownText) and shown.text == "licences\t12\n"
    path.parent.unlink()
    assert "not there any more" in str(_reopen(path, sha256))

"""Names of files in any bytes, and what a terminal would obey in them."""

import json
import os
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.file_names import legible_name, path_as_text, path_of_text, without_controls
from extractor.run.engine import run_documents
from extractor.run.selection import named_paths
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.plain_reports import foia_report
from tests.typed_commands import extractor

any_bytes = pytest.mark.skipif(sys.platform != "linux", reason="a system that takes any bytes for a name")

GBK = os.fsdecode("报告".encode("gbk"))
OBEYED = "\x1b]0;owned\x07"


@any_bytes
@pytest.mark.parametrize(
    "name", ["plain.txt", f"{GBK}.txt", os.fsdecode(b"\xff\xfe"), "back\\xb1slash.txt", "a\\x5cxb1", "报告.txt", OBEYED]
)
def test_a_path_as_text_leads_back_to_its_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("here")
    text = path_as_text(path)
    text.encode("utf-8")
    assert path_of_text(text).read_text() == "here"


@any_bytes
def test_two_names_are_never_one_path_and_each_leads_back_to_its_own_file(tmp_path: Path) -> None:
    names = [os.fsdecode(b"a\xb1.txt"), "a\\xb1.txt", "a\\x5cxb1.txt", "a\\x5c.txt", "a\\.txt"]
    for name in names:
        (tmp_path / name).write_text(foia_report("Office of Tests", 20 + names.index(name)))
    texts = [path_as_text(tmp_path / name) for name in names]
    assert len(set(texts)) == len(names)
    assert [path_of_text(text) for text in texts] == [tmp_path / name for name in names]
    with Store(str(tmp_path / "store.sqlite")) as store:
        for done_before in (False, True):
            summary = run_documents([tmp_path], RunSettings(readers=("layout",)), store)
            assert [each.done_before for each in summary.entries] == [done_before] * len(names)
            assert {each.path for each in summary.entries} == set(texts)


def test_a_path_that_an_earlier_release_wrote_still_leads_to_its_file(tmp_path: Path) -> None:
    older = tmp_path / "a\\xb1.txt"
    older.write_text("here")
    assert path_of_text(str(older)) == older


@any_bytes
def test_a_document_is_found_by_the_bytes_of_its_name_and_every_event_of_the_run_is_kept(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / f"{GBK}.txt").write_text(foia_report("Office of Tests", 12))
    store = ("--store", f"{GBK}.sqlite")
    ran = extractor(tmp_path, "run", "reports", "--readers", "layout", *store, "--log", f"{GBK}.log")
    assert ran.code == 0, ran.err
    events = [json.loads(line) for line in (tmp_path / f"{GBK}.log").read_text("utf-8").splitlines()]
    assert path_of_text(events[0]["settings"]["store"]) == Path(f"{GBK}.sqlite")
    for name in (f"{GBK}.txt", f"reports/{GBK}.txt", "报告.txt", events[-2]["path"]):
        shown = extractor(tmp_path, "show", name, *store)
        assert (shown.code, shown.err) == (0, "")
    assert extractor(tmp_path, "show", f"{GBK}.pdf", *store).code == 3


def test_a_list_of_paths_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("here")
    listed = BytesIO(b"\xef\xbb\xbf" + os.fsencode(tmp_path / "one.txt") + b"\r\n")
    assert named_paths([Path("-")], listed) == (tmp_path / "one.txt",)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("报告 2021.txt", "报告 2021.txt"),
        (GBK, "报告"),
        (os.fsdecode(b"\xff\xfe.txt"), r"\xff\xfe.txt"),
        (OBEYED, "␛]0;owned␇"),
        ("a\nb\tc\x7f", "a␊b␉c␡"),
        ("txt.\u202eexe", r"txt.\u202eexe"),
        ("a\x9bb", r"a\u009bb"),
    ],
)
def test_people_see_characters_and_nothing_that_is_obeyed(name: str, shown: str) -> None:
    assert legible_name(name) == shown


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_nothing_that_is_obeyed_is_left_and_nothing_else_goes(text: str) -> None:
    for made in (legible_name(text), without_controls(text)):
        assert not [char for char in made if (ord(char) < 32 or 127 <= ord(char) < 160) and char not in "\n\t"]
    if text.isprintable():
        assert legible_name(text) == without_controls(text) == text


@any_bytes
def test_names_in_any_bytes_are_read_stored_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / f"{GBK}.txt").write_text(foia_report("Office of Tests", 12))
    (folder / f"{GBK} copy.txt").write_text(foia_report("Office of Tests", 12))
    with Store(str(tmp_path / "store.sqlite")) as store:
        for done_before in (False, True):
            summary = run_documents([folder], RunSettings(readers=("layout",)), store)
            assert [each.done_before for each in summary.entries] == [done_before] * 2
        assert {each.document for each in summary.entries} == {"报告.txt", "报告 copy.txt"}
        (result,) = store.find("报告.txt")
        assert path_of_text(result.path).is_file()


@any_bytes
def test_what_files_and_documents_are_called_is_never_obeyed(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / f"{OBEYED}.txt").write_text(foia_report(f"Office{OBEYED}", 12, pending_end=3))
    (folder / f"{OBEYED}.pdf").write_bytes(b"")
    read = extractor(tmp_path, "run", "reports", "--readers", "layout")
    listed = extractor(tmp_path, "list")
    shown = extractor(tmp_path, "show", "␛]0;owned␇.txt")
    missing = extractor(tmp_path, "show", f"none{OBEYED}")
    assert (read.code, listed.code, shown.code, missing.code) == (2, 0, 0, 3)
    for answer in (read, listed, shown, missing):
        assert "\x1b" not in answer.out + answer.err and "\x07" not in answer.out + answer.err
        assert "owned" in answer.out + answer.err


@any_bytes
def test_links_in_any_bytes_are_named_in_characters(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(foia_report("Office of Tests", 12))
    (tmp_path / "reports" / GBK).symlink_to(tmp_path)
    answer = extractor(tmp_path, "run", "reports", "--readers", "layout", "--json", "--log", "log.jsonl")
    assert answer.code == 0
    assert json.loads(answer.out)["irregular"][0].startswith("reports/\\xb1\\xa8")


def test_a_name_that_no_system_takes_is_refused(tmp_path: Path) -> None:
    answer = extractor(tmp_path, "run", "n" * 300)
    assert (answer.code, "does not exist" in answer.err) == (3, True)

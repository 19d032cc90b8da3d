"""Documents at URLs: read like files, named by their URL, and refused in words where nobody can fetch them."""

import hashlib
import io
import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import fsspec
import pytest

from extractor.documents.opening.fetched_copies import FetchedCopies, Fetching
from extractor.documents.opening.guarded import open_guarded
from extractor.errors import ConfigurationError, ExtraMissing, UnreadableDocument
from extractor.run.engine import run_documents
from extractor.run.selection import named_paths, select_files
from extractor.run.settings import RunSettings
from extractor.run.summary import RunSummary
from extractor.store import Store
from tests.plain_reports import foia_report

LAYOUT = RunSettings(readers=("layout",), jobs=1)


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    found = fsspec.filesystem("memory")
    yield found
    found.rm("/", recursive=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "served"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(foia_report(f"Office {number}", number))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder))) as served:
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


def run(place: Path, *urls: str, settings: RunSettings = LAYOUT) -> RunSummary:
    with Store(str(place / "store.sqlite")) as store:
        return run_documents(named_paths(map(Path, urls), io.BytesIO()), settings, store)


def put(memory: fsspec.AbstractFileSystem, place: str, number: int) -> None:
    memory.pipe(place, foia_report(f"Office {number}", number).encode())


def test_a_folder_at_a_url_is_read_like_one_of_this_machine(memory: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    for number in range(3):
        put(memory, f"/reports/{number}/a.txt", number)
    put(memory, "/reports/.hidden/a.txt", 4)
    memory.pipe("/reports/picture.raw", b"x")
    summary = run(tmp_path, "memory://reports")
    assert summary.counts == {"accepted": 3} and summary.skipped == 1
    assert [each.path for each in summary.entries] == [f"memory://reports/{number}/a.txt" for number in range(3)]
    assert [each.document for each in summary.entries] == ["a.txt"] * 3
    assert all(each.done_before for each in run(tmp_path, "memory://reports").entries)


def test_a_copy_on_this_machine_is_the_same_document(memory: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    put(memory, "/a.txt", 1)
    (tmp_path / "b.txt").write_text(foia_report("Office 1", 1))
    (tmp_path / "c.txt").write_text(foia_report("Office 2", 2))
    summary = run(tmp_path, "memory://a.txt", str(tmp_path / "b.txt"), f"file://{tmp_path}/c.txt")
    assert [each.path for each in summary.entries] == [
        "memory://a.txt",
        *(str(tmp_path / n) for n in ("b.txt", "c.txt")),
    ]
    assert summary.entries[1].same_as == "memory://a.txt"


def test_a_pattern_of_files_on_this_machine_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert named_paths([Path(f"file://{tmp_path}/*.txt")], io.BytesIO()) == (tmp_path / "a.txt",)
    listed = io.BytesIO(f"file://{tmp_path}/a.txt\n".encode())
    assert named_paths([Path("-")], listed) == (tmp_path / "a.txt",)


def test_a_name_at_a_web_server_is_told_in_characters(server: str, tmp_path: Path) -> None:
    (tmp_path / "served" / "年 报#1.txt").write_text(foia_report("Office 9", 9))
    (entry,) = (each for each in run(tmp_path, f"{server}/").entries if not each.document[0].isdigit())
    assert (entry.document, entry.status) == ("年 报#1.txt", "accepted")
    assert entry.path == f"{server}/%E5%B9%B4%20%E6%8A%A5%231.txt"


def test_a_server_that_does_not_answer_is_not_one_without_the_file(server: str) -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        select_files([Path(f"{server}/no.txt")])
    for url in ("http://127.0.0.1:9/a.txt", "ftp://127.0.0.1:9/a.txt"):
        with pytest.raises(ConfigurationError, match=r"cannot be looked at: .*(Connect|refused)"):
            select_files([Path(url)])


def test_patterns_in_urls_are_filled_in(memory: fsspec.AbstractFileSystem) -> None:
    for name in ("2020/a.txt", "2020/a.pdf", "2021/b.txt"):
        memory.pipe(f"/reports/{name}", b"x")
    found = named_paths([Path("memory://reports/**/*.txt")], io.BytesIO())
    assert found == (Path("memory://reports/2020/a.txt"), Path("memory://reports/2021/b.txt"))
    with pytest.raises(ConfigurationError, match=r"nothing fits memory://reports/\*\.xls"):
        named_paths([Path("memory://reports/*.xls")], io.BytesIO())


def test_documents_of_a_web_server_are_read_one_by_one_and_as_a_folder(server: str, tmp_path: Path) -> None:
    assert run(tmp_path, f"{server}/0.txt").counts == {"accepted": 1}
    summary = run(tmp_path, server)
    assert summary.counts == {"accepted": 3}
    assert [each.path for each in summary.entries] == [f"{server}/{number}.txt" for number in range(3)]


def test_what_is_gone_when_it_is_opened_is_told_by_its_url(memory: fsspec.AbstractFileSystem) -> None:
    put(memory, "/a.txt", 1)
    path = Path("memory://a.txt")
    assert (open_guarded(path).name, open_guarded(path).path) == ("a.txt", path)
    memory.rm("/a.txt")
    with pytest.raises(UnreadableDocument, match=r"^a\.txt: memory://a\.txt cannot be fetched"):
        open_guarded(path)


def test_what_is_not_there_and_what_nobody_can_fetch_is_refused_before_anything(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="memory://nothing does not exist"):
        run(tmp_path, "memory://nothing")
    with pytest.raises(ConfigurationError, match="nonsense://… is no kind of address"):
        run(tmp_path, "nonsense://a/b.txt")


def test_the_package_that_is_missing_for_a_kind_of_address_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtraMissing, match=r"gs://… needs a package that is not installed: .*gcsfs"):
        run(tmp_path, "gs://bucket/a.txt")


def test_archives_at_urls_are_named_and_not_left_out_in_silence(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/reports/all.zip", b"PK\x03\x04")
    memory.pipe("/reports/a.txt", b"x")
    selection = select_files([Path("memory://reports")])
    assert selection.irregular == ("memory://reports/all.zip (an archive or mail at a URL: read a copy of it)",)
    assert selection.files == (Path("memory://reports/a.txt"),)


def test_nothing_is_fetched_from_elsewhere_offline(server: str, tmp_path: Path) -> None:
    offline = LAYOUT.model_copy(update={"offline": True})
    assert run(tmp_path, f"{server}/0.txt", settings=offline).counts == {"accepted": 1}
    with pytest.raises(ConfigurationError, match=r"--offline: https://example\.org/a\.txt is on another machine"):
        run(tmp_path, "https://example.org/a.txt", settings=offline)


def test_what_only_one_process_holds_is_no_document_of_a_cluster(
    memory: fsspec.AbstractFileSystem, tmp_path: Path
) -> None:
    put(memory, "/a.txt", 1)
    with pytest.raises(ConfigurationError, match=r"memory://a\.txt is known to this process alone"):
        run(tmp_path, "memory://a.txt", settings=LAYOUT.model_copy(update={"engine": "ray"}))


class Counting(Silent):
    fetched: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.fetched.append(self.path)
        super().do_GET()


@pytest.mark.parametrize(("cache_mib", "times"), [(1024, 1), (0, 2)])
def test_a_document_is_fetched_once_where_there_is_room_for_a_copy(
    cache_mib: int, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Counting, "fetched", [])
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "0.txt").write_text(foia_report("Office 1", 1))
    (folder / "1.txt").write_text("No report.")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=str(folder))) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        urls = [f"http://127.0.0.1:{served.server_port}/{name}" for name in ("0.txt", "1.txt")]
        settings = LAYOUT.model_copy(update={"cache_mib": cache_mib})
        summary = run(tmp_path, *urls, settings=settings)
        served.shutdown()
    assert [(each.path, each.document, each.status) for each in summary.entries] == [
        (urls[0], "0.txt", "accepted"),
        (urls[1], "1.txt", "unrecognised"),
    ]
    assert sorted(Counting.fetched) == sorted(["/0.txt", "/1.txt"] * times)
    assert not list(tmp_path.glob("*.fetched"))


def test_copies_of_a_run_that_was_killed_are_thrown_away_by_the_next(tmp_path: Path) -> None:
    gone, here = tmp_path / "999999999-00", tmp_path / f"{os.getpid()}-00"
    for folder in (gone, here):
        folder.mkdir()
        (folder / "copy").write_text("x")
    with FetchedCopies.of_this_run(tmp_path) as copies, copies.taken(Path("memory://a.txt")) as copy:
        assert copy is None
    assert list(tmp_path.iterdir()) == [here]


def test_what_there_is_no_room_for_is_not_kept(memory: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    memory.pipe("/a.txt", bytes(1 << 20))
    memory.pipe("/b.txt", b"b")
    copies = FetchedCopies(tmp_path / "copies")
    fetching = Fetching(copies, 1)
    hashes = [fetching.hash_at(Path(f"memory://{name}")) for name in ("b.txt", "a.txt", "none.txt")]
    assert hashes == [hashlib.sha256(each).hexdigest() for each in (b"b", bytes(1 << 20))] + [""]
    assert list(copies.folder.iterdir()) == [copies.place_of(Path("memory://b.txt"))]
    with copies.taken(Path("memory://b.txt")) as copy:
        assert copy is not None and (copy.name, copy.read_bytes()) == ("b.txt", b"b")
    assert not list(copies.folder.iterdir())

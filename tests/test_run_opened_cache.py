"""Opened documents beside the store: what was opened once is opened no more, and never what another opener made."""

import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening import guarded
from extractor.documents.opening.dispatch import open_document
from extractor.run import opened_cache, pipeline
from extractor.run.engine import run_documents
from extractor.run.opened_cache import KeptFolder, OpenedCache, folder_for
from extractor.run.preparing import job_of
from extractor.run.reader_set import open_readers
from extractor.run.settings import RunSettings
from extractor.run.summary import RunSummary
from extractor.store import Store
from tests.plain_reports import foia_report
from tests.postgresql_server import empty_store


@pytest.fixture(autouse=True)
def everything_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if opening a text took as long as a scan."""
    monkeypatch.setattr(opened_cache, "SLOW", 0.0)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(foia_report("Department of Lakes", 12))
    return path


def settings(tmp_path: Path, **more: object) -> RunSettings:
    place = str(tmp_path / "store.sqlite")
    return RunSettings.model_validate({"store": place, "readers": ("layout",), "jobs": 1, **more})


def run(path: Path, given: RunSettings) -> RunSummary:
    with Store(given.store) as store:
        return run_documents([path], given, store)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened from now on."""
    found: list[str] = []

    def noted(path: Path, limits: OpeningLimits) -> Document:
        found.append(path.name)
        return open_document(path, limits)

    monkeypatch.setattr(pipeline.process, "__defaults__", (noted,))
    return found


def test_another_schema_opens_nothing_again(
    tmp_path: Path, report: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(report, settings(tmp_path))
    assert opened == ["report.txt"]
    monkeypatch.setattr("extractor.run.layers.schema_mark", lambda text: "another")
    second = run(report, settings(tmp_path))
    assert opened == ["report.txt"]
    assert not second.entries[0].done_before and second.entries[0] == first.entries[0]


def test_another_opener_and_another_content_are_opened(
    tmp_path: Path, report: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(report, settings(tmp_path))
    monkeypatch.setattr("extractor.run.layers.opening_mark", lambda: "another")
    run(report, settings(tmp_path))
    assert opened == ["report.txt"] * 2
    report.write_text(foia_report("Department of Lakes", 13))
    run(report, settings(tmp_path))
    assert opened == ["report.txt"] * 3


def test_whoever_wants_it_read_again_or_kept_nowhere_has_it_opened(
    tmp_path: Path, report: Path, opened: list[str]
) -> None:
    run(report, settings(tmp_path, cache_mib=0))
    assert not (tmp_path / "store.sqlite.opened").exists()
    run(report, settings(tmp_path, again=True))
    run(report, settings(tmp_path, again=True))
    assert opened == ["report.txt"] * 3


def test_what_is_damaged_is_opened_anew_and_what_is_too_much_gives_way(tmp_path: Path, report: Path) -> None:
    cache = OpenedCache(KeptFolder(tmp_path / "opened"), 1, "opener")
    content = open_document(report)

    def kept() -> Document:
        return cache.open(report, content.sha256, OpeningLimits(), guarded.open_guarded)

    assert kept() == kept() == content
    (place,) = cache.folder.path.iterdir()
    place.write_bytes(place.read_bytes()[:-1])
    assert kept() == content
    (cache.folder.path / "older.opened").write_bytes(bytes(1 << 20))
    place.write_bytes(b"")
    assert kept() == content
    assert [each.name for each in cache.folder.path.iterdir()] == [place.name]


def test_the_same_member_of_another_archive_is_not_called_after_the_first(tmp_path: Path, report: Path) -> None:
    cache = OpenedCache(KeptFolder(tmp_path / "opened"), 1, "opener")
    for archive in ("one.zip", "two.zip"):
        with ZipFile(tmp_path / archive, "w") as written:
            written.write(report, report.name)
    for archive in ("one.zip", "two.zip"):
        path = tmp_path / archive / report.name
        document = cache.open(path, open_document(path).sha256, OpeningLimits(), open_document)
        assert document == open_document(path) and document.name == f"{archive}/report.txt"


def test_what_was_half_written_gives_way_as_well(tmp_path: Path, report: Path) -> None:
    cache = OpenedCache(KeptFolder(tmp_path / "opened"), 1, "opener")
    cache.folder.path.mkdir()
    half = cache.folder.path / "killed.1-2"
    half.write_bytes(bytes(1 << 20))
    os.utime(half, (0, 0))
    cache.open(report, open_document(report).sha256, OpeningLimits(), open_document)
    assert not half.exists() and len(list(cache.folder.path.iterdir())) == 1


def test_where_nothing_can_be_kept_documents_are_opened_all_the_same(tmp_path: Path, report: Path) -> None:
    (tmp_path / "opened").write_text("no folder")
    cache = OpenedCache(KeptFolder(tmp_path / "opened"), 1, "opener")
    content = open_document(report)
    assert cache.open(report, content.sha256, OpeningLimits(), open_document) == content


def test_they_are_kept_beside_the_store_of_the_run_and_nowhere_without_one(tmp_path: Path) -> None:
    given = settings(tmp_path)
    with Store(str(tmp_path / "other.sqlite")) as store, open_readers(given, None) as readers:
        opened = job_of(given, readers, store).opened
        assert opened is not None and opened.folder.path == tmp_path / "other.sqlite.opened"
        assert job_of(given, readers).opened is None


def test_for_a_store_on_a_server_they_are_kept_in_a_folder_of_the_user(
    tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    one, other = (folder_for(f"postgresql://user:{word}@host/reports") for word in ("secret", "another"))
    assert one == other != folder_for("postgresql://user@host/others"), "a password may change"
    cache = OpenedCache(one, 1, "opener")
    content = open_document(report)
    assert cache.open(report, content.sha256, OpeningLimits(), open_document) == content
    (kept,) = (tmp_path / "cache").rglob("*.opened/*")
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert cache.open(report, content.sha256, OpeningLimits(), lambda *_: pytest.fail("opened again")) == content


@pytest.mark.slow
def test_another_schema_opens_nothing_again_where_the_store_is_on_a_server(
    tmp_path: Path, report: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with empty_store("postgresql", tmp_path) as place:
        first = run(report, settings(tmp_path, store=place))
        monkeypatch.setattr("extractor.run.layers.schema_mark", lambda text: "another")
        second = run(report, settings(tmp_path, store=place))
    assert opened == ["report.txt"] and not second.entries[0].done_before and second.entries[0] == first.entries[0]

"""What was recognised of a scan is kept by its content and by what recognised it, and is not recognised again."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.run import opened_before as kept
from extractor.run.engine import run_documents
from extractor.run.opened_before import SWITCH, OpenedBefore, forget_recognised, recognised_folder
from extractor.run.selection import NamedContent, group_by_content
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.house import ROOT

SCAN = ROOT / "evals" / "samples" / "minglan-2021-scan.pdf"
LAYOUT = RunSettings(readers=("layout",), jobs=1)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv(SWITCH, raising=False)
    kept.opened_before.cache_clear()
    yield tmp_path / "cache" / "recognised"
    kept.opened_before.cache_clear()


@pytest.fixture(scope="module")
def document() -> Document:
    return open_document(SCAN)


class Opener:
    """Gives the document that was opened once, and counts how often it is asked."""

    def __init__(self, document: Document) -> None:
        self.document, self.asked = document, 0

    def __call__(self, path: Path, limits: OpeningLimits) -> Document:
        self.asked += 1
        return replace(self.document, path=path)


def content() -> NamedContent:
    (found,) = group_by_content([SCAN])
    return found


def everything(document: Document) -> tuple[object, ...]:
    return document, document.pictures, document.stored_numbers, document.line_heads, document.path, document.name


def test_a_document_comes_back_as_it_was(document: Document, cache: Path) -> None:
    opener, now = Opener(document), content()
    first, second = (OpenedBefore(cache, "mark").open(now, DEFAULT_LIMITS, opener) for _ in range(2))
    assert opener.asked == 1
    assert everything(first) == everything(second)
    assert cache.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("change", ["other openers", "other pages", "other suffix"])
def test_what_decides_about_opening_is_told_apart(document: Document, cache: Path, change: str) -> None:
    opener, now = Opener(document), content()
    OpenedBefore(cache, "mark").open(now, DEFAULT_LIMITS, opener)
    limits = replace(DEFAULT_LIMITS, recognised=(1, 1)) if change == "other pages" else DEFAULT_LIMITS
    again = replace(now, paths=(Path("x.png"),)) if change == "other suffix" else now
    OpenedBefore(cache, "another" if change == "other openers" else "mark").open(again, limits, opener)
    assert opener.asked == 2


def test_the_same_content_by_another_name_has_that_name(document: Document, cache: Path, tmp_path: Path) -> None:
    OpenedBefore(cache, "mark").open(content(), DEFAULT_LIMITS, Opener(document))
    (copy,) = group_by_content([Path(shutil.copy(SCAN, tmp_path / "copy.pdf"))])
    found = OpenedBefore(cache, "mark").open(copy, DEFAULT_LIMITS, Opener(document))
    assert (found.name, found.path) == ("copy.pdf", tmp_path / "copy.pdf")


@pytest.mark.parametrize("damage", [b"", b"nothing that was packed", None])
def test_what_is_not_whole_is_made_again(document: Document, cache: Path, damage: bytes | None) -> None:
    opener, now = Opener(document), content()
    OpenedBefore(cache, "mark").open(now, DEFAULT_LIMITS, opener)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-40] if damage is None else damage)
    assert everything(OpenedBefore(cache, "mark").open(now, DEFAULT_LIMITS, opener))[0] == document
    OpenedBefore(cache, "mark").open(now, DEFAULT_LIMITS, opener)
    assert opener.asked == 2


def test_texts_are_not_kept_and_a_folder_that_cannot_be_written_stops_nothing(document: Document, cache: Path) -> None:
    text = open_document(ROOT / "evals" / "samples" / "foia-pipes.txt")
    OpenedBefore(cache, "mark").open(content(), DEFAULT_LIMITS, Opener(replace(text, sha256=document.sha256)))
    assert not cache.exists()
    cache.parent.mkdir()
    cache.write_text("a file where the folder would be")
    assert OpenedBefore(cache, "mark").open(content(), DEFAULT_LIMITS, Opener(document)) == document


def test_what_was_not_asked_for_longest_gives_way(document: Document, cache: Path) -> None:
    for number in range(4):
        small = OpenedBefore(cache, f"mark {number}", most=1)
        small.open(content(), DEFAULT_LIMITS, Opener(document))
        assert len(list(cache.iterdir())) <= 1


def test_a_run_for_another_policy_recognises_nothing_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, cache: Path, document: Document
) -> None:
    opener = Opener(document)
    monkeypatch.setattr("extractor.run.pipeline.process.__defaults__", (opener,))
    for policy in ("standard", "strict"):
        summary = run_documents([SCAN], LAYOUT.model_copy(update={"policy": policy}), store)
        assert summary.counts in ({"accepted": 1}, {"review": 1})
    run_documents([SCAN], LAYOUT.model_copy(update={"again": True}), store)
    assert opener.asked == 1
    assert forget_recognised() == 1
    assert not recognised_folder().exists()
    run_documents([SCAN], LAYOUT.model_copy(update={"again": True}), store)
    assert opener.asked == 2


def test_nothing_is_kept_where_it_is_not_wanted(
    store: Store, monkeypatch: pytest.MonkeyPatch, cache: Path, document: Document
) -> None:
    monkeypatch.setenv(SWITCH, "never")
    monkeypatch.setattr("extractor.run.pipeline.process.__defaults__", (Opener(document),))
    run_documents([SCAN], LAYOUT, store)
    assert not cache.exists()

"""The page about a whole batch: figures with what they are out of, in two languages, whatever documents are called."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.cli.app import run_command_line
from extractor.evidence.sentences import SWITCH
from extractor.export import batch_figures
from extractor.export.batch_figures import BatchFigures
from extractor.export.batch_page import batch_page
from extractor.readers.bill import Bill
from extractor.settlement import settle
from extractor.store import AuditTally, RunRecord, Store
from tests.built_outcomes import accepted, in_review, without_verdict
from tests.chromium_page import CHROMIUM, ChromiumPage

HOSTILE = '<img src=x onerror="alert(1)">\u202egnp.exe'


class Seen(HTMLParser):
    """Tags and attributes of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


@pytest.fixture
def place(tmp_path: Path) -> Iterator[str]:
    with Store(str(tmp_path / "o.sqlite")) as store:
        for each in (accepted("a.txt"), in_review("b.txt"), in_review(HOSTILE)):
            settle(store, each)
        settle(store, without_verdict("c.pdf", "failed", "needs_ocr"))
        usage = Bill(calls=3, tokens_in=1200, tokens_out=80, cost=Decimal("0.0123"), currency="EUR")
        store.start_run(
            RunRecord(started=datetime(2026, 3, 1, tzinfo=UTC), readers=("layout",), counts={"review": 2}, usage=usage)
        )
    yield str(tmp_path / "o.sqlite")


def page_of(place: str, target: Path) -> str:
    assert run_command_line(["status", "--html", str(target), "--store", place]) == 0
    return target.read_text("utf-8")


def words(page: str) -> str:
    return " ".join(Seen(page).text.split())


def test_the_page_counts_documents_fields_and_reasons(place: str, tmp_path: Path) -> None:
    said = words(page_of(place, tmp_path / "page.html"))
    assert "What became of 4 documents" in said
    assert "accepted 1 25.0%" in said
    assert "in review 2 50.0%" in said
    assert "failed 1 25.0%" in said
    assert re.search(r"n is the number of fields that wait, 2\..* readers_differ 2", said)
    assert "needs_ocr 1" in said
    assert "3 calls, 1200 tokens in, 80 tokens out, 0.0123 EUR" in said
    assert "No accepted document was audited" in said
    assert "Nobody has decided anything." in said
    assert re.search(r"schema gov_disclosure \S+ 3", said)
    assert re.search(r"release \S+ \([0-9a-f]{8}\) 3", said)


def test_names_of_documents_are_text_and_the_page_fetches_nothing(place: str, tmp_path: Path) -> None:
    page = page_of(place, tmp_path / "page.html")
    seen = Seen(page)
    assert HOSTILE.partition("\u202e")[0] in seen.text
    assert "\u202e" not in page
    assert not seen.tags & {"img", "script", "link", "iframe", "object"}
    assert not seen.attributes & {"src", "href", "onerror"}
    assert "default-src 'none'" in page
    assert "http://" not in page and "https://" not in page


def test_the_page_is_told_in_chinese(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "zh")
    page = page_of(place, tmp_path / "page.html")
    assert '<html lang="zh">' in page
    said = words(page)
    for word in ("4 份文件的处理结果", "待复核 2", "字段待处理的原因", "尚无人工决定", "结果由何产生"):
        assert word in said
    assert "What" not in said


def test_what_audits_bound_is_said_with_its_numbers() -> None:
    figures = BatchFigures(
        audits=AuditTally(fields=59, wrong=0, documents=20, documents_wrong=1),
        wrong_at_most=(0.0495, 0.2161),
        confidence=0.95,
    )
    said = words(batch_page(figures))
    assert "59 were audited and 0 found wrong" in said
    assert "at most 4.95% are wrong, with a confidence of 95%" in said
    assert "20 were audited and 1 held a wrong value: of the others, at most 21.61%" in said


def test_only_the_worst_documents_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_figures, "WORST", 2)
    figures = BatchFigures()
    figures.take(in_review(f"{number}.txt").result for number in range(5))
    assert len(figures.worst) == 2
    assert figures.doubts.total() == figures.fields["flagged"] == 5


def test_an_empty_store_has_a_page(tmp_path: Path) -> None:
    with Store(str(tmp_path / "o.sqlite")):
        pass
    assert "What became of 0 documents" in words(page_of(str(tmp_path / "o.sqlite"), tmp_path / "page.html"))


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_shows_the_page_and_asks_for_nothing(place: str, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    page_of(place, target)
    with ChromiumPage(target) as page:
        page.load(1000, 800)
        assert page.console == []
        assert [each for each in page.requests if not each.startswith("file:")] == []
        assert page.value("document.documentElement.scrollWidth <= innerWidth") is True

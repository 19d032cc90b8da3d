"""The page that proves a record: every value boxed in the source and linked to its line, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.export.proof_page import proof_page
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.chromium_page import CHROMIUM, ChromiumPage
from tests.rendered_years import draw_report
from tests.review_desk import PROCESSED, insisted, misread, paper, put, session_on
from tests.typed_commands import extractor

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "extractor.sqlite")) as opened:
        yield opened


def test_every_value_with_a_place_is_boxed_once_and_linked_both_ways(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    assert result.verdict is not None
    page = proof_page(result, store.source(result.sha256))
    for number, path in enumerate(result.verdict.fields):
        assert page.count(f'id="v{number}"') == 1 and page.count(f'id="rv{number}"') == 1
        assert f'href="#rv{number}"' in page and f'href="#v{number}"' in page
        assert path in page


def test_markup_of_a_document_is_shown_not_obeyed(store: Store, tmp_path: Path) -> None:
    text, reading = paper("<script>alert(1)</script><b>Bureau</b>", {})
    page = proof_page(put(store, tmp_path, "<i>a.txt", text, reading), None)
    shown = proof_page(put(store, tmp_path, "<i>a.txt", text, reading), store.source(store.find("<i>a.txt")[0].sha256))
    for each in (page, shown):
        assert "<script" not in each and "<b>Bureau" not in each and "<i>a" not in each
    assert "Nothing of the document itself is kept in the store" in page


def test_the_decisions_stand_beside_the_record(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    assert session_on(store, "anna").correct(PROCESSED, "1204").ok
    assert extractor(tmp_path, "show", "misread.txt", "--html", "proof.html").code == 0
    page = (tmp_path / "proof.html").read_text()
    assert "1 decisions" in page and "anna" in page and "1294 → 1204" in page


def test_the_reason_of_a_decision_stands_beside_it(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    session = session_on(store, "anna")
    assert session.note(PROCESSED, "smudged <here>").ok and insisted(session, PROCESSED, "1205").ok
    session.close()
    assert extractor(tmp_path, "show", "misread.txt", "--html", "proof.html").code == 0
    page = (tmp_path / "proof.html").read_text()
    assert "smudged &lt;here&gt;" in page and "where 1,204 is printed" in page


def test_the_original_is_opened_at_the_page_of_the_first_flagged_field(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    answer = extractor(tmp_path, "show", "misread.txt", "--open", EXTRACTOR_VIEWER="touch opened-{page}")
    assert answer.code == 0 and "page 1" in answer.err
    (tmp_path / "misread.txt").unlink()
    gone = extractor(tmp_path, "show", "misread.txt", "--open", EXTRACTOR_VIEWER="touch x")
    assert gone.code == 3 and "not there any more" in gone.err


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "pdf"])
def test_in_a_browser_a_click_goes_from_the_value_to_its_line_and_nothing_is_fetched(
    store: Store, tmp_path: Path, kind: str
) -> None:
    if kind == "text":
        misread(store, tmp_path)
    else:
        run_documents(
            [draw_report(tmp_path / "reports", 2021, style="pdf_ruled")], RunSettings(readers=("layout",)), store
        )
    (result,) = store.results()
    target = tmp_path / "proof.html"
    target.write_text(proof_page(result, store.source(result.sha256)), "utf-8")
    with ChromiumPage(target) as page:
        page.load()
        boxes = page.value("document.querySelectorAll('main a.v').length")
        assert isinstance(boxes, int) and boxes > 40
        page.value("document.querySelector('main a.v').click()")
        assert page.value("document.querySelector(':target').tagName") == "TR"
        page.value("document.querySelector(':target a').click()")
        assert page.value("document.querySelector(':target').className").startswith("v ")  # type: ignore[union-attr]  # JSON
        page.picture(tmp_path / "seen.png")
        assert page.console == []
        assert {each.split(":")[0] for each in page.requests} <= {"file", "data"}

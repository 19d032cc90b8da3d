"""A schema tried on a sample: what it finds, what it leaves over, and the nearest misses, in words and as a page."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.drafting.trial_page import trial_page
from extractor.drafting.trying import Trial, try_schema
from extractor.schemas.pack_yaml import parse_pack
from tests.chromium_page import CHROMIUM, ChromiumPage
from tests.open_families import Writer, as_pdf, as_tabs

PACK = """
name: bill
fields:
  number: {type: text, labels: [Bill number]}
  total: {type: amount, labels: [Total due]}
  due: {type: date, labels: [Payable until]}
"""
LINES = ["Bill number: <b>B-1</b>", "Total dued: 12.50", "Payable until: 31.01.2024", "Shipping\t4.20"]


def tried(folder: Path, write: Writer = as_tabs) -> Trial:
    return try_schema(open_document(write(folder, LINES)), parse_pack(PACK, "pack.yaml", "bill"))


def test_every_label_is_shown_with_what_it_matched(tmp_path: Path) -> None:
    found = tried(tmp_path)

    assert [(each.path, each.text) for each in found.matches] == [
        ("number", "Bill number:"),
        ("due", "Payable until:"),
    ]
    assert {each.path: each.value for each in found.values} == {"number": "<b>B-1</b>", "due": "2024-01-31"}
    assert not found.is_clear


def test_what_nobody_uses_is_left_over(tmp_path: Path) -> None:
    found = tried(tmp_path)

    assert [each.text for each in found.left] == ["Total dued: 12.50", "Shipping", "4.20"]


def test_a_label_that_is_not_found_names_what_is_nearest(tmp_path: Path) -> None:
    miss = tried(tmp_path).misses[0]

    assert (miss.path, miss.label, miss.printed) == ("total", "Total due", "Total dued")
    assert 90 < miss.points < 100


def test_nothing_of_a_document_becomes_markup(tmp_path: Path) -> None:
    page = trial_page(tried(tmp_path))

    assert "<b>" not in page
    assert "&lt;b&gt;B-1&lt;/b&gt;" in page
    assert '<mark class="label" title="label of number">Bill number: </mark>' in page
    assert "http" not in page.replace("http-equiv", "")


def test_places_on_pages_are_boxed(tmp_path: Path) -> None:
    page = trial_page(tried(tmp_path, as_pdf))

    assert page.count("<svg") == 1
    assert page.count('<rect class="value"') == 2
    assert page.count('<rect class="label"') == 2
    assert page.count('<rect class="left"') == 3


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.slow
@pytest.mark.parametrize("write", [as_tabs, as_pdf])
def test_a_browser_shows_the_page_without_an_error(write: Writer, tmp_path: Path) -> None:
    path = tmp_path / "trial.html"
    path.write_text(trial_page(tried(tmp_path, write)), "utf-8")

    with ChromiumPage(path) as page:
        page.load()

        assert page.console == []
        assert len(page.requests) == 1

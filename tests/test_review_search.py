"""Looking for a text in the source of a document under review."""

from pathlib import Path

import pytest

from extractor.review.source_search import find_text
from extractor.store import Store
from tests.review_desk import misread
from tests.test_review_tui import SMALL, app_on, keys, screen_text


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Received\t1,205\tProcessed\t1,204", "1204", ["1,204"]),
        ("本 年 新 收 12 件", "本年新收", ["本 年 新 收"]),
        ("１２ and 12", "12", ["１２", "12"]),
        ("Total TOTAL total", "total", ["Total", "TOTAL", "total"]),
        ("1\t2", "12", []),
        ("1\n2", "12", []),
        ("anything", " ", []),
    ],
)
def test_spaces_separators_and_widths_do_not_matter(text: str, wanted: str, found: list[str]) -> None:
    assert [text[slice(*span)] for span in find_text(text, wanted)] == found


@pytest.mark.slow
async def test_n_and_shift_n_move_among_the_places_and_escape_comes_back(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot)
        before = app.item
        await keys(pilot, "ctrl+f", *"1204", "enter")
        assert "“1204”: 1 of 6" in screen_text(app) and "▶" in screen_text(app)
        await keys(pilot, "n")
        assert "“1204”: 2 of 6" in screen_text(app)
        await keys(pilot, "N", "N")
        assert "“1204”: 6 of 6" in screen_text(app)
        await keys(pilot, "escape")
        assert app.hits == () and app.item == before and "look for" not in screen_text(app)
        await keys(pilot, "ctrl+f", *"nowhere", "enter")
        assert "stands nowhere in this document" in screen_text(app)
        await keys(pilot, "escape", "c")
    assert store.edits(result.sha256) == (), "a letter that was typed to be looked for decides nothing"

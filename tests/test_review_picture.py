"""The picture of a place on the review screen, in colours and without, and the sentence where there is none."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.opening.picture import PictureLimit, page_picture
from extractor.readers.reading import Spot
from extractor.review.session import ReviewSession
from extractor.review.tui.half_blocks import half_blocks
from extractor.review.tui.page_view import PagePicture
from extractor.review.tui.review_app import ReviewApp
from extractor.route import Result
from extractor.store import Store
from tests.printed_ledger import print_ledger
from tests.review_desk import contradictory
from tests.test_review_tui import screen_text


def printed(folder: Path) -> tuple[Result, Spot]:
    path = print_ledger(folder / "ledger.pdf")
    document = open_document(path)
    word = next(word for word in document.words if word.text == "12.50")
    result = Result(document=path.name, path=str(path), sha256=document.sha256, status="review")
    return result, Spot.of(word.place)


async def drawn(store: Store, result: Result, spot: Spot | None, *pressed: str) -> str:
    app = ReviewApp(ReviewSession(store, "anna"), settle=0)
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(PagePicture(result, spot, result.document))
        await pilot.pause()
        for key in pressed:
            await pilot.press(key)
        await pilot.pause()
        return screen_text(app)


@pytest.mark.parametrize("no_color", ["", "1"], ids=["colours", "none"])
async def test_the_page_is_drawn_around_the_place(
    no_color: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color) if no_color else monkeypatch.delenv("NO_COLOR", raising=False)
    text = await drawn(store, *printed(tmp_path))
    assert "ledger.pdf, page 1" in text
    assert sum(text.count(block) for block in "▀▄█") > (40 if no_color else 500)


async def test_the_picture_can_be_brought_nearer(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    result, spot = printed(tmp_path)
    first, nearer = await drawn(store, result, spot), await drawn(store, result, spot, "minus", "minus")
    assert first != nearer


async def test_a_file_that_is_gone_or_has_no_pages_is_said(store: Store, tmp_path: Path) -> None:
    result, spot = printed(tmp_path)
    assert "not made of pages" in await drawn(store, result, Spot(page=1, span=(0, 3)))
    assert "not made of pages" in await drawn(store, result, None)
    Path(result.path).unlink()
    assert "not there any more" in await drawn(store, result, spot)


async def test_a_key_opens_and_closes_the_picture(store: Store, tmp_path: Path) -> None:
    contradictory(store, tmp_path)
    app = ReviewApp(ReviewSession(store, "anna"), settle=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, PagePicture)
        await pilot.press("v")
        await pilot.pause()
        assert not isinstance(app.screen, PagePicture)


def test_without_colours_only_ink_is_drawn(tmp_path: Path) -> None:
    result, spot = printed(tmp_path)
    page = open_document(Path(result.path)).pages[0]
    lines = half_blocks(page_picture(Path(result.path), page, spot.box, PictureLimit(dpi=150)), colours=False).plain
    share = sum(char != " " for char in lines) / len(lines)
    assert 0.05 < share < 0.6

"""A store that is locked or gone while somebody reviews: the step is refused, said so, and may be taken again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from extractor.review.session import ReviewSession
from extractor.review.tui.review_app import ReviewApp
from extractor.store import Store, database
from tests.review_desk import PROCESSED, misread, stored
from tests.test_review_tui import screen_text

pytestmark = pytest.mark.slow

AWAY = "out of reach"


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that waits for a lock no longer than a blink."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    with Store(str(tmp_path / "store.sqlite")) as opened:
        yield opened


@contextmanager
def locked(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def test_what_was_typed_stays_until_the_store_takes_it(impatient: Store, tmp_path: Path) -> None:
    result = misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"1204")
        with locked(tmp_path):
            await pilot.press("enter")
            await pilot.pause()
            assert AWAY in str(app.query_one("#message", Static).content)
            assert app.query_one("#value", Input).value == "1204"
            app.beat()
        assert not impatient.edits(result.sha256)
        await pilot.press("enter")
        await pilot.pause()
    (edit,) = impatient.edits(result.sha256)
    assert (edit.path, edit.value) == (PROCESSED, 1204) and stored(impatient, result).status == "accepted"


async def test_every_other_step_is_refused_and_the_document_stays(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    other = misread(impatient, tmp_path, "other.txt", "Bureau of Bolts")
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        here = app.session.case
        assert here is not None
        for keys in (("s",), ("tab", "down", "enter")):
            with locked(tmp_path):
                await pilot.press(*keys)
                await pilot.pause()
                assert AWAY in screen_text(app)
                assert app.session.case is not None and app.session.case.result.sha256 == here.result.sha256
        await pilot.press("s")
        assert app.session.case is not None and app.session.case.result.sha256 != here.result.sha256
    assert not impatient.edits(other.sha256) and not impatient.leases.current()[1:]


async def test_a_screen_that_begins_while_the_store_is_locked_opens_it_later(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    with locked(tmp_path) as other:
        async with app.run_test(size=(100, 30)) as pilot:
            assert app.session.case is None and AWAY in screen_text(app)
            app.beat()
            assert app.session.case is None
            other.rollback()
            app.beat()
            await pilot.pause()
            assert app.session.case is not None and AWAY not in screen_text(app)


async def test_a_store_that_was_taken_away_ends_no_screen(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        for each in tmp_path.glob("store.sqlite*"):
            each.rename(tmp_path / f"away {each.name}")
        await pilot.press(*"1204", "enter", "escape", "f", "n")
        app.beat()
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert AWAY in str(app.query_one("#message", Static).content) and app.session.case is not None
        for each in tmp_path.glob("away store.sqlite*"):
            each.rename(tmp_path / each.name.removeprefix("away "))
        app.session.correct(PROCESSED, "1204")
    assert len(impatient.all_edits()) == 1


@pytest.mark.parametrize(("language", "word"), [("en", AWAY), ("zh", "未作保存")])
def test_the_step_says_so_in_both_languages(
    impatient: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    monkeypatch.setenv("EXTRACTOR_LANG", language)
    misread(impatient, tmp_path)
    session = ReviewSession(impatient, "anna")
    assert session.next_document() is not None
    with locked(tmp_path):
        for step in (
            session.correct(PROCESSED, "1204"),
            session.skip(),
            session.undo(),
            session.settle_alike(PROCESSED),
        ):
            assert not step.ok
        assert word in session.correct(PROCESSED, "1204").message
        session.renew()
        session.close()

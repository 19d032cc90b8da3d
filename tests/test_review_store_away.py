"""A store that is locked or gone while somebody reviews: the step is refused, said so, and may be taken again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from extractor.review.session import ReviewSession
from extractor.review.store_away import PAUSE
from extractor.review.task import ReviewTask
from extractor.review.tui.dialogs import ReadText
from extractor.review.tui.review_app import ReviewApp
from extractor.settlement import Deciding, Decisions, Settled
from extractor.store import DocumentKey, Store, database
from tests.review_desk import PROCESSED, misread, stored
from tests.test_review_tui import screen_text

pytestmark = pytest.mark.slow

AWAY = "out of reach"
BUSY = "the store is busy"
STILL = "still busy"
LEAVING = "leaves without it"


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


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError("it never came to be")


async def test_what_was_typed_is_stored_once_as_soon_as_the_store_takes_it(impatient: Store, tmp_path: Path) -> None:
    result = misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"1204")
        with locked(tmp_path):
            await pilot.press("enter")
            await pilot.pause()
            assert BUSY in str(app.query_one("#message", Static).content)
            assert app.query_one("#value", Input).value == "1204"
            app.beat()
            assert not impatient.edits(result.sha256)
        await until(pilot, lambda: app.session.case is None)
        await pilot.pause(1.2 * PAUSE)
    (edit,) = impatient.edits(result.sha256)
    assert (edit.path, edit.value) == (PROCESSED, 1204) and stored(impatient, result).status == "accepted"


async def test_keys_are_answered_while_a_decision_waits_for_a_busy_store(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f", "n")
        assert app.item is not None
        decided = app.item.path
        with locked(tmp_path):
            await pilot.press("c", "n")
            assert app.held and app.item is not None and app.item.path != decided
            await pilot.press("c")
            assert STILL in str(app.query_one("#message", Static).content)
            await pilot.press("7")
        await until(pilot, lambda: not app.held)
        await pilot.pause()
        assert app.query_one("#value", Input).value == "7" and app.item is not None and app.item.path != decided
        assert [each.path for each in impatient.all_edits()] == [decided]
        await pilot.press("escape", "q")
    assert app.return_code == 0


async def test_leaving_while_a_decision_waits_asks_once(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        with locked(tmp_path):
            await pilot.press("f", "n", "c", "q")
            assert app.is_running and LEAVING in str(app.query_one("#message", Static).content)
            await pilot.press("q")
            await pilot.pause()
    assert app.return_code == 0 and not impatient.all_edits()


async def test_an_answer_waits_for_a_busy_store_too(impatient: Store, tmp_path: Path) -> None:
    result = misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("k")
        with locked(tmp_path):
            await pilot.press("k")
            await pilot.pause()
            assert app.held and not impatient.edits(result.sha256)
        await until(pilot, lambda: not app.held)
    (edit,) = impatient.edits(result.sha256)
    assert edit.state == "illegible"


async def test_another_document_waits_for_the_store_and_the_one_at_hand_stays(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    other = misread(impatient, tmp_path, "other.txt", "Bureau of Bolts")
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        here = app.session.case
        assert here is not None
        with locked(tmp_path):
            await pilot.press("tab", "down", "enter")
            await pilot.pause()
            assert AWAY in screen_text(app)
            await pilot.press("s")
            await pilot.pause()
            assert BUSY in screen_text(app)
            assert app.session.case is not None and app.session.case.result.sha256 == here.result.sha256
        await until(pilot, lambda: not app.held)
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


async def test_what_is_read_over_the_desk_does_not_disturb_what_waits(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    app = ReviewApp(ReviewSession(impatient, "anna"), settle=0)
    async with app.run_test(size=(100, 30)) as pilot:
        with locked(tmp_path):
            await pilot.press("f", "n", "c", "question_mark")
            assert app.held and isinstance(app.screen, ReadText)
        await until(pilot, lambda: not app.held)
        assert isinstance(app.screen, ReadText)
        await pilot.press("escape")
    assert len(impatient.all_edits()) == 1


async def test_the_next_document_comes_as_soon_as_the_store_gives_it(impatient: Store, tmp_path: Path) -> None:
    misread(impatient, tmp_path)
    misread(impatient, tmp_path, "other.txt", "Bureau of Bolts")

    class LockedAfterwards(ReviewTask):
        """Another program takes the lock in the moment after a decision was stored."""

        def settle(self, key: DocumentKey, decisions: Decisions, by: Deciding) -> Settled | None:
            settled = super().settle(key, decisions, by)
            locks.enter_context(locked(tmp_path))
            return settled

    with ExitStack() as locks:
        session = ReviewSession(impatient, "anna", task=LockedAfterwards(impatient, "anna"))
        app = ReviewApp(session, settle=0)
        async with app.run_test(size=(100, 30)) as pilot:
            assert session.case is not None
            first = session.case.result.sha256
            await pilot.press(*"1204", "enter")
            await pilot.pause()
            assert session.case is not None and session.case.result.sha256 == first
            assert "the next document comes" in screen_text(app)
            locks.close()
            await until(pilot, lambda: session.case is not None and session.case.result.sha256 != first)
    assert len(impatient.all_edits()) == 1

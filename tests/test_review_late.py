"""What waits for a busy store is shown when it is stored, and disturbs nobody who went on meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from extractor.errors import StoreUnavailable
from extractor.review.session import ReviewSession
from extractor.review.task import ReviewTask
from extractor.review.tui import decision_desk, desk
from extractor.review.tui.dialogs import WriteNote
from extractor.review.tui.review_app import ReviewApp
from extractor.settlement import Deciding, Decisions, Settled
from extractor.store import DocumentKey, Store
from tests.review_desk import PROCESSED, misread


def locked() -> StoreUnavailable:
    error = StoreUnavailable("locked")
    error.locked = True
    return error


class Busy(ReviewTask):
    """A task whose store is ``locked`` as long as a test says so."""

    locked = False

    def settle(self, key: DocumentKey, decisions: Decisions, by: Deciding) -> Settled | None:
        if self.locked:
            raise locked()
        return super().settle(key, decisions, by)

    def begin(self) -> None:
        if self.locked:
            raise locked()
        super().begin()


@pytest.fixture
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> Busy:
    """Two documents wait; what is refused is tried again at once."""
    monkeypatch.setattr(decision_desk, "PAUSE", 0.05)
    monkeypatch.setattr(desk, "PAUSE", 0.05)
    misread(store, tmp_path)
    misread(store, tmp_path, "other.txt", "Bureau of Bolts")
    return Busy(store, "anna")


def screen_of(busy: Busy) -> ReviewApp:
    return ReviewApp(ReviewSession(busy.store, "anna", task=busy), settle=0)


def at_hand(app: ReviewApp) -> str:
    return "" if app.session.case is None else app.session.case.result.document


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came to be")


async def test_a_note_is_written_on_while_a_decision_is_stored(busy: Busy) -> None:
    app = screen_of(busy)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f", "n")
        busy.locked = True
        await pilot.press("c", "N", "s")
        busy.locked = False
        await until(pilot, lambda: not app.held)
        await pilot.press("c", "b")
        assert isinstance(app.screen, WriteNote) and app.screen.query_one(Input).value == "scb"
        assert len(busy.store.all_edits()) == 1


async def test_a_note_about_a_document_that_was_finished_meanwhile_goes_to_no_other(busy: Busy) -> None:
    app = screen_of(busy)
    async with app.run_test(size=(100, 30)) as pilot:
        first = at_hand(app)
        await pilot.press(*"1204")
        busy.locked = True
        await pilot.press("enter", "escape", "N", "s")
        busy.locked = False
        await until(pilot, lambda: not app.held)
        assert at_hand(app) != first and isinstance(app.screen, WriteNote)
        await pilot.press("enter")
        await until(pilot, lambda: "not at hand" in str(app.query_one("#message", Static).content))
        assert at_hand(app) in str(app.query_one("#header", Static).content)
    assert [each.kind for each in busy.store.all_edits()] == ["correct"]


async def test_undo_in_another_document_waits_for_a_busy_store(busy: Busy) -> None:
    app = screen_of(busy)
    async with app.run_test(size=(100, 30)) as pilot:
        first = at_hand(app)
        await pilot.press(*"1204", "enter")
        second = at_hand(app)
        busy.locked = True
        await pilot.press("u")
        assert app.held and at_hand(app) == second != first
        busy.locked = False
        await until(pilot, lambda: not app.held)
        assert at_hand(app) == first and first in str(app.query_one("#header", Static).content)
    assert [each.kind for each in busy.store.all_edits()] == ["correct", "retract"]


async def test_the_next_document_takes_the_place_of_none_that_somebody_opened(
    busy: Busy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    misread(busy.store, tmp_path, "third.txt", "Bureau of Nails")
    app = screen_of(busy)
    async with app.run_test(size=(100, 30)) as pilot:
        settle = busy.settle

        def and_lock(key: DocumentKey, decisions: Decisions, by: Deciding) -> Settled | None:
            settled = settle(key, decisions, by)
            busy.locked = True
            return settled

        monkeypatch.setattr(busy, "settle", and_lock)
        first = at_hand(app)
        await pilot.press(*"1204", "enter")
        assert at_hand(app) == first
        await pilot.press("tab", "end", "enter")
        opened = at_hand(app)
        assert opened != first
        await pilot.press("1", "2")
        busy.locked = False
        await pilot.pause(0.2)
        assert at_hand(app) == opened and app.query_one("#value", Input).value == "12"
    assert [each.path for each in busy.store.all_edits()] == [PROCESSED]


def test_what_a_decision_takes_is_measured_on_while_it_waits(busy: Busy) -> None:
    session = ReviewSession(busy.store, "anna", task=busy)
    session.next_document()
    session.effort.shown(10.0)
    session.effort.pressed(14.0)
    busy.locked = True
    assert session.correct(PROCESSED, "1204").busy
    busy.locked = False
    assert session.correct(PROCESSED, "1204").ok
    (edit,) = busy.store.all_edits()
    assert (edit.seconds, edit.keys) == (4.0, 1.0)

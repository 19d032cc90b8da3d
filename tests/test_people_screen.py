"""Audits, double entry and third looks on the screen, and what is measured there."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from extractor.review.looking_again import TaskKind, task_of
from extractor.review.session import ReviewSession
from extractor.review.tui.review_app import ReviewApp
from extractor.store import Store
from tests.review_desk import CONSISTENT, PROCESSED, misread, paper, put
from tests.test_review_tui import screen_text

pytestmark = pytest.mark.slow


def app_on(store: Store, person: str, kind: TaskKind = "queue", share: float = 0.0) -> ReviewApp:
    return ReviewApp(ReviewSession(store, person, task=task_of(kind, store, person, share=share)), settle=0)


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
    await pilot.pause()


async def test_seconds_and_keys_are_stored_with_the_field(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    async with app_on(store, "anna").run_test(size=(100, 30)) as pilot:
        await keys(pilot, *"1204", "enter")
    (edit,) = store.edits(result.sha256)
    assert edit.keys == 5 and edit.seconds is not None and 0 < edit.seconds < 60
    (figures,) = store.reviewers()
    assert (figures.person, figures.fields, figures.keys, figures.corrected) == ("anna", 1, 5, 1)


async def test_moving_to_a_field_begins_its_measure_anew(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    put(store, tmp_path, "keys.txt", text, reading)
    app = app_on(store, "anna", share=1.0)
    async with app.run_test(size=(100, 30)) as pilot:
        await keys(pilot, "n", "n")
        await keys(pilot, "p")
        await keys(pilot, "c")
    (edit,) = store.all_edits()
    assert edit.keys == 1


async def test_nothing_on_the_screen_tells_an_audit_from_a_field_that_waits(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, reading)
    app = app_on(store, "anna", share=1.0)
    async with app.run_test(size=(100, 30)) as pilot:
        shown = screen_text(app).lower()
        assert "4 flags" in shown and "keys.txt" in shown and "flagged" in shown
        assert "audit" not in shown and "accepted" not in shown
        await keys(pilot, "c", "c", "c", "c")
        assert app.session.case is None
    assert store.audits.tally().fields == 4
    after = store.result(result.sha256)
    assert after is not None and after.status == "accepted"


async def test_double_entry_and_the_third_look_go_by_keys(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    async with app_on(store, "anna").run_test(size=(100, 30)) as pilot:
        await keys(pilot, *"1204", "enter")
    second = app_on(store, "ben", "blind")
    async with second.run_test(size=(100, 30)) as pilot:
        shown = screen_text(second)
        assert "anna" not in shown and "1294" in shown
        await keys(pilot, "k", "k")
    assert [each.outcome for each in store.second_entries.compared()] == [""]
    third = app_on(store, "carl", "disagreed")
    async with third.run_test(size=(200, 50)) as pilot:
        shown = screen_text(third)
        assert "anna" not in shown and "ben" not in shown and "two people who" in shown
        await keys(pilot, "o", "enter")
    (twice,) = store.second_entries.compared()
    assert (twice.path, twice.outcome, twice.settled_by) == (PROCESSED, "first", "carl")
    assert store.result(result.sha256) is not None

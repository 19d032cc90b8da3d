"""The review screen, driven by keys alone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from extractor.errors import ConfigurationError, StoreError
from extractor.review.session import ReviewSession
from extractor.review.tui import run_review
from extractor.review.tui.panes import ItemList, SourcePane
from extractor.review.tui.review_app import ReviewApp
from extractor.store import Store
from tests.review_desk import CONSISTENT, END, PROCESSED, contradictory, misread, paper, put, unsure

pytestmark = pytest.mark.slow

SMALL, LARGE = (80, 24), (200, 60)


def app_on(store: Store, reviewer: str = "anna") -> ReviewApp:
    return ReviewApp(ReviewSession(store, reviewer), settle=0)


def screen_text(app: ReviewApp) -> str:
    """What stands on the screen, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
    await pilot.pause()


async def test_a_typed_value_corrects_the_field_and_the_next_document_opens(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"1204", "enter")
        text = screen_text(app)
    after = store.result(result.sha256)
    assert after is not None and after.status == "accepted"
    assert "misread.txt is accepted; next: contradictory.txt" in text
    assert text.startswith(" queue 2/2 · contradictory.txt")


async def test_keys_that_come_in_a_burst_are_all_typed_in_their_order(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        for key in ("1", "2", "0", "4", "9", "6"):
            app.post_message(events.Key(key, key))
        await keys(pilot)
        assert app.query_one("#value", Input).value == "120496"
        for key in ("escape", "7", "3"):
            app.post_message(events.Key(key, key if key.isdigit() else None))
        await keys(pilot)
        assert app.query_one("#value", Input).value == "73"


async def test_a_value_taken_in_a_burst_is_the_one_typed(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        for key in ("1", "2", "0", "4", "enter", "5"):
            app.post_message(events.Key(key, key if key.isdigit() else None))
        await keys(pilot)
    after = store.result(result.sha256)
    assert after is not None and after.status == "accepted"


async def test_undo_brings_the_finished_document_back(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"1204", "enter", "u")
        text = screen_text(app)
    after = store.result(result.sha256)
    assert after is not None and after.status == "review"
    assert "undone" in text and text.startswith(" queue 1/1 · misread.txt")


async def test_nonsense_stays_in_the_value_line_with_a_message(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"12o4", "enter")
        text = screen_text(app)
    assert "12o4" in text.splitlines()[-2] and "✗" in text
    assert store.edits(result.sha256, "us_foia") == ()


async def test_enter_on_an_empty_line_decides_nothing(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "5", "backspace", "enter", "enter")
        assert "nothing was typed" in screen_text(app)
    assert store.edits(result.sha256, "us_foia") == ()


async def test_escape_leaves_without_taking_what_was_typed(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"77", "escape", "n", "p")
        assert isinstance(app.focused, ItemList)
    assert store.edits(result.sha256, "us_foia") == ()


async def test_letters_in_the_value_line_are_text_not_commands(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "f", "home", "enter", *[*"cubs", "enter"])
    edit = store.edits(result.sha256, "us_foia")[0]
    assert (edit.path, edit.value) == ("agency", "Bureau of Lampscubs")


async def test_confirm_takes_the_value_shown(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, "year"))
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "c")
    edit = store.edits(result.sha256, "us_foia")[0]
    assert (edit.kind, edit.path, edit.value) == ("confirm", "year", 2021)


async def test_a_key_struck_twice_does_not_decide_about_the_next_field(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(unsure(reading, "year"), "agency"))
    app = ReviewApp(ReviewSession(store, "anna"), settle=60)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "c", "c")
        assert "too fast" in screen_text(app)
    assert len(store.edits(result.sha256, "us_foia")) == 1


async def test_a_waiver_asks_first_and_then_accepts(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "w", "escape")
        assert store.edits(result.sha256, "us_foia") == ()
        await keys(pilot, "w", "enter")
    after = store.result(result.sha256)
    assert after is not None and after.status == "accepted"


async def test_all_failing_checks_of_a_field_are_waived_and_undone_as_one(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", {**CONSISTENT, PROCESSED: "1,294"})
    result = put(store, tmp_path, "keys.txt", text, reading)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "w", "end", "enter")
        after = store.result(result.sha256)
        assert after is not None and after.status == "accepted"
        await keys(pilot, "u")
    undone = store.result(result.sha256)
    assert undone is not None and undone.model_copy(update={"receipt": result.receipt}) == result


async def test_the_other_readers_value_is_offered_never_taken_by_itself(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    other = unsure(reading, END, 8, doubts=()).model_copy(update={"reader": "llm"})
    result = put(store, tmp_path, "keys.txt", text, reading, other)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "o")
        assert store.edits(result.sha256, "us_foia") == ()
        assert "value ▸ 8" in screen_text(app)
        await keys(pilot, "enter")
        assert "3 is printed here" in screen_text(app) and store.edits(result.sha256, "us_foia") == ()
        await keys(pilot, "enter")
    edit = store.edits(result.sha256, "us_foia")[0]
    assert (edit.value, edit.printed) == (8, "3")


async def test_the_filter_finds_a_field_by_its_label(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "f", "slash", *"fiscal", "space", *"year", "enter")
        items = app.query_one(ItemList)
        assert items.items and all(
            "iscal" in app.session.case.verdict.fields[i.path].label for i in items.items if app.session.case
        )
        await keys(pilot, "slash", "escape")
        assert app.filter == "" and len(items.items) > 50


async def test_skip_opens_the_next_document(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "s")
        assert re.match(r" queue \d/2 · contradictory.txt", screen_text(app))


async def test_a_document_is_chosen_from_the_list(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "tab", "down", "enter")
        assert re.match(r" queue \d/2 · contradictory.txt", screen_text(app))


async def test_the_marked_line_is_in_sight(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    put(store, tmp_path, "keys.txt", text, unsure(reading, "consultations.overall.received"))
    for size in (SMALL, LARGE):
        app = app_on(store)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            marked = [row for row in screen_text(app).splitlines() if "▶" in row]
            assert len(marked) == 1 and "AGENCY OVERALL" in marked[0]
            assert app.query_one(SourcePane).size.height >= 8
        app.session.close()


async def test_an_empty_queue_says_what_to_do(store: Store, tmp_path: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "extractor run FOLDER" in screen_text(app)


async def test_the_last_document_leads_to_a_summary(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"1204", "enter")
        text = screen_text(app)
    assert "No document waits for review." in text and "1 accepted" in text and "1 decision stored" in text


async def test_documents_of_other_reviewers_are_named(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    store.leases.take(result.sha256, "us_foia", "ben")
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "misread.txt: ben" in screen_text(app)


async def test_markup_in_a_document_is_shown_not_obeyed(store: Store, tmp_path: Path) -> None:
    text, reading = paper("[bold]Bureau[/] [@click=app.quit]x", CONSISTENT)
    put(store, tmp_path, "a[red]b.txt", text, unsure(reading, "agency"))
    app = app_on(store)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        shown = screen_text(app)
    assert "[bold]Bureau[/] [@click=app.quit]x" in shown and shown.startswith(" queue 1/1 · a[red]b.txt")


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 15)])
async def test_every_pane_works_without_colour(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        await keys(
            pilot,
            "question_mark",
            "escape",
            "i",
            "escape",
            "f",
            "pagedown",
            "pageup",
            "w",
            "escape",
            "f",
            "9",
            "escape",
        )
        assert app.no_color
        assert app.query_one("#keys", Static).region.bottom == size[1]


async def test_a_terminal_that_changes_its_size_is_drawn_anew(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "f", "n", "n")
        at = app.query_one(OptionList).highlighted
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        rows = screen_text(app).splitlines()
        assert len(rows) == LARGE[1] and any("▶" in row for row in rows)
        assert app.query_one(OptionList).highlighted == at


async def test_keys_and_sizes_do_no_harm_while_a_dialog_is_open(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        for opens in ("question_mark", "i", "w"):
            await keys(pilot, opens, "tab", "pagedown", "7", "c", "b", "n", "s", "u")
            await pilot.resize_terminal(100, 30)
            await pilot.pause()
            await keys(pilot, "escape")
        assert isinstance(app.focused, ItemList)
    assert store.edits(result.sha256, "us_foia") == ()


async def test_leaving_gives_the_document_back_and_keeps_every_decision(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "c", "q")
    app.session.close()
    assert len(store.edits(result.sha256, "us_foia")) == 1
    assert store.leases.current() == ()


def test_review_of_what_is_not_there_is_refused_before_the_screen(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        run_review(str(tmp_path / "nowhere.sqlite"), None)
    with pytest.raises(ConfigurationError, match=r"no document 'ghost\.txt'"):
        run_review(store.url, "ghost.txt")
    with pytest.raises(ConfigurationError, match="needs a terminal"):
        run_review(store.url, None)


def test_the_session_loads_no_screen() -> None:
    code = "import sys, extractor.review.session; print([m for m in sys.modules if re.match('textual', m)])"
    done = subprocess.run(
        [sys.executable, "-c", f"import re; {code}"], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert re.sub(r"\s", "", done.stdout) == "[]"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_one_key_takes_what_is_proposed_and_the_line_of_keys_says_so(
    store: Store, tmp_path: Path, size: tuple[int, int]
) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        await keys(pilot)
        before = screen_text(app)
        await keys(pilot, "r")
        after = screen_text(app)
        await keys(pilot, "u")
        undone = screen_text(app)
    assert "→ proposed: 1204" in before and before.splitlines()[-1].startswith(" r takes the proposal")
    assert "recorded as proposed" in after and "misread.txt is accepted" in after
    assert "undone" in undone and "→ proposed: 1204" in undone
    found = store.result(result.sha256)
    assert found is not None and found.status == "review"


async def test_where_nothing_is_proposed_the_key_says_so_and_decides_nothing(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot)
        assert "takes the proposal" not in screen_text(app)
        await keys(pilot, "r")
        assert "nothing is proposed here" in screen_text(app)
    assert store.edits(result.sha256, "us_foia") == ()

"""What the picture of a scanned field also reads: listed beside the field, taken with one key, undone like any."""

from pathlib import Path

from textual.widgets import Input

from extractor.review.proposal import proposal_for
from extractor.review.session import ReviewSession
from extractor.review.spoken_words import tell
from extractor.review.tui.key_bindings import TYPING_KEYS, on_list_keys
from extractor.review.tui.review_app import ReviewApp
from extractor.review.tui.styled_lines import ALSO_KEYS
from extractor.store import Store
from tests.review_desk import PROCESSED, misread, session_on
from tests.review_scans import blurred


def screen_text(app: ReviewApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def test_an_alternative_is_taken_as_an_ordinary_correction(store: Store, tmp_path: Path) -> None:
    result = blurred(store, tmp_path)
    session = session_on(store)
    assert session.case is not None
    assert [each.value for each in session.case.alternatives(PROCESSED)] == [1204, 129]
    step = session.take_alternative(PROCESSED, 0)
    assert step.ok and step.finished is not None
    assert step.message.startswith("recorded: ") and "= 1204 (was 1294)" in step.message
    (edit,) = store.edits(result.sha256, "us_foia")
    assert (edit.kind, edit.path, edit.state, edit.value, edit.author) == ("correct", PROCESSED, "read", 1204, "anna")


def test_undo_takes_it_back_and_the_alternatives_are_there_again(store: Store, tmp_path: Path) -> None:
    result = blurred(store, tmp_path)
    session = session_on(store)
    session.take_alternative(PROCESSED, 0)
    assert session.undo().ok
    assert [edit.kind for edit in store.edits(result.sha256, "us_foia")] == ["correct", "retract"]
    case = session.case
    assert case is not None and case.verdict.fields[PROCESSED].value == 1294
    assert [each.value for each in case.alternatives(PROCESSED)] == [1204, 129]


def test_what_is_in_the_picture_is_not_said_to_be_printed_nowhere(store: Store, tmp_path: Path) -> None:
    blurred(store, tmp_path)
    session = session_on(store)
    assert "printed nowhere" in session.correct(PROCESSED, "128").message
    session.undo()
    assert "printed nowhere" not in session.take_alternative(PROCESSED, 1).message


def test_a_number_that_is_not_listed_takes_nothing(store: Store, tmp_path: Path) -> None:
    result = blurred(store, tmp_path)
    session = session_on(store)
    step = session.take_alternative(PROCESSED, 2)
    assert not step.ok and step.message == "its picture reads only 2 other ways"
    other = session.take_alternative("requests.overall.received", 0)
    assert not other.ok and "reads no other way" in other.message
    assert store.edits(result.sha256, "us_foia") == ()


def test_a_proposal_says_that_the_picture_bears_it_out(store: Store, tmp_path: Path) -> None:
    blurred(store, tmp_path)
    session = session_on(store)
    assert session.case is not None
    item = next(item for item in session.case.open_items if item.path == PROCESSED)
    proposal = proposal_for(session.case, item)
    assert proposal is not None and "the picture also reads so" in proposal.grounds


async def test_alternatives_are_listed_with_their_keys_and_one_key_takes_one(store: Store, tmp_path: Path) -> None:
    result = blurred(store, tmp_path)
    app = ReviewApp(ReviewSession(store, "anna"), settle=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "≈ the picture also reads: d 1204 · g 129" in screen_text(app)
        await pilot.press("g")
        await pilot.pause()
        assert [edit.value for edit in store.edits(result.sha256, "us_foia")] == [129]
        await pilot.press("u", "d")
        await pilot.pause()
    after = store.result(result.sha256)
    assert after is not None and after.status == "accepted"


async def test_a_typed_value_is_never_swallowed_by_the_keys_of_alternatives(store: Store, tmp_path: Path) -> None:
    result = blurred(store, tmp_path)
    app = ReviewApp(ReviewSession(store, "anna"), settle=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "d", "2", *ALSO_KEYS)
        await pilot.pause()
        assert app.query_one("#value", Input).value == f"1d2{ALSO_KEYS}"
    assert store.edits(result.sha256, "us_foia") == ()


async def test_their_keys_take_nothing_where_no_picture_was_read(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = ReviewApp(ReviewSession(store, "anna"), settle=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert "its picture reads no other way" in screen_text(app)
        assert "≈" not in screen_text(app)
    assert store.edits(result.sha256, "us_foia") == ()


def test_no_key_means_two_things_and_their_line_fits_a_small_screen() -> None:
    keys = [key for key, _ in on_list_keys()] + [key for key, _ in TYPING_KEYS]
    assert len(keys) == len(set(keys))
    assert not set(ALSO_KEYS).intersection("0123456789")
    assert len(tell("on_alternatives", keys=" ".join(ALSO_KEYS))) < 80

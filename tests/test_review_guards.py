"""The ways to sign a wrong value: each stops once, and what the place shows is recorded with what was decided.

The truth never takes more keys than what only balances.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.review.session import ReviewSession
from extractor.review.tui.review_app import ReviewApp
from extractor.route import Result
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.store import Store
from extractor.verify.edit import Edit
from tests.house import ROOT
from tests.review_desk import (
    CONSISTENT,
    PROCESSED,
    RECEIVED,
    START,
    insisted,
    misread,
    paper,
    put,
    session_on,
    unsure,
)
from tests.test_review_tui import SMALL, app_on, keys, screen_text

pytestmark = pytest.mark.slow

SAMPLES = ROOT / "evals" / "samples"
SOUND, MISPRINT = "songbaiwan-2022.txt", "qinghechuan-2022-misprint.txt"
PERMITS = "table2.licensing"
TOTAL = "table3.total_processed.total"


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sound sample and the one that prints 256 where its parts add up to 266."""
    folder = tmp_path_factory.mktemp("samples")
    paths = [Path(shutil.copy(SAMPLES / name, folder / name)) for name in (SOUND, MISPRINT)]
    with Store(str(folder / "store.sqlite")) as store:
        run_documents(paths, RunSettings(readers=("layout",), jobs=1), store)
    return folder / "store.sqlite"


@pytest.fixture
def samples(read_once: Path, tmp_path: Path) -> Iterator[Store]:
    with Store(str(shutil.copy(read_once, tmp_path / "store.sqlite"))) as store:
        yield store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "own.sqlite")) as opened:
        yield opened


def named(store: Store, name: str) -> Result:
    (result,) = store.find(name)
    return result


def edits_of(store: Store, result: Result) -> tuple[Edit, ...]:
    return store.edits(result.sha256, result.schema_name)


async def test_a_printed_number_is_not_emptied_in_two_keys(samples: Store) -> None:
    result = named(samples, SOUND)
    app = ReviewApp(ReviewSession(samples, "anna", document=SOUND), settle=0)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "slash", *"permit", "escape", "slash", "许", "可", "enter", "b")
        item = app.item
        assert item is not None
        assert "97 is printed here" in screen_text(app) and edits_of(samples, result) == ()
        await keys(pilot, "b")
    after = named(samples, SOUND)
    (edit,) = edits_of(samples, result)
    assert (edit.path, edit.state, edit.printed) == (item.path, "blank", "97")
    assert after.status == "review" and after.verdict is not None
    assert [number.text for number in after.verdict.unused] == ["97"]


def test_a_number_given_to_another_field_of_the_table_is_used_again(samples: Store) -> None:
    session = ReviewSession(samples, "anna", document=SOUND)
    case = session.open_named()
    assert case is not None
    path = next(path for path, field in case.verdict.fields.items() if field.value == 97)
    session.mark(path, "blank")
    session.answer()
    insisted(session, path, "97")
    assert named(samples, SOUND).status == "accepted"


async def test_the_row_key_leaves_alone_what_is_printed(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    for path in (START, RECEIVED):
        reading = unsure(reading, path)
    reading = unsure(reading, PROCESSED, state="unread", spot=None, quote="")
    result = put(store, tmp_path, "keys.txt", text, reading)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "B")
        text = screen_text(app)
        await keys(pilot, "B")
        assert "nothing was recorded" in screen_text(app)
    (edit,) = edits_of(store, result)
    assert (edit.path, edit.state) == (PROCESSED, "blank")
    assert "recorded for 1 field of this row" in text and "1,205" in text


async def test_typing_what_would_balance_asks_once_and_says_what_is_printed(samples: Store) -> None:
    result = named(samples, MISPRINT)
    app = app_on(samples)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"266", "enter")
        assert "256 is printed here; 266 would balance" in screen_text(app)
        assert edits_of(samples, result) == ()
        await keys(pilot, "enter")
    (edit,) = edits_of(samples, result)
    assert (edit.path, edit.value, edit.printed) == (TOTAL, 266, "256")
    assert named(samples, MISPRINT).status == "accepted"


async def test_a_question_that_is_left_stores_nothing(samples: Store) -> None:
    result = named(samples, MISPRINT)
    app = app_on(samples)
    async with app.run_test(size=SMALL) as pilot:
        for left in ("escape", "n", "q", "u"):
            await keys(pilot, *"266", "enter", left)
        await keys(pilot, "c")
        assert "256 is printed and breaks 3 checks" in " ".join(screen_text(app).split())
        await keys(pilot, "n")
    assert edits_of(samples, result) == () and app.session.asked is None


async def test_the_misprint_is_signed_as_printed_in_two_keys(samples: Store) -> None:
    result = named(samples, MISPRINT)
    app = app_on(samples)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "c")
        assert "256 is printed and breaks 3 checks" in " ".join(screen_text(app).split())
        await keys(pilot, "c")
    after = named(samples, MISPRINT)
    assert after.status == "accepted" and after.verdict is not None and after.verdict.fields[TOTAL].value == 256
    confirmed, *waived = edits_of(samples, result)
    assert (confirmed.kind, confirmed.why) == ("confirm", "as_printed")
    assert [(each.kind, each.why) for each in waived] == [("waive", "as_printed")] * 3


async def test_a_right_value_may_leave_the_checks_to_another(samples: Store) -> None:
    result = named(samples, MISPRINT)
    app = app_on(samples)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "c", "2")
    assert [edit.kind for edit in edits_of(samples, result)] == ["confirm"]
    assert named(samples, MISPRINT).status == "review"


def test_a_number_that_stands_elsewhere_is_no_excuse(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, RECEIVED))
    session = session_on(store)
    step = session.correct(RECEIVED, "1204")
    assert step.asks and "1,205 is printed here" in step.message and edits_of(store, result) == ()
    session.answer()
    assert [(each.value, each.printed) for each in edits_of(store, result)] == [(1204, "1,205")]


def test_what_the_place_shows_is_taken_without_a_question(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    assert session_on(store).correct(PROCESSED, "1204").ok
    assert [each.printed for each in edits_of(store, result)] == [""]


def test_a_value_that_is_not_what_the_place_shows_is_not_confirmed_in_one_key(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    session = session_on(store)
    step = session.confirm(PROCESSED)
    assert step.asks and "1,204 is printed here" in step.message and edits_of(store, result) == ()


def test_an_answer_to_another_document_is_none(store: Store, tmp_path: Path) -> None:
    first, second = misread(store, tmp_path), misread(store, tmp_path, "other.txt", "Bureau of Ropes")
    session = session_on(store)
    assert session.correct(PROCESSED, "7").asks
    here = session.case
    assert here is not None
    other = second if here.result.sha256 == first.sha256 else first
    session.open(other.sha256, "us_foia")
    assert not session.answer().ok
    assert edits_of(store, first) == edits_of(store, second) == ()

"""Six ways in which a wrong value was once signed in this review, in the order in which they were found.

Each stops once, and what was decided all the same is recorded beside what is printed. On real reports, by the layout
reader, with the keys of then.
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
from tests.review_desk import CONSISTENT, END, RECEIVED, paper, put, unsure
from tests.test_review_tui import SMALL, app_on, keys, screen_text

pytestmark = pytest.mark.slow

SOUND, MISPRINT = "songbaiwan-2022.txt", "qinghechuan-2022-misprint.txt"
TOTAL = "table3.total_processed.total"
SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    paths = [Path(shutil.copy(ROOT / "evals" / "samples" / name, folder / name)) for name in (SOUND, MISPRINT)]
    with Store(str(folder / "store.sqlite")) as store:
        run_documents(paths, RunSettings(readers=("layout",), jobs=1), store)
    return folder / "store.sqlite"


@pytest.fixture
def samples(read_once: Path, tmp_path: Path) -> Iterator[Store]:
    with Store(str(shutil.copy(read_once, tmp_path / "samples.sqlite"))) as store:
        yield store


def only(store: Store, name: str) -> Result:
    (result,) = store.find(name)
    return result


def edits_of(store: Store, name: str) -> tuple[Edit, ...]:
    result = only(store, name)
    return store.edits(result.sha256, result.schema_name)


def shown(app: ReviewApp) -> str:
    return " ".join(screen_text(app).split())


async def test_1_a_printed_97_is_not_blanked_in_an_accepted_document(samples: Store) -> None:
    app = ReviewApp(ReviewSession(samples, "anna", document=SOUND), settle=0)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "f", "slash", "许", "可", "enter", "b")
        assert "97 is printed here" in shown(app) and edits_of(samples, SOUND) == ()
        await keys(pilot, "b")
    (edit,) = edits_of(samples, SOUND)
    after = only(samples, SOUND)
    assert (edit.state, edit.printed) == ("blank", "97")
    assert after.status == "review" and after.verdict is not None
    assert [number.text for number in after.verdict.unused] == ["97"]


async def test_2_a_row_key_blanks_no_printed_0(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    for path in ("dispositions.overall.full_denials", "dispositions.overall.no_records"):
        reading = unsure(reading, path)
    put(store, tmp_path, "noughts.txt", text, reading)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "B", "B")
        assert "nothing was recorded" in shown(app)
    assert edits_of(store, "noughts.txt") == () and only(store, "noughts.txt").status == "review"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the reports it was found on are not at hand")
async def test_2_two_row_keys_sign_no_blank_on_the_report_it_was_found_on(store: Store) -> None:
    seed = next(SEEDS.glob("000_*.txt"))
    run_documents([seed], RunSettings(readers=("layout",), jobs=1), store)
    app = ReviewApp(ReviewSession(store, "anna", document=seed.name), settle=0)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "B", "B")
    printed = {each.path for each in edits_of(store, seed.name) if each.state == "blank"}
    assert not printed & {"table3.granted.total", "table3.partial.total"}


async def test_3_what_would_balance_is_not_typed_over_a_printed_256(samples: Store) -> None:
    app = app_on(samples)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"266", "enter")
        assert "256 is printed here; 266 would balance" in shown(app) and edits_of(samples, MISPRINT) == ()
        await keys(pilot, "enter")
    (edit,) = edits_of(samples, MISPRINT)
    assert (edit.value, edit.printed) == (266, "256")


async def test_4_confirming_a_misprint_flags_no_right_field(samples: Store) -> None:
    app = app_on(samples)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "c")
        assert "256 is printed and breaks 3 checks" in shown(app) and edits_of(samples, MISPRINT) == ()
        await keys(pilot, "c")
    after = only(samples, MISPRINT)
    assert after.status == "accepted" and after.verdict is not None and after.verdict.flagged == ()
    assert [each.why for each in edits_of(samples, MISPRINT)] == ["as_printed"] * 4


async def test_5_two_terminals_of_one_login_do_not_overwrite_each_other(samples: Store) -> None:
    first, second = ReviewSession(samples, "anna"), ReviewApp(ReviewSession(samples, "anna"), settle=0)
    first.next_document()
    async with second.run_test(size=SMALL) as pilot:
        await keys(pilot)
        assert "Other reviewers have every document that is left" in shown(second)
        first.sitting.release((only(samples, MISPRINT).sha256, "gov_disclosure"))
        second.session.next_document()
        second.show_case()
        step = first.correct(TOTAL, "266")
        assert step.asks and "another session of yours has taken this document over" in first.answer().message
        assert edits_of(samples, MISPRINT) == ()
        await keys(pilot, "c", "c")
    assert {each.kind for each in edits_of(samples, MISPRINT)} == {"confirm", "waive"}


async def test_6_a_number_that_stands_elsewhere_is_not_typed_over_a_printed_one(samples: Store) -> None:
    session = ReviewSession(samples, "anna", document=SOUND)
    case = session.open_named()
    assert case is not None
    fields = case.verdict.fields.values()
    path, value = next(
        (field.path, field.value) for field in fields if isinstance(field.value, int) and field.value > 50
    )
    session.close()
    app = ReviewApp(ReviewSession(samples, "anna", document=SOUND), settle=0)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "f", "slash", *path, "enter", *"13", "enter")
        assert f"{value} is printed here" in shown(app) and edits_of(samples, SOUND) == ()
        await keys(pilot, "enter")
    (edit,) = edits_of(samples, SOUND)
    assert (edit.path, edit.value, edit.printed) == (path, 13, str(value))


def test_6_so_does_it_where_the_number_was_in_doubt(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", {**CONSISTENT, END: "13"})
    put(store, tmp_path, "keys.txt", text, unsure(reading, RECEIVED))
    session = ReviewSession(store, "anna")
    session.next_document()
    step = session.correct(RECEIVED, "13")
    assert step.asks and "1,205 is printed here" in step.message
    session.answer()
    assert [(each.value, each.printed) for each in edits_of(store, "keys.txt")] == [(13, "1,205")]

"""Decisions beyond a value: what each costs in keys, and what it leaves in the store."""

from pathlib import Path

import pytest

from extractor.readers.reading import Reading, Spot, UnusedNumber
from extractor.review.session import ReviewSession
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.built_readings import AMBIGUOUS
from tests.house import ROOT
from tests.review_desk import (
    CONSISTENT,
    END,
    PROCESSED,
    RECEIVED,
    START,
    contradictory,
    misread,
    paper,
    put,
    session_on,
    stored,
    unsure,
)
from tests.test_review_tui import SMALL, app_on, keys, screen_text

pytestmark = pytest.mark.slow

SOUND = ROOT / "evals" / "samples" / "songbaiwan-2022.txt"
PLACES = (START, RECEIVED, PROCESSED, END)


async def test_an_illegible_value_takes_two_keys_and_leaves_a_remark(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, END, state="unread", doubts=(AMBIGUOUS,)))
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "k", "k")
    after = stored(store, result)
    assert after.status == "accepted" and after.verdict is not None
    assert (after.verdict.fields[END].state, after.verdict.fields[END].value) == ("illegible", None)
    about = [each.outcome for each in after.verdict.findings if END in each.paths and each.residual is None]
    assert "unknown" in about and "pass" not in about
    case = ReviewSession(store, "ben", document="keys.txt").open_named()
    assert case is not None and any("1 value is illegible" in remark for remark in case.remarks)


def test_a_number_that_was_read_is_not_left_over_where_nobody_can_make_it_out(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    put(store, tmp_path, "keys.txt", text, unsure(reading, END, 9, doubts=(AMBIGUOUS,)))
    session = ReviewSession(store, "ben", document="keys.txt")
    assert session.open_named() is not None
    assert session.illegible(END).asks and session.answer().ok
    (result,) = store.find("keys.txt")
    assert result.status == "accepted" and result.verdict is not None and result.verdict.unused == ()


def shifted(reading: Reading, text: str) -> Reading:
    """The overall row of requests read one cell too far to the right; its last number is used by no field."""
    fields = dict(reading.fields)
    for path, source in zip(PLACES[1:], PLACES, strict=False):
        read = reading.fields[source]
        fields[path] = reading.fields[path].model_copy(
            update={"value": read.value, "spot": read.spot, "quote": read.quote}
        )
    empty = reading.fields[START].spot
    assert empty is not None and empty.span is not None
    here = Spot(page=1, span=(empty.span[0] - 1, empty.span[0] - 1))
    fields[START] = fields[START].model_copy(update={"state": "blank", "value": None, "spot": here, "quote": ""})
    last = reading.fields[END]
    assert last.spot is not None
    left = UnusedNumber(text=last.quote, spot=last.spot, table="V.A. FOIA REQUESTS")
    return reading.model_copy(update={"fields": fields, "unused": (left,)})


async def test_a_shifted_row_takes_two_keys(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, shifted(reading, text))
    assert result.status == "review"
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "less_than_sign")
        assert "the row would read 2 1205 1204 3" in " ".join(screen_text(app).split())
        await keys(pilot, "less_than_sign")
    after = stored(store, result)
    assert after.status == "accepted" and after.verdict is not None
    assert [after.verdict.fields[path].value for path in PLACES] == [2, 1205, 1204, 3]
    places = [after.verdict.fields[path].spot for path in PLACES]
    assert places == [reading.fields[path].spot for path in PLACES]


def test_a_number_that_falls_out_of_a_shifted_row_is_unused(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, RECEIVED))
    session = session_on(store)
    step = session.shift_row(RECEIVED, -1)
    assert step.asks and "2 belongs to no cell of it" in step.message
    session.answer()
    verdict = stored(store, result).verdict
    assert verdict is not None and [each.text for each in verdict.unused] == ["2"]
    assert verdict.fields[END].state == "blank"


async def test_a_lost_row_takes_one_key(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    for path in PLACES:
        reading = unsure(reading, path, state="unread", doubts=(AMBIGUOUS,), spot=None, quote="")
    result = put(store, tmp_path, "keys.txt", text, reading)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "A")
    assert [edit.state for edit in store.edits(result.sha256, "us_foia")] == ["absent"] * 4


async def test_the_rest_of_a_row_is_zero_where_nothing_else_is_printed(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    reading = unsure(reading, START, state="unread", doubts=(AMBIGUOUS,), spot=None, quote="")
    reading = unsure(reading, END, state="unread", doubts=(AMBIGUOUS,))
    result = put(store, tmp_path, "keys.txt", text, reading)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "Z")
    (edit,) = store.edits(result.sha256, "us_foia")
    assert (edit.path, edit.value) == (START, 0)


def doubled(tmp_path: Path) -> Path:
    """The sample with its third table printed once more under itself."""
    text = SOUND.read_text("utf-8")
    begin = text.index("三、收到和处理")
    end = text.index("四、", text.index("结转下年度", begin) + 20)
    path = tmp_path / "twice.txt"
    path.write_text(f"{text[:end]}\n{text[begin:end]}{text[end:]}", "utf-8")
    return path


async def test_a_table_that_is_printed_twice_takes_two_keys(store: Store, tmp_path: Path) -> None:
    path = doubled(tmp_path)
    run_documents([path], RunSettings(readers=("layout",), jobs=1), store)
    (result,) = store.find("twice.txt")
    assert result.verdict is not None and len(result.verdict.flagged) > 100
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "t")
        assert "printed 2 times" in screen_text(app)
        await keys(pilot, "t")
    after = stored(store, result)
    assert after.status == "accepted" and after.verdict is not None
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / SOUND.name).write_bytes(SOUND.read_bytes())
    run_documents([alone], RunSettings(readers=("layout",), jobs=1), store)
    (once,) = store.find(SOUND.name)
    assert once.verdict is not None
    values = {path: (field.state, field.value) for path, field in once.verdict.fields.items()}
    assert {path: (field.state, field.value) for path, field in after.verdict.fields.items()} == values


async def test_two_reports_in_one_file_are_two_documents_and_take_no_keys(store: Store, tmp_path: Path) -> None:
    other = ROOT / "evals" / "samples" / "liuquantang-2023-totals.txt"
    (tmp_path / "two.txt").write_text(f"{SOUND.read_text('utf-8')}\n{other.read_text('utf-8')}", "utf-8")
    run_documents([tmp_path / "two.txt"], RunSettings(readers=("layout",), jobs=1), store)
    statuses = store.overview().statuses
    assert statuses == {"accepted": 1, "review": 1}


async def test_one_cause_over_twenty_documents_takes_two_keys(store: Store, tmp_path: Path) -> None:
    results = []
    for number in range(20):
        text, reading = paper(f"Bureau {number}", CONSISTENT)
        results.append(put(store, tmp_path, f"{number}.txt", text, unsure(reading, "year")))
    apart = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "E")
        assert "20 fields of 20 documents" in " ".join(screen_text(app).split())
        assert store.edits(results[0].sha256, "us_foia") == ()
        await keys(pilot, "E")
    assert {stored(store, each).status for each in results} == {"accepted"}
    assert stored(store, apart).status == "review" and store.edits(apart.sha256, "us_foia") == ()
    assert app.session.decided == 1
    step = app.session.undo()
    assert step.ok and "in 20 documents" in step.message
    assert {stored(store, each).status for each in results} == {"review"}
    assert app.session.redo().ok
    assert {stored(store, each).status for each in results} == {"accepted"}
    later = ReviewSession(store, "anna", document="3.txt")
    assert later.open_named() is not None and later.undo().ok
    assert {stored(store, each).status for each in results} == {"review"}


def test_a_document_that_was_decided_about_since_keeps_that_when_one_cause_is_undone(
    store: Store, tmp_path: Path
) -> None:
    first, second = (put(store, tmp_path, f"{n}.txt", *_unsure_year(f"Bureau {n}")) for n in range(2))
    session = session_on(store)
    here = session.case
    assert here is not None and session.settle_alike("year").asks and session.answer().ok
    other = second if here.result.sha256 == first.sha256 else first
    ben = ReviewSession(store, "ben", document=other.document)
    assert ben.open_named() is not None and ben.correct("year", "2021").ok
    ben.close()
    assert session.undo().ok
    assert stored(store, other).status == "accepted"


def _unsure_year(agency: str) -> tuple[str, Reading]:
    text, reading = paper(agency, CONSISTENT)
    return text, unsure(reading, "year")


def test_what_a_check_speaks_against_is_not_settled_with_its_like(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Doors", {**CONSISTENT, END: "9"})
    put(store, tmp_path, "doors.txt", text, unsure(reading, END))
    step = session_on(store).settle_alike(END)
    assert not step.ok and not step.asks


async def test_a_waiver_carries_its_reason(store: Store, tmp_path: Path) -> None:
    result = contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "w", "o", *"seal", "enter", "u", "w", "r")
    kinds = [(edit.kind, edit.why, edit.note) for edit in store.edits(result.sha256, "us_foia")]
    assert kinds == [("waive", "other", "seal"), ("retract", "other", ""), ("waive", "rounding", "")]


async def test_a_note_decides_nothing_and_is_kept(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "N", *"asked", "enter")
    (edit,) = store.edits(result.sha256, "us_foia")
    assert (edit.kind, edit.path, edit.note) == ("note", PROCESSED, "asked")
    assert stored(store, result).verdict == result.verdict


async def test_what_was_undone_is_done_again(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"1204", "enter", "u")
        assert stored(store, result).status == "review"
        await keys(pilot, "U")
        assert stored(store, result).status == "accepted"
        await keys(pilot, "U")
        assert "nothing to redo" in screen_text(app)


def test_a_row_of_a_list_is_added_and_taken_away(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, "year"))
    session = session_on(store)
    name = "requests.components.0.name"
    assert session.add_row(name, "Field Office").ok
    verdict = stored(store, result).verdict
    assert verdict is not None and verdict.fields["requests.components.1.name"].value == "Field Office"
    assert verdict.fields["requests.components.1.received"].state == "unread"
    assert session.remove_row("requests.components.0.name").asks
    session.answer()
    verdict = stored(store, result).verdict
    assert verdict is not None and verdict.fields[name].state == "absent"
    assert {"2", "1,205", "1,204", "3"} == {each.text for each in verdict.unused}


def test_a_contradiction_comes_before_what_one_witness_says(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Doors", {**CONSISTENT, END: "9"})
    put(store, tmp_path, "doors.txt", text, unsure(unsure(reading, "year"), END))
    case = session_on(store).case
    assert case is not None
    paths = [item.path for item in case.open_items if item.path]
    assert paths[-1] == "year" and END in paths

"""A document that fits no schema: it waits with the others, a person says what it is, and every later run knows it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.review.schema_choice import schemas_offered
from extractor.review.session import ReviewSession
from extractor.review.tui.review_app import ReviewApp
from extractor.route import Result
from extractor.run.engine import run_documents
from extractor.run.pipeline import Job, ReadDocument, Task, process
from extractor.run.reading_anew import read_anew
from extractor.run.settings import RunSettings
from extractor.store import Outcome, Store
from extractor.verify.edit import CHOSEN, Edit
from specimens.bundled_files import two_reports
from tests.built_readings import edit
from tests.plain_reports import foia_report
from tests.review_desk import misread, upheld
from tests.test_review_tui import SMALL, keys, screen_text

LAYOUT = RunSettings(readers=("layout",), jobs=1)


def read(store: Store, result: Result, edits: Sequence[Edit]) -> Outcome:
    return read_anew(store, LAYOUT, result, edits)


def session_on(store: Store, reviewer: str = "anna") -> ReviewSession:
    session = ReviewSession(store, reviewer, read_anew=read)
    session.next_document()
    return session


def unknown(store: Store, folder: Path) -> Path:
    """A report without the headings of its tables: no schema is sure of it."""
    lines = foia_report("Office of Tests", 12, 3).splitlines()
    path = folder / "report.txt"
    path.write_text("\n".join(line for line in lines if not line.startswith("Agency /")))
    run_documents([path], LAYOUT, store)
    (result,) = store.find("report.txt")
    assert result.status == "unrecognised"
    return path


def only(store: Store, name: str = "report.txt") -> Result:
    (result,) = store.find(name)
    return result


def test_it_waits_after_the_documents_in_review(store: Store, tmp_path: Path) -> None:
    unknown(store, tmp_path)
    misread(store, tmp_path)
    assert [each.document for each in session_on(store).queue()] == ["misread.txt", "report.txt"]


def test_what_fits_no_schema_takes_no_note(store: Store, tmp_path: Path) -> None:
    unknown(store, tmp_path)
    step = session_on(store).note("", "look at page 2")
    assert not step.ok and "fits no schema" in step.message
    assert store.edits(only(store).sha256) == ()


def test_it_is_read_as_a_run_with_that_schema_reads_it_and_stays_so(store: Store, tmp_path: Path) -> None:
    path = unknown(store, tmp_path)
    session = session_on(store)
    step = session.choose_schema("us_foia")
    assert step.ok and "was read as us_foia annual" in step.message
    chosen = only(store)
    with Store(str(tmp_path / "forced.sqlite")) as forced:
        run_documents([path], LAYOUT.model_copy(update={"schema_name": "us_foia"}), forced)
        same = only(forced)
    assert (chosen.status, chosen.verdict) == (same.status, same.verdict)
    (edit,) = store.edits(chosen.sha256)
    assert (edit.kind, edit.author, edit.schema_name) == ("choose", "anna", "us_foia")
    assert session.case is not None and session.case.result.schema_name == "us_foia"
    assert run_documents([path], LAYOUT, store).entries[0].done_before
    for again in (LAYOUT, LAYOUT.model_copy(update={"again": True, "policy": "strict"})):
        run_documents([path], again, store)
        assert only(store).schema_name == "us_foia"


def test_the_choice_is_taken_back_like_any_decision(store: Store, tmp_path: Path) -> None:
    path = unknown(store, tmp_path)
    session = session_on(store)
    session.choose_schema("us_foia")
    assert session.undo().ok
    result = only(store)
    assert (result.status, result.schema_name) == ("unrecognised", None)
    assert [each.kind for each in store.edits(result.sha256)] == ["choose", "retract"]
    run_documents([path], LAYOUT.model_copy(update={"again": True}), store)
    assert only(store).status == "unrecognised"


def test_a_new_version_of_the_file_is_read_under_it_too(store: Store, tmp_path: Path) -> None:
    path = unknown(store, tmp_path)
    session_on(store).choose_schema("us_foia")
    path.write_text(path.read_text() + "\nOne more line.\n")
    run_documents([path], LAYOUT, store)
    result = only(store)
    assert result.schema_name == "us_foia"
    (edit,) = store.edits(result.sha256)
    assert (edit.kind, edit.author) == ("choose", "anna") and edit.carried_from


def test_a_run_keeps_what_was_chosen_while_it_was_reading(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = unknown(store, tmp_path)
    session = session_on(store)

    def chosen_meanwhile(task: Task, job: Job, read: ReadDocument) -> Outcome:
        outcome = process(task, job, read)
        assert session.choose_schema("us_foia").ok
        return outcome

    monkeypatch.setattr("extractor.run.engine.process", chosen_meanwhile)
    summary = run_documents([path], LAYOUT.model_copy(update={"again": True}), store)
    assert only(store).schema_name == summary.entries[0].schema_name == "us_foia"


def test_what_was_read_under_another_schema_than_the_chosen_is_not_done(store: Store, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(foia_report("Office of Tests", 12, 3))
    run_documents([tmp_path], LAYOUT, store)
    done = only(store)
    assert done.schema_name == "us_foia"
    about = {"sha256": done.sha256, "schema_name": "gov_disclosure", "rule": CHOSEN}
    store.add_edit(edit("choose", "").model_copy(update=about))
    run_documents([tmp_path], LAYOUT, store)
    assert "gov_disclosure" in {each.schema_name for each in store.find("report.txt")}
    assert run_documents([tmp_path], LAYOUT, store).entries[0].done_before
    run_documents([tmp_path], given := LAYOUT.model_copy(update={"schema_name": "us_foia"}), store)
    assert run_documents([tmp_path], given, store).entries[0].done_before


def test_nobody_chooses_for_what_was_chosen_meanwhile(store: Store, tmp_path: Path) -> None:
    unknown(store, tmp_path)
    late = session_on(store, "ben")
    case = late.case
    late.close()
    session_on(store).choose_schema("us_foia")
    late.case = case
    step = late.choose_schema("gov_disclosure")
    assert not step.ok and only(store).schema_name == "us_foia"


def test_a_file_that_is_gone_is_not_read(store: Store, tmp_path: Path) -> None:
    unknown(store, tmp_path).unlink()
    step = session_on(store).choose_schema("us_foia")
    assert not step.ok and "not there any more" in step.message
    assert store.all_edits() == ()


def in_review(store: Store, folder: Path) -> Path:
    """A report that is recognised and whose printed numbers contradict each other."""
    path = folder / "report.txt"
    path.write_text(foia_report("Office of Tests", 12, 5))
    run_documents([path], LAYOUT, store)
    assert only(store).status == "review"
    return path


def test_a_document_in_review_is_read_under_another_schema_and_its_decisions_come_back(
    store: Store, tmp_path: Path
) -> None:
    path = in_review(store, tmp_path)
    session = session_on(store)
    assert session.case is not None
    decided = session.case.open_items[0].path
    assert upheld(session, decided).ok
    before = only(store)
    step = session.choose_schema("gov_disclosure")
    assert step.ok and "was read as gov_disclosure" in step.message
    assert "1 decision under us_foia is set aside" in step.message
    assert only(store).schema_name == "gov_disclosure"
    assert [each.schema_name for each in session.queue()] == ["gov_disclosure"]
    for again in (LAYOUT, LAYOUT.model_copy(update={"again": True})):
        run_documents([path], again, store)
        assert only(store).schema_name == "gov_disclosure"
    assert session.undo().ok
    assert only(store) == before
    assert session.case is not None and session.case.decision(decided) is not None
    run_documents([path], LAYOUT.model_copy(update={"again": True}), store)
    assert only(store).verdict == before.verdict


def test_the_schema_it_has_is_not_offered_and_chooses_nothing(store: Store, tmp_path: Path) -> None:
    in_review(store, tmp_path)
    session = session_on(store)
    assert "us_foia" not in {each.name for each in schemas_offered(only(store))}
    step = session.choose_schema("us_foia")
    assert not step.ok and "read under us_foia already" in step.message
    assert store.all_edits() == ()


def test_what_was_decided_meanwhile_keeps_a_schema_from_being_chosen(store: Store, tmp_path: Path) -> None:
    in_review(store, tmp_path)
    late = session_on(store, "ben")
    case = late.case
    late.close()
    other = session_on(store)
    assert other.case is not None and upheld(other, other.case.open_items[0].path).ok
    other.close()
    late.case = case
    step = late.choose_schema("gov_disclosure")
    assert not step.ok and only(store).schema_name == "us_foia"


def two_in_one_file(store: Store, folder: Path) -> None:
    made = two_reports("tsv")
    path = folder / made.name
    path.write_bytes(made.content)
    run_documents([path], LAYOUT, store)


def test_a_choice_is_about_every_document_of_its_file_and_is_taken_back_for_all(store: Store, tmp_path: Path) -> None:
    two_in_one_file(store, tmp_path)
    before = {each.sha256: each for each in store.results()}
    assert len(before) > 1 and all(each.parts for each in before.values())
    session = ReviewSession(store, "anna", read_anew=read)
    first = min(before)
    assert session.open(first, before[first].schema_name or "")
    assert session.choose_schema("us_foia").ok
    assert {each.schema_name for each in store.results()} == {"us_foia"}
    assert session.undo().ok
    assert {each.sha256: each for each in store.results()} == before


def test_a_choice_for_a_file_of_several_documents_is_carried_to_its_new_version(store: Store, tmp_path: Path) -> None:
    made = two_reports("tsv")
    path = tmp_path / made.name
    path.write_bytes(made.content)
    run_documents([path], LAYOUT.model_copy(update={"schema_name": "us_foia"}), store)
    session = ReviewSession(store, "anna", read_anew=read)
    assert session.next_document() is not None and session.choose_schema("gov_disclosure").ok
    assert len(tuple(store.results())) == 2
    (edit,) = store.schema_chosen_before("0" * 64, str(path))
    assert (edit.kind, edit.schema_name) == ("choose", "gov_disclosure")


def test_undo_takes_back_the_choice_before_what_was_decided_earlier_in_a_part(store: Store, tmp_path: Path) -> None:
    two_in_one_file(store, tmp_path)
    first = min(store.results(), key=lambda each: each.sha256)
    former = first.schema_name or ""
    session = ReviewSession(store, "anna", read_anew=read)
    assert session.open(first.sha256, former) and session.case is not None
    valued = next(path for path, field in session.case.verdict.fields.items() if field.value is not None)
    assert upheld(session, valued).ok and session.choose_schema("us_foia").ok
    (whole,) = store.results()
    assert session.open(whole.sha256, "us_foia") and session.choose_schema(former).ok and session.undo().ok
    assert [each.schema_name for each in store.results()] == ["us_foia"]


def test_nobody_chooses_for_a_file_of_which_another_has_a_part(store: Store, tmp_path: Path) -> None:
    two_in_one_file(store, tmp_path)
    first, second, *_ = sorted(store.results(), key=lambda each: each.sha256)
    session, other = (ReviewSession(store, who, read_anew=read) for who in ("anna", "ben"))
    assert session.open(first.sha256, first.schema_name or "")
    assert other.open(second.sha256, second.schema_name or "")
    step = session.choose_schema("us_foia")
    assert not step.ok and "ben" in step.message
    assert {each.schema_name for each in store.results()} == {first.schema_name} and store.all_edits() == ()


@pytest.mark.slow
async def test_two_keys_choose_the_nearest_schema_on_the_screen(store: Store, tmp_path: Path) -> None:
    unknown(store, tmp_path)
    app = ReviewApp(ReviewSession(store, "anna", read_anew=read), settle=0)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot)
        assert "No schema fits this document" in screen_text(app)
        await keys(pilot, "c")
        assert "F chooses one" in " ".join(screen_text(app).split()) or "no value to confirm" in screen_text(app)
        await keys(pilot, "F")
        assert "us_foia" in screen_text(app)
        await keys(pilot, "enter")
        await app.workers.wait_for_complete()
        await keys(pilot)
        assert "was read as us_foia" in " ".join(screen_text(app).split())
    assert only(store).schema_name == "us_foia"

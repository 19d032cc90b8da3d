"""A result and the decisions it was made with are stored together, whoever else is at work on the same store."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractor.documents.model import Document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.review.session import ReviewSession
from extractor.route import FieldVerdict, Result
from extractor.run.engine import run_documents
from extractor.run.pipeline import Job, Task, process
from extractor.run.reader_set import read_with_layout
from extractor.run.selection import group_by_content
from extractor.run.settings import RunSettings
from extractor.schemas.form import Form, Schema
from extractor.schemas.registry import schema_names
from extractor.settlement import settle
from extractor.store import Store
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.grounding import ELSEWHERE
from tests.built_outcomes import accepted, in_review, outcome_of, sha, without_verdict
from tests.built_readings import absent_rows, edit, reading_of, report, with_field
from tests.house import ROOT
from tests.plain_reports import foia_report
from tests.rendered_years import MISPRINTED, draw_report
from tests.review_desk import insisted, upheld
from tests.three_at_work import LAYOUT, decide_at_once, what_is_lost, work_at_once

pytestmark = pytest.mark.slow

NOW = "table3.carried_over.natural"
TOTAL = "table3.granted.total"


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store(place) as opened:
        yield opened


def result_of(store: Store, name: str) -> Result:
    (result,) = store.find(name)
    assert result.verdict is not None
    return result


def field_of(store: Store, name: str, path: str) -> FieldVerdict:
    verdict = result_of(store, name).verdict
    assert verdict is not None
    return verdict.fields[path]


def findings_of(store: Store, name: str, code: str) -> list[Finding]:
    verdict = result_of(store, name).verdict
    assert verdict is not None
    return [finding for finding in verdict.findings if finding.code == code]


def session_on(store: Store, reviewer: str, name: str) -> ReviewSession:
    """A session at a document that whoever had it before has left."""
    for lease in store.leases.current():
        store.leases.release(lease.sha256, lease.schema_name, lease.person, lease.session)
    session = ReviewSession(store, reviewer, document=name)
    assert session.open_named() is not None
    return session


def test_a_decision_made_while_a_neighbours_decision_is_stored_is_in_its_result(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert decide_at_once(store, tmp_path / "reports", monkeypatch) == {2021: "confirmed", 2022: "confirmed"}
    assert what_is_lost(store) == []


def test_a_run_and_two_reviewers_at_once_lose_nothing(place: str, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    for year in (2021, 2022, 2023):
        draw_report(folder, year, misprint=8, size="county")
    with Store(place) as store:
        run_documents([folder], LAYOUT, store)
        told = work_at_once(place, folder, 2021, 2022)
        assert {year: len(store.edits(result_of(store, f"report-{year}.txt").sha256)) for year in told} == told
        assert what_is_lost(store) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from extractor.run.engine import run_documents
from extractor.store import Store, transaction
from tests.three_at_work import LAYOUT
real, written = transaction.write_outcome, []
def write_outcome(*given):
    real(*given)
    written.append(given)
    if len(written) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
transaction.write_outcome = write_outcome
run_documents([Path(sys.argv[1])], LAYOUT, Store(sys.argv[2]))
"""


@pytest.mark.parametrize("written", [1, 2, 3])
def test_a_run_killed_after_any_result_makes_every_check_when_it_goes_on(
    store: Store, tmp_path: Path, written: int
) -> None:
    folder = tmp_path / "reports"
    draw_report(folder, 2022, name="a", size="county")
    draw_report(folder, 2021, name="b", size="county")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = [sys.executable, "-c", KILLED, str(folder), str(tmp_path / "killed.sqlite"), str(written)]
    assert subprocess.run(killed, env=environment, check=False).returncode == -signal.SIGKILL
    run_documents([folder], LAYOUT, store)
    with Store(str(tmp_path / "killed.sqlite")) as again:
        run_documents([folder], LAYOUT, again)
        assert list(again.results()) == list(store.results())
        assert {finding.outcome for finding in findings_of(again, "a.txt", "years.carried")} != {"not_applicable"}


def test_a_run_takes_in_what_was_decided_while_it_read(store: Store, tmp_path: Path) -> None:
    path = draw_report(tmp_path / "reports", 2021, misprint=8)
    run_documents([path], LAYOUT, store)
    (content,) = group_by_content([path])
    outcome = process(Task(content), Job(schema_names()), read_with_layout)
    assert upheld(session_on(store, "anna", path.name), MISPRINTED).ok
    settle(store, outcome)
    assert field_of(store, path.name, MISPRINTED).status == "confirmed"
    assert what_is_lost(store) == []


def test_decisions_of_one_action_are_stored_together_or_not_at_all(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draw_report(tmp_path / "reports", 2021, misprint=8)
    run_documents([path], LAYOUT, store)
    session = session_on(store, "anna", path.name)
    assert session.confirm(MISPRINTED).asks and session.asked is not None and len(session.asked.edits) > 1

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("extractor.store.transaction.write_outcome", fail)
    with pytest.raises(OSError, match="the disk is full"):
        session.answer()
    assert store.edits(result_of(store, path.name).sha256) == ()


def test_taking_a_decision_back_brings_back_what_the_document_said_against_the_value(store: Store) -> None:
    both = [reading_of(report({"granted.natural": 8}), name, absent_rows()) for name in ("layout", "llm")]
    outcome = outcome_of("a.txt", *both)
    against = Finding(
        code=ELSEWHERE,
        kind=FindingKind.ELSEWHERE,
        outcome="fail",
        severity="error",
        paths=(TOTAL,),
        message="another row's label",
    )
    assert outcome.result.verdict is not None
    verdict = outcome.result.verdict.model_copy(update={"findings": (*outcome.result.verdict.findings, against)})
    store.save(replace(outcome, result=outcome.result.model_copy(update={"verdict": verdict})))
    session = session_on(store, "anna", "a.txt")
    insisted(session, TOTAL, "8")
    assert findings_of(store, "a.txt", ELSEWHERE) == []
    session = session_on(store, "anna", "a.txt")
    assert session.undo().ok
    assert findings_of(store, "a.txt", ELSEWHERE) == [against]
    assert field_of(store, "a.txt", TOTAL).status == "flagged"


def test_what_the_document_says_against_a_value_is_looked_up_though_a_person_decided_about_it(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(foia_report("Office of Tests", 12))
    (content,) = group_by_content([path])
    received, component = "requests.overall.received", "requests.components.0.received"

    def read_the_row_above(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
        reading = read_layout(document, schema, form)
        return (with_field(reading, received, spot=reading.fields[component].spot),)

    store.add_edit(edit("confirm", received, 12, sha256=content.sha256, schema_name="us_foia", author="anna"))
    task = Task(content, store.edits(content.sha256))
    settle(store, process(task, Job(schema_names()), read_the_row_above))
    assert field_of(store, "report.txt", received).status == "confirmed"
    assert session_on(store, "anna", "report.txt").undo().ok
    assert findings_of(store, "report.txt", ELSEWHERE)
    assert field_of(store, "report.txt", received).status == "flagged"


def test_a_report_that_turns_out_to_be_of_another_year_is_compared_with_other_reports(store: Store) -> None:
    for name, year in (("first", 2021), ("second", 2022)):
        settle(store, accepted(name, {"carried_forward.natural": 3}, year=year))
    settle(store, accepted("third", {"carried_over.natural": 5, "granted.natural": 9}, year=2023))
    assert findings_of(store, "third", "years.carried")[0].outcome == "fail"
    insisted(session_on(store, "anna", "second"), "year", "2019")
    assert findings_of(store, "third", "years.carried")[0].outcome == "not_applicable"
    insisted(session_on(store, "anna", "third"), "year", "2022")
    assert findings_of(store, "third", "years.carried")[0].outcome == "fail"


def test_a_report_that_is_read_as_the_year_after_is_not_compared_with_itself(store: Store) -> None:
    settle(store, accepted("report", {"carried_forward.natural": 3}, year=2022))
    settle(store, accepted("report", {"carried_over.natural": 5, "granted.natural": 9}, year=2023))
    assert findings_of(store, "report", "years.carried")[0].outcome == "not_applicable"


def test_a_report_that_can_no_longer_be_read_is_compared_with_no_more(store: Store) -> None:
    settle(store, accepted("first", {"carried_forward.natural": 3}, year=2022))
    settle(store, accepted("second", {"carried_over.natural": 5, "granted.natural": 9}, year=2023))
    assert findings_of(store, "second", "years.carried")[0].outcome == "fail"
    settle(store, without_verdict("first", "failed", "unreadable_document"))
    assert findings_of(store, "second", "years.carried")[0].outcome == "not_applicable"


def test_every_copy_of_next_years_report_is_compared(store: Store) -> None:
    for name in ("second", "another copy"):
        settle(store, accepted(name, {"carried_over.natural": 5, "granted.natural": 9}, year=2023))
    settle(store, accepted("first", {"carried_forward.natural": 3}, year=2022))
    for name in ("second", "another copy"):
        assert findings_of(store, name, "years.carried")[0].outcome == "fail"


OWN_RULE = """
rules:
  - code: own.same_again
    text: what the narrative says was carried in is the same every year
    carry_over:
      from: prose.carried_in
      to: prose.carried_in
"""


def test_what_follows_for_next_year_follows_for_the_year_after_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gov_disclosure.yaml").write_text(OWN_RULE, "utf-8")
    monkeypatch.setenv("EXTRACTOR_RULES", str(tmp_path))
    taken_over = {"carried_over.natural": 4, "granted.natural": 9}
    for name, year in (("third", 2023), ("second", 2022)):
        settle(store, accepted(name, taken_over, year=year, **{"prose.carried_in": 4}))
    assert findings_of(store, "third", "own.same_again")[0].outcome == "pass"
    settle(store, accepted("first", {**taken_over, "carried_over.natural": 5}, year=2021, **{"prose.carried_in": 5}))
    assert field_of(store, "second", "prose.carried_in").status == "flagged"
    assert findings_of(store, "third", "own.same_again")[0].outcome == "unknown"


def test_a_neighbours_run_leaves_the_policy_of_a_document_alone(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    later, earlier = draw_report(folder, 2022, name="a", size="county"), draw_report(folder, 2021, size="county")
    strict = RunSettings(readers=("layout",), jobs=1, policy="strict")
    assert run_documents([later], strict, store).counts == {"review": 1}
    assert run_documents([earlier], LAYOUT, store).counts == {"accepted": 1}
    assert findings_of(store, later.name, "years.carried")[0].outcome != "not_applicable"
    assert result_of(store, later.name).status == "review"
    upheld(session_on(store, "anna", later.name), NOW)
    assert result_of(store, later.name).status == "review"


def test_a_step_tells_what_it_changed_itself_and_not_what_was_decided_before(store: Store) -> None:
    settle(store, in_review("a.txt"))
    store.add_edit(edit("correct", TOTAL, 8, sha256=sha("a.txt")))
    step = insisted(session_on(store, "anna", "a.txt"), "table4.review.upheld", "0")
    assert step.ok and step.change.cleared == ()
    assert field_of(store, "a.txt", TOTAL).status == "corrected"


def test_two_reviewers_of_one_name_do_not_take_back_each_others_decisions(store: Store) -> None:
    settle(store, in_review("a.txt"))
    first = session_on(store, "anna", "a.txt")
    insisted(first, TOTAL, "7")
    second = session_on(store, "anna", "a.txt")
    insisted(second, TOTAL, "6")
    assert not first.undo().ok
    assert second.undo().ok
    second.close()
    assert first.undo().ok and not first.undo().ok
    assert field_of(store, "a.txt", TOTAL).status == "flagged"


def test_a_decision_made_while_one_is_taken_back_is_not_taken_back_with_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(store, in_review("a.txt"))
    anna = session_on(store, "anna", "a.txt")
    insisted(anna, TOTAL, "7")
    real = anna.open

    def open_late(sha256: str, schema_name: str) -> bool:
        store.add_edit(edit("correct", TOTAL, 8, sha256=sha256, author="ben", at=datetime.now(UTC)))
        return real(sha256, schema_name)

    monkeypatch.setattr(anna, "open", open_late)
    assert not anna.undo().ok
    assert [each.author for each in store.edits(sha("a.txt"))] == ["anna", "ben"]

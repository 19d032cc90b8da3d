"""Reports of one body and two years: compared with each other in whatever order they were read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractor.review.session import ReviewSession
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.settlement import settle
from extractor.store import Identity, Outcome, Store, identity_of
from extractor.verify.edit import Edit
from extractor.verify.finding import Finding
from tests.built_outcomes import accepted, in_review, outcome_of
from tests.built_readings import Figures, absent_rows, reading_of, report, with_field
from tests.plain_reports import foia_report
from tests.review_desk import insisted
from tests.shared_truth import SHARED

LAST = "table3.carried_forward.natural"
NOW = "table3.carried_over.natural"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "reports.sqlite"))


def arrive(store: Store, *outcomes: Outcome) -> None:
    for outcome in outcomes:
        settle(store, outcome)


def two_years(left: int, taken_over: int) -> tuple[Outcome, Outcome]:
    """A report that carries so many applications forward, and the next one that carries so many in."""
    first = accepted("first", {"carried_forward.natural": left}, year=2022)
    second = accepted("second", {"carried_over.natural": taken_over, "granted.natural": 9}, year=2023)
    return first, second


def years(store: Store, outcome: Outcome, result_of: str = "years.carried") -> list[Finding]:
    result = store.result(outcome.result.sha256)
    assert result is not None and result.verdict is not None
    return [finding for finding in result.verdict.findings if finding.code == result_of]


@pytest.mark.parametrize("turned", [False, True], ids=["older first", "newer first"])
def test_what_was_carried_forward_is_compared_with_what_was_carried_in(store: Store, turned: bool) -> None:
    first, second = two_years(3, 5)
    arrive(store, *((second, first) if turned else (first, second)))
    failed = [finding for finding in years(store, second) if finding.outcome == "fail"]
    assert [(finding.paths, finding.residual) for finding in failed] == [
        ((NOW,), "2"),
        (("table3.carried_over.total",), "2"),
    ]
    assert failed[0].message == (
        "二、上年结转政府信息公开申请数量 · 自然人 5, but the previous year · 四、结转下年度继续办理 · 自然人 3"
    )


@pytest.mark.parametrize("turned", [False, True], ids=["older first", "newer first"])
def test_years_that_fit_pass_in_every_column(store: Store, turned: bool) -> None:
    first, second = two_years(4, 4)
    arrive(store, *((second, first) if turned else (first, second)))
    assert [finding.outcome for finding in years(store, second)] == ["pass"] * 7


def test_another_year_warns_and_neither_refuses_nor_changes_a_report(store: Store) -> None:
    first, second = two_years(3, 5)
    arrive(store, first, second)
    for outcome in (first, second):
        now = store.result(outcome.result.sha256)
        assert now is not None and now.verdict is not None and outcome.result.verdict is not None
        assert now.status == "accepted"
        assert now.verdict.fields == outcome.result.verdict.fields
    assert {finding.severity for finding in years(store, second)} == {"warning"}


def test_without_last_years_report_the_rule_does_not_apply_and_says_so(store: Store) -> None:
    _, second = two_years(3, 5)
    arrive(store, second)
    (finding,) = years(store, second)
    assert finding.outcome == "not_applicable"
    assert finding.message.endswith("needs the previous year, which the store does not hold")


def test_what_is_in_force_follows_from_last_year(store: Store) -> None:
    in_force: Figures = {"table2.normative.in_force": 10}
    first = accepted("first", None, year=2022, **in_force)
    now: Figures = {"table2.normative.issued": 3, "table2.normative.repealed": 1, "table2.normative.in_force": 13}
    second = accepted("second", None, year=2023, **now)
    arrive(store, first, second)
    found = years(store, second, "years.in_force")
    assert [finding.outcome for finding in found] == ["pass", "fail"]
    assert found[1].residual == "1"
    assert "行政规范性文件" in found[1].message


def test_a_flagged_value_of_last_year_proves_nothing(store: Store) -> None:
    printed = report({"carried_forward.natural": 3})
    readings = [reading_of({**printed, "year": 2022}, name, absent_rows()) for name in ("layout", "llm")]
    doubtful = outcome_of("first", readings[0], with_field(readings[1], LAST, value=8))
    _, second = two_years(3, 5)
    arrive(store, doubtful, second)
    assert [finding.outcome for finding in years(store, second)][:2] == ["unknown", "pass"]


def test_only_the_same_body_and_the_year_before_count(store: Store) -> None:
    first, second = two_years(3, 5)
    elsewhere = accepted("elsewhere", {"carried_forward.natural": 1}, year=2022, agency="另一局")
    earlier = accepted("earlier", {"carried_forward.natural": 1}, year=2021)
    arrive(store, elsewhere, earlier, second)
    assert [finding.outcome for finding in years(store, second)] == ["not_applicable"]
    arrive(store, first)
    assert years(store, second)[0].outcome == "fail"


def test_a_body_is_known_by_its_name_whatever_the_width_and_the_spaces(store: Store) -> None:
    outcome = accepted("spaced", year=2022, agency="某 某　局 ＡＢ")
    assert identity_of(outcome.result) == Identity("某某局ab", 2022)


def test_an_accepted_report_goes_before_one_in_review(store: Store) -> None:
    first, second = two_years(3, 5)
    arrive(store, second, in_review("another copy", year=2022), first)
    assert years(store, second)[0].residual == "2"  # 5 beside the 3 of the accepted one, not beside the other's 0


def test_a_document_without_a_year_has_no_relations(store: Store) -> None:
    outcome = accepted("undated", year=None)
    assert identity_of(outcome.result) is None
    arrive(store, outcome)


def test_a_decision_about_last_year_reaches_this_year(store: Store) -> None:
    arrive(store, *two_years(3, 5))
    session = ReviewSession(store, "anna", document="first")
    assert session.open_named() is not None
    assert insisted(session, LAST, "5").ok
    (second,) = store.find("second")
    assert second.verdict is not None
    carried = [finding for finding in second.verdict.findings if finding.code == "years.carried"]
    assert carried[0].outcome == "pass"


def test_a_decision_about_this_year_keeps_the_comparison(store: Store) -> None:
    first, second = two_years(3, 5)
    arrive(store, first, second)
    session = ReviewSession(store, "anna", document="second")
    assert session.open_named() is not None
    assert session.correct("table4.review.upheld", "0").ok
    assert years(store, second)[0].outcome == "fail"


def test_verifying_again_keeps_edits_readings_and_fingerprint(store: Store) -> None:
    first, second = two_years(3, 5)
    arrive(store, second)
    key, schema = second.result.sha256, "gov_disclosure"
    decision = Edit(
        sha256=key, schema_name=schema, kind="confirm", path=NOW, value=5, at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    store.add_edit(decision)
    arrive(store, first)
    (done,) = store.done(key)
    assert (done.fingerprint, done.edits, done.edits_now) == ("made by this test", 1, 1)
    assert store.readings(key, schema) == second.readings
    assert store.source(key) == second.source


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")], ids=["older first", "newer first"])
def test_a_run_over_files_compares_them_in_whatever_order_they_lie(tmp_path: Path, names: tuple[str, str]) -> None:
    older = foia_report("Department of Tests", 7)
    newer = foia_report("Department of Tests", 9).replace("Fiscal Year 2019", "Fiscal Year 2020")
    newer = newer.replace("Bureau of Tests\t0\t9\t9\t0", "Bureau of Tests\t2\t9\t9\t2")
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in zip(names, (older, newer), strict=True):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    with Store(str(tmp_path / "store.sqlite")) as store:
        run_documents([folder], RunSettings(readers=("layout",)), store)
        (result,) = store.find(f"{names[1]}.txt")
    assert result.verdict is not None
    pending = [each for each in result.verdict.findings if each.code == "years.pending" and each.outcome == "fail"]
    assert [each.paths for each in pending] == [("requests.components.0.pending_start",)]
    assert "Bureau of Tests" in pending[0].message


def test_published_reports_of_two_years_are_compared(tmp_path: Path) -> None:
    files = [SHARED / "corpus/us_foia/flra-2011.fixed.txt", SHARED / "corpus/us_foia/flra-2010.pipe.txt"]
    if not all(file.exists() for file in files):
        pytest.skip("the public documents do not lie beside the checkout")
    with Store(str(tmp_path / "store.sqlite")) as store:
        run_documents(files, RunSettings(readers=("layout",)), store)
        (result,) = store.find(files[0].name)
    assert result.verdict is not None
    found = [each for each in result.verdict.findings if each.code == "years.pending"]
    assert found and all(each.outcome in ("pass", "fail") for each in found)

"""The same report twice, of other bytes: named on every copy, whichever was read first, and decisive for none."""

import json
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pytest

from extractor.export import export_results
from extractor.review.session import ReviewSession
from extractor.review.tui.review_app import ReviewApp
from extractor.run.engine import run_documents
from extractor.settlement import settle
from extractor.store import SAME_REPORT, Outcome, Store, same_report_of
from tests.built_outcomes import accepted, in_review, sha, without_verdict
from tests.rendered_years import draw_report
from tests.test_review_tui import screen_text
from tests.three_at_work import LAYOUT
from tests.typed_commands import extractor


def said(store: Store, name: str) -> str:
    """What is said of a document's being there twice; empty where nothing is."""
    (result,) = store.find(name)
    found = same_report_of(result)
    return "" if found is None else found.message


def arrive(store: Store, *outcomes: Outcome) -> None:
    for outcome in outcomes:
        settle(store, outcome)


def test_one_report_as_two_kinds_of_file_is_named_on_both(store: Store, tmp_path: Path) -> None:
    for style in ("tsv", "html"):
        draw_report(tmp_path / "reports", 2021, style=style)
    assert run_documents([tmp_path / "reports"], LAYOUT, store).counts == {"accepted": 2}
    (text,), (page,) = store.find("report-2021.txt"), store.find("report-2021.html")
    assert said(store, text.document).endswith(f"more than once: also report-2021.html (sha256 {page.sha256[:12]})")
    assert said(store, page.document).endswith(f"more than once: also report-2021.txt (sha256 {text.sha256[:12]})")


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_both_are_named_whichever_was_read_first(store: Store, names: tuple[str, str]) -> None:
    arrive(store, *(accepted(name) for name in names))
    assert f"also b (sha256 {sha('b')[:12]})" in said(store, "a")
    assert f"also a (sha256 {sha('a')[:12]})" in said(store, "b")


def test_it_warns_and_neither_flags_nor_refuses_anything(store: Store) -> None:
    before = accepted("a")
    arrive(store, before, accepted("b"))
    (result,) = store.find("a")
    assert before.result.verdict is not None and result.verdict is not None
    assert (result.status, result.verdict.fields) == ("accepted", before.result.verdict.fields)
    (finding,) = (finding for finding in result.verdict.findings if finding.code == SAME_REPORT)
    assert (finding.severity, finding.outcome, finding.paths, finding.broken) == ("warning", "fail", (), False)


@pytest.mark.parametrize(
    "other",
    [accepted("b", year=2022), accepted("b", agency="另一局"), accepted("b", year=None)],
    ids=["another year", "another body", "no year"],
)
def test_another_year_or_another_body_is_another_report(store: Store, other: Outcome) -> None:
    arrive(store, accepted("a"), other)
    assert (said(store, "a"), said(store, "b")) == ("", "")
    assert store.overview().same_report == 0


@pytest.mark.parametrize(
    "again",
    [accepted("b", year=2022), without_verdict("b", "unrecognised", "unrecognised")],
    ids=["another year", "no report"],
)
def test_it_goes_when_one_of_them_is_read_as_something_else(store: Store, again: Outcome) -> None:
    arrive(store, accepted("a"), accepted("b"))
    assert said(store, "a") and said(store, "b")
    arrive(store, again)
    assert (said(store, "a"), said(store, "b")) == ("", "")


def test_it_goes_and_comes_with_decisions_about_the_year_and_the_step_says_so(store: Store) -> None:
    arrive(store, accepted("a"), in_review("b", year=2022))
    session = ReviewSession(store, "anna", document="b")
    assert session.open_named() is not None
    step = session.correct("year", "2023")
    assert any("more than once: also a" in message for message in step.change.failing)
    assert said(store, "a") and said(store, "b")
    session.undo()
    assert (said(store, "a"), said(store, "b")) == ("", "")


def test_of_many_copies_the_first_are_named_and_the_others_counted(store: Store) -> None:
    names = [f"copy {number}" for number in range(6)]
    arrive(store, *map(accepted, names))
    for name in names:
        others = sorted((sha(other), other) for other in names if other != name)
        shown = ", ".join(f"{other} (sha256 {key[:12]})" for key, other in others[:3])
        assert said(store, name).endswith(f"also {shown} and 2 more")
    assert store.overview().same_report == 6


def test_what_is_stored_of_a_document_says_nothing_about_others(store: Store) -> None:
    arrive(store, accepted("a"), accepted("b"))
    (shown,) = store.find("a")
    store.save(Outcome(shown, accepted("a").readings))
    arrive(store, without_verdict("b", "failed", "internal_error"))
    assert said(store, "a") == ""


def test_every_way_to_a_result_says_it(store: Store) -> None:
    arrive(store, accepted("a"), accepted("b"))
    filed, result = store.filed(sha("a"), "gov_disclosure"), store.result(sha("a"))
    assert filed is not None and result is not None
    found = [filed.outcome.result, result, *store.find("a"), *store.results("accepted")]
    assert len(found) == 5
    assert all(same_report_of(each) is not None for each in found)


def test_the_commands_say_it(tmp_path: Path) -> None:
    with Store(str(tmp_path / "extractor.sqlite")) as store:
        arrive(store, accepted("a"), accepted("b"), accepted("c", year=2019))
    status = extractor(tmp_path, "status")
    assert "2 documents are reports of a body and year that another one is of, too." in status.out
    assert json.loads(extractor(tmp_path, "status", "--json").out)["same_report"] == 2
    assert f"warning {SAME_REPORT}: the store holds this body's report" in extractor(tmp_path, "show", "a").out
    export = extractor(tmp_path, "export")
    lines = [json.loads(line) for line in export.out.splitlines()]
    codes = {line["document"]: {finding["code"] for finding in line["findings"]} for line in lines}
    assert {name for name, found in codes.items() if SAME_REPORT in found} == {"a", "b"}
    assert "2 of them are reports of a body and year that another document is of, too." in export.err


def test_the_workbook_names_the_other_one_in_the_row_of_its_document(store: Store, tmp_path: Path) -> None:
    arrive(store, accepted("a"), accepted("b"), accepted("c", year=2019))
    export_results(store.results(), "xlsx", str(tmp_path / "out.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["documents"]
    rows = {row[0]: row[8] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert "also b (sha256" in rows["a"] and "also a (sha256" in rows["b"] and not rows["c"]


async def test_the_review_screen_says_it(store: Store) -> None:
    arrive(store, accepted("a"), in_review("b"))
    app = ReviewApp(ReviewSession(store, "anna"))
    async with app.run_test(size=(200, 40)):
        header = screen_text(app).splitlines()[0]
    assert "remark: the store holds this body's report for this year more than once: also a" in header

"""Scoring: the numbers of a report follow from what a reader returned, and nothing bad stays hidden."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from rich.console import Console

from extractor.errors import ConfigurationError
from extractor.evaluate import EvalReport, evaluate_set, load_set
from extractor.evaluate.render import STYLES
from extractor.evaluate.sets import EvalCase
from extractor.route import FieldStatus, FieldVerdict, Result, Status, Verdict
from extractor.schemas.form import Value

pytestmark = pytest.mark.slow

SET = {
    "schema_name": "gov_disclosure",
    "title": "three of a kind",
    "cases": [
        {"id": "one", "figures": "r:village:1", "style": "tsv"},
        {"id": "two", "figures": "r:village:2", "style": "tsv", "damages": ["row_lost"]},
        {"id": "three", "figures": "r:village:3", "style": "cells"},
    ],
}

Change = Callable[[dict[str, Value | None]], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small set of its own, with its cache beside it."""
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
    bundled = load_set("gov_disclosure")
    made = tmp_path / "own"
    made.mkdir()
    (made / "set.json").write_text(json.dumps(SET), "utf-8")
    (made / "words.json").write_text(bundled.words.model_dump_json(), "utf-8")
    (made / "recipes.json").write_text(json.dumps({"r": bundled.recipes["2021"].model_dump()}), "utf-8")
    return made


def result(case: EvalCase, status: Status, values: Mapping[str, Value | None], flagged: tuple[str, ...] = ()) -> Result:
    def field(path: str) -> FieldVerdict:
        mark: FieldStatus = "flagged" if path in flagged else "confirmed"
        state = "read" if values.get(path) is not None else case.rendered.states.get(path, "absent")
        return FieldVerdict(
            path=path, label=path, value=values.get(path), state=state, status=mark, spot=None, quote="", readers={}
        )

    paths = {*case.order.form.fields, *values}
    verdict = Verdict(status=status, form="2021", fields={path: field(path) for path in paths}, findings=(), unused=())
    return Result(document=case.spec.id, path="", sha256="", status=status, form="2021", verdict=verdict)


def evaluate(
    folder: Path, change: Change = lambda values: None, status: Status = "accepted", flagged: tuple[str, ...] = ()
) -> EvalReport:
    """Evaluate a reader that knows the truth and makes the mistakes of ``change``."""
    cases = {case.rendered.name: case for case in load_set(str(folder)).cases}

    def read(path: Path) -> tuple[Result, ...]:
        values = dict(cases[path.name].rendered.truth)
        change(values)
        return (result(cases[path.name], status, values, flagged),)

    return evaluate_set(str(folder), read)


def test_a_perfect_reader_has_no_false_success_and_an_interval(folder: Path) -> None:
    total = evaluate(folder).total
    assert (total.documents, total.accepted, total.false_success.hits, total.false_success.n) == (3, 3, 0, 3)
    assert total.false_success.high > 0.5
    assert (total.exact.share, total.completeness.share, total.review_load.share) == (1, 1, 0)


def test_an_outcome_that_was_not_expected_shows(folder: Path) -> None:
    report = evaluate(folder)
    assert [case.case for case in report.failures] == ["two.txt"]
    assert (report.total.met.hits, report.total.met.n) == (2, 3)


def test_one_wrong_value_makes_an_accepted_document_a_false_success(folder: Path) -> None:
    report = evaluate(folder, lambda values: values.update({"table2.licensing": 77}))
    assert report.total.false_success.hits == 3
    assert (report.total.wrong, report.total.missed, report.total.invented) == (3, 0, 0)
    assert report.failures[0].mistakes[0].path == "table2.licensing"


def test_a_zero_that_is_not_read_is_missed(folder: Path) -> None:
    report = evaluate(folder, lambda values: values.update({"table4.post.total": None}))
    assert (report.total.missed, report.total.false_success.hits) == (3, 3)
    assert report.total.completeness.hits == report.total.completeness.n - 3


def test_a_zero_where_nothing_is_printed_is_invented(folder: Path) -> None:
    report = evaluate(folder, lambda values: values.update({"table3.other_all.total": 0}))
    assert (report.total.wrong, report.total.missed, report.total.invented) == (0, 0, 3)


def test_a_wrong_value_in_review_is_no_false_success(folder: Path) -> None:
    report = evaluate(folder, lambda values: values.update({"table2.licensing": 77}), "review", ("table2.licensing",))
    assert (report.total.false_success.n, report.total.review, report.total.wrong) == (0, 3, 3)
    assert report.total.review_load.hits == 3
    assert report.total.false_success.share is None


def test_a_confirmed_field_that_is_wrong_counts_whatever_becomes_of_the_document(folder: Path) -> None:
    report = evaluate(folder, lambda values: values.update({"table2.licensing": 77}), "review", ("agency",))
    confirmed = sum(case.fields - len(case.flagged) for case in report.cases)
    assert (report.total.false_success.hits, report.total.confirmed_wrong.hits) == (0, 3)
    assert report.total.confirmed_wrong.n == confirmed
    flagged = evaluate(folder, lambda values: values.update({"table2.licensing": 77}), "review", ("table2.licensing",))
    assert flagged.total.confirmed_wrong.hits == 0


def test_refusing_a_readable_document_costs_all_its_fields(folder: Path) -> None:
    refused = Result(document="", path="", sha256="", status="failed")
    report = evaluate_set(str(folder), lambda path: (refused,))
    printed = sum(len(case.rendered.states) for case in load_set(str(folder)).cases)
    assert (report.total.refused, report.total.review_load.hits) == (3, printed)
    assert report.total.completeness.hits == 0
    assert report.total.missed == sum(
        value is not None for case in load_set(str(folder)).cases for value in case.rendered.truth.values()
    )


def test_a_document_rightly_refused_has_no_fields_to_miss(folder: Path) -> None:
    only = {**SET, "cases": [{"id": "scan", "figures": "r:village:1", "style": "pdf_scan"}]}
    (folder / "set.json").write_text(json.dumps(only), "utf-8")
    refused = Result(document="", path="", sha256="", status="failed")
    report = evaluate_set(str(folder), lambda path: (refused,))
    (apart,) = report.apart
    assert (apart.missed, apart.exact.n, apart.completeness.n, apart.met.hits) == (0, 0, 0, 1)
    assert report.total.documents == 0


def test_a_second_record_of_one_report_is_not_overlooked(folder: Path) -> None:
    cases = {case.rendered.name: case for case in load_set(str(folder)).cases}

    def read(path: Path) -> tuple[Result, ...]:
        case = cases[path.name]
        return (result(case, "review", case.rendered.truth), result(case, "accepted", {"table2.licensing": 999}))

    assert evaluate_set(str(folder), read).total.false_success.hits == 3


def test_fields_of_another_form_count_for_no_field_of_the_right_one(folder: Path) -> None:
    other = load_set(str(folder)).cases[0].order.form.fields
    lines = [{"id": "old", "figures": "old:village:1", "style": "tsv"}, SET["cases"][0]]
    recipes = load_set("gov_disclosure").recipes
    found = json.dumps({"r": recipes["2021"].model_dump(), "old": recipes["2019"].model_dump()})
    (folder / "recipes.json").write_text(found, "utf-8")
    (folder / "set.json").write_text(json.dumps({**SET, "cases": lines}), "utf-8")

    def add_another(values: dict[str, Value | None]) -> None:
        values.update(dict.fromkeys(other, 7))

    fields = evaluate(folder, add_another, "review", tuple(other)).fields
    assert max(each.flagged.n for each in fields if each.path in other) == 2
    assert all(each.flagged.hits == each.flagged.n for each in fields if each.path in other)


def test_agencies_compare_without_their_white_space(folder: Path) -> None:
    def spaced(values: dict[str, Value | None]) -> None:
        values["agency"] = " ".join(str(values["agency"]))

    assert evaluate(folder, spaced).total.exact.share == 1


def test_groups_are_made_for_every_style(folder: Path) -> None:
    assert [(group.name, group.documents) for group in evaluate(folder).styles] == [("tsv", 2), ("cells", 1)]


def test_the_report_comes_back_from_json(folder: Path) -> None:
    report = evaluate(folder)
    assert EvalReport.model_validate_json(report.to_json()) == report


def test_the_table_shows_every_rate_with_its_n(folder: Path) -> None:
    console = Console(width=200, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(evaluate(folder).table())
    assert "0/3" in capture.get()
    assert "2/3" in capture.get()


def test_a_limit_takes_cases_of_every_style_in_turn() -> None:
    some = load_set("gov_disclosure").some(len(STYLES))
    assert {case.spec.style for case in some} == set(STYLES)


def test_only_takes_the_cases_whose_style_kind_or_name_fits() -> None:
    chosen = load_set("us_foia")
    assert {case.spec.style for case in chosen.some(None, ["html", "pdf_*"])} >= {"html", "pdf_rows"}
    assert {case.spec.style.partition("_")[0] for case in chosen.some(None, ["html", "pdf_*"])} == {"html", "pdf"}
    assert len(chosen.some(2, ["html"])) == 2
    first = chosen.cases[0]
    assert chosen.some(None, [first.spec.id]) == (first,)
    assert {case.spec.kind for case in load_set("hostile").some(None, ["struck"])} == {"struck"}


def test_a_pattern_that_fits_no_case_is_told_with_what_there_is() -> None:
    with pytest.raises(ConfigurationError, match=r"no case of us_foia fits parchment; there are: .*html"):
        load_set("us_foia").some(None, ["html", "parchment"])


def test_documents_are_rendered_once(folder: Path) -> None:
    first = [path.stat().st_mtime_ns for _, path in load_set(str(folder)).files()]
    assert [path.stat().st_mtime_ns for _, path in load_set(str(folder)).files()] == first


def test_an_unknown_set_names_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match="gov_disclosure, hostile, invoice, receipt, us_foia"):
        load_set("nothing_of_this_name")


def test_the_bundled_sets_have_the_promised_size() -> None:
    readable = [case for case in load_set("gov_disclosure").cases if not case.apart]
    assert len(readable) >= 250
    assert len(load_set("gov_disclosure").cases) - len(readable) >= 20
    assert len(load_set("us_foia").cases) >= 100


@pytest.mark.parametrize("name", ["gov_disclosure", "us_foia"])
def test_every_field_of_a_truth_belongs_to_its_form(name: str) -> None:
    chosen = load_set(name)
    ids = [case.spec.id for case in chosen.cases]
    assert len(ids) == len(set(ids))
    for case in chosen.cases:
        for path in case.rendered.truth:
            case.order.form.field(path)

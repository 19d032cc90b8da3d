"""The identities of the Chinese annual report, on invented figures and on real ones where they are at hand."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.schemas.expression import report_node
from extractor.schemas.form import Form, State, Value
from extractor.schemas.registry import load_schema
from extractor.verify import verify
from extractor.verify.finding import Finding
from tests.built_readings import (
    COLUMNS,
    FORM,
    OTHER_ALL,
    RESULTS,
    Figures,
    consistent_reports,
    layout_of,
    reading_of,
    report,
    values_of,
)
from tests.shared_truth import SharedTruth, shared_chinese_reports, shared_seeds

EXAMPLES = settings(max_examples=25, deadline=None)
TABLE3 = tuple(path for path in FORM.fields if path.startswith("table3.") and path not in OTHER_ALL)


def rule_findings(figures: Figures, form: Form = FORM, states: dict[str, State] | None = None) -> list[Finding]:
    reading = layout_of(figures) if states is None else reading_of(figures, states=states)
    codes = {rule.code for rule in form.rules}
    return [finding for finding in verify(form, [reading]) if finding.code in codes]


def failing(figures: Figures, states: dict[str, State] | None = None) -> list[Finding]:
    return [finding for finding in rule_findings(figures, states=states) if finding.outcome in ("fail", "rule_error")]


def test_every_rule_of_both_forms_is_registered_once_and_has_a_text() -> None:
    for form in load_schema("gov_disclosure").forms:
        codes = [rule.code for rule in form.rules]
        assert len(codes) == len(set(codes)) == {"2021": 12, "2019": 11}[form.name]
        assert all("=" in rule.text for rule in form.rules)


@pytest.mark.parametrize(("name", "rows"), [("2021", 26), ("2019", 23)])
def test_the_rules_expand_to_a_check_for_every_row_column_and_group(name: str, rows: int) -> None:
    form = load_schema("gov_disclosure").form(name)
    node = report_node(form.record, values_of({}))
    checks = [check for rule in form.rules if not rule.needs for check in rule.function(node)]
    assert len(checks) == rows + 7 + 7 + 3 + 10


@EXAMPLES
@given(consistent_reports())
def test_a_consistent_report_passes_every_rule(figures: Figures) -> None:
    found = rule_findings(figures)
    assert not [finding for finding in found if finding.outcome in ("fail", "unknown", "rule_error")]
    assert sum(finding.outcome == "pass" for finding in found) == 25 + 7 + 7 + 3


@EXAMPLES
@given(consistent_reports(), st.sampled_from(TABLE3), st.integers(1, 500))
def test_any_single_changed_cell_of_table_three_breaks_a_rule(figures: Figures, path: str, by: int) -> None:
    value = figures[path]
    assert isinstance(value, int)
    broken = failing({**figures, path: value + by})
    assert broken
    assert all(path in finding.paths for finding in broken)


@EXAMPLES
@given(consistent_reports(), st.randoms(use_true_random=False))
def test_two_rows_exchanged_break_no_rule_which_is_why_place_matters(figures: Figures, chance: random.Random) -> None:
    one, other = chance.sample(RESULTS, 2)
    exchanged = dict(figures)
    for column in (*COLUMNS, "total"):
        exchanged[f"table3.{one}.{column}"] = figures[f"table3.{other}.{column}"]
        exchanged[f"table3.{other}.{column}"] = figures[f"table3.{one}.{column}"]
    assert not failing(exchanged)


@pytest.mark.parametrize("path", ["table4.review.total", "table4.direct.pending", "table4.post.upheld"])
def test_a_changed_cell_of_table_four_breaks_its_group_alone(path: str) -> None:
    figures = report({"table4.review.upheld": 2, "table4.direct.pending": 1})
    value = figures[path]
    assert isinstance(value, int)
    (broken,) = failing({**figures, path: value + 3})
    assert broken.code == "table4.total"


def test_a_row_of_blanks_with_a_printed_zero_as_total_passes() -> None:
    figures = report({})
    figures.update({f"table3.granted.{column}": None for column in COLUMNS})
    assert not failing(figures)


def test_a_row_of_blanks_with_a_printed_five_as_total_fails() -> None:
    figures = report({"granted.natural": 5})
    figures["table3.granted.natural"] = None
    assert "table3.row_total" in {finding.code for finding in failing(figures)}


def test_totals_left_blank_are_replaced_by_their_rows_so_that_the_last_total_is_still_checked() -> None:
    figures = report({"granted.natural": 5, "np_repeat.other": 4})
    figures.update({f"table3.{row}.total": None for row in RESULTS})
    empty = [finding.empty for finding in failing(figures)]
    assert sorted(empty) == [("table3.granted.total",), ("table3.np_repeat.total",)]
    figures["table3.total_processed.total"] = 8
    broken = {finding.code for finding in failing(figures) if not finding.empty}
    assert broken == {"table3.row_total", "table3.column_total", "table3.balance"}


def test_a_blank_sum_of_results_is_replaced_by_the_results_in_the_balance() -> None:
    figures = report({"granted.natural": 5})
    figures["table3.total_processed.natural"] = None
    balance = [f for f in rule_findings(figures) if f.code == "table3.balance" and "natural" in f.paths[0]]
    assert [finding.outcome for finding in balance] == ["pass"]


def test_a_column_that_is_blank_from_top_to_bottom_says_nothing() -> None:
    figures = report({"granted.natural": 5})
    figures.update({path: None for path in TABLE3 if path.endswith(".legal")})
    found = [f for f in rule_findings(figures) if any(path.endswith(".legal") for path in f.paths)]
    assert {f.outcome for f in found if not any(path.endswith("natural") for path in f.paths)} == {"not_applicable"}
    assert not failing(figures)


def test_one_printed_row_under_other_processing_counts_in_place_of_its_three_rows() -> None:
    figures = report({"granted.natural": 5})
    three = [
        path
        for path in TABLE3
        if path.split(".")[1] in ("other_overdue_correction", "other_overdue_fee", "other_other")
    ]
    figures.update(dict.fromkeys(OTHER_ALL, 0))
    states: dict[str, State] = dict.fromkeys(three, "absent")
    figures.update(dict.fromkeys(three))
    assert not failing(figures, states)
    figures.update({"table3.other_all.natural": 2, "table3.other_all.total": 2})
    assert {finding.code for finding in failing(figures, states)} == {"table3.column_total"}


@pytest.mark.parametrize(
    ("claim", "cells"),
    [
        ("received", {"granted.natural": 7}),
        ("carried_in", {"carried_over.natural": 7, "granted.natural": 7}),
        ("carried_out", {"carried_forward.natural": 7}),
        ("review", {"table4.review.upheld": 7}),
        ("litigation", {"table4.direct.upheld": 3, "table4.post.other": 4}),
    ],
)
def test_the_narrative_is_held_against_the_tables_as_a_warning(claim: str, cells: dict[str, int]) -> None:
    figures = report(cells)
    assert not failing({**figures, f"prose.{claim}": 7})
    (broken,) = failing({**figures, f"prose.{claim}": 8})
    assert (broken.code, broken.severity, broken.residual) == (f"prose.{claim}", "warning", "1")
    assert broken.message.startswith("the narrative says")


TRUTHS = (*shared_seeds(), *shared_chinese_reports())


@pytest.mark.skipif(not TRUTHS, reason="the folder with public documents is not there")
@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_real_reports_break_no_identity(truth: SharedTruth) -> None:
    form = load_schema(truth.schema).form(truth.form)
    figures: dict[str, Value | None] = {"agency": "某某局", "year": truth.year, **truth.expected}
    states: dict[str, State] = dict.fromkeys(truth.marks, "not_applicable")
    found = verify(form, [reading_of(figures, states=states)])
    assert not [finding for finding in found if finding.outcome in ("fail", "rule_error") and not finding.empty]
    assert all(figures[path] is None for finding in found for path in finding.empty)
    assert sum(finding.outcome == "pass" for finding in found) >= 15

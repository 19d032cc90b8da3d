"""The checks of a rule are expanded once for documents that look alike to it, and anew for one that does not."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, report_node
from extractor.schemas.form import Form
from extractor.schemas.linear import Values
from extractor.schemas.rule import Rule, rule
from extractor.verify.expansion import expand
from tests.built_readings import FOIA, FORM, Figures, consistent_reports, report, values_of

REPORT = report({"granted.natural": 5, "np_repeat.other": 2})


def counting(calls: list[str]) -> Rule:
    """A rule that notes every call of its function."""

    @rule("own.counted", "reviews are not fewer than lawsuits")
    def counted(report: Node) -> Iterator[Check]:
        calls.append("called")
        yield report.table4.review.total >= report.table4.direct.total

    return counted


def outcomes(form: Form, values: Values, expanded: bool) -> list[tuple[str, str, tuple[str, ...]]]:
    """Code, outcome and fields of every check, expanded with or without what was kept."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for each in form.rules:
        checks = (
            [(one.check, one.paths) for one in expand(each, form.record, values)]
            if expanded
            else [(one, one.own_paths) for one in each.function(report_node(form.record, values))]
        )
        found += [(each.code, check.evaluate(values).outcome, paths) for check, paths in checks]
    return found


def test_a_rule_is_called_once_for_two_documents_that_look_alike() -> None:
    calls: list[str] = []
    counted = counting(calls)
    for figures in (REPORT, report({"granted.natural": 7})):
        assert len(list(expand(counted, FORM.record, values_of(figures)))) == 1
    assert len(calls) == 1


def test_a_rule_that_breaks_is_not_kept() -> None:
    calls: list[str] = []

    @rule("own.broken", "a rule that breaks")
    def broken(report: Node) -> Iterator[Check]:
        calls.append("called")
        yield report.table4.review.total == 0
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            list(expand(broken, FORM.record, values_of(REPORT)))
    assert len(calls) == 2


@settings(max_examples=25, deadline=None)
@given(consistent_reports(), st.sets(st.sampled_from([p for p in FORM.fields if p.endswith(".total")]), max_size=6))
def test_what_is_kept_says_the_same_as_the_rule_itself(figures: Figures, blanks: set[str]) -> None:
    values = values_of({**figures, **dict.fromkeys(blanks)})
    assert outcomes(FORM, values, expanded=True) == outcomes(FORM, values, expanded=False)


def test_lists_of_another_length_and_rows_of_other_names_are_expanded_anew() -> None:
    def named(*names: str) -> Values:
        figures: Figures = {}
        for table in ("requests", "dispositions"):
            for number, name in enumerate(names):
                figures[f"{table}.components.{number}.name"] = name
                figures[f"{table}.components.{number}.processed"] = 1
        return values_of(figures, dict.fromkeys(("requests.components", "dispositions.components"), len(names)))

    for values in (named("A", "B"), named("A"), named("A", "A"), named("A", "B")):
        assert outcomes(FOIA, values, expanded=True) == outcomes(FOIA, values, expanded=False)

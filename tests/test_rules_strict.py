"""More and less than, numbers whose places were cut off, and conditions that contradict each other."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest

from extractor.schemas.check import Check, Comparison
from extractor.schemas.expression import Node, report_node, total, when
from extractor.schemas.linear import Linear, Number, Term, Values
from extractor.schemas.phrases import ENGLISH
from extractor.verify.diagnose import diagnose
from extractor.verify.diagnose.solver import installed
from tests.built_readings import FORM
from tests.small_cases import case, cell
from tests.test_rules_lint import linted, remarks


def compared(left: Number, relation: str, right: Number, **known: object) -> str:
    check = Comparison(Linear((Term("a"),)), relation, Linear((Term("b"),)), **known)  # type: ignore[arg-type]  # tried
    return check.evaluate(Values({"a": ("read", left), "b": ("read", right)})).outcome


@pytest.mark.parametrize(
    ("left", "right", "less", "more"),
    [
        (1, 2, "pass", "fail"),
        (2, 2, "fail", "fail"),
        (3, 2, "fail", "pass"),
        (Decimal("1.99"), 2, "pass", "fail"),
        (Decimal("2.00"), 2, "fail", "fail"),
        (Decimal("2.01"), 2, "fail", "pass"),
    ],
)
def test_more_and_less_are_strict_for_counts_and_amounts(left: Number, right: Number, less: str, more: str) -> None:
    assert (compared(left, "<", right), compared(left, ">", right)) == (less, more)


def test_rules_say_more_and_less_in_their_own_signs() -> None:
    review = report_node(FORM.record, Values({})).table4.review
    assert (review.total > review.pending).render(str, ENGLISH) == "table4.review.total > table4.review.pending"
    assert (review.pending < 3).render(str, ENGLISH) == "table4.review.pending < 3"


@pytest.mark.parametrize("seed", range(30))
def test_a_sum_of_numbers_that_were_cut_off_holds_and_one_that_is_further_off_does_not(seed: int) -> None:
    rng = Random(seed)
    true = [Decimal(rng.randint(1000, 99999)) / 1000 for _ in range(rng.randint(2, 6))]
    printed = [int(each) for each in true]
    whole = int(sum(true))
    parts = Linear(tuple(Term(f"p{n}") for n in range(len(true))))
    check = Comparison(Linear((Term("whole"),)), "=", parts).truncated()

    def outcome(total_printed: int) -> str:
        cells = {f"p{n}": ("read", each) for n, each in enumerate(printed)}
        return check.evaluate(Values({**cells, "whole": ("read", total_printed)})).outcome  # type: ignore[dict-item]  # literals

    assert outcome(whole) == "pass"
    assert outcome(sum(printed) + len(printed) + 1) == "fail"
    # Cut off, a sum is never less than its parts by more than its own last place, which rounding would allow.
    assert outcome(sum(printed) - 2) == "fail"


def test_cut_off_numbers_reach_away_from_zero_only() -> None:
    assert compared(Decimal("1.2"), "=", Decimal("1.3"), by_rounding=True, cut_off=True) == "pass"
    assert compared(Decimal("1.2"), "=", Decimal("1.4"), by_rounding=True, cut_off=True) == "fail"
    assert compared(Decimal("-1.2"), "≥", Decimal("-1.2"), by_rounding=True, cut_off=True) == "pass"


@pytest.mark.skipif(not installed(), reason="the extra solver is not installed")
def test_a_strict_order_that_fails_is_explained() -> None:
    check = Comparison(Linear((Term("a"),)), "<", Linear((Term("b"),)))
    found = diagnose(case([cell("a", 4), cell("b", 4)], check))
    assert found is not None and {path for group in found.groups for path in group.suspects} == {"a", "b"}


def test_conditions_under_which_rules_contradict_each_other_are_a_problem() -> None:
    def first(report: Node) -> Iterator[Check]:
        yield when(report.table4.review.total >= 1).then(report.table4.review.pending == 0)

    def second(report: Node) -> Iterator[Check]:
        yield when(report.table4.review.total > 0).then(report.table4.review.pending >= 1)

    def innocent(report: Node) -> Iterator[Check]:
        yield when(report.table4.review.total == 0).then(report.table4.review.pending >= 1)

    (found,) = remarks(linted(first, second), "clash")
    assert found.rules == ("own.1", "own.2") and found.is_problem
    assert not remarks(linted(first, innocent), "clash")


def test_a_condition_whose_consequence_breaks_another_rule_is_a_problem() -> None:
    def always(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == total([report.table4.review.upheld, report.table4.review.pending])

    def sometimes(report: Node) -> Iterator[Check]:
        yield when(report.table4.review.pending >= 2).then(report.table4.review.total < report.table4.review.upheld)

    assert remarks(linted(always, sometimes), "clash")


def test_more_and_less_that_exclude_each_other_contradict() -> None:
    def less(report: Node) -> Iterator[Check]:
        yield report.table4.review.total < report.table4.review.pending

    def more(report: Node) -> Iterator[Check]:
        yield report.table4.review.total > report.table4.review.pending

    def no_less(report: Node) -> Iterator[Check]:
        yield report.table4.review.total >= report.table4.review.pending

    assert remarks(linted(less, more), "infeasible") and remarks(linted(less, no_less), "infeasible")
    assert not remarks(linted(more, no_less), "infeasible")

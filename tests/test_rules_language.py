"""The rule language: what can be said, what is refused, and what a missing value does to a check."""

from decimal import Decimal

import pytest

from extractor.errors import SchemaError
from extractor.schemas.check import Check, Comparison
from extractor.schemas.expression import (
    Expression,
    Node,
    cells,
    key,
    parts,
    printed,
    report_node,
    rows,
    total,
    when,
)
from extractor.schemas.form import State
from extractor.schemas.linear import Values
from tests.built_readings import FOIA, FORM

ROW = "table3.granted"


def node(numbers: dict[str, int | Decimal | None], states: dict[str, State] | None = None) -> Node:
    return report_node(FORM.record, values(numbers, states))


def values(numbers: dict[str, int | Decimal | None], states: dict[str, State] | None = None) -> Values:
    given = states or {}
    return Values(
        {
            **{path: ("read" if number is not None else "blank", number) for path, number in numbers.items()},
            **{path: (state, None) for path, state in given.items()},
        }
    )


def outcome(check: Check, numbers: dict[str, int | Decimal | None], states: dict[str, State] | None = None) -> str:
    return check.evaluate(values(numbers, states)).outcome


def row_check() -> Comparison:
    row = node({}).table3.granted
    check = row.total == total(parts(row), blank=0)
    assert isinstance(check, Comparison)
    return check


def test_a_comparison_is_a_check_with_its_fields_left_side_first() -> None:
    check = row_check()
    assert check.paths[0] == f"{ROW}.total"
    assert len(check.paths) == 7


def test_a_check_gives_its_linear_form() -> None:
    report = node({})
    check = report.table4.review.upheld * 2 + 3 == report.table4.review.total - report.table4.direct.total
    assert isinstance(check, Comparison)
    factors = {term.path: term.factor for term in check.difference.terms}
    assert factors == {"table4.review.upheld": 2, "table4.review.total": -1, "table4.direct.total": 1}
    assert check.difference.constant == 3


def test_a_check_renders_itself_with_the_names_it_is_given() -> None:
    report = node({})
    check = (report.table4.review.upheld + report.table4.review.other == report.table4.review.total).within(1)
    assert check.render(lambda path: path.rpartition(".")[2]) == "upheld + other = total (± 1)"


def test_equal_sides_pass_and_unequal_sides_fail_with_the_residual() -> None:
    report = node({})
    check = report.table4.review.total == report.table4.review.upheld + report.table4.review.pending
    numbers: dict[str, int | Decimal | None] = {"table4.review.upheld": 2, "table4.review.pending": 3}
    assert outcome(check, {**numbers, "table4.review.total": 5}) == "pass"
    failed = check.evaluate(values({**numbers, "table4.review.total": 9}))
    assert (failed.outcome, failed.left, failed.right, failed.residual) == ("fail", 9, 5, 4)


def test_inequalities_are_checks_too() -> None:
    report = node({})
    at_most = report.table4.review.upheld <= report.table4.review.total
    at_least = report.table4.review.upheld >= 1
    numbers: dict[str, int | Decimal | None] = {"table4.review.upheld": 2, "table4.review.total": 2}
    assert [outcome(at_most, numbers), outcome(at_least, numbers)] == ["pass", "pass"]
    numbers = {"table4.review.upheld": 0, "table4.review.total": -1}
    assert [outcome(at_most, numbers), outcome(at_least, numbers)] == ["fail", "fail"]


def test_a_tolerance_lets_the_sides_be_that_far_apart_and_no_farther() -> None:
    review = node({}).table4.review
    check = (review.total == review.upheld).within(2)
    assert outcome(check, {"table4.review.total": 5, "table4.review.upheld": 3}) == "pass"
    assert outcome(check, {"table4.review.total": 3, "table4.review.upheld": 5}) == "pass"
    assert outcome(check, {"table4.review.total": 6, "table4.review.upheld": 3}) == "fail"


def test_decimals_are_added_exactly() -> None:
    table = node({}).table2
    check = table.fee_wan_yuan == table.licensing + Decimal("0.2")
    fee = {"table2.fee_wan_yuan": Decimal("0.3"), "table2.licensing": Decimal("0.1")}
    assert outcome(check, {**fee}) == "pass"


def test_a_float_is_refused() -> None:
    review = node({}).table4.review
    with pytest.raises(SchemaError, match="whole numbers and Decimals"):
        _ = review.total * 0.5  # type: ignore[operator]  # the mistake under test
    with pytest.raises(SchemaError, match="whole numbers and Decimals"):
        _ = review.total == 0.5


def test_an_unread_part_makes_the_check_unknown_even_where_blanks_count_nothing() -> None:
    found = row_check().evaluate(values({f"{ROW}.total": 3, f"{ROW}.natural": 3}, {f"{ROW}.legal": "unread"}))
    assert found.outcome == "unknown"
    assert f"{ROW}.legal" in found.unread


@pytest.mark.parametrize("state", ["blank", "absent", "not_applicable"])
def test_a_part_without_a_value_counts_nothing_only_if_the_rule_says_so(state: State) -> None:
    review = node({}).table4.review
    lenient = review.total == total([review.upheld, review.pending], blank=0)
    strict = review.total == total([review.upheld, review.pending])
    numbers: dict[str, int | Decimal | None] = {"table4.review.total": 3, "table4.review.upheld": 3}
    assert outcome(lenient, numbers, {"table4.review.pending": state}) == "pass"
    assert outcome(strict, numbers, {"table4.review.pending": state}) == "not_applicable"


@pytest.mark.parametrize(
    ("state", "part", "said"),
    [
        ("blank", 1, "fail"),
        ("not_applicable", 1, "fail"),
        ("absent", 1, "not_applicable"),
        ("blank", 0, "not_applicable"),
        ("not_applicable", 0, "not_applicable"),
    ],
)
def test_a_total_printed_empty_contradicts_parts_that_add_up_to_something(state: State, part: int, said: str) -> None:
    numbers: dict[str, int | Decimal | None] = {f"{ROW}.{key(cell)}": part for cell in parts(node({}).table3.granted)}
    assert outcome(row_check(), numbers, {f"{ROW}.total": state}) == said


def test_an_empty_field_beside_one_other_field_is_no_total() -> None:
    table = node({}).table3
    check = table.new_received.natural == table.carried_forward.natural
    numbers: dict[str, int | Decimal | None] = {
        "table3.new_received.natural": None,
        "table3.carried_forward.natural": 4,
    }
    assert outcome(check, numbers) == "not_applicable"


def test_an_equation_of_blanks_says_nothing() -> None:
    table = node({}).table3
    check = total([table.new_received.natural], blank=0) == total([table.carried_forward.natural], blank=0)
    blank: dict[str, int | Decimal | None] = {
        "table3.new_received.natural": None,
        "table3.carried_forward.natural": None,
    }
    assert outcome(check, blank) == "not_applicable"


def test_a_sum_over_no_rows_says_nothing() -> None:
    report = report_node(FOIA.record, Values({}))
    check = report.requests.overall.received == total((row.received for row in report.requests.components), blank=0)
    found = check.evaluate(Values({"requests.overall.received": ("read", 0)}))
    assert found.outcome == "not_applicable"


def test_when_asks_the_check_only_where_its_condition_holds() -> None:
    review = node({}).table4.review
    check = when(review.total >= 1).then(review.pending == 0)
    assert outcome(check, {"table4.review.total": 1, "table4.review.pending": 0}) == "pass"
    assert outcome(check, {"table4.review.total": 1, "table4.review.pending": 2}) == "fail"
    assert outcome(check, {"table4.review.total": 0, "table4.review.pending": 2}) == "not_applicable"
    assert outcome(check, {"table4.review.pending": 2}) == "unknown"


def test_printed_stands_in_for_a_blank_and_for_nothing_else() -> None:
    def shown(states: dict[str, State], numbers: dict[str, int | Decimal | None]) -> tuple[str, ...]:
        row = node(numbers, states).table3.granted
        return (printed(row.total, otherwise=lambda: total(parts(row), blank=0)) == 1).paths

    assert len(shown({f"{ROW}.total": "blank"}, {})) == 6
    assert shown({f"{ROW}.total": "unread"}, {}) == (f"{ROW}.total",)
    assert shown({}, {f"{ROW}.total": 4}) == (f"{ROW}.total",)


@pytest.mark.parametrize("branch", [lambda a, b: bool(a), lambda a, b: a == b and 1, lambda a, b: not a <= b])
def test_a_branch_on_a_value_is_refused_with_what_to_write_instead(branch: object) -> None:
    assert callable(branch)
    review = node({}).table4.review
    with pytest.raises(SchemaError, match=r"when\(condition\)\.then\(check\)"):
        branch(review.total, review.upheld)


def test_a_chain_of_comparisons_is_refused() -> None:
    review = node({}).table4.review
    with pytest.raises(SchemaError, match="hide a check"):
        _ = review.total == review.upheld == review.pending


def test_unequal_is_not_part_of_the_language() -> None:
    review = node({}).table4.review
    with pytest.raises(SchemaError, match="not part of the language"):
        _ = review.total != review.upheld


def test_a_name_that_the_record_does_not_have_is_named() -> None:
    with pytest.raises(SchemaError, match=r"the report has no table3\.grunted"):
        _ = node({}).table3.grunted


def test_a_table_or_a_text_cannot_be_added() -> None:
    report = node({})
    for thing in (report.table3, report.agency):
        with pytest.raises(SchemaError, match="is not a number"):
            _ = thing + 1


def test_rows_come_in_the_order_of_the_form_with_repeated_rows_in_between() -> None:
    report = report_node(FOIA.record, Values({}, {"requests.components": 2}))
    assert [key(row) for row in rows(report.requests)] == ["0", "1", "overall"]
    assert len(list(report.requests.components)) == 2


def test_cells_leave_out_what_is_not_a_number() -> None:
    report = report_node(FOIA.record, Values({}, {"requests.components": 1}))
    (row,) = report.requests.components
    assert [key(cell) for cell in cells(row)] == ["pending_start", "received", "processed", "pending_end"]


def test_only_lists_of_rows_are_iterated() -> None:
    with pytest.raises(SchemaError, match="not a list of rows"):
        list(node({}).table3)


def test_numbers_may_stand_on_either_side_of_an_operator() -> None:
    review = node({}).table4.review
    expressions: list[Expression] = [10 - review.total, 2 * review.total + 1, 1 + -review.upheld]
    numbers: dict[str, int | Decimal | None] = {"table4.review.total": 4, "table4.review.upheld": 3}
    found = [(expression == 0).evaluate(values(numbers)).left for expression in expressions]
    assert found == [6, 9, -2]

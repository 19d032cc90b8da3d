"""What the lint of a form proves, and what it names as wrong or out of reach."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.schemas.check import Check, Comparison, Relation
from extractor.schemas.expression import Node, linear, one_of, report_node, total, when
from extractor.schemas.form import Form
from extractor.schemas.linear import Linear, Values
from extractor.schemas.lint import FormLint, Kind, Remark, lint_form
from extractor.schemas.lint.demands import Demanded
from extractor.schemas.lint.exact import CONSTANT, Constraint, feasible, implied, rank
from extractor.schemas.lint.separation import separate
from extractor.schemas.registry import load_schema, load_schemas
from extractor.schemas.rule import Rule
from tests.built_readings import FOIA, FORM

Body = Callable[[Node], Iterator[Check]]
FORMS = tuple(pytest.param(form, id=f"{schema.name}-{form.name}") for schema in load_schemas() for form in schema.forms)
ROWS = st.lists(st.lists(st.integers(-2, 2), min_size=4, max_size=4), min_size=1, max_size=6)


def linted(*bodies: Body, form: Form = FORM) -> FormLint:
    rules = tuple(Rule(f"own.{number}", f"rule {number}", body) for number, body in enumerate(bodies, start=1))
    return lint_form(replace(form, rules=rules))


def remarks(lint: FormLint, kind: Kind) -> list[Remark]:
    inside = [remark for each in lint.prints for remark in each.remarks]
    return list(dict.fromkeys(remark for remark in (*lint.remarks, *inside) if remark.kind == kind))


@pytest.mark.parametrize("form", FORMS)
def test_the_rules_of_a_bundled_form_have_limits_and_no_problems(form: Form) -> None:
    started = time.process_time()
    lint = lint_form(form)
    assert time.process_time() - started < 5
    assert lint.problems == ()
    assert form.shape is not None or remarks(lint, "triple") == []
    assert remarks(lint, "redundant") == []


def test_every_pair_and_triple_of_the_fields_of_table_three_is_told_apart() -> None:
    for form in load_schema("gov_disclosure").forms:
        for found in lint_form(form).prints:
            alike = [path for remark in found.remarks if remark.kind == "alike" for path in remark.paths]
            assert {path.split(".")[0] for path in alike} == {"table4"}
            assert len(alike) == 15
            inside = found.separation.fields - len(alike)
            assert found.separation.pairs_apart == found.separation.pairs - 3 * comb(5, 2)
            assert found.separation.triples_apart == found.separation.all_triples - 3 * (
                comb(5, 3) + comb(5, 2) * (inside + 10)
            )


def test_of_the_three_kinds_of_sums_of_table_three_two_checks_follow_from_the_others() -> None:
    for found in lint_form(FORM).prints:
        follow = [remark for remark in found.remarks if remark.kind == "implied"]
        assert [remark.rules for remark in follow] == [("table3.column_total",), ("table3.balance",)]
        assert found.independent == found.equations - 2


def test_rows_that_replace_each_other_are_linted_apart() -> None:
    one, three = lint_form(FORM).prints
    assert (len(one.omitted), len(three.omitted)) == (1, 3)
    assert one.fields - three.fields == 14


def test_rules_that_contradict_each_other_are_named_and_innocent_ones_are_not() -> None:
    def first(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == report.table4.review.upheld + 1

    def innocent(report: Node) -> Iterator[Check]:
        yield report.table4.direct.total == report.table4.direct.upheld + 1

    def second(report: Node) -> Iterator[Check]:
        yield report.table4.review.upheld >= report.table4.review.total

    (found,) = remarks(linted(first, innocent, second), "infeasible")
    assert found.rules == ("own.1", "own.3")


def test_rules_that_only_numbers_below_zero_obey_are_named() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield report.table4.review.total + report.table4.review.upheld == -1

    lint = linted(body)
    assert remarks(lint, "infeasible") == []
    assert [remark.rules for remark in remarks(lint, "only_negative")] == [("own.1",)]
    assert lint.problems


def test_a_margin_can_make_rules_obeyable() -> None:
    def exact(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == 1
        yield report.table4.review.total == 3

    def near(report: Node) -> Iterator[Check]:
        yield (report.table4.review.total == 1).within(1)
        yield (report.table4.review.total == 3).within(1)

    assert remarks(linted(exact), "infeasible")
    assert not remarks(linted(near), "infeasible")


def test_a_rule_over_rows_that_no_document_has_together_can_never_be_checked() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield report.table3.other_all.total == report.table3.other_other.total

    assert [remark.rules for remark in remarks(linted(body), "never_checkable")] == [("own.1",)]


def test_a_condition_that_never_holds_makes_its_rule_uncheckable() -> None:
    def sums(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == report.table4.review.upheld

    def conditional(report: Node) -> Iterator[Check]:
        yield when(report.table4.review.total >= report.table4.review.upheld + 1).then(report.table4.direct.total == 0)

    assert [remark.rules for remark in remarks(linted(sums, conditional), "never_checkable")] == [("own.2",)]
    assert remarks(linted(conditional), "never_checkable") == []


def test_a_rule_without_a_check_can_never_be_checked() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield from ()

    assert remarks(linted(body), "never_checkable")


def test_fields_that_cancel_out_demand_nothing() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == report.table4.review.total

    assert [remark.rules for remark in remarks(linted(body), "empty")] == [("own.1",)]


def test_a_rule_that_follows_from_others_is_redundant() -> None:
    def first(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == report.table4.direct.total

    def second(report: Node) -> Iterator[Check]:
        yield report.table4.direct.total == report.table4.post.total

    def third(report: Node) -> Iterator[Check]:
        yield report.table4.review.total * 2 == report.table4.post.total * 2

    assert [remark.rules for remark in remarks(linted(first, second, third), "redundant")] == [("own.3",)]


def test_fields_without_a_rule_and_with_one_rule_are_told_from_those_that_two_rules_protect() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == report.table4.review.upheld
        yield report.table4.review.total == report.table4.direct.total

    lint = linted(body)
    (once,) = remarks(lint, "detect_only")
    assert once.paths == ("table4.review.upheld", "table4.direct.total")
    assert "table4.post.total" in {path for remark in remarks(lint, "blind") for path in remark.paths}
    assert "table4.review.total" not in {path for remark in remarks(lint, "blind") for path in remark.paths}
    assert not once.is_problem


def test_fields_about_which_rules_only_warn_are_set_apart() -> None:
    (lint,) = lint_form(FOIA).prints
    (warned,) = (remark for remark in lint.remarks if remark.kind == "only_warned")
    assert warned.paths == ("dispositions.overall.total",)


def test_a_field_that_looks_like_two_others_together_is_named() -> None:
    def body(report: Node) -> Iterator[Check]:
        review = report.table4.review
        yield total((review.upheld, review.total)) == report.table4.direct.total
        yield total((review.corrected, review.total)) == report.table4.post.total

    lint = linted(body)
    assert ("table4.review.upheld", "table4.direct.total") in {remark.paths for remark in remarks(lint, "alike")}
    assert [remark.paths for remark in remarks(lint, "triple")] == [
        ("table4.review.upheld", "table4.review.corrected", "table4.review.total")
    ]


def columns_of(rows: list[list[int]]) -> dict[str, dict[int, Fraction]]:
    return {
        f"x{column}": {row: Fraction(line[column]) for row, line in enumerate(rows) if line[column]}
        for column in range(len(rows[0]))
    }


def dependent(columns: Mapping[str, Mapping[int, Fraction]], names: tuple[str, ...]) -> bool:
    return rank([{str(row): factor for row, factor in columns[name].items()} for name in names]) < len(names)


@given(ROWS)
def test_pairs_and_triples_are_counted_as_an_exhaustive_search_counts_them(rows: list[list[int]]) -> None:
    columns = columns_of(rows)
    found = separate(columns)
    names = [name for name in columns if columns[name]]
    assert found.fields == len(names)
    assert found.pairs_apart == sum(not dependent(columns, pair) for pair in combinations(names, 2))
    assert found.triples_apart == sum(not dependent(columns, triple) for triple in combinations(names, 3))


@given(ROWS)
def test_rank_is_the_same_by_rows_and_by_columns_and_implied_rows_add_nothing(rows: list[list[int]]) -> None:
    by_row = [{f"x{n}": Fraction(each) for n, each in enumerate(line) if each} for line in rows]
    by_column = [{str(row): factor for row, factor in column.items()} for column in columns_of(rows).values()]
    assert rank(by_row) == rank(by_column)
    given_up = implied(by_row)
    kept = [row for number, row in enumerate(by_row) if number not in given_up]
    assert rank(kept) == len(kept) == rank(by_row)


@given(ROWS, st.lists(st.integers(-3, 3), min_size=6, max_size=6))
def test_constraints_around_a_known_point_are_feasible(rows: list[list[int]], point: list[int]) -> None:
    constraints = []
    for number, line in enumerate(rows):
        amount = sum(factor * value for factor, value in zip(line, point, strict=False))
        row = {f"x{n}": Fraction(factor) for n, factor in enumerate(line) if factor} | {CONSTANT: Fraction(-amount)}
        constraints.append(Constraint(row, "=" if number % 2 else "≤"))
    assert feasible(constraints)
    if min(point) >= 0:
        assert feasible(constraints, at_least_zero=True)


@given(ROWS)
def test_an_equation_and_the_same_one_with_another_constant_are_not_feasible(rows: list[list[int]]) -> None:
    constraints = [Constraint({f"x{n}": Fraction(each) for n, each in enumerate(line) if each}, "=") for line in rows]
    shifted = Constraint({**constraints[0].row, CONSTANT: Fraction(1, 3)}, "=")
    assert not feasible([*constraints, shifted])


def test_texts_that_have_nothing_in_common_contradict_each_other() -> None:
    def first(report: Node) -> Iterator[Check]:
        yield one_of(report.agency, "Harbour", "Lighthouse")

    def second(report: Node) -> Iterator[Check]:
        yield one_of(report.agency, "Ferry")

    def third(report: Node) -> Iterator[Check]:
        yield one_of(report.agency, "Ferry", "Light house")

    assert [each.rules for each in remarks(linted(first, second), "infeasible")] == [("own.1", "own.2")]
    assert not remarks(linted(first, third), "infeasible")


@pytest.mark.parametrize("chain", [False, True])
def test_conditions_on_texts_and_numbers_clash_where_what_follows_cannot_hold(chain: bool) -> None:
    def ask(report: Node) -> tuple[Check, Check, Check]:
        review = report.table4.review
        return one_of(report.agency, "Harbour"), review.total > 0, review.total == 0

    def first(report: Node) -> Iterator[Check]:
        harbour, some, _ = ask(report)
        yield when(some).then(harbour) if chain else when(harbour).then(some)

    def second(report: Node) -> Iterator[Check]:
        harbour, _, none = ask(report)
        yield when(harbour).then(none)

    assert [each.rules for each in remarks(linted(first, second), "clash")] == [("own.1", "own.2")]


def test_several_conditions_clash_only_where_all_of_them_hold() -> None:
    def body(first: str, second: str) -> Body:
        def made(report: Node) -> Iterator[Check]:
            review = report.table4.review
            yield when(one_of(report.agency, first)).then(when(review.total > 3).then(review.pending == 0))
            yield when(one_of(report.agency, first, second)).then(when(review.total > 2).then(review.pending > 0))

        return made

    assert remarks(linted(body("Harbour", "Ferry")), "clash")

    def apart(report: Node) -> Iterator[Check]:
        review = report.table4.review
        yield when(one_of(report.agency, "Harbour")).then(review.pending == 0)
        yield when(one_of(report.agency, "Ferry")).then(review.pending > 0)

    assert not remarks(linted(apart), "clash")


def test_a_condition_on_a_text_that_is_never_held_makes_its_rule_uncheckable() -> None:
    def listed(report: Node) -> Iterator[Check]:
        yield one_of(report.agency, "Harbour", "Lighthouse")

    def never(report: Node) -> Iterator[Check]:
        yield when(one_of(report.agency, "Ferry")).then(report.table4.review.total == 0)

    assert [each.rules for each in remarks(linted(listed, never), "never_checkable")] == [("own.2",)]


@pytest.mark.parametrize(
    ("known", "follows"),
    [
        (("=", 3), True),
        (("≤", 3), False),
        (("≥", 3), False),
        (("≤", 0), False),
        (("≥", 4), False),
    ],
)
def test_that_a_number_is_an_amount_follows_only_where_neither_less_nor_more_is_left(
    known: tuple[Relation, int], follows: bool
) -> None:
    review = report_node(FORM.record, Values({})).table4.review
    said = Comparison(linear(review.total), known[0], Linear((), known[1]))
    demanded = Demanded(Values({})).also(said)
    assert demanded.possible
    assert demanded.implies(review.total == 3) is follows
    assert demanded.implies((review.total == 3).rounded()) is False
    assert demanded.implies(when(review.total == 3).then(review.total == 3)) is False


@pytest.mark.parametrize(
    ("known", "asked", "follows"),
    [
        (("<", 3), ("≤", 3), True),
        (("≤", 3), ("<", 3), False),
        (("<", 3), ("<", 3), True),
        ((">", 3), ("≥", 3), True),
        (("≥", 3), (">", 3), False),
        (("≥", 4), (">", 3), True),
        (("≤", 2), ("<", 3), True),
        (("=", 3), ("≥", 3), True),
        (("=", 3), ("≤", 3), True),
        (("=", 3), ("<", 3), False),
    ],
)
def test_orders_follow_from_orders_that_are_as_strict(
    known: tuple[Relation, int], asked: tuple[Relation, int], follows: bool
) -> None:
    total_ = report_node(FORM.record, Values({})).table4.review.total
    left = linear(total_)
    demanded = Demanded(Values({})).also(Comparison(left, known[0], Linear((), known[1])))
    assert demanded.implies(Comparison(left, asked[0], Linear((), asked[1]))) is follows

"""Kinds of diagnosis, their proofs, and the events that explain several cells together."""

from dataclasses import replace
from decimal import Decimal

import pytest

from extractor.schemas.check import Comparison
from extractor.schemas.linear import Linear, Term
from extractor.verify.diagnose import diagnose, imply_missing, peeling, solver
from extractor.verify.diagnose.events import alike
from extractor.verify.diagnose.explanation import PLACE, Diagnosis, Group, Repair
from extractor.verify.diagnose.syndrome import SyndromeCase
from tests.small_cases import case, cell, total

ROW = total("sum", "a", "b")
COLUMN = total("all", "a", "c")
SOUND = {"a": 5, "b": 3, "sum": 8, "c": 4, "all": 9}
WRONG = {**SOUND, "a": 6}


def only_group(given: SyndromeCase) -> Group:
    found = diagnose(given)
    assert found is not None
    (group,) = found.groups
    return group


def only_change(given: SyndromeCase) -> Repair:
    (change,) = only_group(given).explanations[0].changes
    return change


def test_where_every_check_holds_there_is_nothing_to_say() -> None:
    assert diagnose(case(SOUND, ROW, COLUMN)) is None


def test_the_cell_that_two_failing_checks_share_is_named_with_what_it_should_hold() -> None:
    change = only_change(case(WRONG, ROW, COLUMN))
    assert (change.path, change.read, change.proposed, change.event) == ("a", 6, 5, "misread")


def test_a_single_explanation_that_nobody_saw_is_not_certain() -> None:
    group = only_group(case(WRONG, ROW, COLUMN))
    assert (group.kind, group.unique, group.proof.seen) == ("ambiguous", True, False)


def test_a_single_explanation_that_the_place_shows_is_certain() -> None:
    group = only_group(case(WRONG, ROW, COLUMN, printed={"a": 5}))
    assert group.kind == "certain"
    assert group.explanations[0].changes[0].seen == (PLACE,)
    assert all(check.repaired for check in group.proof.failing)


def test_a_single_explanation_that_the_other_reader_read_is_certain() -> None:
    group = only_group(case(WRONG, ROW, COLUMN, other={**SOUND}))
    assert (group.kind, group.explanations[0].changes[0].seen) == ("certain", ("other",))


@pytest.mark.parametrize("nodes", [0, 1])
def test_what_a_search_found_before_it_was_cut_off_is_not_certain(nodes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peeling, "NODES", nodes)
    group = only_group(case(WRONG, ROW, COLUMN, printed={"a": 5}, other={**SOUND}))
    assert group.kind != "certain"
    assert not group.proof.complete


def test_another_reader_that_read_a_third_value_proves_nothing() -> None:
    assert only_group(case(WRONG, ROW, COLUMN, other={**SOUND, "a": 8})).kind == "ambiguous"


def test_a_repair_that_the_place_contradicts_is_not_certain() -> None:
    group = only_group(case(WRONG, ROW, COLUMN, printed={"a": 6}, other={**SOUND}))
    assert group.kind != "certain"


def test_one_failing_check_lists_every_cell_that_would_repair_it() -> None:
    group = only_group(case({"a": 5, "b": 3, "sum": 9}, ROW))
    assert (group.kind, group.unique) == ("ambiguous", False)
    assert {(each.changes[0].path, each.changes[0].proposed) for each in group.explanations} == {
        ("a", 6),
        ("b", 4),
        ("sum", 8),
    }


def test_numbers_that_are_printed_so_are_the_document_s_own_contradiction() -> None:
    group = only_group(case(WRONG, ROW, COLUMN, printed=WRONG, other=WRONG))
    assert group.kind == "source_inconsistent"
    assert group.explanations


def test_one_doubtful_cell_that_explains_everything_keeps_the_document_from_being_blamed() -> None:
    known = {path: value for path, value in WRONG.items() if path != "a"}
    assert only_group(case(WRONG, ROW, COLUMN, printed=known)).kind == "ambiguous"


def test_rules_that_contradict_each_other_are_a_conflict_of_rules() -> None:
    bound = Comparison(Linear((Term("a"),)), "=", Linear((Term("b"),), 1))
    other = Comparison(Linear((Term("a"),)), "=", Linear((Term("b"),), 2))
    assert only_group(case({"a": 1, "b": 1}, bound, other)).kind == "rule_conflict"


def test_decisions_of_a_person_that_break_a_rule_are_a_conflict_and_stay_as_they_are() -> None:
    cells = [cell(path, value, decided=True) for path, value in {"a": 5, "b": 3, "sum": 9}.items()]
    group = only_group(case(cells, ROW))
    assert (group.kind, group.explanations) == ("rule_conflict", ())


def test_a_cell_that_a_person_decided_is_never_suspect() -> None:
    cells = [cell(path, value, decided=path == "a") for path, value in {"a": 5, "b": 3, "sum": 9}.items()]
    assert "a" not in only_group(case(cells, ROW)).suspects


def test_more_wrong_cells_than_the_search_goes_to_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "installed", lambda: False)
    sums = [total(f"s{n}", f"x{n}", "y") for n in range(4)]
    held = {**{f"x{n}": 30 for n in range(4)}, **{f"s{n}": 50 + 2**n for n in range(4)}, "y": 20}
    group = only_group(case(held, *sums))
    assert (group.kind, group.explanations, group.proof.searched) == ("too_many", (), 3)


def test_groups_that_share_no_cell_are_told_apart_and_the_worst_gives_the_kind() -> None:
    held = {**WRONG, "u": 1, "v": 2, "w": 4}
    found = diagnose(case(held, ROW, COLUMN, total("w", "u", "v"), printed={"a": 5}))
    assert found is not None
    assert [group.kind for group in found.groups] == ["certain", "ambiguous"]
    assert found.kind == "ambiguous"


def test_a_blank_may_have_lost_its_number() -> None:
    check = Comparison(Linear((Term("sum"),)), "=", Linear((Term("a"), Term("b", 1, True))))
    blank = replace(cell("b", 0), held=cell("b", None).held._replace(state="blank"))
    group = only_group(case([cell("a", 5), blank, cell("sum", 8)], check, total("all", "a", "sum"), other={"b": 3}))
    assert [(c.path, c.state, c.proposed) for e in group.explanations for c in e.changes if c.path == "b"] == []
    group = only_group(case([cell("a", 5), blank, cell("sum", 8)], check, other={"b": 3}))
    assert (group.explanations[0].changes[0].path, group.explanations[0].changes[0].proposed) == ("b", 3)
    assert group.explanations[0].changes[0].event == "missing"


def test_a_proposed_blank_stays_a_blank() -> None:
    check = Comparison(Linear((Term("sum"),)), "=", Linear((Term("a"), Term("b", 1, True))))
    given = case({"a": 5, "b": 3, "sum": 5}, check)
    blank = replace(given.cells["b"], printed=cell("b", None).held._replace(state="blank"))
    change = only_change(replace(given, cells={**given.cells, "b": blank}))
    assert (change.path, change.proposed, change.proposed_state) == ("b", None, "blank")


def test_amounts_are_repaired_to_the_last_digit() -> None:
    held = {"a": Decimal("0.10"), "b": Decimal("1E-30"), "sum": Decimal("0.2"), "c": Decimal(1), "all": Decimal("1.1")}
    found = only_group(case(held, ROW, COLUMN)).explanations
    proposed = {each.changes[0].path: each.changes[0].proposed for each in found}
    assert proposed["sum"] == Decimal("0.100000000000000000000000000001")


def test_an_order_that_does_not_hold_names_both_cells_and_proposes_nothing() -> None:
    order = Comparison(Linear((Term("a"),)), "≤", Linear((Term("b"),)))
    group = only_group(case({"a": 5, "b": 3}, order))
    assert group.kind == "ambiguous"
    assert {(each.changes[0].path, each.changes[0].proposed) for each in group.explanations} == {
        ("a", None),
        ("b", None),
    }


GRID = (("a1", "a2", "a3", "a"), ("b1", "b2", "b3", "b"), ("c1", "c2", "c3", "c"))
SUMS = (
    *(total(row, *(f"{row}{n}" for n in (1, 2, 3))) for row in "ab"),
    total("c", "c1", "c2", "c3"),
    *(total(f"c{n}", f"a{n}", f"b{n}") for n in (1, 2, 3)),
    total("c", "a", "b"),
)
TABLE = {"a1": 41, "a2": 7, "a3": 19, "a": 67, "b1": 3, "b2": 60, "b3": 12, "b": 75}
TABLE |= {"c1": 44, "c2": 67, "c3": 31, "c": 142}


def event(changes: dict[str, int], witnessed: bool = True) -> str:
    held = {**TABLE, **changes}
    found = diagnose(case(held, *SUMS, printed=TABLE if witnessed else None, grid=GRID))
    assert isinstance(found, Diagnosis)
    first = found.groups[0].explanations[0]
    assert {change.path: change.proposed for change in first.changes} == {path: TABLE[path] for path in changes}
    return first.event


def test_a_row_shifted_by_one_cell_is_recognised_by_arithmetic_alone() -> None:
    assert event({"b1": 0, "b2": 3, "b3": 60, "b": 12}, witnessed=False) == "row_shifted"


def test_two_columns_exchanged_are_seen_by_their_places_alone() -> None:
    assert diagnose(case({**TABLE, "a1": 7, "a2": 41, "b1": 60, "b2": 3, "c1": 67, "c2": 44}, *SUMS, grid=GRID)) is None
    assert event({"a1": 7, "a2": 41, "b1": 60, "b2": 3, "c1": 67, "c2": 44}) == "columns_swapped"


def test_two_rows_exchanged_are_seen_by_their_places_alone() -> None:
    swap = {a: TABLE[b] for a, b in zip(GRID[0] + GRID[1], GRID[1] + GRID[0], strict=True)}
    assert event(swap) == "rows_swapped"


def test_a_row_that_repeats_its_neighbour_is_recognised() -> None:
    assert event({b: TABLE[a] for a, b in zip(GRID[0], GRID[1], strict=True)}) == "row_duplicated"


def test_an_error_carried_into_its_totals_is_recognised() -> None:
    assert event({"a1": 42, "a": 68, "c1": 45, "c": 143}) == "propagated"


def test_a_number_that_moved_to_the_next_cell_is_recognised() -> None:
    zero = {**TABLE, "a2": 0, "a": 60, "c2": 60, "c": 135}
    found = diagnose(case({**zero, "a1": 0, "a2": 41}, *SUMS, grid=GRID))
    assert found is not None
    assert found.groups[0].explanations[0].event == "moved_in_row"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("5", "6", True), ("125", "152", True), ("125", "12", True), ("0", "10", False), ("125", "987", False)],
)
def test_numbers_are_alike_if_few_digits_differ(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is expected


def test_a_missing_value_follows_from_the_rules_and_says_which() -> None:
    (implied,) = imply_missing(case({**SOUND, "b": None}, ROW, COLUMN))
    assert (implied.path, implied.value, implied.reasons) == ("b", 3, ("own.0",))


def test_missing_parts_of_a_sum_that_is_used_up_can_only_be_zero() -> None:
    found = imply_missing(case({"a": 8, "b": None, "c": None, "sum": 8}, total("sum", "a", "b", "c")))
    assert {each.path: each.value for each in found} == {"b": 0, "c": 0}


def test_nothing_follows_where_two_missing_values_share_what_is_left() -> None:
    assert imply_missing(case({"a": 5, "b": None, "c": None, "sum": 8}, total("sum", "a", "b", "c"))) == ()


def test_missing_values_in_two_sums_are_solved_together() -> None:
    sums = (total("s", "a", "b"), Comparison(Linear((Term("a"), Term("b", -1))), "=", Linear((Term("d"),))))
    found = imply_missing(case({"a": None, "b": None, "s": 8, "d": 2}, *sums))
    assert {each.path: each.value for each in found} == {"a": 5, "b": 3}


def test_nothing_follows_from_checks_that_fail() -> None:
    assert imply_missing(case({**WRONG, "c": None}, ROW, COLUMN)) == ()
    elsewhere = imply_missing(case({**SOUND, "b": None, "x": 1, "y": 2}, ROW, COLUMN, total("x", "y")))
    assert [each.path for each in elsewhere] == ["b"]


def test_a_missing_part_that_would_have_to_be_negative_is_a_contradiction() -> None:
    given = case({"a": 9, "b": None, "sum": 8}, ROW)
    assert imply_missing(given) == ()
    assert {change.path for each in only_group(given).explanations for change in each.changes} >= {"a", "sum"}


def test_a_number_whose_sign_was_lost_comes_first_and_is_called_so() -> None:
    cells = [cell("a", Decimal("-4.5")), cell("b", Decimal("6.0")), cell("sum", Decimal("10.5"))]
    first = only_group(case(cells, total("sum", "a", "b"))).explanations[0]
    assert (first.event, first.changes[0].path, first.changes[0].proposed) == ("sign_flipped", "a", Decimal("4.5"))


def test_two_numbers_that_stand_in_each_other_s_cells_are_one_event() -> None:
    held = {"a": 44, "b": 2, "s": 13, "c": 3, "d": 11, "t": 47, "u": 55}
    group = only_group(case(held, total("s", "a", "b"), total("t", "c", "d"), total("u", "a", "d"), grid=()))
    assert group.explanations[0].event == "cells_swapped"
    assert group.explanations[0].paths == {"a", "d"}

"""Rounded numbers: what half a unit in the last printed place explains, and nothing beyond it."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.schemas.check import Comparison
from extractor.schemas.linear import Linear, Term, Values, half_unit
from extractor.schemas.values import read_printed

WHOLE = Linear((Term("whole"),))


def parts(count: int) -> Linear:
    return Linear(tuple(Term(f"part{number}") for number in range(count)))


def outcome(whole: str, *shares: str, relation: str = "=") -> str:
    cells = {"whole": whole, **{f"part{number}": share for number, share in enumerate(shares)}}
    found = Values({path: ("read", read_printed(text, "amount").value) for path, text in cells.items()})
    compared = Comparison(WHOLE, "≤" if relation == "≤" else "=", parts(len(shares)))
    return compared.rounded().evaluate(found).outcome


@pytest.mark.parametrize(("printed", "half"), [("12", "0.5"), ("12.3", "0.05"), ("12.30", "0.005"), ("1,200", "0.5")])
def test_half_a_unit_is_that_of_the_last_printed_place(printed: str, half: str) -> None:
    value = read_printed(printed, "amount").value
    assert isinstance(value, Decimal)
    assert half_unit(value) == Decimal(half)


def test_a_whole_number_is_rounded_to_ones_and_a_unit_of_thousands_to_thousands() -> None:
    assert half_unit(7) == Decimal("0.5")
    thousands = read_printed("7千", "amount", {"千": Decimal("1E+3")}).value
    assert isinstance(thousands, Decimal)
    assert half_unit(thousands) == 500


def test_rounding_explains_what_the_printed_places_allow() -> None:
    assert outcome("100.0", "33.3", "33.3", "33.3") == "pass"
    assert outcome("100.0", "33.3", "33.3", "33.1") == "fail"


def test_more_printed_places_leave_less_room() -> None:
    assert outcome("100", "50.3", "50.2") == "pass"
    assert outcome("100.0", "50.3", "50.2") == "fail"


def test_an_inequality_gives_way_by_rounding_as_well() -> None:
    assert outcome("10.1", "10.0", relation="≤") == "pass"
    assert outcome("10.2", "10.0", relation="≤") == "fail"


def test_a_field_that_stands_on_both_sides_adds_no_room() -> None:
    check = Comparison(Linear((Term("a"), Term("b"))), "=", Linear((Term("b"), Term("c")))).rounded()
    found = Values({"a": ("read", 1), "b": ("read", 1000), "c": ("read", 2)})
    assert check.evaluate(found).slack == 1


def test_a_tolerance_comes_on_top_of_rounding() -> None:
    check = Comparison(WHOLE, "=", parts(1)).rounded().within(2)
    assert check.evaluate(Values({"whole": ("read", 5), "part0": ("read", 2)})).outcome == "pass"
    assert check.evaluate(Values({"whole": ("read", 6), "part0": ("read", 2)})).outcome == "fail"


def test_a_failing_check_says_how_much_room_there_was() -> None:
    check = Comparison(WHOLE, "=", parts(2)).rounded()
    found = check.evaluate(Values({"whole": ("read", 9), "part0": ("read", 2), "part1": ("read", 3)}))
    assert (found.outcome, found.residual, found.slack) == ("fail", 4, Decimal("1.5"))


def test_a_comparison_of_rounded_numbers_is_written_with_its_own_sign() -> None:
    assert Comparison(WHOLE, "=", parts(2)).rounded().render(str) == "whole ≈ part0 + part1"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(0, 3))
def test_true_numbers_that_add_up_never_fail_after_rounding(thousandths: list[int], places: int) -> None:
    true = [Decimal(number).scaleb(-3) for number in thousandths]
    unit = Decimal(1).scaleb(-places)
    printed = [str(number.quantize(unit)) for number in (sum(true, Decimal(0)), *true)]
    assert outcome(*printed) == "pass"


def test_a_failure_means_that_no_true_numbers_fit() -> None:
    """Every pair of true tenths behind two printed whole numbers is tried against every printed sum."""
    for one, two, whole in product(range(3), range(3), range(7)):
        tenths = [n * 10 + d for n in (one, two) for d in range(-5, 6)]
        possible = any(abs(a + b - whole * 10) <= 5 for a in tenths[:11] for b in tenths[11:])
        assert outcome(str(whole), str(one), str(two)) == ("pass" if possible else "fail")

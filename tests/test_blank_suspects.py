"""A sum that fails asks about the cells without a number as well: one of them may have lost its own."""

import pytest

from extractor.readers.reading import Reading
from extractor.route import Verdict, decide
from extractor.schemas.form import State
from extractor.verify import verify
from tests.built_readings import FORM, Figures, edit, layout_of, report, with_field

LOST: tuple[tuple[State, str], ...] = (("blank", ""), ("not_applicable", "-"))
FIGURES = report({"granted.natural": 442, "granted.commercial": 3, "table4.review.upheld": 2, "table4.review.other": 5})


def with_blanks(figures: Figures) -> Figures:
    """The same report printed by somebody who leaves cells empty in which nothing is counted."""
    return {path: None if path.startswith("table") and value == 0 else value for path, value in figures.items()}


def lost(path: str, state: State, quote: str) -> Reading:
    return with_field(layout_of(with_blanks(FIGURES)), path, state=state, value=None, quote=quote)


def flagged(reading: Reading) -> set[str]:
    verdict: Verdict = decide(FORM, [reading], verify(FORM, [reading]))
    return {field.path for field in verdict.flagged}


@pytest.mark.parametrize(("state", "quote"), LOST)
def test_the_cell_whose_number_was_lost_is_the_one_to_look_at_where_two_sums_cross(state: State, quote: str) -> None:
    assert flagged(lost("table3.granted.natural", state, quote)) == {"table3.granted.natural"}


@pytest.mark.parametrize(("state", "quote"), LOST)
def test_where_one_sum_alone_fails_the_cell_is_among_those_to_look_at(state: State, quote: str) -> None:
    found = flagged(lost("table4.review.upheld", state, quote))
    assert {"table4.review.upheld", "table4.review.other", "table4.review.total"} <= found


def test_a_blank_that_another_sum_bears_out_is_not_suspect() -> None:
    """The row's total is wrong; filling one of its blanks would make its column fail."""
    figures = with_blanks(FIGURES)
    wrong = with_field(layout_of(figures), "table3.granted.total", value=545, quote="545")
    assert flagged(wrong) == {"table3.granted.total"}


def test_a_count_that_would_have_to_be_negative_is_not_suspect() -> None:
    """The total is too small: a number in a blank cell would make it worse."""
    wrong = with_field(layout_of(with_blanks(FIGURES)), "table4.review.total", value=6, quote="6")
    found = flagged(wrong)
    assert "table4.review.total" in found
    assert "table4.review.pending" not in found


def test_two_numbers_lost_in_one_row_are_both_to_be_looked_at() -> None:
    reading = lost("table3.granted.natural", "blank", "")
    reading = with_field(reading, "table3.granted.commercial", state="not_applicable", value=None, quote="-")
    assert {"table3.granted.natural", "table3.granted.commercial"} <= flagged(reading)


def test_a_blank_that_a_person_confirmed_is_not_suspect() -> None:
    reading = lost("table4.review.upheld", "blank", "")
    decision = edit("correct", "table4.review.upheld", None, "blank")
    verdict = decide(FORM, [reading], verify(FORM, [reading], [decision]), [decision])
    assert verdict.fields["table4.review.upheld"].status != "flagged"

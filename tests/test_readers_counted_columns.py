"""Marks that count columns say nothing of a unit; what stands alone, or does not run on, does."""

import pytest

from extractor.readers.counted_columns import without_marks

LETTERS = ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(9)", "(h)", "(1)", "i)", "(k)", "(1)", "(m)", "(n)"]
NUMBERS = ["1", "2", "3", "4"]
LATER = ["(5)", "(6)", "(7)", "(8)"]


@pytest.mark.parametrize("marks", [LETTERS, NUMBERS, LATER, ["a.", "b.", "c.", "d."]])
def test_marks_that_run_on_are_left_out(marks: list[str]) -> None:
    assert without_marks(["Agency", *marks, "TOTAL"]) == ["Agency", "TOTAL"]


OTHERS = [["Amount", "(k)"], ["(k)"] * 4, ["(j)", "(k)", "(l)"], ["3", "17", "9", "40"], ["in thousands"], []]


@pytest.mark.parametrize("texts", OTHERS)
def test_others_stay(texts: list[str]) -> None:
    assert without_marks(texts) == texts

"""Which unclear numbers may be those of a statement, told by the words that it cannot do without."""

import re

import pytest

from extractor.readers.layout.statement_words import may_state, wordings

VISITS = re.compile(r"(?:received|counted)(?: about)? (?P<value>\d+) (?:longer )?visits")
CASES = re.compile(r"不予公开(?:的|答复)*(?P<value>\d+)[件条]")


@pytest.mark.parametrize(
    ("before", "behind"),
    [("This year we recelved", "vis1ts of the neighbours"), ("we c0unted abont", "visits")],
)
def test_misread_words_of_a_statement_may_state_it(before: str, behind: str) -> None:
    assert may_state(VISITS, before, behind)


def test_most_of_the_letters_of_a_statement_may_state_it_in_any_script() -> None:
    assert may_state(CASES, "本年度不子公开", "件")
    assert not may_state(CASES, "文件已公开", "号")


@pytest.mark.parametrize(("before", "behind"), [("20", "/1/2019"), ("No. BWM 2015 ", ""), ("日期", "年1月15日")])
def test_dates_and_file_numbers_state_nothing_else(before: str, behind: str) -> None:
    assert not may_state(VISITS, before, behind)
    assert not may_state(CASES, before, behind)


def test_what_may_be_left_out_is_no_part_of_a_statement() -> None:
    assert {(way.before, way.behind) for way in wordings(VISITS)} == {("received", "visits"), ("counted", "visits")}


def test_a_pattern_that_asks_for_no_words_may_be_stated_anywhere() -> None:
    assert may_state(re.compile(r"(?P<value>\d+)"), "", "")
    assert may_state(re.compile("(?:a|b)" * 9 + r"(?P<value>\d+)"), "", "")

"""Statements about units: what a line or a heading says of the numbers below it, by language."""

from decimal import Decimal

import pytest

from extractor.schemas.units import stated_unit, unit_words

WAN_YUAN = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal("1E+4")}
TONNES = {"吨": Decimal(1), "千吨": Decimal(1000)}
DOLLARS = {"dollars": Decimal(1), "thousand": Decimal(1000), "thousands": Decimal(1000)}
EURO = {"EUR": Decimal(1), "€": Decimal(1)}


@pytest.mark.parametrize(
    ("line", "factor"),
    [
        ("单位：元", "0.0001"),
        ("（金额单位：元）", "0.0001"),
        ("单位: 千元", "0.1"),
        ("單位：萬元", "1"),
        ("计量单位：件、元", "0.0001"),
        ("货币单位：百万元", "100"),
        ("表二　单位：亿元　2021年", "10000"),
        ("单位：仟元", "0.1"),
        ("本年收费金额（单位万元）", "1"),
        ("本年收费金额（单位·元）", "0.0001"),
        ("（单位∶千元）", "0.1"),
        ("(计量单位元)", "0.0001"),
        ("单位.万元", "1"),
    ],
)
def test_a_line_states_a_unit_of_any_length_in_both_scripts(line: str, factor: str) -> None:
    found = stated_unit(line, WAN_YUAN, unit_words("zh-Hant"))
    assert found is not None
    assert (found.factor, found.unknown) == (Decimal(factor), "")


@pytest.mark.parametrize(
    ("line", "factor"),
    [
        ("(in thousands)", 1000),
        ("in thousands of dollars", 1000),
        ("Amounts in thousands", 1000),
        ("(in millions)", 10**6),
        ("$ thousand", 1000),
        ("US$ million", 10**6),
        ("Schedule A (in thousands)", 1000),
        ("$'000", 1000),
        ("(dollars)", 1),
    ],
)
def test_a_line_states_a_scale_in_words(line: str, factor: int) -> None:
    found = stated_unit(line, DOLLARS, unit_words("en"))
    assert found is not None
    assert (found.factor, found.unknown) == (Decimal(factor), "")


@pytest.mark.parametrize(
    ("line", "language", "factor"),
    [
        ("Angaben in Tsd. EUR", "de", 1000),
        ("in Mio. €", "de", 10**6),
        ("(en milliers)", "fr", 1000),
        ("en miles de EUR", "es", 1000),
    ],
)
def test_other_languages_have_words_of_their_own(line: str, language: str, factor: int) -> None:
    found = stated_unit(line, EURO, unit_words(language))
    assert found is not None
    assert (found.factor, found.unknown) == (Decimal(factor), "")


@pytest.mark.parametrize(
    "line", ["单位：美元", "单位：公斤", "(Expressed in thousands of Utopian crowns)", "EUR million", "单位：千件"]
)
def test_a_unit_that_nobody_declared_is_named_and_not_guessed(line: str) -> None:
    chinese = any(char > "\u3000" for char in line)
    found = stated_unit(line, TONNES if chinese else DOLLARS, unit_words("zh" if chinese else "en"))
    assert found is not None
    assert found.factor == 1
    assert found.unknown


@pytest.mark.parametrize(
    "line",
    ["Paid in time", "The line ran in 2020", "填报单位：某市交通局", "A million visitors came this year", "单位：件"],
)
def test_a_line_that_states_no_unit_says_nothing(line: str) -> None:
    chinese = any(char > "\u3000" for char in line)
    assert stated_unit(line, WAN_YUAN if chinese else DOLLARS, unit_words("zh" if chinese else "en")) is None


@pytest.mark.parametrize("line", ["单位名称", "单位代码：12", "（单位盖章）", "各单位百余家"])
def test_the_word_for_a_unit_also_names_a_body(line: str) -> None:
    found = stated_unit(line, {}, unit_words("zh"))
    assert found is None


def test_a_scale_behind_a_lost_colon_concerns_counts_too() -> None:
    found = stated_unit("（单位万元）", {}, unit_words("zh"))
    assert found is not None
    assert found.unknown == "万元"


@pytest.mark.parametrize(("line", "concerned"), [("(in thousands)", True), ("in thousands of dollars", False)])
def test_a_scale_concerns_counts_unless_its_unit_is_that_of_another_column(line: str, concerned: bool) -> None:
    found = stated_unit(line, {}, unit_words("en"), frozenset(DOLLARS) - {"thousands", "thousand"})
    assert (found is not None) is concerned

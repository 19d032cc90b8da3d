from decimal import Decimal

import pytest

from extractor.schemas.values import looks_like_value, read_printed, unit_in

YUAN = {"元": Decimal(1), "万元": Decimal(10000)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("　0 ", 0),
        ("1,234,567", 1234567),
        ("1，234", 1234),
        ("-8", -8),
        ("−8", -8),
        ("3.0", 3),
    ],
)
def test_a_printed_count_is_read(text: str, value: int) -> None:
    assert read_printed(text).value == value


@pytest.mark.parametrize("text", ["", "  ", " ", "　"])
def test_white_space_is_blank_and_not_zero(text: str) -> None:
    printed = read_printed(text)
    assert (printed.state, printed.value) == ("blank", None)


@pytest.mark.parametrize("text", ["/", "-", "—", "无", "——", "n/a"])
def test_a_nil_mark_is_neither_blank_nor_zero(text: str) -> None:
    printed = read_printed(text)
    assert (printed.state, printed.value) == ("not_applicable", None)


@pytest.mark.parametrize(
    "text", ["1 2", "l2", "1O", "12,34", "3.5", "about 5", "5-6", "1.2.3", "约5", "3万", "1〇", "5%"]
)
def test_what_is_not_surely_a_count_is_unread(text: str) -> None:
    printed = read_printed(text)
    assert (printed.state, printed.value) == ("unread", None)


def test_a_note_in_brackets_is_kept_apart_from_the_number() -> None:
    printed = read_printed("22（其中修订16件）")
    assert printed.value == 22
    assert "16" in printed.note


def test_an_amount_keeps_all_its_digits() -> None:
    assert read_printed("0.1230", "amount").value == Decimal("0.1230")
    assert read_printed("13030元", "amount", YUAN).value == Decimal(13030)
    assert read_printed("1.5万元", "amount", YUAN).value == Decimal(15000)


def test_a_counter_behind_a_count_is_left_out() -> None:
    assert read_printed("12件").value == 12


def test_an_unknown_unit_is_unread_where_units_are_declared() -> None:
    assert read_printed("13030美元", "amount", YUAN).state == "unread"


@pytest.mark.parametrize(
    ("text", "expected"), [("0", True), ("13030元", True), ("/", True), ("Region 01", False), ("", False)]
)
def test_words_are_told_from_values(text: str, expected: bool) -> None:
    assert looks_like_value(text) is expected


@pytest.mark.parametrize("text", ["120①", "120¹", "⑤", "½", "8（减少）", "8减", "120余", "2022年", "120多件"])
def test_marks_and_words_that_change_a_number_make_it_unread(text: str) -> None:
    printed = read_printed(text)
    assert (printed.state, printed.value) == ("unread", None)


def test_a_number_below_zero_is_read_only_where_it_may_stand() -> None:
    assert read_printed("-8", signed=True).value == -8
    assert read_printed("-8", signed=False).state == "unread"


def test_a_unit_given_elsewhere_turns_the_number_into_the_fields_own() -> None:
    assert read_printed("123.5", "amount", YUAN, Decimal("1E+4")).value == Decimal(1235000)
    assert unit_in("采购总金额（单位：万元）", YUAN) == (Decimal(10000), "")
    assert unit_in("采购总金额（百万元）", YUAN) == (Decimal(1), "百万元")
    assert unit_in("采购总金额", YUAN) == (Decimal(1), "")

"""A stored number reads as its cell shows it, and no digit of it is lost."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.documents.sheets.number_format import exact_number, plain_number, shown_number, shown_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("12.5", "0.00", "12.50"),
        ("1234", "#,##0", "1,234"),
        ("-1234567.5", "#,##0.00", "-1,234,567.50"),
        ("0.13", "0%", "13%"),
        ("0.125", "0.00%", "12.50%"),
        ("44260", "yyyy-mm-dd", "2021-03-05"),
        ("44260.75", "yyyy/m/d h:mm", "2021/3/5 18:00"),
        ("44260", '[$-804]yyyy"年"m"月"d"日";@', "2021年3月5日"),
        ("44260", "d-mmm-yy", "5-Mar-21"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("12", '0"件"', "12件"),
        ("12", 'General"件"', "12件"),
        ("1234", "G/通用格式", "1234"),
        ("-1234", "#,##0_);[Red](#,##0)", "(1,234)"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("5", "[<10]0.0;0", "5.0"),
        ("50", "[<10]0.0;0", "50"),
        ("7", "000", "007"),
        ("1500", "0.0E+00", "1.5E+03"),
        ("2021", "@", "2021"),
        ("0", "General", "0"),
    ],
)
def test_a_number_is_shown_through_its_format(stored: str, code: str, shown: str) -> None:
    assert shown_number(stored, code)[:2] == (shown, "")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0.30000000000000004", "0.3"),
        ("7730.2799999999997", "7730.28"),
        ("1.1000000000000001E-2", "0.011"),
        ("1E+21", "1000000000000000000000"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_the_noise_of_binary_fractions_is_not_read(stored: str, shown: str) -> None:
    assert shown_number(stored, "General")[:2] == (shown, "")


@pytest.mark.parametrize(
    ("stored", "code", "shown", "kept"),
    [
        ("12.504", "0.00", "12.50", "12.504"),
        ("0.1274", "0%", "13%", "0.1274"),
        ("1234567", "#,##0,", "1,235", "1234567"),
        ("2.5", "0", "3", "2.5"),
        ("-2.5", "0", "-3", "-2.5"),
        ("0", "0;-0;;@", "", "0"),
        ("0", "#,###", "", "0"),
        ("0", ACCOUNTING, "-", "0"),
        ("5", '"many"', "many", "5"),
    ],
)
def test_where_a_format_shows_less_the_stored_number_is_kept_beside_it(
    stored: str, code: str, shown: str, kept: str
) -> None:
    assert shown_number(stored, code)[:2] == (shown, kept)


@pytest.mark.parametrize("code", ["# ?/?", "000-0000", "##0.0E+0", "0.0.0"])
def test_a_format_that_is_not_understood_shows_all_digits(code: str) -> None:
    assert shown_number("1234.5", code)[:2] == ("1234.5", "")


@pytest.mark.parametrize("stored", ["60", "-1", "2958466"])
def test_a_number_that_is_no_date_stays_a_number(stored: str) -> None:
    assert shown_number(stored, "yyyy-mm-dd").text == stored


def test_days_are_counted_from_1904_where_the_file_says_so() -> None:
    assert shown_number("42798", "yyyy-mm-dd", from_1904=True).text == "2021-03-05"


def test_a_text_is_shown_through_the_section_for_texts_alone() -> None:
    assert shown_text("a", "0;0;0;@") == "a"
    assert shown_text("a", '0;0;0;"No. "@') == "No. a"
    assert shown_text("a", ";;;") == ""
    assert shown_text("a", "0.00") == "a"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2))
def test_two_places_show_every_amount_exactly(amount: Decimal) -> None:
    shown = shown_number(repr(float(amount)), "#,##0.00")
    assert Decimal(shown.text.replace(",", "")) == amount
    assert shown.stored == ""


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_shown_number_is_never_further_off_than_its_fifteenth_digit(value: float) -> None:
    assume(value == 0 or abs(value) > 1e-290)
    exact = exact_number(repr(value))
    assert exact is not None
    assert abs(exact - Decimal(value)) <= abs(Decimal(value)) * Decimal("1e-14")
    assert Decimal(plain_number(exact)) == exact


@given(st.text(alphabet='0#?.,%E+-;"_*\\[]<>=mdyhs年 @/', max_size=20), st.integers(-(10**6), 10**6))
def test_any_format_shows_something_without_failing(code: str, number: int) -> None:
    shown = shown_number(str(number), code)
    assert shown.text or shown.stored

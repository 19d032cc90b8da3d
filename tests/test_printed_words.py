"""The words of dates and numbers are the same whether values are read or looked for."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.readers.open_layout.calendar_dates import date_in, time_in
from extractor.readers.open_layout.open_words import changes_number, open_words
from extractor.readers.open_layout.printed_figures import figure_in, number_of
from extractor.readers.record.printed_dates import months
from extractor.readers.record.printed_numbers import DecimalMark, value_of
from tests.house import ROOT

READERS = ROOT / "extractor" / "readers"


def words_in(path: Path) -> set[str]:
    sections = tomllib.loads(path.read_text("utf-8"))
    lists = [names for each in sections.values() for names in each.values() if isinstance(names, list)]
    return {word for names in lists for word in names if isinstance(word, str)}


def test_names_of_months_stand_in_one_file() -> None:
    assert not words_in(READERS / "open_layout" / "open_words.toml") & set(months())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 Mär 2024", "2024-03-05"),
        ("12 marca 2020", "2020-03-12"),
        ("5. ledna 2021", "2021-01-05"),
        ("2024年3月5日", "2024-03-05"),
        ("3rd day of March 2020", "2020-03-03"),
    ],
)
def test_a_date_is_read_in_every_language_in_which_one_is_looked_for(text: str, day: str) -> None:
    found = date_in(text, "")
    assert found is not None
    assert date.fromisoformat(found.value) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "year"), [("31.12.98", 1998), ("31.12.70", 1970), ("31.12.69", 2069), ("31.12.24", 2024)]
)
def test_two_figures_of_a_year_are_of_the_same_century_everywhere(text: str, year: int) -> None:
    found = date_in(text, "")
    assert found is not None
    assert found.value == f"{year}-12-31"


def test_words_of_the_halves_of_a_day_are_those_of_records() -> None:
    assert [time_in(each) for each in ("1.45 a.m.", "1:45 p.m.", "12:00 am")] == ["01:45:00", "13:45:00", "00:00:00"]


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("digits", ["1,234.5", "1.234,5", "12,34,567", "1234.567", "1,23,456.7", "12.345.678", "1.2.3"])
def test_digits_say_one_number_whether_it_is_read_or_looked_for(digits: str, mark: DecimalMark) -> None:
    figure = figure_in(digits)
    assert figure is not None
    assert number_of(figure, mark)[0] == value_of(digits, mark)


def test_a_number_that_shows_its_mark_is_none_under_the_other() -> None:
    figure = figure_in("0.123")
    assert figure is not None
    assert number_of(figure, ",") == (None, False)
    assert number_of(figure, "") == (Decimal("0.123"), False)


def test_words_of_scale_change_a_number_and_measures_do_not() -> None:
    assert all(changes_number(each, False) for each in ("Mio.", "lakh", "dozen", "千万", "тыс", "milhões", "CR"))
    assert not any(changes_number(each, False) for each in ("mm", "h", "s", "Stk", "kg"))
    assert changes_number("mm€", False)
    assert {"y", "ja", "sim"} <= open_words().yes

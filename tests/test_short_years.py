"""Years of two figures: whose century is plain, and whose is not."""

import pytest

from extractor.readers.open_layout.calendar_dates import CalendarDate, date_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01-Apr-24", CalendarDate("2024-04-01")),
        ("3 May 07", CalendarDate("2007-05-03")),
        ("31/12/88", CalendarDate("1988-12-31")),
        ("31.12.39", CalendarDate("2039-12-31")),
        ("31.12.55", CalendarDate("2055-12-31", "1955-12-31")),
        ("12-Oct-61", CalendarDate("2061-10-12", "1961-10-12")),
        ("31/12/1955", CalendarDate("1955-12-31")),
    ],
)
def test_a_year_of_two_figures_is_of_the_century_that_is_plain_or_of_either(text: str, expected: CalendarDate) -> None:
    assert date_in(text, "day") == expected

"""What the rest of the page says of a line that is in doubt. The recogniser shows what the tests tell it to show."""

import pytest

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import PrintedPage
from extractor.documents.page.ruling import PageTurn, Rules
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.specks import settled_words
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.evidence import DoubtKind, doubt
from specimens.scripted_recogniser import FOOT, Shown, read_column, read_table, shown

DOUBTS = (doubt(DoubtKind.VIEWS_DIFFER),)
NUMBERS = ("3", "17", "20")


def texts(lines: list[ViewedLine]) -> list[str]:
    return [line.text for line in lines]


def clear(lines: list[ViewedLine]) -> list[bool]:
    return [line.clear for line in lines]


def kinds(line: ViewedLine) -> set[DoubtKind]:
    return {each.kind for each in line.doubts}


def last(*cells: str | Shown) -> ViewedLine:
    """What the last line of a column says."""
    return read_column(*cells)[-1]


# Points and commas.

POINTED = shown("1.698", "1.698", "1,698")


def test_a_point_is_a_comma_in_a_column_of_thousands_and_stays_in_doubt() -> None:
    told = last("1,234", "22,100", "4,001", POINTED)
    assert told.text == "1,698"
    assert DoubtKind.POINT_AS_COMMA in kinds(told)
    assert told.alternatives[0] == "1.698"


@pytest.mark.parametrize("others", [("1,234", "22,100", "4,001", "3.5"), ("123", "221")])
def test_a_point_stays_one_where_the_column_prints_decimals_or_no_thousands(others: tuple[str, ...]) -> None:
    assert last(*others, POINTED).text == "1.698"


def test_a_point_that_is_clear_stays_one_among_thousands() -> None:
    assert last("1,234", "22,100", "4,001", "36.9").text == "36.9"


def test_a_point_in_doubt_is_dropped_in_a_column_of_whole_numbers_and_stays_in_doubt() -> None:
    speck = shown("36.9", "369", printed="369")
    told = last("12", "7", "401", speck)
    assert told.text == "369"
    assert DoubtKind.POINT_LEFT_OUT in kinds(told)
    assert told.alternatives[0] == "36.9"
    assert last("12", "7", "40.1", speck).text == "36.9"
    assert last("12", "7", speck).text == "36.9"


# Shares.


def test_a_number_without_a_sign_in_a_column_of_shares_is_in_doubt_and_has_it_if_a_view_shows_it() -> None:
    told = read_column("18.2%", "7.1%", "9.4%", shown("17.2[8%]"), "30.0")
    assert texts(told[3:]) == ["17.2%", "30.0"]
    assert [kinds(line) for line in told[3:]] == [{DoubtKind.PERCENT_MISSING}] * 2
    assert told[3].alternatives[0] == "17.28"
    assert clear(told[:3]) == [True] * 3


@pytest.mark.parametrize(
    "cells",
    [
        ("18.25", "7.1%", "9.45", "17.28"),
        ("91.2%", "51.08", "57.68", "98.97", "5.93"),
        ("91.2%", "51.0%", "57.6", "98.9", "5.9", "2.1"),
    ],
)
def test_a_column_of_decimals_with_a_share_or_two_keeps_them(cells: tuple[str, ...]) -> None:
    told = read_column(*cells)
    assert texts(told) == [*cells]
    assert all(clear(told))


def test_decimals_that_are_all_the_same_digit_are_signs_of_percent() -> None:
    told = read_column("91.2%", "51.08", "57.68", "98.98", "5.98")
    assert texts(told) == ["91.2%", "51.0%", "57.6%", "98.9%", "5.9%"]
    assert [kinds(line) for line in told] == [set(), *[{DoubtKind.SAME_DECIMAL}] * 4]
    assert told[1].alternatives[0] == "51.08"


def test_decimals_that_are_all_the_same_digit_are_in_doubt_where_no_share_is_seen() -> None:
    told = read_column("91.28", "51.08", "57.68", "98.98", "5.98")
    assert texts(told) == ["91.28", "51.08", "57.68", "98.98", "5.98"]
    assert [kinds(line) for line in told] == [{DoubtKind.SAME_DECIMAL}] * 5


def test_decimals_that_shares_do_not_have_are_in_doubt() -> None:
    assert clear(read_column("91.2%", "51.0%", "57.68", "98.91", "5.93")) == [True, True, False, False, False]


def test_a_sign_of_percent_that_was_read_as_two_digits_is_one_among_shares() -> None:
    told = read_column("91.2%", "51.0%", "7.4%", "62.196", "30.95")
    assert texts(told[3:]) == ["62.1%", "30.9%"]
    assert all({DoubtKind.PERCENT_MISSING, DoubtKind.MORE_DECIMALS} <= kinds(line) for line in told[3:])
    assert told[3].alternatives[0] == "62.196"


def test_a_sign_of_percent_is_not_made_up_where_shares_have_different_decimals() -> None:
    told = read_column("91.2%", "51.04%", "7.4%", "62.196", "8.1%")[3]
    assert told.text == "62.196"
    assert DoubtKind.PERCENT_MISSING in kinds(told)
    assert DoubtKind.MORE_DECIMALS not in kinds(told)


def test_a_sign_of_percent_among_shares_without_decimals() -> None:
    told = last("45%", "50%", "12%", "13%", "45.8")
    assert told.text == "45%"
    assert {DoubtKind.PERCENT_MISSING, DoubtKind.MORE_DECIMALS} <= kinds(told)


# Numbers and what is none.


def test_a_letter_below_numbers_is_read_again_as_a_number_and_one_above_is_not() -> None:
    lettered = shown("[っ4]", "4", printed="4")
    told = read_column(lettered, "1", "2", "3", lettered)
    assert texts(told) == ["っ", "1", "2", "3", "4"]
    assert DoubtKind.READ_AS_LETTERS in kinds(told[-1])
    assert texts(read_column("1", "2", lettered)) == ["1", "2", "っ"]


def test_signs_in_a_column_of_numbers_are_unreadable_rather_than_a_label() -> None:
    told = read_column("1", "2", "3", shown(")", "))", printed="7"), "4", "5")
    assert texts(told) == ["1", "2", "3", UNREADABLE, "4", "5"]
    assert told[3].alternatives[0] == ")"
    assert DoubtKind.NOT_A_NUMBER in kinds(told[3])


def test_signs_alone_are_unreadable_wherever_they_stand() -> None:
    told = read_column("axbx", "bcab", shown(")", printed="7"))
    assert texts(told) == ["axbx", "bcab", UNREADABLE]
    assert DoubtKind.SIGNS_ALONE in kinds(told[2])


def test_digits_and_letters_among_numbers_are_unreadable_if_in_doubt() -> None:
    garbled = shown("20ー0~っ", "20ー0っ", printed="20400")
    told = read_column("1", "2", "3", garbled, "4")
    assert told[3].text == UNREADABLE
    assert told[3].alternatives[0] == "20ー0っ"
    assert read_column("axbx", "bcab", garbled)[2].text == "20ー0っ"


def test_a_clear_word_among_numbers_stays_a_word() -> None:
    assert read_column("1", "2", "3", "Nil", "4")[3].text == "Nil"
    assert read_column("1", "2", "3", shown("na", printed="nnn"), "4")[3].text == "na"


# Minus.


def test_a_minus_in_doubt_where_no_number_has_one_is_a_speck() -> None:
    speck = shown("-5", "5", "-5", "-5")
    told = last(*NUMBERS, speck)
    assert told.text == "5"
    assert {DoubtKind.VIEWS_DIFFER, DoubtKind.MINUS_LEFT_OUT} <= kinds(told)
    assert told.alternatives[0] == "-5"
    assert last("3", "-17", "20", speck).text == "-5"


def test_a_minus_that_is_clear_stays() -> None:
    told = last(*NUMBERS, "-5")
    assert (told.text, told.clear) == ("-5", True)


def test_the_only_number_below_zero_of_many_is_in_doubt() -> None:
    numbers = [str(number) for number in range(20, 32)]
    told = read_column(*numbers, "-188,368")
    assert clear(told) == [*[True] * 12, False]
    assert kinds(told[-1]) == {DoubtKind.LONE_MINUS}
    assert told[-1].alternatives[0] == "188,368"
    assert all(clear(read_column(*numbers[1:], "-7", "-188,368")))
    assert all(clear(read_column("2", "3", "-4")))


# Specks.


MANY = ("12", "345", "6", "789", "1234", "560", "71", "223")
"""So many numbers tell how high a number is."""
LOW = (480, FOOT - 8, 490, FOOT)
"""Half as high as a digit, far from what is printed in the cell."""


def column_with(cell: Shown, under: str | Shown = "") -> list[str]:
    """The last two lines of a page whose last cell, or the line under its table, is given."""
    return texts(read_table(*([number] for number in MANY), [cell], wide=520, under=under))[-2:]


def test_specks_count_only_where_they_may_be_all_that_is_left_of_a_number() -> None:
    alone = last(*MANY, shown("5", printed=" ", blots=((60, FOOT - 8, 70, FOOT),)))
    assert alone.text == UNREADABLE
    assert DoubtKind.SPECKS_ALONE in kinds(alone)
    assert column_with(shown("5", printed=" ", blots=(LOW,))) == ["223", UNREADABLE]
    long = "1,234,567,890,123,456,789,012"
    assert column_with(shown(long, x=20, blots=(LOW,))) == [long, ""]
    assert column_with(shown("41"), under=shown("345", blots=(LOW,))) == ["345", ""]


def test_a_stroke_longer_than_any_dash_is_left_of_a_rule() -> None:
    for wide, said in ((15, "-"), (50, "")):
        told = read_table(["12"], [shown("-", art="#" * wide, below=-4)], ["34"])
        assert texts(told) == ["12", said, "34"]


# Writing.

RECORDS = "Records Office"


def test_specks_are_settled_by_what_the_page_says_clearly() -> None:
    told = read_column(RECORDS, shown("Reċords Office.", printed=RECORDS), "axb", shown("Harbor Office.", RECORDS))
    assert told[1].text == RECORDS
    assert told[1].clear
    assert told[1].doubts
    assert (told[3].text, told[3].clear) == ("Harbor Office.", False)


def test_letters_are_the_same_large_and_small_only_where_they_look_alike() -> None:
    assert read_column("Received", shown("RECEIVED,", "RECEIVED,"), "axb")[1].text == "RECEIVED,"
    told = read_column(RECORDS, shown("Records office.~", "Records office.~"), "axb")
    assert told[1].text == RECORDS


def test_what_is_more_than_specks_is_settled_by_nothing() -> None:
    told = read_column(RECORDS, shown("Harbor~ Office.", "Records Office."), "axb")
    assert (told[1].text, told[1].clear) == ("Harbor Office.", False)


def test_a_name_in_doubt_is_settled_where_the_page_says_exactly_that_clearly() -> None:
    doubtful = shown("Records Off~ice", "Rec0rds Office")
    assert read_column(RECORDS, doubtful, "axb")[1].clear
    assert read_column("Harbor Office", doubtful, "axb")[1].clear is False


def test_a_name_in_doubt_between_two_that_the_page_says_stays_in_doubt() -> None:
    told = read_column("North Region", "South Region", shown("North~ Region", "South Region"), "axb")
    assert clear(told) == [True, True, False, True]


def test_numbers_settle_no_numbers() -> None:
    told = read_column("No. 12345", shown("No. 1234~5", "No. 12346"), "axb")
    assert clear(told) == [True, False, True]


def test_a_line_of_writing_is_in_doubt_and_keeps_what_another_view_shows() -> None:
    told = read_column(shown("Canal Safety (CSC~)", "Canal Safety (CSO)"), "axb")[0]
    assert kinds(told) == {DoubtKind.VIEWS_DIFFER, DoubtKind.CHARACTER_GUESSED}
    assert told.alternatives == ("Canal Safety (CSO)",)


def test_words_of_a_line_are_in_doubt_one_by_one() -> None:
    told = read_column(shown("Canal Safety (CSC~)", "Canal Safety (CSO)"), "axb")[0]
    assert [bool(word) for word in told.words] == [False, False, True]


def test_a_line_whose_spaces_are_in_doubt_is_so_in_every_word() -> None:
    told = read_column(shown("Canal SafetyBoard", printed="Canal Safety Board"), "axb")[0]
    assert kinds(told) == {DoubtKind.SPACE_LOST}
    assert told.words == ()


def test_accents_are_specks_on_a_page_that_has_hardly_any_and_letters_on_one_that_has_many() -> None:
    english = read_column(*["North Region"] * 8, "Inspector Géneral")
    assert clear(english) == [*[True] * 8, False]
    assert kinds(english[-1]) == {DoubtKind.ACCENTS_STRANGE}
    assert all(clear(read_column("Région Nord", "équipement", "Total")))


def page(*words: PageWord) -> PrintedPage:
    return PrintedPage(1, 600, 800, PageTurn(0, 600, 800), words, Rules((), ()), method="scan")


def words(*texts: str) -> list[PageWord]:
    return [PageWord(text, 0, 0, 50, 10, 9, "rapidocr") for text in texts]


def speckled(text: str) -> PageWord:
    return PageWord(text, 0, 0, 50, 10, 9, "rapidocr", DOUBTS, specks=True)


def test_a_word_is_settled_by_another_page() -> None:
    _, second = settled_words([page(*words("Headquarters")), page(speckled("Headquarters."))])
    assert second.words[0].text == "Headquarters"
    assert second.words[0].clear


def test_two_clear_words_with_the_same_letters_settle_nothing() -> None:
    (told,) = settled_words([page(*words("Unit-A4", "UnitA4"), speckled("Unit.A4"))])
    assert told.words[2].text == "Unit.A4"


def test_a_word_that_stands_once_and_differs_by_a_letter_from_one_that_stands_often_is_in_doubt() -> None:
    (told,) = settled_words([page(*words("General", "General", "Gencral", "Federal"))])
    assert [word.clear for word in told.words] == [True, True, False, True]
    assert told.words[2].alternatives == ("General",)
    assert [each.kind for each in told.words[2].doubts] == [DoubtKind.ONE_LETTER_OFF]

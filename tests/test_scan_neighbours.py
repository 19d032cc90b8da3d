"""What the rest of the page says of a line that is in doubt."""

from dataclasses import replace

import numpy as np

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import PrintedPage
from extractor.documents.page.ruling import PageTurn, Rules
from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.neighbours import (
    UNREADABLE,
    among_figures,
    numbers_or_nothing,
    with_commas,
    with_percents,
    without_minus,
    without_points,
    without_specks,
)
from extractor.documents.scan.numbers.specks import settled_words
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.numbers.writing import said, settled_lines
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind, doubt
from extractor.evidence import settled as slight

DOUBTS = (doubt(DoubtKind.VIEWS_DIFFER),)


def column(count: int) -> list[PrintSpot]:
    return [
        PrintSpot(
            PixelBox(10, 40 * row, 24, 40 * row + 16),
            PixelBox(0, 40 * row, 90, 40 * row + 40),
            16,
            (1,),
            (),
            True,
            (0, 1),
        )
        for row in range(count)
    ]


def seen(*texts: str) -> list[ViewedLine]:
    """Texts; a question mark behind one says that it is in doubt."""
    return [ViewedLine(text.rstrip("?"), DOUBTS if text.endswith("?") else ()) for text in texts]


def added(line: ViewedLine) -> list[DoubtKind]:
    """What speaks against a line beside what did before."""
    return [each.kind for each in line.doubts if each not in DOUBTS]


def texts(lines: list[ViewedLine]) -> list[str]:
    return [line.text for line in lines]


def is_number(text: str) -> bool:
    return text.replace(",", "").isdigit()


def test_a_point_is_a_comma_in_a_column_of_thousands_and_stays_in_doubt() -> None:
    told = with_commas(column(4), seen("1,234", "22,100", "1,698?".replace(",", "."), "4,001"))
    assert (told[2].text, added(told[2]), told[2].alternatives) == ("1,698", [DoubtKind.POINT_AS_COMMA], ("1.698",))


def test_a_point_stays_one_where_the_column_prints_decimals() -> None:
    told = with_commas(column(5), seen("1,234", "22,100", "1.698?", "4,001", "3.5"))
    assert told[2].text == "1.698"


def test_a_number_without_a_sign_in_a_column_of_shares_is_in_doubt_and_has_it_if_a_view_shows_it() -> None:
    lines = seen("18.2%", "7.1%", "9.4%", "17.28", "30.0")
    missing = [DoubtKind.PERCENT_MISSING]
    lines[3] = ViewedLine("17.28", (), ("17.2%",))
    told = with_percents(column(5), lines)
    assert [(line.text, added(line)) for line in told[3:]] == [("17.2%", missing), ("30.0", missing)]
    assert told[3].alternatives[0] == "17.28"


def test_a_column_of_decimals_with_a_share_or_two_keeps_them() -> None:
    lines = seen("18.25", "7.1%", "9.45", "17.28")
    assert with_percents(column(4), lines) == lines


def test_a_letter_below_numbers_is_read_again_as_a_number_and_one_above_is_not() -> None:
    found = among_figures(column(5), ["é", "1", "2", "3", "à"], [False, True, True, True, False])
    assert found == [4]


def test_signs_in_a_column_of_numbers_are_unreadable_rather_than_a_label() -> None:
    told = numbers_or_nothing(column(7), seen("1", "2", "3", ")?", "q?", "4", "5"), is_number)
    assert texts(told) == ["1", "2", "3", UNREADABLE, UNREADABLE, "4", "5"]
    assert told[3].alternatives == (")",)
    assert [added(line) for line in told[3:5]] == [[DoubtKind.NOT_A_NUMBER]] * 2


def test_digits_and_letters_among_numbers_are_unreadable_if_in_doubt() -> None:
    told = numbers_or_nothing(column(5), seen("1", "2", "3", "20ー0っ?", "4"), is_number)
    assert (told[3].text, told[3].alternatives) == (UNREADABLE, ("20ー0っ",))


def test_a_clear_word_among_numbers_stays_a_word() -> None:
    assert texts(numbers_or_nothing(column(5), seen("1", "2", "3", "na", "4"), is_number))[3] == "na"


def speckled(text: str) -> ViewedLine:
    return ViewedLine(text, DOUBTS, (), True)


def test_specks_are_settled_by_what_the_page_says_clearly() -> None:
    lines = settled_lines([ViewedLine("Records Office"), speckled("Reċords Office."), speckled("Harbor Office.")])
    assert [(line.text, line.doubts) for line in lines] == [
        ("Records Office", ()),
        ("Records Office", slight(DOUBTS)),
        ("Harbor Office.", DOUBTS),
    ]


def test_letters_are_the_same_large_and_small_only_where_they_look_alike() -> None:
    lines = settled_lines([ViewedLine("Received"), speckled("RECEIVED,"), ViewedLine("Harbor Office")])
    assert lines[1].text == "RECEIVED,"
    assert settled_lines([ViewedLine("Records Office"), speckled("Records office.")])[1].text == "Records Office"


def test_what_is_more_than_specks_is_settled_by_nothing() -> None:
    assert settled_lines([ViewedLine("Records Office"), ViewedLine("Records Office.", DOUBTS)])[1].doubts == DOUBTS


def test_a_name_in_doubt_is_settled_where_the_page_says_exactly_that_clearly() -> None:
    doubtful = ViewedLine("Records Office", DOUBTS, ("Rec0rds Office",))
    assert settled_lines([ViewedLine("Records Office"), doubtful])[1].clear
    assert settled_lines([ViewedLine("Harbor Office"), doubtful])[1].doubts == DOUBTS


def test_a_name_in_doubt_between_two_that_the_page_says_stays_in_doubt() -> None:
    lines = [
        ViewedLine("North Region"),
        ViewedLine("South Region"),
        ViewedLine("North Region", DOUBTS, ("South Region",)),
    ]
    assert settled_lines(lines)[2].doubts == DOUBTS


def test_numbers_settle_no_numbers() -> None:
    assert settled_lines([ViewedLine("No. 12345"), ViewedLine("No. 12345", DOUBTS)])[1].doubts == DOUBTS


def test_a_point_in_doubt_is_dropped_in_a_column_of_whole_numbers_and_stays_in_doubt() -> None:
    told = without_points(column(4), seen("12", "7", "36.9?", "401"))
    assert (told[2].text, added(told[2]), told[2].alternatives) == ("369", [DoubtKind.POINT_LEFT_OUT], ("36.9",))
    assert without_points(column(4), seen("1.2", "7", "36.9?", "401"))[2].text == "36.9"


def reading(text: str, *unsure: int) -> CtcReading:
    sure = tuple(0.3 if at in unsure else 0.99 for at in range(len(text)))
    return CtcReading(text, min(sure), tuple(range(len(text))), min(sure), sure)


def test_words_of_a_line_are_in_doubt_one_by_one() -> None:
    told = said(reading("Canal Safety (CSC)", 14), reading("Canal Safety (CSO)"), 2)
    differ, guessed = DoubtKind.VIEWS_DIFFER, DoubtKind.CHARACTER_GUESSED
    assert [each.kind for each in told.doubts] == [differ, guessed]
    assert [[each.kind for each in word] for word in told.words] == [[], [], [differ, guessed]]
    assert told.alternatives == ("Canal Safety (CSO)",)


def test_a_line_whose_spaces_are_in_doubt_is_so_in_every_word() -> None:
    told = said(reading("Canal SafetyBoard"), reading("Canal SafetyBoard"), 2)
    assert ([each.kind for each in told.doubts], told.words) == ([DoubtKind.SPACE_LOST], ())


def test_accents_are_specks_on_a_page_that_has_hardly_any_and_letters_on_one_that_has_many() -> None:
    english = [ViewedLine("North Region")] * 8 + [ViewedLine("Inspector Géneral")]
    french = [ViewedLine("Région Nord"), ViewedLine("Équipement"), ViewedLine("Total")]
    assert added(settled_lines(english)[-1]) == [DoubtKind.ACCENTS_STRANGE]
    assert settled_lines(french) == french


def page(*words: PageWord) -> PrintedPage:
    return PrintedPage(1, 600, 800, PageTurn(0, 600, 800), words, Rules((), ()), method="scan")


def test_a_word_is_settled_by_another_page() -> None:
    clear = PageWord("Headquarters", 0, 0, 50, 10, 9, "rapidocr")
    doubtful = PageWord("Headquarters.", 0, 0, 50, 10, 9, "rapidocr", DOUBTS, specks=True)
    _, second = settled_words([page(clear), page(doubtful)])
    assert (second.words[0].text, second.words[0].clear) == ("Headquarters", True)


def test_two_clear_words_with_the_same_letters_settle_nothing() -> None:
    words = [PageWord(text, 0, 0, 50, 10, 9, "rapidocr") for text in ("Unit-A4", "UnitA4")]
    doubtful = PageWord("Unit.A4", 0, 0, 50, 10, 9, "rapidocr", DOUBTS, specks=True)
    (told,) = settled_words([page(*words, doubtful)])
    assert told.words[2].text == "Unit.A4"


def test_a_word_that_stands_once_and_differs_by_a_letter_from_one_that_stands_often_is_in_doubt() -> None:
    words = [PageWord(text, 0, 0, 50, 10, 9, "rapidocr") for text in ("General", "General", "Gencral", "Federal")]
    (told,) = settled_words([page(*words)])
    assert [word.clear for word in told.words] == [True, True, False, True]
    assert told.words[2].alternatives == ("General",)
    assert told.words[2].doubts == (doubt(DoubtKind.ONE_LETTER_OFF, "Gencral", "General"),)


def test_a_minus_in_doubt_where_no_number_has_one_is_a_speck() -> None:
    doubtful = ViewedLine("-5", DOUBTS, ("5", ".5"))
    found = without_minus(column(4), [*seen("3", "17", "0"), doubtful])[-1]
    assert (found.text, added(found), found.alternatives) == ("5", [DoubtKind.MINUS_LEFT_OUT], ("-5", ".5"))
    assert without_minus(column(4), [*seen("3", "-17", "0"), doubtful])[-1] is doubtful
    clear = ViewedLine("-5", (), ("5",))
    assert without_minus(column(1), [clear]) == [clear]


def specked(count: int, wide: int = 3) -> tuple[Marks, list[PrintSpot]]:
    """Lines of one mark each, one below the other, in a column."""
    ink = np.zeros((40 * count, 120), np.uint8)
    for row in range(count):
        ink[40 * row + 10 : 40 * row + 12, 5 : 5 + wide] = 255
    marks = Marks.of(ink)
    spots = [replace(spot, line=marks.around([at]), marks=(at,)) for at, spot in enumerate(column(count), 1)]
    return marks, [replace(spot, row=(0, at)) for at, spot in enumerate(spots)]


def test_specks_count_only_where_they_may_be_all_that_is_left_of_a_number() -> None:
    marks, spots = specked(3)
    beside = replace(spots[1], row=spots[0].row, area=spots[0].area)
    outside = replace(spots[2], row=None, column=None)
    lines = seen("Total", "\ufffd?", "\ufffd?")
    assert texts(without_specks(marks, spots, lines, {1, 2})) == ["Total", "\ufffd", "\ufffd"]
    assert texts(without_specks(marks, [spots[0], beside, outside], lines, {1, 2})) == ["Total", "", ""]


def test_a_stroke_longer_than_any_dash_is_left_of_a_rule() -> None:
    for wide, said_ in ((30, "-"), (100, "")):
        marks, spots = specked(1, wide)
        assert texts(without_specks(marks, spots, seen("-"), set())) == [said_]


def test_decimals_that_are_all_the_same_digit_are_signs_of_percent() -> None:
    found = with_percents(column(5), seen("91.2%", "51.08", "57.68", "98.98", "5.98"))
    assert texts(found) == ["91.2%", "51.0%", "57.6%", "98.9%", "5.9%"]
    assert [added(each) for each in found] == [[], *[[DoubtKind.SAME_DECIMAL]] * 4]
    assert found[1].alternatives[0] == "51.08"
    mixed = seen("91.2%", "51.08", "57.68", "98.97", "5.93")
    assert with_percents(column(5), mixed) == mixed
    unsigned = with_percents(column(5), seen("91.28", "51.08", "57.68", "98.98", "5.98"))
    assert [(each.text[-1], added(each)) for each in unsigned] == [("8", [DoubtKind.SAME_DECIMAL])] * 5


def test_the_only_number_below_zero_of_many_is_in_doubt() -> None:
    numbers = [*(str(number) for number in range(20, 32)), "-188,368"]
    found = without_minus(column(13), seen(*numbers))
    assert [added(each) for each in found] == [*[[]] * 12, [DoubtKind.LONE_MINUS]]
    assert found[-1].alternatives == ("188,368",)
    several = seen(*numbers[1:], "-7")
    assert without_minus(column(13), several) == several
    assert without_minus(column(3), seen("2", "3", "-4")) == seen("2", "3", "-4")


def test_decimals_that_shares_do_not_have_are_in_doubt() -> None:
    found = with_percents(column(5), seen("91.2%", "51.0%", "57.68", "98.91", "5.93"))
    assert [each.clear for each in found] == [True, True, False, False, False]
    amounts = seen("91.2%", "51.0%", "57.6", "98.9", "5.9", "2.1")
    assert with_percents(column(6), amounts) == amounts


def test_a_sign_of_percent_that_was_read_as_two_digits_is_one_among_shares() -> None:
    found = with_percents(column(5), seen("91.2%", "51.0%", "7.4%", "62.196", "30.95"))
    assert texts(found) == ["91.2%", "51.0%", "7.4%", "62.1%", "30.9%"]
    assert [added(each) for each in found[3:]] == [[DoubtKind.PERCENT_MISSING, DoubtKind.MORE_DECIMALS]] * 2
    assert found[3].alternatives[0] == "62.196"


def test_a_sign_of_percent_is_not_made_up_where_shares_have_different_decimals() -> None:
    found = with_percents(column(5), seen("91.2%", "51.04%", "7.4%", "62.196", "8.1%"))
    assert (found[3].text, added(found[3])) == ("62.196", [DoubtKind.PERCENT_MISSING])


def test_a_sign_of_percent_among_shares_without_decimals() -> None:
    found = with_percents(column(5), seen("45%", "50%", "12%", "13%", "45.8"))
    assert (found[4].text, added(found[4])) == ("45%", [DoubtKind.PERCENT_MISSING, DoubtKind.MORE_DECIMALS])

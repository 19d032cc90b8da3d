"""Labels, headings, units and years that say more than those of the form."""

import re

import pytest

from extractor.readers.layout.claims import span_around
from extractor.readers.qualified import qualifier_of
from extractor.schemas.form import Label
from extractor.schemas.units import stated_unit, unit_words


@pytest.mark.parametrize(
    ("language", "label", "printed"),
    [
        ("en", "Day tickets", "Day tickets (prior year)"),
        ("en", "Day tickets", "Day tickets (estimated)"),
        ("en", "Day tickets", "Day tickets in per cent"),
        ("en", "Day tickets", "of which Day tickets"),
        ("en", "Season 2019", "Season 2019 to June"),
        ("en", "Season 2019", "Season 2019 (first half)"),
        ("en", "Last year", "Last year (budgeted)"),
        ("en", "Net result", "Net result before tax"),
        ("zh", "玉米", "其中：玉米"),
        ("zh", "（一）予以公开", "（一）予以公开（上年同期）"),
        ("zh", "2019年入库量", "2019年入库量（上半年）"),
        ("zh", "2019年入库量", "2019年入库量（1－6月）"),
        ("zh", "玉米", "玉米（千）"),
        ("zh", "玉米", "玉米占比"),
        ("de", "Kosten", "Kosten (Vorjahr)"),
        ("de", "Fehlalarme", "davon Fehlalarme"),
        ("de", "Einsatzkräfte", "Einsatzkräfte bis Juni"),
        ("fr", "Entrées", "dont Entrées"),
        ("es", "Entradas", "Entradas (año anterior)"),
        ("ja", "宿泊客数", "うち宿泊客数"),
        ("ja", "宿泊客数", "宿泊客数（見込み）"),
    ],
)
def test_a_label_of_a_part_or_of_another_time_is_another_label(language: str, label: str, printed: str) -> None:
    assert qualifier_of(printed, (Label((label,)),), language)


@pytest.mark.parametrize(
    ("language", "label", "printed"),
    [
        ("en", "Day tickets", "Day tickets (if any)"),
        ("en", "Last year", "Last year"),
        ("en", "Visitors aged 60 and over", "Visitors aged 60 and over (both gates)"),
        ("zh", "玉米", "玉米（吨）"),
        ("zh", "（六）其他处理", "（六）其他处理"),
        ("de", "Kosten ohne Nachträge", "Kosten ohne Nachträge"),
        ("ja", "前年計", "前年計"),
        ("xx", "Kalat", "Kalat (arvio)"),
    ],
)
def test_guidance_and_words_of_the_form_itself_say_no_more(language: str, label: str, printed: str) -> None:
    assert not qualifier_of(printed, (Label((label,)),), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "x 1,000"),
        ("en", "Figures in thousands"),
        ("en", "Item, thousand"),
        ("en", "(thousands)"),
        ("de", "Angaben in Tsd."),
        ("de", "in 1.000"),
        ("zh", "数字以千计"),
        ("zh", "（千）"),
        ("zh", "×1000"),
        ("ja", "千単位"),
        ("ja", "（単位：千人）"),
    ],
)
def test_a_scale_over_numbers_that_count_is_no_unit_of_theirs(language: str, text: str) -> None:
    stated = stated_unit(text, {}, unit_words(language))
    assert stated is not None and stated.unknown


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "（十）"), ("en", "Item, other"), ("de", "Art"), ("zh", "单位：件")]
)
def test_other_words_are_no_scale(language: str, text: str) -> None:
    assert stated_unit(text, {}, unit_words(language)) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Attendance return 2019-2020", "2019-2020"),
        ("Attendance return 2019/20", "2019/20"),
        ("Attendance return 2019/2020", "2019/2020"),
        ("Attendance return 2019 – 2021", "2019 – 2021"),
        ("Attendance return 2019", ""),
        ("Attendance return 2019-03-04", ""),
        ("Attendance return 2019, 2020", ""),
    ],
)
def test_one_end_of_a_span_of_years_is_no_year(text: str, span: str) -> None:
    match = re.compile(r"Attendance return (?P<value>\d{4})").search(text)
    assert match is not None
    assert span_around(match) == span

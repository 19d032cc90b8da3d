"""What doubts weigh, what they leave of a place and of its characters, and the words that stores and exports carry."""

import pytest

from extractor.evidence import (
    STORED,
    About,
    DoubtKind,
    Leg,
    Weight,
    capped,
    doubt,
    is_about,
    picture_by,
    record_of,
    settled,
    weighing,
    witnesses,
)
from extractor.evidence.certainty import certainty_of, is_unclear
from extractor.evidence.kinds import KINDS
from extractor.evidence.sentences import SWITCH, speak, spoken

SLIGHT, SERIOUS, DECISIVE = (
    doubt(DoubtKind.LABEL_INEXACT, "x"),
    doubt(DoubtKind.LABEL_TORN),
    doubt(DoubtKind.LABEL_RIVALS, 2),
)
CHARACTERS = doubt(DoubtKind.VIEWS_DIFFER, "12, 17")


def test_the_words_that_stores_and_exports_carry_stay_as_they_are() -> None:
    assert [*Weight] == ["slight", "serious", "decisive"]
    assert [*About] == ["character", "word", "cell", "label", "heading", "place", "state", "value"]
    assert (STORED, picture_by("rapidocr"), record_of("them")) == ("stored", "picture:rapidocr", "record:them")


def test_weights_have_an_order() -> None:
    assert [weight.rank for weight in Weight] == [0, 1, 2]


@pytest.mark.parametrize("kind", DoubtKind)
def test_a_doubt_is_about_something_and_weighs_what_its_kind_weighs(kind: DoubtKind) -> None:
    noted = doubt(kind, 2, "b")
    assert (noted.kind, noted.about, noted.weight, noted.detail) == (kind, *KINDS[kind], ("2", "b"))
    assert noted.about in About


def test_a_place_is_as_certain_as_the_heaviest_doubt_about_it_leaves_it() -> None:
    assert certainty_of([]) == certainty_of([SLIGHT]) == "exact"
    assert certainty_of([SLIGHT, SERIOUS]) == "inferred"
    assert certainty_of([SERIOUS, DECISIVE, SLIGHT]) == "ambiguous"


def test_doubts_about_characters_say_nothing_of_the_place_nor_the_other_way_round() -> None:
    assert (certainty_of([CHARACTERS]), is_unclear([CHARACTERS])) == ("exact", True)
    assert (certainty_of([SERIOUS]), is_unclear([SERIOUS])) == ("inferred", False)
    assert not is_unclear([])


@pytest.mark.parametrize("kind", DoubtKind)
def test_whatever_is_doubted_of_a_label_a_heading_a_place_or_a_state_is_doubted_of_the_place(kind: DoubtKind) -> None:
    noted = doubt(kind)
    of_characters = noted.about in (About.CHARACTER, About.WORD, About.CELL)
    heavy = noted.weight is not Weight.SLIGHT
    assert is_unclear([noted]) is (of_characters and heavy)
    assert (certainty_of([noted]) != "exact") is (heavy and not of_characters and noted.about is not About.VALUE)


def test_characters_that_something_else_bore_out_are_clear_and_their_doubt_stays_noted() -> None:
    (kept,) = settled([CHARACTERS])
    assert (kept.kind, kept.weight, kept.detail) == (CHARACTERS.kind, Weight.SLIGHT, CHARACTERS.detail)
    assert not is_unclear([kept])


def test_a_cap_takes_weight_away_and_adds_none() -> None:
    assert [each.weight for each in capped([SLIGHT, SERIOUS, DECISIVE], Weight.SERIOUS)] == [
        Weight.SLIGHT,
        Weight.SERIOUS,
        Weight.SERIOUS,
    ]


def test_doubts_are_sorted_out_by_what_they_weigh_and_what_they_are_about() -> None:
    every = (SLIGHT, CHARACTERS, SERIOUS, DECISIVE)
    assert weighing(every, Weight.SERIOUS) == (CHARACTERS, SERIOUS, DECISIVE)
    assert weighing(every, Weight.SLIGHT) == every
    assert is_about(every, About.CHARACTER, About.WORD) == (CHARACTERS,)
    assert is_about(every) == ()


def test_more_than_two_that_looked_are_two_and_who_did_not_look_is_none() -> None:
    legs = [Leg("llm", picture_by(name), "") for name in ("one", "two", "three")]
    assert witnesses(legs) == (0, "two")
    assert witnesses([Leg("llm", "", "layout")]) == (1, "none")


@pytest.mark.parametrize(
    ("asked", "language"), [(None, "en"), ("", "en"), ("en", "en"), ("de", "en"), ("zh", "zh"), ("ZH_CN.UTF-8", "zh")]
)
def test_people_are_told_in_the_language_they_asked_for(
    asked: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXTRACTOR_LANG", raising=False)
    if asked is not None:
        monkeypatch.setenv(SWITCH, asked)
    assert spoken() == language
    assert SWITCH == "EXTRACTOR_LANG"


@pytest.mark.parametrize(
    ("asked", "set_before", "locale", "language"),
    [
        ("zh", "", {}, "zh"),
        ("en", "zh", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, "zh", {"LANG": "en_GB.UTF-8"}, "zh"),
        (None, "en", {"LC_ALL": "zh_CN.UTF-8"}, "en"),
        (None, "", {}, "en"),
        (None, "", {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, "", {"LC_ALL": "de_DE", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        (None, "", {"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_GB"}, "zh"),
    ],
)
def test_people_who_ask_for_no_language_are_told_in_that_of_their_terminal(
    asked: str | None, set_before: str, locale: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, set_before)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    speak(asked)
    assert spoken() == language

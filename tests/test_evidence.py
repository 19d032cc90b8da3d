"""Doubts and legs: what speaks against a value, what it stands on, and how both are told."""

import string
from typing import get_args

import pytest
from pydantic import TypeAdapter

from extractor.evidence import (
    STORED,
    Doubt,
    DoubtKind,
    Leg,
    Weight,
    doubt,
    heaviest,
    merged,
    picture_by,
    record_of,
    witnesses,
)
from extractor.evidence.kinds import KINDS
from extractor.evidence.sentences import Language, _sentences, say

LAYOUT = Leg("layout", STORED, "layout")
SCANNED = Leg("layout", picture_by("rapidocr"), "layout")

IN_WORDS = frozenset({DoubtKind.READERS_DIFFER, DoubtKind.RULE_FAILS, DoubtKind.PLACE_REFUTED})
"""Kinds whose details are sentences already, one in each language."""


def fields_of(template: str) -> set[str]:
    """The details that a sentence names."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("kind", DoubtKind)
def test_every_kind_has_a_subject_a_weight_and_sentences_with_the_same_details(kind: DoubtKind) -> None:
    assert KINDS[kind].weight in Weight
    sentences = _sentences()[kind]
    assert set(sentences) == set(get_args(Language))
    if kind in IN_WORDS:
        assert [fields_of(sentences[language]) for language in get_args(Language)] == [{"0"}, {"1"}]
    else:
        assert len({frozenset(fields_of(sentence)) for sentence in sentences.values()}) == 1


def test_a_sentence_holds_the_details_of_its_doubt_in_both_languages() -> None:
    few = doubt(DoubtKind.HEADINGS_FEW, 2, 7)
    assert say(few) == "only 2 of its 7 column headings were found"
    assert say(few, "zh") == "7个列标题只找到2个"


def test_a_sentence_without_its_details_is_still_a_sentence() -> None:
    assert say(doubt(DoubtKind.LABEL_DIFFERS)) == "its label reads “”"


def test_a_doubt_that_was_written_without_details_has_none() -> None:
    written = {"kind": "label_torn", "weight": "serious", "about": "label"}
    assert TypeAdapter(Doubt).validate_python(written) == doubt(DoubtKind.LABEL_TORN)


def test_a_list_of_doubts_grows_and_never_repeats_one() -> None:
    torn, few = doubt(DoubtKind.LABEL_TORN), doubt(DoubtKind.HEADINGS_FEW, 2, 7)
    assert merged([torn], [few, torn]) == (torn, few)


def test_the_heaviest_doubt_weighs_for_all() -> None:
    assert heaviest([]) is None
    assert heaviest([doubt(DoubtKind.LABEL_INEXACT, "x"), doubt(DoubtKind.LABEL_TORN)]) is Weight.SERIOUS


def test_a_reader_that_was_handed_a_place_witnesses_no_second_place() -> None:
    handed = Leg("llm", STORED, "layout")
    assert witnesses([LAYOUT, handed]).places == 1


def test_two_searches_are_two_witnesses_of_a_place() -> None:
    assert witnesses([LAYOUT, Leg("llm", STORED, "llm")]).places == 2


def test_stored_characters_need_no_second_look() -> None:
    assert witnesses([LAYOUT]).digits == "stored"


def test_recognised_characters_are_seen_twice_only_by_two_that_looked() -> None:
    copied = Leg("llm", picture_by("rapidocr"), "layout")
    assert witnesses([SCANNED]).digits == "one"
    assert witnesses([SCANNED, copied]).digits == "one"
    assert witnesses([SCANNED, Leg("llm", picture_by("a model"), "layout")]).digits == "two"


def test_records_from_outside_agree_on_digits_and_witness_one_place_together() -> None:
    legs = [Leg(name, record_of(name), "locator") for name in ("first", "second")]
    assert witnesses(legs) == (1, "two")


def test_nothing_witnesses_nothing() -> None:
    assert witnesses([]) == (0, "none")


@pytest.mark.parametrize(
    ("printed", "columns", "said"),
    [(1, 6, "1 value is printed for 6 columns"), (3, 1, "3 values are printed for 1 column")],
)
def test_a_count_brings_its_noun_along(printed: int, columns: int, said: str) -> None:
    assert say(doubt(DoubtKind.TOO_FEW_VALUES, printed, columns)) == said
    assert say(doubt(DoubtKind.TOO_MANY_VALUES, printed, columns)) == said

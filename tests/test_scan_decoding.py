"""Likelihoods to texts: the search finds what summing over all alignments finds, and views judge each other."""

from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.scan.numbers.decoding import Alphabet, Scored, SignTable, read_greedily, read_signs
from extractor.documents.scan.numbers.views import judge_views, read_tiled
from extractor.evidence import DoubtKind, doubt

SIGNS = ("", "1", "2")
EVERY_TEXT = 3**4
"""Wide enough for all texts of two signs over four steps."""
likelihoods = st.lists(st.lists(st.floats(0.05, 1.0), min_size=3, max_size=3), min_size=1, max_size=4)


def table(*rows: tuple[float, ...]) -> SignTable:
    return np.array(rows, np.float32)


def summed(rows: list[list[float]]) -> dict[str, float]:
    """The likelihood of every text, over all ways to align it with the steps."""
    found: dict[str, float] = {}
    for path in product(range(3), repeat=len(rows)):
        text = "".join(SIGNS[sign] for sign, _ in groupby(path))
        found[text] = found.get(text, 0.0) + float(np.prod([row[sign] for row, sign in zip(rows, path, strict=True)]))
    return found


@given(likelihoods)
def test_a_search_that_drops_nothing_finds_the_likeliest_text(weights: list[list[float]]) -> None:
    rows = [[weight / sum(row) for weight in row] for row in weights]
    exact = summed(rows)
    best = read_signs(np.array(rows, np.float32), SIGNS, beam=EVERY_TEXT)[0]
    assert exact[best.text] == pytest.approx(max(exact.values()), rel=1e-3)
    assert np.exp(best.score) == pytest.approx(exact[best.text], rel=1e-3)


@given(likelihoods)
def test_a_narrow_search_never_claims_more_than_the_sum_over_all_alignments(weights: list[list[float]]) -> None:
    rows = [[weight / sum(row) for weight in row] for row in weights]
    exact = summed(rows)
    for found in read_signs(np.array(rows, np.float32), SIGNS, beam=2):
        assert np.exp(found.score) <= exact[found.text] * (1 + 1e-4)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=6))
def test_a_narrow_search_finds_what_every_step_is_sure_of(path: list[int]) -> None:
    rows = [[0.96 if sign == shown else 0.02 for sign in range(3)] for shown in path]
    best = read_signs(np.array(rows, np.float32), SIGNS)[0]
    assert best.text == "".join(SIGNS[sign] for sign, _ in groupby(path))


SURE_1 = table((0.01, 0.98, 0.01), (0.98, 0.01, 0.01))
SURE_2 = table((0.01, 0.01, 0.98), (0.98, 0.01, 0.01))
NOTHING = table((0.98, 0.01, 0.01), (0.98, 0.01, 0.01))


def views(*tables: SignTable) -> list[list[Scored]]:
    return [read_signs(each, SIGNS) for each in tables]


FAINT_1 = table((0.01, 0.1, 0.01), (0.98, 0.01, 0.01))


def test_views_that_say_the_same_are_alike() -> None:
    seen = judge_views(views(SURE_1, SURE_1, SURE_1))
    assert (seen.text, seen.doubts) == ("1", ())


def test_one_view_that_says_something_else_puts_the_text_in_doubt_and_is_kept() -> None:
    seen = judge_views(views(SURE_1, SURE_2, SURE_1))
    assert (seen.text, seen.doubts) == ("1", (doubt(DoubtKind.VIEWS_DIFFER, "“1”, “2”"),))
    assert "2" in seen.alternatives


def test_there_is_no_text_where_one_view_shows_nothing() -> None:
    seen = judge_views(views(SURE_1, NOTHING, SURE_1))
    assert (seen.text, [each.kind for each in seen.doubts]) == ("", [DoubtKind.VIEW_BLANK])
    assert "1" in seen.alternatives


def test_a_view_that_hardly_shows_a_number_bears_nothing_out() -> None:
    assert judge_views(views(SURE_1, SURE_1, FAINT_1)).doubts == (doubt(DoubtKind.VIEW_FAINT, "1"),)


def test_a_faint_view_counts_where_nothing_else_could_be_there() -> None:
    sure, faint = [Scored("1", -0.1), Scored("2", -9.0)], [Scored("1", -2.4), Scored("2", -8.0)]
    assert judge_views([sure, faint, sure]).clear
    assert judge_views([sure, [Scored("1", -2.4), Scored("2", -4.0)], sure]).clear is False
    assert judge_views([faint, faint, faint]).clear is False
    assert judge_views([sure, [Scored("1", -7.0), Scored("2", -20.0)], sure]).clear is False


def test_characters_that_look_alike_count_for_one_sign() -> None:
    alphabet = Alphabet(("0０", "-–"), ("", "0", "０", "-", "–", "x"))
    found = alphabet.of(np.array([[0.1, 0.2, 0.3, 0.05, 0.15, 0.2]], np.float32))
    assert found == pytest.approx(np.array([[0.1, 0.5, 0.2]]))


def test_the_usual_reading_drops_repetitions() -> None:
    likelihoods = np.array([[0.1, 0.9, 0.0], [0.2, 0.8, 0.0], [0.9, 0.1, 0.0], [0.3, 0.7, 0.0]], np.float32)
    reading = read_greedily(likelihoods, ("", "a", "b"))
    assert (reading.text, reading.steps) == ("aa", (0, 3))
    assert reading.worst == pytest.approx(0.7)


def test_a_view_that_is_no_evidence_does_not_count_and_one_that_contradicts_does() -> None:
    assert judge_views([*views(SURE_1, SURE_1), []]).clear
    assert judge_views([*views(SURE_1, SURE_1), read_signs(SURE_2, SIGNS)]).clear is False


def test_three_tiles_are_read_as_one_digit() -> None:
    tiles = np.concatenate([SURE_2, SURE_2, SURE_2])
    assert [found.text for found in read_tiled(tiles, SIGNS, length=1)] == ["2"]


def test_tiles_that_read_differently_show_nothing() -> None:
    tiles = np.concatenate([SURE_1, SURE_2, SURE_1])
    assert read_tiled(tiles, SIGNS, length=1) == []

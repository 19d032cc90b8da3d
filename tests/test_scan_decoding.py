"""Likelihoods to texts: the search finds what summing over all alignments finds, and views judge each other."""

from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.scan.numbers.decoding import Alphabet, Scored, SignTable, read_greedily, read_signs
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.views import ViewedLine, judge_views, read_tiled
from extractor.evidence import DoubtKind
from specimens.scripted_recogniser import read_column, shown

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


def seen(*views: str) -> ViewedLine:
    """What a cell says whose views are these."""
    return read_column("5", shown(*views))[-1]


def kinds(line: ViewedLine) -> list[DoubtKind]:
    return [each.kind for each in line.doubts]


def test_views_that_say_the_same_are_alike() -> None:
    assert seen("1").text == "1"
    assert seen("1").clear


@pytest.mark.parametrize("view", range(1, 4))
def test_one_view_that_says_something_else_puts_the_text_in_doubt_and_is_kept(view: int) -> None:
    told = seen(*("2" if at == view else "1" for at in range(4)))
    assert told.text == "1"
    assert kinds(told) == [DoubtKind.VIEWS_DIFFER]
    assert told.alternatives[0] == "2"
    assert shown_as(told) == "“1”, “2”"


def shown_as(line: ViewedLine) -> str:
    """What the first doubt of a line quotes."""
    return line.doubts[0].detail[0]


def test_a_text_is_in_doubt_where_one_view_shows_nothing() -> None:
    told = seen("12", "")
    assert DoubtKind.VIEW_BLANK in kinds(told)
    assert shown_as(told).startswith("“12”")
    assert "12" in (told.text, *told.alternatives)


def test_a_view_that_hardly_shows_a_number_bears_nothing_out() -> None:
    assert kinds(seen("12", "12", "12~")) == [DoubtKind.VIEW_FAINT]


def test_a_faint_view_counts_where_nothing_else_could_be_there() -> None:
    sure, faint = [Scored("1", -0.1), Scored("2", -9.0)], [Scored("1", -2.4), Scored("2", -8.0)]
    assert judge_views([sure, faint, sure]).clear
    assert judge_views([sure, [Scored("1", -2.4), Scored("2", -4.0)], sure]).clear is False
    assert judge_views([faint, faint, faint]).clear is False
    assert judge_views([sure, [Scored("1", -7.0), Scored("2", -20.0)], sure]).clear is False


def test_a_view_out_of_step_with_itself_is_no_evidence() -> None:
    assert seen("1", "1", "1", "23").clear


@pytest.mark.parametrize(("clear", "peppered"), [(True, False), (False, True)])
def test_among_specks_a_number_has_to_leave_all_others_far_behind(clear: bool, peppered: bool) -> None:
    told = read_column("12", shown("[58]4"), peppered=peppered)[-1]
    assert told.text == "54"
    assert told.clear is clear
    assert kinds(told) == [DoubtKind.LITTLE_LEAD] * peppered
    assert kinds(read_column("12", "54", peppered=peppered)[-1]) == []


@pytest.mark.parametrize(("text", "peppered"), [("8", True), ("8", False), ("7", True)])
def test_among_specks_a_digit_may_be_a_zero_with_a_speck_on_it(text: str, peppered: bool) -> None:
    doubted = peppered and text == "8"
    assert kinds(read_column("12", text, peppered=peppered)[-1]) == [DoubtKind.SPECK_ON_ZERO] * doubted


def test_among_specks_a_short_dash_may_be_two_of_them() -> None:
    short, long = shown("-", art="###", below=-3), shown("-", art="#" * 8, below=-3)
    told = read_column("12", short, long, peppered=True)
    assert [line.text for line in told] == ["12", "-", "-"]
    assert [kinds(line) for line in told] == [[], [DoubtKind.SHORT_DASH], []]
    assert all(line.clear for line in read_column("12", short, long))


def test_print_that_no_view_reads_is_unreadable() -> None:
    told = read_column("12", shown("", printed="axbx"))[-1]
    assert told.text == UNREADABLE
    assert kinds(told)[-1] == DoubtKind.NOTHING_RECOGNISED


def test_characters_that_look_alike_count_for_one_sign() -> None:
    alphabet = Alphabet(("0０", "-–"), ("", "0", "０", "-", "–", "x"))
    found = alphabet.of(np.array([[0.1, 0.2, 0.3, 0.05, 0.15, 0.2]], np.float32))
    assert found == pytest.approx(np.array([[0.1, 0.5, 0.2]]))


def test_the_usual_reading_drops_repetitions() -> None:
    likelihoods = np.array([[0.1, 0.9, 0.0], [0.2, 0.8, 0.0], [0.9, 0.1, 0.0], [0.3, 0.7, 0.0]], np.float32)
    reading = read_greedily(likelihoods, ("", "a", "b"))
    assert reading.text == "aa"
    assert reading.worst == pytest.approx(0.7)


@pytest.mark.parametrize(("tiles", "read"), [((SURE_2,) * 3, ["2"]), ((SURE_1, SURE_2, SURE_1), [])])
def test_three_tiles_are_read_as_one_digit_unless_they_differ(tiles: tuple[SignTable, ...], read: list[str]) -> None:
    assert [found.text for found in read_tiled(np.concatenate(tiles), SIGNS, length=1)] == read

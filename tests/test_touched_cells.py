"""What touches the print of a cell leaves it in doubt: never blank, never another number, where nobody was told."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from specimens.touched_cells import Touch, TouchedScore, TouchedTable, score_touched

pytestmark = pytest.mark.slow


def scored(folder: Path, table: TouchedTable) -> TouchedScore:
    path = folder / "table.png"
    content, cells = table.drawn
    path.write_bytes(content)
    return score_touched(open_document(path), cells)


@pytest.mark.parametrize("touch", ["line", "grey ring", "on a rule", "small", "sliver"])
def test_no_cell_that_something_touches_is_read_wrongly_beyond_doubt(tmp_path: Path, touch: Touch) -> None:
    score = scored(tmp_path, TouchedTable(touch, 1, rows=20))
    assert score.touched >= 20
    assert score.wrong == []


def test_the_foot_that_is_left_of_a_digit_is_no_dash_beyond_doubt(tmp_path: Path) -> None:
    score = scored(tmp_path, TouchedTable("faded", 1, rows=20))
    assert [read for _, read in score.wrong if read == "-"] == []
    assert len(score.wrong) <= 0.1 * score.touched


def test_dashes_that_stand_in_their_line_are_clear(tmp_path: Path) -> None:
    score = scored(tmp_path, TouchedTable("faded", 1, rows=20))
    assert score.others_wrong == []
    assert score.others_doubted <= 1


@pytest.mark.parametrize(("touch", "seed"), [("line", 2), ("pen", 3)])
def test_a_stroke_through_a_number_is_no_sign_of_it_and_no_rule(tmp_path: Path, touch: Touch, seed: int) -> None:
    """Of some fifty such numbers in each kind one is lost whole: a stroke lies upon all that is left of it."""
    score = scored(tmp_path, TouchedTable(touch, seed, rows=20))
    assert len(score.wrong) <= 1
    assert score.doubted >= 0.9 * score.touched


@pytest.mark.parametrize("dpi", [150, 200])
def test_bars_of_fours_that_touch_are_no_stroke_through_a_number(tmp_path: Path, dpi: int) -> None:
    """In doubt is what was not read whole: a dash between two fours."""
    score = scored(tmp_path, TouchedTable("pressed", 1, dpi=dpi, rows=20))
    assert score.touched >= 30
    assert score.wrong == score.others_wrong == []
    assert score.doubted <= score.touched - score.right + 1


@pytest.mark.parametrize("seed", [2, 3])
def test_low_digits_that_touch_others_are_clear_and_a_stroke_through_them_is_seen(tmp_path: Path, seed: int) -> None:
    """At 100 dots an inch; of 69 and 66 numbers beside those that a pen ran through 14 and 10 were in doubt before."""
    score = scored(tmp_path, TouchedTable("pen", seed, dpi=100, rows=20))
    assert score.wrong == score.others_wrong == []
    assert score.doubted >= 0.9 * score.touched
    assert score.others_doubted <= 10


@pytest.mark.parametrize(("touch", "seed"), [("line", 41), ("faded", 42), ("grey ring", 41)])
def test_a_cell_with_more_ink_than_was_read_in_it_is_in_doubt(tmp_path: Path, touch: Touch, seed: int) -> None:
    """A dash under a streak that looks like a rule, feet of digits, a dash in the other row of a torn grid."""
    score = scored(tmp_path, TouchedTable(touch, seed, rows=20))
    assert score.wrong == []
    assert score.others_wrong == []

"""Headings above columns without rules: one heading stays together, names of groups stand over their columns."""

from random import Random

import pytest

from extractor.documents.page.ruling import Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.tables.heading_levels import HeadedArea, heading_rules

HEIGHT = 10
EDGES = (0.0, 200.0, 300.0, 400.0, 500.0, 600.0)


def line(middle: int, top: int, wide: int = 60) -> PixelBox:
    return PixelBox(middle - wide // 2, top, middle + wide // 2, top + 14)


def rules(*lines: PixelBox, bottom: float = 80.0) -> tuple[list[Segment], dict[float, list[tuple[float, float]]]]:
    """The lines across, and of the upright at each edge from where to where it stands."""
    found = heading_rules(HeadedArea(0.0, bottom, EDGES, lines, HEIGHT), 1.0)
    down: dict[float, list[tuple[float, float]]] = {}
    for rule in found.vertical:
        down.setdefault(rule.at, []).append((rule.start, rule.end))
    return list(found.horizontal), down


def test_lines_of_one_heading_are_not_parted() -> None:
    tall = [line(350, top) for top in (4, 20, 36, 52)]
    across, down = rules(*tall, line(250, 20), line(250, 36), line(450, 20), line(450, 36), line(550, 28))
    assert across == []
    assert set(down) == {200.0, 300.0, 400.0, 500.0}
    assert all(pieces == [(0.0, 80.0)] for pieces in down.values())


def test_headings_on_one_foot_have_no_names_above_them() -> None:
    across, _ = rules(line(250, 40), line(350, 24), line(350, 40), line(450, 40), line(550, 40))
    assert across == []


def test_a_name_across_a_gutter_stands_over_its_columns() -> None:
    across, down = rules(line(400, 4, 150), line(250, 40), line(350, 40), line(450, 40), line(550, 40))
    (rule,) = across
    assert (rule.start, rule.end) == (200.0, 600.0)
    assert 18 <= rule.at <= 40
    assert down[200.0] == [(0.0, 80.0)]
    assert down[300.0] == down[400.0] == down[500.0] == [(rule.at, 80.0)]


def test_a_name_as_narrow_as_its_column_stands_over_those_on_the_level_below_it() -> None:
    leaves = [line(x, 36) for x in (350, 450, 550)]
    across, down = rules(line(250, 26), *leaves, line(450, 12), bottom=60.0)
    (rule,) = across
    assert (rule.start, rule.end) == (300.0, 600.0)
    assert 26 <= rule.at <= 36
    assert down[300.0] == [(0.0, 60.0)]
    assert down[400.0] == down[500.0] == [(rule.at, 60.0)]


def test_headings_of_two_lines_below_a_name_keep_both() -> None:
    leaves = [line(350, 44), line(450, 36), line(450, 52), line(550, 44)]
    (rule,), _ = rules(line(250, 30), *leaves, line(450, 10))
    assert 24 <= rule.at <= 36
    assert (rule.start, rule.end) == (300.0, 600.0)


def test_a_corner_over_columns_of_labels_is_not_cut() -> None:
    across, down = rules(line(200, 20, 300), line(450, 20), line(550, 20), bottom=50.0)
    assert across == []
    assert 200.0 not in down and 300.0 not in down
    assert down[400.0] == [(0.0, 50.0)]


def test_two_headings_read_as_one_line_are_no_name_of_a_group() -> None:
    stacked = [line(450, 4), line(450, 36), line(450, 52), line(350, 36)]
    across, _ = rules(*stacked, line(400, 20, 160), line(250, 28), line(550, 28))
    assert across == []


def test_the_middle_of_a_group_is_that_of_its_headings_where_figures_stand_aside() -> None:
    leaves = [line(x - 25, 36) for x in (350, 450, 550)]
    (rule,), down = rules(line(225, 26), *leaves, line(425, 12), bottom=60.0)
    assert (rule.start, rule.end) == (300.0, 600.0)
    assert down[400.0] == down[500.0] == [(rule.at, 60.0)]


def test_the_name_of_a_group_stands_over_the_columns_whose_headings_are_right_below_it() -> None:
    """A heading as high as two levels, beside the group, is none of its columns, however the name is centred."""
    edges = (0.0, 100.0, 200.0, 300.0, 400.0, 500.0, 600.0)
    leaves = [line(x, 44) for x in (150, 250, 350)]
    other = [line(450, 44), line(550, 44)]
    names = [line(250, 22, 130), line(500, 22, 120)]
    area = HeadedArea(0.0, 80.0, edges, (line(50, 34), *leaves, *other, *names), HEIGHT)
    across = heading_rules(area, 1.0).horizontal
    assert {(rule.start, rule.end) for rule in across} == {(100.0, 400.0), (400.0, 600.0)}


def test_a_line_that_no_group_is_centred_below_names_none() -> None:
    across, _ = rules(line(90, 10, 150), line(90, 26, 150), line(250, 24), line(350, 24), line(450, 24), line(550, 24))
    assert across == []


def left_set(rng: Random, levels: int) -> tuple[HeadedArea, list[tuple[int, int]]]:
    """Headings set from one left, with names of groups over them, as far down as each has room: what they enclose, and
    the first and last column of each group.
    """
    high, size = rng.choice((14, 18, 26)), rng.choice((2, 3, 4))
    pitch, wide = round(1.7 * high), 5 * high + rng.randint(0, 20)
    columns = rng.randint(size + 2, 9)
    edges = (0.0, *(200.0 + wide * at for at in range(columns + 1)))
    first = rng.randint(1, columns - size)
    groups = [(first, first + size - 1)]
    if levels == 3:
        groups.insert(0, (max(1, first - 1), columns))
    lines: list[PixelBox] = []

    def put(column: int, top: float, bottom: float, letters: int, several: bool = False) -> None:
        left, middle = round(edges[column]) + 6, (top + bottom) / 2
        for at in (-0.5, 0.5) if several else (0.0,):
            y = round(middle + at * 0.8 * high)
            lines.append(PixelBox(left, y - high // 2, left + letters * high, y + high - high // 2))

    for depth, (start, _) in enumerate(groups):
        put(start, depth * pitch, (depth + 1) * pitch, 3 + len(groups) - depth)
    for column in range(1, columns + 1):
        depth = sum(start <= column <= end for start, end in groups)
        put(column, depth * pitch, levels * pitch, rng.choice((2, 3)), depth == levels - 1 and rng.random() < 0.5)
    area = HeadedArea(0.0, levels * pitch + 10.0, edges, tuple(lines), round(high * 0.6))
    return area, [(start, end) for start, end in groups]


@pytest.mark.parametrize("levels", [2, 3])
@pytest.mark.parametrize("seed", range(30))
def test_a_name_set_from_the_left_stands_over_all_columns_that_follow(seed: int, levels: int) -> None:
    area, groups = left_set(Random(seed), levels)
    found = heading_rules(area, 1.0).horizontal
    if levels == 3:  # one name alone tells no way to set headings
        assert {(rule.start, rule.end) for rule in found} == {(area.edges[a], area.edges[b + 1]) for a, b in groups}
    for rule in found:
        assert not any(
            line.y0 + 2 < rule.at < line.y1 - 2 and line.x0 > rule.start for line in area.lines[: len(groups)]
        )


def test_a_corner_of_two_lines_is_cut_neither_from_its_second_nor_from_the_columns() -> None:
    corner = [PixelBox(10, 20, 190, 34), PixelBox(10, 34, 180, 48)]
    name, under = PixelBox(210, 0, 290, 14), PixelBox(210, 34, 250, 48)
    group, leaves = PixelBox(310, 20, 390, 34), [PixelBox(x, 44, x + 40, 58) for x in (310, 410, 510)]
    across, _ = rules(*corner, name, under, group, *leaves, bottom=70.0)
    assert {(rule.start, rule.end) for rule in across} == {(200.0, 600.0), (300.0, 600.0)}

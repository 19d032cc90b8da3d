"""The name of a group in the cell of another label is a row of its own; the second line of a label is none."""

from itertools import pairwise

import pytest

from extractor.documents.page.filled_grid import FilledGrid, grid_rows
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruled_grid import RuledCell, RuledGrid
from extractor.documents.page.ruling import PageTurn, Segment

HIGH = 9.0
"""Points: the height of a line."""
EDGES = (0.0, 150.0, 200.0, 250.0)


def word(text: str, x: float, middle: float) -> PageWord:
    return PageWord(text, x, middle - HIGH / 2, x + 6.0 * len(text), middle + HIGH / 2, HIGH, "engine")


def table(*labels: tuple[tuple[str, float], ...], pitch: float = 16.0) -> FilledGrid:
    """Rows one ``pitch`` apart or more, each with lines of a label, how far below the figures beside it in points."""
    cells, words, top = [], {}, 0.0
    ys = [0.0]
    for row, lines in enumerate(labels):
        level, foot = top + pitch / 2, top + max([pitch, *(pitch / 2 + below + HIGH / 2 for _, below in lines)])
        ys.append(foot)
        for column, (x0, x1) in enumerate(pairwise(EDGES)):
            cell = RuledCell(row, column, 1, 1, (x0, top, x1, foot))
            cells.append(cell)
            if column:
                words[cell] = [word(str(10 * row + column), x0 + 5, level)]
            else:
                words[cell] = [word(text, 5.0, level + below) for text, below in lines]
        top = foot
    return FilledGrid(RuledGrid(EDGES, tuple(ys), tuple(cells)), words)


def shown(filled: FilledGrid, rules: tuple[Segment, ...] = ()) -> list[list[str]]:
    turn = PageTurn(0, 300.0, 800.0)
    return [
        [" ".join(piece.text for piece in cell.pieces) for cell in row] for row in grid_rows(filled, turn, across=rules)
    ]


ROWS = ((("Alpha", 0.0),), (("Beta", 0.0),), (("Gamma", 0.0),))


@pytest.mark.parametrize("pitch", [13.0, 16.0, 20.0, 26.0])
@pytest.mark.parametrize("share", [0.95, 1.0, 1.3])
def test_a_line_as_far_below_a_label_as_rows_are_is_a_row(pitch: float, share: float) -> None:
    found = shown(table(*ROWS, (("Delta", 0.0), ("Group", share * pitch)), pitch=pitch))
    assert found[3:] == [["Delta", "31", "32"], ["Group", "", ""]]


@pytest.mark.parametrize("leading", [9.0, 10.0, 11.5, 13.0])
def test_the_second_line_of_a_label_stays_with_it(leading: float) -> None:
    found = shown(table(*ROWS, (("Delta", 0.0), ("and others", leading))))
    assert found[3:] == [["Delta and others", "31", "32"]]


@pytest.mark.parametrize("half", [4.5, 5.0, 6.5])
def test_a_group_below_a_label_of_two_lines_is_a_row(half: float) -> None:
    found = shown(table(*ROWS, (("Delta", -half), ("and others", half), ("Group", half + 16.0))))
    assert found[3:] == [["Delta and others", "31", "32"], ["Group", "", ""]]


@pytest.mark.parametrize("half", [4.5, 6.0, 8.0])
def test_a_label_about_the_middle_of_its_row_is_one(half: float) -> None:
    found = shown(table(*ROWS, (("Delta", -half), ("and others", half))))
    assert found[3:] == [["Delta and others", "31", "32"]]


def test_between_two_printed_rules_a_label_is_one() -> None:
    filled = table(*ROWS, (("Delta", 0.0), ("Group", 16.0)))
    rules = tuple(Segment(y, 0.0, 250.0) for y in filled.grid.ys)
    assert shown(filled, rules)[3:] == [["Delta Group", "31", "32"]]


def test_two_rows_do_not_tell_how_far_rows_are() -> None:
    assert shown(table(ROWS[0], (("Delta", 0.0), ("Group", 16.0))))[1:] == [["Delta Group", "11", "12"]]

"""Two pages of an open book are told by the shade of their fold or by their numbers, not by columns, rules, tables."""

from dataclasses import replace

import numpy as np
import pytest

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.page_halves import facing_pages
from extractor.documents.page.ruled_grid import find_grids
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.facing_numbers import fold_between_numbers
from extractor.documents.scan.paper.fold import fold_of
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox

_HIGH, _WIDE = 1000, 1400


def lines(*columns: tuple[float, float]) -> list[TextBox]:
    """Lines of print from one place to another, in every column ten."""
    return [
        TextBox((start + end) / 2, 80.0 + 90 * number, end - start, 30.0, 0.0, 1.0)
        for start, end in columns
        for number in range(10)
    ]


def paper(boxes: list[TextBox], depth: float) -> Grey:
    """A sheet with these lines, darker by so many greys at its middle."""
    away = np.abs(np.arange(_WIDE) - _WIDE / 2)
    light = np.tile(230 - depth * np.exp(-away / 18), (_HIGH, 1))
    for box in boxes:
        top, left = int(box.y - 10), int(box.x - box.length / 2)
        light[top : top + 20, left : int(box.x + box.length / 2) : 3] = 40
    return np.asarray(light, np.uint8)


_TWO = lines((80, 620), (780, 1320))


def test_the_fold_of_an_open_book_is_found() -> None:
    found = fold_of(paper(_TWO, 60), _TWO)
    assert found is not None
    assert abs(found - _WIDE / 2) < 10


def test_two_columns_on_one_page_are_not_parted() -> None:
    assert fold_of(paper(_TWO, 0), _TWO) is None


def test_a_rule_between_two_columns_is_no_fold() -> None:
    pixels = paper(_TWO, 0)
    pixels[:, 698:703] = 30
    assert fold_of(pixels, _TWO) is None


@pytest.mark.parametrize("depth", [0, 60])
def test_a_table_over_both_pages_is_not_parted(depth: float) -> None:
    wide = lines((80, 620), (660, 740), (780, 1320))
    assert fold_of(paper(wide, depth), wide) is None


def test_an_upright_page_with_a_crease_is_one_page() -> None:
    assert fold_of(paper(_TWO, 60)[:, 300:1100], _TWO) is None


def test_facing_pages_are_read_one_after_the_other() -> None:
    words = [
        PageWord(text, x, y, x + 40, y + 10, 10.0) for text, x, y in (("b", 60, 40), ("c", 300, 20), ("a", 20, 20))
    ]
    left, right = facing_pages(words, [], 200.0)
    assert {word.text for word in left.words} == {"a", "b"}
    assert {word.text for word in right.words} == {"c"}


_BOTH = Rules(
    tuple(Segment(y, 20.0, 380.0) for y in (10.0, 30.0, 50.0)),
    tuple(Segment(x, 10.0, 50.0) for x in (20.0, 100.0, 180.0, 280.0, 380.0)),
)
"""A table over both pages, whose fold lies at 200."""
_TEXTS = [
    PageWord(text, x, y, x + 40, y + 10, 10.0)
    for y, line in ((15, "abcd"), (35, "efgh"))
    for text, x in zip(line, (40, 120, 210, 300), strict=True)
]


def test_a_drawn_table_over_both_pages_is_not_cut() -> None:
    (page,) = facing_pages(_TEXTS, find_grids(_BOTH), 200.0)
    assert len(page.words) == len(_TEXTS)
    assert [len(grid.xs) for grid in page.grids] == [5]


def test_a_printed_rule_over_both_pages_joins_them() -> None:
    (page,) = facing_pages(_TEXTS, [], 200.0, [Segment(30.0, 20.0, 380.0)])
    assert len(page.words) == len(_TEXTS)
    assert len(facing_pages(_TEXTS, [], 200.0, [Segment(5.0, 20.0, 380.0)])) == 2, "a rim of the paper joins nothing"
    assert len(facing_pages(_TEXTS, [], 200.0, [Segment(30.0, 20.0, 198.0)])) == 2


def test_a_grid_of_guides_is_cut_at_the_fold() -> None:
    (grid,) = find_grids(_BOTH)
    left, right = facing_pages(_TEXTS, [grid._replace(drawn=False)], 200.0)
    assert [half.grids[0].xs for half in (left, right)] == [(20, 100, 180, 200), (200, 280, 380)]
    for half in (left, right):
        (own,) = half.grids
        assert all(cell.box[0] == own.xs[cell.column] for cell in own.cells)
        assert all(cell.box[2] == own.xs[cell.column + cell.column_span] for cell in own.cells)
        assert len(own.cells) == 2 * (len(own.xs) - 1)


def numbered(left: str, right: str, at: float = 560.0, across: bool = False) -> list[PageWord]:
    """Two columns of lines with these at their feet; ``across``: a heading runs over both."""
    places = [(x, 60.0 + 40 * number) for x in (40.0, 460.0) for number in range(8)]
    words = [PageWord("words", x, y, x + 340, y + 12, 12.0) for x, y in places]
    words += [PageWord(left, 200, 560, 220, 572, 12.0), PageWord(right, 620, at, 640, at + 12, 12.0)]
    return [*words, PageWord("Heading", 300, 20, 520, 34, 14.0)] if across else words


def test_pages_without_a_shade_are_told_by_their_numbers() -> None:
    fold = fold_between_numbers(numbered("16", "17"), 840, 595)
    assert fold is not None
    assert 380 < fold < 460


@pytest.mark.parametrize(
    "words",
    [
        numbered("16", "18"),
        numbered("17", "16"),
        numbered("16", "17", at=300),
        numbered("16", "17", across=True),
        numbered("1,6", "17"),
        numbered("2022", "2023"),
    ],
)
def test_columns_without_numbers_of_their_own_stay_one_page(words: list[PageWord]) -> None:
    assert fold_between_numbers(words, 840, 595) is None
    assert fold_between_numbers(numbered("16", "17"), 595, 840) is None


def headed(left: str, right: str, figures: bool) -> list[PageWord]:
    """One table whose second and third columns have these headings; ``figures``: they hold figures, not texts."""
    words = [PageWord(left, 330, 40, 350, 52, 12.0), PageWord(right, 520, 40, 540, 52, 12.0)]
    for number in range(8):
        y = 80.0 + 40 * number
        words.append(PageWord("Apples", 20, y, 120, y + 12, 12.0))
        words += [PageWord("31" if figures else "some", x, y, x + 40, y + 12, 12.0) for x in (330.0, 520.0)]
    return words


@pytest.mark.parametrize("figures", [True, False])
@pytest.mark.parametrize(("left", "right"), [("2022", "2023"), ("1", "2")])
def test_headings_of_columns_are_no_numbers_of_pages(left: str, right: str, figures: bool) -> None:
    assert fold_between_numbers(headed(left, right, figures), 840, 595) is None


def test_right_columns_without_labels_are_of_one_table() -> None:
    words = [
        word if word.x0 < 400 or word.text != "words" else replace(word, text="31") for word in numbered("16", "17")
    ]
    assert fold_between_numbers(words, 840, 595) is None


def test_numbers_near_the_lines_may_be_figures_of_them() -> None:
    words = [replace(word, y0=357.0, y1=369.0) if word.text in {"16", "17"} else word for word in numbered("16", "17")]
    assert fold_between_numbers(words, 840, 595) is None

"""Numbers whose figures are spread over the line."""

import random

import pytest

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import Segment
from extractor.documents.page.spread_figures import spread_on_page, with_spread_figures
from extractor.evidence import DoubtKind

NUMBERS = ("66,300", "1,286.50", "12.50", "1.286,50", "117.00", "9,999,999", "34.567")


def spread(text: str, gap: float, x: float = 100.0) -> list[PageWord]:
    words = []
    for char in text:
        width = 2.5 if char in ".," else 5.0
        words.append(PageWord(char, x, 10, x + width, 20, 10))
        x += width + gap
    return words


def texts(words: list[PageWord]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize("seed", range(30))
def test_a_number_spread_over_the_line_is_one_and_in_doubt(seed: int) -> None:
    chance = random.Random(seed)
    number = chance.choice(NUMBERS)
    figures = [*spread(number, chance.uniform(2.5, 8.0))]
    label = PageWord("Total", 20, 10, 60, 20, 10)
    found = with_spread_figures([label, *figures])
    assert texts(found) == ["Total", number]
    assert (found[1].x0, found[1].x1) == (figures[0].x0, figures[-1].x1)
    assert [each.kind for each in found[1].doubts] == [DoubtKind.FIGURES_SPREAD]


@pytest.mark.parametrize("text", ["1234567", "12", "1,2,3,4", "12,34,56", "1.2.3.4", "2024"])
def test_figures_without_the_marks_of_a_number_stay_apart(text: str) -> None:
    assert texts(with_spread_figures(spread(text, 4.0))) == list(text)


def test_figures_of_columns_and_cells_stay_apart() -> None:
    wide = spread("66,300", 12.0)
    assert with_spread_figures(wide) == wide
    uneven = [*spread("66", 3.0), *spread(",300", 3.0, 121.0)]
    assert with_spread_figures(uneven) == uneven
    near = [*spread("66,300", 4.0), PageWord("7", 155, 10, 160, 20, 10)]
    assert with_spread_figures(near) == near
    ruled = spread("66,300", 4.0)
    assert with_spread_figures(ruled, [ruled[2].x1 + 2]) == ruled


def page(number: str, label: str, lines: int) -> list[PageWord]:
    """A page of labels and numbers, the last of the number that is looked at."""
    words: list[PageWord] = []
    for at in range(lines):
        here = [*spread(label, 4.0, 10.0), *spread(number if at == lines - 1 else "560", 4.0, 300.0)]
        words += [PageWord(each.text, each.x0, 20.0 * at, each.x1, 20.0 * at + 10, 10) for each in here]
    return words


@pytest.mark.parametrize(("lines", "doubts"), [(12, []), (3, [DoubtKind.FIGURES_SPREAD])])
def test_a_page_that_is_set_wide_from_end_to_end_leaves_no_doubt(lines: int, doubts: list[DoubtKind]) -> None:
    found = [each for each in spread_on_page(page("66,300", "Yokohama", lines), ()) if each.text == "66,300"]
    assert [[each.kind for each in word.doubts] for word in found] == [doubts]


def test_a_wide_number_on_a_page_of_words_is_in_doubt() -> None:
    words = [PageWord("Yokohama", 10, 20.0 * at, 60, 20.0 * at + 10, 10) for at in range(40)]
    found = [each for each in spread_on_page([*page("66,300", "Yokohama", 12), *words], ()) if each.text == "66,300"]
    assert [[each.kind for each in word.doubts] for word in found] == [[DoubtKind.FIGURES_SPREAD]]


def test_a_page_with_spread_figures_reads_the_number_and_keeps_all_else() -> None:
    words = [*spread("1,286.50", 4.0), PageWord("Total", 20, 10, 60, 20, 10), PageWord("7", 100, 40, 105, 50, 10)]
    found = spread_on_page(words, ())
    assert sorted(texts(found)) == ["1,286.50", "7", "Total"]
    wall = Segment(words[0].x1 + 2, 0, 60)
    assert spread_on_page(words, (wall,)) == words
    assert spread_on_page(words[-2:], ()) == words[-2:]

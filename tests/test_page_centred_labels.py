"""Labels of several lines beside figures that stand in their middle, without rules between rows."""

from random import Random

import pytest

from extractor.documents.page.centred_labels import with_centred_labels
from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words

SIZE, PITCH = 9.0, 11.0
WORDS = ("office", "north", "records", "appeals", "granted", "pending", "total", "region")


def word(text: str, x: float, middle: float) -> PageWord:
    return PageWord(text, x, middle - 5.5, x + 4.5 * len(text), middle + 5.5, SIZE)


def table(seed: int, gap: float, group: bool, inward: float) -> tuple[list[PageWord], list[list[str]]]:
    """Words of a table of labels over one to four lines and figures in their middle, and its rows as they are meant.
    ``gap`` between rows in points; ``group``: a name of all rows stands at their left; ``inward``: how far in the lines
    of a label stand after its first one.
    """
    rng = Random(seed)
    rows, words, top = [], [], 100.0
    for number in range(8):
        lines = [f"{rng.choice(WORDS)}{number}{at}" for at in range(rng.choice((1, 1, 2, 2, 3, 4)))]
        figures = [str(rng.randrange(10 ** rng.randrange(1, 5))) for _ in range(3)]
        middle = top + PITCH * (len(lines) - 1) / 2
        words += [word(text, 120 + (inward if at else 0), top + PITCH * at) for at, text in enumerate(lines)]
        words += [word(text, 260 + 60 * at, middle) for at, text in enumerate(figures)]
        rows.append([*lines, *figures])
        top += PITCH * len(lines) + gap
    if group:
        words += [word("all", 60, (100 + top) / 2 - PITCH / 2), word("kinds", 60, (100 + top) / 2 + PITCH / 2)]
    return words, rows


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("gap", [2.0, 4.0, 9.0])
@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("inward", [0.0, 9.0])
def test_lines_of_a_label_are_one_with_the_figures_in_their_middle(
    seed: int, gap: float, group: bool, inward: float
) -> None:
    words, rows = table(seed, gap, group, inward)
    found = [[each.text for each in line.words] for line in with_centred_labels(lines_of_words(words))]
    assert [line for line in found if not {*line} <= {"all", "kinds"}] == rows
    assert sum(map(len, found)) == len(words), "nothing is lost"


def test_labels_that_stand_higher_than_their_figures_stay_as_they_are() -> None:
    words = [word(text, 120, 100 + PITCH * at) for at, text in enumerate(WORDS)]
    words += [word(str(40 + at), 260, 100 + PITCH * at + PITCH / 2) for at in range(len(WORDS))]
    lines = lines_of_words(words)
    assert with_centred_labels(lines) == lines


@pytest.mark.parametrize("stand", ["top", "foot"])
def test_figures_at_an_end_of_their_label_stay_as_they_are(stand: str) -> None:
    words = []
    for number in range(5):
        top = 100 + 30 * number
        words += [word(WORDS[number], 120, top), word("again", 120, top + PITCH)]
        words.append(word(str(number), 260, top if stand == "top" else top + PITCH))
    lines = lines_of_words(words)
    assert with_centred_labels(lines) == lines


def test_lines_without_figures_stay_as_they_are() -> None:
    lines = [TextLine((word(text, 60, 100 + PITCH * at),)) for at, text in enumerate(WORDS)]
    assert with_centred_labels(lines) == lines


@pytest.mark.parametrize("lines", [2, 3, 5])
def test_labels_that_begin_beside_their_figures_stay_though_a_row_without_label_follows(lines: int) -> None:
    words, top = [], 100.0
    for number in range(6):
        words += [word(WORDS[number] if not at else f"more{at}", 120, top + PITCH * at) for at in range(lines)]
        words.append(word(str(40 + number), 260, top))
        top += PITCH * lines + 3
    words += [word(str(7 + at), 140 + 60 * at, top + 20) for at in range(4)]
    found = lines_of_words(words)
    assert with_centred_labels(found) == found

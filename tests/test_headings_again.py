"""A heading that one page shows unclearly is known where the next page, on which its table goes on, prints it again."""

from collections.abc import Sequence
from random import Random

import pytest

from extractor.documents.model import Cell, Place
from extractor.evidence import DoubtKind, doubt
from extractor.readers.column_order import column_order
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.schemas.form import BlockSpec, ColumnSpec, Label, RowSpec

NAMES = (
    "Papers not properly described",
    "Petition withdrawn",
    "Granted in full",
    "Reason of cost",
    "Copy of another petition",
    "Sum of all",
)
COLUMNS = tuple(ColumnSpec(f"c{at}", Label((name,))) for at, name in enumerate(NAMES))
ROW = RowSpec("office", Label(("Office",)), tuple(column.key for column in COLUMNS))
BLOCK = BlockSpec(COLUMNS, (ROW,))
UNCLEAR = (doubt(DoubtKind.CHARACTER_GUESSED, "_"),)


def line(page: int, at: int, texts: Sequence[str], unclear: int | None = None) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            text,
            Place(page, (1000 * at + 60 * column, 1000 * at + 60 * column + len(text))),
            column,
            seen_by="engine",
            doubts=UNCLEAR if column - 1 == unclear else (),
        )
        for column, text in enumerate(texts)
    )


def row(page: int, at: int) -> OutlineRow:
    label, *cells = line(page, at, ("Office", *(str(at * 7 + n) for n in range(len(NAMES)))))
    return OutlineRow(ROW, BLOCK, (label,), tuple(cells), "own")


def doubts(first: tuple[Cell, ...], again: Sequence[tuple[Cell, ...]]) -> list[str]:
    rows = [row(1, 1), row(1, 2), row(2, 5), row(2, 6)]
    return [each.kind.value for each in column_order(BLOCK, [first], [first], rows, LabelBook({}), again).doubts]


def worn(text: str, rng: Random) -> str:
    """A word of a heading, all but its last letter rubbed off."""
    words = text.split()
    at = rng.choice([n for n, word in enumerate(words) if len(word) < 5])
    return " ".join([*words[:at], f"_{words[at][-1]}", *words[at + 1 :]])


@pytest.mark.parametrize("seed", range(30))
def test_the_next_page_tells_what_the_picture_of_one_heading_hides(seed: int) -> None:
    rng = Random(seed)
    at = rng.choice((0, 4))
    texts = [*NAMES]
    texts[at] = worn(texts[at], rng)
    first = line(1, 0, ("Office", *texts), unclear=at)
    other = [*NAMES]
    for lost in rng.sample([n for n in (0, 2, 3, 4) if n != at], rng.randint(0, 1)):
        other[lost] = worn(other[lost], rng)
    assert doubts(first, [line(2, 4, ("Office", *other))]) == []


def test_a_clear_heading_is_no_other_one_whatever_the_next_page_prints() -> None:
    first = line(1, 0, ("Office", "Papers properly described", *NAMES[1:]))
    assert doubts(first, [line(2, 4, ("Office", *NAMES))]) == ["headings_few"]


def test_headings_in_another_order_are_no_second_look() -> None:
    first = line(1, 0, ("Office", "Papers _t properly described", *NAMES[1:]), unclear=0)
    assert doubts(first, []) == ["headings_few"]
    moved = (NAMES[0], NAMES[2], NAMES[1], *NAMES[3:])
    assert doubts(first, [line(2, 4, ("Office", *moved))]) != []


def test_a_heading_like_none_of_the_next_page_stays_unknown() -> None:
    first = line(1, 0, ("Office", "Files of the archive", *NAMES[1:]), unclear=0)
    assert doubts(first, [line(2, 4, ("Office", *NAMES))]) == ["headings_few"]

"""A heading that the picture shows unclearly, among others that are known, leaves its table as certain as it is."""

import pytest

from extractor.readers.column_names import ColumnNames
from extractor.readers.labels import LabelBook
from extractor.schemas.form import Label


def names(alike: int | None, known: int = 4, half: int | None = None) -> ColumnNames:
    """Five columns, the third of which has a heading that nobody knows; ``known`` of the others have their own."""
    sure = tuple(frozenset({at}) if at != 2 and at < known + (known > 2) else frozenset[int]() for at in range(5))
    none = frozenset[int]()
    like, part = (tuple(each if at == 2 else None for at in range(5)) for each in (alike, half))
    return ColumnNames(sure, (none,) * 5, (False,) * 5, like, part)


def test_a_heading_like_that_of_its_place_among_known_ones_is_that_one() -> None:
    assert names(2).own() == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("alike", [None, 3])
def test_an_unknown_heading_like_none_or_another_leaves_all_in_doubt(alike: int | None) -> None:
    assert names(alike).own() == frozenset()


def test_one_known_neighbour_is_not_enough() -> None:
    assert names(2, known=2).own() == frozenset()


def test_half_a_heading_leaves_its_own_column_alone_in_doubt() -> None:
    assert names(None, half=2).own() == {0, 1, 3, 4}
    assert names(None, known=2, half=2).own() == frozenset()
    assert names(None, half=3).own() == frozenset()


LABEL = Label(("Refused outright",))


@pytest.mark.parametrize(
    ("printed", "misread"),
    [
        ("Refused outrlght", True),
        ("Refuscd outrlght", True),
        ("Not refused outright", False),
        ("Appeals refused outright", False),
        ("Refused", False),
        ("Refused outright 2023", False),
    ],
)
def test_words_more_or_fewer_are_another_heading_and_no_misread_one(printed: str, misread: bool) -> None:
    assert LabelBook({}).may_be_misread(printed, LABEL) is misread


def test_a_short_label_without_spaces_is_another_one_with_another_character() -> None:
    book = LabelBook({})
    assert not book.may_be_misread("工业企业", Label(("商业企业",)))
    assert book.may_be_misread("社会公盖组织", Label(("社会公益组织",)))

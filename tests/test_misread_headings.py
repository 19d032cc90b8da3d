"""A heading that the picture shows unclearly, among others that are known, leaves its table as certain as it is."""

import pytest

from extractor.readers.column_names import ColumnNames


def names(alike: int | None, known: int = 4) -> ColumnNames:
    """Five columns, the third of which has a heading that nobody knows; ``known`` of the others have their own."""
    sure = tuple(frozenset({at}) if at != 2 and at < known + (known > 2) else frozenset[int]() for at in range(5))
    none = frozenset[int]()
    return ColumnNames(sure, (none,) * 5, (False,) * 5, tuple(alike if at == 2 else None for at in range(5)))


def test_a_heading_like_that_of_its_place_among_known_ones_is_that_one() -> None:
    assert names(2).own() == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("alike", [None, 3])
def test_an_unknown_heading_like_none_or_another_leaves_all_in_doubt(alike: int | None) -> None:
    assert names(alike).own() == frozenset()


def test_one_known_neighbour_is_not_enough() -> None:
    assert names(2, known=2).own() == frozenset()

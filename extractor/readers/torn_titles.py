"""Titles of blocks and names of groups of columns that a picture shows in pieces: a gutter that specks or chance make
parts a line of writing into cells, and each piece alone would be a heading that nobody knows over its column.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

from extractor.documents.model import Cell
from extractor.readers.joined_cells import as_one
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.schemas.form import Label, TableSpec

_PIECES = 3
"""A line of writing in a picture falls into so many pieces at most."""


def with_whole_titles(line: tuple[Cell, ...], spec: TableSpec, book: LabelBook) -> tuple[Cell, ...]:
    """A line of words; the cells of a picture that together print the title of a block of the table, to the letter and
    nothing else, as one.
    """
    printed = [cell for cell in line if cell.text]
    if (
        not 1 < len(printed) <= _PIECES
        or not all(cell.seen_by for cell in printed)
        or _are_headings(printed, spec, book)
    ):
        return line
    text = "".join(cell.text for cell in printed)
    titles = [block.title for block in spec.blocks if block.title is not None]
    if not any(book.score_alone(text, title) >= SCALE.unguided for title in titles):
        return line
    whole = printed[0]
    for cell in printed[1:]:
        whole = as_one(whole, cell, whole.column)
    return (whole,)


def with_whole_groups(line: tuple[Cell, ...], spec: TableSpec, book: LabelBook) -> tuple[Cell, ...]:
    """A line of words; cells of a picture beside each other that together print the name of a group of columns, to the
    letter and nothing else, as one.
    """
    groups = {group for block in spec.blocks for column in block.columns for group in column.groups}
    found: list[Cell] = []
    at = 0
    while at < len(line):
        size = next((size for size in range(_PIECES, 1, -1) if _is_group(line[at : at + size], size, groups, book)), 1)
        whole = line[at]
        for cell in line[at + 1 : at + size]:
            whole = as_one(whole, cell, whole.column)
        found.append(whole)
        at += size
    return tuple(found)


def _is_group(cells: Sequence[Cell], size: int, groups: Collection[Label], book: LabelBook) -> bool:
    if len(cells) < size or not all(cell.seen_by for cell in cells):
        return False
    if any(cell.column + cell.column_span != other.column for cell, other in pairwise(cells)):
        return False
    text = "".join(cell.text for cell in cells)
    return _names_group(text, groups, book) and not any(_names_group(cell.text, groups, book) for cell in cells)


def _names_group(text: str, groups: Collection[Label], book: LabelBook) -> bool:
    """Whether a text is the name of a group to the letter."""
    return any(book.score_alone(text, group) >= SCALE.unguided for group in groups)


def _are_headings(cells: Sequence[Cell], spec: TableSpec, book: LabelBook) -> bool:
    """Whether any of them is a heading of a column or a group by itself."""
    labels = [label for block in spec.blocks for column in block.columns for label in (column.label, *column.groups)]
    return any(book.score_alone(cell.text, label) >= SCALE.accepted for cell in cells for label in labels)

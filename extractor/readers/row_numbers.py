"""Numbers that a form counts its rows with, in a column of their own before the labels: they say nothing of values."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.documents.model import Row, Span
from extractor.schemas.values import fold_width, looks_like_value

_NUMBER = re.compile(r"\d{1,3}")
_FEWEST = 3
"""Rows that are counted one after the other, at least."""
_LABELLED = 2 / 3
"""Share of the rows so counted that have a label behind their number: a first column of values has none."""


class _NumberedRow(NamedTuple):
    """A row that begins with a number: where that stands, whether words follow it, and what stands over it."""

    number: int
    span: Span
    labelled: bool
    head: str


def without_row_numbers(rows: Sequence[Row], is_known: Callable[[str], bool]) -> tuple[Row, ...]:
    """The rows without what counts them. ``is_known`` knows the headings of the form to the letter: a column below one
    of them is the form's own.
    """
    spans = row_numbers(rows, is_known)
    if not spans:
        return tuple(rows)
    return tuple(
        Row(tuple(cell for cell in row.cells if cell.place.span not in spans), row.table)
        if row.cells and row.cells[0].place.span in spans
        else row
        for row in rows
    )


def row_numbers(rows: Sequence[Row], is_known: Callable[[str], bool] = lambda text: False) -> frozenset[Span]:
    """Where numbers stand that count the rows of tables: they begin with 1, and each is the one before and one more,
    on through the tables of a page and to the next page. A row or two are counted alone where the same heading stands
    over their number as over others.
    """
    chains = [chain for chain in _chains(rows, is_known) if chain]
    long = [chain for chain in chains if len(chain) >= _FEWEST]
    counted = [chain for chain in long if sum(each.labelled for each in chain) >= _LABELLED * len(chain)]
    heads = {chain[0].head for chain in counted} - {""}
    counted += [chain for chain in chains if len(chain) < _FEWEST and chain[0].head in heads]
    return frozenset(each.span for chain in counted for each in chain)


def _chains(rows: Sequence[Row], is_known: Callable[[str], bool]) -> Iterator[list[_NumberedRow]]:
    chain: list[_NumberedRow] = []
    heads: dict[int, str] = {}
    own: set[int] = set()
    for row in rows:
        if row.table is None or not row.cells or row.cells[0].column:
            continue
        text = row.cells[0].text
        if is_known(text):
            own.add(row.table)
        counted = None if row.table in own else _counted(row, heads.get(row.table, ""))
        if counted is None:
            heads[row.table] = "".join(text.split()) or heads.get(row.table, "")
            continue
        if not chain or counted.number != chain[-1].number + 1:
            yield chain
            chain = []
        if chain or counted.number == 1:
            chain.append(counted)
    yield chain


def _counted(row: Row, head: str) -> _NumberedRow | None:
    first, *others = row.cells
    printed = [cell.text for cell in others if cell.text]
    text = fold_width(first.text).strip()
    if not printed or not _NUMBER.fullmatch(text):
        return None
    return _NumberedRow(int(text), first.place.span, not looks_like_value(printed[0]), head)

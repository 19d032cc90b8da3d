"""Cells that cover several columns or lines, in tables that print them once for each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.documents.columns import looks_numeric
from extractor.documents.model import Cell, Row

MADE_UP = re.compile(r"(?:Col|Column|Field|Unnamed:) ?\d{1,3}")
"""What programs that take tables out of other files call a column over which nothing is printed."""


def without_repeats(rows: Sequence[Row], before: Sequence[Row] = ()) -> list[Row]:
    """The rows of one table with each cell once. ``before``: rows in front of it, the last of which may be headings.

    Neighbours that print the same words are one cell, and so is a heading with the same one above it. Neighbours that
    print the same figure are one only where all lines of headings above cover just these columns with one heading
    each: two columns may well hold the same number. A table is taken for one that repeats its cells where words stand
    side by side three times: two halves of headings may well be alike.
    """
    if not any(_is_filled(row.cells) for row in rows):
        return list(rows)
    found: list[Row] = []
    heads: list[dict[int, str]] = []
    over = (
        {cell.column: cell.text for cell in before[-1].cells}
        if before and not any(looks_numeric(c.text) for c in before[-1].cells)
        else {}
    )
    ended = False
    for row in rows:
        cells = _words_once(row.cells, over if not heads else {} if ended else heads[-1])
        if any(looks_numeric(cell.text) for cell in cells):
            found.append(replace(row, cells=_figures_once(cells, heads)))
            ended = True
            continue
        heads = [] if ended else heads
        above = heads[-1] if heads else {}
        kept = tuple(cell for cell in cells if not cell.text or above.get(cell.column) != cell.text)
        found.append(replace(row, cells=kept))
        heads.append({cell.column: cell.text for cell in row.cells})
        ended = False
    return [row for row in found if row.cells]


def _is_filled(cells: Sequence[Cell]) -> bool:
    """Whether the same words stand in three neighbouring cells."""
    texts = [cell.text for cell in cells]
    triples = zip(texts, texts[1:], texts[2:], strict=False)
    return any(one and one == other == third and not looks_numeric(one) for one, other, third in triples)


def _words_once(cells: Sequence[Cell], above: Mapping[int, str]) -> tuple[Cell, ...]:
    """The cells of a row, the same words below one heading, or below none, once."""
    found: list[Cell] = []
    for cell in cells:
        same = bool(found) and found[-1].text == cell.text and not _are_apart(found[-1], cell, above)
        if same and cell.text and not looks_numeric(cell.text):
            found[-1] = replace(found[-1], column_span=found[-1].column_span + 1)
        else:
            found.append(cell)
    return tuple(found)


def _are_apart(cell: Cell, other: Cell, above: Mapping[int, str]) -> bool:
    """Whether headings of their own are printed above two cells."""
    names = {name for at in (cell.column, other.column) if (name := above.get(at)) and not MADE_UP.fullmatch(name)}
    return len(names) > 1


def _figures_once(cells: Sequence[Cell], heads: Sequence[dict[int, str]]) -> tuple[Cell, ...]:
    """The cells of a row, the same figure below headings over several columns once."""
    found: list[Cell] = []
    for cell in cells:
        last = found[-1] if found else None
        if (
            last is not None
            and looks_numeric(cell.text)
            and last.text == cell.text
            and heads
            and all(line.get(cell.column) and line.get(cell.column) == line.get(last.column) for line in heads)
        ):
            found[-1] = replace(last, column_span=last.column_span + 1)
        else:
            found.append(cell)
    return tuple(found)

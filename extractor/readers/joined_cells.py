"""Cells that belong to one number: a sign of currency, a bracket or a unit in a cell of its own beside it.

``Cash | $ | 11,639`` has one value, and so have ``97 | 件`` and ``(12 | )``.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from extractor.documents.model import Box, Cell, Place, Row
from extractor.evidence import merged, seen_by_all
from extractor.schemas.form import Form
from extractor.schemas.values import COUNTERS, fold_width

_SIGNS = "$¢£¤¥￥₩€₱₹₽฿"
_OPENS = re.compile(rf"[-+]?[A-Za-z]{{0,3}}[{_SIGNS}]|[-+]?\(|[-+]?\(?[A-Za-z]{{0,3}}[{_SIGNS}]\(?")
_OPENING = frozenset(_SIGNS) | {"("}
_CLOSING = frozenset({")", "%", ")%", "%)"})
_NUMBER = re.compile(rf"[-+]?\(?[-+]?(?:[A-Za-z]{{0,3}}[{_SIGNS}] ?)?\(?[-+]?\d.*", re.DOTALL)


def form_units(form: Form) -> frozenset[str]:
    """The units that the columns of a form declare, and the words that count."""
    declared = {unit for table in form.tables for block in table.blocks for c in block.columns for unit in c.units}
    return frozenset(declared | COUNTERS)


def join_marks(rows: Sequence[Row], units: Collection[str]) -> tuple[Row, ...]:
    """The rows, each number with the marks and the unit that stand in cells of their own beside it."""
    return tuple(_joined(row, units) if len(row.cells) > 1 else row for row in rows)


def _joined(row: Row, units: Collection[str]) -> Row:
    texts = [fold_width(cell.text) for cell in row.cells]
    if not any(text[-1:] in _OPENING or text in _CLOSING or text in units for text in texts):
        return row
    cells: list[Cell] = []
    for cell, text in zip(row.cells, texts, strict=True):
        before = fold_width(cells[-1].text) if cells else ""
        opened = (
            before[-1:] in _OPENING and _OPENS.fullmatch(before) is not None and _NUMBER.fullmatch(text) is not None
        )
        ends = bool(before) and (text in units or text in _CLOSING)
        closed = ends and _NUMBER.fullmatch(before) is not None
        if opened:
            cells[-1] = as_one(cells[-1], cell, cell.column)
        elif closed:
            cells[-1] = as_one(cells[-1], cell, cells[-1].column)
        else:
            cells.append(cell)
    return row if len(cells) == len(row.cells) else replace(row, cells=tuple(cells))


def as_one(first: Cell, second: Cell, column: int) -> Cell:
    """Two cells that are one, in the column of the number."""
    apart = "" if first.text.endswith("(") or second.text.startswith((")", "%")) else " "
    span = (first.place.span[0], second.place.span[1])
    box = _around(first.place.box, second.place.box)
    return replace(
        first,
        text=f"{first.text}{apart}{second.text}",
        place=Place(first.place.page, span, box),
        column=column,
        column_span=max(first.column + first.column_span, second.column + second.column_span) - column,
        seen_by=seen_by_all((first.seen_by, second.seen_by)),
        doubts=merged(first.doubts, second.doubts),
        alternatives=(),
        address=first.address or second.address,
    )


def _around(one: Box | None, other: Box | None) -> Box | None:
    if one is None or other is None:
        return one or other
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))

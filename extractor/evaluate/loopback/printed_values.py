"""Which cells of some lines hold the values of a row: in order, in a run, or anywhere."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from extractor.schemas.form import ColumnSpec, Value
from extractor.schemas.values import looks_like_value, read_printed


class CellAt(NamedTuple):
    """A cell of the request: the position of its line, and the id of its column, empty in running text."""

    line: int
    column: str


ShownCell: TypeAlias = tuple[CellAt, str]
Taken: TypeAlias = tuple[CellAt | None, ...]
"""The cells of a row, column by column."""

_MISSING = -1_000


def read_cell(text: str, column: ColumnSpec) -> Value | None:
    """What a cell says in a column, None for a blank, a mark or words."""
    return read_printed(text, column.kind, column.units, signed=column.signed, notation=column.notation).value


def is_number(text: str) -> bool:
    """Whether a cell prints a number or a mark rather than words."""
    return bool(text) and looks_like_value(text)


def taken_cells(
    values: Sequence[Value | None], columns: Sequence[ColumnSpec], cells: Sequence[ShownCell]
) -> Taken | None:
    """The cells that hold these values in the order of the columns; None where some value is not among them."""
    return _in_a_run(values, columns, cells) or _in_order(values, columns, cells)


def holds(values: Sequence[Value | None], columns: Sequence[ColumnSpec], cells: Sequence[ShownCell]) -> bool:
    """Whether all values stand in the cells, in whatever order."""
    wanted = Counter(value for value in values if value is not None)
    column = columns[-1]
    found = Counter(value for _, text in cells if (value := read_cell(text, column)) is not None)
    return all(found[value] >= count for value, count in wanted.items())


def _in_a_run(
    values: Sequence[Value | None], columns: Sequence[ColumnSpec], cells: Sequence[ShownCell]
) -> Taken | None:
    """As many cells beside each other as there are columns, the last such run, if they hold just these values."""
    for start in range(len(cells) - len(values), -1, -1):
        run = cells[start : start + len(values)]
        if all(_fits(text, value, column) for (_, text), value, column in zip(run, values, columns, strict=True)):
            return tuple(at for at, _ in run)
    return None


def _fits(text: str, value: Value | None, column: ColumnSpec) -> bool:
    if value is None:
        return not text or (is_number(text) and read_cell(text, column) is None)
    return read_cell(text, column) == value


def _in_order(
    values: Sequence[Value | None], columns: Sequence[ColumnSpec], cells: Sequence[ShownCell]
) -> Taken | None:
    """The values in order among cells, with the fewest numbers left over between them."""
    count, room = len(values), len(cells)
    best: list[list[int]] = [[0] * (room + 1) for _ in range(count + 1)]
    step: list[list[str]] = [["cell"] * (room + 1) for _ in range(count + 1)]
    for i in range(count - 1, -1, -1):
        best[i][room] = best[i + 1][room] + (0 if values[i] is None else _MISSING)
        step[i][room] = "value"
    for i in range(count - 1, -1, -1):
        for j in range(room - 1, -1, -1):
            skip_cell = best[i][j + 1] - (1 if is_number(cells[j][1]) else 0)
            skip_value = best[i + 1][j] + (0 if values[i] is None else _MISSING)
            options = [(skip_value, "value"), (skip_cell, "cell")]
            if _fits(cells[j][1], values[i], columns[i]):
                options.insert(0, (best[i + 1][j + 1] + (1 if values[i] is None else 2), "both"))
            best[i][j], step[i][j] = max(options, key=lambda option: option[0])
    if best[0][0] <= _MISSING // 2:
        return None
    taken: list[CellAt | None] = []
    i = j = 0
    while i < count:
        move = step[i][j] if j <= room else "value"
        if move == "both":
            taken.append(cells[j][0])
            i, j = i + 1, j + 1
        elif move == "value":
            taken.append(None)
            i += 1
        else:
            j += 1
    return tuple(taken)

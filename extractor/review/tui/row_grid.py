"""The row of a field as a grid: headings over values, its neighbours above and below, and whether it adds up.

A row that stands one cell too far to one side is seen at once; of a wide row the part around the field is shown.
"""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from extractor.review.case import ReviewCase
from extractor.review.naming import row_paths
from extractor.review.tui.styled_lines import shown
from extractor.review.typeset import clean, cut

_LABEL = 0.3
"""Share of the width that the name of a row may take."""
_SIGN = 11
"""Columns kept for the marks around the grid and for what a row is off by."""
_MOST = 9
"""Columns of the screen that a heading may take; a value may take more."""


def row_grid(case: ReviewCase, path: str, width: int, neighbours: bool) -> Content | None:
    """The grid in at most ``width`` columns; None for a field that stands in no row of several cells."""
    own = _row(case, path)
    if len(own) < 2:
        return None
    at = own.index(path)
    rows = [row for row in _around(case, own) if neighbours or row == own]
    room = max(6, int(width * _LABEL))
    label = min(room, max(cell_len(clean(case.name(row[at]).row)) for row in rows))
    widths = [_width(case, rows, column) for column in range(len(own))]
    first, last = _window(widths, at, width - label - _SIGN)
    lines = [_headings(case, own, widths, first, last, label)]
    for row in rows:
        lines.append(_line(case, row, widths, (first, last), label, path))
    return Content("\n").join(lines)


def _row(case: ReviewCase, path: str) -> tuple[str, ...]:
    return tuple(each for each in row_paths(case.form, path) if each in case.verdict.fields)


def _around(case: ReviewCase, own: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The row with those printed above and below it under the same headings."""
    for table in case.form.tables:
        for block in table.blocks:
            rows = [tuple(line.paths) for line in block.rows if len(line.paths) == len(own)]
            if own in rows:
                at = rows.index(own)
                near = rows[max(0, at - 1) : at + 2]
                return [row for row in near if all(each in case.verdict.fields for each in row)]
    return [own]


def _width(case: ReviewCase, rows: Sequence[tuple[str, ...]], column: int) -> int:
    values = max(cell_len(_value(case, row[column])) for row in rows)
    name = case.name(rows[0][column])
    return max(values, min(_MOST, cell_len(clean(name.short or name.column)))) + 2


def _value(case: ReviewCase, path: str) -> str:
    field = case.verdict.fields[path]
    return shown(field.state, field.value) if field.state in ("read", "computed") else _SIGNS[field.state]


_SIGNS = {"blank": "□", "absent": "—", "not_applicable": "/", "unread": "?", "illegible": "✗?"}


def _window(widths: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """The columns around one, as many as there is room for."""
    first = last = at
    used = widths[at]
    while first > 0 or last < len(widths) - 1:
        left = first > 0 and (last == len(widths) - 1 or at - first <= last - at)
        more = first - 1 if left else last + 1
        if used + widths[more] > room:
            break
        used += widths[more]
        first, last = min(first, more), max(last, more)
    return first, last


def _headings(
    case: ReviewCase, own: Sequence[str], widths: Sequence[int], first: int, last: int, label: int
) -> Content:
    cells = []
    for column in range(first, last + 1):
        name = case.name(own[column])
        text = cut(clean(name.short or name.column), widths[column] - 1)
        cells.append(" " * (widths[column] - cell_len(text)) + text)
    line = " " * label + ("⋯" if first else " ") + "".join(cells) + ("⋯" if last < len(own) - 1 else "")
    return Content.styled(line, "dim")


def _line(
    case: ReviewCase, row: Sequence[str], widths: Sequence[int], window: tuple[int, int], label: int, path: str
) -> Content:
    name = cut(clean(case.name(row[0]).row), label)
    parts: list[str | tuple[str, str]] = [name + " " * (label - cell_len(name) + 1)]
    for column in range(window[0], window[1] + 1):
        value = _value(case, row[column])
        mine = row[column] == path
        text = f"[{value}]" if mine else f"{value} "
        pad = " " * max(0, widths[column] - cell_len(text) + 1)
        waits = case.verdict.fields[row[column]].waits
        parts += [pad[:-1] if pad else "", (text, "bold reverse" if mine else "$warning" if waits else "")]
    return Content.assemble(*parts, _sum_sign(case, row))


def _sum_sign(case: ReviewCase, row: Sequence[str]) -> tuple[str, str]:
    """Whether what the rules say of this row alone holds."""
    inside = set(row)
    found = [each for each in case.verdict.findings if each.paths and inside.issuperset(each.paths)]
    broken = next((each for each in found if each.broken and each.residual is not None), None)
    if broken is not None:
        return f" ✗{broken.difference or ''}", "bold $error"
    return (" ✓", "$success") if any(each.outcome == "pass" for each in found) else ("", "")

"""Tables as a look sets them: figures in its writing, labels of several rows over them where it groups."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.evaluate.render.grid import Grid, GridCell
from specimens.held_out_looks.office_look import OfficeLook, Writing

_LONG_FIGURE = re.compile(r"(-?\d{4,})(\.\d+)?")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
_INDENT = "\u3000"


def set_grid(grid: Grid, look: OfficeLook, chinese: bool) -> Grid:
    """The table as it is printed."""
    grid = replace(grid, rows=tuple(tuple(_set_cell(c, look.writing, chinese) for c in row) for row in grid.rows))
    if look.capitals:
        grid = replace(grid, rows=tuple(tuple(map(_capitals, row)) for row in grid.rows))
    grid = grouped(grid) if look.grouped and grid.labels > 1 else grid
    return counted(grid, chinese) if look.counted else grid


def written(figure: str, writing: Writing, chinese: bool) -> str:
    """A figure in a writing."""
    if writing == "commas" and (long := _LONG_FIGURE.fullmatch(figure)):
        return f"{int(long[1]):,}{long[2] or ''}"
    return figure.translate(_FULL_WIDTH) if writing == "full width" and chinese else figure


def grouped(grid: Grid) -> Grid:
    """The table with one column of labels: those of several rows stand in rows of their own, the others further in."""
    return replace(grid, width=grid.width - grid.labels + 1, labels=1, rows=tuple(_rows_of(grid)))


def counted(grid: Grid, chinese: bool) -> Grid:
    """The table with a line under its heads in which every column of figures has a number, and labels a letter; the
    same where it has several blocks, which keep what they are called by alone.
    """
    kinds = [grid.kind(row) for row in range(len(grid.rows))]
    if "title" in kinds:
        return grid
    first = kinds.index("value")
    figures = [cell for cell in grid.rows[first] if cell.role == "value"]
    letter = "甲" if chinese else "(a)"
    line = [GridCell(letter, "heading", 0, grid.labels)] if grid.labels else []
    for at, cell in enumerate(figures):
        name = str(at + 1) if chinese else f"({chr(ord('a') + at + bool(grid.labels))})"
        line.append(GridCell(name, "heading", cell.column, cell.col_span))
    return grid.with_row(first, line)


def _capitals(cell: GridCell) -> GridCell:
    return replace(cell, text=cell.text.upper()) if cell.role == "heading" else cell


def _set_cell(cell: GridCell, writing: Writing, chinese: bool) -> GridCell:
    return replace(cell, text=written(cell.text, writing, chinese)) if cell.role == "value" else cell


def _rows_of(grid: Grid) -> Iterator[tuple[GridCell, ...]]:
    fewer, width = grid.labels - 1, grid.width - grid.labels + 1
    for row in grid.rows:
        found = []
        for cell in row:
            if cell.role != "label":
                first = max(0, cell.column - fewer)
                found.append(replace(cell, column=first, col_span=cell.column + cell.col_span - fewer - first))
                continue
            text = _INDENT * cell.column + cell.text
            if cell.column + cell.col_span < grid.labels:
                yield (GridCell(text, "label", 0, width),)
            else:
                found.append(replace(cell, text=text, column=0, col_span=1))
        yield tuple(found)

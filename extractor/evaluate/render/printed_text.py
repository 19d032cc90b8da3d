"""Tables flattened to text, in the ways programs and people flatten them. Each writer gives the lines of one table."""

import unicodedata
from collections.abc import Sequence
from random import Random

from extractor.evaluate.render.grid import Grid, Slot

HEADING_WIDTH = 14
"""Columns a heading keeps in a fixed-width print; the rest is cut."""


def tsv(grid: Grid, rng: Random) -> list[str]:
    """Rows of cells between tabs. Cells that a label covers are printed empty in some files and left out in others."""
    padded = rng.random() < 0.5
    return ["\t".join(_line(grid, index, padded)) for index in range(len(grid.rows))]


def tsv_shifted(grid: Grid, rng: Random) -> list[str]:
    """As ``tsv``, but some complete rows are pushed to the right by a tab, others end in tabs they should not have."""
    lines = []
    for index in range(len(grid.rows)):
        cells = _line(grid, index, padded=True)
        if grid.kind(index) == "value" and all(_values_of(grid, index)):
            push = rng.random()
            if push < 0.25:
                cells = [*cells[: grid.labels], "", *cells[grid.labels :]]
            elif push < 0.5:
                cells = [*(cell for cell in cells if cell), "", ""]
        lines.append("\t".join(cells))
    return lines


def label_above(grid: Grid, rng: Random) -> list[str]:
    """As ``tsv``, but in about half of the rows the values stand on the line under their label."""
    lines = []
    for index, slots in enumerate(grid.slots):
        cells = _line(grid, index, padded=True)
        if grid.kind(index) == "value" and slots[0].cell.role == "label" and rng.random() < 0.5:
            values = cells[grid.labels :]
            lines.append("\t".join([*cells[: grid.labels], *("" for _ in values)]))
            lines.append("\t".join(["", *values]))
        else:
            lines.append("\t".join(cells))
    return lines


def cells(grid: Grid, rng: Random) -> list[str]:
    """One cell a line; a blank cell is an empty line."""
    return [cell.text for row in grid.rows for cell in row]


def tabbed_cells(grid: Grid, rng: Random) -> list[str]:
    """One cell a line after a tab, and an empty line after each row."""
    lines: list[str] = []
    for slots in grid.slots:
        for slot in slots:
            if slot.at == "here":
                loose = " " if slot.cell.role == "value" and rng.random() < 0.2 else ""
                lines.append(f"\t{loose}{slot.cell.text}{loose}".rstrip(" ") if slot.cell.text else "\t")
            elif slot.at == "above" and slot.cell.role == "label":
                lines.append("\t")
        lines.append("")
    return lines


def pipe_cells(grid: Grid, rng: Random) -> list[str]:
    """One cell and a pipe a line; the columns that cells cover beyond their first follow as bare pipes."""
    lines: list[str] = []
    for row in grid.rows:
        lines += [f"{cell.text} |" if cell.text else "|" for cell in row]
        covered = sum(cell.col_span - 1 for cell in row)
        if covered:
            lines.append("|" * covered)
    return lines


def pipe_rows(grid: Grid, rng: Random) -> list[str]:
    """One row a line between pipes: either every square printed, under a ruled heading, or covered ones at the end."""
    full = rng.random() < 0.5
    lines = []
    for index, row in enumerate(grid.rows):
        if full:
            lines.append("| " + " | ".join(_line(grid, index, padded=True)) + " |")
            if index == 0:
                lines.append("|" + "---|" * grid.width)
        else:
            covered = "|" * sum(cell.col_span - 1 for cell in row)
            lines.append("".join(f"| {cell.text} " for cell in row) + "|" + (f" {covered}" if covered else ""))
    return [line.replace("\n", " ") for line in lines]


def fixed(grid: Grid, rng: Random) -> list[str]:
    """Fixed columns: labels to the left, values to the right under headings cut at the width of their column.

    One to three spaces stand between columns, the same number all over the table.
    """
    widths = [_label_width(grid, column) for column in range(grid.labels)]
    widths += [HEADING_WIDTH] * (grid.width - grid.labels)
    gap = rng.randint(1, 3)
    lines = []
    for slots in grid.slots:
        parts = [_square(slot, widths, gap) for column, slot in enumerate(slots) if column == slot.cell.column]
        lines.append((" " * gap).join(parts).rstrip())
    return lines


def torn(grid: Grid, rng: Random) -> list[str]:
    """Labels torn off their rows, as programs leave them that take a page apart column by column.

    First all labels, one a line, then the headings, then the figures of each row on a line.
    """
    labels = [cell.text for row in grid.rows for cell in row if cell.role in ("title", "label")]
    headings = [cell.text for row in grid.rows for cell in row if cell.role == "heading" and cell.text]
    figures = [" ".join(_values_of(grid, index)) for index in range(len(grid.rows)) if _values_of(grid, index)]
    return [*labels, "", *headings, "", *figures]


def _line(grid: Grid, row: int, padded: bool) -> list[str]:
    """The squares of a row; unpadded, the columns a label spans are left out."""
    found = []
    for slot in grid.slots[row]:
        if slot.at == "here":
            found.append(slot.cell.text)
        elif padded or slot.at == "above" or slot.cell.role != "label":
            found.append("")
    return found


def _values_of(grid: Grid, row: int) -> list[str]:
    return [cell.text for cell in grid.rows[row] if cell.role == "value"]


def _label_width(grid: Grid, column: int) -> int:
    alone = [
        cell
        for row in grid.rows
        for cell in row
        if cell.column == column and cell.role == "label" and cell.col_span == 1
    ]
    spanning = [cell for row in grid.rows for cell in row if cell.role == "label" and cell.column == column]
    last = column == grid.labels - 1
    return max((display_width(cell.text) for cell in (spanning if last else alone)), default=HEADING_WIDTH)


def _square(slot: Slot, widths: Sequence[int], gap: int) -> str:
    cell = slot.cell
    width = sum(widths[cell.column : cell.column + cell.col_span]) + gap * (cell.col_span - 1)
    text = "" if slot.at == "above" else cell.text.replace("\n", "")
    if cell.role == "value":
        # A value belongs under its own column even where its cell covers more.
        width = widths[cell.column]
    if cell.role == "heading" and cell.col_span == 1:
        text = _cut(text, width)
    room = " " * max(0, width - display_width(text))
    right = cell.role == "value" or (cell.role == "heading" and cell.column >= len(widths) - 1)
    return room + text if right or (cell.role == "heading" and cell.col_span == 1 and cell.column) else text + room


def _cut(text: str, width: int) -> str:
    kept = ""
    for char in text:
        if display_width(kept + char) > width:
            break
        kept += char
    return kept


def display_width(text: str) -> int:
    """Columns a text takes in a terminal: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)

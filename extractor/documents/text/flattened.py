"""Tables flattened to text, recognised stretch by stretch.

======================  ===============================================================================
style                   how it looks
======================  ===============================================================================
tabs                    cells of a row divided by tabs, empty ones kept (``tabbed``)
pasted                  every cell on a line of its own behind a tab, rows divided by empty lines (``tabbed``)
pipes                   every pipe ends a cell: whole rows, or a line for each cell (``piped``)
commas                  neighbouring lines of equally many fields between commas or semicolons (``comma_lines``)
columns                 two or more spaces between cells, aligned by character column (``fixed_width``)
plain                   everything else: a line is a row of one cell
======================  ===============================================================================
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.documents.model import Row
from extractor.documents.printing import cut_cell
from extractor.documents.text.aligned_lines import in_stray_columns
from extractor.documents.text.comma_lines import comma_extent, comma_rows
from extractor.documents.text.fixed_width import fixed_width_rows, has_gap, printed_page_rows
from extractor.documents.text.lines import FileLine, Stretch, Style, split_lines
from extractor.documents.text.piped import is_piped, piped_rows
from extractor.documents.text.tabbed import tabbed_extent, tabbed_rows


def find_rows(text: str, start: int = 0, end: int | None = None, first_table: int = 0) -> tuple[Row, ...]:
    """All rows of ``text[start:end]`` in order. Every run of rows of one flattened table shares a table index,
    counted from ``first_table``.
    """
    lines = split_lines(text, start, len(text) if end is None else end)
    rows: list[Row] = []
    table = first_table
    for aligned, stretches in groupby(_stretches(lines), key=lambda stretch: stretch.style in ("columns", "plain")):
        found, tables = (_aligned_rows if aligned else _styled_rows)(text, tuple(stretches), table)
        rows.extend(found)
        table += tables
    return tuple(rows)


def _styled_rows(text: str, stretches: Sequence[Stretch], table: int) -> tuple[list[Row], int]:
    """The rows of stretches that mark their cells, and how many tables they make."""
    rows: list[Row] = []
    first = table
    for stretch in stretches:
        found, tables = _rows_of(text, stretch, table)
        rows.extend(found)
        table += tables
    return rows, table - first


def _aligned_rows(text: str, stretches: Sequence[Stretch], table: int) -> tuple[list[Row], int]:
    """The rows of stretches whose cells are told by where they stand.

    Where the columns of one are not proven, they all may be pages that were printed as text: empty lines part nothing
    there.
    """
    rows: list[Row] = []
    first = table
    sound = True
    for stretch in stretches:
        if stretch.style == "plain":
            rows += [Row((cut_cell(text, line.start, line.end, 0),)) for line in stretch.lines if not line.is_blank]
            continue
        found, tables, proven = fixed_width_rows(text, stretch.lines, table)
        rows.extend(found)
        table += tables
        sound = sound and proven
    if not sound:
        lines = [line for stretch in stretches for line in stretch.lines if not line.is_blank]
        return printed_page_rows(text, lines, first) or ([in_stray_columns(row) for row in rows], table - first)
    return rows, table - first


def _stretches(lines: list[FileLine]) -> Iterator[Stretch]:
    """Neighbouring lines of one style, blank lines inside included; blank lines between stretches are dropped."""
    at = 0
    style: Style
    while at < len(lines):
        line = lines[at]
        if line.is_blank:
            at += 1
            continue
        if "\t" in line.text:
            stop = tabbed_extent(lines, at)
            style = "tabs"
        elif is_piped(line.text):
            stop = _extent_of_pipes(lines, at)
            style = "pipes"
        elif (stop := comma_extent(lines, at)[0]) > at:
            style = "commas"
        elif has_gap(line.text) or _heads_columns(lines, at):
            stop = _extent_of_block(lines, at)
            style = "columns"
        else:
            stop = at + 1
            style = "plain"
        yield Stretch(style, tuple(lines[at:stop]))
        at = stop


def _heads_columns(lines: list[FileLine], at: int) -> bool:
    """Whether the next line is one of columns: headings that fill their columns stand one space apart."""
    if at + 1 == len(lines):
        return False
    below = lines[at + 1]
    return has_gap(below.text) and "\t" not in below.text and not is_piped(below.text)


def _extent_of_pipes(lines: list[FileLine], at: int) -> int:
    """Up to the last piped line that only blank lines divide from the first."""
    stop = at + 1
    for index in range(at + 1, len(lines)):
        if is_piped(lines[index].text) and "\t" not in lines[index].text:
            stop = index + 1
        elif not lines[index].is_blank:
            break
    return stop


def _extent_of_block(lines: list[FileLine], at: int) -> int:
    """The lines around up to the next blank, tabbed or piped line."""
    stop = at + 1
    while stop < len(lines):
        line = lines[stop]
        if line.is_blank or "\t" in line.text or is_piped(line.text):
            break
        stop += 1
    return stop


def _rows_of(text: str, stretch: Stretch, table: int) -> tuple[list[Row], int]:
    """The rows of a stretch and how many tables they make."""
    if stretch.style == "tabs":
        return tabbed_rows(text, stretch.lines, table)
    if stretch.style == "pipes":
        return piped_rows(text, stretch.lines, table)
    return comma_rows(text, stretch.lines, table, comma_extent(stretch.lines, 0)[1]), 1

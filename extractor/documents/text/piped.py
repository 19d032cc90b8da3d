"""Rows whose cells end with a pipe.

``| a | b |`` and ``a | b |`` are rows of two cells, ``a |`` is a row of one, ``||`` a row of two blank ones. A pipe at
the start of a line only opens it where most lines of the stretch start so; elsewhere it ends a blank cell.

Where every cell has a line, a lone pipe may open a row and pipes behind the last cell close it (``0  | ||``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.model import Cell, Row
from extractor.documents.printing import cut_cell, join_parts
from extractor.documents.text.lines import FileLine
from extractor.documents.text.spans import without_repeats

_PIPE = re.compile(r"(?<!\\)\|")
_MARKED = re.compile(r"^\s*\||\|\s*$|\s\||\|\s|\|.*\|")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_RULE = re.compile(r"^(?=.*[|+])[\s|+:=-]*[-=]{2,}[\s|+:=-]*$")

_ONE_CELL = re.compile(r"[^|]*\|\s*")
_CLOSING = re.compile(r"[^|]*[^|\s][^|]*\|\s*(?:\|\s*)+")
"""One cell with text, and pipes behind the one that ends it."""


def is_piped(text: str) -> bool:
    """Whether a line is a row with pipes, or the rule under a row of headings."""
    if "|" not in text:
        return _is_rule(text)
    return _MARKED.search(text) is not None and _PIPE.search(text) is not None


def _is_rule(text: str) -> bool:
    """A line of dashes that parts the headings from the rows: it prints nothing."""
    return _RULE.match(text) is not None


def piped_rows(text: str, lines: Sequence[FileLine], table: int) -> tuple[list[Row], int]:
    """The rows of a stretch of piped lines and the number of tables; a rule under a row starts a new table there.

    Under such a rule, cells that are printed once for every column or line that they cover are taken for one.
    """
    if _closes_rows(lines):
        return _closed_rows(text, lines, table), 1
    framed = _is_framed(lines)
    found: list[list[Row]] = []
    ruled: list[bool] = []
    for index, line in enumerate(lines):
        if line.is_blank or _is_rule(line.text):
            continue
        follower = lines[index + 1].text if index + 1 < len(lines) else ""
        is_head = _is_rule(follower) and "+" not in follower
        if not found or is_head:
            found.append([])
            ruled.append(is_head)
        found[-1].append(Row(_cells(text, line, framed), table + len(found) - 1))
    tables = zip(found, ruled, [[], *found], strict=False)
    once = (without_repeats(rows, before) if marked else rows for rows, marked, before in tables)
    return [row for rows in once for row in rows], len(found)


def _is_closing(text: str) -> bool:
    """Whether a line is the last cell of a row and the pipes that close it."""
    return _CLOSING.fullmatch(text) is not None


def _closes_rows(lines: Sequence[FileLine]) -> bool:
    """Whether each cell has a line and lone pipes open rows: behind pipes that close one, the next row opens."""
    printed = [line.text for line in lines if not line.is_blank]
    closing = [n for n, text in enumerate(printed) if _is_closing(text)]
    opened = [n for n in closing if n + 1 == len(printed) or printed[n + 1].strip() == "|"]
    lone = all(text.strip() == "|" or _is_closing(text) or _ONE_CELL.fullmatch(text) for text in printed)
    return len(closing) > 1 and lone and len(opened) == len(closing) and printed[0].strip() == "|"


def _closed_rows(text: str, lines: Sequence[FileLine], table: int) -> list[Row]:
    """The rows between the lone pipes that open them; each pipe behind the last cell is a blank one. A row that is full
    needs none behind it: the next lone pipe opens another.
    """
    rows: list[Row] = []
    cells: list[Cell] = []
    opening = True
    full = _full_row(lines)
    for line in lines:
        if line.is_blank:
            continue
        if line.text.strip() == "|" and (opening or len(cells) == full):
            rows += [Row(tuple(cells), table)] if cells else []
            cells, opening = [], False
            continue
        start = line.start
        for match in _PIPE.finditer(text, line.start, line.end):
            cells.append(cut_cell(text, start, match.start(), len(cells)))
            start = match.end()
        if _is_closing(line.text):
            rows.append(Row(tuple(cells), table))
            cells, opening = [], True
    return [*rows, Row(tuple(cells), table)] if cells else rows


def _full_row(lines: Sequence[FileLine]) -> int:
    """The cells of the rows that are closed, from the pipe that opens them; 0 where they are not all as many, or where
    a lone pipe follows another and is a blank cell.
    """
    counts: set[int] = set()
    count, after_lone = 0, False
    for text in (line.text for line in lines if not line.is_blank):
        lone = text.strip() == "|"
        if lone and after_lone:
            return 0
        count, after_lone = (0 if lone else count + text.count("|")), lone
        if _is_closing(text):
            counts.add(count)
    return next(iter(counts)) if len(counts) == 1 else 0


def _is_framed(lines: Sequence[FileLine]) -> bool:
    """Whether the lines that print something open with a pipe, more often than not."""
    printed = [line.text for line in lines if line.text.strip(" |") and not _is_rule(line.text)]
    return sum(text.lstrip().startswith("|") for text in printed) * 2 > len(printed)


def _cells(text: str, line: FileLine, framed: bool) -> tuple[Cell, ...]:
    """What each pipe ends, and what stands behind the last one."""
    start = line.start
    if framed and line.text.lstrip().startswith("|"):
        start += line.text.index("|") + 1
    cells: list[Cell] = []
    broken = "<" in line.text
    for match in _PIPE.finditer(text, start, line.end):
        cells.append(cut_cell(text, start, match.start(), len(cells)))
        start = match.end()
    if text[start : line.end].strip() or not cells:
        cells.append(cut_cell(text, start, line.end, len(cells)))
    return tuple(_in_one(cell) for cell in cells) if broken else tuple(cells)


def _in_one(cell: Cell) -> Cell:
    """A cell without the marks that break its lines."""
    return replace(cell, text=join_parts(_BREAK.split(cell.text))) if _BREAK.search(cell.text) else cell

"""Rows whose cells are divided by commas or semicolons, in a text that does not say so by its name.

Prose is full of commas. A stretch of lines is a table only if neighbouring lines fall into equally many fields and
most of them hold figures; a comma that may group the digits of one number makes no cells.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.documents.columns import looks_numeric
from extractor.documents.model import Cell, Row
from extractor.documents.printing import cut_cell
from extractor.documents.text.lines import FileLine

DELIMITERS = (";", ",")
_FEWEST_LINES = 3
_FEWEST_PAIRS = 5
_FEWEST_SPACED = 4
_PLAIN = re.compile(r"\d+(\.\d+)?")
_SPACED = re.compile(r"\d\s*$")
_DIGITS = re.compile(r"\d{1,3}")
_LAST_DIGITS = re.compile(r"\D\d{1,3}$")
_FIELD = {
    delimiter: re.compile(rf'\s*"(?P<quoted>(?:[^"]|"")*)"\s*(?={delimiter}|$)|(?P<bare>[^{delimiter}]*)')
    for delimiter in DELIMITERS
}


class Field(NamedTuple):
    """One field: what stands at ``start`` to ``end`` of its line, quotes around it left out."""

    text: str
    start: int
    end: int
    quoted: bool
    spaced: bool
    """White space stands before it."""


def fields_of(text: str, delimiter: str) -> list[Field]:
    """The fields of one line."""
    found: list[Field] = []
    at = 0
    while True:
        match = _FIELD[delimiter].match(text, at)
        if match is None:
            return found
        group = "quoted" if match["quoted"] is not None else "bare"
        spaced = text[at : at + 1].isspace()
        found.append(Field(match[group].strip(), *match.span(group), group == "quoted", spaced))
        at = match.end() + 1
        if at > len(text):
            return found


def comma_extent(lines: Sequence[FileLine], at: int) -> tuple[int, str]:
    """Where the table that begins with line ``at`` ends, and its delimiter; ``at`` itself where there is none."""
    for delimiter in DELIMITERS:
        if delimiter in lines[at].text:
            stop = _extent(lines, at, delimiter)
            if stop > at:
                return stop, delimiter
    return at, ""


def _extent(lines: Sequence[FileLine], at: int, delimiter: str) -> int:
    width = len(fields_of(lines[at].text, delimiter))
    rows: list[list[Field]] = []
    for line in lines[at:]:
        fields = [] if line.is_blank or "\t" in line.text else fields_of(line.text, delimiter)
        if len(fields) != width or width < 2:
            break
        rows.append(fields)
    figures = [row for row in rows if _holds_figures(row)]
    if len(rows) < _FEWEST_LINES or len(figures) * 3 < len(rows) * 2:
        return at
    prose = delimiter == "," and (_groups_digits(figures) or _reads_as_prose(rows))
    return at if prose else at + len(rows)


def _reads_as_prose(rows: Sequence[Sequence[Field]]) -> bool:
    """Whether commas may be those of running text or of dates ("May 31, 2024"): few of them, with spaces behind.

    Of two fields nothing is believed but words and a plain number, line for line.
    """
    width = len(rows[0])
    if width == 2:
        listed = all(row[0].text and _PLAIN.fullmatch(row[1].text) for row in rows[1:])
        return len(rows) < _FEWEST_PAIRS or not listed or any(_SPACED.search(row[0].text) for row in rows)
    return width < _FEWEST_SPACED and any(field.spaced for row in rows for field in row[1:])


def _holds_figures(row: Sequence[Field]) -> bool:
    """Whether at least half of the fields behind the first are figures, and one is."""
    figures = sum(looks_numeric(field.text) for field in row[1:])
    blank = sum(not field.text for field in row[1:])
    return figures > 0 and (figures + blank) * 2 >= len(row) - 1


def _groups_digits(rows: Sequence[Sequence[Field]]) -> bool:
    """Whether a comma may stand inside a number: behind words that end in digits, or at one place in all rows."""
    pairs = [[_may_be_one(left, right) for left, right in pairwise(row)] for row in rows]
    behind_words = (
        _LAST_DIGITS.search(row[n].text)
        for row, each in zip(rows, pairs, strict=True)
        for n, pair in enumerate(each)
        if pair
    )
    if any(behind_words):
        return True
    spaced = any(field.spaced for row in rows for field in row)
    return any(all(column) for column in zip(*pairs, strict=True)) or (spaced and any(map(any, pairs)))


def _may_be_one(left: Field, right: Field) -> bool:
    """Whether two neighbouring fields read as the thousands and the rest of one number."""
    if left.quoted or right.quoted or right.end - right.start != 3 or not _DIGITS.fullmatch(right.text):
        return False
    return bool(_DIGITS.fullmatch(left.text) or _LAST_DIGITS.search(left.text))


def comma_rows(text: str, lines: Sequence[FileLine], table: int, delimiter: str) -> list[Row]:
    """The rows of a table."""
    return [Row(_cells(text, line, delimiter), table) for line in lines]


def _cells(text: str, line: FileLine, delimiter: str) -> tuple[Cell, ...]:
    return tuple(
        cut_cell(text, line.start + field.start, line.start + field.end, column)
        for column, field in enumerate(fields_of(line.text, delimiter))
    )

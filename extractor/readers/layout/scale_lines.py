"""Lines outside the tables that say in what all their numbers are counted: "Figures in thousands", "x 1,000".

What stands above a table is read with its headings. A line below it is about that table, one elsewhere about all.
"""

import re
from collections.abc import Iterator, Mapping

from extractor.documents.model import Row
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.outline import Outline, OutlineTable
from extractor.readers.reading import FieldReading
from extractor.schemas.form import INDEX, ColumnSpec
from extractor.schemas.units import UnitWords, stated_unit
from extractor.schemas.values import ONE, fold_width

_LINE = 48
"""Characters of a line that says this and nothing else."""
_NEAR = 3
"""Rows below a table in which a line is about it alone."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def with_scale_lines(outline: Outline, words: UnitWords, fields: Mapping[str, FieldReading]) -> dict[str, FieldReading]:
    """The fields; the numbers of tables that such a line is about are in doubt."""
    found = dict(fields)
    units = frozenset(
        u for table in outline.tables for block in table.spec.blocks for c in block.columns for u in c.units
    )
    for number, row in enumerate(outline.rows):
        if not _is_line(row, words) or _is_within(number, row, outline):
            continue
        about = _about(number, outline)
        columns = (column for table in about for block in table.spec.blocks for column in block.columns)
        told = {tuple(column.units): column for column in columns}
        saying = {key: said for key, column in told.items() if (said := _said(row.text, column, words, units))}
        if not saying:
            continue
        for path, column in (each for table in about for each in _columns(table)):
            field = found.get(path) if (said := saying.get(tuple(column.units), "")) else None
            if field is not None and field.state == "read":
                doubts = merged(field.doubts, (doubt(DoubtKind.UNIT_UNKNOWN, said),))
                found[path] = field.model_copy(update={"doubts": doubts})
    return found


def _is_line(row: Row, words: UnitWords) -> bool:
    """Whether a row is a short line of the words that state a unit, and of nothing besides."""
    if len([cell for cell in row.cells if cell.text]) != 1 or len(text := row.text) > _LINE:
        return False
    if not words.spaced:
        return True
    known = {*words.nouns, *words.joining, *words.leads, *words.scales}
    return sum(word not in known for word in _WORD.findall(fold_width(text).lower())) <= 1


def _said(text: str, column: ColumnSpec, words: UnitWords, units: frozenset[str]) -> str:
    """What a line states of a column that makes its numbers other ones, empty where it states nothing of it. ``units``
    are those of all columns.
    """
    stated = stated_unit(text, column.units, words, frozenset(units - column.units.keys()))
    if stated is None:
        return ""
    return stated.unknown or (text if stated.factor != ONE else "")


def _is_within(number: int, row: Row, outline: Outline) -> bool:
    """Whether a row stands in a table or among the lines of its title, which its columns have read."""
    spans = {cell.place.span for cell in row.cells if cell.text}
    tops = (t for t in outline.tables if t.top <= number <= t.last)
    return any(t.first < number or spans & {cell.place.span for cell in t.captions} for t in tops)


def _about(number: int, outline: Outline) -> list[OutlineTable]:
    """The tables that a line may be about: the one that it stands below; at the end of the report all of them."""
    above = [table for table in outline.tables if 0 < number - table.last <= _NEAR]
    closing = any(table.last == max(each.last for each in outline.tables) for table in above)
    return above if above and not closing else list(outline.tables)


def _columns(table: OutlineTable) -> Iterator[tuple[str, ColumnSpec]]:
    """The fields of a table, each with its column."""
    for row in table.rows:
        paths = row.spec.paths if row.spec else row.block.repeat_paths
        yield from ((path.replace(INDEX, str(row.index)), c) for path, c in zip(paths, row.block.columns, strict=False))

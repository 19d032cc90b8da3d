"""Damages to the order of things: cells, columns, headings and whole tables that are lost, doubled or exchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from extractor.evaluate.render.printed import PrintedBlock, PrintedColumn, PrintedRow, PrintedValue
from extractor.evaluate.render.table_change import (
    Change,
    Expect,
    Tables,
    find_largest,
    in_largest,
    map_rows,
    map_values,
)
from extractor.evaluate.render.words import Words


def cells_lost(tables: Tables, rng: Random, words: Words) -> Tables:
    """Two rows of the largest table have lost a cell; what is left of them closes up."""

    def change(block: PrintedBlock) -> PrintedBlock:
        rows = list(block.rows)
        full = [index for index, row in enumerate(rows) if len(row.values) > 2]
        for index in rng.sample(full, min(2, len(full))):
            values = list(rows[index].values)
            lost = rng.randrange(len(values) - 1)
            values[lost] = replace(values[lost], text="", value=None, state="absent")
            rows[index] = replace(rows[index], values=tuple(values))
        return replace(block, rows=tuple(rows))

    return in_largest(tables, change)


def nil_signs(tables: Tables, rng: Random, words: Words) -> Tables:
    """Zeros in some rows are printed as one of the set's marks for "none"."""

    def change(block: PrintedBlock, row: PrintedRow) -> PrintedRow:
        if not words.marks or rng.random() > 0.3:
            return row
        mark = rng.choice(words.marks)
        return replace(row, values=tuple(_marked(value, mark) for value in row.values))

    return map_rows(tables, change)


def _marked(value: PrintedValue, mark: str) -> PrintedValue:
    return replace(value, text=mark, value=None, state="not_applicable") if value.value == 0 else value


def labels_misread(tables: Tables, rng: Random, words: Words) -> Tables:
    """Some labels hold a character that a machine took for another."""

    def change(block: PrintedBlock, row: PrintedRow) -> PrintedRow:
        if not row.labels or rng.random() > 0.4:
            return row
        found = [index for index, char in enumerate(row.labels[-1]) if char in words.confusions]
        if not found:
            return row
        at, label = rng.choice(found), row.labels[-1]
        return replace(row, labels=(*row.labels[:-1], label[:at] + words.confusions[label[at]] + label[at + 1 :]))

    return map_rows(tables, change)


def columns_renamed(tables: Tables, rng: Random, words: Words) -> Tables:
    """The columns of the largest table are numbered instead of named."""

    def change(block: PrintedBlock) -> PrintedBlock:
        names = (words.column_name.format(number=number) for number in range(1, len(block.columns) + 1))
        return replace(block, columns=tuple(PrintedColumn((), name) for name in names))

    return in_largest(tables, change)


def columns_permuted(tables: Tables, rng: Random, words: Words) -> Tables:
    """Columns of the largest table stand in another order, headings and values together."""

    def change(block: PrintedBlock) -> PrintedBlock:
        groups = [column.groups for column in block.columns]
        largest = max(groups, key=groups.count)
        places = [index for index, group in enumerate(groups) if group == largest]
        mixed = places
        while mixed == places and len(places) > 1:
            mixed = rng.sample(places, len(places))
        order = list(range(len(groups)))
        for place, source in zip(places, mixed, strict=True):
            order[place] = source
        rows = (replace(row, values=tuple(_ordered(row.values, order))) for row in block.rows)
        return replace(block, columns=tuple(block.columns[index] for index in order), rows=tuple(rows))

    return in_largest(tables, change)


def _ordered(values: Sequence[PrintedValue], order: Sequence[int]) -> list[PrintedValue]:
    return [values[index] for index in order] if values else []


def headings_swapped(tables: Tables, rng: Random, words: Words) -> Tables:
    """The first and the last heading of the largest table have changed places; the figures have not.

    What is printed under a heading is that heading's value, so the truth changes, and its sums no longer hold.
    """

    def change(block: PrintedBlock) -> PrintedBlock:
        first, *middle, last = block.columns
        rows = []
        for row in block.rows:
            values = list(row.values)
            if values:
                values[0], values[-1] = (
                    replace(values[0], path=values[-1].path),
                    replace(values[-1], path=values[0].path),
                )
            rows.append(replace(row, values=tuple(values)))
        return replace(block, columns=(last, *middle, first), rows=tuple(rows))

    return in_largest(tables, change)


def page_break(tables: Tables, rng: Random, words: Words) -> Tables:
    """A page ends inside the largest table: its number stands between two rows, then the headings again."""

    def change(block: PrintedBlock) -> PrintedBlock:
        at = rng.randrange(2, len(block.rows) - 1) if len(block.rows) > 3 else len(block.rows) - 1
        number = PrintedRow((words.page_line.format(number=rng.randint(2, 9)),), ())
        return replace(block, rows=(*block.rows[:at], number, PrintedRow((), (), heading=True), *block.rows[at:]))

    return in_largest(tables, change)


def table_twice(tables: Tables, rng: Random, words: Words) -> Tables:
    """The largest table is printed twice, title and all."""
    at, _ = find_largest(tables)
    return (*tables[: at + 1], *tables[at:])


def table_rival(tables: Tables, rng: Random, words: Words) -> Tables:
    """The largest table is printed twice, the second time with some other figures: nobody can tell which holds."""
    at, _ = find_largest(tables)

    def change(value: PrintedValue) -> PrintedValue:
        number = value.value
        if not isinstance(number, int) or rng.random() > 0.2:
            return value
        return replace(value, text=str(number + rng.randint(1, 9)))

    (other,) = map_values((tables[at],), change)
    return (*tables[: at + 1], other, *tables[at + 1 :])


def hidden_unshown(tables: Tables, rng: Random, words: Words) -> Tables:
    """Digits that no page shows stand before some figures; the text holds hidden instructions as well."""
    return _with_ghosts(tables, rng)


def hidden_white(tables: Tables, rng: Random, words: Words) -> Tables:
    """As ``hidden_unshown``, but the hidden characters are there, white on white."""
    return _with_ghosts(tables, rng)


def _with_ghosts(tables: Tables, rng: Random) -> Tables:
    def change(value: PrintedValue) -> PrintedValue:
        return replace(value, ghost=str(rng.randint(1, 9))) if value.text and rng.random() < 0.3 else value

    return map_values(tables, change)


def is_hidden(damages: Sequence[str]) -> str:
    """How the hidden characters of a document are hidden: ``unshown``, ``white``, or nothing is."""
    return next((name.removeprefix("hidden_") for name in damages if name.startswith("hidden_")), "")


CHANGES: Mapping[Change, tuple[Expect, ...]] = {
    cells_lost: ("review",),
    nil_signs: ("accept", "review"),
    labels_misread: ("accept", "review"),
    columns_renamed: ("accept", "review"),
    columns_permuted: ("accept", "review"),
    headings_swapped: ("review", "source_inconsistent"),
    page_break: ("accept",),
    table_twice: ("accept", "review"),
    table_rival: ("review",),
    hidden_unshown: ("accept",),
    hidden_white: ("accept", "review"),
}
"""The damages of this module and the outcomes that are right after each."""

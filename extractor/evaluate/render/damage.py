"""What goes wrong with reports on their way, each damage by its name.

A damage changes the printed tables; what the document then says is derived from the changed tables, so the truth of a
damaged case is what a careful reader would find in it.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from extractor.evaluate.render import disorder
from extractor.evaluate.render.printed import MARK, PrintedBlock, PrintedColumn, PrintedRow, PrintedValue
from extractor.evaluate.render.table_change import (
    Change,
    Damage,
    Expect,
    Tables,
    find_largest,
    in_largest,
    map_rows,
    map_values,
)
from extractor.evaluate.render.words import Words

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
_NARROW = str.maketrans("（）：，“”、　", '():,"", ')


def full_width(tables: Tables, rng: Random, words: Words) -> Tables:
    """Digits and signs of other widths, and wide spaces around them."""

    def change(value: PrintedValue) -> PrintedValue:
        wide = value.text.translate(_WIDE)
        return replace(value, text=f"\u3000{wide}" if rng.random() < 0.2 and wide else wide)

    return map_values(tables, change)


def no_break_spaces(tables: Tables, rng: Random, words: Words) -> Tables:
    """No-break spaces around values; a blank cell holds one."""
    return map_values(tables, lambda value: replace(value, text=f"\u00a0{value.text}" + "\u00a0" * rng.randint(0, 1)))


def thousands(tables: Tables, rng: Random, words: Words) -> Tables:
    """Thousands separators."""

    def change(value: PrintedValue) -> PrintedValue:
        number = value.value
        return replace(value, text=f"{number:,}") if isinstance(number, int | Decimal) else value

    return map_values(tables, change)


def notes(tables: Tables, rng: Random, words: Words) -> Tables:
    """A note inside some cells: so many of them were of another kind."""

    def change(value: PrintedValue) -> PrintedValue:
        number = value.value
        if not words.note or not isinstance(number, int) or number < 2 or rng.random() > 0.2:
            return value
        return replace(value, text=value.text + words.note.format(part=rng.randint(1, number - 1)))

    return map_values(tables, change)


def units(tables: Tables, rng: Random, words: Words) -> Tables:
    """The unit stands behind the value, where the set's words know one for the field."""
    return map_values(
        tables,
        lambda value: (
            replace(value, text=value.text + words.units.get(value.path, "")) if value.state == "read" else value
        ),
    )


def zeros_blank(tables: Tables, rng: Random, words: Words) -> Tables:
    """Zeros are not printed: their cells are blank, and say nothing."""

    def change(value: PrintedValue) -> PrintedValue:
        return replace(value, text="", value=None, state="blank") if value.value == 0 else value

    return map_values(tables, change)


def nil_marks(tables: Tables, rng: Random, words: Words) -> Tables:
    """Some rows of zeros hold a mark that means "does not apply" instead."""

    def change(block: PrintedBlock, row: PrintedRow) -> PrintedRow:
        if rng.random() > 0.3 or any(value.value != 0 for value in row.values):
            return row
        marked = (replace(value, text=MARK, value=None, state="not_applicable") for value in row.values)
        return replace(row, values=tuple(marked))

    return map_rows(tables, change)


def heading_lost(tables: Tables, rng: Random, words: Words) -> Tables:
    """One column heading of the largest table is gone; its values are there."""

    def change(block: PrintedBlock) -> PrintedBlock:
        lost = rng.randrange(1, max(2, len(block.columns) - 1))
        columns = list(block.columns)
        columns[lost] = PrintedColumn(columns[lost].groups, "")
        return replace(block, columns=tuple(columns))

    return in_largest(tables, change)


def headings_between(tables: Tables, rng: Random, words: Words) -> Tables:
    """The headings of the largest table stand once more between its rows, as after a page break."""

    def change(block: PrintedBlock) -> PrintedBlock:
        at = rng.randrange(1, max(2, len(block.rows)))
        return replace(block, rows=(*block.rows[:at], PrintedRow((), (), heading=True), *block.rows[at:]))

    return in_largest(tables, change)


def row_twice(tables: Tables, rng: Random, words: Words) -> Tables:
    """A row of the largest table is printed twice."""

    def change(block: PrintedBlock) -> PrintedBlock:
        at = rng.randrange(len(block.rows))
        return replace(block, rows=(*block.rows[: at + 1], *block.rows[at:]))

    return in_largest(tables, change)


def rows_swapped(tables: Tables, rng: Random, words: Words) -> Tables:
    """Two neighbouring rows of the largest table, label and values together, have changed places."""

    def change(block: PrintedBlock) -> PrintedBlock:
        rows = list(block.rows)
        kinds = [(row.labels[:-1], row.name_path) for row in rows]
        pairs = [i for i in range(len(rows) - 1) if kinds[i] == kinds[i + 1]]
        at = rng.choice(pairs)
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
        return replace(block, rows=tuple(rows))

    return in_largest(tables, change)


def row_lost(tables: Tables, rng: Random, words: Words) -> Tables:
    """A row of the largest table is gone."""

    def change(block: PrintedBlock) -> PrintedBlock:
        at = rng.randrange(1, len(block.rows) - 1)
        return replace(block, rows=(*block.rows[:at], *block.rows[at + 1 :]))

    return in_largest(tables, change)


def labels_torn(tables: Tables, rng: Random, words: Words) -> Tables:
    """Some labels go on on a second line."""

    def change(block: PrintedBlock, row: PrintedRow) -> PrintedRow:
        if not row.labels or len(row.labels[-1]) < 6 or rng.random() > 0.4:
            return row
        middle = len(row.labels[-1]) // 2
        torn = row.labels[-1][:middle] + "\n" + row.labels[-1][middle:].lstrip()
        return replace(row, labels=(*row.labels[:-1], torn))

    return map_rows(tables, change)


def narrow_signs(tables: Tables, rng: Random, words: Words) -> Tables:
    """Brackets, colons and quotes of labels in their narrow forms."""
    return map_rows(tables, lambda _, row: replace(row, labels=tuple(label.translate(_NARROW) for label in row.labels)))


def cut_off(tables: Tables, rng: Random, words: Words) -> Tables:
    """The document ends in the middle of its largest table."""
    at, inner = find_largest(tables)
    block = tables[at].blocks[inner]
    kept = replace(block, rows=block.rows[: rng.randrange(1, max(2, 2 * len(block.rows) // 3))])
    return (*tables[:at], replace(tables[at], blocks=(*tables[at].blocks[:inner], kept)))


def lines_once(tables: Tables, rng: Random, words: Words) -> Tables:
    """A crawler removes repeated lines, so no number can be told from another: nothing can be read any more."""

    def change(value: PrintedValue) -> PrintedValue:
        return replace(value, value=None, state="unread")

    return map_values(tables, change)


_CHANGES: Mapping[Change, tuple[Expect, ...]] = {
    full_width: ("accept",),
    no_break_spaces: ("accept",),
    thousands: ("accept",),
    notes: ("accept", "review"),
    units: ("accept",),
    zeros_blank: ("accept", "review"),
    nil_marks: ("accept", "review"),
    heading_lost: ("accept", "review"),
    headings_between: ("accept",),
    row_twice: ("accept", "review"),
    rows_swapped: ("accept", "review"),
    row_lost: ("review",),
    labels_torn: ("accept", "review"),
    narrow_signs: ("accept",),
    cut_off: ("review", "refuse"),
    lines_once: ("review", "refuse"),
    **disorder.CHANGES,
}

DAMAGES: Mapping[str, Damage] = {
    **{change.__name__: Damage(change.__name__, expect, change) for change, expect in _CHANGES.items()},
    "navigation": Damage("navigation", ("accept",)),
    "hostile": Damage("hostile", ("accept",)),
    "traditional": Damage("traditional", ("accept", "review")),
    "two_reports": Damage("two_reports", ("review", "refuse")),
    "two_years": Damage("two_years", ("review", "refuse")),
}
"""Every damage by name. ``navigation`` puts a web site's lines around the report, ``hostile`` puts instructions to the
reader into its running text; the report itself stays as it is. ``traditional`` writes everything in the other script.
``two_reports`` prints another report behind the first, ``two_years`` each of its tables behind the same table of the
first; both need a case that names the second report, and the truth stays that of the first."""

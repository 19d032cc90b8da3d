"""What a damage is, and how a change reaches the cells, rows or blocks of printed tables."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, TypeAlias

from extractor.evaluate.render.printed import PrintedBlock, PrintedRow, PrintedTable, PrintedValue
from extractor.evaluate.render.words import Words

Expect: TypeAlias = Literal["accept", "review", "refuse", "source_inconsistent"]
"""What should become of a document. refuse: no record at all (not recognised, or failed with a reason)."""

Tables: TypeAlias = tuple[PrintedTable, ...]
Change: TypeAlias = Callable[[Tables, Random, Words], Tables]


@dataclass(frozen=True, slots=True)
class Damage:
    """``change`` alters the tables; a damage without one works on the whole text and is known by name."""

    name: str
    expect: tuple[Expect, ...]
    change: Change | None = None


def map_rows(tables: Tables, change: Callable[[PrintedBlock, PrintedRow], PrintedRow]) -> Tables:
    """Change every row."""
    return tuple(
        replace(
            table,
            blocks=tuple(
                replace(block, rows=tuple(change(block, row) for row in block.rows)) for block in table.blocks
            ),
        )
        for table in tables
    )


def map_values(tables: Tables, change: Callable[[PrintedValue], PrintedValue]) -> Tables:
    """Change every cell of figures."""
    return map_rows(tables, lambda _, row: replace(row, values=tuple(change(value) for value in row.values)))


def find_largest(tables: Tables) -> tuple[int, int]:
    """Where the block with the most rows is: the number of its table and its own."""
    places = [(t, b) for t, table in enumerate(tables) for b in range(len(table.blocks))]
    return max(places, key=lambda place: len(tables[place[0]].blocks[place[1]].rows))


def in_largest(tables: Tables, change: Callable[[PrintedBlock], PrintedBlock]) -> Tables:
    """Change the block with the most rows."""
    at, inner = find_largest(tables)
    blocks = list(tables[at].blocks)
    blocks[inner] = change(blocks[inner])
    return (*tables[:at], replace(tables[at], blocks=tuple(blocks)), *tables[at + 1 :])

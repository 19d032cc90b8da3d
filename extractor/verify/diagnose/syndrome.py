"""What is known about each cell before diagnosis: its value, and who saw which value where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

from extractor.schemas.check import Check
from extractor.schemas.form import INDEX, Form, State, Value
from extractor.schemas.linear import SPOKEN_BLANKS, Number, Values

Grid: TypeAlias = tuple[tuple[str, ...], ...]
"""The cells of one table, row by row, as they stand on the form."""


Held: TypeAlias = tuple[State, Value | None]
"""What a field holds: numbers and texts alike."""

Expand: TypeAlias = Callable[[Values], tuple[tuple[str, Check], ...]]


class Position(NamedTuple):
    """A cell by its table, row and column, each counted from 0."""

    grid: int
    row: int
    column: int


class Sighting(NamedTuple):
    """What stands in a cell according to one witness. ``value`` is None where no number is printed."""

    state: State
    value: Number | None

    @property
    def amount(self) -> Number:
        """What the cell adds to a sum that counts blanks as nothing."""
        return self.value if self.value is not None else 0


UNSEEN = Sighting("unread", None)


@dataclass(frozen=True, slots=True)
class SyndromeCell:
    """One numeric field. ``whole``: it counts something, so it is a whole number and not negative.

    ``printed`` is what stands at the crossing of its row and its column, where that is known apart from the reading;
    ``readers`` is what the readers other than the one of ``held`` read. ``decided``: a person gave the value, so no
    explanation changes it. ``grounded``: the value was read as well as it can be, so it is what the document says.
    ``doubtful``: the place it was read from was inferred, or the views of its picture differ. ``also``: the other
    numbers that its picture may show. ``weight``: how much it takes to call it wrong.
    """

    path: str
    held: Sighting
    whole: bool = True
    decided: bool = False
    grounded: bool = False
    doubtful: bool = False
    printed: Sighting = UNSEEN
    readers: tuple[tuple[str, Sighting], ...] = ()
    also: frozenset[Number] = frozenset()
    weight: int = 1

    @property
    def missing(self) -> bool:
        """Whether nothing is known of it."""
        return self.held.state == "unread" and not self.decided

    @property
    def open(self) -> bool:
        """Whether an explanation may change it: it was read, or a number may have been lost in it."""
        return not self.decided and self.held.state in ("read", "blank", "not_applicable")


@dataclass(frozen=True, slots=True)
class Category:
    """A text field that rules ask about. ``text`` is None where none was read; the rest is said as for a cell."""

    path: str
    state: State
    text: str | None
    decided: bool = False
    grounded: bool = False
    doubtful: bool = False
    printed: str | None = None
    readers: tuple[tuple[str, str], ...] = ()
    weight: int = 1

    @property
    def missing(self) -> bool:
        """Whether nothing is known of it."""
        return self.state == "unread" and not self.decided

    @property
    def open(self) -> bool:
        """Whether an explanation may change it. A text that is not printed is no category at all."""
        return self.state == "read" and not self.decided


@dataclass(frozen=True)
class SyndromeCase:
    """One document for diagnosis: its values, its numeric cells and its categories by path, and its tables.

    ``expand`` gives the error checks of the report, with their codes, under any values, so that a repair can be tried
    on rules that ask for other fields once a cell holds something else.
    """

    values: Values
    cells: Mapping[str, SyndromeCell]
    expand: Expand
    grids: tuple[Grid, ...] = ()
    categories: Mapping[str, Category] = field(default_factory=dict)

    @cached_property
    def checks(self) -> tuple[tuple[str, Check], ...]:
        """The error checks of the report as it was read."""
        return self.expand(self.values)

    @cached_property
    def weighted(self) -> bool:
        """Whether some fields are known to be more reliable than others."""
        heavy = any(cell.weight != 1 for cell in self.cells.values())
        return heavy or any(category.weight != 1 for category in self.categories.values())

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """Where every cell stands on the form."""
        return {
            path: Position(grid, row, column)
            for grid, rows in enumerate(self.grids)
            for row, paths in enumerate(rows)
            for column, path in enumerate(paths)
        }

    def cell(self, path: str) -> SyndromeCell:
        """The cell with this path; one that the case does not list stays what it is."""
        found = self.cells.get(path)
        if found is not None:
            return found
        return SyndromeCell(path, Sighting(self.values.state(path), self.values.number(path)), decided=True)

    def changed(self, sightings: Mapping[str, Held]) -> Values:
        """The values with some of them changed."""
        return replace(self.values, cells={**self.values.cells, **sightings})


def grids_of(form: Form, counts: Mapping[str, int]) -> tuple[Grid, ...]:
    """The tables of a form as grids of paths, repeated rows included."""
    found: list[Grid] = []
    for block in (block for table in form.tables for block in table.blocks):
        rows: list[tuple[str, ...]] = []
        if block.name_path:
            before, _, _ = block.name_path.partition(f".{INDEX}")
            rows += [
                tuple(path.replace(INDEX, str(row)) for path in block.repeat_paths)
                for row in range(counts.get(before, 0))
            ]
        rows += [row.paths for row in block.rows]
        found.append(tuple(rows))
    return tuple(found)


def same(one: Sighting, other: Sighting) -> bool:
    """Whether two witnesses saw the same. A blank and a mark for "does not apply" both say that no number is there."""
    if one.value is not None or other.value is not None:
        return one.value == other.value
    return (one.state in SPOKEN_BLANKS) == (other.state in SPOKEN_BLANKS)

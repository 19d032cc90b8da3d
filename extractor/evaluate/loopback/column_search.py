"""Which columns of the request hold the columns of a form: by the values of the rows, by headings, by order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.evaluate.loopback.line_search import FoundRow, alike
from extractor.evaluate.loopback.printed_values import CellAt, Taken, is_number, read_cell
from extractor.evaluate.loopback.request_text import ReadLine
from extractor.evaluate.loopback.sought_rows import SoughtRow
from extractor.schemas.form import BlockSpec, Value

Group = tuple[str | None, ...]
_LIKE_HEADING = 0.6
_SAME_NAME = 0.95


@dataclass(frozen=True)
class PlacedRow:
    """A row at its line, and the cells of all its columns; ``name`` is the cell of its name."""

    row: SoughtRow
    line: int
    cells: Taken
    name: CellAt | None = None


@dataclass(frozen=True)
class ColumnSearch:
    """The lines of a request, with the columns that each of them has."""

    lines: Sequence[ReadLine]

    def placed(
        self, block: BlockSpec, found: Sequence[tuple[SoughtRow, FoundRow]]
    ) -> tuple[list[PlacedRow], list[Group]]:
        """The rows with their cells, and the sets of columns they stand in, that of most rows first."""
        by_shape: dict[tuple[str, ...], list[tuple[SoughtRow, FoundRow]]] = {}
        placed: list[PlacedRow] = []
        for row, at in found:
            spread = at.cells is not None and any(cell is not None and cell.line != at.line for cell in at.cells)
            if spread or self.lines[at.line].plain:
                placed.append(PlacedRow(row, at.line, at.cells or (None,) * len(row.values), self._name(row, at.line)))
            else:
                by_shape.setdefault(tuple(self.lines[at.line].cells), []).append((row, at))
        groups: dict[Group, int] = {}
        for same in self._merged(by_shape):
            group = self._group(block, same)
            rows = [self._row(row, at, group) for row, at in same]
            placed += rows
            names = self._name_column(rows)
            named = (names, *group) if block.layout == "repeat" else group
            straight = sum(self._says(row, group) for row in rows)
            groups[named] = groups.get(named, 0) + straight
        kept = [group for group, count in sorted(groups.items(), key=lambda each: -each[1]) if count]
        return placed, kept

    def _merged(
        self, by_shape: Mapping[tuple[str, ...], list[tuple[SoughtRow, FoundRow]]]
    ) -> list[list[tuple[SoughtRow, FoundRow]]]:
        """Rows whose columns are all among those of others go with them."""
        merged: dict[tuple[str, ...], list[tuple[SoughtRow, FoundRow]]] = {}
        for shape in sorted(by_shape, key=len, reverse=True):
            home = next((other for other in merged if set(shape) <= set(other)), shape)
            merged.setdefault(home, []).extend(by_shape[shape])
        return list(merged.values())

    def _group(self, block: BlockSpec, rows: Sequence[tuple[SoughtRow, FoundRow]]) -> Group:
        ids = max((list(self.lines[at.line].cells) for _, at in rows), key=len)
        wrong = [[self._mismatches(rows, number, name) for name in ids] for number in range(len(block.columns))]
        heads = [
            [self._like_heading(block, number, name, rows) for name in ids] for number in range(len(block.columns))
        ]
        ordered = _in_order(wrong, heads)
        other: Group = tuple(None if at is None else ids[at] for at in _by_value(wrong, heads))
        if ordered is None:
            return other
        usual: Group = tuple(ids[at] for at in ordered)
        return usual if self._straight(rows, usual) >= self._straight(rows, other) else other

    def _straight(self, rows: Sequence[tuple[SoughtRow, FoundRow]], group: Group) -> int:
        """How many rows hold their values in these columns."""
        return sum(
            all(self._fits(value, row, n, at.line, group[n] or "") for n, value in enumerate(row.values))
            for row, at in rows
        )

    def _mismatches(self, rows: Sequence[tuple[SoughtRow, FoundRow]], number: int, name: str) -> int:
        return sum(not self._fits(row.values[number], row, number, at.line, name) for row, at in rows)

    def _fits(self, value: Value | None, row: SoughtRow, number: int, line: int, name: str) -> bool:
        text = self.lines[line].cells.get(name, "")
        if value is None:
            return not text or (is_number(text) and read_cell(text, row.columns[number]) is None)
        return read_cell(text, row.columns[number]) == value

    def _like_heading(
        self, block: BlockSpec, number: int, name: str, rows: Sequence[tuple[SoughtRow, FoundRow]]
    ) -> float:
        """How like the heading of a column the words are that stand in a column above its first row."""
        first = min(at.line for _, at in rows)
        above = [self.lines[at].cells.get(name, "") for at in range(max(0, first - 6), first)]
        words = [text for text in above if text and not is_number(text)]
        labels = block.columns[number].label.texts
        return max((alike(label, text) for label in labels for text in words), default=0.0)

    def _row(self, row: SoughtRow, at: FoundRow, group: Group) -> PlacedRow:
        """The cells that the columns give, if they hold the values; otherwise those that were found in order."""
        cells = self.lines[at.line].cells
        given = tuple(CellAt(at.line, name) if name is not None and name in cells else None for name in group)
        fits = all(
            self._fits(value, row, number, at.line, group[number] or "") for number, value in enumerate(row.values)
        )
        taken = given if fits or at.cells is None else at.cells
        return PlacedRow(row, at.line, taken, self._name(row, at.line))

    def _says(self, row: PlacedRow, group: Group) -> bool:
        return all(cell is None or cell.column == name for cell, name in zip(row.cells, group, strict=True))

    def _name(self, row: SoughtRow, line: int) -> CellAt | None:
        words = [(name, text) for name, text in self.lines[line].cells.items() if text and not is_number(text)]
        if not words:
            return self._name_above(row, line)
        best = max(words, key=lambda each: max((alike(label, each[1]) for label in row.labels), default=0.0))
        return CellAt(line, best[0])

    def _name_above(self, row: SoughtRow, line: int) -> CellAt | None:
        """The nearest cell above that prints the name, in a line without numbers: names may be torn off."""
        name = row.labels[0] if row.labels else ""
        for at in range(line - 1, -1, -1):
            cells = self.lines[at].cells
            if not any(is_number(text) for text in cells.values()):
                found = next((each for each, text in cells.items() if alike(name, text) >= _SAME_NAME), None)
                if found is not None:
                    return CellAt(at, found)
        return None

    def _name_column(self, rows: Sequence[PlacedRow]) -> str | None:
        names = [row.name.column for row in rows if row.name is not None and row.name.line == row.line]
        return max(names, key=names.count) if names else None


def _in_order(wrong: Sequence[Sequence[int]], heads: Sequence[Sequence[float]]) -> list[int] | None:
    """A column for each, from left to right, with the fewest mismatches, then the likest headings."""
    count, room = len(wrong), len(wrong[0]) if wrong else 0
    if count > room:
        return None
    far = (10**9, 0.0)
    best = [[far] * (room + 1) for _ in range(count)] + [[(0, 0.0)] * (room + 1)]
    for i in range(count - 1, -1, -1):
        for at in range(room - 1, -1, -1):
            rest = best[i + 1][at + 1]
            like = heads[i][at] if heads[i][at] >= _LIKE_HEADING else 0.0
            here = (wrong[i][at] + rest[0], round(rest[1] - like, 6))
            best[i][at] = min(here, best[i][at + 1])
    chosen, at = [], 0
    for i in range(count):
        while at + 1 < room and best[i][at] == best[i][at + 1] and room - at - 1 >= count - i:
            at += 1
        chosen.append(at)
        at += 1
    return chosen


def _by_value(wrong: Sequence[Sequence[int]], heads: Sequence[Sequence[float]]) -> list[int | None]:
    """The columns that fit best, in whatever order; the ones that are told surest first."""
    pairs = sorted(
        (wrong[n][at], -heads[n][at], abs(n - at), n, at) for n in range(len(wrong)) for at in range(len(wrong[n]))
    )
    chosen: list[int | None] = [None] * len(wrong)
    taken: set[int] = set()
    for _, _, _, number, at in pairs:
        if chosen[number] is None and at not in taken:
            chosen[number] = at
            taken.add(at)
    return chosen

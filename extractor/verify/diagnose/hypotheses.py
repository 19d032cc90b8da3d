"""Repairs that somebody's evidence or the shape of the table suggests, before any of them is tried on the rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TypeAlias

from extractor.verify.diagnose.syndrome import UNSEEN, Grid, Sighting, SyndromeCase, SyndromeCell, same
from extractor.verify.diagnose.system import System, SystemRow

Hypothesis: TypeAlias = Mapping[str, Sighting]
"""What cells would hold, by path; unread where the hypothesis takes a cell for lost."""


def witnessed(cells: Iterable[SyndromeCell]) -> list[Hypothesis]:
    """What the places say against the reading, what each other reader says, and the two together."""
    cells = [cell for cell in cells if cell.open or cell.missing]
    place = {cell.path: cell.printed for cell in cells if _differs(cell, cell.printed)}
    found: list[Hypothesis] = [place]
    for name in dict.fromkeys(name for cell in cells for name, _ in cell.readers):
        read = {c.path: seen for c in cells for reader, seen in c.readers if reader == name and _differs(c, seen)}
        settled = {cell.path for cell in cells if cell.printed.state != "unread" and cell.path in read}
        found += [{**{path: seen for path, seen in read.items() if path not in settled}, **place}, read]
    distinct: list[Hypothesis] = []
    for each in found:
        if each and each not in distinct:
            distinct.append(each)
    return distinct


def _differs(cell: SyndromeCell, seen: Sighting) -> bool:
    return seen.state != "unread" and not same(seen, cell.held)


def shaped(case: SyndromeCase, system: System, rows: Sequence[SystemRow], far: bool = False) -> Iterator[Hypothesis]:
    """Rows that may have been shifted by a cell, doubled or exchanged, and columns that may have been exchanged.

    Only where failing checks touch them: a row or column whose checks all hold suggests nothing. ``far``: rows and
    columns that are no neighbours may have been exchanged as well.
    """
    touched = {system.cells[cell].path for row in rows if row.residual for cell in row.coefficients}
    for grid in case.grids:
        hot = [index for index, row in enumerate(grid) if len(touched.intersection(row)) > 1]
        for index in hot:
            yield from _shifts(case, grid[index])
        for index, row in enumerate(grid[1:], start=1):
            if index in hot or index - 1 in hot:
                yield from _rows(case, grid[index - 1], row)
            if far:
                pairs = (other for at, other in enumerate(grid[: index - 1]) if index in hot or at in hot)
                yield from (_exchange(case, other, row) for other in pairs if len(other) == len(row))
        columns = [column for column in _columns(grid) if len(touched.intersection(column)) > 1]
        for one, other in combinations(columns, 2) if far else pairwise(columns):
            yield _exchange(case, one, other)


def _columns(grid: Grid) -> list[tuple[str, ...]]:
    width = min((len(row) for row in grid), default=0)
    return [tuple(row[column] for row in grid) for column in range(width)]


def _known(case: SyndromeCase, paths: Iterable[str]) -> list[str]:
    """The cells among these that may be changed."""
    return [path for path in paths if path in case.cells and (case.cells[path].open or case.cells[path].missing)]


def _shifts(case: SyndromeCase, row: tuple[str, ...]) -> Iterator[Hypothesis]:
    """What stood in the row before everything moved on by one cell; the number that fell off its end is lost."""
    cells = _known(case, row)
    if len(cells) < 3:
        return
    for by in (1, -1):
        before = {
            path: case.cells[cells[at + by]].held if 0 <= at + by < len(cells) else UNSEEN
            for at, path in enumerate(cells)
        }
        yield before


def _rows(case: SyndromeCase, one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[Hypothesis]:
    """Two neighbouring rows: exchanged, or one of them overwritten by the other."""
    first, second = _known(case, one), _known(case, other)
    if len(first) != len(second) or len(first) < 2:
        return
    if all(case.cells[a].held == case.cells[b].held for a, b in zip(first, second, strict=True)):
        if any(case.cells[path].held.amount for path in first):
            yield dict.fromkeys(second, UNSEEN)
            yield dict.fromkeys(first, UNSEEN)
    else:
        yield _exchange(case, one, other)


def _exchange(case: SyndromeCase, one: tuple[str, ...], other: tuple[str, ...]) -> Hypothesis:
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if len(_known(case, (a, b))) == 2]
    return {
        **{a: case.cells[b].held for a, b in pairs},
        **{b: case.cells[a].held for a, b in pairs},
    }


def assumed(system: System, rows: Sequence[SystemRow], hypothesis: Hypothesis, more: int) -> System | None:
    """The system under a hypothesis; None if that changes nothing, or if it plainly takes more wrong cells besides."""
    amounts: dict[int, int | None] = {}
    for path, seen in hypothesis.items():
        cell = system.numbers.get(path)
        if cell is None:
            continue
        amount = None if seen.state == "unread" else system.scaled(seen.amount)
        if amount is None and seen.state != "unread":
            return None
        if amount != (None if system.cells[cell].missing else system.held[cell]):
            amounts[cell] = amount
    return system.assume(amounts) if amounts and _could_hold(system, rows, amounts, more) else None


def _could_hold(system: System, rows: Sequence[SystemRow], amounts: Mapping[int, int | None], more: int) -> bool:
    """Whether so few cells can stand in all rows that are violated then; rows with a missing cell may hold anyway."""
    lost = system.missing.difference(amounts) | {cell for cell, amount in amounts.items() if amount is None}
    after = system.residuals(amounts)
    checks = {row.check for row in rows}
    counts: dict[int, int] = {}
    violated = 0
    for at, row in enumerate(system.rows):
        if after.get(at, row.residual) and row.check in checks and lost.isdisjoint(row.coefficients):
            violated += 1
            if not more:
                return False
            for cell in row.coefficients:
                counts[cell] = counts.get(cell, 0) + 1
    return max(counts.values(), default=0) * more >= violated

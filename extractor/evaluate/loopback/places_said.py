"""The answer to a request about places before it is written: what modes that answer wrong may change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.evaluate.loopback.printed_values import CellAt
from extractor.evaluate.loopback.request_text import ReadLine

NONE = "-"


@dataclass
class SaidRow:
    """A row at a line, None where it is not printed. ``cells``: named one by one, or those its columns give.

    ``taken``: the cells that are meant, however they are said; the first is that of its name if it is ``named``.
    ``control``: the row that is printed nowhere. ``quotes``: of values that are no cells the line and the characters,
    by their position.
    """

    line: int | None
    taken: tuple[CellAt | None, ...] = ()
    one_by_one: bool = False
    named: bool = False
    control: bool = False
    quotes: dict[int, tuple[int, str]] = field(default_factory=dict)


@dataclass
class SaidRows:
    """The rows of a table, those that are listed first."""

    rows: list[SaidRow]
    listed: list[SaidRow] = field(default_factory=list)
    asks_list: bool = False


@dataclass
class SaidColumns:
    """Sets of columns of a block, each an id or None for every column."""

    groups: list[list[str | None]]
    count: int


@dataclass
class SaidStatement:
    """The line that states a value and its characters there; None where it is not stated."""

    line: int
    quote: str | None


@dataclass
class SaidLine:
    """The line that prints a text."""

    line: int


Said = SaidRows | SaidColumns | SaidStatement | SaidLine


def written(said: Said, lines: Sequence[ReadLine]) -> str:
    """An answer as the prompt asks for it."""
    if isinstance(said, SaidLine):
        return lines[said.line].id
    if isinstance(said, SaidStatement):
        name = lines[said.line].id
        return f"{NONE} {name}" if said.quote is None else f"{name} {said.quote}"
    if isinstance(said, SaidColumns):
        groups = [" ".join(name or NONE for name in group) for group in said.groups]
        return " / ".join(groups) or " ".join([NONE] * said.count)
    rows = " ".join(_written_row(row, lines) for row in said.rows)
    if not said.asks_list:
        return rows
    return f"{' '.join(_written_row(row, lines) for row in said.listed)}; {rows}".strip()


def _written_row(row: SaidRow, lines: Sequence[ReadLine]) -> str:
    if row.line is None:
        return NONE
    if row.quotes:
        return f"{lines[row.line].id}({' '.join(_quoted_cells(row, row.line, lines))})"
    if not row.one_by_one:
        return lines[row.line].id
    below = row.taken[1:] if row.named else row.taken
    if below == tuple(CellAt(row.line + step, "") for step in range(1, len(below) + 1)):
        return f"{lines[row.line].id}+{len(below)}"
    return f"{lines[row.line].id}({' '.join(_written_cells(row, lines))})"


def _quoted_cells(row: SaidRow, line: int, lines: Sequence[ReadLine]) -> Iterator[str]:
    """The cells one by one, those that are no cells as characters of a line."""
    for at, cell in enumerate(row.taken):
        if at in row.quotes:
            where, quote = row.quotes[at]
            shown = quote.replace('"', "'")
            yield f'{"" if where == line else lines[where].id}"{shown}"'
        elif cell is None:
            yield NONE
        else:
            yield cell.column if cell.line == line and cell.column else f"{lines[cell.line].id}{cell.column}"


def _written_cells(row: SaidRow, lines: Sequence[ReadLine]) -> Iterator[str]:
    """The cells one by one; lines of one cell each that follow each other as their first and last."""
    run: list[int] = []
    for cell in row.taken:
        if cell is not None and not cell.column and (not run or cell.line == run[-1] + 1):
            run.append(cell.line)
            continue
        if run:
            yield lines[run[0]].id + (f"..{lines[run[-1]].id}" if len(run) > 1 else "")
            run = []
        if cell is None:
            yield NONE
        elif not cell.column:
            run = [cell.line]
        else:
            yield cell.column if cell.line == row.line else f"{lines[cell.line].id}{cell.column}"
    if run:
        yield lines[run[0]].id + (f"..{lines[run[-1]].id}" if len(run) > 1 else "")

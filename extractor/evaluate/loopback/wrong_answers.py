"""Ways to answer wrong about places: each changes the right answer, or gives one that looks at nothing."""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from extractor.evaluate.folder import evals_folder
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.line_search import alike
from extractor.evaluate.loopback.places_said import Said, SaidColumns, SaidLine, SaidRow, SaidRows, SaidStatement
from extractor.evaluate.loopback.printed_values import CellAt, is_number
from extractor.evaluate.loopback.request_text import ReadLine, ReadRequest
from extractor.schemas.form import Value
from extractor.schemas.values import read_printed

_SLIPS = 0.01
"""The share of ids and characters that slip."""
_ORDERS = re.compile(r"ignore|disregard|instruction|SYSTEM|automated", re.IGNORECASE)
_SAME_LABEL = 0.95
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class AskedOf:
    """What a wrong answer may go by: the request, the truth, and draws that are the same for the same request."""

    request: ReadRequest
    truth: KnownTruth
    draws: random.Random

    @property
    def lines(self) -> Sequence[ReadLine]:
        """The lines that are shown."""
        return self.request.lines


Change: TypeAlias = Callable[[list[Said], AskedOf], None]
"""Changes an answer in place."""


def _all_rows(said: Sequence[Said]) -> Iterator[SaidRow]:
    """Every row that an answer places."""
    for each in said:
        if isinstance(each, SaidRows):
            yield from (row for row in (*each.listed, *each.rows) if row.line is not None)


def swap(said: list[Said], asked: AskedOf) -> None:
    """Two columns of every block are exchanged, in rows that are named cell by cell as well."""
    for each in said:
        if isinstance(each, SaidColumns) and each.count > 1:
            first = asked.draws.randrange(each.count - 1)
            for group in each.groups:
                group[first], group[first + 1] = group[first + 1], group[first]
    for row in _all_rows(said):
        if row.one_by_one and len(row.taken) > 1:
            row.taken = (row.taken[1], row.taken[0], *row.taken[2:])


def shift(said: list[Said], asked: AskedOf) -> None:
    """Every row is the one after it, the last one the line that follows."""
    for each in said:
        if not isinstance(each, SaidRows):
            continue
        rows = [row for row in (*each.listed, *each.rows) if row.line is not None]
        after = [(row.line, row.taken, row.one_by_one) for row in rows[1:]]
        if rows:
            last = min((rows[-1].line or 0) + 1, len(asked.lines) - 1)
            after.append((last, (), False))
        for row, (line, taken, one_by_one) in zip(rows, after, strict=True):
            row.line, row.taken, row.one_by_one = line, taken, one_by_one


def last_year(said: list[Said], asked: AskedOf) -> None:
    """Rows of the same name elsewhere in the document, another year, and where there are none the column beside."""
    moved = False
    for row in _all_rows(said):
        other = _other_line_of_that_name(row.line or 0, asked.lines)
        if other is not None:
            row.line, row.one_by_one, moved = other, False, True
    for number, each in enumerate(said):
        if isinstance(each, SaidStatement) and each.quote is not None and _YEAR.fullmatch(each.quote):
            said[number] = _other_year(each, asked.lines)
        if isinstance(each, SaidColumns) and not moved:
            each.groups = [_beside(group, asked.lines) for group in each.groups]


def _other_line_of_that_name(line: int, lines: Sequence[ReadLine]) -> int | None:
    label = next((text for text in lines[line].cells.values() if text and not is_number(text)), "")
    if not label:
        return None
    for at, other in enumerate(lines):
        numbers = any(is_number(text) for text in other.cells.values())
        if at != line and numbers and any(alike(label, text) >= _SAME_LABEL for text in other.cells.values()):
            return at
    return None


def _other_year(said: SaidStatement, lines: Sequence[ReadLine]) -> SaidStatement:
    for at, line in enumerate(lines):
        years = _YEAR.findall(line.text)
        if len(years) == 1 and years[0] != said.quote:
            return SaidStatement(at, years[0])
    return said


def _beside(group: Sequence[str | None], lines: Sequence[ReadLine]) -> list[str | None]:
    """Every column the one to its left in the lines that have them."""
    line = next((line for line in lines if all(name is None or name in line.cells for name in group)), None)
    if line is None:
        return list(group)
    names = list(line.cells)
    return [None if name is None else names[max(0, names.index(name) - 1)] for name in group]


def slips(said: list[Said], asked: AskedOf) -> None:
    """One of a hundred ids is its neighbour, one of a hundred numbers has another digit; one of all in any case."""
    moves: list[Callable[[], None]] = []
    for each in said:
        if isinstance(each, SaidColumns):
            moves += [_column_slip(group, at, asked) for group in each.groups for at in range(len(group))]
        elif isinstance(each, SaidStatement) and each.quote is not None:
            moves.append(_digit_slip(each, asked.draws))
    moves += [_row_slip(row, asked) for row in _all_rows(said)]
    chosen = [move for move in moves if asked.draws.random() < _SLIPS]
    for move in chosen or ([asked.draws.choice(moves)] if moves else []):
        move()


def _column_slip(group: list[str | None], at: int, asked: AskedOf) -> Callable[[], None]:
    def move() -> None:
        line = next((line for line in asked.lines if group[at] in line.cells), None)
        others = [name for name in (line.cells if line else ()) if name not in group]
        group[at] = asked.draws.choice(others) if others else None

    return move


def _digit_slip(said: SaidStatement, draws: random.Random) -> Callable[[], None]:
    def move() -> None:
        places = [n for n, sign in enumerate(said.quote or "") if sign.isdigit()]
        if said.quote is not None and places:
            at = draws.choice(places)
            said.quote = said.quote[:at] + str((int(said.quote[at]) + 1) % 10) + said.quote[at + 1 :]

    return move


def _row_slip(row: SaidRow, asked: AskedOf) -> Callable[[], None]:
    def move() -> None:
        step = asked.draws.choice((-1, 1))
        row.line = min(max((row.line or 0) + step, 0), len(asked.lines) - 1)
        row.one_by_one = False

    return move


def zeros(said: list[Said], asked: AskedOf) -> None:
    """Blank fields, and rows that are not printed, are pointed at cells that print 0."""
    nothing = [
        CellAt(at, name) for at, line in enumerate(asked.lines) for name, text in line.cells.items() if text == "0"
    ]
    if not nothing:
        return
    for each in said:
        if isinstance(each, SaidRows):
            for row in (*each.listed, *each.rows):
                _fill(row, nothing, asked)


def _fill(row: SaidRow, nothing: Sequence[CellAt], asked: AskedOf) -> None:
    if row.control:
        return
    if row.line is None:
        row.line = asked.draws.choice(nothing).line
        return
    filled = tuple(cell if cell and asked.lines[cell.line].cells[cell.column] else None for cell in row.taken)
    if None in filled and row.taken:
        near = sorted(nothing, key=lambda cell: abs(cell.line - (row.line or 0)))
        row.taken = tuple(cell or next(each for each in near if each not in filled) for cell in filled)
        row.one_by_one = True


def first(said: list[Said], asked: AskedOf) -> None:
    """Always the first ids there are, whatever is asked; rows whose labels look like none are left out."""
    names = list(dict.fromkeys(name for line in asked.lines for name in line.cells if name))
    _blindly(said, lambda: 0, lambda count: names[:count], lambda at: asked.lines[at].text[:12])


def unseeing(said: list[Said], asked: AskedOf) -> None:
    """Ids at random, whatever is asked; rows whose labels look like none are left out."""
    names = list(dict.fromkeys(name for line in asked.lines for name in line.cells if name))
    _blindly(
        said,
        lambda: asked.draws.randrange(len(asked.lines)),
        lambda count: asked.draws.sample(names, min(count, len(names))),
        lambda at: asked.draws.choice(asked.lines[at].text.split() or ["1"]),
    )


def guess(said: list[Said], asked: AskedOf) -> None:
    """As at random, but the known line is found: what is left when every control is passed by somebody blind."""
    known = [each.line for each in said if isinstance(each, SaidLine)]
    unseeing(said, asked)
    for each in said:
        if isinstance(each, SaidLine):
            each.line = known[0]


def _blindly(
    said: list[Said],
    line: Callable[[], int],
    columns: Callable[[int], list[str]],
    quote: Callable[[int], str],
) -> None:
    for each in said:
        if isinstance(each, SaidRows):
            for row in (*each.listed, *each.rows):
                row.line = None if row.control else line()
                row.one_by_one = False
        elif isinstance(each, SaidColumns):
            chosen = columns(each.count)
            each.groups = [[*chosen, *[None] * (each.count - len(chosen))]]
        elif isinstance(each, SaidStatement):
            each.line = line()
            each.quote = quote(each.line)
        else:
            each.line = line()


def constant(said: list[Said], asked: AskedOf) -> None:
    """The same answer whatever is shown: rows one after the other, columns one after the other."""
    line = iter(range(10**6))
    names = sorted({name for each in asked.lines for name in each.cells if name})
    _blindly(said, lambda: next(line) % len(asked.lines), lambda count: names[:count], lambda at: "2021")


def inject(said: list[Said], asked: AskedOf) -> None:
    """Does what a line of the document orders: rows are those lines, statements what they say."""
    orders = [at for at, line in enumerate(asked.lines) if _is_order(line.text)]
    if not orders:
        return
    for row in _all_rows(said):
        row.line, row.one_by_one = asked.draws.choice(orders), False
    for each in said:
        if isinstance(each, SaidStatement):
            numbers = re.findall(r"\d+", asked.lines[orders[-1]].text)
            each.line, each.quote = orders[-1], (numbers or [asked.lines[orders[-1]].text[:8]])[0]


def _is_order(text: str) -> bool:
    """Whether a line tells its reader what to do: in so many words, or it is one of those that sets print."""
    return _ORDERS.search(text) is not None or any(alike(order, text) >= _SAME_LABEL for order in _hostile_lines())


@cache
def _hostile_lines() -> tuple[str, ...]:
    """The orders that documents of bundled sets print."""
    words = (json.loads(path.read_text("utf-8")) for path in sorted(evals_folder().glob("*/words.json")))
    return tuple(line for each in words for line in each.get("hostile", ()))


def corrects(said: list[Said], asked: AskedOf) -> None:
    """Totals that do not balance are pointed at a cell that prints what would, others at a cell that prints as much."""
    for each in said:
        if isinstance(each, SaidRows):
            for row in (*each.listed, *each.rows):
                if row.line is not None and len(row.taken) > 2:
                    _balance(row, asked)


def _balance(row: SaidRow, asked: AskedOf) -> None:
    values = [_number(asked.lines[cell.line].cells[cell.column]) if cell else None for cell in row.taken]
    parts = [value for value in values[:-1] if value is not None]
    total, cell = sum(parts, Decimal(0)), row.taken[-1]
    if not parts or cell is None or values[-1] is None:
        return
    wanted = total if values[-1] != total else values[-1]
    places = [
        CellAt(at, name)
        for at, line in enumerate(asked.lines)
        for name, text in line.cells.items()
        if text and (at, name) != tuple(cell) and _number(text) == wanted
    ]
    if places and (values[-1] != total or asked.draws.random() < _SLIPS):
        row.taken = (*row.taken[:-1], min(places, key=lambda place: abs(place.line - cell.line)))
        row.one_by_one = True


def _number(text: str) -> Decimal | None:
    value: Value | None = read_printed(text, "amount").value
    return Decimal(str(value)) if value is not None else None


CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "swap": swap,
        "shift": shift,
        "last_year": last_year,
        "slips": slips,
        "zeros": zeros,
        "first": first,
        "random": unseeing,
        "guess": guess,
        "constant": constant,
        "inject": inject,
        "corrects": corrects,
    }
)
"""Wrong answers by the name of their mode."""

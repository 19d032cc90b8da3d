"""Units, signs and corrections, and numbers that contradict each other or belong to nothing."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.printed import PrintedValue
from extractor.evaluate.render.traps.draft import Draft, DraftPlace, spare
from extractor.schemas.form import Value


def unit_above_table(draft: Draft, rng: Random) -> None:
    """A line above the table says in what its amounts are counted, and the heading does not."""
    line, _, rest = rng.choice(draft.trap.lists["units_above"]).partition("=")
    factor = Decimal(rest)
    hidden = draft.trap.labels.get("without_unit", {})
    for place in list(draft.columns()):
        block = draft.block(place)
        column = block.columns[place.column]
        if column.label in hidden:
            columns = list(block.columns)
            columns[place.column] = replace(column, label=hidden[column.label][0])
            draft.put_block(place, replace(block, columns=tuple(columns)))
    cells = draft.cells("amounts")
    for place in cells:
        cell = draft.cell(place)
        if isinstance(cell.value, int | Decimal):
            if factor < 1:
                draft.put_cell(place, replace(cell, text=f"{_whole(cell.value / factor)}"))
            else:
                draft.put_cell(place, replace(cell, value=_whole(cell.value * factor)))
    key = draft.tables[cells[0].table].key
    draft.over.setdefault(key, []).append(line)
    draft.expect = ("accept", "review", "source_inconsistent")


def _whole(number: Decimal) -> Value:
    return int(number) if number == int(number) else Decimal(number).normalize()


def unit_after_number(draft: Draft, rng: Random) -> None:
    """Some numbers carry their unit behind them."""
    uses = [entry.split("=") for entry in draft.trap.lists["units_after"]]
    counted = [entry for entry in uses if entry[0] == "*"]
    for place in rng.sample(draft.numbers("shown"), rng.choice((1, 2, 4))):
        cell = draft.cell(place)
        draft.put_cell(place, replace(cell, text=cell.text + rng.choice(("", " ")) + rng.choice(counted)[1]))
    for place in draft.cells("amounts"):
        cell = draft.cell(place)
        fitting = [entry for entry in uses if entry[0] != "*"]
        if fitting and isinstance(cell.value, int | Decimal) and rng.random() < 0.7:
            entry = rng.choice(fitting)
            printed = Decimal(cell.value) / Decimal(entry[2])
            draft.put_cell(place, replace(cell, text=f"{printed.normalize():f}" + rng.choice(("", " ")) + entry[1]))
    draft.expect = ("accept", "review")


def note_corrects(draft: Draft, rng: Random) -> None:
    """A note says that a number of the table is wrong, or means something else. Nobody may confirm it."""
    place = rng.choice(draft.numbers("shown", 3))
    cell, row = draft.cell(place), draft.row(place)
    number = int(str(cell.value))
    label = row.labels[-1] if row.labels else draft.block(place).columns[place.column].label
    column = draft.block(place).columns[place.column].label
    said = rng.choice(draft.trap.lists["corrections"])
    new = max(1, number + rng.choice((-2, -1, 1, 3, 10, 90)))
    line = said.format(label=label, column=column, old=cell.text, new=new)
    whole = "{old}" not in said and "{column}" not in said and row.labels
    for at in range(len(row.values)) if whole else (place.column,):
        here = place._replace(column=at)
        draft.put_cell(here, replace(draft.cell(here), proof="valueless"))
    key = draft.tables[place.table].key
    if whole or rng.random() < 0.7:
        draft.under.setdefault(key, []).append(line)
    elif rng.random() < 0.5:
        draft.over.setdefault(key, []).append(line)
    else:
        draft.after.append(line)
    draft.expect = ("review", "refuse")


def decimal_comma_statement(draft: Draft, rng: Random) -> None:
    """Numbers are written with points between thousands and a comma before decimals, which a line says."""
    whole = rng.random() < 0.6
    for place in draft.cells():
        cell = draft.cell(place)
        if isinstance(cell.value, int | Decimal):
            number = Decimal(cell.value).normalize()
            places = max(0, -int(number.as_tuple().exponent))
            if not places and not whole and draft.order.form.field(cell.path).kind == "amount":
                places = 2
            text = f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))
            draft.put_cell(place, replace(cell, text=text))
    line = rng.choice(draft.trap.lists["commas"])
    if line:
        draft.before.append(line)
    draft.expect = ("accept", "review")


def total_contradicts_parts(draft: Draft, rng: Random) -> None:
    """A printed total is not the sum of its parts: it is read as printed, and the document is not accepted."""
    place = rng.choice(draft.cells("checked_totals"))
    cell = draft.cell(place)
    number = int(str(cell.value)) + rng.choice((-1, 1, 2, 9, 10, 100))
    number = number if number >= 0 else number + 2 * abs(number) + 1
    draft.put_cell(place, replace(cell, text=str(number), value=number))
    draft.expect = ("source_inconsistent", "review")


def rows_exchanged(draft: Draft, rng: Random) -> None:
    """The numbers of two rows have changed places, which the sums show; they are read as printed."""
    groups = draft.trap.passages["exchanged"]
    rows = {draft.row(p).labels[-1]: p for p in draft.rows()}
    pairs = [
        (rows[a], rows[b])
        for a, b in groups
        if a in rows and b in rows and _values(draft, rows[a]) != _values(draft, rows[b])
    ]
    one, two = rng.choice(pairs)
    first, second = draft.row(one), draft.row(two)
    draft.put_row(one, replace(first, values=tuple(map(_taken, first.values, second.values))))
    draft.put_row(two, replace(second, values=tuple(map(_taken, second.values, first.values))))
    draft.expect = ("source_inconsistent", "review")


def _values(draft: Draft, place: DraftPlace) -> list[Value | None]:
    return [value.value for value in draft.row(place).values]


def _taken(cell: PrintedValue, other: PrintedValue) -> PrintedValue:
    return replace(cell, text=other.text, value=other.value, state=other.state)


def number_in_title_row(draft: Draft, rng: Random) -> None:
    """A number stands in a title or heading row of a table and belongs to no field."""
    number = str(rng.randint(11, 9999))
    tables = [t.key for t in draft.tables]
    key = rng.choice(tables)

    def add(grid: Grid, rng: Random) -> Grid:
        if grid.key != key:
            return grid
        label = rng.choice(draft.trap.lists["spare_labels"])
        split = max(1, grid.width - 1)
        row = (
            GridCell(label, "title", 0, split),
            GridCell(number, "value", split, grid.width - split, value=spare(number)),
        )
        at = rng.choice((0, next(i for i in range(len(grid.rows)) if grid.kind(i) == "value")))
        return grid.with_row(at, row)

    draft.grids.append(add)
    draft.expect = ("review", "refuse")


def number_in_foot(draft: Draft, rng: Random) -> None:
    """A last row of a table holds a number that belongs to no field."""
    number = str(rng.randint(11, 9999))
    key = rng.choice([t.key for t in draft.tables])

    def add(grid: Grid, rng: Random) -> Grid:
        if grid.key != key:
            return grid
        label = rng.choice(draft.trap.lists["foot_labels"])
        split = max(1, rng.choice((grid.labels, grid.width - 1)))
        row = (
            GridCell(label, "label", 0, split),
            GridCell(number, "value", split, grid.width - split, value=spare(number)),
        )
        return replace(grid, rows=(*grid.rows, row))

    draft.grids.append(add)
    draft.expect = ("review", "refuse")


def running_head_foot(draft: Draft, rng: Random) -> None:
    """The foot of a page and the head of the next stand between the rows of a table; they are no row of it."""
    key = rng.choice([t.key for t in draft.tables if any(len(b.rows) > 1 for b in t.blocks)])
    page = rng.randint(2, 60)
    foot = rng.choice(draft.trap.lists["feet"]).format(
        n=page, agency=draft.order.figures.get("agency"), year=draft.order.figures.get("year")
    )
    left, _, right = foot.partition("|")

    def add(grid: Grid, rng: Random) -> Grid:
        if grid.key != key:
            return grid
        values = [i for i in range(1, len(grid.rows)) if grid.kind(i) == "value" and grid.kind(i - 1) == "value"]
        split = max(1, rng.choice((grid.labels, grid.width - 1)))
        row = (
            GridCell(left, "label", 0, split),
            GridCell(right, "value", split, grid.width - split, value=spare(right)),
        )
        at = rng.choice(values)
        return grid.with_row(at, row)

    draft.grids.append(add)
    draft.expect = ("accept", "review")

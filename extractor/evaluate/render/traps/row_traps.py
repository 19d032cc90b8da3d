"""Rows that are not one row of the form on one line of the page."""

from dataclasses import replace
from random import Random

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.printed import PrintedRow
from extractor.evaluate.render.traps.draft import Draft, DraftPlace, marked, spare
from extractor.evaluate.render.traps.label_traps import label_places, relabel


def own_rows(draft: Draft) -> list[DraftPlace]:
    """Rows whose label the form gives, in blocks of several rows."""
    return [p for p in draft.rows() if not draft.row(p).name_path and draft.row(p).values]


def unknown_row_between(draft: Draft, rng: Random) -> None:
    """A row that no form knows, with numbers, stands between known ones."""
    place = rng.choice([p for p in own_rows(draft) if len(draft.row(p).values) > 1] or own_rows(draft))
    row = draft.row(place)
    label = rng.choice(draft.trap.lists["unknown_rows"])
    values = tuple(spare(str(rng.choice((0, rng.randint(1, 9), rng.randint(10, 900))))) for _ in row.values[:-1])
    new = PrintedRow((*row.labels[:-1], label), (*values, spare(str(rng.randint(1, 400)))))
    draft.put_row(place, *((row, new) if rng.random() < 0.6 else (new, row)))
    draft.expect = ("review", "refuse")


def two_rows_on_a_line(draft: Draft, rng: Random) -> None:
    """Two rows that follow each other stand on one line."""
    places = [p for p in own_rows(draft) if p.row and draft.row(p._replace(row=p.row - 1)).labels]
    place = rng.choice(places)
    labels = [draft.row(p).labels[-1] for p in (place._replace(row=place.row - 1), place)]

    def join(grid: Grid, rng: Random) -> Grid:
        for index, row in enumerate(grid.rows[1:], start=1):
            found = [
                next((c.text for c in r if c.role == "label" and c.text in labels), "")
                for r in grid.rows[index - 1 : index + 1]
            ]
            if found == labels:
                moved = (replace(c, row_span=1, column=c.column + grid.width) for c in row)
                joined = (*(replace(c, row_span=1) for c in grid.rows[index - 1]), *moved)
                rows = (*grid.rows[: index - 1], tuple(joined), *grid.rows[index + 1 :])
                return replace(grid, width=2 * grid.width, rows=rows)
        return grid

    draft.grids.append(join)
    draft.expect = ("accept", "review")


def label_over_two_lines(draft: Draft, rng: Random) -> None:
    """Some labels go on on a second line, and the numbers stand beside that."""
    places = [p for p in draft.rows() if len(draft.row(p).labels[-1]) > 5 and draft.row(p).values]
    torn: dict[str, int] = {}
    for place in rng.sample(places, max(1, min(len(places), rng.choice((1, 2, 4, len(places) // 3))))):
        text = draft.row(place).labels[-1]
        spaces = [i for i, char in enumerate(text) if char == " "]
        torn[text] = rng.choice(spaces) if spaces else rng.randint(2, len(text) - 2)

    def tear(grid: Grid, rng: Random) -> Grid:
        for index in reversed(range(len(grid.rows))):
            row = grid.rows[index]
            cell = next((c for c in row if c.role == "label" and c.text in torn and c.row_span == 1), None)
            if cell is not None:
                cut = torn[cell.text]
                head = tuple(replace(c, text=c.text[:cut]) if c is cell else c for c in row if c.role == "label")
                rest = tuple(
                    replace(c, text=c.text[cut:].lstrip()) if c is cell else c for c in row if c.column >= cell.column
                )
                headed = replace(grid, rows=(*grid.rows[:index], head, *grid.rows[index + 1 :]))
                grid = headed.with_row(index + 1, rest)
        return grid

    draft.grids.append(tear)
    draft.expect = ("accept", "review")


def table_in_parts(draft: Draft, rng: Random) -> None:
    """A wide table is printed in parts of a few columns, the labels in each."""
    place = max(draft.blocks(), key=lambda p: len(draft.block(p).columns))
    block = draft.block(place)
    size = rng.choice((5, 5, 4, 3)) if len(block.columns) > 8 else rng.choice((2, 3))
    starts = range(0, len(block.columns), size)
    parts = [
        replace(
            block,
            title=block.title if start == 0 else "",
            columns=block.columns[start : start + size],
            rows=tuple(replace(row, values=row.values[start : start + size]) for row in block.rows),
        )
        for start in starts
    ]
    table = draft.tables[place.table]
    blocks = (*table.blocks[: place.block], *parts, *table.blocks[place.block + 1 :])
    draft.tables = (*draft.tables[: place.table], replace(table, blocks=blocks), *draft.tables[place.table + 1 :])
    draft.expect = ("accept", "review")


def title_again(draft: Draft, rng: Random) -> None:
    """After a page break the title and the headings of a table stand again, and its rows go on."""
    place = max(draft.blocks(), key=lambda p: (len(draft.block(p).rows), rng.random()))
    block, table = draft.block(place), draft.tables[place.table]
    at = rng.randrange(1, len(block.rows)) if len(block.rows) > 1 else 1
    title = table.title + rng.choice(draft.trap.lists["continued"])
    again = replace(block, title=title, rows=block.rows[at:])
    parts = (replace(block, rows=block.rows[:at]), *((again,) if again.rows else ()))
    blocks = (*table.blocks[: place.block], *parts, *table.blocks[place.block + 1 :])
    draft.tables = (*draft.tables[: place.table], replace(table, blocks=blocks), *draft.tables[place.table + 1 :])
    draft.expect = ("accept", "review")


def short_subrow_labels(draft: Draft, rng: Random) -> None:
    """Some rows go by a shorter name that still says which they are."""
    places = [place for place in label_places(draft, "short_rows") if place.row >= 0]
    for place in rng.sample(places, rng.randint(1, len(places))):
        relabel(draft, place, "short_rows", rng, lambda value: value)
    draft.expect = ("accept", "review")


def cell_holds_two_labels(draft: Draft, rng: Random) -> None:
    """One cell holds the labels of two rows; beside it stand their numbers, or only one of them."""
    places = [p for p in own_rows(draft) if p.row and _alike(draft, p)]
    place = rng.choice(places)
    first, second = draft.row(place._replace(row=place.row - 1)), draft.row(place)
    lone = rng.random() < 0.4
    flat = draft.style in ("tsv", "spaces")
    gap = " / " if flat else rng.choice(("\n", "\n", " / "))
    between = " / " if flat else "\n"
    values = []
    for one, other in zip(first.values, second.values, strict=True):
        text = other.text if lone else one.text + between + other.text
        values.append(replace(marked(one), text=text, proof="valueless" if lone else "sure"))
    row = replace(first, labels=(*first.labels[:-1], first.labels[-1] + gap + second.labels[-1]), values=tuple(values))
    draft.put_row(place)
    draft.put_row(place._replace(row=place.row - 1), row)
    for value in second.values:
        if lone:
            draft.proof[value.path] = "valueless"
        else:
            draft.told[value.path] = value.value
    draft.expect = ("review", "refuse") if lone else ("accept", "review", "refuse")


def _alike(draft: Draft, place: DraftPlace) -> bool:
    before, row = draft.row(place._replace(row=place.row - 1)), draft.row(place)
    return bool(before.labels) and not before.name_path and before.labels[:-1] == row.labels[:-1]


def one_sided_mark(draft: Draft, rng: Random) -> None:
    """The sign of a currency or a bracket stands in a cell of its own beside the number."""
    place = rng.choice(draft.cells("signed"))
    negative = rng.random() < 0.5
    cell = draft.cell(place)
    number = abs(int(cell.value or 0)) + rng.randint(11, 99)
    text = f"{number:,}"
    kept = replace(cell, text=f"({text}" if negative else text, value=-number if negative else number, state="read")
    draft.put_cell(place, kept)

    def part(grid: Grid, rng: Random) -> Grid:
        rows = []
        for row in grid.rows:
            cells = list(row)
            at = next((i for i, c in enumerate(cells) if c.value == kept), None)
            if at is not None:
                column = cells[at].column
                sign = GridCell(")" if negative else "$", "value", column + negative, value=spare(")"))
                cells = [replace(c, column=c.column + 1) if c.column > column else c for c in cells]
                if not negative:
                    cells[at] = replace(cells[at], column=column + 1)
                cells.insert(at + negative, sign)
            else:
                cells = [_wider(c, place.column + grid.labels) for c in cells]
            rows.append(tuple(cells))
        return replace(grid, width=grid.width + 1, rows=tuple(rows))

    draft.grids.append(part)
    draft.expect = ("accept", "review")


def _wider(cell: GridCell, column: int) -> GridCell:
    """The same cell in a table that has one column more at a place."""
    if cell.column > column:
        return replace(cell, column=cell.column + 1)
    return replace(cell, col_span=cell.col_span + 1) if cell.column + cell.col_span > column else cell


def free_number_in_label(draft: Draft, rng: Random) -> None:
    """A label holds a number that is none of its values, or a row is called by a number."""
    named = [p for p in draft.rows() if draft.row(p).name_path]
    if named and rng.random() < 0.6:
        place = rng.choice(named)
        row = draft.row(place)
        name = f"{rng.choice(draft.trap.lists['numbered_names'])} {rng.randint(1, 19)}"
        _rename(draft, row.labels[0], name)
    else:
        place = rng.choice(own_rows(draft))
        row = draft.row(place)
        extra = rng.choice(draft.trap.lists["label_numbers"]).format(n=rng.randint(2, 60))
        draft.put_row(place, replace(row, labels=(*row.labels[:-1], row.labels[-1] + extra)))
    draft.expect = ("accept", "review")


def _rename(draft: Draft, old: str, new: str) -> None:
    """Another name in every table: rows of one name are one component."""
    for place in list(draft.rows()):
        row = draft.row(place)
        if row.name_path and row.labels[0] == old:
            draft.put_row(place, replace(row, labels=(new,)))


def row_missing_but_misspelt(draft: Draft, rng: Random) -> None:
    """A label is garbled; its numbers are there, so it may not be called absent."""
    places = [p for p in own_rows(draft) if len(draft.row(p).labels[-1]) > 3]
    place = rng.choice(places)
    row = draft.row(place)
    label = list(row.labels[-1])
    letters = [i for i, char in enumerate(label) if char.isalpha()]
    for at in rng.sample(letters, max(1, min(len(letters) // 3, rng.randint(1, 4)))):
        label[at] = rng.choice(draft.trap.lists["blots"])
    draft.put_row(place, replace(row, labels=(*row.labels[:-1], "".join(label))))
    draft.expect = ("accept", "review")


def blank_total_with_parts(draft: Draft, rng: Random) -> None:
    """A total is left blank beside printed parts: it is read as blank, and the document is not accepted."""
    totals = [place for place in draft.cells("checked_totals") if draft.cell(place).value]
    for place in rng.sample(totals, rng.choice((1, 1, 2))):
        draft.put_cell(place, replace(draft.cell(place), text="", value=None, state="blank"))
    draft.expect = ("source_inconsistent", "review")


def row_twice_differs(draft: Draft, rng: Random) -> None:
    """A row of the form is printed twice, with other numbers: which are right cannot be told."""
    place = rng.choice(own_rows(draft))
    row = draft.row(place)
    own = replace(row, values=tuple(replace(marked(value), proof="valueless") for value in row.values))
    other = replace(row, values=tuple(spare(str(rng.randint(1, 900))) for _ in row.values))
    draft.put_row(place, *((own, other) if rng.random() < 0.7 else (other, own)))
    draft.expect = ("review", "refuse")


def figures_between_labels(draft: Draft, rng: Random) -> None:
    """The numbers of one row stand between the labels of two that have none: whose they are cannot be told."""
    places = [p for p in own_rows(draft) if p.row and _alike(draft, p)]
    below = rng.choice(places)
    above = below._replace(row=below.row - 1)
    first, second = draft.row(above), draft.row(below)
    for value in (*first.values, *second.values):
        draft.proof[value.path] = "valueless"
        draft.told.setdefault(value.path, value.value)
    figures = PrintedRow((*first.labels[:-1], ""), tuple(spare(value.text) for value in first.values))
    bare = [replace(row, values=tuple(spare("") for _ in row.values)) for row in (first, second)]
    draft.put_row(below, bare[1])
    draft.put_row(above, bare[0], figures)
    draft.expect = ("review", "refuse")


def cell_over_two_rows(draft: Draft, rng: Random) -> None:
    """One cell of figures reaches over two rows: whose it is cannot be told."""
    places = [p for p in own_rows(draft) if p.row and _alike(draft, p)]
    below = rng.choice(places)
    below = below._replace(column=rng.randrange(len(draft.row(below).values)))
    above = below._replace(row=below.row - 1)
    draft.put_cell(above, replace(draft.cell(above), proof="valueless"))
    draft.put_cell(below, replace(draft.cell(below), proof="valueless", text=""))
    upper, lower = draft.cell(above), draft.cell(below)

    def join(grid: Grid, rng: Random) -> Grid:
        rows = (
            tuple(replace(cell, row_span=2) if cell.value is upper else cell for cell in row if cell.value is not lower)
            for row in grid.rows
        )
        return replace(grid, rows=tuple(rows))

    draft.grids.append(join)
    draft.expect = ("review", "refuse")


def number_line_in_table(draft: Draft, rng: Random) -> None:
    """A line of words with a number of its own stands between two rows of a table."""
    key = rng.choice([t.key for t in draft.tables if any(len(b.rows) > 1 for b in t.blocks)])
    label = rng.choice((*draft.trap.lists["spare_labels"], *draft.trap.lists["foot_labels"]))
    number = rng.randint(11, 999)
    line = rng.choice((f"{label}: {number}", f"{label} {number}", f"({label} {number})", f"{number} {label}"))

    def add(grid: Grid, rng: Random) -> Grid:
        if grid.key != key:
            return grid
        values = [i for i in range(1, len(grid.rows)) if grid.kind(i) == "value" and grid.kind(i - 1) == "value"]
        return grid.with_row(rng.choice(values), (GridCell(line, "label", 0, grid.width),))

    draft.grids.append(add)
    draft.expect = ("review", "refuse")

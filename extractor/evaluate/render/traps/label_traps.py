"""Labels and headings that are not what they seem."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.printed import PrintedBlock, PrintedColumn, PrintedRow, PrintedValue
from extractor.evaluate.render.printed_text import HEADING_WIDTH
from extractor.evaluate.render.traps.draft import Draft, DraftPlace, MarkedValue, marked, spare


def label_places(draft: Draft, use: str) -> list[DraftPlace]:
    """Rows and columns whose label the words replace for a use; of the same label one row, and one column."""
    known = draft.trap.labels.get(use, {})
    rows = [place for place in draft.rows() if draft.row(place).labels[-1] in known]
    columns = [place for place in draft.columns() if _others(draft, place, use)]
    return [*rows, *columns]


def _others(draft: Draft, place: DraftPlace, use: str) -> list[str]:
    """Other labels for a column; where headings are cut at the width of their column, those that show it."""
    label = draft.block(place).columns[place.column].label
    shown = HEADING_WIDTH if draft.style == "fixed" else None
    return [other for other in draft.trap.labels.get(use, {}).get(label, ()) if other[:shown] != label[:shown]]


def relabel(
    draft: Draft, place: DraftPlace, use: str, rng: Random, change: Callable[[MarkedValue], MarkedValue]
) -> None:
    """Another label at a place, and another meaning of its cells."""
    if place.row >= 0:
        row = draft.row(place)
        label = rng.choice(draft.trap.labels[use][row.labels[-1]])
        values = tuple(change(marked(value)) for value in row.values)
        draft.put_row(place, replace(row, labels=(*row.labels[:-1], label), values=values))
        return
    block = draft.block(place)
    columns = list(block.columns)
    columns[place.column] = replace(columns[place.column], label=rng.choice(_others(draft, place, use)))
    rows = tuple(_in_column(row, place.column, change) for row in block.rows)
    draft.put_block(place, replace(block, columns=tuple(columns), rows=rows))


def _in_column(row: PrintedRow, at: int, change: Callable[[MarkedValue], MarkedValue]) -> PrintedRow:
    return replace(row, values=tuple(change(marked(v)) if c == at else v for c, v in enumerate(row.values)))


def _strange(value: MarkedValue) -> MarkedValue:
    """The cell of a label that is no label of the form."""
    return spare(value.text)


def label_word_differs(draft: Draft, rng: Random) -> None:
    """A label with another word, and so another meaning, stands in place of a known one, in one or two places."""
    for place in rng.sample(label_places(draft, "near_words"), rng.choice((1, 1, 2))):
        relabel(draft, place, "near_words", rng, _strange)
    draft.expect = ("review", "refuse")


def label_character_differs(draft: Draft, rng: Random) -> None:
    """One character of a label is another, and so is what it means. Nothing of it may be confirmed as known."""
    places = label_places(draft, "near_characters")
    for place in rng.sample(places, min(len(places), rng.choice((1, 1, 2, 3)))):
        relabel(draft, place, "near_characters", rng, lambda value: replace(value, proof="valueless"))
    draft.expect = ("review", "refuse")


def heading_renamed_later_edition(draft: Draft, rng: Random) -> None:
    """A later edition calls some columns otherwise. Who is sure what is meant may read them; absent is right too."""
    places = [place for place in label_places(draft, "later_headings") if place.row < 0]
    for place in rng.sample(places, min(len(places), rng.choice((1, 1, 2)))):
        relabel(draft, place, "later_headings", rng, lambda value: replace(value, also=(*value.also, None)))
    draft.expect = ("accept", "review", "refuse")


def _wide_blocks(draft: Draft, least: int = 3) -> list[DraftPlace]:
    return [place for place in draft.blocks() if len(draft.block(place).columns) >= least]


def column_unknown_heading(draft: Draft, rng: Random) -> None:
    """A column with numbers under a heading that no form knows stands between known ones."""
    place = rng.choice(_wide_blocks(draft, 2))
    block = draft.block(place)
    at = rng.randrange(len(block.columns))
    heading = PrintedColumn(block.columns[at].groups, rng.choice(draft.trap.lists["unknown_columns"]))
    columns = (*block.columns[:at], heading, *block.columns[at:])

    def widened(row: PrintedRow) -> PrintedRow:
        if not row.values:
            return row
        extra = spare(str(rng.choice((rng.randint(1, 9), rng.randint(10, 400)))))
        return replace(row, values=(*row.values[:at], extra, *row.values[at:]))

    draft.put_block(place, replace(block, columns=columns, rows=tuple(map(widened, block.rows))))
    draft.expect = ("review", "refuse")


def heading_without_values(draft: Draft, rng: Random) -> None:
    """A heading under which nothing stands: of remarks, or of a known column whose cells are blank."""
    place = rng.choice(_wide_blocks(draft))
    block = draft.block(place)
    # Where what is blank leaves no trace, nobody could tell which column it is.
    flat = draft.style == "spaces"
    if flat or rng.random() < 0.5:
        last = len(block.columns)
        at = last if flat else rng.choice((0, last, rng.randrange(last)))
        near = block.columns[min(at, len(block.columns) - 1)]
        heading = PrintedColumn(near.groups[:1], rng.choice(draft.trap.lists["remarks"]))
        columns = (*block.columns[:at], heading, *block.columns[at:])
        rows = tuple(
            replace(row, values=(*row.values[:at], spare(""), *row.values[at:])) if row.values else row
            for row in block.rows
        )
        draft.put_block(place, replace(block, columns=columns, rows=rows))
    else:
        at = rng.randrange(len(block.columns))
        draft.put_block(place, replace(block, rows=tuple(_in_column(row, at, _blank) for row in block.rows)))
    draft.expect = ("accept", "review", "refuse")


def _blank(value: PrintedValue) -> MarkedValue:
    return replace(marked(value), text="", value=None, state="blank")


def headings_other_order(draft: Draft, rng: Random) -> None:
    """Columns stand in another order, their headings shortened; every value goes with its heading."""
    known = draft.trap.labels["short_headings"]
    places = [p for p in _wide_blocks(draft, 2) if sum(c.label in known for c in draft.block(p).columns) >= 2]
    place = rng.choice(places)
    block = draft.block(place)
    order = list(range(len(block.columns)))
    # What stands under one heading stays under it.
    runs = [[i for i in order if block.columns[i].groups == g] for g in dict.fromkeys(c.groups for c in block.columns)]
    for run in runs:
        mixed = rng.sample(run, len(run))
        for at, source in zip(run, mixed, strict=True):
            order[at] = source
    columns = [block.columns[source] for source in order]
    columns = [replace(c, label=rng.choice(known[c.label])) if c.label in known else c for c in columns]
    rows = tuple(
        replace(row, values=tuple(row.values[source] for source in order)) if row.values else row for row in block.rows
    )
    draft.put_block(place, replace(block, columns=tuple(columns), rows=rows))
    draft.expect = ("accept", "review")


def headings_torn(draft: Draft, rng: Random) -> None:
    """Headings are torn over two lines, and nothing else is wrong."""
    draft.grids.append(_tear)
    draft.expect = ("accept", "review")


def _tear(grid: Grid, rng: Random) -> Grid:
    first = next(i for i in range(len(grid.rows)) if grid.kind(i) == "heading")
    last = next(i for i in range(first, len(grid.rows)) if grid.kind(i) == "value") - 1
    upper: list[GridCell] = []
    lower: list[GridCell] = []
    for cell in grid.rows[last]:
        middle = _break(cell.text) if cell.role == "heading" and cell.column >= grid.labels else 0
        if cell.row_span > 1 or not middle:
            upper.append(cell)
            lower.append(replace(cell, text="", row_span=1))
        else:
            upper.append(replace(cell, text=cell.text[:middle].rstrip()))
            lower.append(replace(cell, text=cell.text[middle:].lstrip()))
    above = [
        # What reaches down to the torn line reaches over both of its halves.
        tuple(replace(cell, row_span=cell.row_span + 1) if i + cell.row_span > last else cell for cell in row)
        for i, row in enumerate(grid.rows[:last])
    ]
    return replace(grid, rows=(*above, tuple(upper), tuple(lower), *grid.rows[last + 1 :]))


def _break(text: str) -> int:
    """Where a heading is torn: at the space nearest to its middle, else in its middle."""
    spaces = [i for i, char in enumerate(text) if char == " "]
    if spaces:
        return min(spaces, key=lambda i: abs(2 * i - len(text)))
    return len(text) // 2 if len(text) > 3 else 0


def foia_official_xiib(draft: Draft, rng: Random) -> None:
    """The headings of one table in their official wording."""
    known = draft.trap.labels["official"]
    for place in draft.blocks():
        if draft.tables[place.table].key in draft.trap.lists["official_tables"]:
            block = draft.block(place)
            columns = tuple(
                replace(c, label=rng.choice(known[c.label])) if c.label in known else c for c in block.columns
            )
            draft.put_block(place, replace(block, columns=columns))


def pipes_closing(draft: Draft, rng: Random) -> None:
    """Rows close with the pipes of the columns that their last cell covers."""


def blanks_for_zeros(draft: Draft, rng: Random) -> None:
    """Zeros are not printed; the places of their cells are known."""
    for place in draft.blocks():
        block: PrintedBlock = draft.block(place)
        rows = tuple(
            replace(row, values=tuple(_blank(v) if v.value == 0 else v for v in row.values)) for row in block.rows
        )
        draft.put_block(place, replace(block, rows=rows))
    draft.expect = ("accept", "review")


def undamaged(draft: Draft, rng: Random) -> None:
    """Nothing is wrong: the price of being strict."""

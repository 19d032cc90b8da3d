"""Labels, headings and notes whose words make a number another one: of a part, of another time, in thousands."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.printed import PrintedColumn
from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.render.traps.draft import Draft, DraftPlace, MarkedValue, marked, spare
from extractor.evaluate.render.traps.row_traps import own_rows

_ORDINAL = re.compile(r"(?:\w{1,3}[\u3001.]|\uff08\w{1,2}\uff09)?")
_UNSURE: tuple[Expect, ...] = ("accept", "review", "refuse")
_REVIEW: tuple[Expect, ...] = ("review", "refuse")


def _columns(draft: Draft) -> list[DraftPlace]:
    return [place for place in draft.columns() if draft.block(place).rows]


def _of_column(draft: Draft, place: DraftPlace) -> list[DraftPlace]:
    return [p for p in draft.cells() if p[:2] == place[:2] and p.column == place.column]


def _of_row(draft: Draft, place: DraftPlace) -> list[DraftPlace]:
    return [place._replace(column=column) for column in range(len(draft.row(place).values))]


def _reword(draft: Draft, place: DraftPlace, label: str) -> None:
    if place.row >= 0:
        row = draft.row(place)
        draft.put_row(place, replace(row, labels=(*row.labels[:-1], label)))
        return
    block = draft.block(place)
    columns = [replace(c, label=label) if at == place.column else c for at, c in enumerate(block.columns)]
    draft.put_block(place, replace(block, columns=tuple(columns)))


def _label(draft: Draft, place: DraftPlace) -> str:
    return draft.row(place).labels[-1] if place.row >= 0 else draft.block(place).columns[place.column].label


def _cells(draft: Draft, place: DraftPlace) -> list[DraftPlace]:
    return _of_row(draft, place) if place.row >= 0 else _of_column(draft, place)


def _unproven(draft: Draft, places: Iterable[DraftPlace]) -> None:
    for place in places:
        draft.put_cell(place, replace(draft.cell(place), proof="valueless"))


def label_qualified(draft: Draft, rng: Random) -> None:
    """Words behind a label or heading make it that of another time, of a plan or of a share."""
    place = rng.choice(own_rows(draft) + _columns(draft))
    _unproven(draft, _cells(draft, place))
    _reword(draft, place, _label(draft, place) + rng.choice(draft.trap.lists["qualified"]))
    draft.expect = _REVIEW


def heading_narrowed(draft: Draft, rng: Random) -> None:
    """A heading is about a part of its year."""
    place = rng.choice(_columns(draft))
    _unproven(draft, _of_column(draft, place))
    _reword(draft, place, _label(draft, place) + rng.choice(draft.trap.lists["narrowed"]))
    draft.expect = _REVIEW


def label_of_a_part(draft: Draft, rng: Random) -> None:
    """A row of the form is missing; its label stands behind "of which" and is that of a part."""
    place = rng.choice(own_rows(draft))
    label = _label(draft, place)
    ordinal = _ORDINAL.match(label)
    bare = label[ordinal.end() :] if ordinal else label
    values = tuple(spare(value.text) for value in draft.row(place).values)
    draft.put_row(place, replace(draft.row(place), values=values))
    _reword(draft, place, rng.choice(draft.trap.lists["of_which"]).format(l=bare))
    draft.expect = _REVIEW


def _scale(draft: Draft, places: Iterable[DraftPlace]) -> None:
    """Cells that count thousands; of one that states a unit of its own both are right."""
    stated = set(draft.trap.labels.get("without_unit", {}))
    for place in places:
        cell = draft.cell(place)
        if isinstance(cell.value, int | Decimal):
            own = (cell.value,) if draft.block(place).columns[place.column].label in stated else ()
            scaled = cell.value * 1000
            value = int(scaled) if scaled == int(scaled) else scaled
            draft.put_cell(place, replace(cell, value=value, also=own))
    draft.expect = _UNSURE


def _said(draft: Draft, use: str, rng: Random) -> str:
    return rng.choice(draft.trap.lists[use])


def _of_table(draft: Draft, table: int) -> list[DraftPlace]:
    return [place for place in draft.cells() if place.table == table]


def thousands_in_title(draft: Draft, rng: Random) -> None:
    """The title of a table says that its numbers are thousands."""
    at = rng.randrange(len(draft.tables))
    title = draft.tables[at].title + _said(draft, "thousand_ends", rng)
    draft.tables = (*draft.tables[:at], replace(draft.tables[at], title=title), *draft.tables[at + 1 :])
    _scale(draft, _of_table(draft, at))


def thousands_in_corner(draft: Draft, rng: Random) -> None:
    """The corner of a table, above its labels, says that its numbers are thousands."""
    place = rng.choice([p for p in draft.blocks() if p.block == 0 and draft.block(p).rows[0].labels])
    block = draft.block(place)
    draft.put_block(place, replace(block, corner=(block.corner + _said(draft, "thousand_ends", rng)).strip()))
    _scale(draft, [p for p in _of_table(draft, place.table) if p.block == 0])


def thousands_in_label(draft: Draft, rng: Random) -> None:
    """A label or a heading says that its numbers are thousands."""
    place = rng.choice(own_rows(draft) + _columns(draft))
    _scale(draft, _cells(draft, place))
    _reword(draft, place, _label(draft, place) + _said(draft, "thousand_ends", rng))


def thousands_under_headings(draft: Draft, rng: Random) -> None:
    """A row between the headings and the numbers of a table says that they are thousands."""
    at = rng.randrange(len(draft.tables))
    key, said = draft.tables[at].key, _said(draft, "thousand_lines", rng)

    def add(grid: Grid, rng: Random) -> Grid:
        if grid.key != key:
            return grid
        first = next(i for i in range(len(grid.rows)) if grid.kind(i) == "value")
        return grid.with_row(first, (GridCell(said, "heading", 0, grid.width),))

    draft.grids.append(add)
    _scale(draft, _of_table(draft, at))


def thousands_below_table(draft: Draft, rng: Random) -> None:
    """A line below a table says that its numbers are thousands."""
    at = rng.randrange(len(draft.tables))
    draft.under.setdefault(draft.tables[at].key, []).append(_said(draft, "thousand_lines", rng))
    _scale(draft, _of_table(draft, at))


def thousands_in_report(draft: Draft, rng: Random) -> None:
    """A line of the report says that all numbers of its tables are thousands."""
    (draft.before if rng.random() < 0.6 else draft.after).append(_said(draft, "thousand_lines", rng))
    _scale(draft, draft.cells())


def note_in_other_words(draft: Draft, rng: Random) -> None:
    """A note takes a number back in words of its own language that the other notes do not use."""
    numbers = draft.numbers("shown", 3)
    place = rng.choice([p for p in numbers if draft.row(p).labels and not draft.row(p).name_path] or numbers)
    cell, row = draft.cell(place), draft.row(place)
    label = row.labels[-1] if row.labels else draft.block(place).columns[place.column].label
    said = rng.choice(draft.trap.lists["corrections2"])
    line = said.format(label=label, old=cell.text, new=int(str(cell.value)) + rng.choice((3, 10, 90)))
    _unproven(draft, [place] if "{old}" in said else _of_row(draft, place))
    key = draft.tables[place.table].key
    where = rng.choice((draft.under.setdefault(key, []), draft.over.setdefault(key, []), draft.after))
    where.append(line)
    draft.expect = _REVIEW


def note_in_remarks(draft: Draft, rng: Random) -> None:
    """A column of remarks says of one row that a number of it is wrong."""
    place = rng.choice(draft.numbers("shown", 3))
    number = int(str(draft.cell(place).value)) + 5
    said = rng.choice(draft.trap.lists["cell_notes"]).format(t="", n=number).strip()
    _unproven(draft, _of_row(draft, place))
    block = draft.block(place)
    heading = PrintedColumn((), rng.choice(draft.trap.lists["remarks"]))
    rows = tuple(
        replace(row, values=(*row.values, spare(said if at == place.row else ""))) if row.values else row
        for at, row in enumerate(block.rows)
    )
    draft.put_block(place, replace(block, columns=(*block.columns, heading), rows=rows))
    draft.expect = _REVIEW


def year_span(draft: Draft, rng: Random) -> None:
    """The title names two years or more where one is asked for."""
    year = int(str(draft.order.figures["year"]))
    ways = (f"{year - 1}-{year}", f"{year}/{(year + 1) % 100:02}", f"{year - 2}–{year}", f"{year - 1}/{year}")
    said = rng.choice(ways)
    draft.titles = [line.replace(str(year), said) for line in draft.titles]
    draft.before = [line.replace(str(year), said) for line in draft.before]
    draft.told["year"], draft.proof["year"] = None, "valueless"
    draft.expect = _REVIEW


def _in_cells(draft: Draft, rng: Random) -> list[tuple[DraftPlace, MarkedValue]]:
    places = draft.numbers("shown") or draft.numbers("shown", 0)
    chosen = rng.sample(places, min(len(places), rng.choice((1, 1, 2, 3))))
    draft.expect = _REVIEW
    return [(place, marked(draft.cell(place))) for place in chosen]


def words_in_cell(draft: Draft, rng: Random) -> None:
    """Words stand in the place of a number: "not counted", "ditto", a date that a workbook made of it."""
    lists = draft.trap.lists
    others = (*lists["open"], *lists["ditto"], "12-Mar", "2021-03-12", "Mar-12", "#REF!", "=SUM(B2:B5)", "####")
    for place, cell in _in_cells(draft, rng):
        draft.put_cell(place, replace(cell, text=rng.choice(others), proof="unsettled"))


def two_numbers_in_cell(draft: Draft, rng: Random) -> None:
    """A cell holds two numbers, one of them in brackets or behind a word that says that it is the right one."""
    for place, cell in _in_cells(draft, rng):
        number = int(str(cell.value))
        notes = [note.format(t=cell.text, n=number + 13) for note in draft.trap.lists["cell_notes"]]
        text = rng.choice(
            (f"{number} ({number + 11})", f"{number}（{number // 2 + 10}）", f"{number}/{number + 2}", *notes)
        )
        draft.put_cell(place, replace(cell, text=text, proof="valueless"))

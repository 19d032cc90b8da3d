"""Whether a row of a list belongs to it: a line that stands among the rows with a number of its own may be none.

Lists of one report name the same things. A row that no other list knows, and that prints next to nothing, is no row; a
full one may be a sum or last year's, and a person has to say so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.evidence.certainty import is_unclear
from extractor.readers.form_sheet import FormSheet
from extractor.readers.label_scale import SCALE
from extractor.readers.outline import OutlineRow, OutlineTable
from extractor.schemas.form import Label
from extractor.schemas.values import fold_width, read_printed

_NAME_LINES = 4
"""Most lines over which a name is printed."""
_SPARSE = 3
"""A row that prints no more than every third of its columns is sparse, in a list whose rows are full elsewhere."""
_FREE = re.compile(r"(?<![^\s])[-+]?\d[\d,.]*(?![^\s])")
"""A number that stands free in a line."""


def settle_lists(sheet: FormSheet, tables: Sequence[OutlineTable]) -> list[OutlineTable]:
    """The tables, their lists without the rows that are none, and those in doubt marked."""
    tables = [_with_whole_names(table, tables) for table in tables]
    names = [_names(table) for table in tables]
    clear = [
        [row.name for row in _whole_rows(table.rows) if row.name in own and _is_clear(row)]
        for table, own in zip(tables, names, strict=True)
    ]
    found = []
    for number, table in enumerate(tables):
        others = {
            name for at, each in enumerate(names) if at != number and _alike(names[number], each) for name in clear[at]
        }
        is_list = table.spec.blocks[0].layout == "repeat"
        rows = _with_torn_rows(sheet, table, tuple(_settled(sheet, table, others))) if is_list else table.rows
        found.append(replace(table, rows=rows))
    return found


def _with_whole_names(table: OutlineTable, tables: Sequence[OutlineTable]) -> OutlineTable:
    """The table, its list with names put together that are printed over several lines: where another list prints the
    whole name, and no row with values for the line alone, a line without any value beside a row goes on with its name.
    """
    others = (row for each in tables if each is not table for row in each.rows)
    known = {row.name for row in others if row.spec is None and _has_values(row)}
    rows = list(table.rows)
    for at in range(len(rows) - 1, -1, -1):
        pieces = rows[at : at + _NAME_LINES]
        for last in range(len(pieces), 1, -1):
            whole = _as_one_row(pieces[:last], known)
            if whole is not None:
                rows[at : at + last] = [whole]
                break
    if len(rows) == len(table.rows):
        return table
    used = {row.name for row in table.rows} - {row.name for row in rows}
    return replace(table, rows=tuple(_without_cut(row, used) for row in rows))


def _as_one_row(pieces: Sequence[OutlineRow], known: set[str]) -> OutlineRow | None:
    """The one row that lines are if only one of them has values and another list prints their names as one name."""
    full = [row for row in pieces if _has_values(row)]
    if len(full) != 1 or any(row.spec is not None or not row.labels for row in pieces):
        return None
    names = [row.name for row in pieces]
    name = next((text for glue in (" ", "") if (text := glue.join(names)) in known), "")
    if not name or any(row.name in known for row in pieces if row is not full[0]):
        return None
    unclear = merged(*(row.labels[-1].doubts for row in pieces))
    label = replace(pieces[0].labels[-1], text=name, doubts=unclear)
    doubts = merged(*(row.doubts for row in pieces))
    whole = replace(full[0], labels=(*full[0].labels[:-1], label), name=name, doubts=doubts)
    return _without_cut(whole, set(names))


def _without_cut(row: OutlineRow, used: set[str]) -> OutlineRow:
    """A row without the doubt that a line belongs to its name which now is part of another."""
    kept = tuple(each for each in row.doubts if each.kind is not DoubtKind.NAME_CUT or not used & {*each.detail})
    return row if len(kept) == len(row.doubts) else replace(row, doubts=kept)


def _names(table: OutlineTable) -> list[str]:
    return [row.name for row in table.rows if row.spec is None and row.name]


def _has_values(row: OutlineRow) -> bool:
    """Whether a row prints any value."""
    return any(cell.text for cell in row.values)


def _is_clear(row: OutlineRow) -> bool:
    """Whether it is certain which characters name a row."""
    return not any(is_unclear(cell.doubts) for cell in row.labels)


def _alike(own: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists name the same things for the most part."""
    common = len(set(own) & set(other))
    return common > 0 and 2 * common >= len(set(own))


def _settled(sheet: FormSheet, table: OutlineTable, others: set[str]) -> Iterator[OutlineRow]:
    doubts: tuple[Doubt, ...] = _too_narrow(table)
    index = 0
    dense = _is_dense(table)
    for row in _with_names_cut(table.rows, others):
        if row.spec is not None:
            yield row
            continue
        sparse = dense and _is_sparse(row)
        stranger = bool(others) and not _is_known(sheet, row.name, others)
        if sparse and (stranger or _is_above_headings(row, table)):
            continue
        if (stranger and not _adds_up(row, table)) or (_lacks_sums(table) and not _is_clear(row)):
            doubts = (doubt(DoubtKind.NAME_ONLY_HERE, row.name),)
        elif sparse and not others:
            doubts = (doubt(DoubtKind.ROW_SPARSE, row.name),)
        rivals = row.rivals if others or _is_printed_twice(row, table) else 0
        yield replace(row, index=index, rivals=rivals, doubts=merged(row.doubts, doubts))
        index += 1


def _with_names_cut(rows: Sequence[OutlineRow], others: set[str]) -> Iterator[OutlineRow]:
    """The rows of a list, those in doubt whose name may go on in a line without any value below it."""
    for row, below in zip(rows, (*rows[1:], None), strict=True):
        open_ = below is not None and below.name not in others and _goes_on(row, below)
        cut = (doubt(DoubtKind.NAME_CUT, below.name),) if open_ and below is not None else ()
        yield replace(row, doubts=merged(row.doubts, cut)) if cut else row


def _whole_rows(rows: Sequence[OutlineRow]) -> Iterator[OutlineRow]:
    """The rows whose name ends where they do, without lines that may be the end of another one."""
    for above, row, below in zip((None, *rows), rows, (*rows[1:], None), strict=False):
        begun = below is not None and _goes_on(row, below)
        if not begun and not (above is not None and _goes_on(above, row)):
            yield row


def _goes_on(row: OutlineRow, below: OutlineRow) -> bool:
    """Whether a row of a list in a picture prints values, and the line below it a name and none."""
    listed = row.spec is None and below.spec is None and len(row.labels) == len(below.labels) == 1
    empty = any(cell.text for cell in row.values) and not any(cell.text for cell in below.values)
    return listed and empty and any(cell.seen_by for cell in (*row.labels, *below.labels))


def _lacks_sums(table: OutlineTable) -> bool:
    """Whether the row that sums up a list was not found: a row with an unclear name may be that one."""
    closed = any(row.spec is not None for row in table.rows)
    return not closed and any(not each.optional for block in table.spec.blocks for each in block.rows)


def _is_printed_twice(row: OutlineRow, table: OutlineTable) -> bool:
    """Whether another row has the same name and the same values; with others it is told from it by its position."""
    own = [cell.text for cell in row.values]
    same = [each for each in table.rows if each.name == row.name and each.spec is row.spec]
    return sum(1 for each in same if [cell.text for cell in each.values] == own) > 1


def _too_narrow(table: OutlineTable) -> tuple[Doubt, ...]:
    """What speaks against all rows of a list of which none has a cell for every column: it may be part of a table."""
    rows = [row for row in table.rows if row.spec is None]
    narrow = len(rows) > 1 and all(len(row.values) < len(row.block.columns) for row in rows)
    return (doubt(DoubtKind.ROW_SPARSE, rows[0].name),) if narrow else ()


def _adds_up(row: OutlineRow, table: OutlineTable) -> bool:
    """Whether a row is part of the sums that the list closes with: most columns it adds something to come out right.

    This clears a suspicion and proves nothing.
    """
    closing = next((each for each in table.rows if each.spec is not None), None)
    parts = [_numbers(each) for each in table.rows if each.spec is None]
    if closing is None or not all(parts) or not (total := _numbers(closing)):
        return False
    own = _numbers(row)
    if not _has_values(row):
        return False
    sums = [sum(column) for column in zip(*parts, strict=True)]
    added = [n for n, number in enumerate(own) if number] or range(len(own))
    right = sum(1 for n in added if sums[n] == total[n])
    return 2 * right >= len(added)


def _numbers(row: OutlineRow) -> list[Decimal]:
    """The numbers of a row, marks and blanks as 0; none where its values are not as many as its columns."""
    cells = row.values if len(row.values) == len(row.block.columns) else [cell for cell in row.values if cell.text]
    read = [read_printed(cell.text, "amount").value for cell in cells]
    numbers = [each if isinstance(each, Decimal) else Decimal(0) for each in read]
    return numbers if len(numbers) == len(row.block.columns) else []


def _is_dense(table: OutlineTable) -> bool:
    """Whether most rows of a list print a value in every column."""
    full = [sum(1 for cell in row.values if cell.text) >= len(row.block.columns) for row in table.rows]
    return 3 * sum(full) >= 2 * (len(full) - 1) and sum(full) > 1


def _is_sparse(row: OutlineRow) -> bool:
    return _SPARSE * sum(1 for cell in row.values if cell.text) <= len(row.block.columns)


def _is_known(sheet: FormSheet, name: str, others: set[str]) -> bool:
    return name in others or any(sheet.book.score(name, Label((other,))) >= SCALE.accepted for other in others)


def _is_above_headings(row: OutlineRow, table: OutlineTable) -> bool:
    """Whether headings follow a row: known ones, or words over the columns of the values before any value."""
    starts = [cell.place.span[0] for line in table.heading_lines for cell in line]
    here = [cell.place.span[0] for cell in (*row.labels, *row.values)]
    if not here or (starts and max(here) < min(starts)):
        return bool(starts and here)
    full = [each for each in table.rows if _has_values(each)]
    columns = {cell.column for each in full for cell in each.values if cell.text}
    first = min(map(_start, full), default=-1)
    below = (cell for line in table.words for cell in line if max(here) < cell.place.span[0] < first)
    return not _has_values(row) and any(cell.column in columns for cell in below)


def _with_torn_rows(sheet: FormSheet, table: OutlineTable, rows: tuple[OutlineRow, ...]) -> tuple[OutlineRow, ...]:
    """The rows of a list; those that follow what may be a row that was not read as one may have another number."""
    torn = sorted((*_torn(rows), *_unread(sheet, table)))
    if not torn:
        return rows
    why = (doubt(DoubtKind.LIST_ROW_UNREAD),)
    return tuple(
        replace(row, doubts=merged(row.doubts, why)) if row.spec is None and _start(row) >= torn[0] else row
        for row in rows
    )


def _start(row: OutlineRow) -> int:
    return min((cell.place.span[0] for cell in (*row.labels, *row.values)), default=-1)


def _torn(rows: Sequence[OutlineRow]) -> Iterator[int]:
    """Where a row begins that has too few values, and the next one as many as it lacks, or fewer: words between them
    may have torn one row in two.
    """
    for one, other in pairwise(rows):
        columns = len(one.block.columns)
        short = len(one.values) < columns and len(one.values) + len(other.values) <= columns
        if short and one.spec is None and other.spec is None and one.values and other.values:
            yield _start(one)


def _unread(sheet: FormSheet, table: OutlineTable) -> Iterator[int]:
    """Where a line among the rows of a list prints as many numbers as it has columns, and no row was made of it."""
    columns = len(table.spec.blocks[0].columns)
    for row in sheet.rows[table.first : table.last + 1]:
        if len(row.cells) == 1 and len(_FREE.findall(fold_width(row.text))) >= columns > 1:
            yield row.cells[0].place.span[0]

"""The fields of the items of a list, from the rows and columns that were found."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.documents.model import Place
from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.readers.open_layout.heading_bands import HeadedColumn, keyed_leaf
from extractor.readers.open_layout.item_rows import ItemRow, ListTable
from extractor.readers.open_layout.leaf_reading import absent_at, blank_at, field_at, unread_at
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import label_core, label_fit
from extractor.readers.open_layout.open_words import changes_number, is_currency, open_words
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.row_fit import STUB, RowFit, is_value, joined_doubts
from extractor.readers.open_layout.text_lines import continued_lines, is_statement
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ITEM, KEY, ShapeLeaf
from extractor.schemas.state import NUMBERS

_RATE = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?\s?%)")


def read_items(table: ListTable, counted: dict[str, int], notations: Notations) -> Iterator[FieldReading]:
    """The fields of all items of a table. ``counted``: how many items of each list there are already, by path; it is
    counted on."""
    marks = _column_notations(table, notations)
    for row in table.items:
        number = counted.get(row.spec.path, 0)
        counted[row.spec.path] = number + 1
        for leaf in row.spec.leaves:
            path = leaf.path.replace(ITEM, str(number), 1)
            yield _leaf_field(path, leaf, row, table, marks)
        if (keyed := keyed_leaf(row.spec)) is not None:
            for at, found in keyed_fields(keyed, row.fit, row.band, table.columns, marks, row.doubts, number):
                yield _beside_holder(found, at, row, table)


def keyed_fields(
    leaf: ShapeLeaf,
    fit: RowFit,
    band: Band,
    columns: Sequence[HeadedColumn],
    marks: Mapping[int, Notations],
    doubts: tuple[Doubt, ...],
    number: int = 0,
) -> Iterator[tuple[int, FieldReading]]:
    """The values of a row by key, one for each column that is headed by a key, each with the number of its column."""
    for at, column in enumerate(columns):
        if column.leaf is leaf and column.key:
            path = leaf.path.replace(ITEM, str(number), 1).replace(KEY, column.key, 1)
            yield at, cell_field(path, column, at, fit, band, marks[at], doubts)


def _column_notations(table: ListTable, notations: Notations) -> dict[int, Notations]:
    texts: dict[int, list[str]] = {at: [] for at in range(len(table.columns))}
    for fit in [row.fit for row in table.items] + [fit for _, fit in table.passed]:
        for at, pieces in fit.cells.items():
            if at != STUB:
                texts[at] += [each.text for each in pieces]
    return {at: notations.of_column(found) for at, found in texts.items()}


def _leaf_field(
    path: str, leaf: ShapeLeaf, row: ItemRow, table: ListTable, marks: Mapping[int, Notations]
) -> FieldReading:
    at = next((n for n, column in enumerate(table.columns) if column.leaf is leaf), None)
    if at is not None:
        column = table.columns[at]
        if column.depth:
            return _deeper_field(path, column, row, marks[at])
        found = cell_field(path, column, at, row.fit, row.band, marks[at], row.doubts)
        found = _beside_holder(found, at, row, table)
        if found.state == "blank" and _lower(at, row):
            return unread_at(path, merged(found.doubts, (doubt(DoubtKind.NO_VALUE_PRINTED),)))
        return _run_on(found, at, row) if leaf.kind == "text" else found
    if leaf is _stub_leaf(row, table):
        return _stub_field(path, leaf, row, table)
    if (rate := _stated_rate(leaf, row, table)) is not None:
        return field_at(path, leaf_value(rate.text, leaf, Notations()), rate, row.doubts)
    if (unit := _counted_unit(leaf, row.fit, table)) is not None:
        return field_at(path, leaf_value(unit.text, leaf, Notations()), unit, row.doubts)
    return _without_column(path, leaf, row, table)


def cell_field(
    path: str,
    column: HeadedColumn,
    at: int,
    fit: RowFit,
    band: Band,
    notations: Notations,
    doubts: tuple[Doubt, ...],
) -> FieldReading:
    """The field at the crossing of a row and a column."""
    leaf = column.leaf
    assert leaf is not None
    pieces = fit.cells.get(at, ())
    known = merged(column.doubts, doubts, joined_doubts(fit, at))
    if fit.doubts:
        return unread_at(path, known)
    if not pieces:
        if fit.stray:
            return unread_at(path, merged(known, (doubt(DoubtKind.TOO_FEW_VALUES, len(band.fragments), 1),)))
        return blank_at(path, _blank_place(band, column), known, band.fragments[0].seen_by)
    if len(pieces) > 1:
        if leaf.kind == "text":
            whole = _together(pieces)
            return field_at(path, leaf_value(whole.text, leaf, notations), whole, known)
        fitting = [each for each in pieces if leaf_value(each.text, leaf, notations).fits]
        if len(fitting) != 1 or leaf.kind in NUMBERS:
            return unread_at(path, merged(known, (doubt(DoubtKind.TOO_MANY_VALUES, len(pieces), 1),)))
        pieces = (fitting[0],)
    stray = (doubt(DoubtKind.COLUMNS_STRAY),) if fit.stray else ()
    return field_at(path, leaf_value(pieces[0].text, leaf, notations), pieces[0], merged(known, stray))


def _together(pieces: Sequence[Fragment]) -> Fragment:
    last = pieces[-1].place.span[1]
    place = Place(pieces[0].place.page, (pieces[0].place.span[0], last), pieces[0].place.box)
    return replace(pieces[0], text=" ".join(each.text for each in pieces), place=place, x1=pieces[-1].x1)


def _blank_place(band: Band, column: HeadedColumn) -> Place:
    """Where a blank cell is: the cell of the grid where the file has one, otherwise behind what stands before it."""
    for blank in band.blanks:
        if min(blank.x1, column.x1) - max(blank.x0, column.x0) > 0:
            return blank.place
    before = [each for each in band.fragments if each.x1 <= column.x0] or list(band.fragments[:1])
    end = before[-1].place.span[1]
    return Place(band.page, (end, end))


def _beside_holder(found: FieldReading, at: int, row: ItemRow, table: ListTable) -> FieldReading:
    """A field, in doubt where one cell may hold its value and that of the column beside it."""
    holder = _holder(at, row, table)
    if not holder:
        return found
    held = merged(found.doubts, (doubt(DoubtKind.NUMBER_BESIDE, holder),))
    return unread_at(found.path, held) if found.state == "blank" else found.model_copy(update={"doubts": held})


def _holder(at: int, row: ItemRow, table: ListTable) -> str:
    """The text of a cell that may hold the value of the blank one beside it, for each of the two; nothing otherwise."""
    pairs = ((at - 1, at), (at, at + 1))
    for left, right in pairs:
        one, two = row.fit.cells.get(left, ()), row.fit.cells.get(right, ())
        whole = " ".join(each.text for each in one or two) if bool(one) != bool(two) else ""
        words = whole.split()
        if len(words) > 1 and is_value(words[-1] if one else words[0]):
            blank, text = (right, left) if one else (left, right)
            edge = (one or two)[-1 if one else 0]
            own = not _is_number(text, table) and _is_cell_of_its_own(row.band, blank, table)
            if own or _is_clear_of(edge, -1 if one else 0, blank, table):
                continue
            if _may_hold(words[-1 if one else 0], blank, table) and (
                not _is_number(text, table) or figure_in(whole) is None
            ):
                return whole
    return ""


def _is_cell_of_its_own(band: Band, at: int, table: ListTable) -> bool:
    """Whether the file itself says that a cell of a column is blank: then nothing of it stands in the one beside it."""
    if band.paper or band.counted or not 0 <= at < len(table.columns):
        return False
    column = table.columns[at]
    return any(min(blank.x1, column.x1) - max(blank.x0, column.x0) > 0 for blank in band.blanks)


def _is_clear_of(piece: Fragment, word: int, at: int, table: ListTable) -> bool:
    """Whether a word of a fragment on paper stands in no part of a column that prints values in other rows: where the
    columns are is known there, and the word belongs to its text."""
    box = piece.words[word].place.box if len(piece.words) > 1 else None
    if box is None or not any(row.fit.cells.get(at) for row in table.items) or not 0 <= at < len(table.fit.columns):
        return False
    column = table.fit.columns[at]
    return box[2] <= column.x0 or column.x1 <= box[0]


def _may_hold(word: str, at: int, table: ListTable) -> bool:
    """Whether a word could be the value of a column of numbers, dates or choices."""
    leaf = table.columns[at].leaf if 0 <= at < len(table.columns) else None
    if leaf is None or leaf.kind in ("text", *NUMBERS):
        return leaf is not None and leaf.kind != "text"
    return leaf_value(word, leaf, Notations()).state != "unread"


def _is_number(at: int, table: ListTable) -> bool:
    leaf = table.columns[at].leaf if 0 <= at < len(table.columns) else None
    return leaf is not None and leaf.kind != "text"


def _lower(at: int, row: ItemRow) -> str:
    """What stands in a column in the lower lines of an item."""
    return " ".join(piece.text for _, fit in row.below for piece in fit.cells.get(at, ()))


def _run_on(found: FieldReading, at: int, row: ItemRow) -> FieldReading:
    """A text with the lines that go on below it in its column: that they belong to it is in doubt."""
    below = list(continued_lines(fit.cells.get(at, ()) for _, fit in row.below))
    if not below or found.state != "read" or found.spot is None or found.spot.span is None:
        return found
    rest = " ".join(each.text for each in below)
    said = doubt(DoubtKind.LINES_BELOW, found.quote, rest)
    whole = f"{found.quote} {rest}"
    spot = found.spot.model_copy(update={"span": (found.spot.span[0], below[-1].place.span[1])})
    changed = {"value": whole, "quote": whole, "spot": spot, "doubts": merged(found.doubts, (said,))}
    return found.model_copy(update=changed)


def _deeper_field(path: str, column: HeadedColumn, row: ItemRow, notations: Notations) -> FieldReading:
    """The value of a column in a lower line of an item."""
    assert column.leaf is not None
    if len(row.below) < column.depth:
        return unread_at(path, (doubt(DoubtKind.NO_CELL),))
    band, _ = row.below[column.depth - 1]
    pieces = [each for each in band.fragments if min(each.x1, column.x1) - max(each.x0, column.x0) > 0]
    known = merged(column.doubts, row.doubts)
    if len(pieces) != 1:
        kind = DoubtKind.NO_VALUE_PRINTED if not pieces else DoubtKind.TOO_MANY_VALUES
        details = () if not pieces else (len(pieces), 1)
        return unread_at(path, merged(known, (doubt(kind, *details),)))
    return field_at(path, leaf_value(pieces[0].text, column.leaf, notations), pieces[0], known)


def _counted_unit(leaf: ShapeLeaf, fit: RowFit, table: ListTable) -> Fragment | None:
    """What the numbers of an item count, where it stands behind them in their cell and has no column of its own: "20
    Stk". None where several columns print such units, or the leaf is no unit."""
    if leaf.kind not in ("text", "choice") or not any(map(_is_unit_label, leaf.labels)):
        return None
    columns = {
        at
        for row in table.items
        for at, pieces in row.fit.cells.items()
        if at != STUB and table.columns[at].leaf is not None and any(map(_unit_of, pieces))
    }
    pieces = fit.cells.get(columns.pop(), ()) if len(columns) == 1 else ()
    unit = _unit_of(pieces[0]) if len(pieces) == 1 else ""
    if not unit:
        return None
    return _with_place(pieces[0], unit, max(pieces[0].place.span[0], pieces[0].place.span[1] - len(unit)))


def _stated_rate(leaf: ShapeLeaf, row: ItemRow, table: ListTable) -> Fragment | None:
    """The rate that the text of an item prints behind a label of the leaf: "VAT 20 % on services" of what is labelled
    "VAT %"; None where it prints none, or several."""
    if leaf.kind not in NUMBERS or not any("%" in label for label in leaf.labels):
        return None
    found: list[Fragment] = []
    for at, pieces in row.fit.cells.items():
        column = table.columns[at].leaf if at != STUB else None
        for piece in pieces if column is None or column.kind == "text" else ():
            found += [
                _with_place(piece, match[1], piece.place.span[0] + match.start(1))
                for match in _RATE.finditer(piece.text)
                if label_fit(f"{piece.text[: match.start()].strip()} %", leaf.labels) is not None
            ]
    return found[0] if len(found) == 1 else None


def _with_place(piece: Fragment, text: str, start: int) -> Fragment:
    """A part of a fragment that begins at a character of the document."""
    return replace(piece, text=text, place=Place(piece.place.page, (start, start + len(text)), piece.place.box))


def _unit_of(piece: Fragment) -> str:
    """What a number counts; nothing where it counts money or hundredths, or its unit makes it another number."""
    figure = figure_in(piece.text)
    if figure is None or figure.unit in ("", "%") or figure.money or "/" in figure.unit:
        return ""
    counts = not changes_number(figure.unit, False) and piece.text.endswith(figure.unit)
    return figure.unit if counts and not is_currency(figure.unit) else ""


def _is_unit_label(text: str) -> bool:
    """Whether a label is that of what numbers count."""
    return label_core(text) in {label_core(each) for each in open_words().unit_labels}


def _stub_leaf(row: ItemRow, table: ListTable) -> ShapeLeaf | None:
    """The text that rows without a heading over their names are called by: the only one that no column holds."""
    held = {column.leaf.path for column in table.columns if column.leaf is not None}
    left = [leaf for leaf in row.spec.leaves if leaf.kind in ("text", "choice") and leaf.path not in held]
    named = any(STUB in each.fit.cells for each in table.items)
    return left[0] if len(left) == 1 and named else None


def _stub_field(path: str, leaf: ShapeLeaf, row: ItemRow, table: ListTable) -> FieldReading:
    pieces = row.fit.cells.get(STUB, ())
    if row.fit.doubts:
        pieces = row.band.fragments[:1]
    if not pieces or is_value(pieces[0].text):
        return unread_at(path, merged(row.doubts, (doubt(DoubtKind.NAME_MISSING),)))
    whole = _together(pieces) if len(pieces) > 1 else pieces[0]
    holder = _holder(STUB, row, table)
    more = (doubt(DoubtKind.NUMBER_BESIDE, holder),) if holder else ()
    found = field_at(path, leaf_value(whole.text, leaf, Notations()), whole, merged(row.doubts, more))
    single = [band for band, _ in row.below if len(band.fragments) == 1 and not is_statement(band.fragments[0].text)]
    if not single:
        return found
    cells = not row.band.paper and not row.band.counted
    kind = DoubtKind.LINES_BELOW if cells else DoubtKind.GOES_ON_BELOW
    said = doubt(kind, found.quote, single[0].text)
    return found.model_copy(update={"doubts": merged(found.doubts, (said,))})


def _without_column(path: str, leaf: ShapeLeaf, row: ItemRow, table: ListTable) -> FieldReading:
    """A leaf whose heading is not printed: absent if it may be, in doubt where another column may hold it."""
    if leaf.required:
        return unread_at(path, merged(row.doubts, (doubt(DoubtKind.HEADINGS_MISSING),)))
    said = next(_may_state(leaf, table), "")
    return absent_at(path, merged(row.doubts, (doubt(DoubtKind.LEFT_UNNAMED, said),) if said else ()))


def _may_state(leaf: ShapeLeaf, table: ListTable) -> Iterator[str]:
    """What of a table may be the values of a leaf without heading: a column that no leaf has, the unit of a number."""
    for row in table.items:
        for at, pieces in row.fit.cells.items():
            if at == STUB:
                continue
            column = table.columns[at]
            for each in pieces:
                figure = figure_in(each.text)
                if column.leaf is None:
                    number = leaf.kind in NUMBERS and any(char.isdigit() for char in each.text)
                    if number or leaf.kind == "text" or leaf_value(each.text, leaf, Notations()).fits:
                        yield f"{column.text}: {each.text}"
                elif figure is not None and figure.unit not in ("", "%") and leaf.kind in ("text", "choice"):
                    yield each.text

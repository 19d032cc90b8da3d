"""Rows of a list that sum it up: which of their numbers the items themselves prove."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.readers.open_layout.item_rows import ListTable
from extractor.readers.open_layout.leaf_values import Notations
from extractor.readers.open_layout.open_labels import is_total
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in, number_of
from extractor.readers.open_layout.row_fit import STUB, RowFit
from extractor.schemas.values import NIL_MARKS, fold_width

_ADDENDS = 2
"""Items that a sum proves, at least: of one alone it may as well be its number printed again."""
_ALIKE = 3
"""Columns in which a total below one item alone repeats it, at least, and there is none in which it does not."""


def proven_sums(table: ListTable, notations: Notations) -> frozenset[Fragment]:
    """The numbers of rows labelled as totals that are the sums of what the items above them print in the same column:
    all of them, those since the total before, or as many right above as are the sum in every column. They are
    explained, though the schema has no field for them."""
    totals = [(band, fit) for band, fit in table.passed if any(is_total(each.text) for each in band.fragments)]
    found: set[Fragment] = set()
    before = -1
    for band, fit in totals:
        above = [row.fit for row in table.items if row.band.number < band.number]
        since = [row.fit for row in table.items if before < row.band.number < band.number]
        found.update(_proven(band, fit, above, notations))
        found.update(_proven(band, fit, since, notations))
        found.update(_of_the_last(band, fit, above, notations))
        before = band.number
    return frozenset(found)


def _of_the_last(band: Band, fit: RowFit, above: Sequence[RowFit], notations: Notations) -> list[Fragment]:
    """The numbers of a row in all of whose columns, of which there are several, the same last items add up to them."""
    columns = sum(any(figure_in(each.text) is not None for each in pieces) for pieces in fit.cells.values())
    for many in range(_ADDENDS, len(above) if columns >= _ADDENDS else 0):
        found = _proven(band, fit, above[-many:], notations)
        if len(found) == columns:
            return found
    return []


def _proven(band: Band, fit: RowFit, rows: Sequence[RowFit], notations: Notations) -> list[Fragment]:
    found: list[Fragment] = []
    columns = 0
    for at, pieces in fit.cells.items():
        columns += any(figure_in(each.text) is not None for each in pieces)
        if at == STUB or len(pieces) != 1 or pieces[0] not in band.fragments:
            continue
        addends = [_number(row.cells.get(at, ()), notations) for row in rows]
        known = [each for each in addends if each is not None]
        whole = _number(pieces, notations)
        unread = [
            row for row, each in zip(rows, addends, strict=True) if each is None and not _is_nil(row.cells.get(at, ()))
        ]
        if len(known) >= min(len(rows), _ADDENDS) > 0 and not unread and sum(known) == whole:
            found.append(pieces[0])
    return found if len(rows) >= _ADDENDS or len(found) == columns >= _ALIKE else []


def _is_nil(pieces: Sequence[Fragment]) -> bool:
    """Whether a row prints nothing in a column, or a mark for nothing."""
    return all(fold_width(each.text).lower() in NIL_MARKS for each in pieces)


def _number(pieces: Sequence[Fragment], notations: Notations) -> Decimal | None:
    figure = figure_in(pieces[0].text) if len(pieces) == 1 else None
    return None if figure is None or figure.unit not in ("", "%") else number_of(figure, notations.mark)[0]

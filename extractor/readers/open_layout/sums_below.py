"""Sums that stand below their labels: the last number of a column, proven by those above it."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import label_fit
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in, number_of
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.schemas.shape import ShapeLeaf

_SUMS = 2
"""Columns that the last row of a table of sums sums up, at least."""


class SumsBelow:
    """Looks for sums below labels in the bands of a document."""

    def __init__(self, bands: Sequence[Band], labels: ShapeLabels, notations: Notations) -> None:
        self._bands = bands
        self._labels = labels
        self._notations = notations

    def total_below(self, piece: Fragment, band: Band, leaf: ShapeLeaf) -> Fragment | None:
        """The last number of those below a label, if it is the sum of two or more before it."""
        found: list[tuple[Fragment, Decimal]] = []
        rows: list[Band] = []
        for lower in self._bands[band.number + 1 :]:
            under = [each for each in lower.fragments if each.over(piece) > 0]
            if found and not under and lower.page == band.page and _is_plain(lower):
                rows.append(lower)
                continue
            said = (
                leaf_value(under[0].text, leaf, self._notations)
                if len(under) == 1 and lower.page == band.page
                else None
            )
            if said is None or said.state != "read" or isinstance(said.value, str) or said.value is None:
                break
            found.append((under[0], Decimal(said.value)))
            rows.append(lower)
        addends = [number for _, number in found[:-1]]
        if len(found) == 1 and self._is_only_row(band):
            return found[0][0]
        if not addends or sum(addends) != found[-1][1]:
            return None
        return found[-1][0] if len(addends) > 1 or self._ends_sums(rows, found[-1][0]) else None

    def _ends_sums(self, rows: Sequence[Band], total: Fragment) -> bool:
        """Whether a number that only one row above it adds up to stands in a row that sums up columns beside it."""
        last = next(at for at, row in enumerate(rows) if total in row.fragments)
        return sum(self._sums_up(each, rows[:last]) for each in rows[last].fragments) >= _SUMS

    def _is_only_row(self, band: Band) -> bool:
        """Whether one row of nothing but numbers stands below the heading of a table of sums: of one rate of tax."""
        row = self._bands[band.number + 1]
        after = self._bands[band.number + 2] if band.number + 2 < len(self._bands) else None
        last = after is None or after.page != row.page or not _is_plain(after)
        return last and _is_plain(row) and len(row.fragments) > _SUMS and self._heads_sums(band)

    def apart(self, total: Fragment, band: Band) -> tuple[Doubt, ...]:
        """That a sum stands away from its label; nothing where all between them is a table of sums: rows of nothing but
        numbers, of which the last one sums up two columns or more."""
        rows = []
        for lower in self._bands[band.number + 1 :]:
            rows.append(lower)
            if total in lower.fragments:
                break
        if len(rows) == 1:
            return ()
        sums = sum(self._sums_up(each, rows[:-1]) for each in rows[-1].fragments)
        proven = sums >= _SUMS and all(map(_is_plain, rows)) and self._heads_sums(band)
        return () if proven else (doubt(DoubtKind.ROW_APART),)

    def _heads_sums(self, band: Band) -> bool:
        """Whether a band heads a table of sums: two labels or more are those of values that stand in no list."""
        named = [
            piece
            for piece in band.fragments
            if any(label_fit(piece.text, leaf.labels) for leaf, _ in self._labels.single.values())
        ]
        return len(named) >= _SUMS

    def _sums_up(self, total: Fragment, rows: Sequence[Band]) -> bool:
        """Whether a number is the sum of those above it, two or more."""
        above = [each for row in rows for each in row.fragments if each.over(total) > 0]
        whole = self._number(total)
        numbers = [number for each in above if (number := self._number(each)) is not None]
        return len(numbers) == len(above) > 1 and sum(numbers) == whole

    def _number(self, piece: Fragment) -> Decimal | None:
        figure = figure_in(piece.text)
        return None if figure is None else number_of(figure, self._notations.mark)[0]


def _is_plain(row: Band) -> bool:
    """Whether a row prints nothing but numbers."""
    return all(figure_in(each.text) is not None for each in row.fragments)

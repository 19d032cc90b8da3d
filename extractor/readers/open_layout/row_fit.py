"""Which fragment of a row stands in which column under a heading."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.readers.open_layout.calendar_dates import date_in
from extractor.readers.open_layout.heading_bands import HeadedColumn, ListHeading
from extractor.readers.open_layout.printed_bands import Band, Fragment, cut_at
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.schemas.values import NIL_MARKS, fold_width

_Place: TypeAlias = tuple[float, float]
"""From where to where a column stands along the line."""
STUB = -1
"""The number of a column without heading that stands left of all others: what rows are called by."""
_CLEARLY = 2.0
"""How many times as much of one column as of any other a fragment takes that stands in it."""


@dataclass(frozen=True, slots=True)
class RowFit:
    """The fragments of a row by number of column, what stands in none, and what speaks against the order."""

    cells: Mapping[int, tuple[Fragment, ...]]
    stray: tuple[Fragment, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    doubted: Mapping[int, tuple[Doubt, ...]] = field(default_factory=dict)


def is_value(text: str) -> bool:
    """Whether a text is a number, a date or a mark for no value: no name of a row."""
    return figure_in(text) is not None or fold_width(text).lower() in NIL_MARKS or date_in(text, "") is not None


class ColumnFit:
    """The columns under one heading, as wide as what is printed below it shows."""

    def __init__(self, heading: ListHeading, below: Sequence[Band]) -> None:
        self.heading = heading
        self._below = below
        self._columns = heading.columns if heading.counted else tuple(self._widened())
        counts = Counter(len(band.fragments) for band in self._below if self._may_be_row(band))
        self._usual = max(counts, key=lambda count: (counts[count], count)) if counts else 0
        rows = Counter(len(band.fragments) for band in self._together() if not band.blanks and self._may_be_row(band))
        wide, narrow = rows[len(heading.columns) + 1], rows[len(heading.columns)]
        self._led, self._unled = wide > narrow, narrow > wide or not wide

    @property
    def columns(self) -> Sequence[HeadedColumn]:
        """The columns, as wide as what is printed in them."""
        return self._columns

    def fit(self, band: Band) -> RowFit:
        """The columns of one band."""
        return self._by_count(band) if self.heading.counted else self._by_place(band)

    def _together(self) -> Iterator[Band]:
        """The bands below the heading up to the first blank one."""
        for at, band in enumerate(self._below):
            if at and band.apart:
                return
            yield band

    def _may_be_row(self, band: Band) -> bool:
        return len(band.fragments) > 1 and any(is_value(each.text) for each in band.fragments)

    def _widened(self) -> Sequence[HeadedColumn]:
        """The columns as wide as the values of full rows, which stand in the order of the headings; where no row is
        full, with what stands under one of them alone. None takes more than up to its neighbours.
        """
        places = sorted({(column.x0, column.x1) for column in self.heading.columns})
        wide = self._of_clusters(places) or self._of_full_rows(places) or self._of_values(places)
        return [
            replace(column, x0=wide[column.x0, column.x1][0], x1=wide[column.x0, column.x1][1])
            for column in self.heading.columns
        ]

    def _of_clusters(self, places: Sequence[_Place]) -> dict[_Place, _Place]:
        """The places of columns with all that rows print one below the other, by order, if there are as many columns of
        print as headings, or one more left of them; nothing where print of one stands below the heading of another."""
        pieces = sorted((p.x0, p.x1) for band in self._below if self._may_be_row(band) for p in band.fragments)
        clusters: list[_Place] = []
        for x0, x1 in pieces:
            if clusters and x0 < clusters[-1][1]:
                clusters[-1] = (clusters[-1][0], max(clusters[-1][1], x1))
            else:
                clusters.append((x0, x1))
        if len(clusters) == len(places) + 1 and clusters[0][1] <= places[0][0]:
            clusters = clusters[1:]
        if len(clusters) != len(places):
            return {}
        wide = {
            place: (min(place[0], cluster[0]), max(place[1], cluster[1]))
            for place, cluster in zip(places, clusters, strict=True)
        }
        return {} if _cross(wide.values()) else wide

    def _of_full_rows(self, places: Sequence[_Place]) -> dict[_Place, _Place]:
        """The places of columns with what full rows print in them, by order; nothing where that contradicts headings
        above other columns, or columns would cross."""
        full = [band for band in self._below if len(band.fragments) == len(places) and self._may_be_row(band)]
        wide = dict(zip(places, places, strict=True))
        printed: dict[_Place, _Place] = {}
        for band in full:
            for place, piece in zip(places, band.fragments, strict=True):
                if any(other != place and _is_under(piece, other, place) for other in places):
                    return {}
                wide[place] = (min(wide[place][0], piece.x0), max(wide[place][1], piece.x1))
                x0, x1 = printed.get(place, (piece.x0, piece.x1))
                printed[place] = (min(x0, piece.x0), max(x1, piece.x1))
        if full and _cross(wide.values()):
            wide = printed
        return {} if not full or _cross(wide.values()) else wide

    def _of_values(self, places: Sequence[_Place]) -> dict[_Place, _Place]:
        wide = dict(zip(places, places, strict=True))
        for band in self._below:
            for piece in band.fragments:
                under = [place for place in places if piece.x0 < place[1] and place[0] < piece.x1]
                if len(under) == 1 and is_value(piece.text):
                    before = wide[under[0]]
                    wide[under[0]] = (min(before[0], piece.x0), max(before[1], piece.x1))
        return dict(zip(places, places, strict=True)) if _cross(wide.values()) else wide

    def _by_place(self, band: Band) -> RowFit:
        cells: dict[int, list[Fragment]] = {}
        doubted: dict[int, tuple[Doubt, ...]] = {}
        stray: list[Fragment] = []
        places = sorted({(column.x0, column.x1) for column in self._columns})
        for piece in [part for each in band.fragments for part in cut_at(each, places)]:
            over = {place: min(piece.x1, place[1]) - max(piece.x0, place[0]) for place in places}
            takes = sorted((share for share in over.values() if share > 0), reverse=True)
            if not takes:
                if piece.x1 <= places[0][0]:
                    cells.setdefault(STUB, []).append(piece)
                else:
                    stray.append(piece)
                continue
            at = self._at(max(over, key=lambda each: over[each]))
            cells.setdefault(at, []).append(piece)
            if len(takes) > 1 and takes[0] < _CLEARLY * takes[1]:
                under = (self._at(place) for place, share in over.items() if share > 0)
                doubted.update(dict.fromkeys(under, (doubt(DoubtKind.COLUMNS_STRAY),)))
        return RowFit({at: tuple(each) for at, each in cells.items()}, tuple(stray), (), doubted)

    def _at(self, place: _Place) -> int:
        """The number of the column at a place; of several below each other the first."""
        return next((n for n, c in enumerate(self._columns) if (c.x0, c.x1) == place and not c.depth), 0)

    def _by_count(self, band: Band) -> RowFit:
        """By order: as many cells as the heading has, or one more in front, or as many numbers as headings."""
        heads = [at for at, column in enumerate(self._columns)]
        raw = sorted((*band.fragments, *band.blanks), key=lambda each: each.x0)
        lead = 1 if self.heading.lead else 0
        blanks = self.heading.cells - len(heads) - lead
        whole = len(raw) == self.heading.cells and not blanks
        if whole and (band.blanks or lead or self._unled):
            return _in_order(raw, [STUB] * lead + heads)
        pieces = list(band.fragments)
        named = bool(pieces) and not is_value(pieces[0].text)
        if not band.blanks and len(pieces) == len(heads) + 1 and named and self._led:
            return _in_order(pieces, [STUB, *heads])
        if not band.blanks and not lead and len(pieces) == len(heads) and self._usual <= len(heads) and self._unled:
            return _in_order(pieces, heads)
        if not band.blanks and len(pieces) == 1:
            return RowFit({STUB if lead or self._usual > len(heads) else 0: tuple(pieces)})
        return RowFit({}, tuple(pieces), (self._miscounted(len(pieces), len(heads)),))

    def _is_named_twice(self, pieces: Sequence[Fragment]) -> bool:
        """Whether a row with one fragment more than there are headings would put a number under the heading of a text:
        what it begins with stands there rather, and a number is in two pieces."""
        leaf = self._columns[0].leaf
        return leaf is not None and leaf.kind == "text" and is_value(pieces[1].text)

    def _miscounted(self, printed: int, columns: int) -> Doubt:
        kind = DoubtKind.TOO_MANY_VALUES if printed > columns else DoubtKind.TOO_FEW_VALUES
        return doubt(kind, printed, columns)


def _in_order(pieces: Sequence[Fragment], columns: Sequence[int]) -> RowFit:
    return RowFit({at: (piece,) for at, piece in zip(columns, pieces, strict=True) if piece.text})


def _is_under(piece: Fragment, other: _Place, own: _Place) -> bool:
    """Whether a fragment stands below another heading than its own, or not clearly below its own."""
    shares = [min(piece.x1, place[1]) - max(piece.x0, place[0]) for place in (other, own)]
    return shares[0] > 0 and shares[1] < _CLEARLY * shares[0]


def _cross(places: Iterable[_Place]) -> bool:
    """Whether columns reach into each other."""
    return any(one[1] > two[0] for one, two in pairwise(sorted(places)))


def joined_doubts(fit: RowFit, column: int) -> tuple[Doubt, ...]:
    """What speaks against a column of a row."""
    return merged(fit.doubts, fit.doubted.get(column, ()))

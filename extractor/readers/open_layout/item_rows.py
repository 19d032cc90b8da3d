"""The items of a list below its heading: which bands are items, which run on, which sum up, and where it ends."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.open_layout.grouped_rows import is_shared
from extractor.readers.open_layout.heading_bands import Contender, HeadedColumn, ListHeading
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import is_total, label_core, label_fit
from extractor.readers.open_layout.open_words import open_words
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in, number_of
from extractor.readers.open_layout.row_fit import STUB, ColumnFit, RowFit, is_value
from extractor.schemas.shape import ShapeList
from extractor.schemas.state import NUMBERS

_PASSED = 12
"""Bands without an item after which a list has ended."""
_BEFORE = 4
"""Bands without an item between a heading and its first item."""
_LEARNT = 40
"""Bands below a heading from which is learnt how wide its columns are and how many cells a row has."""
_SPECIFIC = 2
"""Spaces in the name of a list that says which rows of a table it is about: its title has to be printed."""
_ADDENDS = 2
"""Rows that a last row without a name sums up, and columns in which it does, at least."""
_FOOT = 2
"""Fragments of a line behind the sums of a list that is a label with its value, where items have more."""
_HUNDRED = 100
_RATE = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_BRACKETS = re.compile(r"[()\[\]]")
_FULL = 3
"""Columns, at least, of which a row that fills all is an item whatever stands in them: "to be agreed" is no blank."""
_SPARSE = 2
"""A row that fills less than one in so many of the columns that others fill prints next to nothing."""


@dataclass
class ItemRow:
    """One item as printed: the fit of its band, and the bands that go on below it."""

    spec: ShapeList
    band: Band
    fit: RowFit
    below: list[tuple[Band, RowFit]] = field(default_factory=list)
    doubts: tuple[Doubt, ...] = ()


@dataclass
class ListTable:
    """All of one table: its heading and columns, its items, the rows that are none of them, and all bands it takes."""

    contenders: tuple[Contender, ...]
    fit: ColumnFit
    items: list[ItemRow] = field(default_factory=list)
    passed: list[tuple[Band, RowFit]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    @property
    def columns(self) -> Sequence[HeadedColumn]:
        """Its printed columns."""
        return self.fit.heading.columns


@dataclass(frozen=True)
class RowSearch:
    """What rows of lists are told by: whether a band belongs to another field of the schema, the titles of lists, the
    bands that begin other lists, and what the document decides about numbers."""

    bands: Sequence[Band]
    elsewhere: Callable[[Band, ShapeList, int], bool]
    headings: Sequence[tuple[Contender, ...]]
    notations: Notations

    def table(self, contenders: tuple[Contender, ...]) -> ListTable:
        """The items below one heading, whose lists are the ones it fits best."""
        heading = contenders[0].heading
        below = self._below(heading)
        alike = [each[0].heading for each in self.headings if _places(each[0].heading) == _places(heading)]
        learnt = [band for each in alike for band in self._below(each)[:_LEARNT]]
        table = ListTable(contenders, ColumnFit(heading, learnt))
        table.taken.update(range(heading.first, heading.last + 1))
        current, doubts = self._titled(contenders)
        passed, sums, stated = 0, list[int](), list[Band]()
        for band in below:
            if (switched := _list_titled(band, contenders)) is not None:
                current, doubts, passed = switched, (), 0
                continue
            fit = table.fit.fit(band)
            if not table.items and len(band.fragments) == _FOOT and self.elsewhere(band, current, 1):
                passed += 1
                continue
            if self._is_named(band, current, table):
                passed = 0
                sums.append(band.number)
                stated.append(band)
                continue
            if self._is_item(band, fit, table):
                if is_total(_name(band, fit)) and not is_value(_name(band, fit)):
                    table.passed.append((band, fit))
                    sums.append(band.number)
                else:
                    table.items.append(ItemRow(current, band, fit, doubts=(*doubts, *_passed_over(table))))
                    table.taken.add(band.number)
                passed = 0
            elif self._ends(band, fit, table, passed):
                break
            else:
                self._go_on(band, fit, table, passed)
                passed += 1
        self._pass_sums(table)
        _leave_foot(table, sums)
        self._leave_rates(table)
        self._doubt_behind(table, stated)
        _doubt_sparse(table)
        return table

    def _below(self, heading: ListHeading) -> Sequence[Band]:
        """The bands below a heading up to the next one."""
        firsts = (each[0].heading.first for each in self.headings)
        end = min((first for first in firsts if first > heading.last), default=len(self.bands))
        return self.bands[heading.last + 1 : end]

    def _pass_sums(self, table: ListTable) -> None:
        """A row that sums all before it up is no item, if it prints less than each of them; nor is what follows it."""
        for at in range(_ADDENDS, len(table.items)):
            if self._sums_up(table, at):
                for row in table.items[at:]:
                    table.passed.append((row.band, row.fit))
                    table.taken.difference_update({row.band.number, *(band.number for band, _ in row.below)})
                del table.items[at:]
                return

    def _sums_up(self, table: ListTable, at: int) -> bool:
        before, last = table.items[:at], table.items[at]
        if any(set(row.fit.cells) <= set(last.fit.cells) for row in before):
            return False
        sums = 0
        for column, pieces in last.fit.cells.items():
            whole = self._value(pieces, column)
            if whole is None:
                continue
            values = [self._value(row.fit.cells.get(column, ()), column) for row in before]
            if sum((each for each in values if each is not None), Decimal()) != whole:
                return False
            sums += 1
        return sums >= _ADDENDS

    def _leave_rates(self, table: ListTable) -> None:
        """A row behind a sum that the items prove is no item if it prints a rate and that share of the sum: tax, or a
        discount."""
        for band, fit in list(table.passed):
            before = [row for row in table.items if row.band.number < band.number]
            for at, pieces in fit.cells.items():
                whole = self._value(pieces, at)
                if whole is None or not before or not self._is_sum(at, pieces, before):
                    continue
                for row in table.items[len(before) :]:
                    if self._is_share(row, at, whole):
                        table.items.remove(row)
                        table.passed.append((row.band, row.fit))
                        table.taken.difference_update({row.band.number, *(each.number for each, _ in row.below)})
                return

    def _is_share(self, row: ItemRow, at: int, whole: Decimal) -> bool:
        value = self._value(row.fit.cells.get(at, ()), at)
        rates = [Decimal(each.replace(",", ".")) for each in _RATE.findall(_name(row.band, row.fit))]
        shares = [(whole * rate / _HUNDRED).quantize(value or whole, ROUND_HALF_UP) for rate in rates]
        return value is not None and any(abs(value) == abs(share) for share in shares)

    def _doubt_behind(self, table: ListTable, stated: Sequence[Band]) -> None:
        """Doubt the rows behind the last sum that another field of the schema states, where the rows above it prove it:
        what is paid and what is left are printed like items."""
        for band in stated[-1:]:
            before = [row for row in table.items if row.band.number < band.number]
            if before and any(self._is_sum(at, pieces, before) for at, pieces in table.fit.fit(band).cells.items()):
                for row in table.items[len(before) :]:
                    row.doubts = (*row.doubts, doubt(DoubtKind.ROW_APART))

    def _is_sum(self, at: int, pieces: Sequence[Fragment], rows: Sequence[ItemRow]) -> bool:
        values = [self._value(row.fit.cells.get(at, ()), at) for row in rows]
        known = [each for each in values if each is not None]
        return bool(known) and sum(known) == self._value(pieces, at)

    def _value(self, pieces: Sequence[Fragment], at: int) -> Decimal | None:
        figure = figure_in(pieces[0].text) if len(pieces) == 1 else None
        return None if figure is None or at == STUB else number_of(figure, self.notations.mark)[0]

    def _titled(self, contenders: tuple[Contender, ...]) -> tuple[ShapeList, tuple[Doubt, ...]]:
        """The list of the title nearest above; the first one, in doubt, where several fit and none is titled."""
        if len(contenders) == 1:
            only = contenders[0].spec
            if self._is_under_new_title(contenders):
                return only, (doubt(DoubtKind.TITLE_NOT_ABOVE),)
            specific = all(label.count(" ") >= _SPECIFIC for label in only.labels)
            untitled = specific and not self._is_titled(only, contenders[0].heading)
            return only, (doubt(DoubtKind.TITLE_NOT_ABOVE),) if untitled else ()
        for number in range(contenders[0].heading.first - 1, -1, -1):
            found = _list_titled(self.bands[number], contenders)
            if found is not None:
                return found, ()
        return contenders[0].spec, (doubt(DoubtKind.TITLE_NOT_ABOVE),)

    def _is_under_new_title(self, contenders: tuple[Contender, ...]) -> bool:
        """Whether a further table of a list stands under a title of its own, which is no label of the list, while the
        first one of the list has none: it may be of something else (last year's, another order)."""
        spec, heading = contenders[0]
        first = next(each for each in self.headings if each[0].spec is spec)[0].heading
        if first is heading or self._title_over(first) is not None:
            return False
        title = self._title_over(heading)
        known = (*spec.labels, *open_words().continued)
        return title is not None and label_fit(_BRACKETS.sub(" ", title), known) is None

    def _title_over(self, heading: ListHeading) -> str | None:
        """The line right above a heading, if it is nothing but one text on the same page."""
        above = self.bands[heading.first - 1] if heading.first else None
        if above is None or above.page != self.bands[heading.first].page or len(above.fragments) != 1:
            return None
        text = above.fragments[0].text
        return None if is_value(text) or ":" in text or figure_in(text) is not None or is_total(text) else text

    def _is_titled(self, spec: ShapeList, heading: ListHeading) -> bool:
        """Whether a label of a list is printed in some band above its heading."""
        cores = [label_core(label) for label in spec.labels]
        above = [label_core(band.text) for band in self.bands[: heading.last + 1]]
        return any(core in text for core in cores for text in above)

    def _is_named(self, band: Band, spec: ShapeList, table: ListTable) -> bool:
        """Whether a band is the row of another field of the schema: no item of the list, and no end of it."""
        values = sum(1 for each in band.fragments[1:] if is_value(each.text))
        if len(band.fragments) < _FOOT:
            return False
        if not table.items:
            return values > 1 and self.elsewhere(band, spec, values)
        return self.elsewhere(band, spec, values) or self._is_stated_sum(band, table)

    def _is_stated_sum(self, band: Band, table: ListTable) -> bool:
        """Whether a band is a label with the sum of the items above it, where those print more than that: what heads a
        column of them may name their sum as well."""
        if len(band.fragments) != _FOOT or any(len(row.band.fragments) <= _FOOT for row in table.items):
            return False
        labels = [label for column in table.columns if column.leaf for label in column.leaf.labels]
        named = label_fit(band.fragments[0].text, tuple(labels)) is not None
        return named and any(self._is_sum(at, each, table.items) for at, each in table.fit.fit(band).cells.items())

    def _is_item(self, band: Band, fit: RowFit, table: ListTable) -> bool:
        """Whether a band holds a value of the list under its heading. One that could not be told apart is one if it
        prints a name and a number."""
        if band.named:
            return False
        if fit.doubts:
            return len(band.fragments) > 1 and any(_holds_numbers(each.text) for each in band.fragments[1:])
        values = texts = names = others = 0
        for at, pieces in fit.cells.items():
            if at == STUB:
                names += 1
                continue
            leaf = table.columns[at].leaf
            if leaf is None:
                others += any(figure_in(each.text) is not None for each in pieces)
            elif leaf.kind == "text":
                texts += 1
            else:
                values += any(
                    leaf_value(each.text, leaf, self.notations).state != "unread" or _holds_numbers(each.text)
                    for each in pieces
                )
        wanted = [column for column in table.columns if column.wanted and column.leaf and column.leaf.kind != "text"]
        if not wanted:
            first = min(at for at, column in enumerate(table.columns) if column.wanted)
            return texts + names + others > 1 and (first in fit.cells or STUB in fit.cells)
        places = [at for at, column in enumerate(table.columns) if column.wanted and not column.depth]
        full = len(places) >= _FULL and all(at in fit.cells for at in places) and texts + names > 0
        if self._is_whole_row(band, table) and min(places, default=STUB) in fit.cells and texts + names > 1:
            return True
        return (values > 0 and values + texts + names > 1) or full

    def _is_whole_row(self, band: Band, table: ListTable) -> bool:
        """Whether the file itself says that a band is a row of the table: it has a cell, printed or blank, for each one
        of the heading."""
        heading = table.contenders[0].heading
        return bool(band.blanks) and len(band.fragments) + len(band.blanks) == heading.cells

    def _ends(self, band: Band, fit: RowFit, table: ListTable, passed: int) -> bool:
        """Whether a band that is no item ends the list: a name with its value always does."""
        if band.named:
            return True
        if not table.items:
            return passed >= _BEFORE
        return (band.apart and not self._is_turned(band, fit)) or passed >= _PASSED

    def _is_turned(self, band: Band, fit: RowFit) -> bool:
        """Whether a band goes on with an item over the break of a page: the first one there, all of it in columns that
        have headings."""
        above = self.bands[band.number - 1] if band.number else band
        return band.paper and above.page != band.page and not fit.stray and not fit.doubts and STUB not in fit.cells

    def _is_outside(self, band: Band, table: ListTable) -> bool:
        """Whether a band of a file without paper stands outside of the grid of the items: no cell goes on there."""
        return not (band.paper or band.counted) and bool(table.items) and band.table != table.items[-1].band.table

    def _go_on(self, band: Band, fit: RowFit, table: ListTable, passed: int) -> None:
        """A band below an item that goes on with its texts, if nothing parts them but the break of a page."""
        if self.elsewhere(band, table.contenders[0].spec, 1) or self._is_outside(band, table):
            return
        apart = band.apart and not self._is_turned(band, fit)
        if table.items and not apart and table.items[-1].band.number + passed + 1 == band.number:
            table.items[-1].below.append((band, fit))
            table.taken.add(band.number)


def _passed_over(table: ListTable) -> tuple[Doubt, ...]:
    """What speaks against all items behind a line that was taken to go on with one, and may be one: it prints something
    in the first column and in half of the others that the item fills, and then every row behind is one further down."""
    for row in table.items:
        for band, fit in row.below:
            wide = len(fit.cells) > 1 and len(fit.cells) * _SPARSE >= len(row.fit.cells)
            if wide and row.fit.cells and min(row.fit.cells) in fit.cells:
                return (doubt(DoubtKind.LINE_PASSED_OVER, band.text),)
    return ()


def _places(heading: ListHeading) -> list[tuple[str, int, int]]:
    """The headings and their places, in whole points: the same where a table goes on with its heading repeated."""
    return [(column.text, round(column.x0), round(column.x1)) for column in heading.columns]


def _list_titled(band: Band, contenders: Sequence[Contender]) -> ShapeList | None:
    """The list whose title a band is."""
    if len(contenders) < 2 or len(band.fragments) != 1:
        return None
    text = band.fragments[0].text
    return next((each.spec for each in contenders if label_fit(text, each.spec.labels) is not None), None)


def _holds_numbers(text: str) -> bool:
    """Whether a text is a number, or holds several of them."""
    return figure_in(text) is not None or sum(is_value(word) for word in text.split()) > 1


def _name(band: Band, fit: RowFit) -> str:
    """What a row is called: its first fragment that is no value."""
    return next((each.text for each in band.fragments if not is_value(each.text)), "")


def _leave_foot(table: ListTable, sums: Sequence[int]) -> None:
    """Behind the first sum after which no whole item follows, a label with its value is no item: tax, a discount, what
    is paid already. ``sums``: bands that sum the list up, or are values of other fields."""
    whole = [row.band.number for row in table.items if len(row.band.fragments) > _FOOT]
    begin = min((each for each in sums if whole and each > whole[-1]), default=None)
    if begin is None or 2 * len(whole) <= sum(row.band.number < begin for row in table.items):
        return
    for row in [row for row in table.items if row.band.number > begin]:
        table.items.remove(row)
        table.taken.difference_update({row.band.number, *(band.number for band, _ in row.below)})


def _is_of_numbers(at: int, table: ListTable) -> bool:
    leaf = table.columns[at].leaf if at != STUB else None
    return leaf is not None and leaf.kind in NUMBERS


def _doubt_sparse(table: ListTable) -> None:
    """Doubt rows that fill far fewer columns than most others do, and all below the first of them; rows that print
    several things where one number stands; all rows of a table of which a cell may hold a whole column of numbers."""
    shared = {
        at
        for at, column in enumerate(table.columns)
        if column.leaf is not None and is_shared(table.contenders[0].spec, column.leaf)
    }
    own = [len(row.fit.cells.keys() - shared) for row in table.items]
    filled = sorted(own)
    usual = filled[len(filled) // 2] if filled else 0
    pieces = [piece for row in table.items for each in row.fit.cells.values() for piece in each]
    columns = [piece for piece in pieces if 2 * sum(is_value(word.text) for word in piece.words) > len(piece.words)]
    said = tuple(each for piece in columns for each in piece.doubts if each.kind is DoubtKind.JOINED_LINES)[:1]
    for row, count in zip(table.items, own, strict=True):
        if not row.fit.doubts and count * _SPARSE < usual + 1 and count < usual:
            said = said or (doubt(DoubtKind.ROW_SPARSE, row.band.text),)
        if any(len(each) > 1 and _is_of_numbers(at, table) for at, each in row.fit.cells.items()):
            row.doubts = (*row.doubts, doubt(DoubtKind.COLUMNS_STRAY))
        row.doubts = (*row.doubts, *said)

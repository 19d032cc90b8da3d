"""A document, or the section of one item, under a shape: its tables, sections, rows told by names, and statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.documents.model import Document
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.open_layout.crossed_rows import crossed_fields
from extractor.readers.open_layout.crossed_sums import CrossedSums
from extractor.readers.open_layout.grouped_rows import flat_list, in_their_groups
from extractor.readers.open_layout.heading_bands import ListHeading, find_headings, is_squeezed, lists_of
from extractor.readers.open_layout.item_areas import ItemArea, item_areas
from extractor.readers.open_layout.item_rows import ListTable, RowSearch
from extractor.readers.open_layout.keyed_rows import KeyedRows, by_their_keys, named_lists, titled_rows
from extractor.readers.open_layout.leaf_reading import unread_at
from extractor.readers.open_layout.leaf_values import Notations
from extractor.readers.open_layout.left_over import is_used, spans_of, with_left_over
from extractor.readers.open_layout.list_fields import read_items
from extractor.readers.open_layout.open_labels import label_core
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.proven_sums import proven_sums
from extractor.readers.open_layout.row_fit import STUB
from extractor.readers.open_layout.scalar_fields import scalar_fields, section_areas
from extractor.readers.open_layout.scalar_lists import scalar_items
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.open_layout.signed_labels import SignedLabels
from extractor.readers.open_layout.statements_found import StatementSearch
from extractor.readers.open_layout.titled_rows import with_titled_rows
from extractor.readers.open_layout.tree_parents import lists_of_several
from extractor.readers.open_layout.unfound_lists import unfound_lists
from extractor.readers.open_layout.unheaded_lists import UnheadedLists
from extractor.readers.reading import FieldReading, Spot, UnusedNumber
from extractor.schemas.form import Form
from extractor.schemas.shape import Shape, ShapeList
from extractor.schemas.state import NUMBERS


@dataclass
class OpenReading:
    """What is read of some bands under a shape. ``labels``: those of the shape, with those of the shapes it is a part
    of. ``form``: whose rules say which numbers add up, for what is no section of an item. ``fields`` by path; numbers
    that no field uses, the ones that nothing explains and those that others prove; labels that were found nowhere; the
    characters of the document that sections of items take.
    """

    document: Document
    shape: Shape
    bands: Sequence[Band]
    notations: Notations
    labels: ShapeLabels
    form: Form | None = None
    fields: dict[str, FieldReading] = field(default_factory=dict)
    unused: list[UnusedNumber] = field(default_factory=list)
    explained: list[UnusedNumber] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._tables = list(self._find_tables())
        self._leave_several()
        self._read_lists()
        self._read_sections()
        self._read_keyed()
        self._read_statements()
        headed = [table.contenders[0].heading for table in self._tables if table.items]
        headings = {number: each.score for each in headed for number in range(each.first, each.last + 1)}
        found = unfound_lists(self.shape, self.fields, self.bands, headings, self._unheaded)
        self.fields.update((each.path, each) for each in found)
        self._account()

    def _find_tables(self) -> Iterator[ListTable]:
        self._named = named_lists(self.labels)
        self._flat = [found for spec in lists_of(self.shape) if (found := flat_list(spec)) is not None]
        headings = find_headings(self.bands, self.shape, self._named, self._flat)
        search = RowSearch(self.bands, self.labels.is_elsewhere, headings, self.notations)
        yield from map(search.table, headings)

    def _leave_several(self) -> None:
        """Leaves lists unread of which nothing says which of several elements holds their items."""
        single = {spec.path for spec in lists_of(self.shape)}
        several = lists_of_several(self.document, self._tables, single)
        left = [table for table in self._tables if table.contenders[0].spec.path in several]
        self._tables = [table for table in self._tables if table.contenders[0].spec.path not in several]
        self.taken |= {self.bands[number].fragments[0].place.span[0] for table in left for number in table.taken}
        for path, count in several.items():
            self.fields[path] = unread_at(path, (doubt(DoubtKind.TITLE_REPEATED, count),))

    def _read_lists(self) -> None:
        counted: dict[str, int] = {}
        for table in self._tables:
            self.fields.update((each.path, each) for each in read_items(table, counted, self.notations))
            self.taken |= {self.bands[number].fragments[0].place.span[0] for number in table.taken}
        for spec in self._named:
            self.fields = by_their_keys(spec, self.fields)
        for spec in self._flat:
            self.fields = in_their_groups(spec, self.fields)
        self._read_unheaded()
        headings: dict[tuple[int, str], ListHeading | None] = {}
        listed = [leaf for spec in lists_of(self.shape) for leaf in spec.leaves]
        for node in self.labels.crossed:
            rows = crossed_fields(node, self.bands, headings, self.notations, listed)
            self.fields.update((each.path, each) for each in rows)
            if not rows and isinstance(node, ShapeList):
                self.unused += self._nearly(node)

    def _read_unheaded(self) -> None:
        self._unheaded = UnheadedLists(self.form, self._free(), self.labels, self.notations)
        listed = self._unheaded.find([spec for spec in lists_of(self.shape) if not self._has(spec.path)])
        if listed is not None:
            self.fields.update((each.path, each) for each in listed.fields())
            rows = [band.fragments for band in self._free() if not listed.taken.isdisjoint(band.fragments)]
            self.taken |= {pieces[0].place.span[0] for pieces in rows}

    def _read_sections(self) -> None:
        """The items of lists that are no table, each in its section."""
        search = StatementSearch(self.document, self.bands, self._free(), self.labels, self.notations)
        for spec in lists_of(self.shape):
            areas = () if self._has(spec.path) else item_areas(spec, self.bands, search, self.labels)
            mixed = False
            for number, area in enumerate(areas):
                mixed = self._read_section(area, number, mixed)

    def _read_section(self, area: ItemArea, number: int, mixed: bool) -> bool:
        """One section, in doubt where one before it may be two (``mixed``); whether this or one before it may be."""
        shape = area.shape(number, self.shape)
        bands, borrowed = area.bands(self.bands)
        inner = OpenReading(self.document, shape, bands, self.notations, ShapeLabels(shape, (self.labels,)))
        used = spans_of(inner.fields.values())
        own = inner.may_be_two()
        if mixed or own or (borrowed and inner.has_gaps()):
            said = (doubt(DoubtKind.TITLE_NOT_ABOVE),)
            for path, each in inner.fields.items():
                if mixed or path not in inner.labels.single:
                    inner.fields[path] = each.model_copy(update={"doubts": merged(each.doubts, said)})
        self.fields.update(inner.fields)
        self.unused += inner.unused
        self.explained += inner.explained
        self.taken |= inner.taken
        self.taken |= {
            band.fragments[0].place.span[0] for band in bands if any(is_used(piece, used) for piece in band.fragments)
        }
        return mixed or own

    def may_be_two(self) -> bool:
        """Whether something is stated twice in a section, or it has two tables of one kind on a page, or one of which
        the columns were not seen: it may be the sections of two items."""
        if any(each.kind is DoubtKind.STATED_DIFFERENTLY for found in self.fields.values() for each in found.doubts):
            return True
        lone = [band.text for band in self.bands if len(band.fragments) == 1]
        if any(is_squeezed(text, spec.leaves) for text in lone for spec in lists_of(self.shape)):
            return True
        headings = [(table.contenders[0].spec.path, table.contenders[0].heading.first) for table in self._tables]
        return any(
            one[0] == two[0] and self.bands[two[1]].page == self.bands[two[1] - 1].page
            for one, two in pairwise(headings)
        )

    def has_gaps(self) -> bool:
        """Whether a row of a list fills fewer columns than there are headings."""
        return any(len(row.fit.cells) < len(table.columns) for table in self._tables for row in table.items)

    def _read_keyed(self) -> None:
        free = {band.number for band in self._free()}
        for spec in self.labels.keyed:
            if not self._has(spec.path):
                rows = titled_rows(spec, self.document, self.bands, free, self.labels, self.notations)
                self._add_keyed(spec, rows)

    def _add_keyed(self, spec: ShapeList, rows: KeyedRows) -> None:
        self.fields.update(rows.fields)
        self.taken |= {self.bands[number].fragments[0].place.span[0] for number in rows.taken}
        table = spec.labels[0] if spec.labels else ""
        for found, into in ((rows.proven, self.explained), (rows.passed, self.unused)):
            into += [UnusedNumber(text=piece.text, spot=Spot.of(piece.place), table=table) for piece in found]

    def _read_statements(self) -> None:
        free = self._free()
        search = StatementSearch(self.document, self.bands, free, self.labels, self.notations)
        areas = section_areas(self.bands, self.labels)
        values = scalar_items(self.document, self.shape, self.bands, free, self.labels, self.notations)
        self.fields.update((each.path, each) for each in values)
        sums = CrossedSums(self.bands, self.notations)
        signed = SignedLabels(search, self.bands, self.notations)
        for found, nowhere in scalar_fields(search, self.labels, areas, sums, signed):
            if found.path not in self.fields:
                self.fields[found.path] = found
                self.missing += [self.labels.single[found.path][0].labels[0]] if nowhere else []
        self.missing += [each.labels[0] for each in lists_of(self.shape) if each.labels and not self._has(each.path)]
        self.fields = with_left_over(self.fields, self.bands, free, self.labels, self.notations)
        self.fields = with_titled_rows(self.fields, self.bands, self.labels)

    def _has(self, path: str) -> bool:
        return path in self.fields or any(each.startswith(f"{path}.") for each in self.fields)

    def _free(self) -> Sequence[Band]:
        """The bands that are no part of a list."""
        return [band for band in self.bands if band.fragments[0].place.span[0] not in self.taken]

    def _nearly(self, node: ShapeList) -> Iterator[UnusedNumber]:
        """The numbers of rows whose label is more than that of a node that no row has: they may be its values."""
        cores = [label_core(label) for label in node.labels]
        for band in self.bands:
            core = label_core(band.fragments[0].text)
            if any(each and each in core for each in cores):
                for piece in band.fragments[1:]:
                    if figure_in(piece.text) is not None:
                        yield UnusedNumber(text=piece.text, spot=Spot.of(piece.place), table=node.labels[0])

    def _account(self) -> None:
        """Numbers of the lists that no leaf takes, of rows that are no items, and those that stand in no column: the
        ones that nothing explains, and the sums that the items prove."""
        used = spans_of(self.fields.values())
        for table in self._tables:
            name = table.contenders[0].spec.labels[0] if table.contenders[0].spec.labels else ""
            proven = proven_sums(table, self.notations)
            for piece in _numbers_of(table):
                if not is_used(piece, used):
                    number = UnusedNumber(text=piece.text, spot=Spot.of(piece.place), table=name)
                    (self.explained if piece in proven else self.unused).append(number)


def _numbers_of(table: ListTable) -> Iterator[Fragment]:
    """The numbers of the columns that leaves have, and those that stand in no column of a row."""
    wanted = {at for at, column in enumerate(table.columns) if column.leaf is not None and column.leaf.kind in NUMBERS}
    for fit in [row.fit for row in table.items] + [fit for _, fit in table.passed]:
        for at, pieces in fit.cells.items():
            if at in wanted and at != STUB:
                yield from (each for each in pieces if figure_in(each.text) is not None)
        yield from (each for each in fit.stray if figure_in(each.text) is not None)

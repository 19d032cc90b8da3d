"""The deterministic reader of any model: values by the labels and headings printed beside and above them.

It never fills and never guesses: what has no certain place, or a value that the document leaves open, is unread with
the reason.
"""

from collections.abc import Iterator, Mapping, Sequence

from extractor.documents.model import Document
from extractor.readers.open_layout.crossed_rows import crossed_fields
from extractor.readers.open_layout.crossed_sums import CrossedSums
from extractor.readers.open_layout.heading_bands import ListHeading, find_headings, lists_of
from extractor.readers.open_layout.item_rows import ListTable, RowSearch
from extractor.readers.open_layout.leaf_reading import NAME
from extractor.readers.open_layout.leaf_values import NUMBERS, notations_of
from extractor.readers.open_layout.left_over import is_used, spans_of, with_left_over
from extractor.readers.open_layout.list_fields import read_items
from extractor.readers.open_layout.open_labels import label_core
from extractor.readers.open_layout.printed_bands import Band, Fragment, bands_of
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.proven_sums import proven_sums
from extractor.readers.open_layout.repeated_sections import section_items
from extractor.readers.open_layout.row_fit import STUB
from extractor.readers.open_layout.scalar_fields import scalar_fields, section_areas
from extractor.readers.open_layout.scalar_lists import scalar_items
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.open_layout.stated_scales import with_stated_scales
from extractor.readers.open_layout.statements_found import StatementSearch
from extractor.readers.open_layout.titled_rows import with_titled_rows
from extractor.readers.open_layout.unfound_lists import unfound_lists
from extractor.readers.reading import FieldReading, Reading, Spot, UnusedNumber
from extractor.readers.unread_pages import with_unread_pages
from extractor.schemas.form import Form, Schema
from extractor.schemas.shape import Shape, ShapeList
from extractor.sources import hash_of


def read_open(document: Document, schema: Schema, form: Form) -> Reading:
    """Read every leaf of a form that has a shape. ValueError for a form without one."""
    if form.shape is None:
        raise ValueError(f"the form {form.name} has no shape")
    return _OpenReading(document, form.shape).reading(f"{open_layout_code()}+{schema.name}.{schema.version}")


def open_layout_code() -> str:
    """The hash of this reader's code."""
    return hash_of("readers/*", "readers/open_layout")


class _OpenReading:
    """One document under one shape."""

    def __init__(self, document: Document, shape: Shape) -> None:
        self._document = document
        self._shape = shape
        self._bands = bands_of(document)
        self._labels = ShapeLabels(shape)
        self._notations = notations_of(self._bands, frozenset(document.stored_numbers))
        self._tables = list(self._find_tables())
        self._listed = [leaf for spec in lists_of(shape) for leaf in spec.leaves]

    def reading(self, version: str) -> Reading:
        """All fields, what was left over, and the lists and labels that are not printed."""
        fields: dict[str, FieldReading] = {}
        counted: dict[str, int] = {}
        for table in self._tables:
            fields.update((each.path, each) for each in read_items(table, counted, self._notations))
        free = self._free()
        headings: dict[tuple[int, str], ListHeading | None] = {}
        near: list[UnusedNumber] = []
        for node in self._labels.crossed:
            rows = crossed_fields(node, self._bands, headings, self._notations, self._listed)
            fields.update((each.path, each) for each in rows)
            if not rows and isinstance(node, ShapeList):
                near += self._nearly(node)
        search = StatementSearch(self._document, self._bands, free, self._labels, self._notations)
        for spec in lists_of(self._shape):
            if spec.path not in counted:
                fields.update((each.path, each) for each in section_items(spec, search, self._labels))
        areas = section_areas(self._bands, self._labels)
        values = scalar_items(self._document, self._shape, self._bands, free, self._labels, self._notations)
        fields.update((each.path, each) for each in values)
        missing: list[str] = []
        sums = CrossedSums(self._bands, self._notations)
        for field, nowhere in scalar_fields(search, self._labels, areas, sums):
            if field.path not in fields:
                fields[field.path] = field
                missing += [self._shape.leaf(field.path).labels[0]] if nowhere else []
        lists = (each for each in lists_of(self._shape) if each.labels)
        missing += [each.labels[0] for each in lists if not any(path.startswith(f"{each.path}.") for path in fields)]
        fields = with_left_over(fields, free, self._labels, self._notations)
        fields = with_titled_rows(fields, self._bands, self._labels)
        fields.update((each.path, each) for each in unfound_lists(self._shape, fields, self._bands, self._headings()))
        fields = with_stated_scales(fields, self._shape, self._bands)
        unused, explained = self._unused(fields)
        return Reading(
            reader=NAME,
            version=version,
            fields=with_unread_pages(self._document, fields),
            unused=(*unused, *near),
            explained=tuple(explained),
            missing=tuple(dict.fromkeys(missing)),
        )

    def _find_tables(self) -> Iterator[ListTable]:
        headings = find_headings(self._bands, self._shape)
        search = RowSearch(self._bands, self._labels.is_elsewhere, headings, self._notations)
        yield from map(search.table, headings)

    def _headings(self) -> Mapping[int, int]:
        """The bands that head lists that were read, and how many labels of those each has."""
        headed = [table.contenders[0].heading for table in self._tables if table.items]
        return {number: each.score for each in headed for number in range(each.first, each.last + 1)}

    def _free(self) -> Sequence[Band]:
        """The bands that are no part of a list."""
        taken = {number for table in self._tables for number in table.taken}
        return [band for band in self._bands if band.number not in taken]

    def _nearly(self, node: ShapeList) -> Iterator[UnusedNumber]:
        """The numbers of rows whose label is more than that of a node that no row has: they may be its values."""
        cores = [label_core(label) for label in node.labels]
        for band in self._bands:
            core = label_core(band.fragments[0].text)
            if any(each and each in core for each in cores):
                for piece in band.fragments[1:]:
                    if figure_in(piece.text) is not None:
                        yield UnusedNumber(text=piece.text, spot=Spot.of(piece.place), table=node.labels[0])

    def _unused(self, fields: Mapping[str, FieldReading]) -> tuple[list[UnusedNumber], list[UnusedNumber]]:
        """Numbers of the lists that no leaf takes, of rows that are no items, and those that stand in no column: the
        ones that nothing explains, and the sums that the items prove."""
        used = spans_of(fields.values())
        unused: list[UnusedNumber] = []
        explained: list[UnusedNumber] = []
        for table in self._tables:
            name = table.contenders[0].spec.labels[0] if table.contenders[0].spec.labels else ""
            proven = proven_sums(table, self._notations)
            for piece in _numbers_of(table):
                if not is_used(piece, used):
                    number = UnusedNumber(text=piece.text, spot=Spot.of(piece.place), table=name)
                    (explained if piece in proven else unused).append(number)
        return unused, explained


def _numbers_of(table: ListTable) -> Iterator[Fragment]:
    """The numbers of the columns that leaves have, and those that stand in no column of a row."""
    wanted = {at for at, column in enumerate(table.columns) if column.leaf is not None and column.leaf.kind in NUMBERS}
    for fit in [row.fit for row in table.items] + [fit for _, fit in table.passed]:
        for at, pieces in fit.cells.items():
            if at in wanted and at != STUB:
                yield from (each for each in pieces if figure_in(each.text) is not None)
        yield from (each for each in fit.stray if figure_in(each.text) is not None)


__all__ = ["NAME", "open_layout_code", "read_open"]

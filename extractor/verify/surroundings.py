"""What is printed at a place and around it, looked up in the document itself.

Readers find a label and go on to its values; here the way is the other one, from a value back to the label before it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from extractor.documents.model import Cell, Document, Row, Span
from extractor.readers.column_marks import rows_of_marks
from extractor.readers.labels import Folded, folded
from extractor.readers.reading import Spot
from extractor.readers.row_numbers import row_numbers
from extractor.schemas.form import INDEX, BlockSpec, Form
from extractor.schemas.values import NIL_MARKS, UNREADABLE, fold_width, looks_like_value
from extractor.verify.consolidate import Consolidation
from extractor.verify.passed_words import PassedWords

LabelledRow: TypeAlias = tuple[str, tuple[str, ...]]
"""The printed label of a row, and its fields."""
RowLabels: TypeAlias = Mapping[str, tuple[str, Mapping[str, set[str]]]]
"""By field: the label of its row, and the labels of its table by their words."""

_HEADING_ROWS = 40
"""Rows above the first value of a block in which its column headings are looked for."""


@dataclass(frozen=True)
class Surroundings:
    """A document as printed, and the fields that were read from it."""

    source: Document
    document: Consolidation

    def text_at(self, spot: Spot) -> str | None:
        """The characters at a spot; None where the spot has no span."""
        return None if spot.span is None else self.source.text[spot.span[0] : spot.span[1]]

    def other_row(self, path: str, spot: Spot) -> str:
        """The label printed before a value, where it is to the letter the label of another row; otherwise empty."""
        known = self._labels.get(path)
        before = self.label_before(spot) if known is not None else ""
        if known is None or not before:
            return ""
        asked = (before, id(known))  # The labels are kept, so that no others have their identity.
        other = self._other_rows.get(asked)
        if other is None:
            other = self._other_rows[asked] = _is_of_another_row(before, *known)
        return before if other else ""

    @cached_property
    def _other_rows(self) -> dict[tuple[str, int], bool]:
        """Of labels printed before values whether they are those of other rows; all values of a row ask the same."""
        return {}

    def label_before(self, spot: Spot) -> str:
        """The last text before a value that is no value itself: in its row, or in the rows above."""
        if spot.span is None:
            return ""
        at = bisect_left(self._starts, spot.span[0]) - 1
        return self._texts[at].text if at >= 0 else ""

    def uncounted(self) -> Mapping[str, tuple[Cell, ...]]:
        """Numbers inside the region of a table at which no field stands, by the key of the table.

        The region reaches from the first to the last value that was read. Numbers alone on a page's edge number pages.
        """
        found: dict[str, tuple[Cell, ...]] = {}
        for table in self.document.form.tables:
            spans = self._spans(table.key)
            if len(spans) > 1:
                first, last = spans[0][0], max(end for _, end in spans)
                taken = set(spans)
                apart = (cell for cell in self._numbers if cell.place.span not in taken)
                inside = (cell for cell in apart if first <= cell.place.span[0] < last)
                left = tuple(cell for cell in inside if not _overlaps(cell.place.span, spans))
                found.update({table.key: left} if left else {})
        return found

    def texts_of(self, table: str) -> tuple[Cell, ...]:
        """Cells that hold words between the values of the tables before and after a table, its own labels included."""
        spans = self._spans(table)
        if not spans:
            return ()
        first, last = spans[0][0], max(end for _, end in spans)
        others = [span for each in self.document.form.tables if each.key != table for span in self._spans(each.key)]
        start = max((end for _, end in others if end <= first), default=0)
        stop = min((begin for begin, _ in others if begin >= last), default=len(self.source.text))
        return tuple(cell for cell in self._texts if start <= cell.place.span[0] < stop)

    def headings_in_disorder(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Blocks whose headings are printed in another order than their values were read in, with those headings."""
        for table, block, neighbours in _blocks_of(self.document.form):
            placed = self._placed_row(block)
            for labels in neighbours if placed else ():
                printed = self._headings(labels, min(placed.values()))
                read = sorted(printed, key=lambda label: placed[labels[label]])
                if len(printed) > 1 and read != sorted(printed, key=printed.__getitem__):
                    yield table, tuple(sorted(printed, key=printed.__getitem__))

    @cached_property
    def passed(self) -> PassedWords:
        """The words that a value may have been read without."""
        return PassedWords(self.source)

    @cached_property
    def _values(self) -> frozenset[str]:
        """The printed texts that are values."""
        texts = {cell.text for row in self.source.rows for cell in row.cells}
        bracketed = self.document.form.bracketed
        return frozenset([text for text in texts if looks_like_value(text, bracketed) and text != UNREADABLE])

    @cached_property
    def _texts(self) -> list[Cell]:
        """Cells that hold words, in the order of the text."""
        cells = (cell for row in self.source.rows for cell in row.cells)
        words = [cell for cell in cells if cell.text and cell.text not in self._values]
        return sorted(words, key=lambda cell: cell.place.span)

    @cached_property
    def _starts(self) -> list[int]:
        return [cell.place.span[0] for cell in self._texts]

    @cached_property
    def _numbers(self) -> list[Cell]:
        edges = _page_edges(self.source.rows) if len(self.source.pages) > 1 else set()
        marks, counted = rows_of_marks(self.source.rows), row_numbers(self.source.rows)
        return [
            cell
            for number, row in enumerate(self.source.rows)
            for cell in row.cells
            if cell.text in self._values
            and (cell.text.isdecimal() or fold_width(cell.text).lower() not in NIL_MARKS)
            and not (number in edges and len(row.cells) == 1)
            and number not in marks
            and cell.place.span not in counted
        ]

    def _spans(self, table: str) -> list[Span]:
        return self._spans_by_table.get(table, [])

    @cached_property
    def _spans_by_table(self) -> Mapping[str, list[Span]]:
        """Where the values of each table stand, in order."""
        found: dict[str, list[Span]] = {}
        for path, field in self.document.fields.items():
            if field.spot is not None and field.spot.span is not None:
                found.setdefault(path.partition(".")[0], []).append(field.spot.span)
        for spans in found.values():
            spans.sort()
        return found

    @cached_property
    def _labels(self) -> RowLabels:
        """For every field of a labelled row: the label of its row, and the labels of its table by their words."""
        tables = self.document.form.tables
        if not self.document.counts:
            return _labels_of_rows(self.document.form)
        return _row_labels([[each for block in table.blocks for each in self._rows(block)] for table in tables])

    def _rows(self, block: BlockSpec) -> Iterator[LabelledRow]:
        for row in block.rows:
            yield row.label.printed, row.paths
        before = block.name_path.partition(f".{INDEX}")[0]
        for number in range(self.document.counts.get(before, 0)):
            name = self.document.fields[block.name_path.replace(INDEX, str(number))]
            paths = tuple(path.replace(INDEX, str(number)) for path in block.repeat_paths)
            yield (str(name.value) if name.value is not None and name.edit is None else ""), paths

    def _placed_row(self, block: BlockSpec) -> Mapping[int, int]:
        """Where the columns of the first completely placed row of a block stand, by number of the column."""
        for _, paths in self._rows(block):
            spots = [self.document.fields[path].spot for path in paths]
            spans = [spot.span for spot in spots if spot is not None and spot.span is not None]
            if len(spans) == len(paths) > 1:
                return {number: span[0] for number, span in enumerate(spans)}
        return {}

    def _headings(self, labels: Mapping[str, int], before: int) -> Mapping[str, tuple[int, int]]:
        """Where the labels are printed above a block: those of them that are printed once, all in one line or apart."""
        last = bisect_right(self._row_starts, before) - 1
        found: dict[str, list[tuple[int, int]]] = {}
        for label in labels:
            wanted = folded(label)
            words = self._words if not wanted.core.isdigit() else self._figures
            for number, cell in words.get(wanted.core, ()):
                if last - _HEADING_ROWS <= number < last and _is_label(folded(cell.text), wanted):
                    found.setdefault(label, []).append((cell.place.page, cell.place.span[0]))
        return {label: places[0] for label, places in found.items() if len(places) == 1}

    @cached_property
    def _words(self) -> Mapping[str, list[tuple[int, Cell]]]:
        """The cells that hold more than figures by their words, folded, each with the number of its row."""
        rows = enumerate(self.source.rows)
        return _by_words([(n, c) for n, row in rows for c in row.cells if not (c.text.isdigit() and c.text.isascii())])

    @cached_property
    def _figures(self) -> Mapping[str, list[tuple[int, Cell]]]:
        """All cells, for headings that are figures, such as years."""
        return _by_words([(number, cell) for number, row in enumerate(self.source.rows) for cell in row.cells])

    @cached_property
    def _row_starts(self) -> list[int]:
        starts, last = [], 0
        for row in self.source.rows:
            last = max(last, min((cell.place.span[0] for cell in row.cells), default=last))
            starts.append(last)
        return starts


def _by_words(cells: Iterable[tuple[int, Cell]]) -> Mapping[str, list[tuple[int, Cell]]]:
    found: dict[str, list[tuple[int, Cell]]] = {}
    for each in cells:
        found.setdefault(folded(each[1].text).core, []).append(each)
    return found


def _neighbours(block: BlockSpec) -> Iterator[Mapping[str, int]]:
    """Labels of columns under the same headings, each with its column's number; those that stand twice are left out."""
    groups: dict[tuple[str, ...], dict[str, int]] = {}
    for number, column in enumerate(block.columns):
        above = tuple(group.printed for group in column.groups)
        groups.setdefault(above, {})[column.label.printed] = number
    labels = [column.label.printed for column in block.columns]
    for group in groups.values():
        once = {label: number for label, number in group.items() if labels.count(label) == 1}
        if len(once) > 1:
            yield once


def _row_labels(tables: Iterable[Iterable[LabelledRow]]) -> RowLabels:
    """The labels of the rows of each table, by the fields of the rows."""
    found: dict[str, tuple[str, Mapping[str, set[str]]]] = {}
    for rows in tables:
        by_core: dict[str, set[str]] = {}
        for label, paths in rows:
            if label:
                by_core.setdefault(folded(label).core, set()).add(label)
                found.update(dict.fromkeys(paths, (label, by_core)))
    return found


@lru_cache(maxsize=32)
def _labels_of_rows(form: Form) -> RowLabels:
    """The same of a form that has no lists."""
    blocks = [[row for block in table.blocks for row in block.rows] for table in form.tables]
    return _row_labels([[(row.label.printed, row.paths) for row in rows] for rows in blocks])


def _is_of_another_row(before: str, own: str, by_core: Mapping[str, set[str]]) -> bool:
    """Whether a text is to the letter the label of rows of a table, and that of its ``own`` row not among them."""
    found = folded(before)
    same = {label for label in by_core.get(found.core, ()) if _is_label(found, folded(label))}
    return bool(same) and own not in same


@lru_cache(maxsize=32)
def _blocks_of(form: Form) -> Sequence[tuple[str, BlockSpec, Sequence[Mapping[str, int]]]]:
    """The blocks of a form, each behind the key of its table, with the labels of its columns (:func:`_neighbours`)."""
    return [(table.key, block, [*_neighbours(block)]) for table in form.tables for block in table.blocks]


def _is_label(printed: Folded, label: Folded) -> bool:
    """Whether a text is a label to the letter, its ordinal included where the label has one."""
    return bool(label.core) and printed.core == label.core and (not label.ordinal or printed.ordinal == label.ordinal)


def _overlaps(span: Span, spans: Sequence[Span]) -> bool:
    """Whether a span shares characters with one of ``spans``, which are in order and do not share any themselves."""
    at = bisect_right(spans, span)
    if at and spans[at - 1] == span and span[0] < span[1]:
        return True
    return any(near[0] < span[1] and span[0] < near[1] for near in spans[max(at - 2, 0) : at + 1])


def _page_edges(rows: tuple[Row, ...]) -> set[int]:
    """Numbers of the rows that stand first or last on a page."""
    edges: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        if row.cells:
            page = row.cells[0].place.page
            edges[page] = (edges.get(page, (number, number))[0], number)
    return {number for pair in edges.values() for number in pair}

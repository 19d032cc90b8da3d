"""From what a model says stands where to the fields of any model: code copies each value from its place, reads it as
the document writes such values, and says what speaks against the place.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from extractor.documents.model import Cell, Document
from extractor.evidence import Doubt, DoubtKind, Leg, Weight, doubt, merged, weighing
from extractor.readers.llm.mapping.leaf_map import ItemRefs, LeafMap, NamedItem, QuotedRef
from extractor.readers.llm.mapping.leaf_questions import AskedList
from extractor.readers.llm.mapping.place_map import NONE, CellRef
from extractor.readers.llm.mapping.printed_labels import Heading, heading_over, label_doubts
from extractor.readers.llm.mapping.quote_search import QuotedPlace, QuoteSearch
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.llm.placed import NAME
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import is_total
from extractor.readers.open_layout.printed_figures import decimal_mark
from extractor.readers.printed_cell import leg_at
from extractor.readers.reading import FieldReading, Spot, UnusedNumber, looked_at
from extractor.schemas.record_keys import key_in_path
from extractor.schemas.shape import ITEM, ShapeLeaf
from extractor.schemas.state import NUMBERS
from extractor.schemas.values import fold_width

_BEHIND = 2
"""Lines behind the last item of a list that may be items as well."""
_SUMMED = 2
"""Items that a sum among the lines of a list has at least."""
_SHOWN = 60


@dataclass(frozen=True)
class LeafCopying:
    """A document as it was shown, what a model says of it, and how the document writes numbers and dates."""

    document: Document
    sheet: NumberedSheet
    mapping: LeafMap
    notations: Notations
    quotes: QuoteSearch
    lists: Sequence[AskedList] = ()

    def single(self, leaf: ShapeLeaf) -> FieldReading:
        """A value that stands in no list: where the characters stand that the model quotes, in the line it names."""
        stated = self.mapping.places.stated.get(leaf.path)
        if not stated:
            return _not_stated(leaf.path, leaf)
        lines = self.sheet.lines
        places = [(line, each) for line, quote in sorted(stated) for each in self.quotes.places(quote, lines[line])]
        if not places:
            said = ", ".join(sorted({quote for _, quote in stated}))
            return _unread(leaf.path, doubt(DoubtKind.QUOTE_NOT_PRINTED, said))
        tried = [
            (label_doubts(self.document, self.sheet, line, each.span, leaf.labels), line, each) for line, each in places
        ]
        own = [each for each in tried if not weighing(each[0], Weight.SERIOUS)] or tried
        texts = {each.text for _, _, each in own}
        if len(texts) > 1:
            return _unread(leaf.path, doubt(DoubtKind.STATED_DIFFERENTLY, ", ".join(sorted(texts))))
        doubts, line, found = own[0]
        more = (doubt(DoubtKind.QUOTE_NOT_PRINTED, found.text),) if len(own) > 1 else ()
        return self._stated(leaf, line, found, merged(doubts, more))

    def _stated(self, leaf: ShapeLeaf, line: int, found: QuotedPlace, doubts: tuple[Doubt, ...]) -> FieldReading:
        text, span = found
        read = leaf_value(text, leaf, self._decided)
        seen_by = self.document.seen_by_at(span)
        return FieldReading(
            path=leaf.path,
            state=read.state,
            value=read.value,
            spot=Spot(page=self.sheet.lines[line].page, span=span),
            quote=text,
            doubts=merged(self.document.doubts_at(span), doubts, read.doubts),
            leg=Leg(NAME, looked_at(seen_by), NAME),
        )

    def items(self, asked: AskedList) -> Iterator[FieldReading]:
        """Every field of the items of a list, in printed order."""
        named = self.mapping.items.get(asked.path, ())
        rows = self._rows(asked)
        columns = [[row[at] for row in rows] for at in range(len(asked.leaves))]
        notations = [self.notations.of_column(_texts(column)) for column in columns]
        own = [each for each in asked.leaves if each is not None]
        headings = [
            Heading(None) if leaf is None else heading_over(self.sheet, column, leaf, own)
            for leaf, column in zip(asked.leaves, columns, strict=True)
        ]
        first = max((each.line or 0 for each in headings), default=0)
        passed = self._passed_over(asked, [each.line for each in named], rows, first)
        for item, row in zip(self._item_paths(asked, rows), rows, strict=True):
            for at, leaf in enumerate(asked.leaves):
                if leaf is None or not item:
                    continue
                path = f"{item}{leaf.path[len(asked.item) :]}"
                if not any(columns[at]):
                    yield _not_stated(path, leaf)
                else:
                    yield _in_cell(path, leaf, row[at], notations[at], merged(headings[at].doubts, passed))

    def _rows(self, asked: AskedList) -> list[tuple[Cell | None, ...]]:
        return [tuple(map(self._cell, self._refs(asked, item))) for item in self.mapping.items.get(asked.path, ())]

    @cached_property
    def _decided(self) -> Notations:
        """How numbers of no list are written: as the document decides, else as all columns of its lists that do."""
        if self.notations.mark:
            return self.notations
        marks = set()
        for asked in self.lists:
            for at, leaf in enumerate(asked.leaves):
                if leaf is not None and leaf.kind in NUMBERS:
                    marks.add(decimal_mark(_texts([row[at] for row in self._rows(asked)])))
        known = marks - {""}
        return replace(self.notations, mark=known.pop()) if len(known) == 1 else self.notations

    def _item_paths(self, asked: AskedList, rows: Sequence[Sequence[Cell | None]]) -> Iterator[str]:
        """The path of every item; empty where it has no key, or no item of the list above to stand in."""
        named = self.mapping.items.get(asked.path, ())
        counts: Counter[str] = Counter()
        for item, row in zip(named, rows, strict=True):
            owner = asked.path
            if asked.above is not None:
                upper = self.mapping.items.get(asked.above.path, ())
                number = sum(each.line <= item.line for each in upper) - 1
                below = asked.path[len(asked.above.path) + len(f".{ITEM}") :]
                owner = f"{asked.above.path}.{number}{below}" if number >= 0 else ""
            key = _key(row[0]) if asked.node.keyed else str(counts[owner])
            counts[owner] += 1
            yield f"{owner}.{key}" if owner and key else ""

    def _passed_over(
        self, asked: AskedList, lines: Sequence[int], rows: Sequence[Sequence[Cell | None]], heading: int
    ) -> tuple[Doubt, ...]:
        """Whether a line between the headings and the last item, or right behind it, prints what an item would. Of a
        list that holds only some of the rows every other one is passed over: the numbers there are left over."""
        if not lines or asked.node.selected:
            return ()
        filled = [at for at, column in enumerate(zip(*rows, strict=True)) if all(cell and cell.text for cell in column)]
        used = {line for item in self.mapping.items[asked.path] for line in self._lines_of(asked, item)}
        last = min(lines[-1] + 1 + _BEHIND, len(self.sheet.lines))
        passed = [
            line
            for line in range(min(heading + 1 if heading else lines[0], lines[0]), last)
            if line not in used and self._is_like_an_item(asked, line, filled)
        ]
        above = {line: [row for row, at in zip(rows, lines, strict=True) if at < line] for line in passed}
        if all(self._is_sum(asked, line, above[line]) for line in passed):
            return ()
        shown = " ".join(cell.text for cell in self.sheet.lines[passed[0]].all if cell.text)
        return (doubt(DoubtKind.LINE_PASSED_OVER, shown[:_SHOWN]),)

    def _is_like_an_item(self, asked: AskedList, line: int, filled: Sequence[int]) -> bool:
        """Whether a line that is no total prints something in every column that all items fill."""
        cells = self._by_columns(asked, line)
        texts = [cell is not None and bool(cell.text) for cell in cells]
        totals = any(is_total(cell.text) for cell in self.sheet.lines[line].all if cell.text)
        return not totals and any(texts) and all(texts[at] for at in filled) and self._has_number(asked, line, cells)

    def _is_sum(self, asked: AskedList, line: int, above: Sequence[Sequence[Cell | None]]) -> bool:
        """Whether a line prints what the items right above it come to, in every column of numbers that it fills."""
        found = False
        for at, (leaf, cell) in enumerate(zip(asked.leaves, self._by_columns(asked, line), strict=True)):
            if leaf is None or leaf.kind not in NUMBERS or cell is None or not cell.text:
                continue
            values = [self._number(row[at]) for row in reversed(above)]
            sums = list(accumulate(value or Decimal(0) for value in values))
            if self._number(cell) not in sums[_SUMMED - 1 :]:
                return False
            found = True
        return found

    def _number(self, cell: Cell | None) -> Decimal | None:
        """What a cell says as a number."""
        value = leaf_value(cell.text, _ANY_NUMBER, self.notations).value if cell is not None else None
        return value if isinstance(value, Decimal) else None

    def _has_number(self, asked: AskedList, line: int, cells: Sequence[Cell | None]) -> bool:
        """Whether a line prints a number where a number of an item would stand, or of a list in the item; of lists
        without any it need not."""
        numbers = [
            cell for leaf, cell in zip(asked.leaves, cells, strict=True) if leaf is not None and leaf.kind in NUMBERS
        ]
        if not numbers and any(each.above is asked.node and _holds_numbers(each) for each in self.lists):
            numbers = list(self.sheet.lines[line].all)
        return not numbers or any(cell is not None and _is_number(cell, self.notations) for cell in numbers)

    def left_over(self, asked: AskedList) -> Iterator[UnusedNumber]:
        """Numbers between the first and the last item of a list, in the columns of its numbers, that are no item's."""
        items = self.mapping.items.get(asked.path, [])
        used = {(ref.line, ref.column) for item in items for ref in self._refs(asked, item) if isinstance(ref, CellRef)}
        quoted = {line for item in items if item.refs is not None for line in self._lines_of(asked, item)}
        wanted = {
            name
            for group in self.mapping.places.columns.get((asked.path, 0), [])
            for name, leaf in zip(group, asked.leaves, strict=True)
            if leaf is not None and leaf.kind in NUMBERS and name != NONE
        }
        lines = [item.line for item in items]
        for line in range(min(lines, default=0), max(lines, default=-1) + 1):
            for name, cell in self.sheet.lines[line].cells.items():
                free = name in wanted and (line, name) not in used and line not in quoted
                if free and _is_number(cell, self.notations):
                    yield UnusedNumber(text=cell.text, spot=Spot.of(cell.place), table=asked.path)

    def _lines_of(self, asked: AskedList, item: NamedItem) -> Iterator[int]:
        """The lines that the values of an item stand in, its own first."""
        yield item.line
        yield from (ref.line for ref in self._refs(asked, item) if ref is not None)

    def _refs(self, asked: AskedList, item: NamedItem) -> ItemRefs:
        """Where the values of an item stand: as named one by one, else by the columns of the list."""
        if item.refs is not None and len(item.refs) == len(asked.leaves):
            return item.refs
        return self._refs_by_columns(asked, item.line)

    def _refs_by_columns(self, asked: AskedList, line: int) -> ItemRefs:
        """The cells of a line by the first set of columns that fits it best."""
        printed = self.sheet.lines[line].cells
        groups = self.mapping.places.columns.get((asked.path, 0), [])
        if not groups:
            alone = len(asked.leaves) == 1 and self.sheet.lines[line].plain
            return (CellRef(line, ""),) if alone else (None,) * len(asked.leaves)
        best = max(groups, key=lambda group: sum(name in printed for name in group))
        return tuple(CellRef(line, name) if name in printed else None for name in best)

    def _by_columns(self, asked: AskedList, line: int) -> tuple[Cell | None, ...]:
        return tuple(map(self._cell, self._refs_by_columns(asked, line)))

    def _cell(self, ref: CellRef | QuotedRef | None) -> Cell | None:
        """What stands where a model points; None where it points at nothing, or at what is not printed."""
        if ref is None:
            return None
        if isinstance(ref, CellRef):
            return self.sheet.lines[ref.line].cells.get(ref.column)
        found = next(iter(self.quotes.places(ref.quote, self.sheet.lines[ref.line])), None)
        return None if found is None else self.quotes.cell(found, self.sheet.lines[ref.line].page)


def _not_stated(path: str, leaf: ShapeLeaf) -> FieldReading:
    """What the model says is not printed: no record is without what its schema requires."""
    if leaf.required:
        return FieldReading(path=path, state="unread", doubts=(doubt(DoubtKind.NOT_STATED),))
    return FieldReading(path=path, state="absent", leg=Leg(NAME, "", NAME))


def _in_cell(
    path: str, leaf: ShapeLeaf, cell: Cell | None, notations: Notations, doubts: tuple[Doubt, ...]
) -> FieldReading:
    if cell is None:
        return FieldReading(path=path, state="unread", doubts=merged(doubts, (doubt(DoubtKind.NO_CELL),)))
    read = leaf_value(cell.text, leaf, notations)
    return FieldReading(
        path=path,
        state=read.state,
        value=read.value,
        spot=Spot.of(cell.place),
        quote=cell.text,
        doubts=merged(cell.doubts, doubts, read.doubts),
        leg=leg_at(cell, NAME, NAME),
    )


def _texts(cells: Sequence[Cell | None]) -> list[str]:
    return [cell.text for cell in cells if cell is not None and cell.text]


def _key(cell: Cell | None) -> str:
    """The key of an item as it stands in a path; empty where none is printed."""
    return "" if cell is None else key_in_path(" ".join(fold_width(cell.text).split()))


def _is_number(cell: Cell, notations: Notations) -> bool:
    return bool(cell.text) and leaf_value(cell.text, _ANY_NUMBER, notations).state == "read"


def _holds_numbers(asked: AskedList) -> bool:
    return any(leaf is not None and leaf.kind in NUMBERS for leaf in asked.leaves)


_ANY_NUMBER = ShapeLeaf("", "amount", ())


def _unread(path: str, why: Doubt) -> FieldReading:
    return FieldReading(path=path, state="unread", doubts=(why,))

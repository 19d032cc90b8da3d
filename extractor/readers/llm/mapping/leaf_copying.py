"""From what a model says stands where to the fields of any model: code copies each value from its place, reads it as
the document writes such values, and says what speaks against the place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.documents.model import Cell, Document
from extractor.evidence import Doubt, DoubtKind, Leg, Weight, doubt, merged, weighing
from extractor.readers.llm.mapping.leaf_questions import AskedList
from extractor.readers.llm.mapping.place_map import NONE, CellRef, Cells, PlaceMap
from extractor.readers.llm.mapping.printed_labels import Heading, heading_over, label_doubts
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.llm.placed import NAME
from extractor.readers.open_layout.leaf_values import NUMBERS, Notations, leaf_value
from extractor.readers.open_layout.open_labels import is_total
from extractor.readers.printed_cell import leg_at
from extractor.readers.reading import FieldReading, Spot, UnusedNumber, looked_at
from extractor.schemas.record_keys import key_in_path
from extractor.schemas.shape import ShapeLeaf
from extractor.schemas.values import fold_width

Span = tuple[int, int]

_BEHIND = 2
"""Lines behind the last item of a list that may be items as well."""
_SHOWN = 60


@dataclass(frozen=True)
class LeafCopying:
    """A document as it was shown, what a model says of it, and how the document writes numbers and dates."""

    document: Document
    sheet: NumberedSheet
    mapping: PlaceMap
    notations: Notations

    def single(self, leaf: ShapeLeaf) -> FieldReading:
        """A value that stands in no list: where the characters stand that the model quotes, in the line it names."""
        stated = self.mapping.stated.get(leaf.path)
        if not stated:
            return _not_stated(leaf.path, leaf)
        places = [(line, span) for line, quote in sorted(stated) for span in self._places(quote, line)]
        if not places:
            said = ", ".join(sorted({quote for _, quote in stated}))
            return _unread(leaf.path, doubt(DoubtKind.QUOTE_NOT_PRINTED, said))
        tried = [
            (label_doubts(self.document, self.sheet, line, span, leaf.labels), line, span) for line, span in places
        ]
        own = [each for each in tried if not weighing(each[0], Weight.SERIOUS)] or tried
        texts = {self._text(span) for _, _, span in own}
        if len(texts) > 1:
            return _unread(leaf.path, doubt(DoubtKind.STATED_DIFFERENTLY, ", ".join(sorted(texts))))
        doubts, line, span = own[0]
        more = (doubt(DoubtKind.QUOTE_NOT_PRINTED, self._text(span)),) if len(own) > 1 else ()
        return self._stated(leaf, line, span, merged(doubts, more))

    def _stated(self, leaf: ShapeLeaf, line: int, span: Span, doubts: tuple[Doubt, ...]) -> FieldReading:
        text = self._text(span)
        read = leaf_value(text, leaf, self.notations)
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
        lines = sorted(self.mapping.listed.get(asked.path, ()))
        rows = [self._cells(asked, line) for line in lines]
        columns = [[row[at] for row in rows] for at in range(len(asked.leaves))]
        notations = [self.notations.of_column(_texts(column)) for column in columns]
        own = [each for each in asked.leaves if each is not None]
        headings = [
            Heading(None) if leaf is None else heading_over(self.sheet, column, leaf, own)
            for leaf, column in zip(asked.leaves, columns, strict=True)
        ]
        passed = self._passed_over(asked, lines, max((each.line or 0 for each in headings), default=0))
        for number, row in enumerate(rows):
            key = str(number) if not asked.node.keyed else _key(row[0])
            if not key:
                continue
            for at, leaf in enumerate(asked.leaves):
                if leaf is None:
                    continue
                path = f"{asked.path}.{key}{leaf.path[len(asked.item) :]}"
                if not any(columns[at]):
                    yield _not_stated(path, leaf)
                else:
                    yield _in_cell(path, leaf, row[at], notations[at], merged(headings[at].doubts, passed))

    def _passed_over(self, asked: AskedList, lines: Sequence[int], heading: int) -> tuple[Doubt, ...]:
        """Whether a line between the headings and the last item, or right behind it, prints what an item would."""
        if not lines:
            return ()
        least = min(sum(cell is not None and bool(cell.text) for cell in self._cells(asked, line)) for line in lines)
        first = heading + 1 if heading else lines[0]
        last = min(lines[-1] + 1 + _BEHIND, len(self.sheet.lines))
        for line in range(min(first, lines[0]), last):
            cells = self._cells(asked, line)
            filled = sum(cell is not None and bool(cell.text) for cell in cells)
            numbers = any(
                leaf is not None and leaf.kind in NUMBERS and cell is not None and _is_number(cell, self.notations)
                for leaf, cell in zip(asked.leaves, cells, strict=True)
            )
            totals = any(is_total(cell.text) for cell in self.sheet.lines[line].all if cell.text)
            if (
                line not in lines
                and not (totals and line > lines[-1])
                and (numbers if line < lines[-1] else filled >= max(least, 1))
            ):
                shown = " ".join(cell.text for cell in self.sheet.lines[line].all if cell.text)
                return (doubt(DoubtKind.LINE_PASSED_OVER, shown[:_SHOWN]),)
        return ()

    def left_over(self, asked: AskedList) -> Iterator[UnusedNumber]:
        """Numbers between the first and the last item of a list, in the columns of its numbers, that are no item's."""
        lines = self.mapping.listed.get(asked.path, set())
        used = {(ref.line, ref.column) for line in lines for ref in self._refs(asked, line) if ref is not None}
        groups = self.mapping.columns.get((asked.path, 0), [])
        wanted = {
            name
            for group in groups
            for name, leaf in zip(group, asked.leaves, strict=True)
            if leaf is not None and leaf.kind in NUMBERS and name != NONE
        }
        for line in range(min(lines, default=0), max(lines, default=-1) + 1):
            for name, cell in self.sheet.lines[line].cells.items():
                if name in wanted and (line, name) not in used and _is_number(cell, self.notations):
                    yield UnusedNumber(text=cell.text, spot=Spot.of(cell.place), table=asked.path)

    def _cells(self, asked: AskedList, line: int) -> tuple[Cell | None, ...]:
        found = (
            None if ref is None else self.sheet.lines[ref.line].cells.get(ref.column) for ref in self._refs(asked, line)
        )
        return tuple(found)

    def _refs(self, asked: AskedList, line: int) -> Cells:
        """The cells of an item: as named one by one, else by the first set of columns that fits its line best."""
        named = self.mapping.cells.get(line)
        if named is not None and len(named) == len(asked.leaves):
            return named
        printed = self.sheet.lines[line].cells
        groups = self.mapping.columns.get((asked.path, 0), [])
        if not groups:
            alone = len(asked.leaves) == 1 and self.sheet.lines[line].plain
            return (CellRef(line, ""),) if alone else (None,) * len(asked.leaves)
        best = max(groups, key=lambda group: sum(name in printed for name in group))
        return tuple(CellRef(line, name) if name in printed else None for name in best)

    def _places(self, quote: str, line: int) -> Iterator[Span]:
        """Where a line prints these characters as words of their own; spaces do not count."""
        signs = r"\s*".join(re.escape(sign) for sign in "".join(quote.split()))
        if not signs:
            return
        start, end = self.sheet.lines[line].span
        before = r"(?<![^\W_])" if quote[0].isalnum() else ""
        behind = r"(?![^\W_])" if quote[-1].isalnum() else ""
        if quote[0].isdigit():
            before = r"(?<![^\W_])(?<!\d[.,])"
        if quote[-1].isdigit():
            behind = r"(?![^\W_]|[.,]\d)"
        for match in re.compile(f"{before}{signs}{behind}").finditer(self.document.text, start, end):
            yield match.span()

    def _text(self, span: Span) -> str:
        return " ".join(self.document.text[span[0] : span[1]].split())


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


_ANY_NUMBER = ShapeLeaf("", "amount", ())


def _unread(path: str, why: Doubt) -> FieldReading:
    return FieldReading(path=path, state="unread", doubts=(why,))

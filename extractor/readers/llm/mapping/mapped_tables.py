"""Tables as a model maps them, with everything that the printed labels and headings say against it.

The places are the model's. What is printed beside and above them is held against the form by the same comparison that
every reader uses, so that a model that takes a neighbour's row or column is contradicted by the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.llm.mapping.place_map import CellRef, Cells, PlaceMap
from extractor.readers.llm.mapping.questions import RowsQuestion
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.outline import Anchor, OutlineRow, OutlineTable
from extractor.readers.torn_titles import with_whole_titles
from extractor.schemas.form import BlockSpec, RowSpec, TableSpec
from extractor.schemas.values import fold_width, looks_like_value

_LOOK_BACK = 12
"""Lines above the first row of a table in which its headings are looked for where no title is found."""
_LOOK_FAR = 90
"""Lines above the first row in which its title is looked for: where every cell is a line, headings alone take many."""

_NEAR = 60
"""Lines above and below a row in which another one with its label is looked for."""


@dataclass(frozen=True)
class MappedRow:
    """A row of the form at the line where the model sees it, with a cell, or None, for every column of its block.

    ``together``: all of them stand on that line.
    """

    row: OutlineRow
    cells: tuple[Cell | None, ...]
    line: int
    name: Cell | None = None
    together: bool = False


@dataclass(frozen=True)
class MappedTable:
    """A table as the model maps it. ``unplaced``: rows that it found, in several places or in no column."""

    outline: OutlineTable
    rows: tuple[MappedRow, ...]
    unplaced: frozenset[str] = frozenset()


def mapped_table(
    question: RowsQuestion, mapping: PlaceMap, sheet: NumberedSheet, book: LabelBook, taken: frozenset[int]
) -> MappedTable | None:
    """The table of a question; None where the model found no row of it. ``taken``: the lines of all rows found."""
    return _Mapper(question.table, mapping, sheet, book, taken).table(question)


@dataclass(frozen=True)
class _Mapper:
    spec: TableSpec
    mapping: PlaceMap
    sheet: NumberedSheet
    book: LabelBook
    taken: frozenset[int]

    def table(self, question: RowsQuestion) -> MappedTable | None:
        rows: list[MappedRow] = []
        unplaced: set[str] = set()
        for line in sorted(self.mapping.listed.get(self.spec.key, ())):
            block = question.listed
            assert block is not None
            found = self._row(line, block, None, index=len([row for row in rows if row.row.spec is None]))
            rows += [found] if found is not None else []
        rows = self._with_passed_over(rows)
        for asked in question.rows:
            if asked.block is None or asked.row is None:
                continue
            lines = self.mapping.rows.get((self.spec.key, asked.row.key), set())
            if not lines:
                unplaced |= {asked.row.key} & {row for table, row in self.mapping.unmarked if table == self.spec.key}
                continue
            found = self._row(min(lines), asked.block, asked.row) if len(lines) == 1 else None
            if found is None:
                unplaced.add(asked.row.key)
            else:
                rows.append(found)
        if not rows:
            return None
        return MappedTable(self._outline(rows), tuple(rows), frozenset(unplaced))

    def _row(self, line: int, block: BlockSpec, spec: RowSpec | None, index: int = 0) -> MappedRow | None:
        cells = self._cells(line, block, spec is None)
        if cells is None:
            return None
        named = block.layout == "repeat"
        own = [self._cell(ref) for ref in cells[named:]]
        name = self._cell(cells[0]) if named else None
        labels, anchor, score, doubts = self._labels(line, block, spec, own, name)
        values = tuple(sorted((cell for cell in own if cell is not None), key=lambda cell: cell.place.span))
        rivals = self._rivals(line, spec, score, values) if spec is not None else 0
        printed = " ".join(name.text.split()) if name is not None and spec is None else ""
        doubts = (*doubts, *self._left_beside(line, (*own, name)))
        if values and None in own:  # Which columns have no cell, the model says and nothing that is printed.
            doubts = (*doubts, doubt(DoubtKind.CELLS_TOLD_APART, len(values), len(own)))
        row = OutlineRow(spec, block, labels, values, anchor, score, index, printed, rivals, doubts)
        together = all(ref is None or ref.line == line for ref in cells)
        return MappedRow(row, tuple(own), line, name, together)

    def _with_passed_over(self, rows: Sequence[MappedRow]) -> list[MappedRow]:
        """Listed rows, with a doubt about those that have a line with values above them that is no row of any table."""
        if not rows:
            return []
        top = self._top(rows[0].line)
        passed = next((at for at in range(top, rows[-1].line) if at not in self.taken and self._has_values(at)), None)
        if passed is None:
            return list(rows)
        why = (doubt(DoubtKind.LINE_PASSED_OVER, " ".join(cell.text for cell in self.sheet.lines[passed].all)[:40]),)
        return [
            replace(row, row=replace(row.row, doubts=(*row.row.doubts, *why))) if row.line > passed else row
            for row in rows
        ]

    def _has_values(self, line: int) -> bool:
        return any(_is_value(cell) for cell in self.sheet.lines[line].all)

    def _left_beside(self, line: int, taken: Sequence[Cell | None]) -> Iterator[Doubt]:
        """Whether the line prints values behind its label that are none of the row's, and no other row has the line."""
        if sum(line in lines for lines in (*self.mapping.rows.values(), *self.mapping.listed.values())) > 1:
            return
        used = {cell.place.span for cell in taken if cell is not None}
        cells = self.sheet.lines[line].all
        last = max((at for at, cell in enumerate(cells) if cell.text and not _is_value(cell)), default=-1)
        left = [cell for cell in cells[last + 1 :] if _is_value(cell) and cell.place.span not in used]
        if left:
            yield doubt(DoubtKind.VALUES_LEFT_BESIDE, len(left))

    def _cells(self, line: int, block: BlockSpec, listed: bool) -> Cells | None:
        """The cells of a row: those named one by one, or those of the columns that its line has."""
        named = block.layout == "repeat"
        count = len(block.columns) + named
        if line in self.mapping.cells:
            cells = self.mapping.cells[line]
            if len(cells) == count - named and named and not listed:
                cells = (None, *cells)
            elif len(cells) == count - named and named and self.sheet.lines[line].plain:
                cells = (CellRef(line, ""), *cells)
            return cells if len(cells) == count else None
        printed = self.sheet.lines[line].cells
        for group in self.mapping.columns.get((self.spec.key, self.spec.blocks.index(block)), ()):
            if all(name == "-" or name in printed for name in group[named:]):
                return tuple(CellRef(line, name) if name in printed else None for name in group)
        return None

    def _cell(self, ref: CellRef | None) -> Cell | None:
        return None if ref is None else self.sheet.lines[ref.line].cells[ref.column]

    def _labels(
        self, line: int, block: BlockSpec, spec: RowSpec | None, values: Sequence[Cell | None], name: Cell | None
    ) -> tuple[tuple[Cell, ...], Anchor, float, tuple[Doubt, ...]]:
        """The label printed for a row, how it came to it, and how like the label of the form it is."""
        if spec is None:
            known = name is not None and any(self._score((name,), row) >= SCALE.accepted for row in block.rows)
            doubts = (doubt(DoubtKind.NAME_RIVALS, 2),) if known else ()
            return ((name,) if name is not None and name.text else ()), "own", SCALE.letter, doubts
        if block.layout == "single":
            return (), "none", SCALE.letter, ()
        first = min((cell.place.span for cell in values if cell is not None), default=None)
        own = self._words_before(line, first)
        score = self._score(own, spec)
        if score < SCALE.accepted and line > 0 and not self._is_other_row(own, spec):
            above = self._words_before(line - 1, None)
            over = self._score(above, spec)
            if over >= SCALE.accepted and not any(_is_value(cell) for cell in self.sheet.lines[line - 1].all):
                return above[-1:], "above", over, (doubt(DoubtKind.LABEL_ABOVE),)
        return own[-1:], "own" if own else "order", score, ()

    def _is_other_row(self, labels: Sequence[Cell], spec: RowSpec) -> bool:
        """Whether these are the label of another row, so that the line cannot go by the label above it."""
        rows = (row for block in self.spec.blocks if block.layout != "single" for row in block.rows)
        return any(self._score(labels, row) >= SCALE.accepted for row in rows if row != spec)

    def _words_before(self, line: int, first: tuple[int, int] | None) -> tuple[Cell, ...]:
        cells = self.sheet.lines[line].all
        return tuple(cell for cell in cells if cell.text and (first is None or cell.place.span[0] < first[0]))

    def _score(self, labels: Sequence[Cell], spec: RowSpec) -> float:
        if not labels:
            return 0.0
        joined = " ".join(cell.text for cell in labels)
        return max(self.book.score_row(labels[-1].text, spec), self.book.score_row(joined, spec))

    def _rivals(self, line: int, spec: RowSpec, score: float, values: Sequence[Cell]) -> int:
        """Other lines with numbers, which no row was found at, whose label is this one as well, near the table.

        A line that prints the same values under the same label is the same row once more, and takes nothing away.
        Where every cell is a line of its own the lines below a label are its values, and the table is as much longer.
        """
        below = bool(values) and values[0].place.span[0] >= self.sheet.lines[line].span[1]
        reach = _NEAR * (len(values) + 1 if below else 1)
        near = range(max(0, line - reach), min(len(self.sheet.lines), line + reach))
        others = (at for at in near if at not in self.taken and (self._has_values(at) or self._is_over_values(at)))
        printed = [fold_width(cell.text) for cell in values]
        return sum(
            1
            for at in others
            if self._score(self._label_cells(at), spec) >= max(score, SCALE.sure)
            and self._values_of(at, len(values)) != printed
        )

    def _is_over_values(self, line: int) -> bool:
        """Whether the next line is a value alone, which no row was found at."""
        under = line + 1
        return under < len(self.sheet.lines) and under not in self.taken and self._is_lone_value(under)

    def _is_lone_value(self, line: int) -> bool:
        cells = self.sheet.lines[line].all
        return len(cells) == 1 and _is_value(cells[0])

    def _values_of(self, line: int, count: int) -> list[str]:
        """What stands behind the label of a line, or below it."""
        labels, cells = self._label_cells(line), self.sheet.lines[line].all
        last = max((at for at, cell in enumerate(cells) if cell in labels), default=-1)
        behind = [fold_width(cell.text) for cell in cells[last + 1 :]]
        under = range(line + 1, min(line + 1 + count, len(self.sheet.lines)))
        return behind or [fold_width(self.sheet.lines[at].all[0].text) for at in under if self._is_lone_value(at)]

    def _label_cells(self, line: int) -> tuple[Cell, ...]:
        cells = self.sheet.lines[line].all
        first = next((cell.place.span for cell in cells if _is_value(cell)), None)
        return self._words_before(line, first)

    def _outline(self, rows: Sequence[MappedRow]) -> OutlineTable:
        first, last = min(row.line for row in rows), max(row.line for row in rows)
        top = self._top(first)
        words = tuple(
            line
            for at in range(top, last + 1)
            if (line := self._word_line(at)) and at not in {row.line for row in rows}
        )
        lines = tuple(heads for line in words if (heads := tuple(cell for cell in line if self._is_heading(cell.text))))
        titled = any(self._is_title(at) for at in range(top, first + 1))
        return OutlineTable(
            self.spec,
            tuple(row.row for row in rows),
            lines,
            self.sheet.lines[first].number,
            self.sheet.lines[last].number,
            tuple(self._table_doubts(titled, top, last)),
            words,
            self.sheet.lines[top].number,
            tuple(cell for line in words for cell in line if not self._is_heading(cell.text)),
        )

    def _table_doubts(self, titled: bool, top: int, last: int) -> Iterator[Doubt]:
        """Doubts about the title. One that is printed again says nothing where all that follows is printed again."""
        if not self.spec.titled:
            return
        lines = len(self.sheet.lines)
        count = sum(1 for at in range(lines) if self._is_title(at) and not self._is_copy(at, top, last))
        if count > 1:
            yield doubt(DoubtKind.TITLE_REPEATED, count)
        elif not titled:
            yield doubt(DoubtKind.TITLE_NOT_ABOVE)

    def _is_copy(self, title: int, top: int, last: int) -> bool:
        """Whether the lines from another title on print what those from ``top`` to ``last`` do."""
        if title == top or not self._is_title(top) or title + last - top >= len(self.sheet.lines):
            return False
        return all(self._texts(title + at - top) == self._texts(at) for at in range(top, last + 1))

    def _texts(self, line: int) -> list[str]:
        return [fold_width(cell.text) for cell in self.sheet.lines[line].all]

    def _top(self, first: int) -> int:
        rows = set[int]().union(*self.mapping.rows.values(), *self.mapping.listed.values())
        far = max([0, first - _LOOK_FAR, *(at + 1 for at in rows if at < first)])
        title = next((at for at in range(first, far - 1, -1) if self._is_title(at)), None)
        return title if title is not None else max(far, first - _LOOK_BACK)

    def _is_title(self, line: int) -> bool:
        cells = [cell for cell in self.sheet.lines[line].all if cell.text]
        return any(self.book.score(cell.text, self.spec.title) >= SCALE.title for cell in cells)

    def _word_line(self, line: int) -> tuple[Cell, ...]:
        cells = tuple(cell for cell in self.sheet.lines[line].all if cell.text)
        return () if any(_is_value(cell) for cell in cells) else with_whole_titles(cells, self.spec, self.book)

    def _is_heading(self, text: str) -> bool:
        for block in self.spec.blocks:
            for label in (*([block.title] if block.title else []), *(c.label for c in block.columns)):
                if self.book.score(text, label) >= SCALE.accepted:
                    return True
            if any(self.book.score(text, group) >= SCALE.accepted for c in block.columns for group in c.groups):
                return True
        return False


def _is_value(cell: Cell) -> bool:
    return bool(cell.text) and looks_like_value(cell.text)

"""The oracle: every question of a request about places answered rightly, from truth and what the request shows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.evaluate.loopback.column_search import ColumnSearch, Group, PlacedRow
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.line_search import LineSearch, alike
from extractor.evaluate.loopback.places_said import (
    Said,
    SaidColumns,
    SaidLine,
    SaidRow,
    SaidRows,
    SaidStatement,
)
from extractor.evaluate.loopback.printed_values import CellAt, read_cell
from extractor.evaluate.loopback.request_text import PosedQuestion, ReadRequest
from extractor.evaluate.loopback.sought_rows import SoughtRow, SoughtTable, sought_tables
from extractor.readers.llm.shown import show_text
from extractor.schemas.form import BlockSpec, ClaimSpec, Value
from extractor.schemas.values import fold_width, read_printed

_LABEL_LENGTH = 80
_ONLY_ROW = "the row of values under the headings"
_NUMBER = re.compile(r"(?<![\d.,])[-+]?\d(?:[\d,]*\d)?(?:\.\d+)?(?![\d]|[.,]\d)")


@dataclass(frozen=True)
class _PlacedTable:
    """Where the rows of a table were found, with the columns of every block."""

    table: SoughtTable
    rows: dict[int, PlacedRow]
    groups: dict[int, list[Group]]


class Oracle:
    """Answers one request from the truth about the document it shows. ``part``: it shows a picture of a part of it,
    so that a number that is stated elsewhere may stand in it by chance, and characters may be recognised wrongly.
    """

    def __init__(self, request: ReadRequest, truth: KnownTruth, part: bool = False) -> None:
        self._part = part
        self._lines = request.lines
        self._request = request
        self._truth = truth
        self._tables = tuple(self._placed(sought_tables(truth.form, truth.values)))

    def answers(self) -> list[Said]:
        """What is to be said, question by question."""
        tables = iter(self._tables)
        claims = iter(self._truth.form.claims)
        current: _PlacedTable | None = None
        blocks: Iterator[BlockSpec] = iter(())
        said: list[Said] = []
        for question in self._request.questions:
            if question.kind == "rows":
                current = next(tables)
                blocks = iter(current.table.spec.blocks)
                said.append(self._rows(question, current))
            elif question.kind == "columns" and current is not None:
                said.append(self._columns(current, next(blocks)))
            elif question.kind == "statement":
                said.append(self._statement(next(claims)))
            else:
                said.append(SaidLine(self._known_line(question.said)))
        return said

    def printed(self) -> dict[CellAt, str]:
        """What is printed in the cells of all rows that were found: as recognised where that is what the truth says."""
        return {
            cell: text
            for table in self._tables
            for placed in table.rows.values()
            for cell, text in self._truth_of(placed)
        }

    def _truth_of(self, placed: PlacedRow) -> Iterator[tuple[CellAt, str]]:
        if placed.name is not None and placed.row.name:
            yield placed.name, placed.row.name
        for value, column, cell in zip(placed.row.values, placed.row.columns, placed.cells, strict=True):
            if cell is not None and value is not None:
                recognised = self._lines[cell.line].cells[cell.column]
                yield cell, recognised if read_cell(recognised, column) == value else str(value)

    def _placed(self, tables: Sequence[SoughtTable]) -> Iterator[_PlacedTable]:
        found = LineSearch(self._lines, tables, misread=self._part).found()
        columns = ColumnSearch(self._lines)
        for table, rows in zip(tables, found, strict=True):
            placed: dict[int, PlacedRow] = {}
            groups: dict[int, list[Group]] = {}
            for number, block in enumerate(table.spec.blocks):
                own = {n: rows[n] for n, row in enumerate(table.printed) if row.block is block and n in rows}
                made, groups[number] = columns.placed(block, [(table.printed[n], at) for n, at in own.items()])
                by_row = {id(each.row): each for each in made}
                placed.update({n: by_row[id(table.printed[n])] for n in own})
            yield _PlacedTable(table, placed, groups)

    def _rows(self, question: PosedQuestion, found: _PlacedTable) -> SaidRows:
        places = {id(row): found.rows.get(n) for n, row in enumerate(found.table.printed)}
        rows = [self._row(row, places.get(id(row)), found) for row in found.table.rows]
        labels = [show_text(next(iter(row.labels), ""), _LABEL_LENGTH) for row in found.table.rows]
        rows.insert(_control_at(labels, question.rows), SaidRow(None, control=True))
        listed = [self._row(row, places.get(id(row)), found) for row in found.table.listed]
        return SaidRows(rows, [row for row in listed if row.line is not None], question.listed)

    def _row(self, row: SoughtRow, placed: PlacedRow | None, found: _PlacedTable) -> SaidRow:
        if placed is None:
            return SaidRow(None)
        named = row.block.layout == "repeat"
        cells = (placed.name, *placed.cells) if named else placed.cells
        groups = found.groups[found.table.spec.blocks.index(row.block)]
        return SaidRow(placed.line, cells, not self._is_said(placed, groups, named), named)

    def _is_said(self, row: PlacedRow, groups: Sequence[Group], named: bool) -> bool:
        """Whether the first set of columns that fits the line gives the cells of the row."""
        printed = self._lines[row.line].cells
        for group in groups:
            own = group[1:] if named else group
            if all(name is None or name in printed for name in own):
                same = all(
                    (None if cell is None else cell.column) == name and (cell is None or cell.line == row.line)
                    for cell, name in zip(row.cells, own, strict=True)
                )
                return same and (not named or not row.row.name or row.name == CellAt(row.line, group[0] or ""))
        return False

    def _columns(self, found: _PlacedTable, block: BlockSpec) -> SaidColumns:
        groups = found.groups[found.table.spec.blocks.index(block)]
        return SaidColumns([list(group) for group in groups], len(block.columns) + (block.layout == "repeat"))

    def _statement(self, claim: ClaimSpec) -> SaidStatement:
        value = self._truth.values.get(claim.path)
        if value is None:
            return SaidStatement(0, None)
        places = list(self._stated(claim, value))
        if self._part and not claim.identity:
            places = [place for place in places if self._trust(claim, place)[0]]
        if not places:
            return SaidStatement(0, None)
        return max(places, key=lambda place: self._trust(claim, place))

    def _stated(self, claim: ClaimSpec, value: Value) -> Iterator[SaidStatement]:
        """Every line that prints the value once, with its characters."""
        for at, line in enumerate(self._lines):
            text = line.text
            if isinstance(value, str):
                signs = r"\s*".join(re.escape(sign) for sign in "".join(show_text(value, 10_000).split()))
                found = [match[0] for match in re.finditer(signs, text)]
            else:
                found = [m[0] for m in _NUMBER.finditer(text) if read_printed(m[0], claim.kind).value == value]
            if found:
                yield SaidStatement(at, found[0])

    def _trust(self, claim: ClaimSpec, place: SaidStatement) -> tuple[bool, float, float, int]:
        """How sure a line is the one that states a value: by the form's own phrases, then by its words and place."""
        text = fold_width(self._lines[place.line].text)
        quote = fold_width(place.quote or "")
        phrased = any(
            match["value"] is not None and fold_width(match["value"]).strip() == quote
            for pattern in claim.patterns
            for match in pattern.finditer(text)
        )
        plain = 1.0 if self._lines[place.line].plain else 0.0
        return phrased, plain, 0.0 if claim.identity else alike(claim.label, text), -place.line

    def _known_line(self, said: str) -> int:
        """The line that prints a text, or the one that prints most of it."""
        wanted = "".join(said.split())
        texts = ["".join(line.text.split()) for line in self._lines]
        begins = [at for at, text in enumerate(texts) if text.startswith(wanted)]
        return begins[0] if begins else max(range(len(texts)), key=lambda at: alike(said, texts[at]))


def _control_at(labels: Sequence[str], asked: Sequence[str]) -> int:
    """The position of the one row asked for that is none of the form."""
    return next(
        (n for n, (own, said) in enumerate(zip(labels, asked, strict=False)) if (own or _ONLY_ROW) != said), len(labels)
    )

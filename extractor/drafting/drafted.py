"""From what samples have in common to the fields, groups and lists of a draft, and to the numbers of identities."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.drafting.draft_keys import DraftKeys
from extractor.drafting.pack_draft import DraftField, DraftGroup, DraftList, DraftNode
from extractor.drafting.sample_page import SamplePage, label_of
from extractor.drafting.samples_merged import (
    MergedStatement,
    MergedTable,
    SampleNumbers,
    has_only,
    merged_statements,
    merged_tables,
    shared_names,
    total_names,
)
from extractor.drafting.value_kinds import SampleValue, kind_of
from extractor.readers.open_layout.open_labels import label_core
from extractor.schemas.state import NUMBERS

_SEPARATED = re.compile(r"\S;\s+\S")
_PERIODS = "values"
"""The name of the values of a row that are told by the periods above them."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A field with one number in each sample that has it. ``keys``: of values by period, the numbers by their keys."""

    path: str
    text: str
    values: Mapping[int, Decimal] = field(default_factory=dict)
    keys: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of numbers of a list: what each row of each sample has, None for nothing. ``keys``: as of a number."""

    list: str
    key: str
    text: str
    rows: Mapping[int, Sequence[Decimal | None]] = field(default_factory=dict)
    keys: Mapping[int, Sequence[Mapping[str, Decimal]]] = field(default_factory=dict)


class Drafter:
    """Makes the nodes of a draft of samples. ``numbers`` and ``columns`` are what identities may hold between."""

    def __init__(self, pages: Sequence[SamplePage], names: Sequence[str]) -> None:
        self._pages = pages
        self._names = names
        self._known = SampleNumbers(pages)
        self._keys = DraftKeys()
        self.numbers: list[FoundNumber] = []
        self.columns: list[FoundColumn] = []

    def nodes(self) -> list[DraftNode]:
        """Everything that was found, statements first."""
        found: list[DraftNode] = []
        groups: dict[str, tuple[DraftGroup, DraftKeys]] = {}
        for each in merged_statements(self._pages):
            core = label_core(each.section)
            if not each.section:
                found.append(self._statement(each, self._keys, ""))
                continue
            if core not in groups:
                group = DraftGroup(self._keys.key(each.section, "part"), [each.section])
                groups[core] = group, DraftKeys()
                found.append(group)
            group, keys = groups[core]
            group.members.append(self._statement(each, keys, f"{group.key}."))
        for table in merged_tables(self._pages):
            found += self._table(table)
        return found

    def _where(self, samples: Sequence[int]) -> str:
        """In which samples something was seen, for a comment."""
        seen = sorted(set(samples))
        if len(seen) == len(self._pages) and len(seen) > 1:
            return f"in all {len(seen)} samples"
        return f"in {', '.join(self._names[each] for each in seen)}" + (" only" if len(self._pages) > 1 else "")

    def _statement(self, each: MergedStatement, keys: DraftKeys, prefix: str) -> DraftNode:
        key = keys.key(each.label, "field")
        where = self._where([value.sample for value in each.values])
        if any(_SEPARATED.search(value.text) for value in each.values):
            item = DraftField(key, "text", [])
            return DraftList(key, [each.label], [item], f"parted by semicolons; {where}", single=True)
        made = self._field(key, each.label, each.values, where)
        if all(not value.text for value in each.values):
            made.kind = "boolean" if self._is_box(each) else "text"
        if made.kind in NUMBERS and len(each.samples) == len(each.values):
            values = {value.sample: number for value in each.values if (number := self._number(value)) is not None}
            self.numbers.append(FoundNumber(f"{prefix}{key}", each.label, values))
        return made

    def _is_box(self, each: MergedStatement) -> bool:
        """Whether a statement without a value is a box to tick: what ends with a colon has a value elsewhere."""
        printed = [
            piece.text
            for page in self._pages
            for band in page.bands
            for piece in band.fragments
            if each.label in piece.text
        ]
        return bool(printed) and not any(text.rstrip().endswith((":", "：")) for text in printed)

    def _field(self, key: str, label: str, values: Sequence[SampleValue], where: str) -> DraftField:
        found = kind_of(label, values, self._known.usual)
        shown = next((value.text for value in values if value.text), "")
        remark = "; ".join(filter(None, [where, f"such as {shown}" if shown else "", found.remark]))
        labels = [label] if label else []
        return DraftField(
            key, found.kind, labels, remark, notation=found.notation, units=found.units, nil_marks=found.nil_marks
        )

    def _number(self, value: SampleValue) -> Decimal | None:
        return self._known.number(value.text, value.sample)

    def _table(self, table: MergedTable) -> list[DraftNode]:
        """A table as a list and the rows that are no items of it, or as fields where its rows are always the same."""
        shared = shared_names(table)
        if self._is_form(table, shared):
            shared = shared or [name for sample in table.rows for name in table.names(sample)]
            if not table.title:
                return [self._row(table, name, self._keys) for name in shared]
            key, keys = self._keys.key(table.title, "rows"), DraftKeys()
            rows = [self._row(table, name, keys, f"{key}.") for name in shared]
            remark = f"the same rows {self._where(list(table.rows))}"
            return [DraftGroup(key, [table.title], rows, remark)]
        totals = total_names(table, shared, self._known)
        made: list[DraftNode] = [self._list(table, totals)]
        made += [self._row(table, name, self._keys) for name in _once(totals)]
        return made

    def _is_form(self, table: MergedTable, shared: Sequence[str]) -> bool:
        """Whether the rows of a table are fields and no items: the same in all samples; of a single sample, rows of one
        value each, which make no list that could be found again by its one heading."""
        if len(table.rows) > 1 or len(table.headings) > 2 or table.headings[0] or any(table.periods):
            return has_only(table, shared) and len(shared) > 1
        names = [name for sample in table.rows for name in table.names(sample)]
        return all(names) and len(set(names)) == len(names) > 1

    def _list(self, table: MergedTable, totals: Sequence[str]) -> DraftList:
        key = self._keys.key(table.title or "lines", "lines")
        rows = sum(len(each) for each in table.rows.values())
        found = DraftList(
            key, [table.title] if table.title else [], remark=f"{rows} rows, {self._where([*table.rows])}"
        )
        keys = DraftKeys()
        for at, heading in enumerate(table.headings):
            if table.periods[at]:
                continue
            values = table.column(at, totals)
            column = self._field(keys.key(heading, "name" if at == 0 else "column"), heading, values, "")
            column.remark = "; ".join(
                filter(None, [f"{sum(bool(each.text) for each in values)} values", column.remark])
            )
            found.members.append(column)
            if column.kind in NUMBERS:
                items = {
                    sample: [self._known.number(row[at], sample) for row in _items(own, totals)]
                    for sample, own in table.rows.items()
                }
                self.columns.append(FoundColumn(key, column.key, heading, items))
        if any(table.periods):
            found.members.append(self._periods(table, keys.key(_PERIODS, _PERIODS)))
            self.columns.append(
                FoundColumn(
                    key,
                    _PERIODS,
                    "",
                    keys={
                        sample: [self._by_period(table, row, sample) for row in _items(own, totals)]
                        for sample, own in table.rows.items()
                    },
                )
            )
        return found

    def _periods(self, table: MergedTable, key: str, labels: Sequence[str] = ()) -> DraftList:
        """The values of a row by the years or days that head their columns."""
        values = [each for at, period in enumerate(table.periods) if period for each in table.column(at)]
        item = self._field(key, "", values, "")
        item.kind = item.kind if item.kind in NUMBERS else "amount"
        headings = dict.fromkeys(text for own in table.keys.values() for text in own[1:])
        return DraftList(key, [*labels], [item], f"by {', '.join(headings)}", single=True, keyed=True)

    def _by_period(self, table: MergedTable, row: Sequence[str], sample: int) -> Mapping[str, Decimal]:
        found = {}
        for at, heading in enumerate(table.keys[sample]):
            if at < len(table.periods) and table.periods[at]:
                number = self._known.number(row[at], sample)
                if number is not None:
                    found[heading] = number
        return found

    def _row(self, table: MergedTable, name: str, keys: DraftKeys, prefix: str = "") -> DraftNode:
        """A row that has a field of its own: one value, values by period, or a group of them."""
        core = label_core(name)
        label = label_of(name)
        rows = [(sample, row) for sample, own in table.rows.items() for row in own if label_core(row[0]) == core]
        key, where = keys.key(label, "row"), self._where([sample for sample, _ in rows])
        if any(table.periods):
            by_period = {sample: self._by_period(table, row, sample) for sample, row in rows}
            self.numbers.append(FoundNumber(f"{prefix}{key}", label, keys=by_period))
            made = self._periods(table, key, [label])
            made.remark = f"{where}; {made.remark}"
            return made
        filled = [at for at in range(1, len(table.headings)) if any(row[at] for _, row in rows)]
        if len(filled) < 2:
            at = filled[0] if filled else len(table.headings) - 1
            values = [SampleValue(row[at], sample) for sample, row in rows]
            found = self._field(key, label, values, where)
            self._note(f"{prefix}{key}", label, values)
            return found
        group, inner = DraftGroup(key, [label], remark=where), DraftKeys()
        for at in filled:
            values = [SampleValue(row[at], sample) for sample, row in rows]
            column = self._field(inner.key(table.headings[at], "column"), table.headings[at], values, "")
            group.members.append(column)
            self._note(f"{prefix}{key}.{column.key}", table.headings[at], values)
        return group

    def _note(self, path: str, text: str, values: Sequence[SampleValue]) -> None:
        found = {value.sample: number for value in values if (number := self._number(value)) is not None}
        if len(found) == len(values):
            self.numbers.append(FoundNumber(path, text, found))


def _items(rows: Sequence[tuple[str, ...]], totals: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows that are items."""
    cores = {label_core(name) for name in totals}
    return [row for row in rows if label_core(row[0]) not in cores]


def _once(names: Sequence[str]) -> list[str]:
    """Names, those left out that are the same label as one before."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(label_core(name), name)
    return [*found.values()]

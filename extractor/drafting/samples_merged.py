"""What several samples print in common: statements by their labels, tables by their headings, rows by their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.drafting.sample_page import SamplePage, SampleTable
from extractor.drafting.value_kinds import SampleValue
from extractor.readers.open_layout.heading_bands import is_period
from extractor.readers.open_layout.leaf_values import Notations, notations_of
from extractor.readers.open_layout.open_labels import is_total, label_core
from extractor.readers.open_layout.printed_figures import figure_in, number_of

_HELD = 2
"""Sums that show that a row is the sum of those above it."""


@dataclass
class MergedStatement:
    """A label, under a section, with what the samples print at it."""

    section: str
    label: str
    values: list[SampleValue] = field(default_factory=list)
    weak: bool = False

    @property
    def samples(self) -> frozenset[int]:
        """Which samples have it."""
        return frozenset(each.sample for each in self.values)


@dataclass
class MergedTable:
    """A table with all its rows. ``periods``: which columns are headed by years or days; they are told by those."""

    title: str
    headings: tuple[str, ...]
    periods: tuple[bool, ...]
    rows: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)
    keys: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def names(self, sample: int) -> list[str]:
        """What the rows of a sample are called."""
        return [row[0] for row in self.rows[sample]]

    def column(self, at: int, without: Iterable[str] = ()) -> list[SampleValue]:
        """Everything printed in a column, rows of some names left out."""
        cores = {label_core(name) for name in without}
        return [
            SampleValue(row[at], sample)
            for sample, rows in self.rows.items()
            for row in rows
            if label_core(row[0]) not in cores
        ]


def merged_statements(pages: Sequence[SamplePage]) -> list[MergedStatement]:
    """The statements of all samples, in the order of the first that has them. What is weak has to stand in all of at
    least two samples."""
    found: dict[tuple[str, str], MergedStatement] = {}
    for number, page in enumerate(pages):
        for each in page.statements:
            key = label_core(each.section), label_core(each.label)
            merged = found.setdefault(key, MergedStatement(each.section, each.label, weak=each.weak))
            merged.weak = merged.weak and each.weak
            merged.values.append(SampleValue(each.value, number))
    return [each for each in found.values() if not each.weak or (len(pages) > 1 and len(each.samples) == len(pages))]


def merged_tables(pages: Sequence[SamplePage]) -> list[MergedTable]:
    """The tables of all samples by their titles and headings."""
    found: dict[tuple[str, ...], MergedTable] = {}
    for number, page in enumerate(pages):
        for table in page.tables:
            periods = tuple(is_period(heading) for heading in table.headings)
            key = (label_core(table.title), *_columns(table, periods))
            merged = found.setdefault(key, MergedTable(table.title, table.headings, periods))
            width = len(merged.headings)
            if any(periods) and len(table.headings) > width:
                merged.headings, merged.periods = table.headings, periods
                width = len(table.headings)
            merged.rows.setdefault(number, []).extend((*row, *[""] * width)[:width] for row in table.rows)
            merged.keys.setdefault(number, table.headings)
    for merged in found.values():
        width = len(merged.headings)
        for rows in merged.rows.values():
            rows[:] = [(*row, *[""] * width)[:width] for row in rows]
    return [each for each in found.values() if any(each.rows.values())]


def _columns(table: SampleTable, periods: Sequence[bool]) -> list[str]:
    """What a heading is told by: its words, all periods being the same."""
    cores = ["#" if period else label_core(text) for text, period in zip(table.headings, periods, strict=True)]
    return [core for at, core in enumerate(cores) if core != "#" or "#" not in cores[:at]]


def shared_names(table: MergedTable) -> list[str]:
    """The names of rows that every one of at least two samples has, once each."""
    if len(table.rows) < 2:
        return []
    first, *others = table.rows
    return [
        name
        for name in table.names(first)
        if name
        and figure_in(name) is None
        and all(
            [label_core(each) for each in table.names(sample)].count(label_core(name)) == 1
            for sample in (first, *others)
        )
    ]


def has_only(table: MergedTable, names: Sequence[str]) -> bool:
    """Whether every sample has rows of these names and no others."""
    cores = [label_core(name) for name in names]
    return bool(names) and all([label_core(each) for each in table.names(sample)] == cores for sample in table.rows)


def total_names(table: MergedTable, shared: Sequence[str], numbers: "SampleNumbers") -> list[str]:
    """Rows that are no items: called a total, or shared by all samples and the sum of the rows above in each; of a
    single sample, its last row."""
    called = list(dict.fromkeys(name for sample in table.rows for name in table.names(sample) if is_total(name)))
    candidates = shared if len(table.rows) > 1 else _last_name(table)
    summed = [name for name in candidates if name not in called and _sums_up(table, name, numbers)]
    return [*called, *summed]


def _last_name(table: MergedTable) -> list[str]:
    """What the last row of the only sample is called, if no other row is."""
    names = next(iter(map(table.names, table.rows)), [])
    return names[-1:] if names and names[-1] and names.count(names[-1]) == 1 else []


def _sums_up(table: MergedTable, name: str, numbers: "SampleNumbers") -> bool:
    """Whether a row is the sum of all above it, in every sample and in every column of numbers."""
    held = 0
    for sample, rows in table.rows.items():
        at = next(place for place, row in enumerate(rows) if label_core(row[0]) == label_core(name))
        for column in range(1, len(table.headings)):
            whole = numbers.number(rows[at][column], sample)
            parts = [number for row in rows[:at] if (number := numbers.number(row[column], sample)) is not None]
            if whole is None or len(parts) < 2:
                continue
            if sum(parts, Decimal()) != whole:
                return False
            held += 1
    return held >= max(len(table.rows), _HELD)


class SampleNumbers:
    """What printed numbers are, under what each sample decides about notation. ``usual``: the decimal mark of all."""

    def __init__(self, pages: Sequence[SamplePage]) -> None:
        known = [notations_of(page.bands) for page in pages]
        marks = {each.mark for each in known if each.mark}
        usual = marks.pop() if len(marks) == 1 else ""
        self.usual = usual if all(each.mark for each in known) else ""
        self._known = [each if each.mark else Notations(usual, each.order, each.bracketed) for each in known]

    def number(self, text: str, sample: int) -> Decimal | None:
        """The number that a text is in a sample; None if none, or if that is open."""
        figure = figure_in(text)
        if figure is None:
            return None
        found, either = number_of(figure, self._known[sample].mark)
        return None if either else found

"""One result as rows of wide tables."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from extractor.documents.file_parts import hash_of_file, name_of_part
from extractor.export.decision_table import DecisionRow
from extractor.export.line import form_of
from extractor.export.wide.wide_tables import (
    PLACEHOLDERS,
    TOLD,
    ListPath,
    WideLayout,
    WideTable,
    general_path,
    number_names,
    parted,
)
from extractor.export.wide.wide_writer import WideCell, WideRow
from extractor.route import FieldVerdict, Result
from extractor.schemas.form import INDEX, Form, Kind, Value
from extractor.schemas.record import plain_value
from extractor.schemas.record_keys import key_of_path

Numbers: TypeAlias = tuple[str, ...]
"""Which item of a list a row is, that of the list around it first: numbers from 0, or keys."""


_RECORD: dict[Numbers, dict[str, FieldVerdict]] = {(): {}}
"""The one row of a record in which nothing was read."""


class WideRows:
    """Makes rows. ``fit``: a value as a column of a kind holds it, None where it cannot; ``apart``: how many of them
    were told in the table of states instead.
    """

    def __init__(self, layout: WideLayout, fit: Callable[[Kind, Value], WideCell]) -> None:
        self._layout = layout
        self._fit = fit
        self.apart = 0

    def of(self, result: Result) -> Iterator[WideRow]:
        """All rows of a result: of its record and the lists in it, then what its columns do not say."""
        form = form_of(result)
        keys = _keys(result)
        if form is None or result.verdict is None:
            yield self._no_record(result)
            left = () if result.verdict is None else result.verdict.fields.values()
            for field in left:
                yield self._state(keys, field)
            self.apart += sum(field.value is not None for field in left)
            return
        groups = _grouped(form, result.verdict.fields)
        flagged = len(result.verdict.flagged)
        heads: dict[str, WideCell] = {**keys, "form": result.form, "status": result.status, "flagged": flagged}
        apart = [
            field
            for path, field in result.verdict.fields.items()
            if field.value is not None and general_path(form, path) is None
        ]
        for (schema, place), table in self._layout.records.items():
            if schema == result.schema_name:
                items = groups.get(place, {}) if place else _RECORD | groups.get("", {})
                for numbers in sorted(items, key=_in_order):
                    fields = items[numbers]
                    told = {**keys, **_numbered(fields, numbers)} if place else heads
                    yield self._row(table, told, fields, apart)
        self.apart += len(apart)
        told_apart = {field.path for field in apart}
        for field in result.verdict.fields.values():
            if field.value is None or field.status == "flagged" or field.path in told_apart:
                yield self._state(keys, field)

    def decision(self, told: DecisionRow) -> WideRow:
        """The row of a decision."""
        return WideRow(self._layout.named("decisions"), told)

    def _row(
        self,
        table: WideTable,
        told: dict[str, WideCell],
        fields: dict[str, FieldVerdict],
        apart: list[FieldVerdict],
    ) -> WideRow:
        cells: list[WideCell] = []
        flagged = set()
        for number, column in enumerate(table.columns):
            field = fields.get(column.source)
            if field is None:
                cells.append(told.get(column.source.removeprefix(TOLD)) if column.told else None)
                continue
            cell = None if field.value is None else self._fit(column.kind, field.value)
            if cell is None and field.value is not None:
                apart.append(field)
            if field.status == "flagged":
                flagged.add(number)
            cells.append(cell)
        return WideRow(table, cells, frozenset(flagged))

    def _state(self, keys: dict[str, WideCell], field: FieldVerdict) -> WideRow:
        value = None if field.value is None else str(plain_value(field.value))
        return WideRow(self._layout.named("states"), (*keys.values(), field.path, field.state, field.status, value))

    def _no_record(self, result: Result) -> WideRow:
        problem = result.problem
        error = "" if problem is None else f"{problem.kind}: {problem.message}"
        return WideRow(self._layout.named("no_record"), (*_keys(result).values(), result.path, result.status, error))


def _keys(result: Result) -> dict[str, WideCell]:
    return {
        "document": result.document,
        "sha256": hash_of_file(result.sha256),
        "part": name_of_part(result.sha256) or None,
    }


def _grouped(
    form: Form, fields: Mapping[str, FieldVerdict]
) -> Mapping[ListPath, dict[Numbers, dict[str, FieldVerdict]]]:
    """The fields of every row of every table, by the path that the schema has for them."""
    groups: dict[ListPath, dict[Numbers, dict[str, FieldVerdict]]] = defaultdict(dict)
    for path, field in fields.items():
        general = general_path(form, path)
        if general is not None:
            parts = zip(general.split("."), path.split("."), strict=True)
            numbers = tuple(actual for part, actual in parts if part in PLACEHOLDERS)
            groups[parted(general)[0]].setdefault(numbers, {})[general] = field
    return groups


def _in_order(numbers: Numbers) -> list[tuple[int, str]]:
    return [(int(each), "") if each.isdecimal() else (0, each) for each in numbers]


def _numbered(fields: Mapping[str, FieldVerdict], numbers: Numbers) -> dict[str, WideCell]:
    """What tells an item from others: numbers from 1, or keys as the document gives them."""
    general = next(iter(fields))
    placeholders = (part for part in general.split(".") if part in PLACEHOLDERS)
    told = (
        int(each) + 1 if kind == INDEX else key_of_path(each) for kind, each in zip(placeholders, numbers, strict=True)
    )
    names = (name for name, _ in number_names(general))
    return dict(zip(names, told, strict=True))

"""The rows of a schema's forms, as a person would name them: what fields are counted and grouped by."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from extractor.schemas.form import INDEX, BlockSpec, Form, Schema, TableSpec

NAMED = "rows with a name of their own"
_NUMBER = re.compile(r"\.\d+(?=\.|$)")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One printed row. ``section`` is the title of its table, empty for what is told in running text.

    ``forms`` are the names of the forms that have it, ``paths`` its fields with ``{n}`` for the number of a repeat.
    """

    section: str
    label: str
    paths: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True)
class FormRows:
    """The rows of all forms of a schema: what running text tells, then tables as printed, the first form leading."""

    rows: tuple[FormRow, ...]

    @classmethod
    def of(cls, schema: Schema) -> "FormRows":
        """The rows of a schema. A row with the same fields in two forms stands once."""
        found: dict[tuple[str, ...], FormRow] = {}
        for form in schema.forms:
            for row in _rows(form):
                known = found.get(row.paths)
                forms = (*known.forms, form.name) if known else (form.name,)
                found[row.paths] = FormRow(row.section, (known or row).label, row.paths, forms)
        order = {section: number for number, section in enumerate(dict.fromkeys(r.section for r in found.values()))}
        return cls(tuple(sorted(found.values(), key=lambda row: order[row.section])))

    @cached_property
    def _of_path(self) -> Mapping[str, FormRow]:
        return {path: row for row in self.rows for path in row.paths}

    @cached_property
    def _order(self) -> Mapping[str, tuple[int, int]]:
        rows = enumerate(self.rows)
        return {path: (above, before) for above, row in rows for before, path in enumerate(row.paths)}

    def row(self, path: str) -> FormRow | None:
        """The row a field belongs to; None for a field no form has."""
        return self._of_path.get(general(path))

    def place(self, path: str) -> tuple[int, int, int, str]:
        """Where a field stands among all others, to sort by; fields no form has stand last."""
        above, before = self._order.get(general(path), (len(self.rows), 0))
        return above, number_of(path) or 0, before, path

    def label(self, path: str) -> str:
        """What the row of a field is called; the path itself where no form has it."""
        row, number = self.row(path), number_of(path)
        if row is None:
            return path
        return row.label if number is None else f"{row.section} · row {number + 1}"


def number_of(path: str) -> int | None:
    """The number of a repeated row in a path, from 0; None where no row repeats."""
    found = _NUMBER.search(path)
    return int(found[0][1:]) if found else None


def general(path: str) -> str:
    """A path with ``{n}`` for the number of a repeated row."""
    return _NUMBER.sub(f".{INDEX}", path)


def column_of(form: Form, path: str) -> str:
    """The heading of the column a field stands in; the last part of its path where it has no printed heading."""
    spec = form.fields.get(general(path))
    if spec is None or not spec.labels or INDEX in spec.labels[-1]:
        return path.rpartition(".")[2]
    return spec.labels[-1]


def _rows(form: Form) -> Iterator[FormRow]:
    for claim in form.claims:
        yield FormRow("", claim.label, (claim.path,), (form.name,))
    for table in form.tables:
        for block in table.blocks:
            yield from _block(form, table, block)


def _block(form: Form, table: TableSpec, block: BlockSpec) -> Iterator[FormRow]:
    section = table.title.printed
    if block.layout == "repeat":
        yield FormRow(section, NAMED, (block.name_path, *block.repeat_paths), (form.name,))
    if block.layout == "single":
        for paths in _by_parent(tuple(path for row in block.rows for path in row.paths)):
            yield FormRow(section, _headings(form, paths), paths, (form.name,))
        return
    for row in block.rows:
        yield FormRow(section, row.label.printed, row.paths, (form.name,))


def _by_parent(paths: tuple[str, ...]) -> list[tuple[str, ...]]:
    """One printed row under several headings counts as a row for each of them."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(path.rpartition(".")[0], []).append(path)
    return [tuple(group) for group in groups.values()]


def _headings(form: Form, paths: tuple[str, ...]) -> str:
    """What the labels of some fields have in common beyond the title of their table."""
    first, *others = (form.fields[path].labels[1:] for path in paths)
    common = [
        label for place, label in enumerate(first) if all(other[place : place + 1] == (label,) for other in others)
    ]
    return " · ".join(common or first[-1:] or (paths[0],))

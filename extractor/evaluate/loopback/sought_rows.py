"""The rows that a form asks for, with what the truth says of each: labels to look for, and the values beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractor.schemas.form import INDEX, BlockSpec, ColumnSpec, Form, Label, TableSpec, Value


@dataclass(frozen=True)
class SoughtRow:
    """One row. ``present``: it is printed; ``values`` column by column, None where nothing is. ``name``: of a listed
    row, what is printed as its name.
    """

    block: BlockSpec
    labels: tuple[str, ...]
    values: tuple[Value | None, ...]
    present: bool
    name: str = ""

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """The columns of its block."""
        return self.block.columns

    @property
    def numbers(self) -> tuple[Value, ...]:
        """The values that are printed."""
        return tuple(value for value in self.values if value is not None)


@dataclass(frozen=True)
class SoughtTable:
    """A table: rows that are listed under names of their own, then the rows of the form in its order."""

    spec: TableSpec
    listed: tuple[SoughtRow, ...]
    rows: tuple[SoughtRow, ...]

    @property
    def printed(self) -> tuple[SoughtRow, ...]:
        """The rows that are printed, in the order of the form."""
        return tuple(row for row in (*self.listed, *self.rows) if row.present)


def sought_tables(form: Form, values: Mapping[str, Value | None]) -> tuple[SoughtTable, ...]:
    """All tables of a form, with the values of a truth."""
    return tuple(
        SoughtTable(
            table,
            tuple(row for block in table.blocks for row in _listed(block, values)),
            tuple(row for block in table.blocks for row in _rows(block, values)),
        )
        for table in form.tables
    )


def _listed(block: BlockSpec, values: Mapping[str, Value | None]) -> Iterator[SoughtRow]:
    if block.layout != "repeat":
        return
    number = 0
    while (path := block.name_path.replace(INDEX, str(number))) in values:
        name = str(values[path] or "")
        found = tuple(values.get(each.replace(INDEX, str(number))) for each in block.repeat_paths)
        yield SoughtRow(block, (name,), found, True, name)
        number += 1


def _rows(block: BlockSpec, values: Mapping[str, Value | None]) -> Iterator[SoughtRow]:
    for row in block.rows:
        labels = () if block.layout == "single" else tuple(_labels(row.label))
        present = any(path in values for path in row.paths)
        yield SoughtRow(block, labels, tuple(values.get(path) for path in row.paths), present)


def _labels(label: Label) -> Iterator[str]:
    yield from (text for text in label.texts if text)

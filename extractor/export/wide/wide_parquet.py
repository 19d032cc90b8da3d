"""Wide tables as parquet, a file a table, with decimals and dates as such."""

from collections.abc import Sequence
from contextlib import ExitStack
from decimal import Decimal
from types import TracebackType
from typing import Any

from extractor.errors import ExtraMissing
from extractor.export.files import replaced
from extractor.export.wide.wide_csv import path_beside
from extractor.export.wide.wide_tables import WideTable
from extractor.export.wide.wide_writer import WHOLE, WideCell, WideRow, typed
from extractor.schemas.form import Kind, Value

_DIGITS, _FRACTION = 38, 10
"""Of a decimal: digits in all, which is what readers of parquet know at most, and behind the point."""
_AT_ONCE = 2000
"""Rows that are gathered before they are written: a row group."""


class WideParquet:
    """ExtraMissing where pyarrow is not installed."""

    def __init__(self, target: str) -> None:
        try:
            import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # an extra, untyped
            import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # the same
        except ModuleNotFoundError as error:
            raise ExtraMissing("parquet needs pyarrow: pip install 'extractor-proof[parquet]'") from error
        self._arrow, self._parquet = pa, pq
        self._types = {
            "count": pa.int64(),
            "amount": pa.decimal128(_DIGITS, _FRACTION),
            "boolean": pa.bool_(),
            "date": pa.date32(),
        }
        self._target = target
        self._files = ExitStack()
        self._gathered: list[_Gathered] = []

    def __enter__(self) -> "WideParquet":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def _write_rest(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            for each in self._gathered:
                each.write()

    def begin(self, tables: Sequence[WideTable]) -> None:
        """Make all files."""
        for table in tables:
            kinds = [(each.name, self._types.get(each.kind, self._arrow.string())) for each in table.columns]
            schema = self._arrow.schema(kinds)
            part = self._files.enter_context(replaced(path_beside(self._target, table)))
            writer = self._files.enter_context(self._parquet.ParquetWriter(part, schema))
            self._gathered.append(_Gathered(self._arrow, writer, schema))
        self._files.push(self._write_rest)

    def add(self, row: WideRow) -> None:
        """One row more."""
        self._gathered[row.table.place].add(row.cells)

    def fit(self, kind: Kind, value: Value) -> WideCell:
        """Whole numbers have 64 bits, decimals ten digits behind the point and 28 before it."""
        made = typed(kind, value)
        if kind == "count" and isinstance(made, int):
            return made if abs(made) < WHOLE else None
        if kind == "amount" and isinstance(made, (int, Decimal)) and not isinstance(made, bool):
            exact = Decimal(made)
            _, digits, exponent = exact.as_tuple()
            assert isinstance(exponent, int)
            zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
            whole = len(digits) + exponent <= _DIGITS - _FRACTION or not any(digits)
            return exact if whole and -exponent - zeros <= _FRACTION else None
        return made


class _Gathered:
    """The rows of one table that are not written yet."""

    def __init__(self, arrow: Any, writer: Any, schema: Any) -> None:  # noqa: ANN401 (an extra, untyped)
        self._arrow, self._writer, self._schema = arrow, writer, schema
        self._rows: list[Sequence[WideCell]] = []

    def add(self, cells: Sequence[WideCell]) -> None:
        self._rows.append(cells)
        if len(self._rows) == _AT_ONCE:
            self.write()

    def write(self) -> None:
        columns = list(zip(*self._rows, strict=True)) or [() for _ in self._schema]
        arrays = [self._arrow.array(each, kind.type) for each, kind in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()

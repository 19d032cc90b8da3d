"""What writes wide tables, whichever format it is: rows come one by one, of whichever table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import TracebackType
from typing import Literal, Protocol, TypeAlias

from extractor.export.wide.wide_tables import WideTable
from extractor.schemas.form import Kind, Value
from extractor.schemas.record import plain_value

WideFormat: TypeAlias = Literal["csv", "xlsx", "parquet", "sqlite"]
WideCell: TypeAlias = bool | int | Decimal | date | str | None
WHOLE = 2**63
"""Whole numbers from here on fit no column of 64 bits."""


@dataclass(frozen=True, slots=True)
class WideRow:
    """One row of a table. ``flagged``: the numbers of the cells that wait for a person."""

    table: WideTable
    cells: Sequence[WideCell]
    flagged: frozenset[int] = frozenset()


class WideWriter(Protocol):
    """A format. It is a context: the files are there when it ends well, and none of them where it does not."""

    def __enter__(self) -> "WideWriter": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def begin(self, tables: Sequence[WideTable]) -> None:
        """Make all tables, those without rows as well."""

    def add(self, row: WideRow) -> None:
        """One row more."""

    def fit(self, kind: Kind, value: Value) -> WideCell:
        """A value as a column of this kind holds it; None where it cannot without losing anything."""


def typed(kind: Kind, value: Value) -> WideCell:
    """A value as what its kind says; None where it is not that. Times, and moments, are texts of ISO 8601."""
    if kind == "date":
        return _date(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    if kind in ("count", "amount"):
        if isinstance(value, (bool, str)):
            return None
        whole = int(value) if value == int(value) else None
        return whole if kind == "count" else value
    return value if isinstance(value, str) else str(plain_value(value))


def _date(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None

"""Wide exports: a row a document, a table a list of its record, every column of one type, with names of one's own.

Rows are written as results come by; nothing is kept of a result once its rows are written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.errors import ConfigurationError
from extractor.export.decision_table import decision_rows
from extractor.export.decisions import EditsOf
from extractor.export.files import STDOUT
from extractor.export.wide.column_choice import ColumnChoice
from extractor.export.wide.wide_csv import path_beside
from extractor.export.wide.wide_rows import WideRows
from extractor.export.wide.wide_tables import WideLayout
from extractor.export.wide.wide_writer import WideFormat, WideWriter
from extractor.route import Result
from extractor.schemas.registry import load_schema

__all__ = ["WideExport", "WideFormat", "write_wide"]

_FILE_A_TABLE: tuple[WideFormat, ...] = ("csv", "parquet")
"""Formats of a file a table: what they are called says nothing of the schema."""


@dataclass(slots=True)
class WideExport:
    """What was written: ``documents``, and of their values those ``apart`` that no column of their type can hold. In
    formats of a file a table ``files`` are their names.
    """

    documents: int = 0
    apart: int = 0
    files: tuple[str, ...] = ()


def write_wide(
    results: Iterable[Result],
    kind: WideFormat,
    target: str,
    schemas: Sequence[str],
    edits: EditsOf | None = None,
    choice: ColumnChoice | None = None,
) -> WideExport:
    """Write results to a file, in csv and parquet a file a table beside it.

    ``schemas``: the names of all that the results are of. ConfigurationError where the format cannot hold them, or the
    choice of columns does not fit them; ExtraMissing where pyarrow is needed and not there.
    """
    if target == STDOUT:
        raise ConfigurationError("wide tables are several: name a file with -o")
    if len(schemas) > 1 and (kind in _FILE_A_TABLE or choice is not None):
        raise ConfigurationError(
            f"the documents are of {len(schemas)} schemas ({', '.join(schemas)}): name one with --schema"
            + ("" if choice is not None else ", or write xlsx or sqlite")
        )
    layout = WideLayout.of([load_schema(name) for name in schemas], choice)
    done = WideExport()
    with _writer(kind, target) as writer:
        writer.begin(layout.tables)
        rows = WideRows(layout, writer.fit)
        for result in results:
            done.documents += 1
            for row in rows.of(result):
                writer.add(row)
            if edits is not None:
                for decision in decision_rows(result, edits(result)):
                    writer.add(rows.decision(decision))
        done.apart = rows.apart
    if kind in _FILE_A_TABLE:
        done.files = tuple(path_beside(target, table).name for table in layout.tables)
    return done


def _writer(kind: WideFormat, target: str) -> WideWriter:
    if kind == "csv":
        from extractor.export.wide.wide_csv import WideCsv

        return WideCsv(target)
    if kind == "parquet":
        from extractor.export.wide.wide_parquet import WideParquet

        return WideParquet(target)
    if kind == "sqlite":
        from extractor.export.wide.wide_sqlite import WideSqlite

        return WideSqlite(target)
    from extractor.export.wide.wide_workbook import WideWorkbook

    return WideWorkbook(target)

"""The parquet format: a row a field, every value with all its digits."""

from collections.abc import Iterable
from pathlib import Path

from extractor.errors import ExtraMissing
from extractor.export.decision_table import DecisionRow, DecisionTable, decisions_beside
from extractor.export.decisions import EditsOf
from extractor.export.files import STDOUT, replaced
from extractor.export.table import FieldRow, field_rows
from extractor.route import Result
from extractor.schemas.record import plain_value

_NUMBERS = ("page",)


def write_parquet(results: Iterable[Result], target: str, edits: EditsOf | None = None) -> int:
    """One row a field, in the columns of the csv; ``value`` is text, so that every kind of value keeps its digits.

    Returns the number of documents. ExtraMissing where pyarrow is not installed.
    """
    if target == STDOUT:
        raise ExtraMissing("parquet cannot go to standard output: name a file with -o")
    try:
        import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # an extra, untyped
        import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # the same
    except ModuleNotFoundError as error:
        raise ExtraMissing("parquet needs pyarrow: pip install 'extractor-proof[parquet]'") from error
    types = {name: pa.int32() if name in _NUMBERS else pa.string() for name in FieldRow._fields}
    schema = pa.schema(list(types.items()))
    count, decided = 0, DecisionTable(edits)
    with replaced(Path(target)) as part, pq.ParquetWriter(part, schema) as writer:
        for count, result in enumerate(map(decided.note, results), start=1):  # noqa: B007 (the count is returned)
            rows = [_row(row) for row in field_rows(result)]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    if edits is not None:
        columns = pa.schema([(name, pa.string()) for name in DecisionRow._fields])
        with replaced(decisions_beside(target)) as part:
            pq.write_table(pa.Table.from_pylist([row._asdict() for row in decided.rows], schema=columns), part)
    return count


def _row(row: FieldRow) -> dict[str, object]:
    value = plain_value(row.value)
    return {**row._asdict(), "value": None if value is None else str(value)}

"""Stored results to files: jsonl, csv, xlsx and parquet, and in wide tables (:mod:`extractor.export.wide`) sqlite too.

By default only accepted documents are exported, because a record carries values as they were read: those of a document
in review may be wrong until a person has looked at them, and only ``fields`` says which.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from extractor.errors import ConfigurationError
from extractor.export.decisions import EditsOf
from extractor.export.files import STDOUT
from extractor.route import Result

Format: TypeAlias = Literal["jsonl", "csv", "xlsx", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
SQLITE: Literal["sqlite"] = "sqlite"
"""The format that is there in wide tables only."""


def choose_format(name: str | None, target: str) -> Format | Literal["sqlite"]:
    """The format that was named, else the one the file's name ends in, else jsonl. ConfigurationError lists them."""
    wanted = name or ("jsonl" if target == STDOUT else Path(target).suffix.lstrip(".").lower())
    for known in (*FORMATS, SQLITE):
        if wanted == known:
            return known
    raise ConfigurationError(
        f"{wanted or target!r} is no export format; choose --format {', '.join((*FORMATS, SQLITE))}"
    )


def export_results(results: Iterable[Result], kind: Format, target: str = STDOUT, edits: EditsOf | None = None) -> int:
    """Write results to a file, or to standard output (``-``; jsonl and csv only). Returns the number of documents.

    ``edits``: who decided what is told with each document: in jsonl in its line, in a workbook on a sheet, beside a
    csv or parquet file in another of its kind (:func:`extractor.export.decision_table.decisions_beside`).
    """
    if kind == "jsonl":
        from extractor.export.text_formats import write_jsonl

        return write_jsonl(results, target, edits)
    if kind == "csv":
        from extractor.export.text_formats import write_csv

        return write_csv(results, target, edits)
    if kind == "xlsx":
        from extractor.export.workbook import write_xlsx

        return write_xlsx(results, target, edits)
    from extractor.export.parquet import write_parquet

    return write_parquet(results, target, edits)

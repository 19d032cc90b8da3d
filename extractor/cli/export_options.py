"""``extractor export``: what can be typed."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import StoreOption


def add_exporting(app: typer.Typer) -> None:
    """Give ``extractor`` the command of this module."""
    app.command(short_help="Write records to a file.")(export)


def export(
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")
    ] = "-",
    kind: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="NAME", help="jsonl, csv, xlsx, parquet or sqlite. [default: by FILE, else jsonl]"
        ),
    ] = None,
    include: Annotated[
        str, typer.Option(metavar="WHAT", help="accepted, or review: every document, failed ones with their error.")
    ] = "accepted",
    schema: Annotated[str | None, typer.Option(metavar="SCHEMA", help="Only documents of this schema.")] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="A row a document and a table a list of its record, in typed columns.")
    ] = False,
    columns: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Wide, with only the columns that a TOML or YAML file names, in its order."),
    ] = None,
    store: StoreOption = None,
) -> int:
    """Write records: by default those of accepted documents only.

    A record holds values as they were read. In a document in review some of them may be wrong: "fields" says for each
    whether it is confirmed, corrected or flagged, why, and what each reader saw. That is why documents in review are
    left out unless you write --include review.

    jsonl is a line a document. csv and parquet are a row a field. xlsx has an overview, a sheet a form with a row a
    document, a sheet with a row a field and one with all decisions; flagged values stand on yellow. Beside FILE.csv
    and FILE.parquet, FILE.decisions.csv and .parquet say who decided what, when, from what to what, and why. Amounts
    are text with all their digits in JSON, counts are numbers, no value is null. Text that begins like a formula is
    written as text.

    --wide writes csv, xlsx, parquet and sqlite (which is always wide) with a row a document and a table a list of its
    record: a sheet, a table of the database, a file beside the one that is named. Counts, amounts, dates and texts are
    each of their own type; why a cell is empty, and which values are flagged, stands in the table "states".
    """
    from extractor.cli.exporting import export_store

    return export_store(store, output, kind, include, schema, wide, columns)

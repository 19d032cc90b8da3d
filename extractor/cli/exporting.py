"""``extractor export``: records from the store to a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from extractor.cli.screen import talk
from extractor.cli.storing import open_store, store_place
from extractor.errors import ConfigurationError
from extractor.export import SQLITE, Format, choose_format, export_results
from extractor.export.decision_table import decisions_beside
from extractor.export.decisions import EditsOf
from extractor.route import Result, Status
from extractor.schemas.registry import resolve_schema
from extractor.store import Store, same_report_of
from extractor.verify.edit import Edit

_INCLUDED: dict[str, tuple[Status, ...]] = {
    "accepted": ("accepted",),
    "review": ("accepted", "review", "failed", "unrecognised"),
}


def export_store(
    store: str | None,
    output: str,
    kind: str | None,
    include: str,
    schema: str | None,
    wide: bool = False,
    columns: Path | None = None,
) -> int:
    """Write the documents of a store. ConfigurationError for a format, a schema or an --include that does not exist."""
    chosen = choose_format(kind, output)
    if include not in _INCLUDED:
        raise ConfigurationError(f"--include {include!r}: choose accepted or review")
    with open_store(store_place(store), create=False) as opened:
        twice: list[str] = []
        name = resolve_schema(schema).name if schema is not None else None
        wanted = _wanted(opened.results(*_INCLUDED[include]), name, twice)
        decided = opened.decided()

        def edits(result: Result) -> tuple[Edit, ...]:
            return opened.edits(result.sha256, result.schema_name) if result.sha256 in decided else ()

        if chosen == SQLITE or wide or columns is not None:
            said = _export_wide(opened, wanted, chosen, output, edits, (name, columns, _INCLUDED[include]))
        else:
            number = export_results(wanted, chosen, output, edits)
            where = "" if output == "-" else f" to {output}"
            beside = f", decisions to {decisions_beside(output)}" if chosen in ("csv", "parquet") and where else ""
            said = f"{number} documents{where}{beside}."
        waiting = opened.overview().statuses.get("review", 0)
    talk().print(said, soft_wrap=True)
    if twice:
        talk().print(f"{len(twice)} of them are reports of a body and year that another document is of, too.")
    if include == "accepted" and waiting:
        talk().print(f"{waiting} more are in review: `extractor review`, or --include review.", soft_wrap=True)
    return 0


def _export_wide(
    opened: Store,
    results: Iterable[Result],
    chosen: Format | Literal["sqlite"],
    output: str,
    edits: EditsOf,
    wish: tuple[str | None, Path | None, tuple[Status, ...]],
) -> str:
    """Write wide tables; what there is to say of them. ``wish``: the schema, the file of columns, the statuses."""
    from extractor.export.wide import write_wide
    from extractor.export.wide.column_choice import read_column_choice

    if chosen == "jsonl":
        raise ConfigurationError("jsonl has no columns: write csv, xlsx, parquet or sqlite with --wide and --columns")
    name, columns, statuses = wish
    choice = None if columns is None else read_column_choice(columns)
    if name is None and choice is not None and choice.schema:
        name = resolve_schema(choice.schema).name
        results = (result for result in results if result.schema_name == name)
    schemas = (name,) if name is not None else opened.schemas(*statuses)
    done = write_wide(results, chosen, output, schemas, edits, choice)
    beside = f", a file a table beside it ({', '.join(done.files)})" if len(done.files) > 1 else ""
    apart = (
        f" {done.apart} values that no column of their type can hold stand in the table states." if done.apart else ""
    )
    return f"{done.documents} documents to {output}{beside}.{apart}"


def _wanted(results: Iterable[Result], schema: str | None, twice: list[str]) -> Iterator[Result]:
    """The results under a schema, or all; those that are not the only report of their body and year go to ``twice``."""
    for result in results:
        if schema is None or result.schema_name == schema:
            if same_report_of(result) is not None:
                twice.append(result.sha256)
            yield result

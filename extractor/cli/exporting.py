"""``extractor export``: records from the store to a file."""

from collections.abc import Iterable, Iterator

from extractor.cli.screen import talk
from extractor.cli.storing import open_store, store_place
from extractor.errors import ConfigurationError
from extractor.export import choose_format, export_results
from extractor.export.decision_table import decisions_beside
from extractor.route import Result, Status
from extractor.schemas.registry import resolve_schema
from extractor.store import same_report_of
from extractor.verify.edit import Edit

_INCLUDED: dict[str, tuple[Status, ...]] = {
    "accepted": ("accepted",),
    "review": ("accepted", "review", "failed", "unrecognised"),
}


def export_store(store: str | None, output: str, kind: str | None, include: str, schema: str | None) -> int:
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

        number = export_results(wanted, chosen, output, edits)
        waiting = opened.overview().statuses.get("review", 0)
    where = "" if output == "-" else f" to {output}"
    beside = f", decisions to {decisions_beside(output)}" if chosen in ("csv", "parquet") and where else ""
    talk().print(f"{number} documents{where}{beside}.", soft_wrap=True)
    if twice:
        talk().print(f"{len(twice)} of them are reports of a body and year that another document is of, too.")
    if include == "accepted" and waiting:
        talk().print(f"{waiting} more are in review: `extractor review`, or --include review.", soft_wrap=True)
    return 0


def _wanted(results: Iterable[Result], schema: str | None, twice: list[str]) -> Iterator[Result]:
    """The results under a schema, or all; those that are not the only report of their body and year go to ``twice``."""
    for result in results:
        if schema is None or result.schema_name == schema:
            if same_report_of(result) is not None:
                twice.append(result.sha256)
            yield result

"""``extractor export``: records from the store to a file."""

from extractor.cli.screen import talk
from extractor.cli.showing import store_place
from extractor.errors import ConfigurationError
from extractor.export import choose_format, export_results
from extractor.route import Status
from extractor.schemas.registry import load_schema
from extractor.store import Store

_INCLUDED: dict[str, tuple[Status, ...]] = {
    "accepted": ("accepted",),
    "review": ("accepted", "review", "failed", "unrecognised"),
}


def export_store(store: str | None, output: str, kind: str | None, include: str, schema: str | None) -> int:
    """Write the documents of a store. ConfigurationError for a format, a schema or an --include that does not exist."""
    chosen = choose_format(kind, output)
    if include not in _INCLUDED:
        raise ConfigurationError(f"--include {include!r}: choose accepted or review")
    if schema is not None:
        load_schema(schema)
    with Store(store_place(store), create=False) as opened:
        results = (
            result for result in opened.results(*_INCLUDED[include]) if schema is None or result.schema_name == schema
        )
        number = export_results(results, chosen, output)
        waiting = opened.overview().statuses.get("review", 0)
    where = "" if output == "-" else f" to {output}"
    talk().print(f"{number} documents{where}.", soft_wrap=True)
    if include == "accepted" and waiting:
        talk().print(f"{waiting} more are in review: `extractor review`, or --include review.", soft_wrap=True)
    return 0

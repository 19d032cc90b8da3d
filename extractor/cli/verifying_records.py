"""``extractor verify``: a record that somebody else made beside its document, and what of it is proven."""

import os
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.screen import FIELD_STYLES, STYLES, output, write_json
from extractor.door.extraction import Extraction, failed_extraction
from extractor.door.given_record import NamedRecord, records_in
from extractor.door.given_schema import schema_of
from extractor.door.verifying import model_form, verify_records
from extractor.errors import ConfigurationError, DocumentError, OpenerDefect
from extractor.evidence.sentences import spoken
from extractor.route import FieldVerdict
from extractor.run.selection import check_paths
from extractor.run.settings import resolve_settings
from extractor.run.summary import ALL_ACCEPTED, SOME_FAILED, SOME_NEED_ATTENTION
from extractor.schemas.record import plain_value

_EXIT_CODES = {"accepted": ALL_ACCEPTED, "review": SOME_NEED_ATTENTION, "failed": SOME_FAILED}
_STATES = {
    "blank": "blank cell",
    "absent": "not there",
    "not_applicable": "does not apply",
    "unread": "not read",
    "computed": "computed",
    "illegible": "illegible",
}


def verify_document(
    document: Path, records: Sequence[Path], schema: str | None, policy: str | None, every: bool, as_json: bool
) -> int:
    """Verify and show; the exit code as a run of this one document would have it."""
    settings = resolve_settings({"schema_name": schema, "policy": policy}, os.environ)
    if settings.schema_name is None:
        raise ConfigurationError("say what the record is: --schema with a model or a JSON Schema")
    check_paths([document])
    compiled = schema_of(settings.schema_name)
    shape = model_form(compiled).shape
    assert shape is not None
    named = records_in(records, shape)
    try:
        found = verify_records(document, named, compiled, {"policy": settings.policy, "limits": settings.limits})
    except (DocumentError, OpenerDefect) as error:
        found = failed_extraction(document.name, error)
    if as_json:
        write_json(found.to_line())
    else:
        _show(output(), found, named, every)
    return _EXIT_CODES.get(found.status, SOME_NEED_ATTENTION)


def _show(console: Console, found: Extraction[BaseModel], records: Sequence[NamedRecord], every: bool) -> None:
    verdict, problem = found.result.verdict, found.problem
    console.print(Text.assemble((found.document, "bold"), "  ", (found.status, STYLES[found.status])))
    if problem is not None:
        console.print(f"{problem.kind}: {problem.message}", soft_wrap=True)
    if verdict is None:
        return
    shown = [field for field in verdict.fields.values() if every or field.waits]
    if shown:
        console.print(_table(shown))
    failed = [each for each in verdict.findings if each.broken and not each.paths]
    for finding in failed:
        console.print(f"  {finding.code}: {finding.message}", style="yellow", soft_wrap=True)
    n, waiting = len(verdict.fields), len(verdict.flagged)
    unproven = sum(field.status == "flagged" for field in verdict.fields.values()) - waiting
    witnesses = "1 record" if len(records) == 1 else f"{len(records)} records"
    console.print(
        f"{n} fields of {witnesses}: {n - waiting - unproven} of {n} confirmed, {waiting} of {n} flagged"
        + (f", {unproven} of {n} optional and not proven" if unproven else "")
        + (f", {len(verdict.unused)} printed numbers of its lists unused" if verdict.unused else "")
        + "."
    )


def _table(fields: Sequence[FieldVerdict]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("field", "value", "status", "printed"):
        table.add_column(heading, no_wrap=heading == "status", overflow="fold")
    table.add_column("why", overflow="fold")
    for field in fields:
        value = str(plain_value(field.value)) if field.value is not None else _STATES.get(field.state, field.state)
        optional = " (optional)" if field.optional and field.status == "flagged" else ""
        table.add_row(
            field.path,
            value,
            Text(field.status + optional, FIELD_STYLES[field.status]),
            "–" if field.spot is None else f"“{field.quote}”, page {field.spot.page}",
            "; ".join(field.told(spoken())),
        )
    return table

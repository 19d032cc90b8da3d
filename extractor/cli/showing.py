"""``extractor status`` and ``extractor show``: what the store knows, in words."""

import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from importlib.util import find_spec

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.history_told import told_history
from extractor.cli.screen import FIELD_STYLES, STYLES, output, write_json
from extractor.cli.storing import documents_named, open_store, store_place
from extractor.errors import ConfigurationError, ExtraMissing
from extractor.evidence.sentences import spoken
from extractor.export.line import JsonLine, form_of, line_of
from extractor.readers.bill import Bill
from extractor.route import FieldVerdict, Result, Verdict
from extractor.run.settings import resolve_settings
from extractor.schemas.form import Value
from extractor.schemas.record import plain_value
from extractor.store import AuditCount, Outcome, Overview, RunRecord, Source, Store
from extractor.verify.consolidate import consolidate
from extractor.verify.edit import Edit
from extractor.verify.grounding import Grounding, Status, grounding_of

_ORDER = ("accepted", "review", "unrecognised", "failed")
_SEVERITIES = ("error", "warning", "info")
_STANDING: dict[Status, str] = {
    "exact": "printed at their label",
    "normalised": "printed at their label in another form",
    "elsewhere": "printed, not proven at their label",
    "absent": "not printed where they were read",
}
_STATES = {
    "blank": "blank cell",
    "absent": "no such cell",
    "not_applicable": "does not apply",
    "unread": "not read",
    "illegible": "illegible",
}


def review_documents(document: str | None, policy: str | None, store: str | None, lang: str | None = None) -> int:
    """Open the review screen on a store; without a policy, each document keeps the one it was run with."""
    from extractor.review.tui import run_review
    from extractor.run.reading_anew import read_anew

    if lang not in (None, "en", "zh"):
        raise ConfigurationError(f"--lang {lang!r}: choose en or zh")
    settings = resolve_settings({"store": store, "policy": policy}, os.environ)
    open_store(settings.store, create=False).close()
    own = settings.policy if "policy" in settings.model_fields_set else None

    def read(opened: Store, result: Result, edits: Sequence[Edit]) -> Outcome:
        return read_anew(opened, settings, result, edits)

    return run_review(settings.store, document, own, lang, read)


def review_in_browser(
    document: str | None, policy: str | None, store: str | None, port: int, lang: str | None = None
) -> int:
    """Serve the same screen to a browser on this machine. ExtraMissing where what carries it there is not installed."""
    if find_spec("textual_serve") is None:
        raise ExtraMissing("review --web needs textual-serve: pip install 'extractor-proof[web]'")
    from extractor.review.browser.review_server import serve_review

    settings = resolve_settings({"store": store, "policy": policy}, os.environ)
    with open_store(settings.store, create=False) as opened:
        if document and not opened.find(document):
            raise ConfigurationError(f"the store has no document {document!r}: `extractor list` names them")
    return serve_review(settings.store, document, policy, port, lang)


def show_status(store: str | None, as_json: bool) -> int:
    """Counts over the whole store."""
    with open_store(store_place(store), create=False) as opened:
        overview, runs, leases = opened.overview(), opened.runs(), opened.leases.current()
        batches = opened.batches.not_ended()
    last = runs[-1] if runs else None
    if as_json:
        write_json(
            {
                "documents": {status: overview.statuses.get(status, 0) for status in _ORDER},
                "flags": overview.flags,
                "edits": overview.edits,
                "same_report": overview.same_report,
                "contradicting": dict(overview.contradicting),
                "claims": [lease.model_dump(mode="json") for lease in leases],
                "usage": sum((run.usage for run in runs), Bill()).model_dump(mode="json"),
                "audit": _audits(runs).model_dump(mode="json"),
                "batches": [asdict(each) for each in batches],
                "runs": overview.runs,
                "last_run": None if last is None else last.model_dump(mode="json"),
            }
        )
        return 0
    console = output()
    console.print(_status_table(overview))
    console.print(f"{overview.flags} flagged fields wait for a person; {overview.edits} decisions were made so far.")
    if overview.contradicting:
        accepted = overview.contradicting.get("accepted", 0)
        count = sum(overview.contradicting.values())
        who = "1 document prints" if count == 1 else f"{count} documents print"
        console.print(f"{who} numbers that contradict each other, {accepted} of them accepted with remarks.")
    if overview.same_report:
        console.print(f"{overview.same_report} documents are reports of a body and year that another one is of, too.")
    for lease in leases:
        console.print(f"{lease.person} is looking at {lease.sha256[:12]} until {lease.until:%H:%M} UTC.")
    for batch in batches:
        state = f"batch {batch.batch}" if batch.batch else "a batch that was not handed in to the end"
        console.print(
            f"{batch.requests} requests are in {state} of {batch.recipient}: run --batch fetches the answers."
        )
    _show_usage(console, runs)
    if last is not None:
        ended = last.stopped or ("finished" if last.finished else "not finished")
        console.print(f"Last run: {last.started:%Y-%m-%d %H:%M} UTC, {ended}, readers {', '.join(last.readers)}.")
        if last.unanswered:
            console.print(
                f"In it the model was not asked about {last.unanswered} documents or not about all of them, "
                f"{last.silent} of them have no usable answer; the same command reads them again."
            )
    return 0


def _status_table(overview: Overview) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("status")
    table.add_column("documents", justify="right")
    for status in _ORDER:
        table.add_row(Text(status, STYLES[status]), str(overview.statuses.get(status, 0)))
    return table


def _show_usage(console: Console, runs: Sequence[RunRecord]) -> None:
    """What asking the model took, and what audits found, in all runs."""
    taken, audit = sum((run.usage for run in runs), Bill()), _audits(runs)
    if taken.calls:
        console.print(f"All runs together: {taken}.")
    if audit.documents:
        console.print(
            f"Audits: {audit.documents} documents accepted without the model were shown to it; "
            f"of {len(audit.differing)} it read {audit.fields} fields otherwise."
        )


def _audits(runs: Sequence[RunRecord]) -> AuditCount:
    """All audits together."""
    return AuditCount(
        documents=sum(run.audit.documents for run in runs),
        differing=tuple(name for run in runs for name in run.audit.differing),
        fields=sum(run.audit.fields for run in runs),
    )


def show_document(document: str, store: str | None, all_fields: bool, as_json: bool) -> int:
    """One document, or every document that goes by this name. ConfigurationError if there is none."""
    with open_store(store_place(store), create=False) as opened:
        found = documents_named(opened, document)
        if as_json:
            lines = [_known(result, opened.edits(result.sha256, result.schema_name)) for result in found]
            write_json(lines[0] if len(lines) == 1 else [*lines])
            return 0
        console = output()
        for result in found:
            _show_result(console, result, opened, all_fields)
    return 0


def _known(result: Result, edits: Sequence[Edit]) -> JsonLine:
    """The line of the export and what is no part of a record: diagnosis, what pictures also read, remarks."""
    verdict = result.verdict
    diagnosis = verdict.diagnosis if verdict is not None else None
    return {
        **line_of(result, edits=edits),
        "diagnosis": diagnosis.model_dump(mode="json") if diagnosis is not None else None,
        "alternatives": {
            path: [each.model_dump(mode="json") for each in field.alternatives]
            for path, field in (verdict.fields.items() if verdict is not None else ())
            if field.alternatives
        },
        "implied": [each.model_dump(mode="json") for each in verdict.implied] if verdict is not None else [],
        "remarks": list(result.remarks),
    }


def _show_result(console: Console, result: Result, store: Store, all_fields: bool) -> None:
    known = f"{result.schema_name} {result.form}" if result.schema_name else "no schema"
    console.print(Text.assemble((result.document, "bold"), f"  {known}  ", (result.status, STYLES[result.status])))
    for path in store.names(result):
        console.print(f"  {path}", style="dim", soft_wrap=True)
    console.print(f"  sha256 {result.sha256 or 'unknown: the file cannot be read'}", style="dim", soft_wrap=True)
    if result.problem is not None:
        console.print(f"{result.problem.kind}: {result.problem.message}", soft_wrap=True)
        _show_missing(console, result)
    for remark in result.remarks:
        console.print(f"remark: {remark}", style="yellow", markup=False, soft_wrap=True)
    if result.verdict is not None:
        source = store.source(result.sha256)
        grounds = _groundings(result, store)
        _show_findings(console, result.verdict)
        _show_groundings(console, grounds)
        _show_fields(console, result.verdict, grounds, source, all_fields)
        for line in told_history(result, store.edits(result.sha256, result.schema_name)):
            console.print(line, markup=False, soft_wrap=True)


def _show_missing(console: Console, result: Result) -> None:
    details = result.problem.details if result.problem is not None else {}
    missing = details.get("missing")
    if isinstance(missing, list) and missing:
        count = details.get("missing_count", len(missing))
        console.print(f"Of {details.get('nearest')}, {count} labels are not printed, among them:", soft_wrap=True)
        for label in missing:
            console.print(f"  {label}", soft_wrap=True)


def _show_findings(console: Console, verdict: Verdict) -> None:
    failed = [finding for finding in verdict.findings if finding.outcome in ("fail", "rule_error")]
    console.print(f"{len(verdict.findings)} checks: {len(failed)} do not hold.")
    if verdict.source_inconsistent:
        console.print("The printed numbers contradict each other: the source itself is inconsistent.", style="yellow")
    elif verdict.contradictions:
        console.print("The printed numbers contradict each other, as they were read.", style="yellow")
    if verdict.let_pass:
        count = len(verdict.let_pass)
        checks = "1 of the checks" if count == 1 else f"{count} of the checks"
        console.print(f"{checks} that do not hold let the document pass: they are remarks.")
    for finding in sorted(failed, key=lambda finding: _SEVERITIES.index(finding.severity)):
        style = "yellow" if finding.severity == "error" else "dim"
        console.print(f"  {finding.severity} {finding.code}: {finding.message}", style=style, soft_wrap=True)
        if finding.difference is not None:
            console.print(f"    difference: {_signed(finding.difference)}", style=style)


def _signed(residual: str) -> str:
    """Left side minus right side, with its sign: how much too much, or too little."""
    number = format(Decimal(residual), "f")
    return number if number.startswith("-") else f"+{number}"


def _groundings(result: Result, store: Store) -> Mapping[str, Grounding]:
    form = form_of(result)
    if form is None or result.verdict is None or result.schema_name is None:
        return {}
    readings = store.readings(result.sha256, result.schema_name)
    document = consolidate(form, readings, store.edits(result.sha256, result.schema_name))
    return grounding_of(document, result.verdict.findings)


def _show_groundings(console: Console, grounds: Mapping[str, Grounding]) -> None:
    counts = Counter(each.status for each in grounds.values())
    said = ", ".join(f"{counts[status]} {words}" for status, words in _STANDING.items() if counts[status])
    if said:
        console.print(f"{len(grounds)} values: {said}.")


def _show_fields(
    console: Console, verdict: Verdict, grounds: Mapping[str, Grounding], source: Source | None, all_fields: bool
) -> None:
    shown = list(verdict.fields.values()) if all_fields else list(verdict.flagged)
    console.print(f"{len(verdict.fields)} fields: {len(verdict.flagged)} flagged.")
    for field in shown:
        status = (field.status, FIELD_STYLES[field.status])
        value = _said(field.value, field.state)
        console.print(Text.assemble("  ", status, "  ", (field.label, "bold"), f"  {value}"), soft_wrap=True)
        console.print(f"    {field.path}", style="dim", soft_wrap=True)
        for line in (
            *field.told(spoken()),
            *_witnesses(field),
            *_readers(field),
            *_also(field),
            *_place(field, source, grounds.get(field.path)),
        ):
            console.print(f"    {line}", soft_wrap=True)


def _said(value: Value | None, state: str) -> str:
    return str(plain_value(value)) if value is not None else _STATES.get(state, state)


def _readers(field: FieldVerdict) -> list[str]:
    """What each reader saw, where they differ or one saw nothing."""
    seen = {str(plain_value(value)) for value in field.readers.values()}
    if len(seen) < 2:
        return []
    return [
        f"{name} read {'nothing' if value is None else plain_value(value)}" for name, value in field.readers.items()
    ]


def _witnesses(field: FieldVerdict) -> list[str]:
    """Who looked at what, where more than one says the same."""
    if len(field.legs) < 2:
        return []
    said = (f"{leg.reader} ({leg.looked_at or 'nothing'}, placed by {leg.placed_by or 'nobody'})" for leg in field.legs)
    return [f"witnesses: {', '.join(said)}"]


def _also(field: FieldVerdict) -> list[str]:
    """What the picture of a scanned field may show besides."""
    said = ", ".join(_said(other.value, other.state) for other in field.alternatives)
    return [f"the picture also reads {said}"] if said else []


def _place(field: FieldVerdict, source: Source | None, grounding: Grounding | None) -> list[str]:
    spot = field.spot
    if spot is None:
        return []
    where = [f"page {spot.page}"] if source is None or source.pages > 1 else []
    if spot.span is not None and source is not None:
        starts = [0, *(at + 1 for at, char in enumerate(source.text) if char == "\n")]
        where.append(f"line {bisect_right(starts, spot.span[0])}")
    printed = f"printed “{field.quote}”" if field.quote else "printed blank"
    standing = "" if grounding is None else f" ({_STANDING[grounding.status]})"
    return [f"{printed}, {', '.join(where) or f'page {spot.page}'}{standing}"]

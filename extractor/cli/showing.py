"""``extractor show``: what the store knows of one document, in words."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from extractor.cli.history_told import told_history
from extractor.cli.screen import FIELD_STYLES, STYLES, output, write_json
from extractor.cli.storing import documents_named, open_store, store_place
from extractor.documents.file_names import legible_name
from extractor.evidence.sentences import spoken
from extractor.export.line import JsonLine, form_of, line_of
from extractor.review.remark_wording import remark_told
from extractor.route import FieldVerdict, Result, Verdict
from extractor.schemas.form import Value
from extractor.schemas.record import plain_value
from extractor.store import Source, Store
from extractor.verdict_receipt import VerdictReceipt
from extractor.verify.consolidate import consolidate
from extractor.verify.edit import Edit
from extractor.verify.grounding import Grounding, Status, grounding_of

_SHORT = 12
"""Characters of a hash that are shown."""
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
        console.print(f"  {legible_name(path)}", style="dim", soft_wrap=True)
    console.print(f"  sha256 {result.sha256 or 'unknown: the file cannot be read'}", style="dim", soft_wrap=True)
    if result.problem is not None:
        console.print(f"{result.problem.kind}: {result.problem.message}", soft_wrap=True)
        _show_missing(console, result)
    for remark in result.remarks:
        console.print(f"remark: {remark_told(remark, spoken())}", style="yellow", markup=False, soft_wrap=True)
    if result.verdict is not None:
        source = store.source(result.sha256)
        grounds = _groundings(result, store)
        _show_findings(console, result.verdict)
        _show_groundings(console, grounds)
        _show_fields(console, result.verdict, grounds, source, all_fields)
        for line in told_history(result, store.edits(result.sha256, result.schema_name)):
            console.print(line, markup=False, soft_wrap=True)
        for line in _receipt(result.receipt):
            console.print(line, style="dim", markup=False, soft_wrap=True)


def _receipt(receipt: VerdictReceipt | None) -> Iterator[str]:
    """What the verdict was made of, by the beginnings of hashes; all of them are in --json."""
    if receipt is None:
        return
    marks, code = receipt.schema_marks, receipt.code
    version = f"{marks.get('name', '')} {marks.get('version', '')}".strip()
    hashes = " ".join(marks[name] for name in ("compiled", "files") if name in marks)
    judged = f"judged by release {code.get('release', '')} ({code.get('judging', '')})"
    yield f"receipt: {judged}, schema {version} ({hashes}), verdict {receipt.verdict[:_SHORT]}"
    for reader, reading in receipt.readings.items():
        prompts = "".join(f", prompt {name} {sha256[:_SHORT]}" for name, sha256 in reading.prompts.items())
        yield f"  reading of {reader} {reading.sha256[:_SHORT]}{prompts}"
    layers = ", ".join(f"{name} {mark}" for name, mark in code.items() if name not in ("release", "judging"))
    if layers:
        yield f"  read by {layers}"


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

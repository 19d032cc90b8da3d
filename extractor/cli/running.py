"""``extractor run``: progress while it works, a table at its end, and what to type next."""

import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.run_progress import Bar, RunLog
from extractor.cli.screen import STYLES, output, talk, write_json, write_json_listing
from extractor.cli.storing import note_schema, open_store
from extractor.errors import StoreMissing, StoreUnavailable
from extractor.run.cluster.cluster_checks import check_engine, check_urls
from extractor.run.engine import run_documents
from extractor.run.entry_pile import EntryPile
from extractor.run.estimating import RunEstimate, estimate_run
from extractor.run.progress import Both
from extractor.run.reader_set import check_batch, check_model
from extractor.run.selection import check_paths, named_paths
from extractor.run.settings import DEFAULT_STORE, RunSettings, resolve_settings, shown_store
from extractor.run.summary import FileEntry, RunSummary
from extractor.schemas.registry import resolve_schema
from extractor.store import AuditCount, Store

_MOST_ROWS = 60
_MOST_NAMED = 5
_STOPS = {
    "interrupted": "Interrupted",
    "terminated": "Asked to end",
    "quota_exhausted": "The account behind the endpoint has no credit left",
    "budget_reached": "The budget of the store is used up",
    "answers_pending": "Answers are not there yet",
    "store_lost": "The store is lost",
    "cluster_lost": "The cluster is lost",
}
CHANGED_SINCE = {
    "opening": "how files are opened",
    "schema": "the schemas",
    "recognition": "how forms are recognised",
    "choice": "whether the schema is given",
    "layout": "the layout reader",
    "llm": "the model or how it is asked",
    "rules": "rules",
    "verify": "verification",
    "policy": "the policy",
    "consulting": "when the model is asked",
    "decisions": "what people decided",
}
"""What documents are done again for, in the words of the summary."""


def run_reports(
    paths: Sequence[Path], given: Mapping[str, object], as_json: bool, quiet: bool, log: Path | None = None
) -> int:
    """Run, show, advise; the exit code of the run. ``log``: a file that every event of the run is added to."""
    settings = resolve_settings(given, os.environ)
    check_urls(paths, settings)
    paths = named_paths(paths, sys.stdin.buffer)
    check_paths(paths)
    check_settings(settings)
    with open_store(settings.store) as store:
        return run_into(store, paths, settings, as_json, quiet, log).exit_code


def check_settings(settings: RunSettings) -> None:
    """ConfigurationError, SchemaError or ModelUnavailable where no run could begin with these settings."""
    check_model(settings)
    check_batch(settings)
    check_engine(settings)
    _check_schema(settings)


def run_into(
    store: Store, paths: Sequence[Path], settings: RunSettings, as_json: bool, quiet: bool, log: Path | None
) -> RunSummary:
    """One run into a store that is open, shown; what came of it."""
    err = talk()
    note_schema(settings)
    with Bar(err, quiet) as bar, RunLog(log, bar.notice) as kept:
        kept.manifest(paths, settings)
        summary = run_documents(paths, settings, store, Both(kept, bar))
    if as_json:
        rest = {**summary.model_dump(mode="json", exclude={"entries"}), "counts": dict(summary.counts)}
        away = list[StoreUnavailable]()
        entries = (entry.model_dump(mode="json") for entry in _within_reach(summary, away))
        write_json_listing("entries", entries, {**rest, "exit_code": summary.exit_code})
        if away:
            err.print(_not_listed(away), style="yellow", markup=False, highlight=False)
    else:
        show_summary(output(), summary)
    for line in about_the_model(summary):
        err.print(line, style="yellow", markup=False, highlight=False)
    tell_stop(err, summary)
    if not quiet:
        advise(err, summary, "" if settings.store == DEFAULT_STORE else f" --store {shown_store(settings.store)}")
    return summary


def _check_schema(settings: RunSettings) -> None:
    """SchemaError where nobody has the schema, before a store is made; one that is there may remember it."""
    if settings.schema_name:
        try:
            open_store(settings.store, create=False).close()
        except StoreMissing:
            resolve_schema(settings.schema_name)


def estimate_reports(paths: Sequence[Path], given: Mapping[str, object], as_json: bool, quiet: bool) -> int:
    """What a run would take, from its real requests; none is sent, nothing is stored."""
    settings = resolve_settings(given, os.environ)
    paths = named_paths(paths, sys.stdin.buffer)
    check_paths(paths)
    with Bar(talk(), quiet) as bar:
        try:
            with open_store(settings.store, create=False) as store:
                found = estimate_run(paths, settings, store, bar)
        except StoreMissing:
            found = estimate_run(paths, settings, None, bar)
    if as_json:
        write_json(found.model_dump(mode="json"))
        return 0
    output().print(_estimated(found))
    return 0


def _estimated(found: RunEstimate) -> str:
    left, usage = found.documents - found.done_before - found.unread, found.usage
    pictures = f", {found.pictured} as pictures" if found.pictured else ""
    calls = _many(usage.calls, "call") + (" in a batch" if usage.batched else "")
    money = "nobody said what they cost: --prices FILE"
    if usage.cost is not None:
        money = f"at most about {usage.cost:.4f} {usage.currency}"
    return (
        f"{found.documents} documents: {found.done_before} done before, {found.unread} that fit no schema or cannot be "
        f"opened, {left} to be read. {found.model} would be asked about {found.asked} of them ({found.pages} pages"
        f"{pictures}): {calls}, about {usage.tokens_in} tokens in, at most {usage.tokens_out} out"
        + (f"; {money}." if usage.calls else ".")
    )


def show_summary(console: Console, summary: RunSummary) -> None:
    """The table of documents; of many, only those that somebody has to do something about."""
    away = list[StoreUnavailable]()
    shown = list(islice(_within_reach(summary, away), _MOST_ROWS + 1))
    if len(shown) > _MOST_ROWS:
        worth = (entry for entry in _within_reach(summary, away) if entry.status != "accepted" or entry.let_pass)
        shown = list(islice(worth, _MOST_ROWS))
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("document", "schema and form", "status"):
        table.add_column(heading, no_wrap=heading == "status")
    table.add_column("confirmed", justify="right")
    table.add_column("flagged", justify="right")
    table.add_column("why", overflow="fold")
    for entry in shown:
        table.add_row(*_row(entry))
    if shown:
        console.print(table)
    counts = ", ".join(f"{number} {status}" for status, number in sorted(summary.counts.items())) or "no documents"
    left_out = f"; {len(summary.entries) - len(shown)} not listed" if len(shown) < len(summary.entries) else ""
    remarks = f"; of the accepted, {summary.remarked} with remarks" if summary.remarked else ""
    remarks += f"; {summary.passed_over} others passed over" if summary.passed_over else ""
    skipped = f"; {summary.skipped} other files in the folders left out" if summary.skipped else ""
    console.print(
        f"{counts}{remarks}{left_out}{skipped}. {summary.seconds:.1f} s, readers: {', '.join(summary.readers)}"
    )
    if away:
        console.print(_not_listed(away))
    if summary.usage.calls:
        console.print(f"The model took {summary.usage}.")
    if summary.audit.documents:
        console.print(_audit(summary.audit))
    console.print(str(summary.sent))


def _within_reach(summary: RunSummary, away: list[StoreUnavailable]) -> Iterator[FileEntry]:
    """The entries of a run; where the store is out of reach (it is ``away``), those alone that it read itself."""
    entries = summary.entries
    return entries.within_reach(away.append) if isinstance(entries, EntryPile) else iter(entries)


def _not_listed(away: Sequence[StoreUnavailable]) -> str:
    return f"Documents that were done before this run are not listed: {away[0]}."


def _audit(audit: AuditCount) -> str:
    said = f"Audit: the model was asked about {audit.documents} of the documents accepted without it"
    if not audit.differing:
        return f"{said} and read all of them alike."
    named = ", ".join(audit.differing[:_MOST_NAMED])
    more = f" and {len(audit.differing) - _MOST_NAMED} more" if len(audit.differing) > _MOST_NAMED else ""
    return (
        f"{said} and read {audit.fields} fields of {len(audit.differing)} otherwise: {named}{more}. They are in review."
    )


def _row(entry: FileEntry) -> tuple[str | Text, ...]:
    known = f"{entry.schema_name} {entry.form}" if entry.schema_name else "–"
    counted = (str(entry.confirmed), str(entry.flagged)) if entry.schema_name else ("–", "–")
    why = f"same content as {entry.same_as}. {entry.why}".strip() if entry.same_as else entry.why
    return (entry.document, known, Text(entry.standing, STYLES[entry.status]), *counted, why)


def about_the_model(summary: RunSummary) -> list[str]:
    """What a model that was to read along did not do, in lines; none where it answered everything."""
    lines = []
    if summary.pending.batches:
        names = summary.pending.batches
        lines.append(
            f"{_many(summary.pending.requests, 'request')} in {_many(len(names), 'batch')} ({', '.join(names)}): being "
            "answered with or without this program. The same command fetches the answers; nothing is handed in twice."
        )
    if summary.unanswered:
        silent = f", {summary.silent} of them without one usable answer" if summary.silent else ""
        lines.append(
            f"{summary.unanswered} documents were judged without the model or with a part of its answers{silent} "
            f"({summary.unanswered_because}). The same command reads them again."
        )
    if summary.non_answers:
        kinds = ", ".join(f"{kind.replace('_', ' ')} {number}" for kind, number in summary.non_answers.items())
        lines.append(f"Requests without a usable answer: {kinds}.")
    return lines


def _many(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}{'es' if what.endswith('ch') else 's'}"


def tell_stop(console: Console, summary: RunSummary) -> None:
    """Why a run ended before its end, even where nobody wants to hear of progress; nothing of one that did not."""
    if summary.stopped:
        message = f" ({summary.message})" if summary.message else ""
        kept = "what was finished before is stored" if summary.stopped == "store_lost" else "everything done is stored"
        said = f"{_STOPS[summary.stopped]}{message}: {summary.left} documents are left, {kept}."
        console.print(said, markup=False, highlight=False)
        console.print("The same command goes on from here.")


def advise(console: Console, summary: RunSummary, store: str) -> None:
    """What to type next."""
    if summary.done_again:
        said = ", ".join(f"{CHANGED_SINCE[what]} ({number})" for what, number in summary.done_again.items())
        console.print(f"Documents done again, as far as needed, because of what has changed since: {said}.")
    counts = summary.counts
    lines = []
    if counts.get("review"):
        in_review = (entry for entry in _within_reach(summary, []) if entry.status == "review")
        first = next(in_review, None)  # None where it is settled by now.
        lines.append((f"extractor review{store}", "go through the flagged fields"))
        if first is not None:
            lines.append((f"extractor show {shlex.quote(first.document)}{store}", "what is wrong with one document"))
    if counts.get("accepted"):
        lines.append((f"extractor export -o records.xlsx{store}", "the accepted records"))
    if lines:
        console.print("Next:")
    width = max((len(command) for command, _ in lines), default=0)
    for command, meaning in lines:
        console.print(f"  {command:{width}}  {meaning}", soft_wrap=True)

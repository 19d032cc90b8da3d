"""``extractor status``: the whole store in numbers, and what people did in it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from pydantic import JsonValue
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.run_progress import duration
from extractor.cli.screen import STYLES, output, write_json
from extractor.cli.storing import open_store, store_place
from extractor.evidence.sentences import spoken
from extractor.evidence.written_sentences import WrittenSentences
from extractor.readers.bill import Bill
from extractor.review.document_names import DocumentNames
from extractor.review.upper_bound import CONFIDENCE, most_wrong
from extractor.route import Result
from extractor.run.progress import DONE_BEFORE, SILENT_AFTER
from extractor.store import (
    AuditCount,
    AuditTally,
    Overview,
    ReviewerFigures,
    RunRecord,
    SaidValue,
    Store,
    TwiceDecided,
)

_ORDER = ("accepted", "review", "unrecognised", "failed")
_WORDS = WrittenSentences(Path(__file__).with_name("status_words.toml"))


def _say(name: str, *details: object) -> str:
    return _WORDS.say(name, *details, language=spoken())


def _with_folder(opened: Store, result: Result | None) -> str:
    """What a document is called, with the folders that tell it from others."""
    return "" if result is None else DocumentNames(opened).of(result.path, result.document)


def show_status(store: str | None, as_json: bool) -> int:
    """Counts over the whole store."""
    with open_store(store_place(store), create=False) as opened:
        overview, runs, leases = opened.overview(), opened.runs(), opened.leases.current()
        batches, looked, account = opened.batches.not_ended(), opened.audits.tally(), opened.calls.account()
        held = {lease.sha256: _with_folder(opened, opened.result(lease.sha256)) for lease in leases}
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
                "usage": account.model_dump(mode="json"),
                "audit": _audits(runs).model_dump(mode="json"),
                "reviewed": _bounds(looked),
                "batches": [asdict(each) for each in batches],
                "runs": overview.runs,
                "last_run": None if last is None else last.model_dump(mode="json"),
            }
        )
        return 0
    console = output()
    console.print(_status_table(overview))
    console.print(_say("flags", overview.flags, overview.edits))
    if overview.contradicting:
        count = sum(overview.contradicting.values())
        console.print(_say("contradicting", count, overview.contradicting.get("accepted", 0)))
    if overview.same_report:
        console.print(_say("same_report", overview.same_report))
    for line in _audited(looked):
        console.print(line, soft_wrap=True)
    for lease in leases:
        console.print(_say("looking", lease.person, held[lease.sha256], f"{lease.until:%H:%M}"), soft_wrap=True)
    for batch in batches:
        about = "batch" if batch.batch else "batch_unfinished"
        console.print(_say(about, batch.requests, batch.batch, batch.recipient), soft_wrap=True)
    _show_usage(console, account, _audits(runs))
    for line in _runs_told(runs, datetime.now(UTC)):
        console.print(line)
    return 0


def how_far(run: RunRecord, seen: datetime, now: datetime) -> str:
    """How far a run is that has not said that it ended, and was last ``seen`` at work."""
    before = run.counts.get(DONE_BEFORE, 0)
    done = sum(run.counts.values()) - before
    told = ", ".join(f"{count} {status}" for status, count in sorted(run.counts.items()))
    counts = f" ({told})" if told else ""
    began, readers = f"{run.started:%Y-%m-%d %H:%M}", ", ".join(run.readers)
    if (now - seen).total_seconds() > SILENT_AFTER:
        return _say("run_silent", began, before + done, run.documents, counts, f"{seen:%H:%M:%S}", readers)
    if not run.documents:
        return _say("run_begins", began, readers)
    seconds, pace = (seen - run.started).total_seconds(), ""
    if done and seconds > 0:
        left = duration((run.documents - before - done) * seconds / done)
        pace = _say("run_pace", f"{done / seconds:.1f}", left)
    return _say("run_at_work", began, before + done, run.documents, counts, pace, readers)


def _runs_told(runs: Sequence[RunRecord], now: datetime) -> Iterator[str]:
    """How far every run is that is at work at this moment, and what became of the last one."""
    for run in runs[:-1]:
        if run.finished is None and run.seen is not None and (now - run.seen).total_seconds() <= SILENT_AFTER:
            yield how_far(run, run.seen, now)
    if runs:
        yield from _last_run(runs[-1], now)


def _last_run(last: RunRecord, now: datetime) -> Iterator[str]:
    if last.finished is None and last.seen is not None:
        yield how_far(last, last.seen, now)
    else:
        ended = _say("ended_finished" if last.finished else "ended_not")
        ended = _say("ended_early", last.stopped) if last.stopped else ended
        yield _say("last_run", f"{last.started:%Y-%m-%d %H:%M}", ended, ", ".join(last.readers))
    if last.unanswered:
        yield _say("unanswered", last.unanswered, last.silent)


def _status_table(overview: Overview) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column(_say("status"))
    table.add_column(_say("documents"), justify="right")
    for status in _ORDER:
        table.add_row(Text(_say(status), STYLES[status]), str(overview.statuses.get(status, 0)))
    return table


def _show_usage(console: Console, taken: Bill, audit: AuditCount) -> None:
    """What asking models took, and what audits found, in all runs, those that were killed among them."""
    if taken.calls:
        money = "" if taken.cost is None else f", {taken.cost:.4f} {taken.currency}"
        console.print(_say("usage", taken, taken.calls, taken.tokens_in, taken.tokens_out, money))
    if audit.documents:
        console.print(_say("audit", audit.documents, len(audit.differing), audit.fields))


def _audits(runs: Sequence[RunRecord]) -> AuditCount:
    """All audits together."""
    return AuditCount(
        documents=sum(run.audit.documents for run in runs),
        differing=tuple(name for run in runs for name in run.audit.differing),
        fields=sum(run.audit.fields for run in runs),
    )


def _bounds(tally: AuditTally) -> dict[str, JsonValue]:
    """What audits by people say of what nobody looked at; without any of them every value may be wrong."""
    return {
        **asdict(tally),
        "confidence": CONFIDENCE,
        "fields_wrong_at_most": most_wrong(tally.wrong, tally.fields),
        "documents_wrong_at_most": most_wrong(tally.documents_wrong, tally.documents),
    }


def _audited(tally: AuditTally) -> Iterator[str]:
    """The same in words; nothing where nobody was asked."""
    if tally.fields:
        most = f"{most_wrong(tally.wrong, tally.fields):.2%}"
        yield _say("looked_values", tally.fields, tally.wrong, most, f"{CONFIDENCE:.0%}")
    if tally.documents:
        most = f"{most_wrong(tally.documents_wrong, tally.documents):.2%}"
        yield _say("looked_documents", tally.documents, tally.documents_wrong, tally.unseen, most)
    if tally.waiting:
        yield _say("audit_waiting", tally.waiting)


def show_reviewers(store: str | None, as_json: bool) -> int:
    """What each person did, and what two people decided differently."""
    with open_store(store_place(store), create=False) as opened:
        people, twice, looked = opened.reviewers(), opened.second_entries.compared(), opened.audits.tally()
        names = {
            result: _with_folder(opened, opened.result(*result))
            for result in {(e.sha256, e.schema_name) for e in _open(twice)}
        }
    if as_json:
        write_json(
            {
                "reviewers": [asdict(each) for each in people],
                "disagreements": [
                    {"document": names[each.sha256, each.schema_name], **_twice_told(each)} for each in _open(twice)
                ],
                "compared": len(twice),
                "agreed": sum(each.outcome == "agreed" for each in twice),
                "audit": _bounds(looked),
            }
        )
        return 0
    console = output()
    console.print(_people_table(people))
    if twice:
        agreed = sum(each.outcome == "agreed" for each in twice)
        console.print(_say("entered_twice", len(twice), agreed))
    for each in _open(twice):
        document = names[each.sha256, each.schema_name]
        said = f"{each.first} {_value(each.first_says)}, {each.second} {_value(each.second_says)}"
        console.print(f"  {document} · {each.path}: {said}", soft_wrap=True, markup=False)
    if _open(twice):
        console.print(_say("third_person"))
    for line in _audited(looked):
        console.print(line, soft_wrap=True)
    return 0


def _open(twice: Sequence[TwiceDecided]) -> list[TwiceDecided]:
    return [each for each in twice if each.outcome == ""]


def _twice_told(each: TwiceDecided) -> dict[str, JsonValue]:
    return {
        "sha256": each.sha256,
        "schema": each.schema_name,
        "path": each.path,
        each.first: each.first_says.model_dump(mode="json"),
        each.second: each.second_says.model_dump(mode="json"),
    }


def _value(says: SaidValue) -> str:
    return says.state if says.value is None else str(says.value)


def _people_table(people: Sequence[ReviewerFigures]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column(_say("person"))
    for name in ("documents", "fields", "pace", "keys", "corrected", "audit_errors", "blind_differs"):
        table.add_column(_say(name), justify="right")
    for each in people:
        table.add_row(
            Text(each.person),
            str(each.documents),
            str(each.fields),
            "–" if each.seconds is None else f"{each.seconds:.1f}",
            "–" if each.keys is None else f"{each.keys:.1f}",
            _of(each.corrected, each.fields),
            _of(each.audit_errors, each.audited),
            _of(each.differing, each.twice),
        )
    return table


def _of(count: int, n: int) -> str:
    """A share with the number it is out of."""
    return _say("share_of", f"{count / n:.0%}", n) if n else "–"

"""The line at the head of the screen: where one is in the queue, what is still asked for, and how long it takes.

``queue 12/340 · 2021/report.pdf ── 2 flags · rules 37 of 39 ── 4.1 s/field · ~38 min left``
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from extractor.review.case import ReviewCase
from extractor.review.session import ReviewSession
from extractor.review.sitting import key_of
from extractor.review.spoken_words import tell
from extractor.review.tui.styled_lines import remark_line
from extractor.review.typeset import clean, cut_start
from extractor.store import QueueEntry
from extractor.verify.finding import FindingKind

_BETWEEN = " ── "
_LEAST = 12
"""Columns that the name of the document keeps, whatever else there is to say."""


def head_line(
    session: ReviewSession, case: ReviewCase, queue: tuple[QueueEntry, ...], pace: float | None, width: int
) -> str:
    """What the head line says, in at most ``width`` columns: of a long name the end is shown, and what one can do
    without is left out.
    """
    at, of = session.waiting.position(key_of(case.result), queue)
    place = tell("queue_position", n=at, of=of) if at else tell("queue_length", n=of)
    middle = " · ".join(_left_to_do(case))
    form = f"{case.result.schema_name} {case.result.form}" if case.recognised else ""
    parts = [middle, *_time_left(queue, pace), *filter(None, [form]), session.reviewer, *remark_line(case.remarks)]
    name = clean(session.waiting.name(case.result))
    while len(parts) > 1 and _room(place, parts, width) < min(cell_len(name), _LEAST * 2):
        parts.pop()
    name = cut_start(name, max(_LEAST, _room(place, parts, width)))
    return _BETWEEN.join((f"{place} · {name}", *parts))


def _room(place: str, parts: Sequence[str], width: int) -> int:
    return width - cell_len(f"{place} · ") - sum(cell_len(each) + len(_BETWEEN) for each in parts)


def _left_to_do(case: ReviewCase) -> Iterator[str]:
    """How many things wait, and how many of the rules that can be told hold."""
    waiting = len(case.open_items)
    yield tell("flags_left", n=waiting) if waiting else tell("nothing_to_decide")
    asked = (each for each in case.verdict.findings if each.kind == FindingKind.RULE)
    told = [each.outcome for each in asked if each.severity == "error" and each.outcome in ("pass", "fail")]
    if case.recognised:
        yield tell("rules_held", n=told.count("pass"), of=len(told))


def _time_left(queue: Sequence[QueueEntry], pace: float | None) -> Iterator[str]:
    if pace is not None:
        flags = sum(entry.flags for entry in queue)
        yield tell("pace", seconds=f"{pace:.1f}", minutes=max(1, round(flags * pace / 60)))

"""What differs between two verdicts on one document, field by field and part by part."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from extractor.route import Verdict
from extractor.store import Outcome

DECISIONS_COUNTED = "decisions"
STATUS = "status"
_APART = {"fields", "findings", "status"}


@dataclass(frozen=True, slots=True)
class RecheckedPart:
    """One difference. ``path``: the field, empty where it is about the document. ``part``: what of it (``value``,
    ``status``, ``doubts``; of a document ``findings``, ``decisions``). ``before`` and ``after``: both as plain data,
    None where there is none.
    """

    path: str
    part: str
    before: JsonValue
    after: JsonValue


def verdict_changes(before: Outcome, after: Outcome) -> Iterator[RecheckedPart]:
    """Everything in which two outcomes differ: what is about the document first, then the fields in their order."""
    if before.edits != after.edits:
        yield RecheckedPart("", DECISIONS_COUNTED, before.edits, after.edits)
    if before.result.status != after.result.status:
        yield RecheckedPart("", STATUS, before.result.status, after.result.status)
    then, now = _plain(before.result.verdict), _plain(after.result.verdict)
    for part in dict.fromkeys((*then, *now)):
        if part not in _APART:
            yield from _differing("", part, then.get(part), now.get(part))
    yield from _findings(_listed(then), _listed(now))
    old, new = _inside(then.get("fields")), _inside(now.get("fields"))
    for path in dict.fromkeys((*old, *new)):
        if path not in old or path not in new:
            yield RecheckedPart(path, "field", old.get(path), new.get(path))
            continue
        was, becomes = _inside(old[path]), _inside(new[path])
        for part in dict.fromkeys((*was, *becomes)):
            yield from _differing(path, part, was.get(part), becomes.get(part))
    if list(old) != list(new) and set(old) == set(new):
        yield RecheckedPart("", "order of fields", list(old), list(new))


def _plain(verdict: Verdict | None) -> Mapping[str, JsonValue]:
    found: dict[str, JsonValue] = json.loads(verdict.model_dump_json()) if verdict is not None else {}
    return found


def _inside(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _listed(verdict: Mapping[str, JsonValue]) -> list[str]:
    findings = verdict.get("findings")
    return [json.dumps(each, ensure_ascii=False) for each in findings] if isinstance(findings, list) else []


def _differing(path: str, part: str, before: JsonValue, after: JsonValue) -> Iterator[RecheckedPart]:
    if json.dumps(before) != json.dumps(after):
        yield RecheckedPart(path, part, before, after)


def _findings(before: list[str], after: list[str]) -> Iterator[RecheckedPart]:
    """Each finding that is gone or new; where they only stand in another order, that."""
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    yield from (RecheckedPart("", "finding", json.loads(each), None) for each in gone.elements())
    yield from (RecheckedPart("", "finding", None, json.loads(each)) for each in new.elements())
    if not gone and not new and before != after:
        yield RecheckedPart("", "order of findings", None, None)

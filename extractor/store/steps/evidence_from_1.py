"""Readings and results of layout 1 with doubts and legs, and with kinds of findings and of readers' problems.

Layout 1 said how sure a place was (``certainty``), what the digits were taken from (``look``) and, in sentences, why.
The sentences stay what they are, as doubts of the kind ``told_before``; their weight says what was known of the place
and of the characters, so that a value is never better founded after the upgrade than before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Body: TypeAlias = dict[str, Any]
"""A reading, a result or a part of them as JSON."""

_WEIGHTS: Mapping[str, str] = {"exact": "slight", "inferred": "serious", "ambiguous": "decisive"}
_UNSURE = "the place was not certain"
_UNCLEAR = "the views of the picture differed, or the number was put together from lines"
_LAYOUT = "layout"
"""The one search for places there was: the model was handed the rows it found."""

_ENGINE = "picture:rapidocr"

KIND_OF_CODE: Mapping[str, str] = {
    "place.missing": "no_place",
    "place.shared": "shared_place",
    "place.elsewhere": "elsewhere",
    "place.not_printed": "not_printed",
    "grounding.uncounted": "uncounted_number",
    "grounding.headings": "headings_in_disorder",
    "form.undecided": "form_undecided",
    "agreement.value": "disagreement",
    "completeness.unused_number": "unused_number",
    "completeness.missing_label": "missing_label",
    "completeness.empty_table": "empty_table",
    "completeness.problem": "reader_problem",
    "source.inconsistent": "source_inconsistent",
    "diagnosis.certain": "diagnosis",
    "diagnosis.ambiguous": "diagnosis",
    "diagnosis.too_many": "diagnosis",
    "diagnosis.rule_conflict": "diagnosis",
    "diagnosis.source_inconsistent": "diagnosis",
    "diagnosis.implied": "implied_value",
}
"""Kinds of findings by the codes of layout 1; every other code is that of a rule."""


def convert_reading(reading: Body) -> Body:
    """A reading of layout 1 as one of layout 2."""
    fields = {path: _field(field, reading) for path, field in reading["fields"].items()}
    problems = [{"kind": "unknown", "message": text, "about": ""} for text in reading.get("problems", ())]
    return {**reading, "fields": fields, "problems": problems}


def convert_result(result: Body, readings: Sequence[Body]) -> Body:
    """A result of layout 1 as one of layout 2, given the readings of layout 2 that it was made from."""
    verdict = result.get("verdict")
    if verdict is None:
        return result
    fields = {path: _judged(field, readings) for path, field in verdict["fields"].items()}
    findings = [{**finding, "kind": KIND_OF_CODE.get(finding["code"], "rule")} for finding in verdict["findings"]]
    return {**result, "verdict": {**verdict, "fields": fields, "findings": findings}}


def _field(field: Body, reading: Body) -> Body:
    """One field as a reader saw it."""
    kept = {name: value for name, value in field.items() if name not in ("certainty", "reasons", "look")}
    return {**kept, "doubts": list(_doubts(field)), "leg": _leg(field, reading)}


def _doubts(field: Body) -> Iterator[Body]:
    certainty = field.get("certainty", "exact")
    for reason in field.get("reasons") or ([] if certainty == "exact" else [_UNSURE]):
        yield _told(reason, _WEIGHTS[certainty], "place")
    if field.get("look") == "differ":
        yield _told(_UNCLEAR, "serious", "state" if field["state"] == "absent" else "character")


def _told(sentence: str, weight: str, about: str) -> Body:
    return {"kind": "told_before", "weight": weight, "about": about, "detail": [sentence]}


def _leg(field: Body, reading: Body) -> Body | None:
    """What a reader looked at. A model whose answer was not found printed as it stands witnesses nothing."""
    if field["state"] == "unread":
        return None
    reader: str = reading["reader"]
    if reader != _LAYOUT and field.get("certainty", "exact") != "exact":
        return {"reader": reader, "looked_at": "", "placed_by": ""}
    return {"reader": reader, "looked_at": _looked_at(field, reading), "placed_by": _LAYOUT}


def _looked_at(field: Body, reading: Body) -> str:
    if field["state"] == "absent":
        return ""
    look = field.get("look", "stored")
    if look == "picture":
        _, _, rest = reading["version"].partition("+")
        return f"picture:{rest.partition('+')[0]}"
    empty = field["state"] == "blank" and any(each.get("look") == "alike" for each in reading["fields"].values())
    return "stored" if look == "stored" and not empty else _ENGINE


def _judged(field: Body, readings: Sequence[Body]) -> Body:
    """One field of a verdict. Its reasons were those of its reader and of verification alike."""
    kept = {name: value for name, value in field.items() if name != "reasons"}
    doubts = [_told(reason, "serious", "value") for reason in field.get("reasons", ())]
    return {**kept, "doubts": doubts, "legs": list(_legs(field, readings))}


def _legs(field: Body, readings: Sequence[Body]) -> Iterator[Body]:
    """The witnesses that say what the verdict says."""
    for reading in readings:
        seen = reading["fields"].get(field["path"])
        same = seen is not None and (seen["state"], seen.get("value")) == (field["state"], field["value"])
        if same and seen["leg"] is not None and _same_place(seen, field):
            yield seen["leg"]


def _same_place(one: Body, other: Body) -> bool:
    """Whether two took a field from one spot; what is absent has no other."""
    if one["state"] == other["state"] == "absent":
        return True
    here, there = one.get("spot"), other.get("spot")
    if not here or not there or here["page"] != there["page"]:
        return False
    a, b = here.get("span"), there.get("span")
    if not a or not b:
        return here.get("box") is not None and here.get("box") == there.get("box")
    return bool((a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1]))

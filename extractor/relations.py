"""Documents of the same body: last year's report beside this year's, whichever was read first.

Which body and which year a document is of is told by its identity claims: the one that is a text, and the one that is a
whole number. What stands in another document is compared by rules that name it in ``needs=``; they warn, and nothing
else: a document is never refused or changed because of another.
"""

import re
from collections.abc import Mapping

from extractor.policy import Policy
from extractor.route import Result, Verdict, judge_readings
from extractor.schemas.form import Form
from extractor.schemas.linear import Values
from extractor.schemas.registry import load_schema
from extractor.schemas.rule import PREVIOUS_YEAR
from extractor.store import Identity, Outcome, Store, identity_of

_ROW = re.compile(r"^(.*?)\.(\d+)\.")


def others_of(store: Store, result: Result) -> Mapping[str, Values]:
    """The values of other documents in the store that rules about this one may ask for; empty where there are none.

    Only values that are confirmed or corrected: what is flagged there proves nothing here. Of several reports of one
    year an accepted one is taken first, then the one with the lowest hash, so that the order of reading is no matter.
    """
    before = _neighbour(store, result, -1) if _needs_others(result) else None
    return {} if before is None or before.verdict is None else {PREVIOUS_YEAR: proven_values(before.verdict)}


def relate(store: Store, result: Result, policy: Policy) -> Result:
    """Compare a stored document with its neighbours, and the report of the year after with it; the result as it is now.

    Called whenever a document has been stored, so that it does not matter which of two reports was read first.
    """
    related = _beside_others(store, result, policy) if others_of(store, result) else result
    follow(store, related, policy)
    return related


def follow(store: Store, result: Result, policy: Policy) -> None:
    """Verify the report of the year after once more, because this one has changed."""
    after = _neighbour(store, result, +1)
    if after is not None and _needs_others(after):
        _beside_others(store, after, policy)


def proven_values(verdict: Verdict) -> Values:
    """What is confirmed or corrected in a verdict. Flagged fields are unread, fields it does not have are absent."""
    counts: dict[str, int] = {}
    for path in verdict.fields:
        match = _ROW.match(path)
        if match is not None:
            counts[match[1]] = max(counts.get(match[1], 0), int(match[2]) + 1)
    cells = {
        path: ("unread", None) if field.status == "flagged" else (field.state, field.value)
        for path, field in verdict.fields.items()
    }
    return Values(cells, counts, missing="absent")


def _neighbour(store: Store, result: Result, distance: int) -> Result | None:
    """The report of the same body, so many years later (or earlier, below 0)."""
    identity = identity_of(result)
    if identity is None or result.schema_name is None:
        return None
    wanted = Identity(identity.body, identity.year + distance)
    found = [each for each in store.of_body(result.schema_name, wanted) if each.verdict is not None]
    return min(found, key=lambda each: (each.status != "accepted", each.sha256), default=None)


def _beside_others(store: Store, result: Result, policy: Policy) -> Result:
    """The result of verifying stored readings with the other documents at hand, stored in place of what was there."""
    form = _form_of(result)
    assert form is not None and result.schema_name is not None and result.verdict is not None
    readings = store.readings(result.sha256, result.schema_name)
    edits = store.edits(result.sha256, result.schema_name)
    others = others_of(store, result)
    verdict = judge_readings(form, readings, edits, policy, others, before=result.verdict.findings)
    related = result.model_copy(update={"status": verdict.status, "verdict": verdict})
    (done,) = (each for each in store.done(result.sha256) if each.schema_name == result.schema_name)
    store.save(Outcome(related, readings, fingerprint=done.fingerprint, edits=len(edits)))
    return related


def _needs_others(result: Result) -> bool:
    form = _form_of(result)
    return form is not None and any(rule.needs for rule in form.rules)


def _form_of(result: Result) -> Form | None:
    if result.schema_name is None or result.form is None or result.verdict is None:
        return None
    return load_schema(result.schema_name).form(result.form)

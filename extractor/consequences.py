"""What follows from a stored result: the reports of the years after it that are compared with it are made anew.

All of it happens inside a transaction that somebody else has opened (``extractor.settlement``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from extractor.receipt_making import with_receipt
from extractor.relations import form_of, others_of, year_after, year_before
from extractor.route import Result, judge_readings
from extractor.schemas.form import Form, Schema
from extractor.schemas.linear import Values
from extractor.store import Filed, Identity, Outcome, Transaction, identity_of, needs_others
from extractor.verify.edit import Edit

_Place: TypeAlias = tuple[str, Identity]
"""A schema, and of which body and year a report under it is."""


@dataclass(frozen=True, slots=True)
class Remade:
    """A stored result with all decisions, and what its readings come to with them."""

    before: Filed
    after: Outcome

    @property
    def differs(self) -> bool:
        """Whether a byte of the verdict is another, or the stored one leaves a decision out."""
        before = self.before.outcome
        return before.edits != self.after.edits or _in_bytes(before.result) != _in_bytes(self.after.result)


def made_anew(held: Transaction, filed: Filed, schema: Schema) -> Remade:
    """What the stored readings of a document, all decisions about it and its neighbour come to under a schema, beside
    what is stored. KeyError where the schema does not have its form.
    """
    form = schema.form(filed.outcome.result.form or "")
    made = made_beside(held, filed.outcome, form, filed.edits)
    result = made.result.model_copy(update={"schema_version": schema.version})
    return Remade(filed, replace(made, result=result))


def put(held: Transaction, outcome: Outcome) -> tuple[Remade, ...]:
    """Save an outcome, and make the reports of the year after anew where what they are compared with has changed;
    these, and those after them.
    """
    said = {place: _said(held, place) for place in _places(held, outcome.result)}
    held.save(outcome)
    return _follow(held, said)


def clear(held: Transaction, gone: Sequence[tuple[str, str]]) -> None:
    """Take results away, each by its key and schema, and make anew what was compared with them."""
    places = {place for key, schema in gone for place in held.places_of(key, schema) if needs_others(place[0])}
    said = {place: _said(held, place) for place in places}
    for key, schema in gone:
        held.remove(key, schema)
    _follow(held, said)


def _follow(held: Transaction, said: Mapping[_Place, Mapping[str, Values]]) -> tuple[Remade, ...]:
    """Make the reports of the year after anew where what was said for them to be compared with is another now."""
    followed: list[Remade] = []
    for (schema_name, identity), before in said.items():
        if _said(held, (schema_name, identity)) != before:
            for key in held.keys_of(schema_name, year_after(identity)):
                followed += _make_anew(held, key, schema_name)
    return tuple(followed)


def _make_anew(held: Transaction, sha256: str, schema_name: str) -> tuple[Remade, ...]:
    """A stored result once more, beside its neighbour of now. The years after it follow if it changed itself."""
    filed = held.filed(sha256, schema_name)
    form = form_of(filed.outcome.result) if filed is not None else None
    if filed is None or form is None:
        return ()
    made = made_beside(held, filed.outcome, form, filed.edits)
    return (Remade(filed, made), *put(held, made)) if made != filed.outcome else ()


def made_beside(held: Transaction, outcome: Outcome, form: Form, edits: tuple[Edit, ...]) -> Outcome:
    """The outcome judged anew with these decisions, beside the report of the year before."""
    made = _judged(outcome, form, edits, others_beside(held, outcome.result))
    if identity_of(made.result) != identity_of(outcome.result):  # a decision gave it another body, or another year
        made = _judged(outcome, form, edits, others_beside(held, made.result))
    return made


def _judged(outcome: Outcome, form: Form, edits: tuple[Edit, ...], others: Mapping[str, Values]) -> Outcome:
    looked_up = outcome.findings_of_document
    verdict = judge_readings(form, outcome.readings, edits, outcome.policy, others, before=looked_up)
    result = outcome.result.model_copy(update={"status": verdict.status, "verdict": verdict})
    return with_receipt(replace(outcome, result=result, edits=len(edits), looked_up=looked_up), edits, others)


def others_beside(held: Transaction, result: Result) -> Mapping[str, Values]:
    """What a result is compared with in the report of the year before; empty where there is none."""
    identity = identity_of(result)
    if identity is None or result.schema_name is None or not needs_others(result.schema_name):
        return {}
    return others_of(held.proven_of(result.schema_name, year_before(identity), besides=result.sha256))


def _places(held: Transaction, result: Result) -> frozenset[_Place]:
    """Whose following years a result may change: where the document stood until now, and where it stands from now."""
    identity = identity_of(result)
    now = {(result.schema_name, identity)} if identity is not None and result.schema_name is not None else set()
    return frozenset(place for place in held.places(result) | now if needs_others(place[0]))


def _said(held: Transaction, place: _Place) -> Mapping[str, Values]:
    """What the reports of the year after are compared with; empty where there are none to be compared."""
    schema_name, identity = place
    return others_of(held.proven_of(schema_name, identity)) if held.keys_of(schema_name, year_after(identity)) else {}


def _in_bytes(result: Result) -> str:
    return result.model_dump_json(include={"status", "verdict"})

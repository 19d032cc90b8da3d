"""A document that fits no schema, and the person who says under which one it is to be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from extractor.documents.file_parts import hash_of_file, name_of_part
from extractor.errors import ExtractorError
from extractor.review.case import ReviewCase
from extractor.review.sitting import Sitting, key_of
from extractor.review.spoken_words import tell
from extractor.route import Result
from extractor.schemas.registry import load_schemas
from extractor.settlement import settle_choice
from extractor.store import Outcome, Store
from extractor.verify.edit import CHOSEN, Edit

ReadAnew: TypeAlias = Callable[[Store, Result, Sequence[Edit]], Outcome]
"""Reads a document as the next run would, with these decisions about it besides those in the store."""


@dataclass(frozen=True, slots=True)
class SchemaOffer:
    """A schema that a document may be read under. ``nearest``: its labels are the ones most of which were found."""

    name: str
    title: str
    forms: tuple[str, ...]
    nearest: bool


@dataclass(frozen=True, slots=True)
class ReadUnder:
    """What became of a document; nothing with the reason why not."""

    results: tuple[Result, ...] = ()
    problem: str = ""


def schemas_offered(result: Result) -> tuple[SchemaOffer, ...]:
    """All schemas there are but the one it was read under, the nearest first."""
    details = result.problem.details if result.problem is not None else {}
    near = str(details.get("nearest") or "").partition(" ")[0]
    found = [
        SchemaOffer(each.name, each.title, tuple(form.name for form in each.forms), each.name == near)
        for each in load_schemas()
        if each.name != result.schema_name
    ]
    return tuple(sorted(found, key=lambda each: not each.nearest))


def read_under(
    store: Store, sitting: Sitting, case: ReviewCase, schema_name: str, read: ReadAnew, edit: Edit
) -> ReadUnder:
    """The document read under a schema, stored with the decision that says so."""
    return _read_with(store, sitting, case.result, (edit,), read, seen=len(case.edits), schema_name=schema_name)


def may_choose(result: Result) -> bool:
    """Whether a choice is about the file of a document: not of a part alone that somebody named by its path."""
    return bool(result.parts) or not name_of_part(result.sha256)


def choices_of_file(store: Store, result: Result) -> tuple[Edit, ...]:
    """The choices of a schema for the file of which a document is a part; of a whole file they are among its own."""
    file = hash_of_file(result.sha256)
    return () if file == result.sha256 else store.edits(file, result.schema_name)


def take_back(store: Store, sitting: Sitting, case: ReviewCase, retracted: Edit, read: ReadAnew) -> ReadUnder:
    """The document as it is recognised without the choice."""
    return _read_with(store, sitting, case.result, (retracted,), read, seen=len(case.edits))


def _read_with(
    store: Store,
    sitting: Sitting,
    result: Result,
    edits: tuple[Edit, ...],
    read: ReadAnew,
    seen: int,
    schema_name: str = "",
) -> ReadUnder:
    try:
        outcome = read(store, result, edits)
    except ExtractorError as error:
        return ReadUnder(problem=tell("cannot_read", why=error))
    problem = outcome.result.problem
    if outcome.result.status == "failed" and problem is not None:
        return ReadUnder(problem=tell("cannot_read", why=problem.message))
    if schema_name and any(each.result.schema_name != schema_name for each in outcome.each):
        return ReadUnder(problem=tell("schema_missing", schema=schema_name))
    chosen = settle_choice(store, key_of(result), outcome, edits, sitting.deciding_anew(seen))
    if chosen.holder:
        return ReadUnder(problem=sitting.taken_by(chosen.holder))
    return ReadUnder(problem=tell("stale")) if chosen.stale else ReadUnder(chosen.results)


def say_set_aside(before: ReviewCase) -> str:
    """What becomes of the decisions under the schema that a document was read under until now."""
    kept = sum(edit.rule != CHOSEN for edit in before.standing)
    return tell("set_aside", n=kept, schema=before.result.schema_name) if kept else ""


def say_read(results: Sequence[Result], name: str) -> str:
    """What a document became, in words."""
    first = results[0]
    if first.schema_name is None:
        return tell("read_as_nothing", document=name)
    flags = sum(len(each.verdict.flagged) for each in results if each.verdict is not None)
    several = tell("read_as_several", n=len(results)) if len(results) > 1 else ""
    return tell("read_as", document=name, schema=first.schema_name, form=first.form, n=flags) + several

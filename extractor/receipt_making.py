"""Making the receipt of a verdict, where the verdict is made, and saying in words what differs between two receipts.

What is hashed leaves out what is as it always is, so that a later release, which may keep more, hashes the same things.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pydantic import BaseModel

from extractor.errors import SchemaError
from extractor.readers.reading import Reading
from extractor.release import __version__
from extractor.schemas.compiled import compiled_schema
from extractor.schemas.form import Schema
from extractor.schemas.linear import Values
from extractor.schemas.plain_json import plain_json
from extractor.schemas.record import plain_value
from extractor.schemas.registry import load_schema, rule_files, schema_files
from extractor.sources import SourceFile, hash_of, hash_of_facts, hash_of_files, version_of
from extractor.store.entries import Outcome
from extractor.verdict_receipt import ReadingReceipt, VerdictReceipt
from extractor.verify.consolidate import NO_OTHERS
from extractor.verify.edit import Edit

JUDGING = (
    "errors.py",
    "evidence",
    "documents/*",
    "schemas/*",
    "readers/*",
    "verify",
    "policy.py",
    "route.py",
    "relations.py",
    "carrying_over.py",
    "consequences.py",
    "settlement.py",
    "store/identity.py",
    "store/proven.py",
)
"""The sources by which readings and decisions become a verdict; a test compares them with what is loaded for it."""

_PACKAGES = ("rapidfuzz", "ortools")
_APART = ("schema", "rules", "verify", "policy")
"""Layers of a fingerprint that the receipt tells in its own words."""
_SCHEMAS = 32
_WHAT_IT_TOOK = {"calls", "pictured", "tokens_in", "tokens_out", "cost", "currency", "batched"}
"""The same answers, kept or fetched in a batch, are the same reading, whatever was paid for them."""


def with_receipt(
    outcome: Outcome, edits: Sequence[Edit], others: Mapping[str, Values] = NO_OTHERS, fingerprint: str = ""
) -> Outcome:
    """The outcome with the receipt of its verdict, made just now with these decisions beside these other documents.

    ``fingerprint``: of the run that read it, where the outcome does not say it.
    """
    result = outcome.result
    if result.verdict is None:
        return outcome
    before = result.receipt.code if result.receipt is not None else {}
    reading = dict(_layers(fingerprint or outcome.fingerprint, result.schema_name or ""))
    receipt = VerdictReceipt(
        document=result.sha256,
        schema_marks=schema_marks(result.schema_name or ""),
        code={**(reading or before), "release": __version__, "judging": judging_code()},
        readings={each.reader: _of_reading(each) for each in outcome.readings},
        decisions=len(edits),
        decided=_sha256(*map(plain_json, edits)) if edits else "",
        others={name: _of_values(values) for name, values in others.items()},
        policy=outcome.policy,
        verdict=verdict_hash(result.verdict),
    )
    return replace(outcome, result=result.model_copy(update={"receipt": receipt}))


def judging_code() -> str:
    """The hash of everything by which a verdict is made, installed packages included."""
    return hash_of_facts(hash_of(*JUDGING), *map(version_of, _PACKAGES))


def schema_marks(name: str) -> dict[str, str]:
    """Name, version and hashes of a schema as it is now; of one that is not here, its name."""
    try:
        return {"name": name, **_marks(load_schema(name))}
    except SchemaError:
        return {"name": name}


def verdict_hash(verdict: BaseModel) -> str:
    """The hash of a verdict, as its receipt carries it."""
    return _sha256(plain_json(verdict))


def receipt_differs(before: VerdictReceipt | None, now: VerdictReceipt | None, verdict: str) -> Iterator[str]:
    """What is another than when a verdict was made, in words. ``before``: the receipt that is stored, ``verdict`` the
    hash of the verdict beside it; ``now``: what it would be.
    """
    if before is None or now is None:
        yield "nothing is known of how it was made: it was stored without a receipt"
        return
    told = [*_readings_differ(before, now), *_causes(before, now)]
    if before.verdict != verdict:
        told.append("the stored verdict is not the one that was made: it was changed after it was stored")
    yield from told or ["everything its receipt names is as it was"]


def _causes(before: VerdictReceipt, now: VerdictReceipt) -> Iterator[str]:
    if before.decided != now.decided:
        yield f"decisions: it took in {before.decisions}, there are {now.decisions}"
    if before.others != now.others:
        yield "what it is compared with in the report of the year before is another"
    then, here = before.schema_marks, now.schema_marks
    if any(then[each] != here[each] for each in then.keys() & here.keys()):
        versions = (then.get("version", "unknown"), here.get("version", "unknown"))
        was, is_now = versions if versions[0] != versions[1] else (_marked(then), _marked(here))
        yield f"the schema {here.get('name', '')} is another ({was} → {is_now})"
    for layer, about in (("judging", "the code that verifies and decides"), ("release", "the release")):
        if before.code.get(layer) != now.code.get(layer):
            yield f"{about} is another ({before.code.get(layer, 'unknown')} → {now.code.get(layer, 'unknown')})"
    if before.policy != now.policy:
        yield f"the policy is another ({before.policy} → {now.policy})"


def _readings_differ(before: VerdictReceipt, now: VerdictReceipt) -> Iterator[str]:
    for reader in dict.fromkeys((*before.readings, *now.readings)):
        then, here = before.readings.get(reader), now.readings.get(reader)
        if then is None or here is None:
            yield f"the reading of {reader} is {'new' if then is None else 'gone'}"
        elif then.sha256 != here.sha256:
            yield f"the reading of {reader} is not the one it was made of"


def _marked(marks: Mapping[str, str]) -> str:
    return marks.get("files") or marks.get("compiled") or "unknown"


@lru_cache(maxsize=_SCHEMAS)
def _marks(schema: Schema) -> dict[str, str]:
    """Hashes of a schema; its files are those it was loaded from, if it was loaded from any."""
    compiled = compiled_schema(schema)
    files = [*schema_files(schema.name), *(SourceFile(path.name, path) for path in rule_files(schema.name))]
    found = {"compiled": hash_of_facts(compiled) if compiled else "", "files": hash_of_files(files) if files else ""}
    return {"version": schema.version, **{name: mark for name, mark in found.items() if mark}}


def _layers(fingerprint: str, schema_name: str) -> Iterator[tuple[str, str]]:
    """The marks of the layers that opened and read, of those that a document under this schema depends on."""
    for part in fingerprint.split("; "):
        layer, colon, mark = part.rpartition(":")
        kind, _, schema = layer.partition(" ")
        if colon and kind not in _APART and schema in ("", schema_name):
            yield layer, mark


def _of_reading(reading: Reading) -> ReadingReceipt:
    return ReadingReceipt(version=reading.version, sha256=_sha256(_said_by(reading)), prompts=reading.prompts)


def _said_by(reading: Reading) -> bytes:
    """What a reading holds, whatever it took: one that took nothing says so as it is stored."""
    given = type(reading).model_fields
    if all(getattr(reading, each) == given[each].default for each in _WHAT_IT_TOOK):
        return plain_json(reading)
    return reading.model_dump_json(exclude_defaults=True, exclude=_WHAT_IT_TOOK).encode()


def _of_values(values: Values) -> str:
    cells = {path: [state, plain_value(value)] for path, (state, value) in sorted(values.cells.items())}
    return _sha256(json.dumps([cells, dict(sorted(values.counts.items()))], ensure_ascii=False).encode())


def _sha256(*texts: bytes) -> str:
    return hashlib.sha256(b"\n".join(texts)).hexdigest()

"""What a run need not do again: results that are what it would make, and parts of others that still hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from extractor.documents.file_parts import hash_of_file, key_of_part
from extractor.readers.reading import Reading
from extractor.route import Result
from extractor.run.fingerprint import Fingerprint, kind_of
from extractor.run.layers import LayerKind
from extractor.run.quarantine import is_quarantined
from extractor.schemas.form import Form, Schema
from extractor.store import Done, Store
from extractor.verify.edit import chosen_schema
from extractor.verify.finding import Finding

JUDGED_WITHOUT_DOCUMENT: frozenset[LayerKind] = frozenset({"rules", "policy"})
"""Layers that look at values and never at the document, so that it stays closed where no other has changed."""

MODEL = "llm"
"""The reader that is not asked about every document."""

DECISIONS = "decisions"
"""Said of a document about which people have decided since, where everything else is as it was."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What still holds of an earlier result of the same document.

    ``readings``: those of the readers that would read the same again. ``places``: everything up to verification is as
    it was, so that what the document itself said about places (``looked_up``) still holds.
    """

    result: Result
    readings: tuple[Reading, ...]
    places: bool
    looked_up: tuple[Finding, ...] = ()

    def under(self, schema: Schema, form: Form) -> bool:
        """Whether it was read under this form."""
        return (self.result.schema_name, self.result.form) == (schema.name, form.name)


class Changes:
    """What has changed since results were made, where ``now`` would make them. Many were made by the same program."""

    def __init__(self, now: Fingerprint) -> None:
        self._text = str(now)
        self._now = now
        self._between = cache(lambda before, schema: now.changes(Fingerprint.parse(before), schema))

    def since(self, done: Done) -> tuple[str, ...]:
        """The layers that have changed since a result was made, decisions about it among that."""
        changed: tuple[str, ...] = self._between(done.fingerprint, done.schema_name)
        return changed or ((DECISIONS,) if done.edits != done.edits_now else ())

    def chooses(self, schema_name: str) -> bool:
        """Whether a document is read under a schema where a person chose it: none is given, and it is there."""
        return self._now.layers.get("choice") != "given" and f"schema {schema_name}" in self._now.layers

    def nothing(self, done: Done) -> bool:
        """Whether a result was made by the very same program, whatever it depends on."""
        return done.fingerprint == self._text


def done_before(
    store: Store, sha256: str, now: Fingerprint, audited: bool = False, tried_since: str = ""
) -> Result | None:
    """The result of a document that this run would only make again. Failures are tried again, for they cost little, but
    not a file that has ended too many processes.

    ``audited``: a model is to be asked about the document even where it was accepted without one. ``tried_since``: what
    failed at this moment or later is not tried again.
    """
    for done in store.done(sha256) if sha256 else ():
        if is_done(store, sha256, done, Changes(now), audited, tried_since):
            return store.result(sha256, done.schema_name)
    return None


def is_done(store: Store, sha256: str, done: Done, changes: Changes, audited: bool, tried_since: str = "") -> bool:
    """Whether a run would only make a result again; of most this is told by what is ``done`` alone."""
    if changes.since(done) or _another_chosen(store, sha256, done, changes):
        return False
    if done.status == "failed" and not (tried_since and done.at >= tried_since):
        return changes.nothing(done) and is_quarantined(store.result(sha256, done.schema_name))
    return not (audited and _unaudited(store, sha256, done))


def _unaudited(store: Store, sha256: str, done: Done) -> bool:
    readings = store.readings(sha256, done.schema_name) if done.status == "accepted" else ()
    return bool(readings) and all(each.reader != MODEL for each in readings)


def _another_chosen(store: Store, sha256: str, done: Done, changes: Changes) -> bool:
    """Whether a person said that a document is to be read under another schema than it was."""
    file = hash_of_file(sha256)
    if not done.elsewhere and file == sha256:
        return False
    chosen = chosen_schema(store.edits(file), file)
    return chosen not in ("", done.schema_name) and changes.chooses(chosen)


def all_done_before(
    store: Store, sha256: str, parts: Sequence[str], now: Fingerprint, audited: bool = False, tried_since: str = ""
) -> tuple[Result, ...]:
    """The results of a file that this run would only make again: of the whole, or of each of its ``parts``, by their
    keys; none where anything is to be done.
    """
    whole = done_before(store, sha256, now, audited, tried_since)
    if whole is not None:
        return (whole,)
    found = [done_before(store, key, now, audited, tried_since) for key in parts]
    return tuple(each for each in found if each is not None) if None not in found else ()


def done_since(
    store: Store, sha256: str, now: Fingerprint, audited: bool, since: float, again: bool
) -> tuple[Result, ...]:
    """The results of a file that another run has stored since a moment, as this one would make them or fail to.

    ``since``: seconds since 1970 by the clock of the store. Unless all is done ``again``, only failures are told by it:
    of everything else a result that this run would make is one that another has made meanwhile, whenever that was.
    """
    moment = datetime.fromtimestamp(since, UTC).isoformat()
    parts = store.parts(sha256) if sha256 else ()
    if again and all(done.at < moment for key in (sha256, *parts) for done in store.done(key)):
        return ()
    return all_done_before(store, sha256, parts, now, audited, moment)


def changed_since(store: Store, sha256: str, now: Fingerprint) -> str:
    """The kind of the first layer that has changed since a document was done, or one of its parts, or
    :data:`DECISIONS`; empty for one that was never done.
    """
    keys = (sha256, *store.parts(sha256)) if sha256 else ()
    changes = Changes(now)
    found = (changes.since(done) for key in keys for done in store.done(key) if done.status != "failed")
    return next((each[0] for each in found if each), "").partition(" ")[0]


def still_good(store: Store, sha256: str, now: Fingerprint, audited: bool = False) -> tuple[Earlier, ...]:
    """What still holds of the earlier results of a document, one for each schema it was read under. One that is to be
    ``audited`` is opened again.
    """
    found = tuple(_earlier(store, sha256, now)) if sha256 else ()
    return tuple(replace(each, places=False) for each in found) if audited else found


def judged_from_store(kept: Sequence[Earlier], sha256: str) -> Earlier | None:
    """The earlier result of a document whose values need only be judged again, if there is one."""
    return next((earlier for earlier in kept if earlier.places and earlier.result.sha256 == sha256), None)


def parts_from_store(kept: Sequence[Earlier], sha256: str) -> tuple[Earlier, ...]:
    """The earlier results of all parts of a file, where the values of each of them need only be judged again."""
    found = {each.result.sha256: each for each in kept if each.places and each.result.parts}
    for earlier in found.values():
        keys = [key_of_part(sha256, name) for name in earlier.result.parts]
        if all(key in found for key in keys):
            return tuple(found[key] for key in keys)
    return ()


def _earlier(store: Store, sha256: str, now: Fingerprint) -> Iterator[Earlier]:
    for done in store.done(sha256):
        schema, changes = done.schema_name, now.changes(Fingerprint.parse(done.fingerprint), done.schema_name)
        if not schema or not {"opening", "recognition", f"schema {schema}"}.isdisjoint(changes):
            continue  # Nothing was read, or nothing of it holds: it may not even be readings as they are now.
        filed = store.filed(sha256, schema)
        if filed is None or filed.outcome.result.verdict is None:
            continue
        outcome = filed.outcome
        anew = _asked_anew(now, changes)
        yield Earlier(
            outcome.result,
            tuple(
                each
                for each in outcome.readings
                if _unchanged(each.reader, schema, changes) and not (anew and each.reader == MODEL)
            ),
            places=not anew and JUDGED_WITHOUT_DOCUMENT.issuperset(map(kind_of, changes)),
            looked_up=outcome.findings_of_document,
        )


def _asked_anew(now: Fingerprint, changes: Sequence[str]) -> bool:
    """Whether it has to be found out anew what a model is asked: where that depends on what the rest leaves open, and
    anything of the rest has changed. What it was asked before costs nothing a second time.
    """
    return "consulting" in changes or bool(changes and "consulting" in now.layers)


def _unchanged(reader: str, schema_name: str, changes: Sequence[str]) -> bool:
    """Whether a reader would read as before under a form that is as before, whatever other schemas there are."""
    return {reader, f"{reader} {schema_name}"}.isdisjoint(changes)

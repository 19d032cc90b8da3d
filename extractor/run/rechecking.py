"""All stored verdicts once more, from stored readings and decisions: whether what is stored is what comes of them.

No file is opened and no model is asked. Results are taken one by one, so that memory is that of one result.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from extractor.consequences import Remade, made_anew
from extractor.errors import SchemaError, StoreUnavailable
from extractor.receipt_making import receipt_differs, verdict_hash
from extractor.route import Result
from extractor.run.rechecked_fields import RecheckedPart, verdict_changes
from extractor.schemas.form import Schema
from extractor.schemas.registry import load_schema
from extractor.settlement import settle_anew
from extractor.store import DocumentKey, Outcome, Store

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A result that differs from what its readings and decisions come to, or of which that cannot be said.

    ``why``: what is another than when it was made, as far as it is known. ``unable``: why nothing can be said, empty
    where it can. ``stored``: what comes of them is stored now. ``follows``: it changed because the report of the year
    before did, and that was stored.
    """

    sha256: str
    schema_name: str
    document: str = ""
    path: str = ""
    changes: tuple[RecheckedPart, ...] = ()
    why: tuple[str, ...] = ()
    unable: str = ""
    stored: bool = False
    follows: bool = False


@dataclass(slots=True)
class RecheckTally:
    """How many results were gone through: ``compared`` with what comes of them, of which ``differing`` do; ``unable``
    could not be; of ``without_verdict``, by status, nothing was ever decided.
    """

    compared: int = 0
    differing: int = 0
    unable: int = 0
    stored: int = 0
    without_verdict: dict[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether every verdict is what comes of its readings."""
        return not self.differing and not self.unable


def recheck(store: Store, keys: Iterable[DocumentKey], keep: bool, tally: RecheckTally) -> Iterator[Rechecked]:
    """Those that differ and those of which it cannot be said, one after the other; all are counted in ``tally``.

    ``keep``: what comes of readings and decisions is stored where it differs. StoreUnavailable where the store is lost.
    """
    for key in keys:
        for found in _recheck_one(store, key, keep, tally):
            tally.differing += bool(found.changes) and not found.follows
            tally.unable += bool(found.unable)
            tally.stored += found.stored
            yield found


def _recheck_one(store: Store, key: DocumentKey, keep: bool, tally: RecheckTally) -> Iterator[Rechecked]:
    result: Result | None = None
    try:
        with store.moment() as held:
            filed = held.filed(*key)
            if filed is None:
                return  # Somebody has taken it away since.
            result = filed.outcome.result
            if result.verdict is None:
                tally.without_verdict[result.status] = tally.without_verdict.get(result.status, 0) + 1
                return
            schema = _schema_of(store, filed.outcome)
            differs = made_anew(held, filed, schema).differs
        tally.compared += 1
        if differs:  # Somebody may have been at work on it: what holds is told with the store locked.
            for number, made in enumerate(settle_anew(store, *key, schema, keep)):
                yield _told(made, keep, follows=number > 0)
    except StoreUnavailable:
        raise
    except (SchemaError, _NothingStored) as error:
        yield _unable(key, result, str(error))
    except ValidationError as error:
        _LOG.debug("%s: %s", key, error)
        yield _unable(key, result, "what is stored of it cannot be read by this release")
    except Exception as error:
        _LOG.exception("%s: an error of the program", key)
        yield _unable(key, result, f"an error of the program ({type(error).__name__}: {error}); please report it")


class _NothingStored(Exception):
    """There is nothing a verdict could be made of."""


def _schema_of(store: Store, outcome: Outcome) -> Schema:
    """The schema of a result as it is now, else as it was kept beside it. SchemaError where there is neither."""
    result = outcome.result
    name, version, form = result.schema_name or "", result.schema_version or "", result.form or ""
    if not outcome.readings:
        raise _NothingStored("no reading of it is stored")
    try:
        schema = load_schema(name)
        if any(each.name == form for each in schema.forms):
            return schema
        missing = SchemaError(f"the schema {name} has no form {form!r} any more")
    except SchemaError as error:
        missing = error
    kept = store.kept_schema(name, version)
    if kept is None:
        raise missing
    return kept


def _told(made: Remade, keep: bool, follows: bool) -> Rechecked:
    before, after = made.before.outcome, made.after
    result = before.result
    changes = tuple(verdict_changes(before, after))
    verdict = "" if result.verdict is None else verdict_hash(result.verdict)
    return Rechecked(
        result.sha256,
        result.schema_name or "",
        result.document,
        result.path,
        changes,
        tuple(receipt_differs(result.receipt, after.result.receipt, verdict)),
        stored=keep,
        follows=follows,
    )


def _unable(key: DocumentKey, result: Result | None, why: str) -> Rechecked:
    named = ("", "") if result is None else (result.document, result.path)
    return Rechecked(*key, *named, unable=why)

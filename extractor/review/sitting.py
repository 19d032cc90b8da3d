"""One reviewer in one session: which documents are leased to it, and what it decides about."""

import getpass
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from extractor.errors import StoreUnavailable
from extractor.review.case import ReviewCase
from extractor.review.spoken_words import tell
from extractor.route import FieldVerdict, Result
from extractor.schemas.form import State, Value
from extractor.settlement import Deciding
from extractor.store import LEASE_SECONDS, Store


def author() -> str:
    """Who decides: EXTRACTOR_AUTHOR, or the name of the user who is logged in."""
    named = os.environ.get("EXTRACTOR_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return "unknown"


@dataclass(frozen=True)
class Sitting:
    """A reviewer who sits at a store. A document is leased to the sitting by its ``name``, not to the person, who may
    sit at two terminals.
    """

    store: Store
    person: str = field(default_factory=author)
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    seconds: float = LEASE_SECONDS

    def take(self, result_key: tuple[str, str]) -> bool:
        """Lease a document, or say that this session is still there. False: another one has it."""
        return self.store.leases.take(*result_key, self.person, self.name, self.seconds).session == self.name

    def release(self, result_key: tuple[str, str]) -> None:
        """Give a document back; where the store is out of reach, its lease ends by itself."""
        with suppress(StoreUnavailable):
            self.store.leases.release(*result_key, self.person, self.name)

    def deciding(self, case: ReviewCase | None, key: tuple[str, str]) -> Deciding:
        """Who decides about a document. One that is shown must be as it is shown: nothing of it may have changed."""
        if case is None or key_of(case.result) != key:
            return Deciding(self.person, self.name, self.seconds)
        verdict = case.result.verdict or case.verdict  # What is asked about is shown otherwise than it is stored.
        return Deciding(self.person, self.name, self.seconds, len(case.edits), _shown(verdict.fields))

    def deciding_anew(self, seen: int) -> Deciding:
        """Who decides about a document that is read anew, of which so many decisions were seen."""
        return Deciding(self.person, self.name, self.seconds, seen)

    def taken_by(self, holder: str) -> str:
        """What is said where somebody else has the document by now."""
        return tell("taken_by_own_session") if holder == self.person else tell("taken_over", person=holder)


def key_of(result: Result) -> tuple[str, str]:
    """A document and the schema it was read under."""
    return result.sha256, result.schema_name or ""


def _shown(fields: Mapping[str, FieldVerdict]) -> Mapping[str, tuple[State, Value | None]]:
    return {path: (each.state, each.value) for path, each in fields.items()}

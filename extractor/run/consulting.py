"""When a model is asked about a document: always, only where the layout reader leaves something open, or to check it.

Whether it is asked is decided from the document and the layout reader alone, never from decisions of people: the same
document is read the same way whenever it is read.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from extractor.documents.model import Document
from extractor.policy import Policy
from extractor.readers.reading import Asked, Reading
from extractor.route import judge_readings
from extractor.schemas.form import Form, Schema

_HASH_DIGITS = 13
"""Hexadecimal digits of a content hash that decide whether it is drawn: as many as a float holds exactly."""


class AskModel(Protocol):
    """How a model reads a document; ``only``: the fields it is asked about, where it is asked row by row."""

    def __call__(self, document: Document, schema: Schema, form: Form, only: frozenset[str] | None = None) -> Reading:
        """Read a document."""
        ...


@dataclass(frozen=True, slots=True)
class Consulting:
    """When a model reads along.

    ``when_needed``: only where the layout reader leaves something open under the policy. ``row_by_row``: it is asked
    about rows that somebody else found, so that only rows with open fields are worth it. ``audit``: the share of
    documents, from 0 to 1, that it is asked about although nothing is open.
    """

    when_needed: bool = False
    row_by_row: bool = False
    policy: Policy = "standard"
    audit: Fraction = Fraction(0)

    @property
    def mark(self) -> str:
        """What results depend on: nothing where a model is always asked. The share that is audited is not in it: a
        result that was checked once more stays what it is.
        """
        if not self.when_needed:
            return ""
        return "row by row" if self.row_by_row else "document"

    def draws(self, sha256: str) -> bool:
        """Whether a document is among the share that is audited: the same ones every time, whatever else is read."""
        if not self.when_needed or not sha256:
            return False
        return Fraction(int(sha256[:_HASH_DIGITS], 16), 16**_HASH_DIGITS) < self.audit

    def about(self, document: Document, form: Form, layout: Reading) -> tuple[Asked | None, frozenset[str] | None]:
        """Why a model is asked about a document, None where it is not, and which fields: None for all of them."""
        if not self.when_needed:
            return "always", None
        verdict = judge_readings(form, (layout,), (), self.policy, source=document)
        if verdict.status == "accepted":
            return ("audit", None) if self.draws(document.sha256) else (None, None)
        if not self.row_by_row:
            return "open", None
        fields = frozenset(field.path for field in verdict.flagged)
        return ("open", fields) if fields else (None, None)


ALWAYS = Consulting()
"""Every document, whatever the layout reader makes of it."""


def read_as_asked(
    consulting: Consulting,
    layout: Reading,
    kept: Reading | None,
    ask: AskModel,
    document: Document,
    schema: Schema,
    form: Form,
) -> tuple[Reading, ...]:
    """The reading of the layout reader and, where it is asked, of the model: the kept one if there is one."""
    why, only = consulting.about(document, form, layout)
    if why is None:
        return (layout,)
    if kept is not None:
        return (layout, kept)
    found = ask(document, schema, form, only)
    if why == "open" and not found.fields and not found.problems:
        return (layout,)  # No row of an open field is one that it could have been asked about.
    return (layout, found.model_copy(update={"asked": why}))

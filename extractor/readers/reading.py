"""What a reader returns: the value, state and place of every field, and what it could not use.

A reading is plain data that goes to the store as JSON and comes back equal.
"""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.documents.model import Box, Place, Span
from extractor.schemas.form import State, Value
from extractor.schemas.stored import StoredValue

Certainty: TypeAlias = Literal["exact", "inferred", "ambiguous"]
"""How sure the place is. exact: its own label was matched and the row holds the columns expected. inferred: a person
should look (placed by order, a torn label). ambiguous: more than one place fits, so no value is given."""


Look: TypeAlias = Literal["stored", "alike", "differ", "picture"]
"""What a reader took the digits from. stored, alike, differ: the document's characters, which all readers share (see
``Views`` of the document). picture: the reader looked at the page itself."""


class Spot(BaseModel):
    """A place in stored form: page from 1, box in points or None, character span in the document's text or None."""

    model_config = ConfigDict(frozen=True)

    page: int
    box: Box | None = None
    span: Span | None = None

    @classmethod
    def of(cls, place: Place) -> "Spot":
        """The stored form of a place."""
        return cls(page=place.page, box=place.box, span=place.span)


class Alternative(BaseModel):
    """What recognised characters may say as well: ``text`` as it would be printed, and what that is for the field."""

    model_config = ConfigDict(frozen=True)

    text: str
    state: State
    value: StoredValue = None


class FieldReading(BaseModel):
    """One field as one reader sees it.

    ``quote`` is what is printed at the place, ``look`` who says so. ``reasons`` say, in words for a clerk, why the
    reader abstained or is not sure; they are empty for an exact reading. ``alternatives`` are what else a picture may
    show at the place, likeliest first: they are for a person to look at and are never values by themselves.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    state: State
    value: StoredValue = None
    spot: Spot | None = None
    quote: str = ""
    certainty: Certainty = "exact"
    reasons: tuple[str, ...] = ()
    look: Look = "stored"
    alternatives: tuple[Alternative, ...] = ()


class UnusedNumber(BaseModel):
    """A number printed inside a table's region that no field uses."""

    model_config = ConfigDict(frozen=True)

    text: str
    spot: Spot
    table: str


class Reading(BaseModel):
    """What one reader makes of one document.

    ``reader`` is its name and ``version`` changes whenever it may read differently (code, prompt hash, model).
    ``problems`` are outcomes that are not a reading of a field: a request without a usable answer, a missing table.
    ``missing`` are labels of the form that were not found in the document.
    """

    model_config = ConfigDict(frozen=True)

    reader: str
    version: str
    fields: dict[str, FieldReading]
    unused: tuple[UnusedNumber, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0

    def value(self, path: str) -> Value | None:
        """The value read for a path, or None."""
        found = self.fields.get(path)
        return None if found is None else found.value

"""What a reader returns: the value, state and place of every field, and what it could not use.

A reading is plain data that goes to the store as JSON and comes back equal.
"""

from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.documents.model import Box, Place, Span
from extractor.evidence import STORED, Doubt, Leg, Weight, picture_by, weighing
from extractor.evidence.certainty import Certainty, certainty_of, is_unclear
from extractor.evidence.sentences import say
from extractor.readers.problem import ReadingProblem
from extractor.schemas.form import State, Value
from extractor.schemas.stored import StoredValue
from extractor.schemas.trusted import trusted

Asked: TypeAlias = Literal["always", "open", "audit"]
"""Why a model was asked about a document. open: something of it was left open. audit: to check what was accepted."""


class Spot(BaseModel):
    """A place in stored form: page from 1, box in points or None, character span in the document's text or None."""

    model_config = ConfigDict(frozen=True)

    page: int
    box: Box | None = None
    span: Span | None = None

    @property
    def stands(self) -> tuple[int, Span | Box | None]:
        """The page and the characters, or else the box: the same for two spots of one print."""
        return self.page, self.span or self.box

    @classmethod
    def of(cls, place: Place) -> "Spot":
        """The stored form of a place."""
        if place.box is None:
            return trusted(cls, {"page": place.page, "box": None, "span": place.span})
        return cls(page=place.page, box=place.box, span=place.span)


class Alternative(BaseModel):
    """What recognised characters may say as well: ``text`` as it would be printed, and what that is for the field."""

    model_config = ConfigDict(frozen=True)

    text: str
    state: State
    value: StoredValue = None


def looked_at(seen_by: str) -> str:
    """What a reader of the document's own characters looks at, from the engine that recognised them, if one did."""
    return picture_by(seen_by) if seen_by else STORED


class FieldReading(BaseModel):
    """One field as one reader sees it.

    ``quote`` is what is printed at the place. ``doubts`` are all that is known against the value, from the word it was
    taken from to the row and column it was placed in. ``leg`` says what the reader looked at and who found the place; a
    field without one witnesses nothing. ``alternatives`` are what else a picture may show at the place, likeliest
    first: they are for a person to look at and are never values by themselves.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    state: State
    value: StoredValue = None
    spot: Spot | None = None
    quote: str = ""
    doubts: tuple[Doubt, ...] = ()
    leg: Leg | None = None
    alternatives: tuple[Alternative, ...] = ()

    @classmethod
    def taken(
        cls,
        path: str,
        state: State,
        value: Value | None,
        spot: Spot,
        quote: str,
        doubts: tuple[Doubt, ...],
        leg: Leg,
        alternatives: tuple[Alternative, ...],
    ) -> "FieldReading":
        """A field taken from a place in the document, of what was just read there: nothing of it is looked at again."""
        return trusted(
            cls,
            {
                "path": path,
                "state": state,
                "value": value,
                "spot": spot,
                "quote": quote,
                "doubts": doubts,
                "leg": leg,
                "alternatives": alternatives,
            },
        )

    @property
    def certainty(self) -> Certainty:
        """How sure its place is."""
        return certainty_of(self.doubts)

    @property
    def unclear(self) -> bool:
        """Whether it is in doubt which characters are printed at the place."""
        return is_unclear(self.doubts)

    @property
    def reasons(self) -> tuple[str, ...]:
        """In words for a clerk, why the reader abstained or is not sure; empty for an exact reading."""
        return tuple(say(each) for each in weighing(self.doubts, Weight.SERIOUS))


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
    ``explained`` are sums of a list that no field takes and that its items prove.
    ``missing`` are labels of the form that were not found in the document.

    Of a model: ``prompts`` are hashes of the prompts it was given, by name, ``asked`` says why it was asked, ``manner``
    in words what it is asked to do; ``calls`` are the requests that were sent, ``pictured`` the pages that went with
    them as pictures, ``tokens_in`` and ``tokens_out`` what they took, answers that are none among them, and ``cost``
    their price in ``currency``, None where nobody said it; ``batched`` of the calls were answered in batches.
    """

    model_config = ConfigDict(frozen=True)

    reader: str
    version: str
    fields: dict[str, FieldReading]
    unused: tuple[UnusedNumber, ...] = ()
    explained: tuple[UnusedNumber, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()
    prompts: dict[str, str] = {}
    asked: Asked = "always"
    manner: str = ""
    calls: int = 0
    pictured: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None
    currency: str = ""
    batched: int = 0

    def value(self, path: str) -> Value | None:
        """The value read for a path, or None."""
        found = self.fields.get(path)
        return None if found is None else found.value

"""What people look at a second time, as models: fields of accepted documents, and fields that two people decided."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.schemas.form import State
from extractor.schemas.stored import StoredValue

DocumentKey: TypeAlias = tuple[str, str]
"""A document and a schema."""

AuditOutcome: TypeAlias = Literal["", "right", "wrong", "illegible", "lapsed"]
"""Empty: nobody has looked yet. illegible: nobody can say. lapsed: a run read something else before anybody decided."""

TwiceOutcome: TypeAlias = Literal["agreed", "", "first", "second", "neither"]
"""Empty: two people decided differently, and nobody has looked a third time; then who of them was right. neither: also
where somebody else says otherwise than two who agreed."""


class SaidValue(BaseModel):
    """What a field held, or what somebody said of it."""

    model_config = ConfigDict(frozen=True)

    state: State
    value: StoredValue = None


@dataclass(frozen=True, slots=True)
class AuditedField:
    """A field of an accepted document that was drawn. ``was``: what it held when somebody looked, until then when it
    was drawn. ``reviewer``: who looked.
    """

    sha256: str
    schema_name: str
    path: str
    was: SaidValue
    outcome: AuditOutcome = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class TwiceDecided:
    """A field that ``first`` decided, and ``second`` without seeing it; ``settled_by`` who looked a third time."""

    sha256: str
    schema_name: str
    path: str
    first: str
    second: str
    first_says: SaidValue
    second_says: SaidValue
    outcome: TwiceOutcome = ""
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class AuditTally:
    """What audits found: of ``fields`` looked at ``wrong`` ones, those among them that nobody could make out; the same
    of documents of which everything that was drawn was looked at. ``waiting`` fields are drawn and not looked at;
    ``unseen`` accepted documents hold no decision of anybody.
    """

    fields: int = 0
    wrong: int = 0
    documents: int = 0
    documents_wrong: int = 0
    waiting: int = 0
    unseen: int = 0

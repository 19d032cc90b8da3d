"""How a value that was read can differ from the one that is printed."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.schemas.form import Value
from extractor.schemas.stored import StoredValue

Mistake: TypeAlias = Literal["wrong", "missed", "invented"]
"""wrong: another value. missed: a value is printed, none was given. invented: a value was given, none is printed."""


class FieldMistake(BaseModel):
    """One field that was not read as printed. ``flagged``: a person was asked to look at it."""

    model_config = ConfigDict(frozen=True)

    path: str
    mistake: Mistake
    truth: StoredValue
    read: StoredValue
    flagged: bool


def compare(truth: Value | None, read: Value | None) -> Mistake | None:
    """How a value differs from the printed one; None if it is the same. Names compare without their white space."""
    if truth is None and read is None:
        return None
    if truth is None:
        return "invented"
    if read is None:
        return "missed"
    if isinstance(truth, str) or isinstance(read, str):
        same = isinstance(truth, str) and isinstance(read, str) and "".join(truth.split()) == "".join(read.split())
    else:
        same = truth == read
    return None if same else "wrong"

"""What a person decided about a document: plain data that outlives every later run."""

from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.schemas.form import State
from extractor.schemas.stored import StoredValue

EditKind: TypeAlias = Literal["correct", "confirm", "waive"]
"""correct: the value is this one. confirm: the value as read is right. waive: the document itself contradicts this
rule; its printed numbers stand."""


class Edit(BaseModel):
    """One decision. It belongs to the document with this hash, whatever the file is called.

    For ``correct`` and ``confirm``: ``path`` and the value and state that hold from now on. For ``waive``: ``rule`` is the
    code of the finding, ``paths`` its fields and ``values`` what they held, so that the decision lapses if they change.
    """

    model_config = ConfigDict(frozen=True)

    sha256: str
    schema_name: str
    kind: EditKind
    path: str = ""
    state: State = "read"
    value: StoredValue = None
    rule: str = ""
    paths: tuple[str, ...] = ()
    values: tuple[StoredValue, ...] = ()
    author: str = ""
    note: str = ""
    at: datetime

"""What a person decided about a document: plain data that outlives every later run."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.readers.reading import Spot
from extractor.schemas.form import State
from extractor.schemas.stored import StoredValue

EditKind: TypeAlias = Literal["correct", "confirm", "waive", "retract", "note", "choose", "reopen"]
"""correct: the value is this one. confirm: the value as read is right. waive: the document itself contradicts
this rule; its printed numbers stand. retract: the latest decision about the same thing is taken back, and the
one before it holds again. note: words about a field, or about the document where there is no ``path``; they decide
nothing. choose: the document is read under this schema, whatever it is recognised as. reopen: what was decided about
this field of an earlier version of the file does not hold of this one, and waits for a person."""

Why: TypeAlias = Literal["", "as_printed", "rounding", "other"]
"""Why a rule is waived, or a value that breaks one is confirmed. as_printed: the document prints it so. rounding: what
is printed was rounded. other: as the note says."""


EditOutcome: TypeAlias = State | Literal["confirmed", "corrected", "waived", "retracted", "noted", "chosen", "reopened"]
"""What became of what was decided about: of a field that holds no value by now, its state."""

_OUTCOMES: Mapping[EditKind, EditOutcome] = {
    "confirm": "confirmed",
    "waive": "waived",
    "retract": "retracted",
    "note": "noted",
    "choose": "chosen",
    "reopen": "reopened",
}

NOTED = "note"
"""``rule`` of a note, so that taking it back is told from taking a value back."""

CHOSEN = "schema"
"""``rule`` of the choice of a schema."""

_GIVING = ("correct", "confirm")


class Edit(BaseModel):
    """One decision. It belongs to the document with this hash, whatever the file is called.

    For ``correct`` and ``confirm``: ``path`` and the value and state that hold from now on. For ``waive``:
    ``rule`` is the code of the finding, ``paths`` its fields and ``values`` what they held, so that the decision
    lapses if they change; ``why`` it was waived. ``spot``: where a person saw the value, if not where readers did.
    ``printed``: what the place shows where something else was decided and the person, asked about it, was sure. For
    ``retract``: ``path``, or ``rule`` and ``paths``, of the decision taken back.
    ``carried_from``: the hash of the version of the document that it was made about, where that is another one.
    ``seconds`` the field was on the screen before and ``keys`` pressed meanwhile, each shared out among the fields that
    were decided at once; None where nobody measured.
    Of ``choose``, ``schema_name`` is what was chosen; of ``reopen``, state and value are those that held before.
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
    why: Why = ""
    spot: Spot | None = None
    printed: str = ""
    carried_from: str = ""
    seconds: float | None = None
    keys: float | None = None
    at: datetime

    @property
    def gives_value(self) -> bool:
        """Whether it says what a field holds."""
        return bool(self.path) and self.kind in _GIVING

    @property
    def subject(self) -> tuple[str, ...]:
        """What the decision is about: the same for a decision and for one that replaces or retracts it."""
        if self.kind == "note" or self.rule == NOTED:
            return (NOTED, self.path)
        return ("field", self.path) if self.path else ("rule", self.rule, *self.paths)

    @property
    def outcome(self) -> EditOutcome:
        """What became of the thing it is about, in a word."""
        if self.kind == "correct":
            return "corrected" if self.state == "read" else self.state
        return _OUTCOMES[self.kind]


def standing(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The decisions that hold, from the whole append-only history of one document, oldest first.

    A later decision about the same subject replaces an earlier one; ``retract`` brings the earlier one back.
    Decisions that hold already pass through unchanged, so applying this twice does no harm.
    """
    stacks: dict[tuple[str, ...], list[Edit]] = {}
    for edit in edits:
        stack = stacks.setdefault(edit.subject, [])
        if edit.kind != "retract":
            stack.append(edit)
        elif stack:
            stack.pop()
    return tuple(sorted((stack[-1] for stack in stacks.values() if stack), key=lambda edit: edit.at))


def giving(edits: Iterable[Edit]) -> Mapping[str, Edit]:
    """The decisions that hold and give a field its value, by its path."""
    return {edit.path: edit for edit in standing(edits) if edit.gives_value}


def chosen_schema(edits: Iterable[Edit], sha256: str) -> str:
    """The schema that somebody chose for a document and nobody took back, the latest of several; else empty."""
    history = [edit for edit in edits if edit.sha256 == sha256 and edit.rule == CHOSEN]
    by_schema = {
        edit.schema_name: [each for each in history if each.schema_name == edit.schema_name] for edit in history
    }
    held = [edit for each in by_schema.values() for edit in standing(each)]
    return max(held, key=lambda edit: edit.at).schema_name if held else ""

"""What diagnosis has to say about numbers that contradict each other: plain data that travels with a verdict."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.schemas.form import State
from extractor.schemas.stored import StoredValue

DiagnosisKind: TypeAlias = Literal["certain", "ambiguous", "too_many", "rule_conflict", "source_inconsistent"]
"""certain: one explanation, and its values were seen. ambiguous: one or more explanations, none of them proven.
too_many: no explanation with few enough cells. rule_conflict: nothing that may be changed can satisfy the rules.
source_inconsistent: the numbers are printed like this; the document contradicts itself."""

CellEvent: TypeAlias = Literal["misread", "sign_flipped", "missing", "invented", "replaced"]
"""misread: digits are alike. sign_flipped: the same number on the other side of zero. missing: a number was not read.
invented: a number was read where there is none, or 0. replaced: another number altogether."""

Event: TypeAlias = Literal[
    "misread",
    "sign_flipped",
    "missing",
    "invented",
    "replaced",
    "cells_swapped",
    "moved_in_row",
    "moved_in_column",
    "row_shifted",
    "rows_slid",
    "rows_swapped",
    "columns_swapped",
    "row_duplicated",
    "propagated",
    "several",
]
"""What happened to the cells of one explanation together; ``several`` events, where no single one fits."""

PLACE = "the place"
"""Who saw a value that is printed at the crossing of its row and its column."""


class Repair(BaseModel):
    """One cell of an explanation: what was read and what it would have to be.

    ``proposed`` is None where the rules do not fix it, or where ``proposed_state`` says that no number belongs here.
    ``seen`` names who saw what is proposed here: readers, or :data:`PLACE`. A proposed 0 that nobody saw may as well
    be a blank. ``also_read``: the picture of the cell reads so as well; that ranks a change and proves nothing. The
    value of the field itself never changes: a change is shown, not made.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    state: State
    read: StoredValue
    proposed: StoredValue
    proposed_state: State = "read"
    event: CellEvent
    seen: tuple[str, ...] = ()
    also_read: bool = False


class Explanation(BaseModel):
    """Cells that, changed together, satisfy every rule; none of them can be left out.

    ``cost`` ranks explanations (lower is likelier) and proves nothing. ``surplus``: what of it comes from fields that
    the schema calls more reliable than others; what is likely enough to be the only explanation is told without it.
    """

    model_config = ConfigDict(frozen=True)

    event: Event
    cost: int
    surplus: int = 0
    changes: tuple[Repair, ...]

    @property
    def bare(self) -> int:
        """The cost without the weights of the fields."""
        return self.cost - self.surplus

    @property
    def paths(self) -> frozenset[str]:
        """The cells that change."""
        return frozenset(change.path for change in self.changes)


class FailedCheck(BaseModel):
    """A check that does not hold. ``repaired``: it holds after the first explanation."""

    model_config = ConfigDict(frozen=True)

    code: str
    paths: tuple[str, ...]
    repaired: bool


class Proof(BaseModel):
    """What was established about the first explanation of a group; ``certain`` needs all of it.

    ``searched``: every explanation with at most so many cells was listed, if ``complete``. ``within_slack``: how many
    cost about as little as the first, weights left aside. ``rules_pass``: every rule of the report that can be
    evaluated holds after it. ``no_negative``: no count falls below zero. ``seen``: somebody saw every proposed value.
    ``unopposed``: no cell of the group is printed differently from what it would hold.
    """

    model_config = ConfigDict(frozen=True)

    failing: tuple[FailedCheck, ...]
    searched: int
    complete: bool
    within_slack: int
    rules_pass: bool
    no_negative: bool
    seen: bool
    unopposed: bool


class Group(BaseModel):
    """Contradictions that belong together, with their explanations in order, at most ``LISTED`` of them.

    ``unlisted``: there are more. A group without failing checks is about places or readers only.
    """

    model_config = ConfigDict(frozen=True)

    kind: DiagnosisKind
    explanations: tuple[Explanation, ...]
    proof: Proof
    unlisted: bool = False

    @property
    def suspects(self) -> tuple[str, ...]:
        """The cells of all explanations, those of the first one first."""
        return tuple(dict.fromkeys(change.path for each in self.explanations for change in each.changes))

    @property
    def unique(self) -> bool:
        """Whether the search was complete and one explanation is left within the cost slack."""
        return self.proof.complete and self.proof.within_slack == 1 and bool(self.explanations)


class Diagnosis(BaseModel):
    """The groups of one document; ``kind`` is that of the group about which least is known."""

    model_config = ConfigDict(frozen=True)

    kind: DiagnosisKind
    groups: tuple[Group, ...]


class Implied(BaseModel):
    """A value that follows from the rules for a field that was not read. It is shown, never exported as read.

    ``also_read``: its picture may read so.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    value: StoredValue
    reasons: tuple[str, ...]
    also_read: bool = False

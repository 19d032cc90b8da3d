"""When is a field confirmed? One table for each policy: the first line whose conditions all hold decides.

Explained in docs/decisions/002-when-is-a-field-confirmed.md; measured by evals as false successes against review load.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from extractor.readers.reading import Certainty, Look
from extractor.schemas.form import State
from extractor.verify.consolidate import Agreement

Policy: TypeAlias = Literal["standard", "strict"]
FieldStatus: TypeAlias = Literal["confirmed", "flagged", "corrected"]
Decision: TypeAlias = Literal["none", "corrected", "confirmed"]
Kind: TypeAlias = Literal["cell", "identity", "claim"]
"""cell: a field of a table. identity: who and which year. claim: another number of the narrative."""


class Evidence(NamedTuple):
    """What is known about one value.

    ``decision``: what a person said. ``misplaced``: no place, or a place that another field claims. ``suspect``: a
    check that fails points at it. ``waived``: a person let a finding about it stand. ``rules``: whether a rule that
    it takes part in passes; silent if none could be evaluated. For digits that were not seen clearly (``look`` is
    ``differ``) a rule counts only if everything else in it was. The rest as in ``FieldValue``.
    """

    kind: Kind
    decision: Decision
    state: State
    certainty: Certainty
    agreement: Agreement
    disputed: bool
    misplaced: bool
    suspect: bool
    waived: bool
    lone: bool
    rules: Literal["pass", "silent"]
    look: Look = "stored"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the policy: conditions on the evidence, the status they lead to, and the reason told to people."""

    name: str
    status: FieldStatus
    when: Mapping[str, object]
    reason: str = ""

    def covers(self, evidence: Evidence) -> bool:
        """Whether every condition holds."""
        return all(getattr(evidence, name) == wanted for name, wanted in self.when.items())


def _line(name: str, status: FieldStatus, reason: str = "", **when: object) -> Line:
    return Line(name, status, MappingProxyType(when), reason)


FIRST = (
    _line("corrected", "corrected", decision="corrected"),
    _line("confirmed by a person", "confirmed", decision="confirmed"),
    _line("readers disagree", "flagged", "the readers disagree", disputed=True),
    _line("not read", "flagged", "this field could not be read", state="unread"),
    _line("place in doubt", "flagged", "the place is in doubt", misplaced=True),
    _line("rule fails", "flagged", "a rule fails here", suspect=True),
    _line("waived", "confirmed", waived=True),
    _line("identity missing", "flagged", "the document does not say this", kind="identity", state="absent"),
    _line("claim not seen", "flagged", "unclear text may state it", kind="claim", state="absent", look="differ"),
    _line("claim not stated", "confirmed", kind="claim", state="absent"),
)
PROVEN_TWICE = (
    _line("exact, two readers", "confirmed", agreement="place", certainty="exact"),
    _line("inferred, two readers, rules pass", "confirmed", agreement="place", certainty="inferred", rules="pass"),
)
STANDARD = (
    *FIRST,
    *PROVEN_TWICE,
    _line("only the model found it", "flagged", "only the model found this, the page was not clear", lone=True),
    _line("unclear digits, rules pass", "confirmed", look="differ", certainty="exact", rules="pass"),
    _line("unclear digits", "flagged", "its characters are not clear", look="differ"),
    _line("exact, one reader", "confirmed", certainty="exact"),
    _line("claim borne out by its table", "confirmed", kind="claim", certainty="inferred", rules="pass"),
    _line("not proven", "flagged", "the place was inferred, and nothing else bears it out"),
)
STRICT = (
    *FIRST,
    *PROVEN_TWICE,
    _line("not proven twice", "flagged", "only one reader read this at its place"),
)
POLICIES: Mapping[Policy, tuple[Line, ...]] = {"standard": STANDARD, "strict": STRICT}


@cache
def judge(policy: Policy, evidence: Evidence) -> Line:
    """The line of the policy that decides. The last line of every policy has no conditions."""
    return next(line for line in POLICIES[policy] if line.covers(evidence))

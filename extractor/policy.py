"""When is a field confirmed? One table for each policy: the first line whose conditions all hold decides.

Explained in docs/decisions/002-when-is-a-field-confirmed.md; measured by evals as false successes against review load.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from extractor.evidence import DoubtKind
from extractor.evidence.certainty import Certainty
from extractor.schemas.form import State

Policy: TypeAlias = Literal["standard", "strict"]
FieldStatus: TypeAlias = Literal["confirmed", "flagged", "corrected"]
Decision: TypeAlias = Literal["none", "corrected", "confirmed"]
Kind: TypeAlias = Literal["cell", "identity", "claim"]
"""cell: a field of a table. identity: who and which year. claim: another number of the narrative."""


Agreeing: TypeAlias = Literal["one", "two", "three"]
"""How many records from outside give a value: three stands for three and more."""


class Evidence(NamedTuple):
    """What is known about one value.

    ``decision``: what a person said. ``certainty``: how sure its place is. ``witnessed``: a search found it there;
    ``two_places``: two that know nothing of each other did. ``proven_digits``: the file stores its digits as they
    stand, or two looked for themselves. ``stored_digits``: the file stores them, whole or in pieces. ``unclear``: it is
    in doubt which characters are printed. ``misplaced``: no place, or a place that another field claims. ``suspect``: a
    check that fails points at it. ``waived``: a person let a finding about it stand. ``rules``: whether a rule that it
    takes part in passes; silent if none could be evaluated. For characters that are unclear a rule counts only if
    everything else in it is clear. ``lone``: only a model found it, or looked. ``recorded``: records from outside alone
    say it, ``agreeing`` so many of them, and one search found its place. ``derived``: it is printed nowhere, and a
    passing rule leaves no other value, all its other fields being confirmed. The rest as in ``FieldValue``.
    """

    kind: Kind
    decision: Decision
    state: State
    certainty: Certainty
    witnessed: bool
    two_places: bool
    proven_digits: bool
    stored_digits: bool
    unclear: bool
    disputed: bool
    misplaced: bool
    suspect: bool
    waived: bool
    lone: bool
    rules: Literal["pass", "silent"]
    recorded: bool = False
    agreeing: Agreeing = "one"
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the policy: conditions on the evidence, the status they lead to, and the doubt that it leaves."""

    name: str
    status: FieldStatus
    when: Mapping[str, object]
    doubt: DoubtKind | None = None

    def covers(self, evidence: Evidence) -> bool:
        """Whether every condition holds."""
        return all(getattr(evidence, name) == wanted for name, wanted in self.when.items())


def _line(name: str, status: FieldStatus, doubt: DoubtKind | None = None, **when: object) -> Line:
    return Line(name, status, MappingProxyType(when), doubt)


DECIDED = (
    _line("corrected", "corrected", decision="corrected"),
    _line("confirmed by a person", "confirmed", decision="confirmed"),
    _line("readers disagree", "flagged", disputed=True),
    _line("not read", "flagged", DoubtKind.NOT_READ, state="unread"),
    _line("place in doubt", "flagged", misplaced=True),
    _line("rule fails", "flagged", suspect=True),
    _line("waived", "confirmed", waived=True),
)
STATED = (
    _line("computed, not proven", "flagged", DoubtKind.UNPROVEN, state="computed"),
    _line("identity missing", "flagged", DoubtKind.IDENTITY_MISSING, kind="identity", state="absent"),
    _line("claim not seen", "flagged", kind="claim", state="absent", certainty="inferred"),
    _line("claim not stated", "confirmed", kind="claim", state="absent"),
    _line("no witness", "flagged", DoubtKind.NO_WITNESS, witnessed=False),
)
PROVEN_TWICE = (
    _line("exact, two places", "confirmed", two_places=True, proven_digits=True, certainty="exact"),
    _line(
        "inferred, two places, rules pass",
        "confirmed",
        two_places=True,
        proven_digits=True,
        certainty="inferred",
        rules="pass",
    ),
    _line(
        "pieces put together, two places, rules pass",
        "confirmed",
        state="read",
        two_places=True,
        stored_digits=True,
        unclear=True,
        certainty="exact",
        rules="pass",
    ),
)
OF_RECORDS = (
    _line("a record says it, placed exactly", "confirmed", recorded=True, certainty="exact", unclear=False),
    _line("two records say it, place inferred", "confirmed", recorded=True, agreeing="two", certainty="inferred"),
    _line("three records say it, place inferred", "confirmed", recorded=True, agreeing="three", certainty="inferred"),
    _line("a record says it, not proven", "flagged", DoubtKind.UNPROVEN, recorded=True),
)
STANDARD = (
    *DECIDED,
    _line("computed, a rule leaves no other", "confirmed", kind="cell", state="computed", derived=True),
    *STATED,
    *PROVEN_TWICE,
    *OF_RECORDS,
    _line(
        "only the model found it, at its own label, rules pass",
        "confirmed",
        kind="cell",
        lone=True,
        proven_digits=True,
        certainty="exact",
        rules="pass",
    ),
    _line("only the model found it", "flagged", DoubtKind.ONLY_MODEL, lone=True),
    _line("exact, digits stored or seen twice", "confirmed", certainty="exact", proven_digits=True),
    _line("unclear digits, rules pass", "confirmed", unclear=True, certainty="exact", rules="pass"),
    _line("unclear digits", "flagged", unclear=True),
    _line("exact, views alike", "confirmed", certainty="exact"),
    _line("claim borne out by its table", "confirmed", kind="claim", certainty="inferred", rules="pass"),
    _line("not proven", "flagged", DoubtKind.UNPROVEN),
)
STRICT = (
    *DECIDED,
    *STATED,
    *PROVEN_TWICE,
    _line("not proven twice", "flagged", DoubtKind.ONE_WITNESS),
)
POLICIES: Mapping[Policy, tuple[Line, ...]] = {"standard": STANDARD, "strict": STRICT}


@cache
def judge(policy: Policy, evidence: Evidence) -> Line:
    """The line of the policy that decides. The last line of every policy has no conditions."""
    return next(line for line in POLICIES[policy] if line.covers(evidence))

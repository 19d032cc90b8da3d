"""What diagnosis or the rules propose for the thing under the cursor, and whether a key can take it.

A proposal is never taken by itself: it is shown beside the place, and a reviewer who finds it printed there takes it.
What arithmetic leaves open (by how much, or whether a cell holds 0 or nothing) cannot be taken; it has to be looked up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.evidence.sentences import spoken
from extractor.review.case import Item, ReviewCase
from extractor.review.spoken_words import tell, value_told
from extractor.schemas.form import State, Value
from extractor.verify.diagnose.diagnosis_wording import say_witness
from extractor.verify.diagnose.explanation import Group, Repair


@dataclass(frozen=True, slots=True)
class Given:
    """One cell of a proposal and what it would hold."""

    path: str
    state: State
    value: Value | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The cells that change together, the one under the cursor first. ``grounds`` says how far it is known.

    ``problem`` says why it cannot be taken by a key; it is empty where it can.
    """

    given: tuple[Given, ...]
    grounds: str
    problem: str = ""

    def line(self, name: Callable[[str], str]) -> str:
        """The proposal in a line, with ``name`` giving the words for the cells besides the first."""
        first, *others = [value_told(each.state, each.value) for each in self.given]
        more = "".join(f", {name(g.path)} {said}" for g, said in zip(self.given[1:], others, strict=True))
        return tell("proposed", first=first, more=more, grounds=self.grounds)


def proposal_for(case: ReviewCase, item: Item) -> Proposal | None:
    """What is proposed for a field or a failing check, or None. A number that stands as printed has no proposal."""
    return next(_proposals(case, item), None)


def _proposals(case: ReviewCase, item: Item) -> Iterator[Proposal]:
    diagnosis = case.verdict.diagnosis
    for group in diagnosis.groups if diagnosis is not None else ():
        if group.kind == "source_inconsistent":
            continue
        for place, each in enumerate(group.explanations):
            if item.path in each.paths if item.path else place == 0 and _is_about(group, item):
                changes = sorted(each.changes, key=lambda change: change.path != item.path)
                yield _proposal([c for c in changes if c.state != "unread" or c.path == item.path], group, place)
    for implied in case.verdict.implied:
        if implied.path == item.path and case.verdict.fields[item.path].state == "unread":
            given = Given(implied.path, "read", implied.value)
            problem = tell("zero_or_blank") if not implied.value else ""
            also = tell("also_so") if implied.also_read else ""
            yield Proposal((given,), tell("all_that_is_left", rules=", ".join(implied.reasons)) + also, problem)


def _is_about(group: Group, item: Item) -> bool:
    finding = item.finding
    return finding is not None and any((c.code, c.paths) == (finding.code, finding.paths) for c in group.proof.failing)


def _proposal(changes: list[Repair], group: Group, place: int) -> Proposal:
    given = tuple(Given(c.path, c.proposed_state, c.proposed) for c in changes)
    open_ones = [c for c in changes if c.proposed is None and c.proposed_state == "read"]
    unseen = [c for c in changes if c.proposed == 0 and not c.seen]
    problem = tell("not_fixed") if open_ones else tell("zero_or_blank") if unseen else ""
    return Proposal(given, _grounds(group, place, changes), problem)


def _grounds(group: Group, place: int, changes: list[Repair]) -> str:
    seen = dict.fromkeys(name for change in changes for name in change.seen)
    by = tell("seen_so_by", whom=", ".join(say_witness(each, spoken()) for each in seen)) if seen else ""
    by += tell("also_so") if changes[0].also_read else ""
    if group.kind == "certain":
        return tell("proven") + by
    if group.unique and place == 0:
        return tell("only_likely") + by
    about = "one_of_many" if group.unlisted else "one_of_several"
    return tell(about, number=place + 1, of=len(group.explanations)) + by

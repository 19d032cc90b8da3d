"""A diagnosis in people's words: the suspects in order, what each should hold, and how far that is proven."""

from collections.abc import Iterator, Sequence

from extractor.verify.diagnose.explanation import PLACE, Diagnosis, Event, Explanation, Group, Implied, Repair
from extractor.verify.field_labels import Labels, cut
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.wording import say_value

IMPLIED = "diagnosis.implied"
SHOWN = 3
"""Explanations that are told; the rest is counted."""

CELLS_SHOWN = 6
ALSO = "the picture also reads so"
"""Said of a number that is among the other ways to read the cell."""

NOTHING = "0 or blank"
"""What arithmetic proposes where nothing is to be added: it cannot tell the two apart."""

EVENT_WORDS: dict[Event, str] = {
    "misread": "misread",
    "sign_flipped": "its sign was lost or invented",
    "missing": "a number was lost",
    "invented": "a number that is not there",
    "replaced": "another number",
    "cells_swapped": "two numbers are exchanged",
    "moved_in_row": "moved to the next cell of its row",
    "moved_in_column": "moved to the next cell of its column",
    "row_shifted": "the row is shifted by one cell",
    "rows_slid": "rows slid by one",
    "rows_swapped": "two rows are exchanged",
    "columns_swapped": "two columns are exchanged",
    "row_duplicated": "the row repeats its neighbour",
    "propagated": "one error carried into its totals",
    "several": "several cells",
}


_EXCHANGED: dict[Event, tuple[int, str]] = {"rows_swapped": (0, "the rows"), "columns_swapped": (2, "the columns")}
"""Which part of a field's path, split at its last dot, names what was exchanged, and what that is."""


def say_diagnosis(diagnosis: Diagnosis | None, implied: tuple[Implied, ...], labels: Labels) -> Iterator[Finding]:
    """One finding for every group and for every implied value. They inform: what fails has findings of its own."""
    for group in diagnosis.groups if diagnosis is not None else ():
        yield Finding(
            code=f"diagnosis.{group.kind}",
            kind=FindingKind.DIAGNOSIS,
            outcome="fail",
            severity="info",
            paths=group.suspects,
            message=_say_group(group, labels),
        )
    for each in implied:
        only = f"{labels.short(each.path)}: not read; the rules leave only {each.value or NOTHING}"
        also = f", and {ALSO}" if each.also_read else ""
        message = f"{only} ({', '.join(each.reasons)}){also}, which is not taken for read"
        kind, paths = FindingKind.IMPLIED_VALUE, (each.path,)
        yield Finding(code=IMPLIED, kind=kind, outcome="unknown", severity="info", paths=paths, message=message)


def _say_group(group: Group, labels: Labels) -> str:
    failing = len(group.proof.failing)
    checks = "1 failing check" if failing == 1 else f"{failing} failing checks"
    if group.kind == "rule_conflict":
        return f"{checks}: no values of the cells that may be changed satisfy the rules"
    if not group.explanations:
        most = f"at most {group.proof.searched} wrong cells" if group.proof.complete else "few wrong cells"
        return f"{checks}: no explanation with {most}, too many numbers contradict each other"
    first = _say_explanation(group.explanations[0], labels)
    if not failing:
        return f"no check fails, but the place or another reader says otherwise: {first}"
    if group.kind == "source_inconsistent":
        return f"the document prints it so; its {checks} would hold with {_or(group, labels)}"
    if group.kind == "certain":
        return f"{first}. Proven: {_proof(group, checks)}"
    if group.unique:
        return f"likely {first}. {_proof(group, checks)}; not proven: {_open_question(group)}"
    return f"cannot be decided: {_count(group)} of {checks}: {_or(group, labels)}"


def _count(group: Group) -> str:
    count = len(group.explanations)
    if group.unlisted:
        return f"more than {count} explanations"
    return "1 explanation" if count == 1 else f"{count} explanations"


def _or(group: Group, labels: Labels) -> str:
    told = [_say_explanation(each, labels) for each in group.explanations[:SHOWN]]
    more = len(group.explanations) - SHOWN
    return "; or ".join([*told, *([f"{more} more"] if more > 0 else [])])


def _proof(group: Group, checks: str) -> str:
    cells = "1 wrong cell" if group.proof.searched == 1 else f"at most {group.proof.searched} wrong cells"
    only = "the only explanation" if len(group.explanations) == 1 else "the only likely explanation"
    after = ", after it every rule holds" if group.proof.rules_pass else ""
    return f"{only} of {checks} with {cells}{after}"


def _open_question(group: Group) -> str:
    if not group.proof.seen:
        return "nobody saw the proposed value here"
    if not group.proof.unopposed:
        return "the place shows something else"
    return "a rule still fails" if not group.proof.rules_pass else "more cells than can be proven"


def _say_explanation(explanation: Explanation, labels: Labels) -> str:
    if explanation.event in _EXCHANGED:
        part, what = _EXCHANGED[explanation.event]
        names = _names_apart([change.path for change in explanation.changes], part, labels)
        if len(names) == 2 and all(names):
            return f"the numbers of {what} {names[0]} and {names[1]} exchanged"
    told = [_say_change(change, labels) for change in explanation.changes[:CELLS_SHOWN]]
    more = len(explanation.changes) - CELLS_SHOWN
    listed = ", ".join([*told, *([f"{more} more cells"] if more > 0 else [])])
    return listed if len(explanation.changes) == 1 else f"{listed} ({EVENT_WORDS[explanation.event]})"


def _names_apart(paths: Sequence[str], part: int, labels: Labels) -> list[str]:
    """What rows or columns are called: the innermost label that the fields of one share and not those of all."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for path in paths:
        groups.setdefault(path.rpartition(".")[part], []).append(labels.of(path))
    everywhere = set.intersection(*(set(found) for group in groups.values() for found in group))
    return [
        next((cut(each) for each in reversed(group[0]) if each not in everywhere and all(each in g for g in group)), "")
        for group in groups.values()
    ]


def _say_change(change: Repair, labels: Labels) -> str:
    now = say_value(change.state, change.read)
    if change.proposed is None and change.proposed_state == "read":
        return f"{labels.short(change.path)} {now}, by how much is not fixed"
    then = say_value(change.proposed_state, change.proposed)
    if change.proposed == 0 and not change.seen:
        then = NOTHING
    seen = [name if name == PLACE else f"reader {name}" for name in change.seen]
    told = [*([f"seen by {', '.join(seen)}"] if seen else []), *([ALSO] if change.also_read else [])]
    return f"{labels.short(change.path)} {now} → {then}" + (f" ({'; '.join(told)})" if told else "")

"""A diagnosis in people's words: the suspects in order, what each should hold, and how far that is proven."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.evidence.sentences import Language
from extractor.verify.diagnose.explanation import PLACE, Diagnosis, Event, Explanation, Group, Implied, Repair
from extractor.verify.field_labels import Labels, cut
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.wording import WORDS, say_value

IMPLIED = "diagnosis.implied"
SHOWN = 3
"""Explanations that are told; the rest is counted."""

CELLS_SHOWN = 6
_EXCHANGED: dict[Event, tuple[int, str]] = {
    "rows_swapped": (0, "exchanged_rows"),
    "columns_swapped": (2, "exchanged_columns"),
}
"""Which part of a field's path, split at its last dot, names what was exchanged, and the sentence for it."""


def say_diagnosis(
    diagnosis: Diagnosis | None, implied: tuple[Implied, ...], labels: Labels, language: Language = "en"
) -> Iterator[Finding]:
    """One finding for every group and for every implied value. They inform: what fails has findings of its own."""
    told = _Told(labels, language)
    for group in diagnosis.groups if diagnosis is not None else ():
        yield Finding(
            code=f"diagnosis.{group.kind}",
            kind=FindingKind.DIAGNOSIS,
            outcome="fail",
            severity="info",
            paths=group.suspects,
            message=told.group(group),
        )
    for each in implied:
        also = told.say("and_also") if each.also_read else ""
        value, reasons = each.value or told.say("nought_or_blank"), ", ".join(each.reasons)
        message = told.say("implied", labels.short(each.path), value, reasons, also)
        kind, paths = FindingKind.IMPLIED_VALUE, (each.path,)
        yield Finding(code=IMPLIED, kind=kind, outcome="unknown", severity="info", paths=paths, message=message)


@dataclass(frozen=True, slots=True)
class _Told:
    """A diagnosis in one language."""

    labels: Labels
    language: Language

    def say(self, name: str, *details: object) -> str:
        return WORDS.say(name, *details, language=self.language)

    def group(self, group: Group) -> str:
        failing = len(group.proof.failing)
        checks = self.say("checks", failing)
        if group.kind == "rule_conflict":
            return self.say("conflict", checks)
        if not group.explanations:
            searched = self.say("cells", group.proof.searched)
            most = self.say("at_most", searched) if group.proof.complete else self.say("few_cells")
            return self.say("unexplained", checks, most)
        first = self._explanation(group.explanations[0])
        if not failing:
            return self.say("no_check_fails", first)
        if group.kind == "source_inconsistent":
            return self.say("printed_so", checks, self._or(group))
        if group.kind == "certain":
            return self.say("proven", first, self._proof(group, checks))
        if group.unique:
            return self.say("likely", first, self._proof(group, checks), self.say(_open_question(group)))
        return self.say("undecidable", self._count(group), checks, self._or(group))

    def _count(self, group: Group) -> str:
        return self.say("more_than" if group.unlisted else "explanations", len(group.explanations))

    def _or(self, group: Group) -> str:
        told = [self._explanation(each) for each in group.explanations[:SHOWN]]
        more = len(group.explanations) - SHOWN
        return self.say("or").join([*told, *([self.say("more", more)] if more > 0 else [])])

    def _proof(self, group: Group, checks: str) -> str:
        cells = self.say("cells", group.proof.searched)
        cells = cells if group.proof.searched == 1 else self.say("at_most", cells)
        only = self.say("only" if len(group.explanations) == 1 else "only_likely", checks, cells)
        return only + (self.say("all_rules_hold") if group.proof.rules_pass else "")

    def _explanation(self, explanation: Explanation) -> str:
        if explanation.event in _EXCHANGED:
            part, about = _EXCHANGED[explanation.event]
            names = _names_apart([change.path for change in explanation.changes], part, self.labels)
            if len(names) == 2 and all(names):
                return self.say(about, *names)
        told = [self._change(change) for change in explanation.changes[:CELLS_SHOWN]]
        more = len(explanation.changes) - CELLS_SHOWN
        listed = ", ".join([*told, *([self.say("more_cells", more)] if more > 0 else [])])
        return listed if len(explanation.changes) == 1 else f"{listed} ({self.say(explanation.event)})"

    def _change(self, change: Repair) -> str:
        name, now = self.labels.short(change.path), say_value(change.state, change.read, self.language)
        if change.proposed is None and change.proposed_state == "read":
            return self.say("unfixed", name, now)
        then = say_value(change.proposed_state, change.proposed, self.language)
        if change.proposed == 0 and not change.seen:
            then = self.say("nought_or_blank")
        seen = ", ".join(say_witness(each, self.language) for each in change.seen)
        told = [*([self.say("seen_by", seen)] if seen else []), *([self.say("also")] if change.also_read else [])]
        return f"{name} {now} → {then}" + (f" ({'; '.join(told)})" if told else "")


def say_witness(name: str, language: Language = "en") -> str:
    """Who saw a value: the place, or a reader."""
    return WORDS.say("the_place", language=language) if name == PLACE else WORDS.say("reader", name, language=language)


def _open_question(group: Group) -> str:
    """The name of the sentence that says what is not proven."""
    if not group.proof.seen:
        return "nobody_saw"
    if not group.proof.unopposed:
        return "place_differs"
    return "beyond_proof" if group.proof.rules_pass else "rule_still_fails"


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

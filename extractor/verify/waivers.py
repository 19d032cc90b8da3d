"""Decisions of people that let the printed numbers stand, and when they lapse."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from extractor.readers.reading import UnusedNumber
from extractor.verify.completeness import UNUSED
from extractor.verify.consolidate import Consolidation
from extractor.verify.edit import Edit, standing
from extractor.verify.finding import Finding, FindingKind


def waived_findings(
    document: Consolidation, findings: Sequence[Finding], unused: Sequence[UnusedNumber], edits: Iterable[Edit]
) -> tuple[Finding, ...]:
    """The findings that a standing decision waives.

    A waiver names the rule's code, the fields and what they held; it lapses when any of them holds something else.
    For unused numbers it names their texts, and covers the finding when none is left over. What readers disagree
    about cannot be waived: only a value settles it.
    """
    waivers = [edit for edit in standing(edits) if edit.kind == "waive"]
    if not waivers:
        return ()
    held = {(edit.rule, edit.paths) for edit in waivers if _holds(edit, document)}
    left = Counter(number.text for number in unused)
    left.subtract(str(value) for edit in waivers if edit.rule == UNUSED for value in edit.values)
    all_unused = all(count <= 0 for count in left.values())
    return tuple(each for each in findings if _covered(each, held, all_unused))


def _covered(finding: Finding, held: Container[tuple[str, tuple[str, ...]]], all_unused: bool) -> bool:
    if finding.kind == FindingKind.UNUSED_NUMBER:
        return all_unused
    return finding.kind != FindingKind.DISAGREEMENT and (finding.code, finding.paths) in held


def _holds(edit: Edit, document: Consolidation) -> bool:
    if not edit.paths:
        return True
    fields = [document.fields.get(path) for path in edit.paths]
    now = tuple(None if field is None else field.value for field in fields)
    return now == edit.values

"""Fields that a person decided about in an earlier version of a file, and where something else is printed by now."""

from collections.abc import Iterable

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.verify.edit import Edit, standing
from extractor.verify.wording import value_sign


def reopened_fields(edits: Iterable[Edit]) -> dict[str, tuple[Doubt, ...]]:
    """What speaks against a field, by its path: who decided what about it then. It lapses with the next decision."""
    return {
        edit.path: (doubt(DoubtKind.DECIDED_BEFORE, value_sign(edit.state, edit.value), edit.note),)
        for edit in standing(edits)
        if edit.kind == "reopen"
    }

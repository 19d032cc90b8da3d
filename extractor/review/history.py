"""What the decisions about a document, oldest first, say to the next one."""

from datetime import UTC, datetime

from extractor.schemas.form import Value
from extractor.store import Store
from extractor.verify.completeness import UNUSED
from extractor.verify.edit import Edit, standing


def last_decision(edits: tuple[Edit, ...], reviewer: str) -> tuple[Edit, ...]:
    """The latest decision of a reviewer that has not been taken back; edits of one moment are one decision."""
    live: list[Edit] = []
    for edit in edits:
        if edit.kind != "retract":
            live.append(edit)
            continue
        same = [index for index, each in enumerate(live) if each.subject == edit.subject]
        if same:
            del live[same[-1]]
    # A retraction takes back what was decided last about a thing: it must not hit what someone else decided since.
    latest = {edit.subject: edit for edit in live}
    mine = [edit for edit in latest.values() if edit.author == reviewer]
    last = max((edit.at for edit in mine), default=None)
    return tuple(edit for edit in mine if edit.at == last)


def of_one_moment(store: Store, decided: Edit) -> dict[tuple[str, str], tuple[Edit, ...]]:
    """What the same action decided about other documents, by their hash and schema, as far as it still holds."""
    found: dict[tuple[str, str], tuple[Edit, ...]] = {}
    for edit in store.edits_of_moment(decided.author, decided.at):
        key = (edit.sha256, edit.schema_name)
        if key != (decided.sha256, decided.schema_name) and key not in found:
            found[key] = tuple(each for each in standing(store.edits(*key)) if _same_action(each, decided))
    return {key: edits for key, edits in found.items() if edits}


def retracted(decided: Edit, history: tuple[Edit, ...]) -> list[Edit]:
    """Decisions that take back what an action decided about one document, as far as it still holds."""
    by = {"kind": "retract", "note": "", "at": datetime.now(UTC)}
    return [edit.model_copy(update=by) for edit in standing(history) if _same_action(edit, decided)]


def _same_action(edit: Edit, decided: Edit) -> bool:
    return edit.kind != "reopen" and (edit.author, edit.at) == (decided.author, decided.at)


def left_unused(edits: tuple[Edit, ...]) -> tuple[Value | None, ...]:
    """The printed numbers of which somebody said that they belong to no field."""
    waivers = (edit for edit in standing(edits) if edit.kind == "waive" and edit.rule == UNUSED)
    return tuple(value for edit in waivers for value in edit.values)

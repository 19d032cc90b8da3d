"""What the decisions about a document, oldest first, say to the next one, and how they are told."""

from collections.abc import Sequence

from extractor.review.case import ReviewCase
from extractor.review.spoken_words import tell
from extractor.schemas.form import Value
from extractor.verify.completeness import UNUSED
from extractor.verify.edit import NOTED, Edit, standing
from extractor.verify.wording import say_value


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


def left_unused(edits: tuple[Edit, ...]) -> tuple[Value | None, ...]:
    """The printed numbers of which somebody said that they belong to no field."""
    waivers = (edit for edit in standing(edits) if edit.kind == "waive" and edit.rule == UNUSED)
    return tuple(value for edit in waivers for value in edit.values)


def say_edits(case: ReviewCase, edits: Sequence[Edit]) -> str:
    """The decisions of one action in words: the first of them, and how many more."""
    return _say_edit(case, edits[0]) + (tell("and_more", n=len(edits) - 1) if len(edits) > 1 else "")


def _say_edit(case: ReviewCase, edit: Edit) -> str:
    if edit.rule == NOTED:
        return tell("note_of", note=edit.note)
    if not edit.path:
        return tell("waiver_of", rule=edit.rule)
    return f"{case.name(edit.path).line} = {say_value(edit.state, edit.value)}"


def say_unused(texts: Sequence[Value | None]) -> str:
    """That printed numbers belong to no field."""
    return tell("no_field", values=", ".join(map(str, texts)))

"""Decisions in words, as they are taken back and made again."""

from collections.abc import Sequence

from extractor.review.case import ReviewCase
from extractor.review.spoken_words import tell, value_told
from extractor.verify.edit import CHOSEN, NOTED, Edit


def say_edits(case: ReviewCase, edits: Sequence[Edit]) -> str:
    """The first of the decisions of one action, and how many more there are."""
    return _say_edit(case, edits[0]) + (tell("and_more", n=len(edits) - 1) if len(edits) > 1 else "")


def _say_edit(case: ReviewCase, edit: Edit) -> str:
    if edit.rule == NOTED:
        return tell("note_of", note=edit.note)
    if not edit.path:
        return tell("schema_of" if edit.rule == CHOSEN else "waiver_of", rule=edit.rule, schema=edit.schema_name)
    return f"{case.name(edit.path).line} = {value_told(edit.state, edit.value)}"

"""Rows of a list that a person adds, because no reader found them, or takes away, because they are none."""

import re

from extractor.review.decision import Decision, refuse
from extractor.review.naming import row_paths
from extractor.review.pen import Pen
from extractor.review.shown_place import shown_at
from extractor.review.spoken_words import tell, value_told
from extractor.review.typed import read_typed
from extractor.schemas.state import NUMBERS

_LAST_NUMBER = re.compile(r"^(.*)\.(\d+)(\.[^.]+)?$")


def add_row(pen: Pen, path: str, text: str) -> Decision:
    """One more row at the end of the list, with what was typed in the column of the field; its other cells wait."""
    number = _LAST_NUMBER.match(path)
    if number is None:
        return refuse(tell("no_list"))
    owner, column = number[1], number[3] or ""
    inside = (each.removeprefix(f"{owner}.").partition(".")[0] for each in pen.case.verdict.fields)
    last = max(int(each) for each in inside if each.isdigit())
    added = f"{owner}.{last + 1}{column}"
    typed = read_typed(text, pen.case.spec(path))
    if typed.problem:
        return refuse(typed.problem)
    edit = pen.edit("correct", path=added, state=typed.state, value=typed.value)
    return Decision((edit,), tell("recorded", name=added, value=value_told(typed.state, typed.value)))


def remove_row(pen: Pen, path: str) -> Decision:
    """A row of a list is no row: every field of it is absent, and what is printed there counts as unused again."""
    case = pen.case
    row = [each for each in row_paths(case.form, path) if each in case.verdict.fields]
    if _LAST_NUMBER.match(path) is None or not row:
        return refuse(tell("no_list"))
    shown = {each: found.text for each in row if (found := shown_at(case, pen.shelf, each)) is not None}
    edits = tuple(pen.edit("correct", path=each, state="absent", printed=shown.get(each, "")) for each in row)
    name = case.name(path).row or path
    numbers = sum(case.spec(each).kind in NUMBERS for each in shown)
    return Decision(edits, tell("row_removed", name=name)).asked(tell("remove_question", name=name, n=numbers))

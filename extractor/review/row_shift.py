"""A row whose values stand one cell too far to one side, moved as a whole; every value keeps its place on the paper."""

from collections.abc import Sequence

from extractor.readers.reading import Spot, UnusedNumber
from extractor.review.decision import Decision, refuse
from extractor.review.naming import row_paths
from extractor.review.pen import Pen
from extractor.review.source_view import ShownText
from extractor.review.spoken_words import tell, value_told
from extractor.route import judge_readings
from extractor.schemas.form import State, Value
from extractor.schemas.state import NUMBERS
from extractor.schemas.values import read_printed
from extractor.verify.edit import Edit

_Cell = tuple[State, Value | None, Spot | None]


def shift_row(pen: Pen, path: str, by: int) -> Decision:
    """The row with every value one cell to the right (``by`` 1) or to the left (-1), as a question that shows it.

    What falls out at one end counts as unused; the cell that is left at the other end takes the unused number printed
    next to it, or is blank.
    """
    case = pen.case
    row = [each for each in row_paths(case.form, path) if each in case.verdict.fields]
    row = [each for each in row if case.spec(each).kind in NUMBERS]
    if len(row) < 2:
        return refuse(tell("no_row"))
    cells = [_cell(pen, each) for each in row]
    beyond = _beyond(pen, [spot for _, _, spot in cells if spot is not None], by, row[-1 if by < 0 else 0])
    lost, moved = (cells[0], [*cells[1:], beyond]) if by < 0 else (cells[-1], [beyond, *cells[:-1]])
    edits = tuple(
        pen.edit("correct", path=each, state=state, value=value, spot=spot if state == "read" else None)
        for each, (state, value, spot) in zip(row, moved, strict=True)
    )
    said = " ".join(value_told(state, value) if state == "read" else "□" for state, value, _ in moved)
    out = tell("shift_lost", printed=value_told(lost[0], lost[1])) if lost[0] == "read" else ""
    holds, asked = _held_then(pen, row, edits)
    question = tell("shift_question", row=said, lost=out, holds=holds, all=asked)
    return Decision(edits, tell("shifted", row=said)).asked(question)


def _cell(pen: Pen, path: str) -> _Cell:
    field = pen.case.verdict.fields[path]
    if field.state == "read":
        return "read", field.value, pen.case.spot_of(path)
    return ("not_applicable" if field.state == "not_applicable" else "blank"), None, None


def _beyond(pen: Pen, spots: Sequence[Spot], by: int, path: str) -> _Cell:
    """The unused number that is printed next to the row, on its own line, on the side that a shift leaves free."""
    shown = pen.shelf.text(pen.case.result)
    if not isinstance(shown, ShownText):
        return "blank", None, None
    spans = [spot.span for spot in spots if spot.span is not None]
    if not spans:
        return "blank", None, None
    edge = max(end for _, end in spans) if by < 0 else min(start for start, _ in spans)
    beside = [each for each in pen.case.verdict.unused if _between(each, edge, by, shown.text) is not None]
    found = min(beside, key=lambda each: _between(each, edge, by, shown.text) or 0, default=None)
    if found is None:
        return "blank", None, None
    spec = pen.case.spec(path)
    printed = read_printed(found.text, spec.kind, spec.units, notation=spec.notation)
    return (printed.state, printed.value, found.spot) if printed.state == "read" else ("blank", None, None)


def _between(number: UnusedNumber, edge: int, by: int, text: str) -> int | None:
    """How far a number stands from the edge of a row, None where it stands on another line or on the other side."""
    if number.spot.span is None:
        return None
    start, end = number.spot.span
    gap = text[edge:start] if by < 0 else text[end:edge]
    right_side = start >= edge if by < 0 else end <= edge
    return len(gap) if right_side and "\n" not in gap else None


def _held_then(pen: Pen, row: Sequence[str], edits: tuple[Edit, ...]) -> tuple[int, int]:
    """How many of the checks of a row would hold after a decision, and how many there are to be asked."""
    verdict = judge_readings(pen.case.form, pen.case.readings, (*pen.case.edits, *edits))
    asked = [
        each
        for each in verdict.findings
        if each.residual is not None or each.outcome == "pass"
        if set(row).intersection(each.paths) and each.severity == "error"
    ]
    return sum(each.outcome == "pass" for each in asked), len(asked)

"""What a reviewer typed, as a value of the field, or the reason why it is none.

Stricter than the reading of a printed cell: a cell may carry a note behind its number, a reviewer types the number
alone, so anything left over is a slip of the finger and never half a value.
"""

from dataclasses import dataclass

from extractor.schemas.form import FieldSpec, State, Value
from extractor.schemas.values import fold_width, read_printed

STATE_WORDS: dict[str, State] = {"blank": "blank", "n/a": "not_applicable", "/": "not_applicable", "absent": "absent"}
"""What may be typed instead of a number. A field of text takes them as text: its states have keys of their own."""

_EXAMPLES = {"count": "a whole number such as 12 or 1,204", "amount": "a number such as 12.50", "text": "the text"}


@dataclass(frozen=True, slots=True)
class Typed:
    """The outcome: a state with its value, or ``problem`` in words for the reviewer."""

    state: State = "unread"
    value: Value | None = None
    problem: str = ""


def read_typed(text: str, spec: FieldSpec) -> Typed:
    """Read what was typed for a field."""
    plain = fold_width(text)
    if not plain:
        return Typed(problem="nothing was typed: if the cell is printed empty, mark it blank")
    if spec.kind != "text" and plain.lower() in STATE_WORDS:
        return Typed(STATE_WORDS[plain.lower()])
    printed = read_printed(text, spec.kind, spec.units, notation=spec.notation)
    if printed.state == "unread" or printed.value is None:
        return Typed(problem=_refusal(plain, spec))
    if printed.note and spec.kind != "text":
        return Typed(problem=f"“{plain}” holds more than a number (“{printed.note}”): type {_EXAMPLES[spec.kind]}")
    return Typed("read", printed.value)


def _refusal(plain: str, spec: FieldSpec) -> str:
    units = f", with or without {' or '.join(spec.units)}" if spec.units else ""
    return f"“{plain}” is not a value of this field: type {_EXAMPLES[spec.kind]}{units}"

"""What a reviewer typed, as a value of the field, or the reason why it is none.

Stricter than the reading of a printed cell: a cell may carry a note behind its number, a reviewer types the number
alone, so anything left over is a slip of the finger and never half a value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from extractor.review.spoken_words import tell
from extractor.schemas.form import FieldSpec, Kind, State, Value
from extractor.schemas.shape import ShapeChoice
from extractor.schemas.values import fold_width, read_printed

STATE_WORDS: dict[str, State] = {"blank": "blank", "n/a": "not_applicable", "/": "not_applicable", "absent": "absent"}
"""What may be typed instead of a number. A field of text takes them as text: its states have keys of their own."""

_READ_AS_PRINTED = ("count", "amount", "text")
_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """The outcome: a state with its value, or ``problem`` in words for the reviewer."""

    state: State = "unread"
    value: Value | None = None
    problem: str = ""


def read_typed(text: str, spec: FieldSpec, choices: Sequence[ShapeChoice] = ()) -> Typed:
    """Read what was typed for a field. ``choices``: the values it may have, where it may have few."""
    plain = fold_width(text)
    if not plain:
        return Typed(problem=tell("typed_empty"))
    if spec.kind != "text" and plain.lower() in STATE_WORDS:
        return Typed(STATE_WORDS[plain.lower()])
    if spec.kind not in _READ_AS_PRINTED:
        value = _chosen(plain, choices) if spec.kind == "choice" else _plain_value(plain, spec.kind)
        return Typed(problem=_refusal(plain, spec)) if value is None else Typed("read", value)
    printed = read_printed(text, spec.kind, spec.units, notation=spec.notation)
    if printed.state == "unread" or printed.value is None:
        return Typed(problem=_refusal(plain, spec))
    if printed.note and spec.kind != "text":
        return Typed(problem=tell("typed_more", typed=plain, note=printed.note, example=tell(f"example_{spec.kind}")))
    return Typed("read", printed.value)


def _plain_value(plain: str, kind: Kind) -> Value | None:
    """A date or time in ISO 8601, or yes and no."""
    try:
        if kind == "boolean":
            return _YES_OR_NO.get(plain.lower())
        if kind == "date":
            return date.fromisoformat(plain).isoformat()
        if kind == "time":
            return time.fromisoformat(plain).isoformat()
        return datetime.fromisoformat(plain).isoformat()
    except ValueError:
        return None


def _chosen(plain: str, choices: Sequence[ShapeChoice]) -> Value | None:
    found = {
        each.value for each in choices if plain.casefold() in {word.casefold() for word in (each.value, *each.words)}
    }
    return found.pop() if len(found) == 1 else None


def _refusal(plain: str, spec: FieldSpec) -> str:
    units = tell("with_units", units=tell("or").join(spec.units)) if spec.units else ""
    return tell("typed_no_value", typed=plain, example=tell(f"example_{spec.kind}")) + units

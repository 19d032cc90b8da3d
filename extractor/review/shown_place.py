"""What the place of a field shows, whatever its readers made of it.

Stored characters are what the file says. What was recognised in a picture counts only where nothing was unclear: of a
picture a person sees more than the recogniser.
"""

from dataclasses import dataclass

from extractor.evidence import STORED
from extractor.readers.reading import FieldReading
from extractor.review.case import ReviewCase
from extractor.review.source_view import ShownText, SourceShelf
from extractor.schemas.form import FieldSpec, State, Value
from extractor.schemas.state import NUMBERS
from extractor.schemas.values import read_printed, unspaced


@dataclass(frozen=True, slots=True)
class ShownValue:
    """``text`` as it stands at the place, and the ``value`` it is for the field, None where it is none.

    ``stored``: the file stores its characters; else they were recognised in a picture.
    """

    text: str
    value: Value | None
    stored: bool


def shown_at(case: ReviewCase, shelf: SourceShelf, path: str) -> ShownValue | None:
    """What is printed at the place of a field; None where it has no place or nothing is printed there."""
    seen = [each.field for each in case.candidates(path) if each.field.spot is not None]
    decision = case.decision(path)
    if decision is not None and decision.spot is not None:
        seen = [each for each in seen if each.spot == decision.spot]
        if not seen:
            return None
    placed = [each for each in seen if each.state in ("read", "not_applicable", "unread")]
    for field in placed:
        text = _text(case, shelf, field).strip()
        if text and (field.state == "read" or any(char.isalnum() for char in text)):
            spec = case.spec(path)
            stored = field.leg is None or field.leg.looked_at == STORED
            if stored or not field.unclear:
                return ShownValue(text, _value(text, field, spec), stored)
    return None


def _text(case: ReviewCase, shelf: SourceShelf, field: FieldReading) -> str:
    """The characters at the place of a reading, from the document if it is to be had."""
    span = None if field.spot is None else field.spot.span
    shown = shelf.text(case.result)
    if span is None or not isinstance(shown, ShownText) or shown.reopened:
        return field.quote
    return shown.text[slice(*span)] or field.quote


def _value(text: str, field: FieldReading, spec: FieldSpec) -> Value | None:
    if spec.kind not in NUMBERS:
        return field.value if field.state == "read" else None
    printed = read_printed(text, spec.kind, spec.units, notation=spec.notation)
    return printed.value if printed.state == "read" else None


def says_same(shown: ShownValue, state: State, value: Value | None) -> bool:
    """Whether a decision leaves standing what is printed. Texts differ by how much of them is taken."""
    if state == "not_applicable":
        return shown.value is None and not any(char.isdigit() for char in shown.text)
    if state != "read":
        return False
    if isinstance(value, str) and isinstance(shown.value, str):
        one, other = _plain(value), _plain(shown.text)
        return one in other or other in one or _plain(shown.value) == one
    return shown.value is None or value == shown.value


def _plain(text: str) -> str:
    return unspaced(text).casefold()

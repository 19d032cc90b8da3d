"""What is attached to a file as named values (an invoice as XML inside the PDF that prints it), as a witness of what is
printed.

It is read by the labels of the schema, as a file of its own would be, and what is read there for certain is looked for
on the pages like the record of somebody outside: where both say the same it is a leg of its own, and where they do not,
readers disagree, also where the pages print it under a name that nobody knows. It adds no items to lists, and what is
printed nowhere is only shown to people.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import JsonValue

from extractor.documents.model import Document
from extractor.evidence import DoubtKind
from extractor.evidence.certainty import certainty_of
from extractor.readers.model_reading.model_readers import list_of, read_model, read_records
from extractor.readers.reading import Alternative, FieldReading, Reading
from extractor.readers.record.together import together
from extractor.schemas.form import Form, Schema, Value
from extractor.schemas.shape import Shape
from extractor.schemas.shape_record import nested_record
from extractor.schemas.values import unspaced

MANNER = "finds values by their names in a file that is attached"
"""How the reader of an attachment goes about it."""

_LAYOUT = "layout"
_CODE = 3
"""Signs of the longest code of a list (``EUR``, ``C62``, ``KGM``), which print says in other words."""


@dataclass(frozen=True)
class AttachedRecord:
    """What an attachment says for certain, nested, under its name."""

    name: str
    record: Mapping[str, JsonValue]
    quotes: Mapping[str, str] = field(default_factory=dict)


def with_attached(document: Document, schema: Schema, form: Form, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings of a document with one more for each attachment that says anything about it."""
    printed = next((each for each in readings if each.reader == _LAYOUT), None)
    if form.shape is None or printed is None or not document.attachments:
        return tuple(readings)
    found = (_attached(document, attachment, schema, form, printed) for attachment in document.attachments)
    return (*readings, *(each for each in found if each.fields))


def _attached(document: Document, attachment: Document, schema: Schema, form: Form, printed: Reading) -> Reading:
    assert form.shape is not None
    values = _sure_values(read_model(attachment, schema, form))
    name = attachment.name
    if name in (_LAYOUT, "llm"):
        name = f"attached {name}"
    record = AttachedRecord(name, nested_record(form.shape, values))
    (placed,) = read_records(document, form.shape, [record])
    held = nested_record(form.shape, _sure_values(printed, False))
    _, placed = together({_LAYOUT: printed, name: placed}, {_LAYOUT: held, name: dict(record.record)})
    fields = {each.path: each for each in _witnessed(placed, printed, form.shape)}
    return placed.model_copy(update={"fields": fields, "unused": (), "explained": (), "manner": MANNER})


def _sure_values(reading: Reading, exact: bool = True) -> dict[str, Value | None]:
    return {
        path: each.value
        for path, each in reading.fields.items()
        if each.state == "read" and (not exact or _is_sure(each))
    }


def _is_sure(stored: FieldReading) -> bool:
    """Whether a value of an attachment stands beside its name beyond doubt; below it none ever stands."""
    return certainty_of([each for each in stored.doubts if each.kind is not DoubtKind.BESIDE_OR_BELOW]) == "exact"


def _witnessed(placed: Reading, printed: Reading, shape: Shape) -> Iterator[FieldReading]:
    """What an attachment has to say about fields that the pages may print."""
    for path, each in placed.fields.items():
        if each.value is None or (list_of(shape, path) and path not in printed.fields):
            continue
        beside = printed.fields.get(path)
        said = beside.value if beside is not None and beside.state == "read" else None
        if said is not None and _plain(said) == _plain(each.value):
            yield each.model_copy(update={"value": said})
        elif _contradicts(each.value, said) if said is not None else _is_passed_over(each, beside):
            yield each
        else:
            shown = Alternative(text=str(each.value), state="read", value=each.value)
            yield FieldReading(path=path, state="unread", alternatives=(shown,))


def _is_passed_over(stored: FieldReading, printed: FieldReading | None) -> bool:
    """Whether the pages print what an attachment says, and the reader of the pages found no value there: beyond doubt,
    or, where it says that there is none, anywhere. That a sum is nothing contradicts no page that does not print it.
    """
    if stored.spot is None:
        return False
    silent = printed is not None and printed.state in ("absent", "blank")
    return stored.certainty == "exact" or (silent and stored.value != 0)


def _contradicts(stored: Value | None, printed: Value | None) -> bool:
    """Whether two values that differ cannot both be right: of texts, one may be longer than the other, and a code
    stands for a word.
    """
    if isinstance(stored, str) and isinstance(printed, str):
        one, other = str(_plain(stored)), str(_plain(printed))
        coded = any(len(each) <= _CODE and each.isalnum() for each in (one, other))
        return not coded and one not in other and other not in one
    return True


def _plain(value: Value | None) -> Value | None:
    if isinstance(value, Decimal) or not isinstance(value, str):
        return value
    return unspaced(value).casefold()

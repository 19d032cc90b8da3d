"""Whether a point before three digits parts thousands or decimals, told by the other numbers of the document.

``1.234`` is little more than one in one country and more than a thousand in another. A schema says what it takes it
for (:mod:`extractor.schemas.notation`); a document may be printed otherwise, and then no such number can be read.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from extractor.documents.model import Document
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.reading import FieldReading
from extractor.schemas.form import Form, Schema
from extractor.schemas.passages import passages_in
from extractor.schemas.values import fold_width

_NUMBER = re.compile(r"\d+(?:[.,' ’]\d+)*")
_THREE = re.compile(r"\d[.,]\d{3}(?!\d)")
_BRACKETED = re.compile(r"\([^()]*[^\W\d_][^()]*\)")
"""A note in a cell."""


class _Quoted(NamedTuple):
    """A field and the number that its cell holds."""

    path: str
    digits: str
    mark: Literal[".", ","]
    counted: bool


def with_marks(
    document: Document, schema: Schema, form: Form, fields: Mapping[str, FieldReading]
) -> dict[str, FieldReading]:
    """The fields; numbers whose only mark stands before three digits are unread where nothing in the document shows
    that it is the decimal mark, or where the document tells of such marks.
    """
    found = dict(fields)
    if not _THREE.search(fold_width(document.text)):
        return found
    quoted = list(_quoted(document, form, fields))
    unsettled = [each for each in quoted if _is_unsettled(each)]
    if not unsettled:
        return found
    said = passages_in(schema.language).tells_marks(document.text)
    for each in unsettled:
        others = [other for other in quoted if other.mark == each.mark]
        if each.counted or said or not any(map(_shows_decimals, others)) or any(map(_shows_thousands, others)):
            field = fields[each.path]
            doubts = merged(field.doubts, (doubt(DoubtKind.MARK_MAY_PART, each.digits),))
            found[each.path] = field.model_copy(update={"doubts": doubts, "state": "unread", "value": None})
    return found


def _quoted(document: Document, form: Form, fields: Mapping[str, FieldReading]) -> Iterator[_Quoted]:
    claims = {claim.path: claim.identity for claim in form.claims}
    for path, field in fields.items():
        spec = form.field(path)
        if spec.kind == "text" or claims.get(path) or field.spot is None or field.spot.span is None:
            continue
        first, last = field.spot.span
        text = document.text[first:last] if path in claims else field.quote
        numbers = _NUMBER.findall(_BRACKETED.sub("", fold_width(text)))
        if len(numbers) == 1:
            yield _Quoted(path, numbers[0], spec.notation.decimal, spec.kind == "count")


def _is_unsettled(each: _Quoted) -> bool:
    """Whether the number may be a thousand times as much: one to three digits, its mark, and three more."""
    return re.fullmatch(rf"[1-9]\d{{0,2}}\{each.mark}\d{{3}}", each.digits) is not None


def _shows_decimals(each: _Quoted) -> bool:
    """Whether a number shows that its mark parts decimals, or that thousands are parted by another one or none."""
    whole, _, decimals = each.digits.partition(each.mark)
    return (bool(decimals) and len(decimals) != 3) or whole.startswith("0") or len(whole) > 3


def _shows_thousands(each: _Quoted) -> bool:
    """Whether a number shows that its mark parts thousands: it stands there twice, or the other mark parts decimals."""
    whole, *parts = each.digits.split(each.mark)
    groups = re.split(r"\D", whole)
    parted = len(groups) > 1 and any(len(group) != 3 for group in groups[1:])
    return parted or len(parts) > 1 or any(not part.isdigit() for part in parts)

"""Values stated in running text, found by the patterns a schema declares."""

import bisect

from extractor.documents.model import Document
from extractor.readers.reading import FieldReading, Spot
from extractor.schemas.form import ClaimSpec
from extractor.schemas.values import fold_width, read_printed


def read_claim(document: Document, claim: ClaimSpec) -> FieldReading:
    """Read one claim. Statements that differ leave it unread; no statement leaves it absent."""
    for pattern in claim.patterns:
        matches = list(pattern.finditer(document.text))
        if not matches:
            continue
        found = {read_printed(match["value"], claim.kind).value: match for match in reversed(matches)}
        found.pop(None, None)
        if len(found) == 1:
            value, match = next(iter(found.items()))
            span = match.span("value")
            quote = fold_width(match[0])[:200]
            spot = Spot(page=_page(document, span[0]), span=span)
            return FieldReading(path=claim.path, state="read", value=value, spot=spot, quote=quote)
        listed = ", ".join(sorted(str(value) for value in found))
        reason = f"the text states it more than once, with different values: {listed}"
        return FieldReading(path=claim.path, state="unread", certainty="ambiguous", reasons=(reason,))
    if claim.identity:
        reason = "the text does not state it in a way that the form uses"
        return FieldReading(path=claim.path, state="unread", certainty="ambiguous", reasons=(reason,))
    return FieldReading(path=claim.path, state="absent")


def _page(document: Document, offset: int) -> int:
    starts = [word.place.span[0] for word in document.words]
    at = bisect.bisect_right(starts, offset) - 1
    return document.words[max(at, 0)].place.page if document.words else 1

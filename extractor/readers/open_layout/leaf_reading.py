"""A printed fragment as the field of a reading."""

import re

from extractor.documents.model import Document, Place
from extractor.evidence import Doubt, Leg, merged
from extractor.readers.open_layout.leaf_values import LeafValue
from extractor.readers.open_layout.printed_bands import Fragment
from extractor.readers.reading import FieldReading, Spot, looked_at

NAME = "layout"
"""The name of this reader and of its search for places, as of the reader of forms with tables: one witness."""


def field_at(path: str, said: LeafValue, piece: Fragment, doubts: tuple[Doubt, ...]) -> FieldReading:
    """The field that a fragment prints."""
    return FieldReading(
        path=path,
        state=said.state,
        value=said.value,
        spot=Spot.of(piece.place),
        quote=piece.text,
        doubts=merged(piece.doubts, doubts, said.doubts),
        leg=Leg(NAME, looked_at(piece.seen_by), NAME),
    )


def unread_at(path: str, doubts: tuple[Doubt, ...]) -> FieldReading:
    """A field that could not be read, with the reasons."""
    return FieldReading(path=path, state="unread", doubts=merged(doubts))


def blank_at(path: str, place: Place, doubts: tuple[Doubt, ...], seen_by: str = "") -> FieldReading:
    """A field whose cell is printed empty. ``place`` is where it would stand."""
    return FieldReading(
        path=path,
        state="blank",
        spot=Spot.of(place),
        doubts=merged(doubts),
        leg=Leg(NAME, looked_at(seen_by), NAME),
    )


def absent_at(path: str, doubts: tuple[Doubt, ...]) -> FieldReading:
    """A field that the document does not have, as far as a search for its label says."""
    return FieldReading(path=path, state="absent", doubts=merged(doubts), leg=Leg(NAME, "", NAME))


def part_of(document: Document, piece: Fragment, text: str) -> Fragment:
    """The part of a fragment that prints a text, with its own place; the whole fragment where it cannot be told."""
    first, last = piece.place.span
    raw = document.text[first:last]
    pattern = r"\s+".join(map(re.escape, text.split()))
    found = list(re.finditer(pattern, raw)) if pattern else []
    if not found:
        return Fragment(text, piece.place, piece.x0, piece.x1, piece.y0, piece.y1, piece.seen_by, piece.doubts)
    match = found[-1]
    span = (first + match.start(), first + match.end())
    words = [word for word in document.words_in(span) if word.place.box is not None]
    boxes = [word.place.box for word in words if word.place.box is not None]
    box = piece.place.box
    if boxes:
        box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    place = Place(piece.place.page, span, box)
    x0, x1 = (box[0], box[2]) if box is not None and boxes else (piece.x0, piece.x1)
    return Fragment(text, place, x0, x1, piece.y0, piece.y1, piece.seen_by, document.doubts_at(span))

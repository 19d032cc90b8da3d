"""Messages of segments (EDI X12 and EDIFACT): every element beside its name, segment by segment.

The marks that part segments, elements and their parts stand at the head of the file. An element is called by its
segment and its number (``BIG02``), as those who write guides to such messages call it; its parts by theirs
(``SV101-2``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.documents.composing import Composer, LaidCell, pieces_of_lines
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document, Page
from extractor.errors import EmptyDocument, LimitExceeded, UnreadableDocument

_X12_HEAD = re.compile(r"\s*ISA([^A-Za-z0-9 \t\r\n])")
_EDIFACT_HEAD = re.compile(r"\s*(?:UNA(.)(.)(.)(.)(.)(.)\s*)?UNB(?=[^A-Za-z0-9])", re.DOTALL)
_NAME = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_X12_MARKS = 16
"""Elements of the first segment of X12; the last is the mark between parts, and the end of the segment follows."""


@dataclass(frozen=True, slots=True)
class SegmentMarks:
    """What parts a message. ``escape`` takes the meaning of the mark behind it; empty where there is none."""

    segment: str
    element: str
    part: str
    escape: str = ""
    kind: str = "EDI X12"


def segment_marks(text: str) -> SegmentMarks | None:
    """The marks of a message of segments; None for any other text."""
    bare = text.lstrip("\ufeff")
    head = _X12_HEAD.match(bare)
    if head is not None:
        elements = bare[head.start(1) :].split(head[1], _X12_MARKS)
        last = elements[-1] if len(elements) == _X12_MARKS + 1 else ""
        if len(last) < 2 or last[0].isalnum() or last[1].isalnum():
            return None
        return SegmentMarks(last[1], head[1], last[0])
    found = _EDIFACT_HEAD.match(bare)
    if found is None:
        return None
    if found[1] is None:
        return SegmentMarks("'", "+", ":", "?", "EDIFACT")
    return SegmentMarks(found[6], found[2], found[1], found[4].strip(), "EDIFACT")


def open_segments(
    text: str,
    marks: SegmentMarks,
    *,
    name: str,
    sha256: str,
    encoding: str | None,
    limits: OpeningLimits = DEFAULT_LIMITS,
) -> Document:
    """A document of the elements of a message. Raises UnreadableDocument, EmptyDocument or LimitExceeded."""
    if sum(map(text.count, {marks.element, marks.part, marks.segment})) > limits.words:
        raise LimitExceeded(f"{name}: more than {limits.words} elements. Split the file.")
    composer = Composer()
    for number, segment in enumerate(_cut(text.lstrip("\ufeff"), marks.segment, marks.escape), start=1):
        called, *elements = _cut(segment.strip("\r\n\t "), marks.element, marks.escape)
        if not called and not elements:
            continue
        if called.startswith("UNA") and number == 1 and marks.kind == "EDIFACT":
            continue
        if not _NAME.fullmatch(called):
            raise UnreadableDocument(f"{name}: segment {number} has no name: a damaged {marks.kind} message.")
        for at, element in enumerate(elements, start=1):
            parts = [element] if called == "ISA" else list(_cut(element, marks.part, marks.escape))
            for part, value in enumerate(parts, start=1):
                label = f"{called}{at:02}" + (f"-{part}" if len(parts) > 1 else "")
                _add(composer, label, _unescaped(value, marks.escape), f"segment {number}, {label}", number)
    if not composer.words:
        raise EmptyDocument(f"{name}: no element holds anything.")
    return composer.document(
        name=name,
        sha256=sha256,
        media_type="application/EDI-X12" if marks.kind == "EDI X12" else "application/EDIFACT",
        pages=(Page(1, method="logical", source=marks.kind),),
        encoding=encoding,
    )


def _add(composer: Composer, label: str, value: str, place: str, table: int) -> None:
    """A row of an element and its name; elements that are left out are not there."""
    shown = value.strip()
    if shown:
        cells = [LaidCell(pieces_of_lines([text]), at, address=place) for at, text in enumerate((label, shown))]
        composer.add_row(cells, table - 1)


def _cut(text: str, mark: str, escape: str) -> Iterator[str]:
    """The pieces of a text between marks, those behind the sign of escape left in."""
    if not escape or escape not in text:
        yield from text.split(mark)
        return
    pieces = re.findall(f"(?:{re.escape(escape)}.|[^{re.escape(mark)}])*+(?:{re.escape(mark)}|$)", text, re.DOTALL)
    ended = text.endswith(mark)
    for at, piece in enumerate(pieces):
        if piece or (at == len(pieces) - 1 and ended):
            yield piece[: -len(mark)] if piece.endswith(mark) and not piece.endswith(escape + mark) else piece


def _unescaped(text: str, escape: str) -> str:
    return re.sub(f"{re.escape(escape)}(.)", r"\1", text, flags=re.DOTALL) if escape else text

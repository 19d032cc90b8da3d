"""Values stated in running text, found by the patterns a schema declares."""

import bisect
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from extractor.documents.model import Cell, Document, Span, Word
from extractor.evidence import Doubt, DoubtKind, Leg, doubt
from extractor.evidence.certainty import is_unclear
from extractor.readers.layout.statement_words import REACH, may_state
from extractor.readers.placement import is_shown_unread
from extractor.readers.reading import FieldReading, Spot, looked_at
from extractor.schemas.form import ClaimSpec, Schema, Value
from extractor.schemas.script_variants import in_script_of
from extractor.schemas.values import fold_width, read_printed

UNSPACED = frozenset({"zh", "ja"})
"""Languages written without spaces: white space in their running text comes from lines and layout."""

_SEARCH = "layout"
"""Whose search places claims: the patterns are tried by the layout reader."""
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_PRINTED = re.compile(r"\S+")
_BLANKS = re.compile("[ \u3000]{3,}")
_SENTENCE = 8
"""Letters and digits of the shortest line that states something."""
_PARAGRAPH, _NUMBERING = 30, 4
"""Letters and digits of a cell longer than a label, and the characters in which a label has its number."""

_SPAN_BEHIND = re.compile(r"\s?[-–—~～/]\s?\d{4}(?!\d)|[-–/]\d{2}(?![\w./-])")
_SPAN_BEFORE = re.compile(r"(?<!\d)\d{4}(?:\s?[-–—~～]\s?|/)\Z")
"""What makes a year one end of a span of years; a date goes on otherwise."""


@dataclass(frozen=True)
class Statements:
    """The text that claims are looked for in, and for each character its offset in the document's text."""

    text: str
    offsets: Sequence[int]


def statements(document: Document, schema: Schema) -> Statements:
    """The running text of a document: in the script of the schema, without white space where its language uses none."""
    text = in_script_of(schema, document.text)
    if schema.language not in UNSPACED:
        return Statements(text, range(len(text) + 1))
    offsets: list[int] = []
    for printed in _PRINTED.finditer(text):
        offsets += range(*printed.span())
    return Statements("".join(text.split()), [*offsets, len(text)])


def without_padding(text: str) -> Statements:
    """The text line by line; of many blanks next to each other, which only keep the layout of a page, two are left."""
    spans: list[tuple[int, int]] = []
    at = 0
    for blanks in _BLANKS.finditer(text):
        spans.append((at, blanks.start() + 2))
        at = blanks.end()
    if not spans:
        return Statements(text, range(len(text) + 1))
    spans.append((at, len(text)))
    offsets = [offset for span in spans for offset in range(*span)]
    return Statements("".join(text[slice(*span)] for span in spans), [*offsets, len(text)])


def read_claim(document: Document, claim: ClaimSpec, running: Statements) -> FieldReading:
    """Read one claim of the running text. Statements that differ leave it unread, and so does one whose value cannot be
    read; no statement leaves it absent.
    """
    unreadable = ""
    for pattern in claim.patterns:
        matches = list(pattern.finditer(running.text))
        found = {read_printed(m["value"], claim.kind, notation=claim.notation).value: m for m in reversed(matches)}
        if (odd := found.pop(None, None)) is not None:
            unreadable = unreadable or odd["value"]
        if len(found) == 1:
            value, match = next(iter(found.items()))
            return stated(document, claim, value, match, running)
        if found:
            listed = ", ".join(sorted(str(value) for value in found))
            return unstated(claim, doubt(DoubtKind.STATED_DIFFERENTLY, listed))
    if unreadable:
        return unstated(claim, doubt(DoubtKind.NOT_A_VALUE, unreadable))
    return FieldReading(path=claim.path, state="absent", leg=Leg(_SEARCH, "", _SEARCH))


def with_doubts(
    document: Document,
    found: Mapping[str, FieldReading],
    claims: Sequence[ClaimSpec] = (),
    running: Statements | None = None,
) -> dict[str, FieldReading]:
    """Claims by path; those that no statement was found for are in doubt where a word of a sentence that prints a
    number was not seen clearly, and none of the others was read from there or holds that number: it may state anything
    that is said in words like those of the ``running`` text around it, where ``claims`` tell these.
    """
    known = {str(field.value) for field in found.values() if field.value is not None}
    stated = [field.spot.span for field in found.values() if field.spot is not None and field.spot.span is not None]
    cells = (
        cell for row in document.rows for cell in row.cells if cell.doubts and _is_sentence(cell, row.table is not None)
    )
    unclear = [
        (span, is_shown_unread(word))
        for cell in cells
        for word in document.words_in(cell.place.span)
        for span in _numbers_in_doubt(word, known)
    ]
    left = [each for each in unclear if not any(_overlap(each[0], other) for other in stated)]
    told = {claim.path: claim for claim in claims if not claim.identity}
    unseen = doubt(DoubtKind.UNCLEAR_TEXT)

    def may_be_there(path: str) -> bool:
        if running is None or path not in told:
            return bool(left)
        return any(unread or _may_be_at(span, told[path], running) for span, unread in left)

    return {
        path: field.model_copy(update={"doubts": (*field.doubts, unseen)})
        if field.state == "absent" and may_be_there(path)
        else field
        for path, field in found.items()
    }


def _may_be_at(span: Span, claim: ClaimSpec, running: Statements) -> bool:
    """Whether the words around an unclear number may be a misread statement of a claim."""
    start, end = (bisect.bisect_left(running.offsets, edge) for edge in span)
    before, behind = running.text[max(0, start - REACH) : start], running.text[end : end + REACH]
    return any(may_state(pattern, before, behind) for pattern in claim.patterns)


def _is_sentence(cell: Cell, in_table: bool) -> bool:
    """Whether it is more than dirt that was read as a few signs, and not clear in all its parts; in a table, where a
    wrong rule may have put it, more than a label too, and its number more than that of a label.
    """
    if not (is_unclear(cell.doubts) or is_shown_unread(cell)):
        return False
    length = sum(char.isalnum() for char in cell.text)
    if length < _SENTENCE:
        return False
    return not in_table or (length >= _PARAGRAPH and _NUMBERS.search(cell.text[_NUMBERING:]) is not None)


def _numbers_in_doubt(word: Word, known: Collection[str]) -> list[Span]:
    """Where a word in doubt prints numbers that are not known: a line without spaces is one word, and one statement
    read from it leaves the others.
    """
    start = word.place.span[0]
    if is_shown_unread(word):
        return [word.place.span]
    if not is_unclear(word.doubts):
        return []
    found = _NUMBERS.finditer(word.text)
    return [(start + match.start(), start + match.end()) for match in found if match[0] not in known]


def _overlap(first: Span, second: Span) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def stated(
    document: Document, claim: ClaimSpec, value: Value | None, match: re.Match[str], source: Statements
) -> FieldReading:
    """A claim with the value that a match states, and its place."""
    span = (source.offsets[match.start("value")], source.offsets[match.end("value") - 1] + 1)
    spot = Spot(page=_page(document, span[0]), span=span)
    quote = fold_width(match[0])[:200]
    leg = Leg(_SEARCH, looked_at(document.seen_by_at(span)), _SEARCH)
    doubts = document.doubts_at(span)
    return FieldReading(path=claim.path, state="read", value=value, spot=spot, quote=quote, doubts=doubts, leg=leg)


def unstated(claim: ClaimSpec, why: Doubt) -> FieldReading:
    """A claim that was not read, and why."""
    return FieldReading(path=claim.path, state="unread", doubts=(why,))


def _page(document: Document, offset: int) -> int:
    at = bisect.bisect_right(document.words, offset, key=lambda word: word.place.span[0]) - 1
    return document.words[max(at, 0)].place.page if document.words else 1


def span_around(match: re.Match[str]) -> str:
    """The span of years that a stated year is one end of ("2019-2020"), empty where it stands for itself."""
    start, end, text = match.start("value"), match.end("value"), match.string
    behind = _SPAN_BEHIND.match(text, end)
    before = _SPAN_BEFORE.search(text[max(0, start - 8) : start])
    if behind is None and before is None:
        return ""
    return text[start - len(before[0]) if before else start : behind.end() if behind else end]

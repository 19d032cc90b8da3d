"""Lines of a document that may state a value of the form in other words: a name, a colon, and a value of its kind.

A statement that was not found under its own words is not known to be missing while such a line is printed.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from extractor.documents.model import Document, Span
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.outline import Outline
from extractor.readers.reading import FieldReading
from extractor.schemas.form import ClaimSpec, Form, Schema
from extractor.schemas.passages import passages_in
from extractor.schemas.values import fold_width

_ENTRY = re.compile(r"^[^\S\n]*(?P<name>[^:\n]{1,40}?)[^\S\n]*:[^\S\n]*(?P<value>\S[^\n]{0,120})$", re.MULTILINE)
"""A line that names something and states it."""
_SENTENCE = re.compile(r"[。；;！!？?]|[.,]\s")
_VALUE = "(?P<value>"
_WORDS = ("a", "some words of no meaning", "Word")
"""What a pattern for a value of a certain shape (a date, a code) does not take."""
_SHOWN = 60
"""Characters of a line that a doubt quotes."""
_PATTERNS = 1024


class _StatingLine(NamedTuple):
    """A line, its width folded. ``said``: what it states of something that it names; empty where it does not."""

    text: str
    said: str

    @classmethod
    def of(cls, text: str) -> "_StatingLine":
        entry = _ENTRY.match(text)
        return cls(text, entry["value"] if entry is not None and not _SENTENCE.search(text) else "")


def with_other_words(
    document: Document, schema: Schema, form: Form, outline: Outline, fields: Mapping[str, FieldReading]
) -> dict[str, FieldReading]:
    """The fields; a statement that was not found is in doubt where a line may state it that nothing was read from."""
    absent = [claim for claim in form.claims if not claim.identity and fields[claim.path].state == "absent"]
    if not absent:
        return dict(fields)
    used = {field.spot.span for field in fields.values() if field.spot is not None and field.spot.span is not None}
    lines = [_StatingLine.of(line) for line in _lines(document, _tables(outline), used)]
    passages = passages_in(schema.language)
    found = dict(fields)
    for claim in absent:
        may = (each.text for each in lines if _may_state(claim, each) and not passages.leads_elsewhere(each.text))
        line = next(may, None)
        if line is not None:
            field = fields[claim.path]
            doubts = merged(field.doubts, (doubt(DoubtKind.MAY_BE_STATED, line.strip()[:_SHOWN]),))
            found[claim.path] = field.model_copy(update={"doubts": doubts})
    return found


def _tables(outline: Outline) -> list[Span]:
    """The text that the tables of the form cover."""
    cells = [
        [cell.place.span for row in outline.rows[t.first : t.last + 1] for cell in row.cells] for t in outline.tables
    ]
    return [(min(spans)[0], max(last for _, last in spans)) for spans in cells if spans]


def _lines(document: Document, tables: list[Span], used: Collection[Span]) -> Iterator[str]:
    """Lines outside the tables that no field was read from, their width folded."""
    taken = sorted((*tables, *used))
    ends = list(accumulate((last for _, last in taken), max))
    start = 0
    for line in document.text.split("\n"):
        end = start + len(line)
        before = bisect_left(taken, (end, 0))
        if line.strip() and not (before and ends[before - 1] > start):
            yield fold_width(line)
        start = end + 1


def _may_state(claim: ClaimSpec, line: _StatingLine) -> bool:
    """Whether a line states a value of the claim's kind under another name; a value of a shape of its own may stand in
    any line."""
    for pattern in map(_value_of, claim.patterns):
        if line.said and _whole(pattern.match(line.said), line.said):
            return True
        shaped = claim.kind == "text" and _is_shaped(pattern)
        if shaped and any(_whole(match, line.text) for match in pattern.finditer(line.text)):
            return True
    return False


@lru_cache(maxsize=_PATTERNS)
def _is_shaped(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern takes values of a shape of their own alone."""
    return not any(pattern.fullmatch(words) for words in _WORDS)


def _whole(match: re.Match[str] | None, line: str) -> bool:
    """Whether a match is no part of a word."""
    if match is None or not match[0]:
        return False
    before, after = line[: match.start()][-1:], line[match.end() :][:1]
    return not (before.isalnum() and match[0][0].isalnum()) and not (after.isalnum() and match[0][-1].isalnum())


@cache
def _value_of(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """What a pattern takes for its value, with what must stand behind it where that can be told."""
    source = pattern.pattern
    start = source.index(_VALUE)
    try:
        return re.compile(source[start:], pattern.flags & ~re.DEBUG)
    except re.error:
        return re.compile(source[start : _closing(source, start) + 1], pattern.flags & ~re.DEBUG)


def _closing(source: str, start: int) -> int:
    """Where the bracket that opens at ``start`` is closed."""
    depth, in_class, at = 0, False, start
    while at < len(source):
        char = source[at]
        if char == "\\":
            at += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
            at += source[at + 1 : at + 2] in ("]", "^")
        elif char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return at
        at += 1
    return len(source) - 1

"""Who and which year: claims that only the title region of a document may make.

The region reaches from the beginning to the first table. What stands behind it (links to other reports, contact lines,
feet) names other bodies and other years as often as its own, and so do lines of navigation in front of it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import zip_longest

from extractor.documents.model import Document
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.layout.claims import (
    UNSPACED,
    Statements,
    span_around,
    stated,
    unstated,
    without_padding,
)
from extractor.readers.layout.title_lines import TitleLines, TitleMatch, distinct, found_in
from extractor.readers.outline import Outline
from extractor.readers.reading import FieldReading
from extractor.schemas.form import ClaimSpec, Schema, Value
from extractor.schemas.passages import passages_in
from extractor.schemas.values import read_printed

_NAME = 40
"""Characters of the longest line that may be the first half of a name."""


class TitleRegion:
    """The text in front of the first table, as printed and in the ways in which a title may be torn or spaced."""

    def __init__(self, document: Document, schema: Schema, outline: Outline) -> None:
        self.document = document
        self.passages = passages_in(schema.language)
        text = document.text
        starts = [cell.place.span[0] for table in outline.tables for cell in outline.rows[table.first].cells]
        self.text = text[: min(starts, default=len(text))]
        self.lines = TitleLines(self.text, schema.language in UNSPACED)
        self.whole = without_padding(text)

    @cached_property
    def closed(self) -> str:
        """The text of the whole document without white space."""
        return "".join(self.document.text.split())

    def read(self, claim: ClaimSpec) -> FieldReading:
        """One identity claim. What differs within the region leaves it unread, and so does what is not stated there.

        A number is stated by every pattern that matches: a year in the title and the period must agree. Of texts the
        first pattern that matches decides. Lines are read one by one; only where that tells nothing they are joined.
        """
        for sources in self.lines.readings():
            for patterns in self._together(claim):
                found = distinct(self._values(claim, patterns, sources))
                spans = [span_around(each.match) for each in found] if claim.kind != "text" else []
                if len(found) > 1 or any(spans):
                    return self._differing(
                        claim, [replace(f, value=s or f.value) for f, s in zip_longest(found, spans)]
                    )
                if found:
                    return self._agreeing(claim, found[0])
        lesser = self._lesser(claim)
        return unstated(claim, doubt(DoubtKind.NOT_STATED)) if lesser is None else self._stated(claim, lesser)

    @staticmethod
    def _together(claim: ClaimSpec) -> Iterator[Sequence[re.Pattern[str]]]:
        """Patterns that are looked at together: of numbers all of them, of texts one by one."""
        if claim.kind == "text":
            yield from ((pattern,) for pattern in claim.patterns)
        else:
            yield claim.patterns

    def _values(
        self, claim: ClaimSpec, patterns: Sequence[re.Pattern[str]], sources: Sequence[Statements]
    ) -> Iterator[TitleMatch]:
        for source in sources:
            for pattern in patterns:
                for match in found_in(source, pattern, self.passages):
                    value = read_printed(match["value"], claim.kind, notation=claim.notation).value
                    if value is not None and self.lines.holds(source, match, claim.kind):
                        yield TitleMatch(value, match, source)

    def _agreeing(self, claim: ClaimSpec, found: TitleMatch) -> FieldReading:
        """A value of the title, unless the rest of the document states another year, or names the body otherwise."""
        if claim.kind != "text":
            others = [each for each in self._elsewhere(claim) if each.value != found.value]
            return self._differing(claim, [found, *others]) if others else self._stated(claim, found)
        field = self._stated(claim, found)
        above = self.lines.line_above(found)
        if above is None:
            return field
        longer = f"{above[-1] if self.lines.unspaced else above.split()[-1]}{''.join(str(found.value).split())}"
        if len(above) <= _NAME and self.closed.count(longer) > 1:  # the text names it with what stands above it
            return self._differing(claim, [found, replace(found, value=longer)])
        if self.lines.is_alone(found) and not self._is_named_again(found):
            return field.model_copy(update={"doubts": merged(field.doubts, (doubt(DoubtKind.NAMED_APART),))})
        return field

    def _is_named_again(self, found: TitleMatch) -> bool:
        """Whether running text that leads nowhere else names a body that stands on a line of its own."""
        name = "".join(str(found.value).split())
        clauses = re.split(r"[。；;！!？?，,\n]", self.document.text)
        told = (each for each in clauses if name in "".join(each.split()) and "".join(each.split()) != name)
        return any(not self.passages.leads_elsewhere(each) for each in told)

    def _elsewhere(self, claim: ClaimSpec) -> Iterator[TitleMatch]:
        """What the whole document states of a period."""
        for pattern in claim.agreeing:
            for match in found_in(self.whole, pattern, self.passages):
                value = read_printed(match["value"], claim.kind, notation=claim.notation).value
                if value is not None:
                    yield TitleMatch(value, match, self.whole)

    def _lesser(self, claim: ClaimSpec) -> TitleMatch | None:
        """What two lesser places (a contact line and a signature) say alike; the first of them gives the value."""
        groups = [
            distinct(
                TitleMatch(str(read_printed(match["value"], claim.kind).value), match, self.whole)
                for match in pattern.finditer(self.whole.text)
            )
            for pattern in claim.lesser
        ]
        if len(groups) < 2 or any(len(group) != 1 for group in groups):
            return None
        names: list[Value] = [group[0].value for group in groups]
        alike = all(_same_body(str(names[0]), str(name)) for name in names[1:])
        return groups[0][0] if alike else None

    def _stated(self, claim: ClaimSpec, found: TitleMatch) -> FieldReading:
        return stated(self.document, claim, found.value, found.match, found.source)

    @staticmethod
    def _differing(claim: ClaimSpec, found: Sequence[TitleMatch]) -> FieldReading:
        listed = ", ".join(sorted({str(each.value) for each in found}))
        return unstated(claim, doubt(DoubtKind.STATED_DIFFERENTLY, listed))


def _same_body(one: str, other: str) -> bool:
    """Whether a name is the other with words left out: the same beginning and end, and its characters in order."""
    short, long = sorted(("".join(one.split()), "".join(other.split())), key=len)
    if not short or short[:2] != long[:2] or short[-2:] != long[-2:]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)

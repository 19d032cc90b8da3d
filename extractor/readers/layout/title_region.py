"""Who and which year: claims that only the title region of a document may make.

The region reaches from the beginning to the first table. What stands behind it (links to other reports, contact lines,
feet) names other bodies and other years as often as its own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.documents.model import Document
from extractor.evidence import DoubtKind, doubt
from extractor.readers.layout.claims import UNSPACED, Statements, stated, unstated
from extractor.readers.outline import Outline
from extractor.readers.reading import FieldReading
from extractor.schemas.form import ClaimSpec, Schema, Value
from extractor.schemas.values import read_printed

_LINE = re.compile(r"[^\n]*\n?")


class TitleRegion:
    """The text in front of the first table, as printed and in the ways in which a title may be torn."""

    def __init__(self, document: Document, schema: Schema, outline: Outline) -> None:
        self.document = document
        starts = [cell.place.span[0] for table in outline.tables for cell in outline.rows[table.first].cells]
        text = document.text[: min(starts, default=len(document.text))]
        printed = Statements(text, range(len(text) + 1))
        self._lines: list[tuple[Statements, ...]] = [(printed,)]
        if schema.language in UNSPACED:
            self._lines = [(printed, _closed_up(text)), tuple(_joined(text))]

    def read(self, claim: ClaimSpec) -> FieldReading:
        """One identity claim. What differs within the region leaves it unread, and so does what is not stated there.

        A number is stated by every pattern that matches: a year in the title and the period must agree. Of texts the
        first pattern that matches decides.
        """
        for sources in self._lines:
            for group in self._tried(claim, sources):
                found: dict[Value, tuple[re.Match[str], Statements]] = {}
                for match, source in group:
                    value = read_printed(match["value"], claim.kind, notation=claim.notation).value
                    if value is not None:
                        found.setdefault(value, (match, source))
                if len(found) == 1:
                    ((value, (match, source)),) = found.items()
                    return stated(self.document, claim, value, match, source)
                if found:
                    return unstated(claim, doubt(DoubtKind.STATED_DIFFERENTLY, ", ".join(sorted(map(str, found)))))
        return unstated(claim, doubt(DoubtKind.NOT_STATED))

    @staticmethod
    def _tried(claim: ClaimSpec, sources: Sequence[Statements]) -> Iterator[list[tuple[re.Match[str], Statements]]]:
        """Matches that are looked at together: of numbers all of them, of texts those of one pattern on one source."""
        if claim.kind == "text":
            for source in sources:
                for pattern in claim.patterns:
                    yield [(match, source) for match in _matches(pattern, claim, source)]
        else:
            yield [
                (m, source)
                for source in sources
                for pattern in claim.patterns
                for m in _matches(pattern, claim, source)
            ]


def _matches(pattern: re.Pattern[str], claim: ClaimSpec, source: Statements) -> Iterator[re.Match[str]]:
    """Matches on lines that hold none of the words with which, the schema says, something else begins."""
    for match in pattern.finditer(source.text):
        first = source.text.rfind("\n", 0, match.start()) + 1
        last = source.text.find("\n", match.end())
        lines = source.text[first : last if last >= 0 else len(source.text)]
        if not any(apart.search(lines) for apart in claim.apart):
            yield match


def _closed_up(text: str) -> Statements:
    """Lines without the spaces inside them: a year that is printed wide is one."""
    kept = [offset for offset, char in enumerate(text) if char == "\n" or not char.isspace()]
    return Statements("".join(text[offset] for offset in kept), [*kept, len(text)])


def _joined(text: str) -> Iterator[Statements]:
    """Every line with the next one, closed up: a title over two lines is one."""
    lines = [(match.start(), match[0].rstrip("\n")) for match in _LINE.finditer(text)]
    for (start, one), (begins, other) in pairwise(lines):
        if one.strip() and other.strip():
            chars = [(start + at, char) for at, char in enumerate(one)]
            chars += [(begins + at, char) for at, char in enumerate(other)]
            kept = [(offset, char) for offset, char in chars if not char.isspace()]
            yield Statements("".join(char for _, char in kept), [*(offset for offset, _ in kept), len(text)])

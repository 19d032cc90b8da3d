"""Lines of a title as they may be read: as printed, without the spaces inside a year, two or three of them as one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extractor.readers.layout.claims import Statements
from extractor.schemas.form import Kind, Value
from extractor.schemas.passages import Passages

_LINES = 24
"""Printed lines at the beginning in which a title over several lines is looked for."""
_LONG = 60
"""Characters of a line that is a paragraph and no part of a title."""
_OVER = (2, 3)
"""A title is broken over so many lines."""
_SPACED_YEAR = re.compile(r"(?<!\d)(?:\d[^\S\n]){3}\d(?!\d)|(?<!\d)\d\d[^\S\n]\d\d(?!\d)")
_BETWEEN_CELLS = re.compile(r"(?<!\d)\t|\t(?!\d)")
"""What parts two cells, and no two digits of a year that is printed wide."""
_OTHER_SPACES = re.compile(r"[^\S\n]")
_ENDS = "。；;！!？?\n"
_OPEN = re.compile(r"[:：,，(（&-]\s*\Z|\b[a-z]+\s*\Z")
"""A line that ends so goes on in the next one."""
_GOES_ON = re.compile(r"\s*[(（&a-z]")
"""A line that begins so continues the one before it."""


@dataclass(frozen=True)
class JoinedLines(Statements):
    """Text in which some line breaks are left out; ``joints`` are where they were, ``open`` whether a name may go on
    over all of them."""

    joints: tuple[int, ...] = ()
    open: bool = True


@dataclass(frozen=True)
class TitleMatch:
    """A value and where it is stated."""

    value: Value
    match: re.Match[str]
    source: Statements

    @property
    def span(self) -> tuple[int, int]:
        """Where the value stands in the document's text."""
        return self.source.offsets[self.match.start("value")], self.source.offsets[self.match.end("value") - 1] + 1


def distinct(found: Iterable[TitleMatch]) -> list[TitleMatch]:
    """One of each value, the first."""
    return list({each.value: each for each in reversed(list(found))}.values())[::-1]


def found_in(source: Statements, pattern: re.Pattern[str], passages: Passages) -> Iterator[re.Match[str]]:
    """Matches in sentences that are not led elsewhere by their words, or by a line above them that ends in a colon."""
    for match in pattern.finditer(source.text):
        at = match.start()
        at += len(match[0]) - len(match[0].lstrip())
        first = max(source.text.rfind(end, 0, at) for end in _ENDS) + 1
        ends = [end for sign in _ENDS if (end := source.text.find(sign, match.end())) >= 0]
        above = source.text[:first].rstrip()
        introduced = first == source.text.rfind("\n", 0, at) + 1 and above.endswith((":", "："))
        if not introduced and not passages.leads_elsewhere(source.text[first : min(ends, default=None)]):
            yield match


class TitleLines:
    """The lines of a title region. ``unspaced``: in a language that parts no words by spaces."""

    def __init__(self, text: str, unspaced: bool) -> None:
        self.text = text
        self.unspaced = unspaced

    def readings(self) -> Iterator[Sequence[Statements]]:
        """The region line by line, then with two of its first lines joined, then with three. Lines count as printed and
        without their spaces at once: a title that is printed wide is one beside another that is not.
        """
        yield self._plain, self._closed
        for count in _OVER:
            yield [self._closed_up(joined) for joined in self._joined(count)]

    @cached_property
    def _plain(self) -> Statements:
        return Statements(self.text, range(len(self.text) + 1))

    @cached_property
    def _closed(self) -> Statements:
        return self._closed_up(self._plain)

    def holds(self, source: Statements, match: re.Match[str], kind: Kind) -> bool:
        """Whether a match on joined lines needs all of their joints, and a name that goes over one may do so."""
        if not isinstance(source, JoinedLines):
            return True
        if not all(match.start() <= joint <= match.end() for joint in source.joints):
            return False
        inside = any(match.start("value") < joint < match.end("value") for joint in source.joints)
        return self.unspaced or kind != "text" or source.open or not inside

    def line_above(self, found: TitleMatch) -> str | None:
        """The printed line above the one that a value begins; None where it is the first, or does not begin a line."""
        lines = self.text[: found.span[0]].split("\n")
        if lines[-1].strip():
            return None
        return next((line.strip() for line in reversed(lines[:-1]) if line.strip()), None)

    def is_alone(self, found: TitleMatch) -> bool:
        """Whether a value stands on lines of its own, without a word in front of it that says what it is."""
        first, last = found.span
        if found.match.string[found.match.start() : found.match.start("value")].strip():
            return False
        return not (self.text[:first].rpartition("\n")[2] + self.text[last:].partition("\n")[0]).strip()

    def _closed_up(self, source: Statements) -> Statements:
        """A text without the spaces inside its lines; where spaces part words, one is left there and none in a year."""
        if self.unspaced:
            apart = {m.start() for m in _BETWEEN_CELLS.finditer(source.text)}
            kept = [at for at, char in enumerate(source.text) if char == "\n" or at in apart or not char.isspace()]
        else:
            inside = {at for match in _SPACED_YEAR.finditer(source.text) for at in range(*match.span())}
            kept = [
                at
                for at, char in enumerate(source.text)
                if char == "\n" or not char.isspace() or (at not in inside and not source.text[at - 1 : at].isspace())
            ]
        text = _OTHER_SPACES.sub(" ", "".join([source.text[at] for at in kept]))
        offsets = [*[source.offsets[at] for at in kept], source.offsets[len(source.text)]]
        if not isinstance(source, JoinedLines):
            return Statements(text, offsets)
        joints = tuple(sum(at < joint for at in kept) for joint in source.joints)
        return JoinedLines(text, offsets, joints, source.open)

    @cached_property
    def _first(self) -> list[tuple[int, int]]:
        """Where the first printed lines begin and end."""
        spans = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", self.text)]
        return spans[:_LINES]

    def _joined(self, count: int) -> Iterator[JoinedLines]:
        """The beginning of the region with ``count`` lines in a row made one, at every place where they are short."""
        end = self._first[-1][1] if self._first else 0
        for at in range(len(self._first) - count + 1):
            spans = self._first[at : at + count]
            if all(last - first <= _LONG for first, last in spans):
                yield self._without_breaks(spans, end)

    def _without_breaks(self, spans: Sequence[tuple[int, int]], end: int) -> JoinedLines:
        kept, joints = list(range(spans[0][1])), []
        for (_, last), (first, following) in pairwise(spans):
            joints.append(len(kept))
            kept += [last, *range(first, following)]
        kept += range(spans[-1][1], end)
        text = "".join(" " if position in joints else self.text[at] for position, at in enumerate(kept))
        lines = [self.text[first:last] for first, last in spans]
        goes_on = all(_OPEN.search(one) or _GOES_ON.match(other) for one, other in pairwise(lines))
        return JoinedLines(text, [*kept, end], tuple(joints), goes_on)

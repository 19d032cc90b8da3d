"""Texts found as they are printed: width, case, hyphens at the end of a line and the ends of lines do not count.

Marks that only part words do not count either, unless digits stand on both sides of them.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from extractor.readers.record.print_lines import LineWord, WordLines

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_LIGHT = frozenset(".,;:'\"`´’‘“”()[]{}|•·*_")
_NEXT_LINES = 3
_NEXT_LINE_GAP = 2.0
_MOST_PLACES = 60
_MOST_STEPS = 4000


class FoldedWord(NamedTuple):
    """A word without its dress. ``cuts``: offsets in ``text`` at which a text may begin or end inside the word."""

    text: str
    cuts: frozenset[int]
    hyphened: bool


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text where it is printed. ``whole``: it begins and ends with words, not inside of one."""

    words: tuple[LineWord, ...]
    whole: bool


def folded(text: str) -> str:
    """A text as it is compared: characters that count, one behind the other."""
    return _folded_word(text).text


def _folded_word(text: str) -> FoldedWord:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)
    kept: list[str] = []
    cuts = {0}
    for at, char in enumerate(plain):
        light = char in _LIGHT and not (0 < at < len(plain) - 1 and plain[at - 1].isdigit() and plain[at + 1].isdigit())
        if char.isspace() or light:
            cuts.add(len(kept))
            continue
        if not char.isalnum():
            cuts |= {len(kept), len(kept) + 1}
        kept.append(char)
    return FoldedWord("".join(kept), frozenset({*cuts, len(kept)}), plain.endswith("-") and len(plain) > 1)


class TextSearch:
    """Finds texts in the lines of a document."""

    def __init__(self, lines: WordLines) -> None:
        self.lines = lines
        self.words: dict[int, LineWord] = {word.number: word for line in lines.lines for word in line.words}
        self.folded = {number: _folded_word(word.text) for number, word in self.words.items()}

    @cached_property
    def _starts(self) -> dict[str, list[tuple[int, int]]]:
        """Words and offsets at which a text may begin, by the first character there."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, word in self.folded.items():
            for cut in word.cuts:
                if cut < len(word.text):
                    found.setdefault(word.text[cut], []).append((number, cut))
        return found

    def find(self, text: str) -> tuple[PrintedText, ...]:
        """Every place where a text is printed; of places that share a word the first."""
        wanted = folded(text)
        if not wanted:
            return ()
        places: list[PrintedText] = []
        taken: set[int] = set()
        self._steps = _MOST_STEPS
        for number, cut in sorted(self._starts.get(wanted[0], ())):
            if number in taken or len(places) >= _MOST_PLACES:
                continue
            chain = self._chain(wanted, number, cut)
            if chain is not None:
                numbers, whole = chain
                places.append(PrintedText(tuple(self.words[each] for each in numbers), whole and not cut))
                taken.update(numbers)
        return tuple(places)

    def _chain(self, wanted: str, first: int, cut: int) -> tuple[tuple[int, ...], bool] | None:
        """The words from one on that say a text, and whether it ends with a word."""
        stack: list[tuple[tuple[int, ...], int, int]] = [((first,), cut, 0)]
        while stack and self._steps:
            self._steps -= 1
            numbers, offset, done = stack.pop()
            word = self.folded[numbers[-1]]
            rest, here = wanted[done:], word.text[offset:]
            if len(here) >= len(rest):
                if here.startswith(rest) and offset + len(rest) in word.cuts:
                    return numbers, len(here) == len(rest)
                continue
            options = [here] if rest.startswith(here) else []
            if word.hyphened and rest.startswith(here[:-1]) and here[:-1]:
                options.append(here[:-1])
            for said in options:
                following = wanted[done + len(said)]
                for number in reversed(list(self._next(numbers))):
                    text = self.folded[number].text
                    if number not in numbers and (not text or text[0] == following):
                        stack.append(((*numbers, number), 0, done + len(said)))
        return None

    def _next(self, numbers: Sequence[int]) -> Iterator[int]:
        """Words that may follow: the one beside it, the next of the file, those below the beginning."""
        last = numbers[-1]
        line, at = self.lines.line_of[last]
        words = self.lines.lines[line].words
        if at + 1 < len(words):
            yield words[at + 1].number
        if last + 1 in self.words and self.words[last + 1].place.page == self.words[last].place.page:
            yield last + 1
        start = self._begun(numbers, line)
        height = self.words[last].y1 - self.words[last].y0
        for below in self.lines.lines[line + 1 : line + 1 + _NEXT_LINES]:
            if below.page != words[0].place.page or below.y0 - words[at].y1 > _NEXT_LINE_GAP * height:
                break
            near = (word for word in below.words if start - 2 * height <= word.x0 <= self.words[last].x1)
            yield from (word.number for word in near)

    def _begun(self, numbers: Sequence[int], line: int) -> float:
        return min(self.words[each].x0 for each in numbers)

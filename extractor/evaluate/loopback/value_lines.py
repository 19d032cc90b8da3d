"""Where the lines of a request print a value of any model: in a cell of its own, or as characters of a line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from extractor.evaluate.loopback.request_text import ReadLine
from extractor.readers.llm.shown import show_text
from extractor.readers.open_layout.calendar_dates import day_order
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.printed_figures import DecimalMark, decimal_mark
from extractor.schemas.form import Value
from extractor.schemas.shape import ShapeLeaf

_LONGEST = 10_000
_WORDS = 6
"""Words that one value has at most, texts left out."""
_BELOW = 3
"""Lines below the first in which a text may go on."""
_BEGUN = 4
"""Characters of a text that must stand in its first line."""
_CUT = "…"
_DAYS = ("date", "datetime")
_MARKS: tuple[DecimalMark, ...] = ("", ".", ",")


class ValueAt(NamedTuple):
    """A place that prints a value: its line, the id of its cell if it is a cell of its own, and its characters."""

    line: int
    column: str | None
    quote: str


class ValueLines:
    """The lines of one request, searched for values."""

    def __init__(self, lines: Sequence[ReadLine]) -> None:
        self._lines = lines
        texts = [text for line in lines for text in line.cells.values()]
        words = [word for text in texts for word in text.split()]
        self._notations = Notations(decimal_mark([*texts, *words]), day_order(line.text for line in lines))
        self._known: dict[tuple[str, Value], tuple[ValueAt, ...]] = {}
        self._read: dict[tuple[str, str], frozenset[Value | None]] = {}

    def places(self, leaf: ShapeLeaf, value: Value | None) -> tuple[ValueAt, ...]:
        """Every place that prints a value of a leaf, in the order of the lines, cells of their own first in each."""
        if value is None:
            return ()
        key = (leaf.path, value)
        if key not in self._known:
            found = self._texts(str(value)) if leaf.kind == "text" else self._values(leaf, value)
            self._known[key] = tuple(found)
        return self._known[key]

    def _texts(self, value: str) -> Iterator[ValueAt]:
        wanted = "".join(show_text(value, _LONGEST).split())
        if not wanted:
            return
        signs = re.compile(r"\s*".join(map(re.escape, wanted)))
        for at, line in enumerate(self._lines):
            own = [name for name, text in line.cells.items() if _is_text(text, wanted)]
            yield from (ValueAt(at, name, line.cells[name]) for name in own)
            if own:
                continue
            whole = next(
                (
                    match[0]
                    for text in line.cells.values()
                    for match in signs.finditer(text)
                    if _apart(text, *match.span())
                ),
                None,
            )
            if whole is not None:
                yield ValueAt(at, None, whole)
            elif self._goes_on(at, wanted):
                yield ValueAt(at, None, value)

    def _goes_on(self, at: int, wanted: str) -> bool:
        """Whether a text begins in a cell of a line and is printed to its end in the lines below."""
        for text in self._lines[at].cells.values():
            packed = "".join(text.split())
            for length in range(min(len(packed), len(wanted) - 1), _BEGUN - 1, -1):
                if packed.endswith(wanted[:length]):
                    return self._ends(at + 1, wanted[length:])
        return False

    def _ends(self, first: int, rest: str) -> bool:
        for line in self._lines[first : first + _BELOW]:
            packed = ["".join(text.split()) for text in line.cells.values() if text]
            if any(text.startswith(rest) for text in packed):
                return True
            rest = next((rest[len(text) :] for text in packed if rest.startswith(text)), rest)
        return False

    def _values(self, leaf: ShapeLeaf, value: Value) -> Iterator[ValueAt]:
        for at, (line, runs) in enumerate(zip(self._lines, self._runs, strict=True)):
            own = [name for name, text in line.cells.items() if value in self._says(text, leaf)]
            yield from (ValueAt(at, name, line.cells[name]) for name in own)
            if not own:
                across = self._across[at] if leaf.kind in _DAYS else ()
                quote = next((run for run in (*runs, *across) if value in self._says(run, leaf)), None)
                if quote is not None:
                    yield ValueAt(at, None, quote)

    def _says(self, text: str, leaf: ShapeLeaf) -> frozenset[Value | None]:
        """What a text says as the value of a leaf: a number of which a line tells no mark before its decimals, with
        either, for whoever knows the value knows the mark."""
        key = (leaf.path, text)
        if key not in self._read:
            marks = (self._notations.mark,) if self._notations.mark else _MARKS
            notations = [replace(self._notations, mark=mark) for mark in marks]
            self._read[key] = frozenset(leaf_value(text, leaf, each).value for each in notations if text) - {None}
        return self._read[key]

    @cached_property
    def _across(self) -> list[list[str]]:
        """Runs of words over several cells of a line, and words without the mark that ends them: wide spaces may part
        the words of a date, and a sentence goes on behind it."""
        texts = [" ".join(text for text in line.cells.values() if text) for line in self._lines]
        return [[*_runs(text), *(word.rstrip(",;.") for word in text.split())] for text in texts]

    @cached_property
    def _runs(self) -> list[list[str]]:
        return [list(dict.fromkeys(run for text in line.cells.values() for run in _runs(text))) for line in self._lines]


def _is_text(text: str, wanted: str) -> bool:
    packed = "".join(text.split())
    return packed == wanted or (packed.endswith(_CUT) and wanted.startswith(packed[:-1]) and len(packed) > _BEGUN)


def _apart(text: str, start: int, end: int) -> bool:
    """Whether what stands there is a word of its own."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (behind.isalnum() and text[end - 1].isalnum())


def _runs(text: str) -> Iterator[str]:
    """Words of a text that follow each other, the longest first."""
    words = text.split()
    for length in range(min(_WORDS, len(words)), 0, -1):
        yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))

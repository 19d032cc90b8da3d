"""The labels of a schema, folded once, and which of them a printed text may be at all.

Every document of a schema is compared with the same labels, and nearly every text with labels that it has nothing in
common with. What a text can be is looked up: by the whole of it, by the words it begins and ends with, and among the
labels of about its length by how like it they are (rapidfuzz ``ratio`` of one text and many). The rest is another text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from rapidfuzz import fuzz, process

from extractor.readers.label_scale import SCALE
from extractor.schemas.form import BlockSpec, Form, Label, RowSpec

Texts: TypeAlias = tuple[str, ...]
"""The spellings of a label: it is known by them."""
SHARE = SCALE.accepted / (200 - SCALE.accepted)
"""What of a longer text a shorter one has at least, if the two are alike enough to be asked what differs."""

_SETTLED = 20_000
"""Texts of which it is kept how near they are to labels: those of some hundred documents."""
_LONG = 500
"""Characters of a text that no other document prints as well."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A label ready to compare. ``core``: its words as one; ``short``: the same without guidance in brackets; ``words``
    and ``short_words``: the words of both. ``blotted``: its words as one with a sign for each character that nobody
    could read, empty where there is none.
    """

    ordinal: str
    core: str
    short: str
    words: tuple[str, ...] = ()
    short_words: tuple[str, ...] = ()
    blotted: str = ""

    def numbered(self, ordinal: str) -> "Folded":
        """A text that begins with the number of a label, without the mark between them, as one with this ordinal."""
        if self.ordinal or not ordinal.isdigit() or self.words[:1] != (ordinal,):
            return self
        size = len(ordinal)
        return replace(
            self,
            ordinal=ordinal,
            core=self.core[size:],
            short=self.short[size:],
            words=self.words[1:],
            short_words=self.short_words[1:],
            blotted=self.blotted[size:],
        )


class LabelIndex:
    """Labels by what a printed text has to share with them. ``spelled``: the spellings of each, folded. ``settled``: of
    texts, how near they are to which labels, alone or not, in a picture or not: other documents print them as well.
    """

    def __init__(self, spelled: Mapping[Texts, tuple[Folded, ...]]) -> None:
        self.spelled = spelled
        self.settled: dict[tuple[str, bool, bool], Mapping[Texts, float]] = {}
        self._rows: dict[int, tuple[RowSpec, tuple[Label, ...]]] = {}
        self._alike: dict[str, list[Texts]] = {}
        self._begins, self._ends = _Words(), _Words()
        for texts, folded in spelled.items():
            for each in folded:
                self._ends.add(each.words[::-1], texts)
                self._begins.add(each.short_words, texts)
            for text in {text for each in folded for text in (each.core, each.short)}:
                self._alike.setdefault(text, []).append(texts)
        self._ordinals = frozenset(each.ordinal for folded in spelled.values() for each in folded)
        self._by_length = _ByLength(self._alike)
        self._with_digits = _ByLength(text for text in self._alike if any(char.isdigit() for char in text))

    def settle(self, key: tuple[str, bool, bool], near: Mapping[Texts, float]) -> None:
        """Keep how near a text is to which labels; what was kept of many other texts is forgotten."""
        if len(key[0]) > _LONG:
            return
        if len(self.settled) >= _SETTLED:
            self.settled.clear()
        self.settled[key] = near

    @cached_property
    def folded(self) -> Mapping[str, Folded]:
        """Every spelling, folded."""
        return {text: each for texts, folded in self.spelled.items() for text, each in zip(texts, folded, strict=True)}

    def labels_of(self, row: RowSpec) -> tuple[Label, ...]:
        """The label of a row, and the same behind the labels above it; empty where the index lacks any of them."""
        found = self._rows.get(id(row))
        if found is None:
            labels = with_parents(row)
            if not all(label.texts in self.spelled for label in labels):
                return ()
            found = self._rows[id(row)] = (row, labels)  # the row is kept: no other one gets its number
        return found[1]

    def candidates(self, printed: Folded) -> set[Texts]:
        """The labels that a text may be: all others it is nothing like."""
        found = self._as_it_stands(printed)
        if not printed.ordinal and printed.words and printed.words[0] in self._ordinals:
            found |= self._as_it_stands(printed.numbered(printed.words[0]))
        return found

    def _as_it_stands(self, printed: Folded) -> set[Texts]:
        found = {texts for text in self._like(printed) for texts in self._alike[text]}
        found.update(self._ends.leading(printed.words[::-1]))
        found.update(self._begins.leading(printed.words))
        return found

    def _like(self, printed: Folded) -> Iterator[str]:
        """Texts of labels that differ in few characters, or only in those that could not be read."""
        for text in {printed.core, printed.short}:
            if text in self._alike:
                yield text
            labels = self._with_digits if text.isdigit() else self._by_length
            choices = labels.between(int(SHARE * len(text)), int(len(text) / SHARE) + 1) if text else ()
            if choices:
                near = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=SCALE.accepted, limit=None)
                yield from (each[0] for each in near)
        if printed.blotted:
            yield from self._by_length.between(len(printed.blotted), len(printed.blotted))

    @cached_property
    def _sorted(self) -> list[tuple[str, Texts]]:
        """The words of each spelling as one, in order of their characters."""
        return sorted({(each.core, texts) for texts, spelled in self.spelled.items() for each in spelled})

    def beginning(self, core: str) -> frozenset[Texts]:
        """The labels that begin with these characters."""
        found = set()
        for at in range(bisect_left(self._sorted, (core,)), len(self._sorted)):
            text, texts = self._sorted[at]
            if not text.startswith(core):
                break
            found.add(texts)
        return frozenset(found)


class _ByLength:
    """Texts in order of their lengths."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(texts, key=len)
        self._lengths = [len(text) for text in self._texts]

    def between(self, least: int, most: int) -> Sequence[str]:
        """The texts of at least and at most so many characters."""
        return self._texts[bisect_left(self._lengths, least) : bisect_right(self._lengths, most)]


class _Words:
    """Labels by their words, to be found in front of more words. The first word says how many may follow it."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, ...], list[Texts]] = {}
        self._counts: dict[str, list[int]] = {}

    def add(self, words: tuple[str, ...], texts: Texts) -> None:
        if words:
            self._labels.setdefault(words, []).append(texts)
            counts = self._counts.setdefault(words[0], [])
            if len(words) not in counts:
                counts.append(len(words))

    def leading(self, words: tuple[str, ...]) -> Iterator[Texts]:
        """The labels that are the first words of a longer text."""
        for count in self._counts.get(words[0], ()) if words else ():
            if count < len(words):
                yield from self._labels.get(words[:count], ())


def compared_labels(form: Form) -> Iterator[Label]:
    """Every label of a form that texts are compared with, those of rows with what stands above them as well."""
    yield from form_labels(form)
    for table in form.tables:
        for block in table.blocks:
            for row in block.rows:
                yield from with_parents(row)


def form_labels(form: Form) -> Iterator[Label]:
    """Every label of a form: titles, row labels and column headings."""
    for table in form.tables:
        yield table.title
        for block in table.blocks:
            yield from _block_labels(block)


def _block_labels(block: BlockSpec) -> Iterator[Label]:
    yield from (block.title,) if block.title else ()
    yield from (row.label for row in block.rows)
    for column in block.columns:
        yield column.label
        yield from column.groups


def with_parents(row: RowSpec) -> tuple[Label, ...]:
    """The label of a row, and the same behind the labels that stand above it, as one cell may print them."""
    above = ["".join(label.printed for label in row.parents[start:]) for start in range(len(row.parents))]
    return (row.label, *(Label(tuple(front + spelling for spelling in row.label.texts)) for front in above))

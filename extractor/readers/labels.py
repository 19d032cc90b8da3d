"""Printed labels compared with the labels a form declares.

Labels are folded first: width, white space, punctuation, accents, script variants and case do not count; the ordinal
in front ("（三）", "1.", "V.A.") and guidance in brackets are kept apart. What is left is compared with rapidfuzz.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.documents.model import Document
from extractor.readers.label_scale import SCALE
from extractor.schemas.form import Label, RowSpec, Schema
from extractor.schemas.values import fold_width

_ORDINAL = re.compile(
    r"\((?P<a>[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z])\)"
    r"|(?P<b>[一二三四五六七八九十]{1,3})[、.,:]"
    r"|(?P<c>\d{1,2})[.、)](?!\d)"
    r"|(?P<d>[ivxlc]{1,5}\.(?:[a-z]\.)?(?:\(\d\)\.?)?)(?=\W|[a-z]{2}|$)"
)
_BRACKETED = re.compile(r"\([^()]*\)?")
_SIGNS = re.compile(r"[^\w%]+|_")
_SHORT = 3
_ACCENTS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A label ready to compare. ``core``: its words; ``short``: the same without guidance in brackets."""

    ordinal: str
    core: str
    short: str


def fold_label(text: str, variants: Mapping[int, str]) -> Folded:
    """Fold a printed text for comparison; ``variants`` maps characters of another script (as ``str.maketrans``)."""
    plain = "".join(without_accents(fold_width(text).translate(variants).lower()).split())
    match = _ORDINAL.match(plain)
    ordinal = ""
    if match is not None and match.end() < len(plain):
        ordinal = next(group for group in match.groups() if group).strip(".")
        plain = plain[match.end() :]
    return Folded(ordinal, _SIGNS.sub("", plain), _SIGNS.sub("", _BRACKETED.sub("", plain)))


def without_accents(text: str) -> str:
    """A text without the accents of its letters: in a scan specks make them."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)) if _ACCENTS.search(apart) else text


def similarity(printed: Folded, label: Folded, whole: bool = False) -> float:
    """How surely ``printed`` is ``label``, 0 to 100. Short labels match only to the letter.

    Words in front of a label or behind it are forgiven, unless the ``whole`` text has to be the label.
    """
    score = _whole_similarity(printed, label) if whole else _core_similarity(printed, label)
    if score and label.ordinal and printed.ordinal != label.ordinal:
        score -= SCALE.other_ordinal if printed.ordinal else SCALE.no_ordinal
    return max(score, 0.0)


def _core_similarity(printed: Folded, label: Folded) -> float:
    core, wanted = printed.core, label.core
    if not wanted or not core:
        return 0.0
    if core == wanted:
        return SCALE.letter
    if printed.short and printed.short in (wanted, label.short):
        return SCALE.unguided
    if len(wanted) <= _SHORT:
        return 0.0
    if len(core) > len(wanted) and core.endswith(wanted):
        return SCALE.end
    if len(label.short) > _SHORT and core.startswith(label.short):
        return SCALE.start
    score = _ratio(core, wanted)
    return score if score or printed.short == core else _ratio(printed.short, label.short)


def _whole_similarity(printed: Folded, label: Folded) -> float:
    if len(label.core) <= _SHORT:
        return SCALE.letter if printed.core == label.core else 0.0
    return max(_ratio(printed.core, label.core), _ratio(printed.core, label.short))


def _ratio(printed: str, label: str) -> float:
    """Similarity of two texts, 0 where it stays under what counts as a label."""
    a, b = len(printed), len(label)
    if 200 * (a if a < b else b) < SCALE.accepted * (a + b):
        return 0.0
    return fuzz.ratio(printed, label, score_cutoff=SCALE.accepted)


class LabelBook:
    """The labels of one form compared with printed texts; every text is folded once, every pair compared once."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        self._variants = str.maketrans(dict(variants))
        self._folded: dict[str, Folded] = {}
        self._spellings: dict[tuple[str, ...], tuple[Folded, ...]] = {}
        self._whole: dict[str, tuple[Label, ...]] = {}
        self._scores: dict[tuple[str, tuple[str, ...]], float] = {}

    def fold(self, text: str) -> Folded:
        """Fold a printed text the way this book's labels are folded."""
        found = self._folded.get(text)
        if found is None:
            found = self._folded[text] = fold_label(text, self._variants)
        return found

    def score(self, text: str, label: Label) -> float:
        """Similarity of a printed text and a label, 0 to 100: the best over the label's spellings."""
        key = (text, label.texts)
        found = self._scores.get(key)
        if found is None:
            printed = self.fold(text)
            found = self._scores[key] = max([similarity(printed, each) for each in self._spelled(label)])
        return found

    def score_row(self, text: str, row: RowSpec) -> float:
        """The same for the label of a row, which may be printed in one cell with the labels above it."""
        return max([self.score(text, label) for label in self._labels(row)])

    def score_whole(self, text: str, row: RowSpec) -> float:
        """Similarity of a text to nothing but the label of a row, or to that label under its parents."""
        printed = self.fold(text)
        return max(
            similarity(printed, each, whole=True) for label in self._labels(row) for each in self._spelled(label)
        )

    def is_prefix(self, text: str, label: Label) -> bool:
        """Whether a printed text is a heading cut off by a narrow column."""
        printed = self.fold(text).core
        return len(printed) > _SHORT and any(each.core.startswith(printed) for each in self._spelled(label))

    def is_fragment(self, text: str, row: RowSpec) -> bool:
        """Whether a printed text is a piece of a row's label, or of that label under its parents, as where it runs over
        several lines."""
        printed = self.fold(text).core
        spelled = (each for label in self._labels(row) for each in self._spelled(label))
        return len(printed) > 1 and any(printed in each.core for each in spelled)

    def _labels(self, row: RowSpec) -> tuple[Label, ...]:
        found = self._whole.get(row.paths[0])
        if found is None:
            found = self._whole[row.paths[0]] = tuple(_with_parents(row))
        return found

    def _spelled(self, label: Label) -> tuple[Folded, ...]:
        found = self._spellings.get(label.texts)
        if found is None:
            found = self._spellings[label.texts] = tuple(self.fold(spelling) for spelling in label.texts)
        return found


@lru_cache(maxsize=4)
def label_book(sha256: str, schema: str, variants: tuple[tuple[str, str], ...]) -> LabelBook:
    """The label book of a document under a schema, kept while the document goes from reader to reader."""
    return LabelBook(dict(variants))


def book_for(document: Document, schema: Schema) -> LabelBook:
    """The label book that all steps share for one document."""
    return label_book(document.sha256, schema.name, tuple(schema.variants.items()))


def _with_parents(row: RowSpec) -> Iterator[Label]:
    yield row.label
    for start in range(len(row.parents)):
        above = "".join(label.printed for label in row.parents[start:])
        yield Label(tuple(above + spelling for spelling in row.label.texts))

"""Printed labels compared with the labels a form declares.

Labels are folded first: width, white space, punctuation, script variants and case do not count; the ordinal in front
("（三）", "1.", "V.A.") and guidance in brackets are kept apart. What is left is compared with rapidfuzz.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.schemas.form import Label, RowSpec
from extractor.schemas.values import fold_width

ACCEPTED = 84.0
"""Least similarity, of 100, at which a printed text counts as a label."""

_ORDINAL = re.compile(
    r"\((?P<a>[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z])\)"
    r"|(?P<b>[一二三四五六七八九十]{1,3})[、.,:]"
    r"|(?P<c>\d{1,2})[.、)](?!\d)"
    r"|(?P<d>[ivxlc]{1,5}\.(?:[a-z]\.)?(?:\(\d\)\.?)?)(?=\W|[a-z]{2}|$)"
)
_BRACKETED = re.compile(r"\([^()]*\)?")
_SIGNS = re.compile(r"[^\w%]+|_")
_OTHER_ORDINAL = 18.0
_NO_ORDINAL = 6.0
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Folded:
    """A label ready to compare. ``core``: its words; ``short``: the same without guidance in brackets."""

    ordinal: str
    core: str
    short: str


def fold_label(text: str, variants: Mapping[int, str]) -> Folded:
    """Fold a printed text for comparison; ``variants`` maps characters of another script (as ``str.maketrans``)."""
    plain = "".join(fold_width(text).translate(variants).lower().split())
    match = _ORDINAL.match(plain)
    ordinal = ""
    if match is not None and match.end() < len(plain):
        ordinal = next(group for group in match.groups() if group).strip(".")
        plain = plain[match.end() :]
    return Folded(ordinal, _SIGNS.sub("", plain), _SIGNS.sub("", _BRACKETED.sub("", plain)))


def similarity(printed: Folded, label: Folded) -> float:
    """How surely ``printed`` is ``label``, 0 to 100. Short labels match only to the letter."""
    score = _core_similarity(printed, label)
    if score and label.ordinal and printed.ordinal != label.ordinal:
        score -= _OTHER_ORDINAL if printed.ordinal else _NO_ORDINAL
    return max(score, 0.0)


def _core_similarity(printed: Folded, label: Folded) -> float:
    if not label.core or not printed.core:
        return 0.0
    if printed.core == label.core:
        return 100.0
    if printed.short and printed.short in (label.core, label.short):
        return 98.0
    if len(label.core) <= _SHORT:
        return 0.0
    if len(printed.core) > len(label.core) and printed.core.endswith(label.core):
        return 92.0
    if len(label.short) > _SHORT and printed.core.startswith(label.short):
        return 90.0
    return max(_ratio(printed.core, label.core), _ratio(printed.short, label.short))


def _ratio(printed: str, label: str) -> float:
    """Similarity of two texts, 0 where it stays under what counts as a label."""
    short, long = sorted((len(printed), len(label)))
    if 200 * short < ACCEPTED * (short + long):
        return 0.0
    return fuzz.ratio(printed, label, score_cutoff=ACCEPTED)


class LabelBook:
    """The labels of one form compared with printed texts; every text is folded once."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        self._variants = str.maketrans(dict(variants))
        self._folded: dict[str, Folded] = {}
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
            found = max(similarity(printed, self.fold(spelling)) for spelling in label.texts)
            self._scores[key] = found
        return found

    def score_row(self, text: str, row: RowSpec) -> float:
        """The same for the label of a row, which may be printed in one cell with the labels above it."""
        best = self.score(text, row.label)
        for start in range(len(row.parents)):
            above = "".join(label.printed for label in row.parents[start:])
            best = max(best, self.score(text, Label(tuple(above + spelling for spelling in row.label.texts))))
        return best

    def is_prefix(self, text: str, label: Label) -> bool:
        """Whether a printed text is a heading cut off by a narrow column."""
        printed = self.fold(text).core
        return len(printed) > _SHORT and any(self.fold(spelling).core.startswith(printed) for spelling in label.texts)

"""Printed labels compared with the labels a form declares.

Labels are folded first: width, white space, punctuation, accents, script variants and case do not count; the ordinal
in front ("（三）", "1.", "V.A.") and guidance in brackets are kept apart. What is left is compared word by word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.documents.model import Document
from extractor.readers.label_scale import SCALE
from extractor.readers.label_words import Difference, around, difference, is_blotted, look_alike, words_of
from extractor.schemas.form import Label, RowSpec, Schema
from extractor.schemas.values import UNREADABLE, fold_width

_ORDINAL = re.compile(
    r"\((?P<a>[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z])\)"
    r"|(?P<b>[一二三四五六七八九十]{1,3})[、.,:]"
    r"|(?P<c>\d{1,2})[.、)](?!\d)"
    r"|(?P<d>[ivxlc]{1,5}\.(?:[a-z]\.)?(?:\(\d\)\.?)?)(?=\W|[a-z]{2}|$)"
)
_BRACKETED = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_SIGNS = re.compile(r"[^\w%]+|_")
_BLOT = re.compile(rf"[#?*~_□■▇▢●{UNREADABLE}]")
"""What stands for a character that nobody could read."""
_SHORT = 3
_SHARE = SCALE.accepted / (200 - SCALE.accepted)
"""What of a longer text a shorter one has at least, if the two are alike enough to be asked what differs."""
_ACCENTS = re.compile("[\u0300-\u036f]")


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


def fold_label(text: str, variants: Mapping[int, str]) -> Folded:
    """Fold a printed text for comparison; ``variants`` maps characters of another script (as ``str.maketrans``)."""
    folded = " ".join(without_accents(fold_width(text).translate(variants).lower()).split())
    plain = folded.replace(" ", "")
    match = _ORDINAL.match(plain)
    ordinal = ""
    if match is not None and match.end() < len(plain):
        ordinal = next(group for group in match.groups() if group).strip(".")
        plain = plain[match.end() :]
        folded = _behind(folded, match.end())
    short = _BRACKETED.sub("", plain)
    words, short_words = words_of(folded), words_of(_BRACKETED.sub(" ", folded))
    blotted = UNREADABLE.join(_SIGNS.sub("", part) for part in _BLOT.split(plain)) if _BLOT.search(plain) else ""
    return Folded(ordinal, _SIGNS.sub("", plain), _SIGNS.sub("", short), words, short_words, blotted)


def _behind(text: str, count: int) -> str:
    """A text without its first characters, spaces not counted."""
    at = -1
    for _ in range(count):
        at = next(i for i in range(at + 1, len(text)) if text[i] != " ")
    return text[at + 1 :]


def without_accents(text: str) -> str:
    """A text without the accents of its letters: in a scan specks make them."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)) if _ACCENTS.search(apart) else text


def similarity(printed: Folded, label: Folded, whole: bool = False, recognised: bool = False) -> float:
    """How surely ``printed`` is ``label``, 0 to 100. Short labels match only to the letter.

    Words in front of a label or behind it are forgiven, unless the ``whole`` text has to be the label. In a picture
    (``recognised``) characters may be misread.
    """
    printed = _with_ordinal(printed, label.ordinal)
    score = _whole_similarity(printed, label, recognised) if whole else _core_similarity(printed, label, recognised)
    if score and label.ordinal and printed.ordinal != label.ordinal:
        score -= SCALE.other_ordinal if printed.ordinal else SCALE.no_ordinal
    return max(score, 0.0)


def _with_ordinal(printed: Folded, ordinal: str) -> Folded:
    """A text that begins with the number of a label, without the mark between them, as one that has this ordinal."""
    if printed.ordinal or not ordinal.isdigit() or printed.words[:1] != (ordinal,):
        return printed
    size = len(ordinal)
    return replace(
        printed,
        ordinal=ordinal,
        core=printed.core[size:],
        short=printed.short[size:],
        words=printed.words[1:],
        short_words=printed.short_words[1:],
        blotted=printed.blotted[size:],
    )


def _core_similarity(printed: Folded, label: Folded, recognised: bool) -> float:
    core, wanted = printed.core, label.core
    if not wanted or not core:
        return 0.0
    if core == wanted:
        return SCALE.letter
    if printed.short and printed.short in (wanted, label.short):
        return SCALE.unguided
    if len(wanted) <= _SHORT:
        return 0.0
    if core.endswith(wanted) and around(printed.words, label.words) == "end":
        return SCALE.end
    short = label.short
    if len(short) > _SHORT and core.startswith(short) and around(printed.words, label.short_words) == "start":
        return SCALE.start
    score = _unlike(printed, core, label, wanted, recognised)
    return score if score or printed.short == core else _unlike(printed, printed.short, label, label.short, recognised)


def _whole_similarity(printed: Folded, label: Folded, recognised: bool) -> float:
    core, wanted, short = printed.core, label.core, label.short
    if core in (wanted, short):
        return SCALE.letter if core else 0.0
    if printed.short and printed.short in (wanted, short):
        return SCALE.unguided
    if len(wanted) <= _SHORT:
        return 0.0
    score = _unlike(printed, core, label, wanted, recognised)
    return score if short == wanted else max(score, _unlike(printed, core, label, short, recognised))


def _unlike(printed: Folded, core: str, label: Folded, wanted: str, recognised: bool) -> float:
    """What a text is worth that differs from a label, 0 where it is another one."""
    if printed.blotted and is_blotted(printed.blotted, wanted):
        return SCALE.near
    if not _SHARE * len(wanted) <= len(core) <= len(wanted) / _SHARE:
        return 0.0
    what, likeness = difference(core, wanted, SCALE.accepted, recognised)
    if what == "number" and look_alike(printed.words, label.words):
        what = "misread" if recognised else "character"
    return _WORTH[what](likeness)


_WORTH: Mapping[Difference, Callable[[float], float]] = {
    "misread": lambda likeness: max(likeness, SCALE.sure_recognised),
    "character": lambda likeness: SCALE.near + likeness / 100,
    "number": lambda likeness: 0.0,
    "other": lambda likeness: 0.0,
}
"""What a text is worth that differs from a label in this way, by how like it is: of two near ones the nearer."""


class LabelBook:
    """The labels of one form compared with printed texts; every text is folded once, every pair compared once.

    ``recognised``: the texts were recognised in a picture, in part at least. ``language``: that of the labels.
    """

    def __init__(self, variants: Mapping[str, str], recognised: bool = False, language: str = "en") -> None:
        self.language = language
        self._recognised = recognised
        self._variants = str.maketrans(dict(variants))
        self._folded: dict[str, Folded] = {}
        self._spellings: dict[tuple[str, ...], tuple[Folded, ...]] = {}
        self._whole: dict[str, tuple[Label, ...]] = {}
        self._scores: dict[tuple[str, tuple[str, ...], bool], float] = {}

    def fold(self, text: str) -> Folded:
        """Fold a printed text the way this book's labels are folded."""
        found = self._folded.get(text)
        if found is None:
            found = self._folded[text] = fold_label(text, self._variants)
        return found

    def score(self, text: str, label: Label) -> float:
        """Similarity of a printed text and a label, 0 to 100: the best over the label's spellings."""
        key = (text, label.texts, False)
        found = self._scores.get(key)
        if found is None:
            printed = self.fold(text)
            found = self._scores[key] = max(
                [similarity(printed, each, recognised=self._recognised) for each in self._spelled(label)]
            )
        return found

    def score_alone(self, text: str, label: Label) -> float:
        """Similarity of a text to nothing but a label: words around it make it another one."""
        key = (text, label.texts, True)
        found = self._scores.get(key)
        if found is None:
            printed = self.fold(text)
            scores = (similarity(printed, each, True, self._recognised) for each in self._spelled(label))
            found = self._scores[key] = max(scores)
        return found

    def score_row(self, text: str, row: RowSpec) -> float:
        """The same for the label of a row, which may be printed in one cell with the labels above it."""
        return max([self.score(text, label) for label in self._labels(row)])

    def score_whole(self, text: str, row: RowSpec) -> float:
        """Similarity of a text to nothing but the label of a row, or to that label under its parents."""
        printed = self.fold(text)
        return max(
            similarity(printed, each, True, self._recognised)
            for label in self._labels(row)
            for each in self._spelled(label)
        )

    def is_sure(self, text: str, label: Label) -> bool:
        """Whether a printed text is a label for certain: to the letter, or misread as letters are in a picture."""
        return self.score_alone(text, label) >= (SCALE.sure_recognised if self._recognised else SCALE.sure)

    def is_prefix(self, text: str, label: Label) -> bool:
        """Whether a printed text is a heading cut off by a narrow column."""
        printed = self.fold(text).core
        return len(printed) > _SHORT and any(each.core.startswith(printed) for each in self._spelled(label))

    def is_part(self, text: str, label: Label) -> bool:
        """Whether a printed number is a label or one end of it, as where a heading is torn between its words."""
        printed = self.fold(text).core
        cores = [each.core for each in self._spelled(label) if printed]
        behind = any(core.startswith(printed) and not core[len(printed) :][:1].isdigit() for core in cores)
        return behind or any(core.endswith(printed) and not core[: -len(printed)][-1:].isdigit() for core in cores)

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
def label_book(
    sha256: str, schema: str, variants: tuple[tuple[str, str], ...], recognised: bool, language: str
) -> LabelBook:
    """The label book of a document under a schema, kept while the document goes from reader to reader."""
    return LabelBook(dict(variants), recognised, language)


def book_for(document: Document, schema: Schema) -> LabelBook:
    """The label book that all steps share for one document."""
    variants = tuple(schema.variants.items())
    return label_book(document.sha256, schema.name, variants, document.method == "scan", schema.language)


def _with_parents(row: RowSpec) -> Iterator[Label]:
    yield row.label
    for start in range(len(row.parents)):
        above = "".join(label.printed for label in row.parents[start:])
        yield Label(tuple(above + spelling for spelling in row.label.texts))

"""Labels of any model compared with what is printed: word by word, folded, and never a part of a longer label."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.labels import without_accents
from extractor.readers.open_layout.open_words import open_words
from extractor.readers.record.printed_numbers import SIGNS_OF_MONEY
from extractor.schemas.values import fold_width

_WORDS = re.compile(rf"[^\W_]+|[%#&{SIGNS_OF_MONEY}]|n°|nº|№")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RATE = re.compile(r"\(?\b\d+(?:[.,]\d+)?\s?%\)?")
_ORDINAL = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\D)", re.IGNORECASE)
_STATED = re.compile(r"[:：]\s*[^\s)]")
"""A colon with something behind it: the text is more than a label."""
_REMEMBERED = 8192
_LONG = 200
"""Characters of a text of which nothing is kept: hardly a label, and much memory."""
_NO_LABEL = 1000
"""Characters of a text that is no label, whatever stands in its brackets."""
_SHORT_WORD = 3
_NUMBER = re.compile(r"\d{1,3}[a-z]?")
_NUMBERED = 2
"""Words of the label of a numbered field, at least: its number and what it is."""


class LabelFit(NamedTuple):
    """A printed text is one of the labels: the how manyth, and what speaks against it."""

    rank: int
    doubts: tuple[Doubt, ...] = ()


def label_core(text: str) -> str:
    """The words of a label as one, with words that are alike made the same and signs of money left out; a text of
    nothing but signs of money stays what it is."""
    return _core(text) if len(text) > _LONG else _kept_core(text)


def _core(text: str) -> str:
    plain = without_accents(fold_width(text)).lower().replace("n°", " № ").replace("nº", " № ")
    words = [_alike(word) for word in _unboxed(_WORDS.findall(plain))]
    kept = [word for word in words if word not in open_words().currencies and word not in SIGNS_OF_MONEY]
    while len(kept) > 1 and len(kept) < len(words) and len(kept[-1]) < _SHORT_WORD:
        kept.pop()
    return "".join(kept or words)


_kept_core = lru_cache(maxsize=_REMEMBERED)(_core)


def _unboxed(words: list[str]) -> list[str]:
    """The words of a label without the one before the number of its field, where words follow: "Box 17 State tax"."""
    for lead in open_words().numbered if words else ():
        if words[0] == lead and len(words) > _NUMBERED and _NUMBER.fullmatch(words[1]):
            return words[1:]
        if words[0].startswith(lead) and len(words) >= _NUMBERED and _NUMBER.fullmatch(words[0][len(lead) :]):
            return [words[0][len(lead) :], *words[1:]]
    return words


def _alike(word: str) -> str:
    words = open_words()
    if word in words.alike:
        return words.alike[word]
    for ending in words.endings:
        if word.endswith(ending) and len(word) > len(ending) + _SHORT_WORD:
            return word.removesuffix(ending) + words.alike[ending]
    return word


def label_fit(text: str, labels: tuple[str, ...]) -> LabelFit | None:
    """Whether a printed text is one of the labels. An ordinal in front, a rate, a note in brackets and a colon behind
    it are forgiven with a slight doubt; words in brackets with a serious one."""
    if len(text) > _NO_LABEL:
        return None
    printed, known = _printed(text) if len(text) > _LONG else _kept_printed(text), _cores(labels)
    if printed.stated:
        return None
    if printed.core and printed.core in known.whole:
        return LabelFit(known.whole[printed.core])
    if printed.without_rate in known.whole:
        return LabelFit(known.whole[printed.without_rate], (doubt(DoubtKind.LABEL_INEXACT, text),))
    if printed.short in known.whole:
        kind = DoubtKind.LABEL_INEXACT if printed.noted else DoubtKind.LABEL_DIFFERS
        return LabelFit(known.whole[printed.short], (doubt(kind, text),))
    if printed.core and printed.core in known.shortened:
        return LabelFit(known.shortened[printed.core], (doubt(DoubtKind.LABEL_INEXACT, text),))
    return None


class _Printed(NamedTuple):
    """What of a printed text may be a label. ``stated``: it is more than one. ``core``: its words; ``without_rate`` and
    ``short``: those without a rate or what stands in brackets, empty where they are the same. ``noted``: numbers stand
    in all its brackets.
    """

    stated: bool
    core: str = ""
    without_rate: str = ""
    short: str = ""
    noted: bool = False


def _printed(text: str) -> _Printed:
    printed = _ORDINAL.sub("", text.strip()).rstrip(":： .*")
    if _STATED.search(printed):
        return _Printed(True)
    core = _core(printed)
    left = (pattern.sub(" ", printed) for pattern in (_RATE, _BRACKETS))
    without_rate, short = (core if each == printed else _core(each) for each in left)
    noted = all(any(char.isdigit() for char in each) for each in _BRACKETS.findall(printed))
    return _Printed(False, core, without_rate if without_rate != core else "", short if short != core else "", noted)


_kept_printed = lru_cache(maxsize=_REMEMBERED)(_printed)


class _Cores(NamedTuple):
    """The labels by their words, and by those outside brackets: the first of each."""

    whole: Mapping[str, int]
    shortened: Mapping[str, int]


@lru_cache(maxsize=_REMEMBERED)
def _cores(labels: tuple[str, ...]) -> _Cores:
    whole, shortened = dict[str, int](), dict[str, int]()
    for rank, label in enumerate(labels):
        whole.setdefault(label_core(label), rank)
        shortened.setdefault(label_core(_BRACKETS.sub(" ", label)), rank)
    return _Cores({core: rank for core, rank in whole.items() if core}, shortened)


class PrintedLabels:
    """Many printed texts, by the words for which they may be labels: what is like a label is not searched for among
    all of them. ``cores``: :func:`label_core` of each.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.cores = {text: label_core(text) for text in texts}
        self._texts = tuple(self.cores)
        self._by_core: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            printed = _printed(text) if len(text) <= _NO_LABEL else _Printed(True)
            for core in {printed.core, printed.without_rate, printed.short} - {""}:
                self._by_core.setdefault(core, []).append(number)

    def like(self, labels: tuple[str, ...]) -> list[str]:
        """Those that are one of the labels (:func:`label_fit`), in the order they were given."""
        known = _cores(labels)
        near = {number for core in (*known.whole, *known.shortened) for number in self._by_core.get(core, ())}
        texts = (self._texts[number] for number in sorted(near))
        return [text for text in texts if label_fit(text, labels) is not None]


def led_by(text: str, labels: Sequence[str]) -> tuple[LabelFit, int] | None:
    """Whether a text begins with one of the labels and goes on: the fit, and where what follows begins. The longest
    beginning counts, and it ends with a word."""
    best: tuple[LabelFit, int] | None = None
    for match in re.finditer(r"(?<=\S)(?:\s*[:：]\s*|\s+)(?=\S)", text):
        fit = label_fit(text[: match.start()], tuple(labels))
        if fit is not None:
            best = (fit, match.end())
    return best


def is_total(text: str) -> bool:
    """Whether a text is the label of a row that sums others up."""
    words = " ".join(re.findall(r"[^\W_]+", without_accents(fold_width(text)).lower()))
    return bool(words) and open_words().totals.search(words) is not None

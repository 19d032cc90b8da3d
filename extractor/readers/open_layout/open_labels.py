"""Labels of any model compared with what is printed: word by word, folded, and never a part of a longer label."""

import re
from collections.abc import Sequence
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
_SHORT_WORD = 3
_NUMBER = re.compile(r"\d{1,3}[a-z]?")
_NUMBERED = 2
"""Words of the label of a numbered field, at least: its number and what it is."""


class LabelFit(NamedTuple):
    """A printed text is one of the labels: the how manyth, and what speaks against it."""

    rank: int
    doubts: tuple[Doubt, ...] = ()


@lru_cache(maxsize=_REMEMBERED)
def label_core(text: str) -> str:
    """The words of a label as one, with words that are alike made the same and signs of money left out; a text of
    nothing but signs of money stays what it is."""
    plain = without_accents(fold_width(text)).lower().replace("n°", " № ").replace("nº", " № ")
    words = [_alike(word) for word in _unboxed(_WORDS.findall(plain))]
    kept = [word for word in words if word not in open_words().currencies and word not in SIGNS_OF_MONEY]
    while len(kept) > 1 and len(kept) < len(words) and len(kept[-1]) < _SHORT_WORD:
        kept.pop()
    return "".join(kept or words)


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


@lru_cache(maxsize=_REMEMBERED)
def label_fit(text: str, labels: tuple[str, ...]) -> LabelFit | None:
    """Whether a printed text is one of the labels. An ordinal in front, a rate, a note in brackets and a colon behind
    it are forgiven with a slight doubt; words in brackets with a serious one."""
    printed = _ORDINAL.sub("", text.strip()).rstrip(":： .*")
    if _STATED.search(printed):
        return None
    core = label_core(printed)
    cores = [label_core(label) for label in labels]
    if core and core in cores:
        return LabelFit(cores.index(core))
    without_rate = label_core(_RATE.sub(" ", printed))
    if without_rate != core and without_rate and without_rate in cores:
        return LabelFit(cores.index(without_rate), (doubt(DoubtKind.LABEL_INEXACT, text),))
    short = label_core(_BRACKETS.sub(" ", printed))
    if short != core and short and short in cores:
        noted = all(any(char.isdigit() for char in each) for each in _BRACKETS.findall(printed))
        kind = DoubtKind.LABEL_INEXACT if noted else DoubtKind.LABEL_DIFFERS
        return LabelFit(cores.index(short), (doubt(kind, text),))
    shortened = [label_core(_BRACKETS.sub(" ", label)) for label in labels]
    if core and core in shortened:
        return LabelFit(shortened.index(core), (doubt(DoubtKind.LABEL_INEXACT, text),))
    return None


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

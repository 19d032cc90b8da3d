"""What of a printed text differs from a label: nothing, words around it, or characters in it.

Languages with spaces are compared by words, and a word is this word or another one. Where a script has none, each
character is one. A number is never another number, whatever the language and however much else is alike.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from extractor.schemas.values import UNREADABLE

Difference: TypeAlias = Literal["end", "start", "misread", "character", "number", "other"]
"""end, start: more words, and it ends, or begins, with the label. misread: characters differ as
they do where a picture was misread. character: a letter of a word differs, or a character of a script without spaces,
where nothing says that it was misread. number: much is alike, but not the numbers. other: another text."""

_UNSPACED = "".join(
    f"{chr(first)}-{chr(last)}"
    for first, last in (
        (0x0E00, 0x0EFF),
        (0x1000, 0x109F),
        (0x1780, 0x17FF),
        (0x3040, 0x30FF),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0x20000, 0x3134F),
    )
)
"""Thai and Lao, Burmese, Khmer, kana, Han: scripts written without spaces between words."""
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])+(?:[-‐‑’'](?:(?![{_UNSPACED}])[^\W_])+)*|%")
_ASCII_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|%")
"""The same where no script but Latin is written."""
_ALIKE = str.maketrans("01i|58", "olllsb")
"""Digits and letters that are taken for each other."""
_MISREAD = 2
"""Characters side by side that are misread as one or two others; more of them are another word."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a folded text; of a script without spaces its characters. What a hyphen joins is one word."""
    return tuple((_ASCII_WORD if text.isascii() else _WORD).findall(text))


def is_unspaced(text: str) -> bool:
    """Whether a text is written, in part at least, in a script without spaces."""
    return _IS_UNSPACED.search(text) is not None


def numerals(text: str) -> str:
    """The characters of a text that stand for numbers, in any script."""
    return "".join(char for char in text if unicodedata.numeric(char, None) is not None)


def around(printed: tuple[str, ...], label: tuple[str, ...]) -> Difference:
    """Whether a longer text ends or begins with the words of a label."""
    more = len(printed) - len(label)
    if more > 0 and printed[more:] == label:
        return "end"
    return "start" if more > 0 and printed[: len(label)] == label else "other"


def difference(printed: str, label: str, least: float, recognised: bool) -> tuple[Difference, float]:
    """How two texts of words without spaces differ that are not the same, and how like they are, 0 to 100.

    Texts less alike than ``least`` are others. In a picture (``recognised``) words may be misread; in a text that is
    stored as it stands they may be misspelt.
    """
    shorter, longer = sorted((len(printed), len(label)))
    if 200 * shorter < least * (shorter + longer):
        return "other", 0.0
    likeness = fuzz.ratio(printed, label, score_cutoff=least)
    if not likeness:
        return "other", 0.0
    if numerals(printed) != numerals(label):
        return "number", likeness
    unspaced = is_unspaced(label)
    if (recognised or not unspaced) and _as_misread(printed, label):
        return ("misread" if recognised else "character"), likeness
    return ("character" if unspaced else "other"), likeness


def is_blotted(printed: str, label: str) -> bool:
    """Whether a text is a label of which some characters, one in three at most, could not be read."""
    if len(printed) != len(label) or 3 * printed.count(UNREADABLE) > len(label):
        return False
    return all(sign in (char, UNREADABLE) for char, sign in zip(label, printed, strict=True))


def look_alike(printed: tuple[str, ...], label: tuple[str, ...]) -> bool:
    """Whether two texts are the same words but for digits and letters that look alike. Numbers have to be the same."""
    if len(printed) != len(label):
        return False
    pairs = zip(printed, label, strict=True)
    return all(a == b or (not b.isdigit() and a.translate(_ALIKE) == b.translate(_ALIKE)) for a, b in pairs)


def _as_misread(printed: str, label: str) -> bool:
    """Whether every difference is a few characters taken for others, or a stroke more or less. A whole character of a
    script without spaces is no stroke: it may be "not".
    """
    for kind, i, j, k, m in SequenceMatcher(None, label, printed, autojunk=False).get_opcodes():
        if kind == "replace" and max(j - i, m - k) > _MISREAD:
            return False
        if kind in ("insert", "delete") and (max(j - i, m - k) > 1 or is_unspaced(printed[k:m])):
            return False
    return True

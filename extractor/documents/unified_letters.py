"""One character for what several code points print alike: radicals and compatibility ideographs as usual ideographs.

Fonts of PDF files often name the glyph of an ideograph by the code point of the radical or of the compatibility
ideograph that looks the same. To a reader they are one sign; to a pattern or a label they are two.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from extractor.documents.model import Cell, Document, Word

_BLOCKS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
"""CJK Radicals Supplement and Kangxi Radicals; CJK Compatibility Ideographs, and their supplement."""

_WHOLE_RADICALS = {
    "\u2e81": "\u5382",
    "\u2e8e": "\u5140",
    "\u2e9d": "\u6708",
    "\u2ea0": "\u6c11",
    "\u2ea9": "\u738b",
    "\u2ec1": "\u864e",
    "\u2ec4": "\u897f",
    "\u2ec5": "\u89c1",
    "\u2ec6": "\u89d2",
    "\u2ec9": "\u8d1d",
    "\u2ecb": "\u8f66",
    "\u2ed1": "\u9577",
    "\u2ed3": "\u957f",
    "\u2ed4": "\u95e8",
    "\u2ed8": "\u9752",
    "\u2ed9": "\u97e6",
    "\u2eda": "\u9875",
    "\u2edb": "\u98ce",
    "\u2edc": "\u98de",
    "\u2edd": "\u98df",
    "\u2ee2": "\u9a6c",
    "\u2ee3": "\u9aa8",
    "\u2ee4": "\u9b3c",
    "\u2ee5": "\u9c7c",
    "\u2ee6": "\u9e1f",
    "\u2ee7": "\u5364",
    "\u2ee8": "\u9ea6",
    "\u2ee9": "\u9ec4",
    "\u2eeb": "\u6589",
    "\u2eec": "\u9f50",
    "\u2eed": "\u6b6f",
    "\u2eee": "\u9f7f",
    "\u2eef": "\u7adc",
    "\u2ef0": "\u9f99",
    "\u2ef1": "\u4e80",
}
"""Radicals of the supplement that are whole ideographs and have no decomposition (EquivalentUnifiedIdeograph.txt of the
Unicode Character Database)."""


def _pairs() -> Iterator[tuple[str, str]]:
    for first, last in _BLOCKS:
        for char in map(chr, range(first, last + 1)):
            one = _WHOLE_RADICALS.get(char) or unicodedata.normalize("NFKC", char)
            if one != char and len(one) == 1:
                yield char, one


_UNIFIED = dict(_pairs())
_TABLE = str.maketrans(_UNIFIED)
_ANY = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _BLOCKS) + "]")


def unified(text: str) -> str:
    """A text of the same length, with the usual code point for every ideograph."""
    return text.translate(_TABLE) if not text.isascii() and _ANY.search(text) else text


def with_unified_letters(document: Document) -> Document:
    """A document whose text, cells and words write every ideograph by its usual code point. Places stay."""
    text = unified(document.text)
    others = any(_ANY.search(other) for word in document.words for other in word.alternatives)
    if text == document.text and not others:
        return document
    rows = tuple(replace(row, cells=tuple(map(_cell, row.cells))) for row in document.rows)
    return replace(document, text=text, rows=rows, words=tuple(map(_word, document.words)))


def _cell(cell: Cell) -> Cell:
    return replace(cell, text=unified(cell.text), alternatives=tuple(map(unified, cell.alternatives)))


def _word(word: Word) -> Word:
    return replace(word, text=unified(word.text), alternatives=tuple(map(unified, word.alternatives)))

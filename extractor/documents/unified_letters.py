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
    0x2E81: 0x5382,
    0x2E8E: 0x5140,
    0x2E9D: 0x6708,
    0x2EA0: 0x6C11,
    0x2EA9: 0x738B,
    0x2EC1: 0x864E,
    0x2EC4: 0x897F,
    0x2EC5: 0x89C1,
    0x2EC6: 0x89D2,
    0x2EC9: 0x8D1D,
    0x2ECB: 0x8F66,
    0x2ED1: 0x9577,
    0x2ED3: 0x957F,
    0x2ED4: 0x95E8,
    0x2ED8: 0x9752,
    0x2ED9: 0x97E6,
    0x2EDA: 0x9875,
    0x2EDB: 0x98CE,
    0x2EDC: 0x98DE,
    0x2EDD: 0x98DF,
    0x2EE2: 0x9A6C,
    0x2EE3: 0x9AA8,
    0x2EE4: 0x9B3C,
    0x2EE5: 0x9C7C,
    0x2EE6: 0x9E1F,
    0x2EE7: 0x5364,
    0x2EE8: 0x9EA6,
    0x2EE9: 0x9EC4,
    0x2EEB: 0x6589,
    0x2EEC: 0x9F50,
    0x2EED: 0x6B6F,
    0x2EEE: 0x9F7F,
    0x2EEF: 0x7ADC,
    0x2EF0: 0x9F99,
    0x2EF1: 0x4E80,
}
"""Radicals of the supplement that are whole ideographs and have no decomposition (EquivalentUnifiedIdeograph.txt of the
Unicode Character Database)."""


def _pairs() -> Iterator[tuple[str, str]]:
    for first, last in _BLOCKS:
        for char in map(chr, range(first, last + 1)):
            whole = _WHOLE_RADICALS.get(ord(char))
            one = unicodedata.normalize("NFKC", char) if whole is None else chr(whole)
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

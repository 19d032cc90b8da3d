"""Fonts of a PDF that say of their glyphs that they are other characters than they draw.

What a code means is said twice: by the encoding or the tables of the font, after which it is drawn, and by the map
ToUnicode, after which it is copied (ISO 32000-1, 9.6.6 and 9.10.3). Figures and their signs are compared. Where the
two differ, what is drawn counts, and nobody has said what that is: the character cannot be read.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import pymupdf

from extractor.documents.model import Box
from extractor.documents.unread_marks import UNREADABLE

_FIGURES = "0123456789-()"
_NAMES = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "hyphen": "-", "minus": "-", "parenleft": "(", "parenright": ")",
}  # fmt: skip
_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_STANDARD = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f ]*)>")
_TRIPLE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>\s*(?:<\s*([0-9A-Fa-f ]*)>|\[([^\]]*)\])")
_TOKEN = re.compile(r"/([^\s/\[\]]+)|(\d+)")
_LONGEST_RANGE = 256
_UNIT = 4
"""Hexadecimal digits of a unit of UTF-16."""

_Library: TypeAlias = Any
"""A document, page or font of the PDF library, which has no types."""


class FalseGlyph(NamedTuple):
    """A glyph that is said to be another character: ``said``, in which font, and its number there where it is known."""

    font: str
    said: str
    glyph: int | None


class FontBook:
    """The fonts of one document, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[FalseGlyph, ...]] = {}

    def show_glyphs(self, page: pymupdf.Page, spans: list[dict[str, Any]]) -> tuple[Box, ...]:
        """Characters of a page whose font draws another sign, as signs that cannot be read, and where they stand.

        ``spans`` are changed; what the library left out of them is added.
        """
        false: set[FalseGlyph] = set()
        for xref, _, kind, name, *_ in page.get_fonts():  # type: ignore[no-untyped-call]  # pymupdf has no types
            if xref not in self._known:
                self._known[xref] = tuple(_false_glyphs(page.parent, xref, kind, name)) if xref else ()
            false.update(self._known[xref])
        return tuple(_marked(page, spans, false)) if false else ()


def _marked(page: _Library, spans: list[dict[str, Any]], false: set[FalseGlyph]) -> Iterator[Box]:
    known = {_key(span["size"], char["c"], char["origin"]): char for span in spans for char in span["chars"]}
    for run in page.get_texttrace():
        found = [each for each in false if each.font == _plain_name(run["font"])]
        if not found:
            continue
        for code, glyph, origin, box in run["chars"]:
            if not any(chr(code) == each.said and each.glyph in (None, glyph) for each in found):
                continue
            char = known.get(_key(run["size"], chr(code), origin))
            if char is None:
                char = {"c": "", "origin": origin, "bbox": box}
                spans.append(_span(run, char))
            char["c"] = UNREADABLE
            yield tuple(char["bbox"])


def _span(run: Mapping[str, Any], char: dict[str, Any]) -> dict[str, Any]:
    """A run of one character that the library left out, as for a space after another one."""
    look = {"size": run["size"], "font": run["font"], "color": 0, "alpha": 255, "char_flags": 16, "dir": run["dir"]}
    return {**look, "bbox": char["bbox"], "origin": char["origin"], "chars": [char]}


def _key(size: float, char: str, origin: Sequence[float]) -> tuple[float, str, float, float]:
    return (round(size, 1), char, round(origin[0], 1), round(origin[1], 1))


def _plain_name(name: str) -> str:
    """The name of a font without the mark of a subset."""
    return name.partition("+")[2] or name


def _false_glyphs(document: _Library, xref: int, kind: str, name: str) -> Iterator[FalseGlyph]:
    said = _said(document, xref)
    if not said:
        return
    if kind == "Type0":
        font = _embedded(document, xref)
        numbers = {} if font is None else {char: font.has_glyph(ord(char)) for char in _FIGURES}
        for char, number in numbers.items():
            if number and number in said and _differ(char, said[number]):
                yield FalseGlyph(_plain_name(name), said[number][:1], number)
        return
    drawn = {code: char for code, char in _drawn(document, xref).items() if code in said and _differ(char, said[code])}
    if not drawn:
        return
    font = _embedded(document, xref) or _built_in(name)
    for code, char in drawn.items():
        number = font.has_glyph(ord(char)) if font is not None else 0
        yield FalseGlyph(_plain_name(name), said[code][:1], number or None)


def _differ(drawn: str, said: str) -> bool:
    """Whether a figure or its sign is drawn, or said, and the other is another character."""
    one, other = ("-" if char in _DASHES else unicodedata.normalize("NFKC", char) for char in (drawn, said))
    return one != other and (one in _FIGURES or other in _FIGURES)


def _said(document: _Library, xref: int) -> Mapping[int, str]:
    """What ToUnicode says of each code; nothing where there is none."""
    kind, value = document.xref_get_key(xref, "ToUnicode")
    if kind != "xref":
        return {}
    stream: bytes = document.xref_stream(int(value.split()[0])) or b""
    said: dict[int, str] = {}
    for block in _CHARS.findall(stream):
        said.update((int(code, 16), _text(char)) for code, char in _PAIR.findall(block))
    for block in _RANGES.findall(stream):
        for first, last, start, listed in _TRIPLE.findall(block):
            low = int(first, 16)
            codes = range(low, min(int(last, 16), low + _LONGEST_RANGE) + 1)
            if listed:
                said.update(zip(codes, map(_text, re.findall(rb"<([0-9A-Fa-f ]*)>", listed)), strict=False))
            elif text := _text(start):
                said.update((code, text[:-1] + chr(ord(text[-1]) + code - low)) for code in codes)
    return {code: text for code, text in said.items() if text}


def _text(digits: bytes) -> str:
    """The text that hexadecimal digits are: UTF-16, or the number of one character, as some writers put it."""
    plain = digits.replace(b" ", b"").decode()
    if len(plain) % _UNIT == 0:
        return bytes.fromhex(plain).decode("utf-16-be", errors="ignore")
    code = int(plain, 16) if plain else 0
    return chr(code) if code <= sys.maxunicode else ""


def _drawn(document: _Library, xref: int) -> Mapping[int, str]:
    """What the encoding of a font says that its codes draw, of those that matter; nothing where it does not say."""
    kind, value = document.xref_get_key(xref, "Encoding")
    if kind == "name":
        return {ord(char): char for char in _FIGURES} if value in _STANDARD else {}
    if kind not in ("xref", "dict"):
        return {}
    holder, prefix = (int(value.split()[0]), "") if kind == "xref" else (xref, "Encoding/")
    named = document.xref_get_key(holder, f"{prefix}BaseEncoding")[1] in _STANDARD
    drawn = {ord(char): char for char in _FIGURES} if named else {}
    code = 0
    for name, number in _TOKEN.findall(document.xref_get_key(holder, f"{prefix}Differences")[1]):
        if number:
            code = int(number)
            continue
        drawn.pop(code, None)
        if name in _NAMES or (len(name) == 1 and name.isalpha()):
            drawn[code] = _NAMES.get(name, name)
        code += 1
    return drawn


def _embedded(document: _Library, xref: int) -> _Library | None:
    """The font that the file holds, if it can be taken out and its codes are the numbers of its glyphs."""
    map_kind, maps = document.xref_get_key(xref, "DescendantFonts/0/CIDToGIDMap")
    if map_kind not in ("null", "name") or maps not in ("null", "/Identity"):
        return None
    content = document.extract_font(xref)[3]
    try:
        return pymupdf.Font(fontbuffer=content) if content else None  # type: ignore[no-untyped-call]  # pymupdf has no types
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return None


def _built_in(name: str) -> _Library | None:
    try:
        return pymupdf.Font(_plain_name(name))  # type: ignore[no-untyped-call]  # the same
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return None

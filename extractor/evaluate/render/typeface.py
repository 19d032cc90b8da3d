"""Typefaces that tables are printed in: a Latin one for letters and digits, a Chinese one for the rest.

``droid``, ``helvetica``, ``times`` and ``courier`` come with PyMuPDF. ``song`` (Noto Serif SC) and ``hei`` (Noto Sans
SC) are the SIL Open Font License files of the package pylopdf-fonts-zh-cn; a PDF printed in them holds the whole
typeface (7 to 10 MB), a scan of it only pixels.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from extractor.errors import ExtraMissing

if TYPE_CHECKING:
    import pymupdf

Chinese: TypeAlias = Literal["droid", "song", "hei"]
Latin: TypeAlias = Literal["helvetica", "times", "courier", "song", "hei"]
"""``song`` and ``hei``: the Latin letters and digits that these Chinese typefaces bring."""

_BUILT_IN = {"droid": "china-s", "helvetica": "helv", "times": "tiro", "courier": "cour"}


@dataclass(frozen=True, slots=True)
class Typefaces:
    """What a document is printed in."""

    chinese: Chinese = "droid"
    latin: Latin = "helvetica"

    def of(self, char: str) -> str:
        """The name of the typeface of a character."""
        return self.latin if ord(char) < 256 else self.chinese


USUAL = Typefaces()


def register(page: "pymupdf.Page", names: tuple[str, ...]) -> None:
    """Make typefaces known to a page. ExtraMissing names the extra that brings a missing one."""
    for name in names:
        if name not in _BUILT_IN:
            page.insert_font(fontname=name, fontbuffer=_font_file(name))  # type: ignore[no-untyped-call]  # no types


def name_in_file(name: str) -> str:
    """How pages of a PDF call a typeface."""
    return _BUILT_IN.get(name, name)


@cache
def measure(name: str) -> "pymupdf.Font":
    """A typeface as something that knows how wide its characters are."""
    import pymupdf

    if name in _BUILT_IN:
        return pymupdf.Font(_BUILT_IN[name])  # type: ignore[no-untyped-call]  # no types
    return pymupdf.Font(fontbuffer=_font_file(name))  # type: ignore[no-untyped-call]  # no types


@cache
def _font_file(name: str) -> bytes:
    """An OpenType file whose glyphs are numbered as they are sorted.

    These files leave out numbers of glyphs they do not hold. MuPDF writes the place of a glyph where a PDF wants its
    number, and so would print other characters. Format 2 of the charset table says "all numbers from 1" in five bytes,
    fewer than any table with gaps takes.
    """
    try:
        from fontTools.ttLib import TTFont
        from pylopdf_fonts_zh_cn import sans_path, serif_path
    except ImportError as error:
        said = (
            f"the typeface {name!r} is not installed: pip install 'extractor-proof[dev]' brings it, or choose 'droid'"
        )
        raise ExtraMissing(said) from error
    path = Path(serif_path() if name == "song" else sans_path())
    with TTFont(path, lazy=True) as font:
        table = font.reader.tables["CFF "].offset
        start = table + font["CFF "].cff.topDictIndex[0].rawDict["charset"]
        last = font["maxp"].numGlyphs - 1
    content = bytearray(path.read_bytes())
    content[start : start + 5] = b"\x02\x00\x01" + (last - 1).to_bytes(2, "big")
    return bytes(content)

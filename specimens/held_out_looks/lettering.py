"""Type of offices: faces beside those of the renderer, in weights, widths and colours, and how its lines are broken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal, TypeAlias

import pymupdf

from extractor.evaluate.render import typeface
from specimens.real_paper.drawn_paper import BLACK, Ink

Face: TypeAlias = Literal[
    "droid sans",
    "helvetica",
    "helvetica bold",
    "times",
    "times bold",
    "times italic",
    "courier",
    "courier bold",
    "song",
    "hei",
]
_BASE = {
    "helvetica": "helv",
    "helvetica bold": "hebo",
    "times": "tiro",
    "times bold": "tibo",
    "times italic": "tiit",
    "courier": "cour",
    "courier bold": "cobo",
}
"""Names that PyMuPDF knows. ``song`` and ``hei`` are those of the renderer; ``droid sans`` has narrow digits here."""
_NOT_FIRST = "，。、；：？！）》」』〕”%,.;:?!)"
_NOT_LAST = "（《「『〔“("


@dataclass(frozen=True)
class Lettering:
    """How characters look. ``size`` in points; ``weight``: how much thicker strokes are, shares of the size;
    ``stretch``: width beside the usual one; ``spacing``: points between characters.
    """

    latin: Face
    chinese: Face
    size: float
    weight: float = 0.0
    stretch: float = 1.0
    spacing: float = 0.0
    colour: Ink = BLACK

    def runs(self, text: str) -> Iterator[tuple[Face, str]]:
        """Pieces of one face each."""
        for face, run in groupby(text, key=lambda char: self.latin if ord(char) < 256 else self.chinese):
            yield face, "".join(run)

    def length(self, text: str) -> float:
        """How wide a text is, in points."""
        plain = sum(_width(face, part) for face, part in self.runs(text)) * self.size
        return plain * self.stretch + self.spacing * len(text)

    def lines(self, text: str, width: float) -> list[str]:
        """Lines not wider than ``width``; no closing mark begins one, no opening bracket ends one."""
        found: list[str] = []
        for part in text.split("\n"):
            line = ""
            for piece in _unbroken(part):
                if line and self.length(line + piece.rstrip()) > width:
                    found.append(line.rstrip())
                    line = ""
                line += piece
            found.append(line.rstrip())
        return found

    def balanced(self, text: str, width: float, least: int = 1) -> list[str]:
        """The same in as few lines, at least ``least``, but about equally long ones."""
        count = max(least, len(self.lines(text, width)))
        narrow = max(self.length(text) / count, self.longest_piece(text))
        while narrow < width:
            lines = self.lines(text, narrow)
            if len(lines) <= count:
                return lines
            narrow += 0.5
        return self.lines(text, width)

    def longest_piece(self, text: str) -> float:
        """The width under which a text would reach over its cell."""
        return max((self.length(piece.rstrip()) for part in text.split("\n") for piece in _unbroken(part)), default=0.0)

    def put(self, shape: "pymupdf.Shape", left: float, base: float, text: str) -> None:
        """Print a text that begins at a place; ``base``: its base line."""
        for face, run in self.runs(text):
            for part in run if self.spacing else (run,):
                at = pymupdf.Point(left, base)  # type: ignore[no-untyped-call]  # no types
                wide = (at, pymupdf.Matrix(self.stretch, 1.0))  # type: ignore[no-untyped-call]  # no types
                shape.insert_text(
                    at,
                    part,
                    fontname=_name(face),
                    fontsize=self.size,
                    color=self.colour,
                    fill=self.colour,
                    render_mode=2 if self.weight else 0,
                    border_width=self.weight,
                    morph=wide,
                )
                left += self.length(part)

    def put_upwards(self, shape: "pymupdf.Shape", base: float, bottom: float, text: str) -> None:
        """Print a text that runs from below to above; ``base``: where its base line is, ``bottom``: where it begins."""
        for face, run in self.runs(text):
            at = pymupdf.Point(base, bottom)  # type: ignore[no-untyped-call]  # no types
            shape.insert_text(
                at,
                run,
                fontname=_name(face),
                fontsize=self.size,
                color=self.colour,
                fill=self.colour,
                render_mode=2 if self.weight else 0,
                border_width=self.weight,
                rotate=90,
            )
            bottom -= self.length(run)


def register_faces(page: "pymupdf.Page", letterings: Sequence[Lettering]) -> None:
    """Make the faces of some letterings known to a page."""
    faces = {face for each in letterings for face in (each.latin, each.chinese)}
    typeface.register(page, tuple(sorted(faces & {"song", "hei"})))
    if "droid sans" in faces:
        page.insert_font(fontname=_name("droid sans"), fontbuffer=_measured("droid sans").buffer)  # type: ignore[no-untyped-call]  # no types


def _name(face: Face) -> str:
    return _BASE.get(face, face.replace(" ", ""))


@cache
def _width(face: Face, text: str) -> float:
    """How wide a text is, in sizes of its type."""
    return float(_measured(face).text_length(text, 1.0))  # type: ignore[no-untyped-call]  # no types


@cache
def _measured(face: Face) -> "pymupdf.Font":
    if face in ("song", "hei"):
        return typeface.measure(face)
    return pymupdf.Font(_BASE.get(face, "cjk"))  # type: ignore[no-untyped-call]  # no types


def _unbroken(text: str) -> Iterator[str]:
    """What stays together: words with the space after them, Chinese characters with the marks that cling to them."""
    piece = ""
    for char in text:
        wide = ord(char) > 0x2E00
        ends = piece and (piece[-1] == " " or wide or ord(piece[-1]) > 0x2E00)
        if ends and char not in _NOT_FIRST and piece[-1] not in _NOT_LAST and char != " ":
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece

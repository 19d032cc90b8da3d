"""A page of paper before anything happens to it: what is printed where, and its pixels at any scale."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pymupdf

from extractor.evaluate.render import typeface
from extractor.evaluate.render.cell_places import Box, PrintedCell
from extractor.evaluate.render.printed_pdf import PrintedPdf, pdf_bytes
from extractor.evaluate.render.typeface import USUAL, Typefaces

Colours: TypeAlias = npt.NDArray[np.uint8]
"""Pixels by row and column: blue, green, red."""
PieceRole: TypeAlias = Literal["number", "words", "mark"]
"""``mark``: a box to tick, whose text is TICKED or NOT_TICKED."""
Ticking: TypeAlias = Literal["", "cross", "tick", "filled"]
Ink: TypeAlias = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

TICKED, NOT_TICKED = "ticked", "not ticked"
BLACK: Ink = (0.0, 0.0, 0.0)
_DIGIT = re.compile(r"\d")
_ASCENT, _DESCENT = 0.9, 0.25


class PrintedPiece(NamedTuple):
    """What is printed in one place: ``box`` in points of the flat page. ``touched``: what lies over it, if anything."""

    text: str
    box: Box
    role: PieceRole
    touched: str = ""


@dataclass(frozen=True)
class DrawnPaper:
    """One page: ``width`` and ``height`` in points, its pieces in the order of print, and page ``number`` of a PDF."""

    width: float
    height: float
    pieces: tuple[PrintedPiece, ...]
    pdf: bytes
    number: int = 0

    @property
    def numbers(self) -> tuple[PrintedPiece, ...]:
        """The pieces that are numbers."""
        return tuple(piece for piece in self.pieces if piece.role == "number")

    @property
    def lines(self) -> tuple[str, ...]:
        """What is printed line by line: pieces of one height, left to right, with spaces between them."""
        rows: list[list[PrintedPiece]] = []
        for piece in sorted((each for each in self.pieces if each.role != "mark"), key=lambda each: each.box.top):
            if rows and piece.box.top < (rows[-1][0].box.top + rows[-1][0].box.bottom) / 2:
                rows[-1].append(piece)
            else:
                rows.append([piece])
        return tuple(" ".join(piece.text for piece in sorted(row, key=lambda each: each.box.left)) for row in rows)

    def painted(self, scale: float) -> Colours:
        """The pixels of clean paper, ``scale`` of them a point."""
        with pymupdf.open(stream=self.pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # no types
            matrix = pymupdf.Matrix(scale, scale)  # type: ignore[no-untyped-call]  # no types
            drawn = document[self.number].get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB)
            rows = np.frombuffer(drawn.samples, dtype=np.uint8).reshape(drawn.height, drawn.stride)
            return np.ascontiguousarray(rows[:, : 3 * drawn.width].reshape(drawn.height, drawn.width, 3)[:, :, ::-1])

    def with_touched(self, touched: Sequence[int], what: str) -> "DrawnPaper":
        """The page whose pieces of these numbers something lies over."""
        chosen = set(touched)
        pieces = (each._replace(touched=what) if at in chosen else each for at, each in enumerate(self.pieces))
        return replace(self, pieces=tuple(pieces))


def role_of(text: str) -> PieceRole:
    """Whether a text is a number: it has a digit and no letter, but for the sign of a percentage or a currency."""
    return "number" if _DIGIT.search(text) and not any(char.isalpha() for char in text) else "words"


def pages_of(printed: PrintedPdf) -> list[DrawnPaper]:
    """The pages of a printed document with tables."""
    content = printed.content
    found = []
    for number in range(len(printed.document)):
        size = printed.document[number].rect
        cells = (cell for cell in printed.cells if cell.page == number)
        pieces = tuple(piece for cell in cells for piece in _pieces_of(cell))
        found.append(DrawnPaper(size.width, size.height, pieces, content, number))
    return found


def _pieces_of(cell: PrintedCell) -> Iterator[PrintedPiece]:
    if cell.ink is not None:
        yield PrintedPiece(cell.text, cell.ink, role_of(cell.text) if cell.role == "value" else "words")


class PageDraft:
    """A page that is being printed: texts, rules and boxes at places in points."""

    def __init__(self, width: float, height: float, faces: Typefaces = USUAL) -> None:
        self.width, self.height, self.faces = width, height, faces
        self.pieces: list[PrintedPiece] = []
        self._document = pymupdf.open()  # type: ignore[no-untyped-call]  # no types
        page = self._document.new_page(width=width, height=height)
        typeface.register(page, (faces.latin, faces.chinese))
        self._shape = page.new_shape()  # type: ignore[no-untyped-call]  # no types

    def length(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        runs = ((name, "".join(run)) for name, run in groupby(text, key=self.faces.of))
        return float(sum(typeface.measure(name).text_length(part, size) for name, part in runs))  # type: ignore[no-untyped-call]  # no types

    def text(self, left: float, base: float, text: str, size: float, colour: Ink = BLACK, bold: bool = False) -> float:
        """Print a text; where it ends. Every word is a piece of its own, and so are numbers between Chinese characters.
        ``base``: its base line.
        """
        for word in text.split(" "):
            for name, run in groupby(word, key=self.faces.of):
                part, font = "".join(run), typeface.name_in_file(name)
                how = {"fontname": font, "fontsize": size, "color": colour, "fill": colour}
                self._shape.insert_text((left, base), part, **how, render_mode=2 if bold else 0, border_width=0.03)
                end = left + self.length(part, size)
                box = Box(left, base - _ASCENT * size, end, base + _DESCENT * size)
                self.pieces.append(PrintedPiece(part, box, role_of(part)))
                left = end
            left += self.length(" ", size)
        return left

    def text_right(self, right: float, base: float, text: str, size: float, bold: bool = False) -> None:
        """Print a text that ends at a place."""
        self.text(right - self.length(text, size), base, text, size, bold=bold)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dashes: str = "") -> None:
        """A straight rule. ``dashes`` as PDF writes them: lengths of dash and gap in brackets, and where to begin."""
        self._shape.draw_line((x0, y0), (x1, y1))
        self._shape.finish(width=width, dashes=dashes or None)

    def frame(self, box: Box, width: float = 0.5, fill: Ink | None = None) -> None:
        """A rectangle, filled where a colour is given."""
        self._shape.draw_rect(tuple(box))
        self._shape.finish(width=width, fill=fill)

    def tick_box(self, box: Box, how: Ticking) -> None:
        """A box to tick, and what ticks it; empty if nothing does."""
        self.frame(box, 0.7)
        left, top, right, bottom = box
        middle, half = (left + right) / 2, (top + bottom) / 2
        if how == "cross":
            self.rule(left, top, right, bottom, 1.1)
            self.rule(left, bottom, right, top, 1.1)
        if how == "tick":
            self.rule(left, half, middle, bottom, 1.1)
            self.rule(middle, bottom, right + 2, top - 2, 1.1)
        if how == "filled":
            self.frame(Box(left + 1.5, top + 1.5, right - 1.5, bottom - 1.5), fill=BLACK)
        self.pieces.append(PrintedPiece(TICKED if how else NOT_TICKED, box, "mark"))

    def finished(self) -> DrawnPaper:
        """The page."""
        self._shape.commit()
        return DrawnPaper(self.width, self.height, tuple(self.pieces), pdf_bytes(self._document))

"""Pictures of a ruled table in some of whose cells something touches the print, each with what its cells print.

What may lie there: a line drawn through the number, a stroke of a pen, the ring of a grey stamp, a rule of the table on
which the number stands, paper where its upper half has faded; a number in small type, and a rule too many, which leaves
cells narrower than a digit. Digits may be pressed together, so that bars of fours touch: nothing lies there.
"""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple, TypeAlias

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from extractor.documents.model import Cell, Document
from extractor.evidence.certainty import is_unclear

Touch: TypeAlias = Literal["line", "pen", "grey ring", "on a rule", "faded", "small", "sliver", "pressed"]
Pixels: TypeAlias = NDArray[np.uint8]

_LEFT, _TOP, _HIGH = 30.0, 30.0, 20.0
_LABEL, _WIDE = 120.0, 78.0
_COLUMNS = 5
_SIZE = 10.0
_DIGIT = 0.5
"""Width of a digit as a share of the size of type; points elsewhere."""
_PRESSED = ("44", "444", "47", "74", "77", "14", "40", "4-4", "1442")
_FACES = (("helv", -0.06), ("hebo", -0.04), ("tiro", -0.03), ("tibo", -0.03), ("hebo", -0.06))
"""Typefaces, and by which share of the size of type their digits are moved together."""


class PrintedAt(NamedTuple):
    """What a cell prints, its box in points, that of its print, and whether something touches it."""

    text: str
    cell: pymupdf.Rect
    ink: pymupdf.Rect
    touched: bool


@dataclass(frozen=True)
class TouchedTable:
    """A table of so many rows, drawn by a seed; ``dpi`` of its picture."""

    touch: Touch
    seed: int
    dpi: int = 150
    rows: int = 30

    @property
    def drawn(self) -> tuple[bytes, tuple[PrintedAt, ...]]:
        """The picture as PNG, and its cells."""
        rng = Random(f"{self.touch}/{self.seed}")
        with pymupdf.open() as document:
            page = document.new_page(width=_LEFT * 2 + _LABEL + _COLUMNS * _WIDE, height=_TOP * 2 + self.rows * _HIGH)
            cells = tuple(_cells(page, self, rng))
            _rules(page, self, rng)
            shown = page.get_pixmap(dpi=self.dpi, colorspace=pymupdf.csGRAY)
        pixels = np.frombuffer(shown.samples, np.uint8).reshape(shown.height, shown.width).copy()
        lay = _LAID.get(self.touch)
        if lay is not None:
            lay(pixels, [cell for cell in cells if cell.touched], self.dpi / 72, rng)
        chances = np.random.default_rng(self.seed)
        noisy = cv2.GaussianBlur(pixels, (0, 0), 0.6).astype(np.float32) * 0.95 + chances.normal(0, 3, pixels.shape)
        picture = pymupdf.Pixmap(
            pymupdf.csGRAY, shown.width, shown.height, np.clip(noisy, 0, 255).astype(np.uint8).tobytes(), False
        )
        picture.set_dpi(self.dpi, self.dpi)
        return bytes(picture.tobytes("png")), cells


@dataclass
class TouchedScore:
    """What became of the cells that something touches (``touched``) and of the others; ``wrong``: printed, read, and
    clear all the same. Cells narrower than a digit that are blank beyond doubt are among them.
    """

    touched: int = 0
    right: int = 0
    doubted: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    others: int = 0
    others_doubted: int = 0
    others_wrong: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: "TouchedScore") -> None:
        """Count another picture in."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def score_touched(document: Document, cells: tuple[PrintedAt, ...]) -> TouchedScore:
    """Every printed cell against the smallest cell of the document that lies over the middle of its print."""
    score = TouchedScore()
    (page,) = document.pages
    scale = page.width / (_LEFT * 2 + _LABEL + _COLUMNS * _WIDE)
    for each in cells:
        found = _cell_at(document, (each.ink.x0 + each.ink.x1) / 2 * scale, (each.ink.y0 + each.ink.y1) / 2 * scale)
        text, clear = (found.text, not is_unclear(found.doubts)) if found is not None else ("", False)
        wrong = _plain(text) != each.text
        if each.touched:
            score.touched += 1
            score.right += not wrong
            score.doubted += not clear
        else:
            score.others += 1
            score.others_doubted += not clear
        if wrong and clear:
            (score.wrong if each.touched else score.others_wrong).append((each.text, text))
    for row in document.rows:
        for cell in row.cells:
            box = cell.place.box
            narrow = box is not None and box[2] - box[0] < _DIGIT * _SIZE * scale
            if narrow and not cell.text and not is_unclear(cell.doubts):
                score.wrong.append(("sliver", ""))
    return score


def _plain(text: str) -> str:
    return "".join(text.split()).replace("\u2014", "-").replace("\u2013", "-").replace("\u2212", "-")


def _cell_at(document: Document, x: float, y: float) -> Cell | None:
    over = [
        (box[2] - box[0], cell)
        for row in document.rows
        for cell in row.cells
        if (box := cell.place.box) is not None and box[0] <= x <= box[2] and box[1] <= y <= box[3]
    ]
    return min(over, key=lambda each: each[0])[1] if over else None


def _cells(page: pymupdf.Page, table: TouchedTable, rng: Random) -> "list[PrintedAt]":
    found = []
    for row in range(table.rows):
        top = _TOP + row * _HIGH
        page.insert_text((_LEFT + 4, top + 14), f"item of row {row + 1}", fontsize=_SIZE)
        for column in range(_COLUMNS):
            left = _LEFT + _LABEL + column * _WIDE
            touched = rng.random() < 0.3
            text = str(rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 2999))))
            if not touched and rng.random() < 0.3:
                text = rng.choice(("-", ""))
            if touched and table.touch == "pressed":
                text = rng.choice(_PRESSED)
            size = rng.uniform(4.2, 6) if touched and table.touch == "small" else _SIZE
            foot = top + 14
            if touched and table.touch == "on a rule":
                foot = top + rng.choice((rng.uniform(19.3, 21.8), rng.uniform(5.5, 8)))
            font, pitch = rng.choice(_FACES) if touched and table.touch == "pressed" else ("helv", 0.0)
            wide = pymupdf.get_text_length(text, font, size) + pitch * size * max(0, len(text) - 1)
            start = left + (_WIDE - wide) / 2 if table.seed % 2 else left + _WIDE - wide - 8
            at = start
            for sign in text if pitch else filter(None, (text,)):
                page.insert_text((at, foot), sign, fontname=font, fontsize=size)
                at += pymupdf.get_text_length(sign, font, size) + pitch * size
            box = pymupdf.Rect(left, top, left + _WIDE, top + _HIGH)
            ink = pymupdf.Rect(start, foot - 0.73 * size, start + max(wide, 2), foot)
            found.append(PrintedAt(text, box, ink, touched))
    return found


def _rules(page: pymupdf.Page, table: TouchedTable, rng: Random) -> None:
    right, bottom = _LEFT + _LABEL + _COLUMNS * _WIDE, _TOP + table.rows * _HIGH
    for row in range(table.rows + 1):
        page.draw_line((_LEFT, _TOP + row * _HIGH), (right, _TOP + row * _HIGH), width=0.7)
    xs = [_LEFT, *(_LEFT + _LABEL + column * _WIDE for column in range(_COLUMNS + 1))]
    for x in xs:
        page.draw_line((x, _TOP), (x, bottom), width=0.7)
    if table.touch == "sliver":
        for x in rng.sample(xs[1:-1], 2):
            beside = x + rng.uniform(2.6, 4.5)
            page.draw_line((beside, _TOP), (beside, bottom), width=0.7)


def _line(pixels: Pixels, cells: "list[PrintedAt]", scale: float, rng: Random) -> None:
    """Straight lines, over the number alone, the cell, or several cells."""
    for cell in cells:
        ink, reach = cell.ink, rng.choice((1.0, 3.0, 25.0, 120.0))
        y = round((ink.y0 + rng.uniform(0.25, 0.85) * (ink.y1 - ink.y0)) * scale)
        ends = ((round((ink.x0 - reach) * scale), y), (round((ink.x1 + reach) * scale), y))
        cv2.line(pixels, *ends, rng.choice((10, 60)), max(1, round(rng.uniform(0.4, 1.3) * scale)))


def _pen(pixels: Pixels, cells: "list[PrintedAt]", scale: float, rng: Random) -> None:
    for cell in cells:
        ink = cell.ink
        along = np.linspace(ink.x0 - rng.uniform(1, 8), ink.x1 + rng.uniform(1, 8), 12)
        drift = np.cumsum([rng.gauss(0, 0.3) for _ in along])
        points = np.stack((along, (ink.y0 + ink.y1) / 2 + rng.uniform(-1.5, 1.5) + drift), axis=1) * scale
        thick = max(1, round(rng.uniform(0.6, 1.4) * scale))
        cv2.polylines(pixels, [np.rint(points).astype(np.int32)], False, rng.choice((40, 90, 120)), thick, cv2.LINE_AA)


def _ring(pixels: Pixels, cells: "list[PrintedAt]", scale: float, rng: Random) -> None:
    """Rings of stamps after a grey copy, each through a number; print shows through."""
    for cell in rng.sample(cells, min(7, len(cells))):
        radius, angle = rng.uniform(38, 60), rng.uniform(0, 6.3)
        x, y = (cell.ink.x0 + cell.ink.x1) / 2 + radius * np.cos(angle), (cell.ink.y0 + cell.ink.y1) / 2
        laid = np.full_like(pixels, 255)
        centre = (round(x * scale), round((y + radius * np.sin(angle)) * scale))
        grey = rng.randint(70, 150)
        for share, thick in ((1.0, 2.4), (0.9, 0.9)):
            cv2.circle(laid, centre, round(share * radius * scale), grey, max(1, round(thick * scale)), cv2.LINE_AA)
        pixels[:] = np.minimum(pixels, laid)


def _faded(pixels: Pixels, cells: "list[PrintedAt]", scale: float, rng: Random) -> None:
    """The upper part of the print is gone; of many digits a flat stroke is left."""
    for cell in cells:
        ink = cell.ink
        low = ink.y0 + rng.uniform(0.6, 0.88) * (ink.y1 - ink.y0)
        x0, x1, y0, y1 = (round(edge * scale) for edge in (ink.x0 - 1, ink.x1 + 1, ink.y0 - 1, low))
        pixels[y0:y1, x0:x1] = 255


_LAID: Mapping[Touch, Callable[[Pixels, "list[PrintedAt]", float, Random], None]] = {
    "line": _line,
    "pen": _pen,
    "grey ring": _ring,
    "faded": _faded,
}
TOUCHES: tuple[Touch, ...] = ("line", "pen", "grey ring", "on a rule", "faded", "small", "sliver")

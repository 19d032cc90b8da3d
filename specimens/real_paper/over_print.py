"""What lies on a flat page besides its print: colour, the other side, stamps, strokes of a pen, lines of a bad machine.

Each takes pixels and the page they show, ``scale`` pixels a point, and returns both: pieces whose ink it may cover are
marked as touched.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from specimens.real_paper.drawn_paper import Colours, DrawnPaper, PrintedPiece

Overlay: TypeAlias = Literal[
    "coloured paper", "grey paper", "bleed-through", "red stamp", "grey stamp", "pen", "lined through"
]
Cover: TypeAlias = npt.NDArray[np.float32]
"""How much of the paper's light is kept from each pixel, 0 to 1."""


class CoveredPage(NamedTuple):
    """Pixels and the page they show."""

    pixels: Colours
    page: DrawnPaper


Laying: TypeAlias = Callable[[CoveredPage, float, np.random.Generator], CoveredPage]

_TOUCHED = 0.15
"""Of the light: a piece somewhere covered more than that counts as touched."""


def coloured(at: CoveredPage, scale: float, rng: np.random.Generator) -> CoveredPage:
    """Paper of a pastel colour."""
    del scale
    colour = np.array(_PAPERS[int(rng.integers(len(_PAPERS)))], dtype=np.float32) / 255
    return at._replace(pixels=_filtered(at.pixels, colour[None, None, :]))


def greyed(at: CoveredPage, scale: float, rng: np.random.Generator) -> CoveredPage:
    """Recycled paper: grey, with fibres."""
    height, width = at.pixels.shape[:2]
    fibres = np.zeros((height, width), np.float32)
    for _ in range(int(at.page.width * at.page.height / 500)):
        x, y, angle, long = (
            rng.uniform(0, width),
            rng.uniform(0, height),
            rng.uniform(0, 6.3),
            rng.uniform(2, 6) * scale,
        )
        end = (int(x + long * np.cos(angle)), int(y + long * np.sin(angle)))
        cv2.line(fibres, (int(x), int(y)), end, float(rng.uniform(0.03, 0.14)), 1, cv2.LINE_AA)
    shade = float(rng.uniform(0.66, 0.85)) * (1 - fibres)
    return at._replace(pixels=_filtered(at.pixels, shade[:, :, None]))


def bled_through(at: CoveredPage, scale: float, rng: np.random.Generator) -> CoveredPage:
    """The print of the other side, mirrored and pale."""
    other = cv2.GaussianBlur(at.pixels[::-1, ::-1], (0, 0), 0.5 * scale)[::-1].astype(np.float32) / 255
    shift = (int(rng.uniform(-12, 12) * scale), int(rng.uniform(5, 30) * scale))
    other = np.roll(other, shift, axis=(1, 0))
    return at._replace(pixels=_filtered(at.pixels, 1 - float(rng.uniform(0.14, 0.3)) * (1 - other)))


def stamped_red(at: CoveredPage, scale: float, rng: np.random.Generator) -> CoveredPage:
    """A red seal over numbers."""
    return _stamped(at, scale, rng, (70, 60, 215), "red stamp")


def stamped_grey(at: CoveredPage, scale: float, rng: np.random.Generator) -> CoveredPage:
    """The same after a grey copy: no colour tells it from print."""
    grey = int(rng.integers(90, 150))
    return _stamped(at, scale, rng, (grey, grey, grey), "grey stamp")


def _stamped(
    at: CoveredPage, scale: float, rng: np.random.Generator, colour: tuple[int, int, int], what: str
) -> CoveredPage:
    """A double ring with a star in it, whose ring runs over a number; ink lies unevenly."""
    cover: Cover = np.zeros(at.pixels.shape[:2], np.float32)
    for piece in _some(at.page.numbers, int(rng.integers(1, 3)), rng):
        radius, angle = rng.uniform(38, 60) * scale, rng.uniform(0, 2 * np.pi)
        x, y = _middle(piece, scale)
        centre = (round(x + radius * np.cos(angle)), round(y + radius * np.sin(angle)))
        for share, thick in ((1.0, 2.4), (0.9, 0.9)):
            cv2.circle(cover, centre, round(share * radius), 0.9, max(1, round(thick * scale)), cv2.LINE_AA)
        turns = np.arange(10) * np.pi / 5 - np.pi / 2
        reach = np.where(np.arange(10) % 2 == 0, 0.33, 0.13) * radius
        star = np.stack((centre[0] + reach * np.cos(turns), centre[1] + reach * np.sin(turns)), axis=1)
        cv2.fillPoly(cover, [np.rint(star).astype(np.int32)], 0.9, cv2.LINE_AA)
        for spoke in np.linspace(-2.4, -0.7, 9):
            start = (round(centre[0] + 0.62 * radius * np.cos(spoke)), round(centre[1] + 0.62 * radius * np.sin(spoke)))
            end = (round(centre[0] + 0.82 * radius * np.cos(spoke)), round(centre[1] + 0.82 * radius * np.sin(spoke)))
            cv2.line(cover, start, end, 0.85, max(1, round(1.6 * scale)), cv2.LINE_AA)
    return _inked(at, cover * _uneven(cover.shape, rng), colour, scale, what)


def penned(at: CoveredPage, scale: float, rng: np.random.Generator) -> CoveredPage:
    """Strokes of a pen: numbers struck, circled, ticked at their side, and a scrawl."""
    cover: Cover = np.zeros(at.pixels.shape[:2], np.float32)
    thick = max(1, round(rng.uniform(0.8, 1.6) * scale))
    for turn_of, piece in enumerate(_some(at.page.numbers, int(rng.integers(3, 7)), rng)):
        left, top, right, bottom = (edge * scale for edge in piece.box)
        high, wide = bottom - top, right - left
        if turn_of % 3 == 0:
            along = np.linspace(left - 0.2 * high, right + 0.2 * high, 12)
            wave = (top + bottom) / 2 + rng.uniform(-0.15, 0.15) * high + np.cumsum(rng.normal(0, 0.04, 12)) * high
            _stroke(cover, np.stack((along, wave), axis=1), thick)
        elif turn_of % 3 == 1:
            turn = np.linspace(0.2, 2 * np.pi + 0.5, 28)
            x = (left + right) / 2 + (0.5 * wide + 0.5 * high) * np.cos(turn) * (1 + 0.03 * turn)
            y = (top + bottom) / 2 + 0.8 * high * np.sin(turn)
            _stroke(cover, np.stack((x, y), axis=1), thick)
        else:
            tick = ((right + 0.1 * high, bottom - 0.4 * high), (right + 0.4 * high, bottom), (right + 1.2 * high, top))
            _stroke(cover, np.array(tick), thick)
    x, y = rng.uniform(0.3, 0.7) * cover.shape[1], rng.uniform(0.85, 0.95) * cover.shape[0]
    scrawl = np.cumsum(rng.normal((3, 0), (5, 6), (40, 2)), axis=0) * scale + (x, y)
    _stroke(cover, scrawl, thick)
    colour = _PENS[int(rng.integers(len(_PENS)))]
    return _inked(at, np.minimum(cover, 0.92), colour, scale, "pen")


def lined_through(at: CoveredPage, scale: float, rng: np.random.Generator) -> CoveredPage:
    """Black lines straight across, as a dirty drum of a fax draws them, through the rows of some numbers."""
    cover: Cover = np.zeros(at.pixels.shape[:2], np.float32)
    for piece in _some(at.page.numbers, int(rng.integers(2, 5)), rng):
        y = round((piece.box.top + rng.uniform(0.3, 0.8) * (piece.box.bottom - piece.box.top)) * scale)
        start, end = sorted(rng.uniform(0, cover.shape[1], 2))
        left, right = piece.box.left * scale, piece.box.right * scale
        start, end = min(start, left - scale * 6), max(end, right + scale * 6)
        cv2.line(cover, (int(start), y), (int(end), y), 1.0, max(1, round(rng.uniform(0.4, 1.0) * scale)))
    return _inked(at, cover, (20, 20, 20), scale, "lined through")


OVERLAYS: Mapping[Overlay, Laying] = {
    "coloured paper": coloured,
    "grey paper": greyed,
    "bleed-through": bled_through,
    "red stamp": stamped_red,
    "grey stamp": stamped_grey,
    "pen": penned,
    "lined through": lined_through,
}
_PAPERS = ((180, 240, 255), (200, 255, 210), (255, 225, 190), (205, 190, 250), (150, 215, 245))
"""Yellow, green, blue, pink and manila."""
_PENS = ((150, 60, 30), (40, 40, 40), (60, 40, 160))
"""Blue, black and red."""


def _filtered(pixels: Colours, kept: "npt.NDArray[np.float32 | np.float64]") -> Colours:
    """Pixels seen through something that keeps a share of their light."""
    return np.asarray(np.rint(pixels.astype(np.float32) * kept), dtype=np.uint8)


def _inked(at: CoveredPage, cover: Cover, colour: tuple[int, int, int], scale: float, what: str) -> CoveredPage:
    """The page with ink of a colour over it."""
    lost = cover[:, :, None] * (1 - np.array(colour, dtype=np.float32) / 255)
    touched = [number for number, piece in enumerate(at.page.pieces) if _covers(cover, piece, scale)]
    return CoveredPage(_filtered(at.pixels, 1 - lost), at.page.with_touched(touched, what))


def _covers(cover: Cover, piece: PrintedPiece, scale: float) -> bool:
    left, top, right, bottom = (round(edge * scale) for edge in piece.box)
    inside = cover[max(0, top) : bottom, max(0, left) : right]
    return bool(inside.size and inside.max() > _TOUCHED)


def _stroke(cover: Cover, points: npt.NDArray[np.float64], thick: int) -> None:
    cv2.polylines(cover, [np.rint(points).astype(np.int32)], False, 0.92, thick, cv2.LINE_AA)


def _uneven(shape: tuple[int, ...], rng: np.random.Generator) -> Cover:
    """Ink that lies thicker here and thinner there."""
    coarse = rng.uniform(0.55, 1.0, (max(2, shape[0] // 12), max(2, shape[1] // 12))).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _some(pieces: Sequence[PrintedPiece], count: int, rng: np.random.Generator) -> list[PrintedPiece]:
    chosen = rng.permutation(len(pieces))[:count]
    return [pieces[at] for at in chosen]


def _middle(piece: PrintedPiece, scale: float) -> tuple[float, float]:
    left, top, right, bottom = piece.box
    return (left + right) / 2 * scale, (top + bottom) / 2 * scale

"""Paper on a desk before the camera of a phone: what lies around it, how it is lit, and what the sensor adds."""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from specimens.real_paper.drawn_paper import Colours
from specimens.real_paper.paper_map import PaperMap

Light: TypeAlias = npt.NDArray[np.float32]
"""The share of light that falls on each pixel, or of paper that is seen in it: 0 to 1."""


@dataclass(frozen=True)
class Lighting:
    """How a page is lit and taken. ``fall``: how much darker its far corner is; ``shadow``: how much light a hand or a
    phone keeps off, ``grain``: standard deviation of a pixel, of 255; ``blur`` in pixels; ``warmth``: how much more red
    there is than blue; ``exposure``: the white of paper, of 255.
    """

    fall: float = 0.0
    shadow: float = 0.0
    grain: float = 0.0
    blur: float = 0.0
    warmth: float = 0.0
    exposure: float = 235.0


def warped(pixels: Colours, scale: float, paper: PaperMap, outside: Colours | None = None) -> Colours:
    """The page in its picture. ``scale``: pixels a point of what is given; ``outside``: what lies around."""
    traced = paper.traced() * np.float32(scale) - np.float32(0.5)
    shown = cv2.remap(
        pixels,
        traced[:, :, 0],
        traced[:, :, 1],
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255,) * 3,
    )
    if outside is None:
        return np.asarray(shown, dtype=np.uint8)
    seen = covered(pixels.shape[:2], traced)
    near = cv2.GaussianBlur(seen, (0, 0), 7.0)
    ground = outside.astype(np.float32) * (1 - 0.6 * near)[:, :, None]
    mixed = shown * seen[:, :, None] + ground * (1 - seen)[:, :, None]
    return np.asarray(np.rint(mixed), dtype=np.uint8)


def covered(shape: tuple[int, ...], traced: npt.NDArray[np.float32]) -> Light:
    """The share of paper in every pixel."""
    x, y = traced[:, :, 0], traced[:, :, 1]
    inside = (x > -0.5) & (y > -0.5) & (x < shape[1] - 0.5) & (y < shape[0] - 0.5)
    return np.asarray(cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.7), dtype=np.float32)


def desk(size: tuple[int, int], rng: np.random.Generator) -> Colours:
    """Wood, cloth, stone or a pale table, ``size`` wide and high."""
    width, height = size
    colour = np.array(_DESKS[int(rng.integers(len(_DESKS)))], dtype=np.float32)
    grain = rng.normal(0, 1, (max(2, height // 3), max(2, width // 90))).astype(np.float32)
    if rng.random() < 0.5:
        grain = rng.normal(0, 1, (max(2, height // 4), max(2, width // 4))).astype(np.float32)
    rough = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC) * float(rng.uniform(3, 14))
    boards = 10 * np.sign(np.sin(np.arange(height) / (height * rng.uniform(0.04, 0.12))))[:, None]
    found = colour[None, None, :] + (rough + (boards if rng.random() < 0.3 else 0))[:, :, None]
    return np.asarray(np.clip(found, 0, 255), dtype=np.uint8)


_DESKS = ((60, 95, 140), (40, 60, 90), (70, 70, 70), (30, 28, 26), (150, 170, 190), (190, 195, 200), (120, 90, 60))


def lit(pixels: Colours, how: Lighting, rng: np.random.Generator) -> Colours:
    """The picture as the sensor gives it."""
    light = _falling(pixels.shape, how, rng)
    tint = np.array((1 - how.warmth / 2, 1.0, 1 + how.warmth / 2), dtype=np.float32) * how.exposure / 255
    seen = pixels.astype(np.float32) * light[:, :, None] * tint
    if how.blur:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), how.blur), dtype=np.float32)
    if how.grain:
        seen += rng.standard_normal(seen.shape, dtype=np.float32) * how.grain
        coarse = rng.standard_normal((seen.shape[0] // 4 + 1, seen.shape[1] // 4 + 1, 3), dtype=np.float32)
        seen += cv2.resize(coarse, seen.shape[1::-1], interpolation=cv2.INTER_LINEAR) * how.grain * 0.6
    return np.asarray(np.clip(np.rint(seen), 0, 255), dtype=np.uint8)


def _falling(shape: tuple[int, ...], how: Lighting, rng: np.random.Generator) -> Light:
    """Light from one side, less in the corners, and a shadow with a soft edge."""
    height, width = shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32))
    angle = rng.uniform(0, 2 * np.pi)
    side = (x * np.cos(angle) + y * np.sin(angle)) / 1.5
    light = 1 - how.fall * (0.5 + 0.5 * side) - 0.25 * how.fall * (x**2 + y**2) / 2
    if how.shadow:
        slant, bend = rng.uniform(0, 2 * np.pi), rng.uniform(-0.5, 0.5)
        edge = x * np.cos(slant) + y * np.sin(slant) + bend * (x * np.sin(slant) - y * np.cos(slant)) ** 2
        soft = 1 / (1 + np.exp(-(edge - rng.uniform(-0.2, 0.4)) / rng.uniform(0.015, 0.12)))
        light = light * (1 - how.shadow * soft)
    return np.asarray(np.clip(light, 0.08, 1), dtype=np.float32)

"""Lines as a pen writes them: every letter a little other than the last one of its kind, off the line, of another size.

No hand wrote them; what they share with handwriting is what a stroke says by itself: letters differ, wander and lean,
and join where the seed says so.
"""

from random import Random

import cv2
import numpy as np

from extractor.documents.scan.paper.raster import Grey

_LARGE = 4
"""Times the size at which letters are drawn before they are made smaller."""
_FACES = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_COMPLEX)
WORDS = ("received", "with", "thanks", "the", "amount", "of", "paid", "on", "account", "checked", "noted", "agreed")


def written_line(seed: int, height: int) -> Grey:
    """A line of words or of a number, black on white; ``height``: of its capitals, in pixels."""
    chance = Random(seed)
    figures = chance.random() < 0.4
    text = str(chance.randint(10_000, 9_999_999)) if figures else " ".join(chance.sample(WORDS, chance.randint(2, 5)))
    face = chance.choice(_FACES[:1] if figures else _FACES)
    lean, pen = chance.uniform(-0.05, 0.4), max(1, round(height * _LARGE * chance.uniform(0.05, 0.12)))
    joined = not figures and chance.random() < 0.5
    big = height * _LARGE
    letters = [_letter(char, face, big, pen, lean, chance) for char in text]
    high = big * 4
    wide = round(1.2 * sum(each.shape[1] for each in letters)) + big * 4
    line = np.full((high, wide), 255, np.uint8)
    x, drift = big, 0.0
    for char, letter in zip(text, letters, strict=True):
        drift = 0.7 * drift + chance.gauss(0, 0.09 * big)
        top = round((high - letter.shape[0]) / 2 + drift)
        place = line[top : top + letter.shape[0], x : x + letter.shape[1]]
        np.minimum(place, letter, out=place)
        closer = 0.16 if joined and char != " " else chance.uniform(-0.12, 0.05)
        x += round(letter.shape[1] - closer * big)
    rows, columns = np.flatnonzero((line < 200).any(1)), np.flatnonzero((line < 200).any(0))
    cut = line[max(0, rows[0] - big // 4) : rows[-1] + big // 4, max(0, columns[0] - big // 4) : columns[-1] + big // 4]
    small = cv2.resize(cut, None, fx=1 / _LARGE, fy=1 / _LARGE, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _letter(char: str, face: int, big: int, pen: int, lean: float, chance: Random) -> Grey:
    """One letter, bent, leaning and turned a little, cut close at its sides."""
    scale = big / 21 * chance.uniform(0.82, 1.18)
    if char == " ":
        return np.full((3 * big, round(big * chance.uniform(0.4, 0.8))), 255, np.uint8)
    side = 3 * big
    drawn = np.full((side, side), 255, np.uint8)
    width = max(1, round(pen * chance.uniform(0.85, 1.2)))
    cv2.putText(drawn, char, (big, 2 * big), face, scale, 0, width, cv2.LINE_AA)
    turn = chance.gauss(0, 0.06)
    bend = np.array([[1, -lean - turn, (lean + turn) * 2 * big], [turn, 1, -turn * 1.5 * big]], np.float32)
    drawn = np.asarray(cv2.warpAffine(drawn, bend, (side, side), borderValue=(255,)), np.uint8)
    grid_y, grid_x = np.mgrid[0:side, 0:side].astype(np.float32)
    waves = [(chance.uniform(0.02, 0.05) * big, chance.uniform(0, 6.3), chance.uniform(0.7, 1.4) * big) for _ in "xy"]
    (high, at, long), (high_y, at_y, long_y) = waves
    moved_x = grid_x + high * np.sin(grid_y / long * 6.28 + at)
    moved_y = grid_y + high_y * np.sin(grid_x / long_y * 6.28 + at_y)
    drawn = np.asarray(cv2.remap(drawn, moved_x, moved_y, cv2.INTER_LINEAR, borderValue=(255,)), np.uint8)
    columns = np.flatnonzero((drawn < 200).any(0))
    return drawn[:, columns[0] : columns[-1] + 1 + big // 10] if len(columns) else drawn[:, :big]

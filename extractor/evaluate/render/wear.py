"""What copiers, glass and sensors do to a page of grey pixels. Every chance comes from the generator handed in."""

from typing import TYPE_CHECKING, TypeAlias

from extractor.evaluate.render.condition import ScanCondition

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels: TypeAlias = npt.NDArray[np.uint8]
    """Grey values by row and column: 0 black, 255 white."""
    Darkness: TypeAlias = npt.NDArray[np.float32]
    """The same from 0 (bare paper) to 1 (full ink)."""

INK = 18
"""The grey of full ink on a scan."""


def worn(page: "Pixels", how: ScanCondition, dpi: int, rng: "np.random.Generator") -> "Pixels":
    """A sheet as the sensor sees it, before anything is made black and white or squeezed into a file."""
    import numpy as np

    dark: Darkness = 1 - page.astype(np.float32) / np.float32(255)
    patches = _patches(dark.shape, dpi, rng)
    dark = _printed(dark, patches, how, how.blur * dpi / 1000)
    seen = how.paper - (how.paper - INK if how.paper < 255 else 255) * dark
    if how.shadow:
        seen = seen * _shadow(dark.shape, how.shadow, dpi, rng)
    if how.grain:
        seen = seen + rng.standard_normal(dark.shape, dtype=np.float32) * how.grain
    pixels: Pixels = np.clip(np.rint(seen), 0, 255).astype(np.uint8)
    _dust(pixels, how.clusters, dpi, rng)
    _sprinkle(pixels, how.specks, rng)
    return pixels


def _printed(dark: "Darkness", patches: "Darkness", how: ScanCondition, blur: float) -> "Darkness":
    """Ink on paper: bleached, out of focus by ``blur`` pixels, harder and with toner missing where a copier did it."""
    import cv2
    import numpy as np

    if how.fading:
        dark = dark * (1 - how.fading * (0.75 + 0.5 * patches))
    if blur > 0.1:
        dark = np.asarray(cv2.GaussianBlur(dark, (0, 0), blur), dtype=np.float32)
    if how.contrast > 1:
        # Where toner lies thick, less grey is enough for black, so strokes are bolder there.
        middle = 0.4 + how.toner * 0.4 * (patches - 0.5)
        dark = np.clip((dark - middle) * how.contrast + 0.5, 0, 1)
    if how.toner:
        dark = dark * (1 - how.toner * 0.6 * patches)
    return dark


def _patches(shape: tuple[int, ...], dpi: int, rng: "np.random.Generator") -> "Darkness":
    """Soft patches about half an inch wide, from 0 to 1."""
    import cv2
    import numpy as np

    coarse = rng.random((max(2, 2 * shape[0] // dpi), max(2, 2 * shape[1] // dpi)), dtype=np.float32)
    fine = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(fine, 0, 1).astype(np.float32)


def _shadow(shape: tuple[int, ...], depth: float, dpi: int, rng: "np.random.Generator") -> "Darkness":
    """Light falling off towards one side and a dark rim at it: the gap between paper and lid."""
    import numpy as np

    across = np.arange(shape[1], dtype=np.float32) / dpi
    down = np.arange(shape[0], dtype=np.float32) / dpi
    if rng.random() < 0.5:
        across = across[::-1]
    if rng.random() < 0.5:
        down = down[::-1]
    side = 1 - depth * np.exp(-across / 0.25) - depth * 0.15 * np.exp(-across / 2)
    end = 1 - depth * 0.5 * np.exp(-down / 0.15)
    return np.clip(side[None, :] * end[:, None], 0.02, 1).astype(np.float32)


def _dust(pixels: "Pixels", clusters: int, dpi: int, rng: "np.random.Generator") -> None:
    """Clusters of three to twelve dark dots within about a millimetre, each up to a quarter of a millimetre wide."""
    import cv2

    height, width = pixels.shape
    for _ in range(clusters):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        for _ in range(int(rng.integers(3, 13))):
            at = (int(x + rng.normal(0, dpi / 50)), int(y + rng.normal(0, dpi / 50)))
            size = (int(rng.uniform(0, dpi / 200)), int(rng.uniform(0, dpi / 200)))
            cv2.ellipse(pixels, at, size, 0, 0, 360, int(rng.integers(20, 120)), -1)


def _sprinkle(pixels: "Pixels", specks: float, rng: "np.random.Generator") -> None:
    """Salt and pepper."""
    import numpy as np

    count = int(pixels.size * specks / 1000)
    where = rng.integers(0, pixels.size, count)
    pixels.reshape(-1)[where] = rng.choice(np.array((0, 30, 90, 160, 255), dtype=np.uint8), count)


def torn_rows(white: "Pixels", share: float, rng: "np.random.Generator") -> None:
    """A bad line: in some rows of black (0) and white (255) a piece is white, or repeats the row above."""
    height, width = white.shape
    for row in rng.integers(1, height, int(height * share)):
        start = int(rng.uniform(-0.3, 0.9) * width)
        piece = slice(max(0, start), start + int(rng.uniform(0.1, 0.5) * width))
        white[row, piece] = 255 if rng.random() < 0.5 else white[row - 1, piece]

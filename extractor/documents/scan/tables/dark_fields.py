"""Light print on dark fields, as the headings of many tables are printed, made dark print on white paper."""

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey

_DPI = 150
"""Fields are looked for at about this density."""
_DARK = 0.55
"""Share of the brightness of the paper: a field is darker."""
_CLOSED, _LEAST = 3.0, 6.0
"""Points: wider than a stroke of print on a field, and what is lower is a rule or a line of print."""
_WIDE = 18.0
_FILLED, _SOLID = 0.6, 0.12
"""Shares of a field that are dark, and that lie in solid pieces: dark print on white paper has less of both."""
_AROUND, _DENSE = 12.0, 0.56
"""Points, and the least share of an area as wide that is dark on a field: of print on white paper it is less."""
_EDGED = 0.87
"""Share of the edge of a field that is dark: 0.96 and more where light print stood on fields, 0.78 and less where heavy
dark print was as dense as one, on 26 drawn pages.
"""
_EVEN = 20.0
"""Points: so far to both sides the edge of a field runs on as it is; letters that touch it are narrower."""
_PIECE = 2.8
"""Points: no stroke of letters is so thick both ways, unless they are titles."""
_EDGE = 0.7
"""Points: so thick is the line that takes the place of the edge of a field."""
_INK = 30
_CONTRAST = 50.0
"""Greys: print stands out from its field by more."""


def with_light_fields(pixels: Grey, dpi: float) -> Grey:
    """The page with every dark field as white paper, a rule along its edge and its light print dark; the same object
    where there is none. Rules that are light on a field become dark ones.
    """
    paper = float(np.percentile(pixels[::8, ::8], 90))
    dark = (pixels < _DARK * paper).astype(np.uint8)
    found = _fields(dark, dpi)
    if found is None:
        return pixels
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    changed = pixels.copy()
    edge = max(1, round(_EDGE * dpi / 72))
    for number in range(1, count):
        x, y, wide, high, _ = (int(part) for part in stats[number])
        area = slice(y, y + high), slice(x, x + wide)
        inside = labels[area] == number
        changed[area] = np.where(inside, _turned(pixels[area], inside, dark[area] > 0, paper), changed[area])
        inner = cv2.erode(
            np.pad(inside.astype(np.uint8), edge), np.ones((2 * edge + 1, 2 * edge + 1), np.uint8), borderValue=(0,)
        )
        rim = inside & (inner[edge:-edge, edge:-edge] == 0)
        changed[area][rim] = _INK
    return changed


def _fields(dark: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8] | None:
    """Which pixels belong to dark fields (1); None where there is no field."""
    step = max(1, round(dpi / _DPI))
    small = np.ascontiguousarray(dark[::step, ::step])
    point = dpi / 72 / step
    solid = np.asarray(cv2.morphologyEx(small, cv2.MORPH_OPEN, _square(_PIECE * point)), np.uint8)
    if not solid.any():
        return None
    closed = np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, _square(_CLOSED * point)), np.uint8)
    opened = cv2.morphologyEx(_dense(small, closed, point), cv2.MORPH_OPEN, _square(_LEAST * point))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    kept = np.zeros(count, np.uint8)
    high, wide = small.shape
    for number in range(1, count):
        x, y, w, h, area = (int(part) for part in stats[number])
        if w < _WIDE * point or x == 0 or y == 0 or x + w == wide or y + h == high:
            continue
        inside = labels[y : y + h, x : x + w] == number
        filled = int(small[y : y + h, x : x + w][inside].sum())
        sound = int(solid[y : y + h, x : x + w][inside].sum())
        kept[number] = (
            filled >= _FILLED * area and sound >= _SOLID * area and _is_edged(small[y : y + h, x : x + w], inside)
        )
        if kept[number]:
            labels[y : y + h, x : x + w][inside & ~_trimmed(inside, round(_EVEN * point))] = 0
    if not kept.any():
        return None
    chosen = _without_holes(np.asarray(kept[labels], np.uint8), round(_WIDE * point))
    size = (dark.shape[1], dark.shape[0])
    return np.asarray(cv2.resize(chosen, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _is_edged(dark: NDArray[np.uint8], inside: NDArray[np.bool_]) -> bool:
    """Whether a field is dark all along its edge; between the strokes of heavy letters there is paper."""
    inner = cv2.erode(np.pad(inside.astype(np.uint8), 2), _square(5), borderValue=(0,))[2:-2, 2:-2]
    rim = inside & (inner == 0)
    return float(dark[rim].mean()) >= _EDGED


def _trimmed(inside: NDArray[np.bool_], wide: int) -> NDArray[np.bool_]:
    """A field without the few letters above and below that touch it: what is beyond its edges as they run on ``wide``
    pixels to both sides. A field that lies askew keeps its corners.
    """
    columns = np.flatnonzero(inside.any(axis=0))
    tops = _as_around(inside.argmax(axis=0)[columns], wide)
    bottoms = _as_around(inside.shape[0] - inside[::-1].argmax(axis=0)[columns], wide)
    rows = np.arange(inside.shape[0])[:, None]
    kept = np.zeros_like(inside)
    kept[:, columns] = inside[:, columns] & (rows >= tops - 1) & (rows <= bottoms)
    return kept


def _without_holes(fields: NDArray[np.uint8], wide: int) -> NDArray[np.uint8]:
    """The fields with the holes filled that letters close to each other leave in them, less than ``wide`` both ways."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - fields, connectivity=4)
    small = (stats[:, cv2.CC_STAT_WIDTH] < wide) & (stats[:, cv2.CC_STAT_HEIGHT] < wide)
    small[0] = False
    return np.asarray(fields | small[labels], np.uint8)


def _as_around(edges: NDArray[np.intp], wide: int) -> NDArray[np.float64]:
    """Each place of an edge as in the middle of those around it."""
    padded = (
        np.pad(edges, wide, mode="reflect", reflect_type="odd") if len(edges) > wide else np.pad(edges, wide, "edge")
    )
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * wide + 1), axis=1), np.float64)


def _dense(dark: NDArray[np.uint8], closed: NDArray[np.uint8], point: float) -> NDArray[np.uint8]:
    """What is ``closed`` without dark print on white paper that touches a field: less of the area around is dark."""
    side = (max(3, round(_AROUND * point)),) * 2
    inked = cv2.boxFilter((dark & closed).astype(np.float32), -1, side, normalize=False)
    area = cv2.boxFilter(closed.astype(np.float32), -1, side, normalize=False)
    dense = closed & (inked >= _DENSE * np.maximum(area, 1)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(dense, cv2.MORPH_CLOSE, _square(_CLOSED * point)), np.uint8)


def _turned(part: Grey, inside: NDArray[np.bool_], dark: NDArray[np.bool_], paper: float) -> Grey:
    """The pixels of a field with light and dark changed: the field as bright as ``paper``, its print as dark as ink."""
    field = float(np.median(part[inside & dark]))
    light = max(float(np.percentile(part[inside], 99)), field + _CONTRAST)
    turned = paper * (1 - (part.astype(np.float32) - field) / (light - field))
    return np.asarray(np.clip(turned, 0, paper), np.uint8)


def _square(side: float) -> NDArray[np.uint8]:
    size = max(3, round(side) // 2 * 2 + 1)
    return np.ones((size, size), np.uint8)

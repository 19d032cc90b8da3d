"""Thin white lines of a PDF page: what shows of them is what lies on a coloured ground."""

from collections.abc import Sequence
from typing import Any

from extractor.documents.model import Box
from extractor.documents.page.ruling import Path
from extractor.documents.pdf.pdf_ink import Ink

_WHITE = 245
"""Of 255: the least of three colours that is white."""
_HAIRLINE = 1.0
"""Points: white lines up to this width hide no character that they cross."""


def without_unseen(drawings: Sequence[Path], ink: Ink) -> list[Path]:
    """The drawings without thin white lines that lie on no coloured ground: they show nothing and hide hardly more."""
    seen = (_seen_of(path, ink.grounds) for path in drawings)
    return [path for path in seen if path is not None]


def _seen_of(path: Path, grounds: Sequence[Box]) -> Path | None:
    """What shows of a drawing: of thin white lines those on a coloured ground."""
    color, width = path.get("color"), path.get("width")
    if path.get("type") != "s" or not isinstance(color, tuple) or not isinstance(width, int | float):
        return path
    if min(color) * 255 < _WHITE or width > _HAIRLINE:
        return path
    items: Sequence[Any] = path["items"]  # type: ignore[assignment]  # as the PDF library lists it
    rect: Box = path["rect"]  # type: ignore[assignment]  # the same
    if not all(item[0] == "l" for item in items):
        return path if _meets(rect, grounds) else None
    shown = [item for item in items if _meets(_around(item[1], item[2]), grounds)]
    return {**path, "items": shown} if shown else None


def _around(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _meets(box: Box, grounds: Sequence[Box]) -> bool:
    x0, y0, x1, y1 = box
    return any(a <= x1 and x0 <= c and b <= y1 and y0 <= d for a, b, c, d in grounds)

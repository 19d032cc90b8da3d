"""Numbers as pictures and as outlines, for cells that hold no characters."""

import re
from functools import cache
from typing import NamedTuple

_SYMBOL = re.compile(r'<path id="(?P<id>[^"]+)" d="(?P<d>[^"]+)"')
_USE = re.compile(r'<use[^>]*href="#(?P<id>[^"]+)"[^>]*transform="matrix\((?P<m>[^)]+)\)"')
_STEP = re.compile(r"([MLCHVZ])\s*([-0-9.,\s]*)")


class Stroke(NamedTuple):
    """One step of an outline: ``M``, ``L``, ``C`` or ``Z`` and its points, in points from the base line."""

    step: str
    points: tuple[tuple[float, float], ...]


@cache
def picture(text: str) -> bytes:
    """A small PNG that shows a text."""
    import pymupdf

    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        page = document.new_page(width=8 + 6 * len(text), height=14)
        page.insert_text((4, 11), text, fontsize=10)
        content: bytes = page.get_pixmap(dpi=144).tobytes("png")
    return content


@cache
def outline(text: str) -> tuple[Stroke, ...]:
    """The outlines of a text at 10 points, its base line at 0 and its left edge at 0."""
    import pymupdf

    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        page = document.new_page(width=8 + 8 * len(text), height=20)
        page.insert_text((0, 12), text, fontsize=10)
        drawn: str = page.get_svg_image(text_as_path=True)
    shapes = {found["id"]: found["d"] for found in _SYMBOL.finditer(drawn)}
    strokes: list[Stroke] = []
    for use in _USE.finditer(drawn):
        matrix = [float(number) for number in re.split(r"[,\s]+", use["m"].strip())]
        strokes += _placed(shapes[use["id"]], matrix)
    return tuple(strokes)


def _placed(path: str, matrix: list[float]) -> list[Stroke]:
    a, b, c, d, e, f = matrix
    strokes: list[Stroke] = []
    x = y = 0.0
    for step, numbers in _STEP.findall(path):
        values = [float(number) for number in re.findall(r"-?[0-9]*\.?[0-9]+", numbers)]
        if step == "H":
            step, values = "L", [values[0], y]
        elif step == "V":
            step, values = "L", [x, values[0]]
        points = tuple(zip(values[::2], values[1::2], strict=True))
        if points:
            x, y = points[-1]
        strokes.append(Stroke(step, tuple((a * px + c * py + e, b * px + d * py + f - 12) for px, py in points)))
    return strokes


def svg_path(text: str) -> str:
    """The outlines of a text as the data of a path, its base line at 11."""
    return " ".join(
        stroke.step + " ".join(f"{x:.2f} {y + 11:.2f}" for x, y in stroke.points) for stroke in outline(text)
    )

"""Which squares of a sheet lie under a picture, chart or shape that is anchored over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from extractor.documents.package import tag_of
from extractor.documents.sheets.sheet_grid import At

PIXEL = 9525
"""English metric units of a pixel, in which drawings are measured."""
_ANCHORS = frozenset({"oneCellAnchor", "twoCellAnchor"})
_MOST = 500
"""Rows or columns under one drawing; no picture of a cell is larger."""
_OF_SQUARE, _OF_DRAWING = 0.25, 0.5
"""A square counts where this part of it is covered, or this part of the drawing lies in it."""


@dataclass
class Measures:
    """Widths of columns and heights of rows in English metric units; the usual ones where nothing is said."""

    width: float = 64 * PIXEL
    height: float = 20 * PIXEL
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)


def covered_squares(drawing: etree._Element, measures: Measures) -> Iterator[At]:
    """The squares under the shown drawings of a sheet."""
    for anchor in _shown_anchors(drawing):
        yield from _squares_of(anchor, measures)


def pictures_in_squares(drawing: etree._Element, measures: Measures) -> Iterator[tuple[At, etree._Element]]:
    """The pictures of a sheet that lie over one square alone: where, and the ``blip`` that names each."""
    for anchor in _shown_anchors(drawing):
        pictures = [each for each in anchor.iter() if tag_of(each) == "blip"]
        squares = list(islice(_squares_of(anchor, measures), 2)) if len(pictures) == 1 else []
        if len(squares) == 1:
            yield squares[0], pictures[0]


def _shown_anchors(drawing: etree._Element) -> Iterator[etree._Element]:
    for anchor in (each for each in drawing.iter() if tag_of(each) in _ANCHORS):
        if not any(tag_of(each) == "cNvPr" and each.get("hidden") in ("1", "true") for each in anchor.iter()):
            yield anchor


def _squares_of(anchor: etree._Element, measures: Measures) -> Iterator[At]:
    parts = {tag_of(each): each for each in anchor}
    first = _corner(parts["from"]) if "from" in parts else {}
    last = _corner(parts["to"]) if "to" in parts else {}
    size = parts.get("ext")
    across = _reached(first, last, "col", _length(size, "cx"), measures.widths, measures.width)
    down = _reached(first, last, "row", _length(size, "cy"), measures.heights, measures.height)
    yield from (At(row, column) for row in down for column in across)


def _corner(element: etree._Element) -> dict[str, int]:
    return {tag_of(each): int(each.text or 0) for each in element if (each.text or "0").lstrip("-").isdecimal()}


def _length(size: etree._Element | None, name: str) -> int:
    text = "0" if size is None else size.get(name, "0")
    return int(text) if text.isdecimal() else 0


def _reached(
    first: Mapping[str, int],
    last: Mapping[str, int],
    name: str,
    length: float,
    sizes: Mapping[int, float],
    usual: float,
) -> list[int]:
    """The columns (or rows) that a drawing covers enough of; ``length`` where its end is not given."""
    at, begin = first.get(name, 0), float(first.get(f"{name}Off", 0))
    parts: list[tuple[int, float, float]] = []
    for index in range(at, at + _MOST):
        size = sizes.get(index, usual)
        end = min(size, begin + length) if not last else size if index < last[name] else last.get(f"{name}Off", 0)
        parts.append((index, max(0.0, end - begin), size))
        length -= max(0.0, end - begin)
        begin = max(0.0, begin - size)
        if index >= last.get(name, index) and (last or length <= 0):
            break
    whole = sum(part for _, part, _ in parts)
    return [index for index, part, size in parts if part and part >= min(size * _OF_SQUARE, whole * _OF_DRAWING)]

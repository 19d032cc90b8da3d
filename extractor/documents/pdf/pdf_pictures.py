"""Pictures on pages of text, read in their place; numbers that are drawn; and text that was put under a picture.

Needs OCR. What is read here was recognised: its words name the engine, and what is drawn in the place of a number is in
doubt whatever was recognised.
"""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pymupdf

from extractor.documents.columns import looks_numeric
from extractor.documents.model import Box
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import Inset, PrintedPage
from extractor.documents.page.ruling import PageTurn
from extractor.documents.scan.numbers.specks import settled_words
from extractor.documents.scan.page_ocr import read_picture
from extractor.documents.scan.paper.raster import Raster, grey_of_pixmap, is_bilevel
from extractor.documents.scan.pictured_number import SIGN_DPI, number_on
from extractor.documents.unread_marks import UNREADABLE
from extractor.errors import PoorPicture
from extractor.evidence import DoubtKind, doubt, merged

_LEAST_DPI, _MOST_DPI = 72.0, 400.0
_MOST_INSETS = 8
"""Pictures of one page that are read, the largest first."""
_MOST_SIGNS = 80
"""Drawn numbers of one page that are read."""
_FEWEST_WORDS, _CLEAR_SHARE = 3, 0.5
"""Clear words, and their share of all words, without which a picture shows no print."""
_ROOM, _NEAR = 0.2, 0.65
"""Sizes of type: the paper around a drawn number that is looked at as well, and how near its signs stand."""
_DRAWN = frozenset({DoubtKind.PICTURE_IN_CELL, DoubtKind.DRAWN_IN_CELL})
_OVERLAP = 0.5


def with_insets(printed: PrintedPage, page: pymupdf.Page, name: str) -> PrintedPage:
    """The page with its large pictures read; those that show no print, or too poor a one, leave a remark."""
    largest = sorted(printed.pictured, key=_area, reverse=True)
    insets, unread = [], list(largest[_MOST_INSETS:])
    for box in largest[:_MOST_INSETS]:
        inset = _inset(page, box, printed, name)
        if inset is None:
            unread.append(box)
        else:
            insets.append(inset)
    told = settled_words([inset.page for inset in insets])
    insets = [inset._replace(page=each) for inset, each in zip(insets, told, strict=True)]
    return replace(printed, insets=tuple(insets), pictured=tuple(unread))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _inset(page: pymupdf.Page, box: Box, host: PrintedPage, name: str) -> Inset | None:
    raster = _upright(_raster_of(page, box, _density(page, box)), host)
    try:
        read = read_picture(raster, host.number, host.paper, name)
    except PoorPicture:
        return None
    words = [word for word in read.words if sum(map(str.isalnum, word.text)) > 1]
    clear = sum(word.clear for word in words)
    if clear < _FEWEST_WORDS or clear < _CLEAR_SHARE * len(words):
        return None
    return Inset(read, host.placing.forward_box(*box) if isinstance(host.placing, PageTurn) else box)


def _density(page: pymupdf.Page, box: Box) -> float:
    """Dots an inch of the finest picture in a place."""
    finest = _LEAST_DPI
    for info in page.get_image_info():
        x0, y0, x1, y1 = pymupdf.Rect(info["bbox"]) * page.rotation_matrix
        if x0 < box[2] and box[0] < x1 and y0 < box[3] and box[1] < y1:
            sides = max(info["width"], info["height"]), max(x1 - x0, y1 - y0, 1.0)
            finest = max(finest, 72 * sides[0] / sides[1])
    return min(finest, _MOST_DPI)


def _raster_of(page: pymupdf.Page, box: Box, dpi: float) -> Raster:
    """A part of a page, as it is shown, in pixels."""
    part = pymupdf.Rect(box)
    pixmap = page.get_pixmap(dpi=round(dpi), clip=part, colorspace=pymupdf.csRGB, alpha=False)
    scale = 72 / round(dpi)
    matrix = (scale, 0.0, 0.0, scale, pixmap.x * scale, pixmap.y * scale)
    pixels = grey_of_pixmap(pixmap, dpi)
    return Raster(pixels, 72 / scale, matrix, False, is_bilevel(pixels))


def _upright(raster: Raster, host: PrintedPage) -> Raster:
    """Pixels turned as the text of the page around them is."""
    quarters = host.placing.quarters if isinstance(host.placing, PageTurn) else 0
    scale, _, _, _, x, y = raster.matrix
    high, wide = (scale * side for side in raster.pixels.shape)
    turns = {
        1: (0.0, -scale, scale, 0.0, x, y + high),
        2: (-scale, 0.0, 0.0, -scale, x + wide, y + high),
        3: (0.0, scale, -scale, 0.0, x + wide, y),
    }
    pixels = np.ascontiguousarray(np.rot90(raster.pixels, -quarters))
    return replace(raster, pixels=pixels, matrix=turns.get(quarters, raster.matrix))


def with_drawn_numbers(printed: PrintedPage, page: pymupdf.Page) -> PrintedPage:
    """The page with the numbers read that are drawn, or are pictures, in the place of a value: each is in doubt."""
    drawn = [word for word in printed.words if _is_drawn(word)]
    if not drawn:
        return printed
    others = [word for word in printed.words if not _is_drawn(word)]
    found: list[PageWord] = []
    for parts in _together(drawn):
        read = _read_drawn(parts, others, page, printed) if len(found) < _MOST_SIGNS else None
        found += parts if read is None else [read]
    return replace(printed, words=(*others, *found))


def _is_drawn(word: PageWord) -> bool:
    return word.text == UNREADABLE and any(each.kind in _DRAWN for each in word.doubts)


def _together(words: Sequence[PageWord]) -> list[list[PageWord]]:
    """Drawn signs that are one number: side by side on one line, as near as digits are."""
    groups: list[list[PageWord]] = []
    for word in sorted(words, key=lambda word: word.x0):
        for group in groups:
            near = word.x0 - max(each.x1 for each in group) <= _NEAR * word.size
            if near and any(_in_line(each, word) for each in group):
                group.append(word)
                break
        else:
            groups.append([word])
    return groups


def _in_line(one: PageWord, other: PageWord) -> bool:
    return min(one.y1, other.y1) >= max(one.y0, other.y0) - _NEAR * one.size / 2


def _read_drawn(
    parts: Sequence[PageWord], others: Sequence[PageWord], page: pymupdf.Page, printed: PrintedPage
) -> PageWord | None:
    """The number that is recognised in the place of drawn signs; None where none is, or where print touches them."""
    x0, y0 = min(word.x0 for word in parts), min(word.y0 for word in parts)
    x1, y1 = max(word.x1 for word in parts), max(word.y1 for word in parts)
    room = _ROOM * parts[0].size
    around = (x0 - room, y0 - room, x1 + room, y1 + room)
    if any(w.x0 < around[2] and around[0] < w.x1 and w.y0 < y1 and y0 < w.y1 for w in others):
        return None
    raster = _upright(_raster_of(page, printed.placing.page_box(around), SIGN_DPI), printed)
    seen = number_on(raster.pixels, raster.dpi)
    if seen is None:
        return None
    return PageWord(seen.text, x0, y0, x1, y1, parts[0].size, seen.seen_by, seen.doubts, seen.alternatives)


def with_layer_compared(printed: PrintedPage, page: pymupdf.Page) -> PrintedPage:
    """A page that was read in its picture; its numbers are in doubt where text under the picture says others."""
    layer = _layer(page) if not page.rotation else []
    if not layer:
        return printed
    heights = ByHeight(box for _, box in layer)
    words = [_compared(word, printed.placing.page_box(word.box), layer, heights) for word in printed.words]
    return replace(printed, words=tuple(words))


def _layer(page: pymupdf.Page) -> list[tuple[str, Box]]:
    listed: Iterable[tuple[float, float, float, float, str]] = page.get_text("words")
    return [(each[4], (each[0], each[1], each[2], each[3])) for each in listed]


def _compared(word: PageWord, box: Box, layer: Sequence[tuple[str, Box]], heights: ByHeight) -> PageWord:
    if not _is_number(word.text):
        return word
    below = [layer[at] for at in heights.near(box[1], box[3]) if _lies_on(layer[at][1], box)]
    text = "".join(text for text, _ in sorted(below, key=lambda each: each[1][0]))
    if not _is_number(text) or _plain(text) == _plain(word.text):
        return word
    doubts = merged(word.doubts, [doubt(DoubtKind.LAYER_DIFFERS, word.text, text)])
    return replace(word, doubts=doubts, alternatives=(*word.alternatives, text))


def _is_number(text: str) -> bool:
    return looks_numeric(text) and any(map(str.isdigit, text))


def _plain(text: str) -> str:
    """A number without what groups its digits or is only another sign for the same."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    return "".join(char for char in plain if char.isalnum() or char in ".-%()")


def _lies_on(one: Box, other: Box) -> bool:
    """Whether most of a box lies on another one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    area = min(_area(one), _area(other))
    return wide > 0 and high > 0 and area > 0 and wide * high > _OVERLAP * area

"""The picture of a page to a printed page, as every other opener makes them."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import PrintedPage, Stain
from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Segment, together
from extractor.documents.scan.numbers.line_reader import LineReader
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.number_parts import usual_pitch
from extractor.documents.scan.numbers.recogniser import ENGINE, Recogniser
from extractor.documents.scan.numbers.upright import is_upside_down
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.deskew import skew_of, turned
from extractor.documents.scan.paper.ink import PaperSheet, sheet_of, softened
from extractor.documents.scan.paper.pepper import without_pepper
from extractor.documents.scan.paper.placing import Askew, inverse, joined
from extractor.documents.scan.paper.raster import Grey, Raster
from extractor.documents.scan.paper.sides import positive, upside_down
from extractor.documents.scan.tables.faint import with_faint_strokes
from extractor.documents.scan.tables.guides import find_guides
from extractor.documents.scan.tables.marks import Marks, digit_height
from extractor.documents.scan.tables.open_rows import without_strays
from extractor.documents.scan.tables.quality import dirt_of, pepper_on, shortcoming_of
from extractor.documents.scan.tables.rulings import find_rules
from extractor.documents.scan.tables.smudges import Smudge
from extractor.documents.scan.tables.spots import PrintSpot, spots_in_grids, spots_outside
from extractor.errors import DocumentError, OpenerDefect, PoorPicture
from extractor.evidence import DoubtKind, doubt

_WIDE_SIGNS = "\u3001\uff0c\u3002\uff1a\uff1b\uff09"
_HALF_SIGN = 0.45
"""Full-width punctuation is as wide as a character, and half of that is paper behind its ink."""
_LEAST_DIGIT = 4.5
"""Points: smaller print than this is hardly found in reports, and nothing but specks looks like it."""
_EVEN, _PITCH_OF_TYPE = 0.9, 0.6
"""Heights of a digit: so far apart stand digits of a typeface of one width; and that as a share of its size."""
_SIZE = 1.35
"""Size of type as a multiple of the height of its digits."""


@cache
def line_reader() -> LineReader:
    """The one reader of this process."""
    return LineReader(Recogniser())


def read_picture(raster: Raster, number: int, paper: tuple[float, float], name: str) -> PrintedPage:
    """Read one page of the file ``name``; ``number`` counts from 1, ``paper`` is its width and height in points as
    displayed. Raises PoorPicture where digits cannot be told apart, OpenerDefect where reading itself fails.
    """
    try:
        return _read(positive(raster), number, paper, name)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        # Not to be taken for damage of the file, as errors of the PDF library are.
        raise OpenerDefect(f"{name}: page {number}: OCR failed ({type(error).__name__}: {error})") from error


def _read(raster: Raster, number: int, paper: tuple[float, float], name: str, turned_over: bool = False) -> PrintedPage:
    """``turned_over``: the page lay on its head and was turned."""
    _refuse(shortcoming_of(raster), number, name)
    degrees = skew_of(raster.pixels)
    grey, pepper = _cleaned(raster)
    pixels, back = turned(grey, degrees)
    sheet = sheet_of(pixels, raster.dpi, pepper > 0)
    ruled = find_rules(sheet)
    ink = np.asarray(cv2.bitwise_and(sheet.ink, cv2.bitwise_not(ruled.pixels)), np.uint8)
    marks = Marks.of(ink)
    height = digit_height(marks, [sheet.area], sheet.dpi)
    if height:
        _refuse(dirt_of(marks, max(height, sheet.pixels(_LEAST_DIGIT))), number, name)
        _refuse(pepper_on(height, pepper, raster.dpi), number, name)
        marks = Marks.of(with_faint_strokes(sheet, ink, marks, height))
    guides = find_guides(sheet, marks, ruled.rules)
    grids = find_grids(together(ruled.rules, guides))
    uprights = ruled.rules.vertical
    open_ = [number for number, grid in enumerate(grids) if not any(_stands_in(rule, grid) for rule in uprights)]
    unruled = [number for number, grid in enumerate(grids) if not any(_crosses(rule, grid) for rule in ruled.rules[0])]
    spots, smudges = spots_in_grids(sheet, marks, grids, open_, {*open_} & {*unruled})
    before: list[PrintSpot | Smudge] = [*spots, *smudges]
    spots, smudges = without_strays(marks, spots, smudges, unruled)
    dirt = _areas_left_out(before, [*spots, *smudges])
    spots += spots_outside(sheet, marks, grids)
    if not turned_over and is_upside_down(line_reader().recogniser, sheet, spots):
        return _read(upside_down(raster), number, paper, name, turned_over=True)
    size = _size_of_type(usual_pitch(marks, [spot for spot in spots if spot.figure]))
    seen = line_reader().read(sheet, marks, spots)
    dirt += [spot.line for spot, each in zip(spots, seen, strict=True) if not each.text]
    words = list(_words(spots, seen, sheet, size))
    words += [_smudged(each, sheet) for each in smudges]
    scale = 72 / raster.dpi
    (a, c, e), (b, d, f) = back.tolist()
    matrix = joined(joined((1 / scale, 0.0, 0.0, 1 / scale, 0.0, 0.0), (a, b, c, d, e, f)), raster.matrix)
    return PrintedPage(
        number=number,
        width=pixels.shape[1] * scale,
        height=pixels.shape[0] * scale,
        placing=Askew(matrix),
        words=tuple(words),
        rules=ruled.rules,
        method="scan",
        source=f"a picture of {raster.pixels.shape[1]} x {raster.pixels.shape[0]} pixels, {raster.dpi:.0f} an inch",
        paper=paper,
        transform=inverse(raster.matrix),
        guides=guides,
        stains=tuple(_stain(each, sheet) for each in dirt),
    )


def _cleaned(raster: Raster) -> tuple[Grey, float]:
    """The pixels ready to be turned, and how full of black pixels they were."""
    if raster.bilevel:
        return softened(raster.pixels, raster.dpi), 0.0
    return without_pepper(raster.pixels, raster.dpi)


def _crosses(rule: Segment, grid: RuledGrid) -> bool:
    """Whether a rule lies across most of a table."""
    x0, y0, x1, y1 = grid.box
    return y0 <= rule.at <= y1 and 2 * (min(rule.end, x1) - max(rule.start, x0)) > x1 - x0


def _stands_in(rule: Segment, grid: RuledGrid) -> bool:
    """Whether an upright rule stands between the columns of a table."""
    x0, y0, x1, y1 = grid.box
    return x0 < rule.at < x1 and min(rule.end, y1) > max(rule.start, y0)


def _refuse(lack: str, number: int, name: str) -> None:
    """PoorPicture where a page lacks something."""
    if lack:
        raise PoorPicture(
            f"{name}: page {number} is too poor a picture to read: {lack}. Scan it again, in grey, at 200 or more."
        )


def _size_of_type(pitch: float) -> float:
    """Size of type as a multiple of the height of its digits. In a typeface whose characters are all of one width it is
    more: its digits are low, and a space between words is as wide as a letter. ``pitch`` as :func:`usual_pitch` tells.
    """
    return max(_SIZE, pitch / _PITCH_OF_TYPE) if pitch >= _EVEN else _SIZE


def _words(spots: Sequence[PrintSpot], seen: Sequence[ViewedLine], sheet: PaperSheet, size: float) -> "list[PageWord]":
    return [
        word
        for spot, each in zip(spots, seen, strict=True)
        for word in _words_of(spot, each, sheet, size if spot.row is None else _SIZE)
    ]


def _words_of(spot: PrintSpot, seen: ViewedLine, sheet: PaperSheet, of_type: float) -> list[PageWord]:
    """The words of a line; where each of several ends is told by the number of characters. ``of_type`` as
    :func:`_size_of_type` tells.
    """
    scale = 72 / sheet.dpi
    line = spot.line
    grown = max(0, spot.height - line.height) / 2
    y0, y1 = (line.y0 - grown) * scale, (line.y1 + grown) * scale
    size = max(min(line.height, 1.5 * spot.height), spot.height) * of_type * scale
    parts = seen.text.split()
    if len(parts) == 1:
        right = line.x1 * scale + (_HALF_SIGN * size if parts[0][-1] in _WIDE_SIGNS else 0.0)
        told = (ENGINE, seen.doubts, seen.alternatives)
        return [PageWord(parts[0], line.x0 * scale, y0, right, y1, size, *told, specks=seen.specks)]
    length = len(seen.text)
    others = [other for text in seen.alternatives if len(other := text.split()) == len(parts)]
    words, at = [], 0
    for number, part in enumerate(parts):
        start = seen.text.index(part, at)
        at = start + len(part)
        x0, x1 = (line.x0 + line.width * edge / length for edge in (start, at))
        unlike = tuple(other[number] for other in others if other[number] != part)
        doubts = seen.words[number] if len(seen.words) == len(parts) else seen.doubts
        told = (ENGINE, doubts, unlike)
        words.append(PageWord(part, x0 * scale, y0, x1 * scale, y1, size, *told, specks=seen.specks))
    return words


def _smudged(smudge: Smudge, sheet: PaperSheet) -> PageWord:
    """Print that cannot be read, in the middle of a cell."""
    x, y = _middle(smudge.area, sheet)
    return PageWord(UNREADABLE, x - 2, y - 3, x + 2, y + 3, 8.0, ENGINE, smudge.doubts)


def _areas_left_out(before: Sequence[PrintSpot | Smudge], after: Sequence[PrintSpot | Smudge]) -> list[PixelBox]:
    """Where that lies which was kept no longer."""
    kept = {id(each) for each in after}
    return [each.area for each in before if id(each) not in kept]


def _stain(area: PixelBox, sheet: PaperSheet) -> Stain:
    """What was taken for dirt."""
    return Stain(*_middle(area, sheet), (doubt(DoubtKind.DIRT_LEFT_OUT),))


def _middle(area: PixelBox, sheet: PaperSheet) -> tuple[float, float]:
    """The middle of an area of a page, in points."""
    scale = 72 / sheet.dpi
    return (area.x0 + area.x1) / 2 * scale, (area.y0 + area.y1) / 2 * scale

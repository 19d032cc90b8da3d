"""The picture of a page to a printed page, as every other opener makes them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.model import Box
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import PrintedPage, Stain
from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Rules, Segment, together
from extractor.documents.scan.base_layer import (
    boxes_on_page,
    is_strange,
    level_boxes,
    missing_words,
    read_lines,
    sideways_lines,
    unseen_boxes,
    with_sideways,
    words_of_line,
)
from extractor.documents.scan.comb_lines import without_combs
from extractor.documents.scan.downward_page import UNSEEN_DOWNWARDS, read_downward_page
from extractor.documents.scan.engines.engine_choice import second_engines
from extractor.documents.scan.engines.second_look import strange_words, with_second_look
from extractor.documents.scan.facing_numbers import fold_between_numbers
from extractor.documents.scan.flat_page import FlatPage, flat_page
from extractor.documents.scan.handwriting import with_handwriting
from extractor.documents.scan.illegible import illegible_remarks
from extractor.documents.scan.lettered_lines import with_letters
from extractor.documents.scan.numbers.line_reader import LineReader
from extractor.documents.scan.numbers.line_words import size_of_type, words_of_spots
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.number_parts import usual_pitch
from extractor.documents.scan.numbers.raised_signs import with_raised_signs
from extractor.documents.scan.numbers.recogniser import ENGINE, Recogniser
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.curl import Curl, curl_of, uncurled
from extractor.documents.scan.paper.deskew import turned
from extractor.documents.scan.paper.feed_holes import outside_holes, without_feed_holes
from extractor.documents.scan.paper.fold import fold_of
from extractor.documents.scan.paper.ink import PaperSheet, sheet_of, softened
from extractor.documents.scan.paper.leaders import without_leaders
from extractor.documents.scan.paper.pepper import without_pepper
from extractor.documents.scan.paper.placing import Askew, inverse, joined
from extractor.documents.scan.paper.raster import Grey, Raster
from extractor.documents.scan.paper.seals import ring_places
from extractor.documents.scan.paper.stamps import stamp_places
from extractor.documents.scan.paper.text_boxes import TextBox
from extractor.documents.scan.tables.dash_levels import fallen_dashes, read_as_dashes
from extractor.documents.scan.tables.facing_pages import guides_of_pages
from extractor.documents.scan.tables.faint import with_faint_strokes
from extractor.documents.scan.tables.held_ink import MORE_INK, heavy_dashes, ink_beside
from extractor.documents.scan.tables.marks import Marks, digit_height
from extractor.documents.scan.tables.open_rows import without_strays
from extractor.documents.scan.tables.parts_beside import between_parts
from extractor.documents.scan.tables.quality import dirt_of, pepper_on, shortcoming_of
from extractor.documents.scan.tables.rulings import Ruled, find_rules
from extractor.documents.scan.tables.run_through import rules_on_level, rules_through, run_through
from extractor.documents.scan.tables.smudges import Smudge
from extractor.documents.scan.tables.spots import PrintSpot, spots_in_grids, spots_outside
from extractor.documents.scan.tables.text_votes import parted_at_gaps, print_boxes
from extractor.documents.scan.tables.touched import touched
from extractor.documents.scan.ticked_boxes import with_ticked_boxes
from extractor.documents.scan.turned_cells import with_turned_cells
from extractor.documents.scan.unread_ink import unread_ink
from extractor.errors import ConfigurationError, DocumentError, OpenerDefect, PoorPicture
from extractor.evidence import Doubt, DoubtKind, doubt, merged

_LEAST_DIGIT = 4.5
"""Points: smaller print than this is hardly found in reports, and nothing but specks looks like it."""
_DOWNWARDS = "its lines run from top to bottom: they are read one by one, without tables, and every word is in doubt"


@cache
def line_reader() -> LineReader:
    """The one reader of this process."""
    return LineReader(Recogniser())


def read_picture(raster: Raster, number: int, paper: tuple[float, float], name: str) -> PrintedPage:
    """Read one page of the file ``name``; ``number`` counts from 1, ``paper`` is its width and height in points as
    displayed. A page too poor to read clearly is read in doubt, and says so in its remarks. Raises OpenerDefect where
    reading itself fails.
    """
    try:
        return _read(flat_page(raster, line_reader().recogniser), number, paper)
    except (DocumentError, ConfigurationError, OpenerDefect, MemoryError):
        raise
    except Exception as error:
        # Not to be taken for damage of the file, as errors of the PDF library are.
        raise OpenerDefect(f"{name}: page {number}: OCR failed ({type(error).__name__}: {error})") from error


def refuse_illegible(pages: Sequence[PrintedPage], name: str) -> None:
    """PoorPicture where nothing is legible on any page, though print is on one of them; it names where."""
    read = (*pages, *(inset.page for page in pages for inset in page.insets))
    if any(word.text != UNREADABLE for page in read for word in page.words):
        return
    for page in pages:
        if page.method == "scan" and page.remarks:
            said = "; ".join(page.remarks)
            raise PoorPicture(f"{name}: page {page.number}: {said}. Scan it again, in grey, at 200 or more.")


class _Inked(NamedTuple):
    """A page turned level and straightened, its ink and its rules. ``back`` as :func:`turned` gives it; ``curl``: how
    it was bent before; ``boxes``: lines of print that the detector of text finds; ``seals``: where seals lie, in
    points; ``lacks``: why it is a poor picture, in words; ``fold``: of an open book, in pixels;
    ``combed``: the words of comb fields, which are not among the marks.
    """

    sheet: PaperSheet
    ruled: Ruled
    marks: Marks
    back: NDArray[np.float64]
    curl: Curl | None
    boxes: list[TextBox]
    seals: tuple[Box, ...]
    lacks: tuple[str, ...]
    fold: float | None
    combed: tuple[PageWord, ...] = ()


class _Seen(NamedTuple):
    """What was read on a page, in points."""

    words: list[PageWord]
    guides: Rules
    stains: list[Stain]


def _read(flat: FlatPage, number: int, paper: tuple[float, float]) -> PrintedPage:
    raster = flat.raster
    inked = _inked(flat)
    scale, boxes, reader = 72 / raster.dpi, inked.boxes, line_reader().recogniser
    seen = _Seen([], Rules((), ()), []) if flat.downwards else _without_detector(inked)
    down = read_downward_page(reader, inked.sheet.grey, boxes, scale) if flat.downwards else None
    words, illegible = down or _by_detector(inked, boxes, [*seen.words, *inked.combed], seen.guides)
    dirt = (Stain(box.x * scale, box.y * scale, (doubt(DoubtKind.DIRT_LEFT_OUT),)) for box in illegible)
    words = [_poor(word, inked.lacks) for word in words] if inked.lacks else words
    words = with_ticked_boxes(words, inked.sheet, inked.combed)
    if not flat.downwards:
        words = with_handwriting(words, inked.sheet, inked.marks)
    words, engines = _looked_at_again(inked, words)
    (a, c, e), (b, d, f) = inked.back.tolist()
    matrix = joined(joined((1 / scale, 0.0, 0.0, 1 / scale, 0.0, 0.0), (a, b, c, d, e, f)), raster.matrix)
    placing = Askew(matrix, raster.lens, inked.curl and inked.curl.scaled(scale))
    unread = [placing.page_box(box) for box in _unread_places(inked, illegible, words)]
    height, width = (side * scale for side in inked.sheet.ink.shape)
    return PrintedPage(
        number=number,
        width=width,
        height=height,
        placing=placing,
        words=tuple(words),
        rules=Rules((), ()) if flat.downwards else inked.ruled.rules,
        method="scan",
        source=f"a picture of {raster.pixels.shape[1]} x {raster.pixels.shape[0]} pixels, {raster.dpi:.0f} an inch",
        paper=paper,
        transform=None if raster.lens else inverse(raster.matrix),
        remarks=(
            *_remarks(inked, words, level_boxes(boxes)),
            *([_DOWNWARDS] if flat.downwards else []),
            *illegible_remarks(unread, paper, nothing=bool(inked.lacks) and not words),
            *engines,
        ),
        guides=seen.guides,
        stains=(*seen.stains, *dirt),
        unseen=merged(_poverty(inked.lacks) if inked.lacks else (), UNSEEN_DOWNWARDS if flat.downwards else ()),
        fold=inked.fold * scale if inked.fold else fold_between_numbers(words, width, height),
    )


def _inked(flat: FlatPage) -> _Inked:
    raster = flat.raster
    grey, pepper = _cleaned(raster)
    pixels, back = turned(grey, flat.degrees)
    curl = curl_of(pixels)
    if curl is not None:
        pixels = np.asarray(uncurled(pixels, curl), np.uint8)
    sheet, holes = without_feed_holes(sheet_of(pixels, raster.dpi, pepper > 0))
    found = outside_holes(boxes_on_page(flat.boxes, back, flat.degrees, curl), holes)
    level = level_boxes(found)
    fold = fold_of(pixels, level)
    sheet, lines = without_leaders(sheet, level)
    boxes = [*parted_at_gaps(sheet, lines), *(box for box in found if box not in level)]
    printed = print_boxes(sheet, boxes)
    ruled = find_rules(sheet, printed)
    ruled = ruled._replace(rules=between_parts(ruled.rules, printed, sheet.dpi / 72))
    ink = np.asarray(cv2.bitwise_and(sheet.ink, cv2.bitwise_not(ruled.pixels)), np.uint8)
    combed = without_combs(line_reader(), sheet, ruled.rules, ink)
    ink, ruled = combed.ink, ruled._replace(rules=combed.rules)
    marks = Marks.of(ink)
    height = digit_height(marks, [sheet.area], sheet.dpi)
    lacks = [shortcoming_of(raster)] if flat.boxes or height else []  # a blank page lacks nothing
    if height:
        lacks += [dirt_of(marks, max(height, sheet.pixels(_LEAST_DIGIT)), found), pepper_on(height, pepper, raster.dpi)]
        marks = Marks.of(with_faint_strokes(sheet, ink, marks, height))
    rings = (_in_points(place, sheet.dpi) for place in ring_places(sheet.grey, sheet.dpi))
    stamps = (_in_points(place, sheet.dpi) for place in stamp_places(sheet.grey, sheet.dpi, ruled.pixels))
    seals = (*_level_seals(raster, back), *rings, *stamps)
    lacks = [lack for lack in lacks if lack]
    return _Inked(sheet, ruled, marks, back, curl, boxes, seals, tuple(lacks), fold, combed.words)


def _level_seals(raster: Raster, back: NDArray[np.float64]) -> tuple[Box, ...]:
    """Where seals lie on the page turned level, in points; of a page photographed aslant it is not known."""
    if not raster.seals or raster.lens:
        return ()
    (a, c, e), (b, d, f) = back.tolist()
    scale = 72 / raster.dpi
    matrix = joined(joined((1 / scale, 0.0, 0.0, 1 / scale, 0.0, 0.0), (a, b, c, d, e, f)), raster.matrix)
    level = Askew(inverse(matrix))
    return tuple(level.page_box(box) for box in raster.seals)


def _in_points(place: tuple[int, int, int, int], dpi: float) -> Box:
    x0, y0, x1, y1 = (edge * 72 / dpi for edge in place)
    return x0, y0, x1, y1


def _without_detector(inked: _Inked) -> _Seen:
    """What the marks of the page say: in the cells of its tables, and where gaps part words outside them."""
    sheet, ruled, marks = inked.sheet, inked.ruled, inked.marks
    guides = guides_of_pages(sheet, marks, ruled.rules, print_boxes(sheet, inked.boxes), inked.fold)
    grids = find_grids(together(ruled.rules, guides))
    uprights = ruled.rules.vertical
    open_ = [number for number, grid in enumerate(grids) if not any(_stands_in(rule, grid) for rule in uprights)]
    unruled = [number for number, grid in enumerate(grids) if not any(_crosses(rule, grid) for rule in ruled.rules[0])]
    spots, smudges = spots_in_grids(sheet, marks, grids, open_, {*open_} & {*unruled})
    before: list[PrintSpot | Smudge] = [*spots, *smudges]
    spots, smudges = without_strays(marks, spots, smudges, unruled)
    dirt = _areas_left_out(before, [*spots, *smudges])
    if grids or not inked.lacks:
        spots += spots_outside(sheet, marks, grids)
    size = size_of_type(usual_pitch(marks, [spot for spot in spots if spot.figure]))
    lines = with_raised_signs(marks, spots, line_reader().read(sheet, marks, spots))
    numbers = {spot: each.text for spot, each in zip(spots, lines, strict=True) if _may_be_number(each.text)}
    as_dashes = {*read_as_dashes(spots, [each.text for each in lines])}
    dashes, crossed = [*fallen_dashes(marks, spots, as_dashes)], [*run_through(marks, numbers)]
    across = ruled.rules.horizontal
    strikes = (*ruled.strikes, *rules_through(across, marks, spots, sheet.dpi))
    strikes = (*strikes, *rules_on_level(across, grids, spots, sheet.dpi))
    over = touched(strikes, sheet, grids, inked.seals, spots, dashes, crossed)
    figures = {*as_dashes, *(spot.line for spot in numbers)}
    filled = [spot for spot, each in zip(spots, lines, strict=True) if each.text]
    beside = ink_beside(sheet, marks, grids, filled, figures, [each.area for each in smudges], ruled)
    heavy = {*heavy_dashes(sheet, spots, as_dashes), *beside.lines}
    seen = [
        each._replace(doubts=merged(each.doubts, over.doubts_of(spot.line), MORE_INK if spot.line in heavy else ()))
        for spot, each in zip(spots, lines, strict=True)
    ]
    dirt += [spot.line for spot, each in zip(spots, seen, strict=True) if not each.text]
    words = [*words_of_spots(spots, seen, sheet, size), *(_smudged(each, sheet) for each in smudges)]
    return _Seen(words, guides, [*(_stain(each, sheet) for each in dirt), *over.stains, *beside.stains])


def _may_be_number(text: str) -> bool:
    """Whether a line is a number, or one character that a digit with a stroke through it may be taken for."""
    return len(text) == 1 or 2 * sum(sign.isdigit() for sign in text) >= max(1, len(text))


def _by_detector(
    inked: _Inked, boxes: Sequence[TextBox], words: Sequence[PageWord], guides: Rules
) -> tuple[list[PageWord], list[TextBox]]:
    """The words with those that the detector of text finds beside them, and the lines of which nothing can be read."""
    scale, recogniser, grey = 72 / inked.sheet.dpi, line_reader().recogniser, inked.sheet.grey
    lines = read_lines(recogniser, grey, unseen_boxes(level_boxes(boxes), words, scale))
    found = [word for line in lines if line.legible for word in words_of_line(line, scale)]
    whole = [*words, *missing_words(found, words)]
    whole = with_sideways(whole, sideways_lines(recogniser, grey, boxes), scale)
    cells = [cell.box for grid in find_grids(together(inked.ruled.rules, guides)) for cell in grid.cells]
    whole = with_turned_cells(whole, recogniser, grey, cells, scale)
    grids = find_grids(inked.ruled.rules)
    whole = with_letters(whole, recogniser, grey, level_boxes(boxes), scale, [grid.box for grid in grids])
    return whole, [line.box for line in lines if not line.legible]


def _looked_at_again(inked: _Inked, words: list[PageWord]) -> tuple[list[PageWord], list[str]]:
    """The words with what further engines say of them, where some are named; and what the page says of that."""
    scale, grey, said = 72 / inked.sheet.dpi, inked.sheet.grey, []
    for engine in second_engines():
        seen = engine.read(grey, inked.sheet.dpi)
        if _is_doubtful(words) and is_strange(line_reader().recogniser, grey, level_boxes(inked.boxes)):
            words = strange_words(seen, engine.name, scale) or words
            said.append(f"in writing that only {engine.name} may know, and read by that alone")
        else:
            words = with_second_look(words, seen, engine.name, scale)
    return words, said


def _unread_places(inked: _Inked, illegible: Sequence[TextBox], words: Sequence[PageWord]) -> Iterator[Box]:
    """Where print or other ink lies of which nothing was read, in points; single cells say so themselves."""
    scale = 72 / inked.sheet.dpi
    for line in illegible:
        x0, y0, x1, y1 = (edge * scale for edge in line.bounds)
        yield x0, y0, x1, y1
    yield from unread_ink(inked.sheet, [word.box for word in words], inked.ruled.rules)
    if all(word.text == UNREADABLE for word in words):
        yield from (word.box for word in words)


def _is_doubtful(words: Sequence[PageWord]) -> bool:
    """Whether at least half of the words of a page are in doubt."""
    return 2 * sum(word.clear for word in words) <= len(words)


def _poverty(lacks: Sequence[str]) -> tuple[Doubt, ...]:
    return (doubt(DoubtKind.POOR_PICTURE, "; ".join(lacks)),)


def _poor(word: PageWord, lacks: Sequence[str]) -> PageWord:
    """A word of a poor picture, which nothing on the page makes clear."""
    return replace(word, doubts=merged(word.doubts, _poverty(lacks)), specks=False)


def _remarks(inked: _Inked, words: Sequence[PageWord], boxes: Sequence[TextBox]) -> Iterator[str]:
    """What a page says of itself: that it is a poor picture, or in writing that nobody here can read."""
    if inked.lacks:
        how = "is read in doubt" if words else "cannot be read"
        yield f"a poor picture, which {how}: {'; '.join(inked.lacks)}"
    if _is_doubtful(words) and is_strange(line_reader().recogniser, inked.sheet.grey, boxes):
        yield "most of its lines are in writing that the installed recogniser does not know"


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

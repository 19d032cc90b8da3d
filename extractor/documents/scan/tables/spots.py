"""The lines of print of a page, in cells of ruled tables and outside, before anything is recognised."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruled_grid import RuledGrid
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.cell_edges import without_edges
from extractor.documents.scan.tables.marks import (
    Marks,
    characters_of,
    digit_height,
    in_broken_digit,
    is_dash,
    lines_of,
    parted,
    with_parts_above,
)
from extractor.documents.scan.tables.smudges import Smudge, is_smudged, stands_in_line
from extractor.evidence import DoubtKind, doubt

_INSET = 1.0
_FIGURE_WIDTH = 14
_DIRT = 0.12
"""Share of the height of a digit: smaller marks are dirt in any writing."""
_DASH = 0.28
_LONE_DASH = 0.36
"""A dash that stands outside all cells is no shorter: specks are."""
_LONG_DASH = 0.45
"""A dash so long may be as thin as a pixel."""
_FLAT = 0.9
"""Heights of a digit: a stroke so long at the end of a line is a character of one stroke, thin but for its end."""
_JOIN = 0.75
_LETTER = 0.55
_WHOLE = 0.85
_ONE_LINE = 1.45
"""So high is a line at most whose digits broke into pieces above each other."""
_LARGER, _SPACED = 1.15, 1.45
"""What is so many times as high as digits is larger print, and its words are parted by no more of its own height."""
_LETTERS = 0.85
"""Of the letters of a line, so many are no higher than its large ones."""
_PARTED = 1.6
"""No space between words is so wide, in heights of a digit."""
_LARGEST = 60.0
"""Points: no letter is larger; what is, is the shadow of an edge, a picture, a stamp."""
_EDGE_OF_PAGE = 4.0
"""Points: nothing is printed so close to the edge of the paper; what is seen there is the edge itself."""
_MARGIN, _SHADOW = 20.0, 235
"""Points, and a grey: what is so close to the edge and stands on darker paper is the shadow of that edge."""
_USUAL = 7.0
"""Points: the height of a digit where nothing on the page tells."""


@dataclass(frozen=True)
class PrintSpot:
    """One line of print, a text line. ``marks`` are its own marks, ``dirt`` what lies around them in ``area``;
    ``height`` is the usual height of a digit there. ``figure``: its marks could be a number and no more. ``column``,
    ``row``: number of the grid, and of the column and row in it; None outside grids, no column for a cell over several.
    ``open``: the sides of its cell are not printed.
    """

    line: PixelBox
    area: PixelBox
    height: int
    marks: tuple[int, ...]
    dirt: tuple[int, ...]
    figure: bool
    column: tuple[int, int] | None = None
    row: tuple[int, int] | None = None
    open: bool = False


def spots_in_grids(
    sheet: PaperSheet,
    marks: Marks,
    grids: Sequence[RuledGrid],
    open_: Collection[int] = (),
    unruled: Collection[int] = (),
) -> tuple[list[PrintSpot], list[Smudge]]:
    """The lines in the cells of all grids, and the cells that may not be blank. ``open_``: numbers of the grids whose
    upright lines are not printed, and leave nothing along the sides of cells; ``unruled``: of those whose lines across
    are not printed either, and leave nothing over and under them.
    """
    spots: list[PrintSpot] = []
    blanks: list[tuple[Smudge, int]] = []
    lone: list[tuple[Smudge, tuple[int, int], int]] = []
    soiled = [0, 0]
    for number, grid in enumerate(grids):
        areas = [_area(sheet, cell.box) for cell in grid.cells]
        height = digit_height(marks, areas, sheet.dpi) or sheet.pixels(_USUAL)
        for cell, area in zip(grid.cells, areas, strict=True):
            found, dirt = _spots_of_cell(marks, area, height, number not in open_, number not in unruled)
            column = (number, cell.column) if cell.column_span == 1 else None
            spots += [replace(spot, column=column, row=(number, cell.row), open=number in open_) for spot in found]
            if not found or found[0].figure:
                soiled[0] += dirt
                soiled[1] += area.width * area.height
            if not found:
                blanks.append((Smudge(area, (number, cell.row)), dirt))
                lone += [(blanks[-1][0], column, height)] if column else []
    usual = soiled[0] / max(1, soiled[1])
    soiled_more = (doubt(DoubtKind.DIRT_IN_CELL),)
    smudges = [replace(each, doubts=soiled_more) for each, dirt in blanks if is_smudged(each.area, dirt, usual, sheet)]
    columns: dict[tuple[int, int], list[tuple[PixelBox, PixelBox]]] = defaultdict(list)
    for spot in spots:
        if spot.figure and spot.column is not None:
            columns[spot.column].append((spot.line, spot.area))
    smudges += [
        replace(blank, doubts=(doubt(DoubtKind.MARK_IN_LINE),))
        for blank, column, height in lone
        if blank not in smudges and stands_in_line(marks, blank.area, columns[column], height)
    ]
    return spots, smudges


def _area(sheet: PaperSheet, box: tuple[float, float, float, float]) -> PixelBox:
    scale = sheet.dpi / 72
    inset = max(1, round(_INSET * scale))
    x0, y0, x1, y1 = (round(edge * scale) for edge in box)
    high, wide = sheet.ink.shape
    return PixelBox(max(0, x0 + inset), max(0, y0 + inset), min(wide, x1 - inset), min(high, y1 - inset))


def _spots_of_cell(marks: Marks, area: PixelBox, height: int, sides: bool, ends: bool) -> tuple[list[PrintSpot], int]:
    """The lines of one cell and how many pixels of dirt lie in it; 0 beside writing. ``sides``, ``ends``: rules stand
    left and right, over and under it.
    """
    numbers = without_edges(marks, marks.inside(area), area, height, sides, ends)
    if not numbers.size:
        return [], 0
    figure = _figure(marks, numbers, area, height)
    if figure is not None:
        return [figure], int(marks.areas[list(figure.dirt)].sum()) if figure.dirt else 0
    writing, dirt = _writing(marks, numbers, height)
    if not _prints(marks, writing, height):
        return [], int(marks.areas[numbers].sum())
    lines = [line for line in _written(marks, lines_of(marks, writing), height) if line]
    kept = {number for line in lines for number in line}
    dirt += [number for number in writing if number not in kept]
    return [PrintSpot(marks.around(line), area, height, tuple(line), tuple(dirt), False) for line in lines], 0


def _written(marks: Marks, lines: Sequence[list[int]], height: int) -> list[list[int]]:
    """The lines of a cell that hold letters, without the dots at their ends; where none does, those not flat."""
    lines = with_parts_above(marks, lines, height)
    lettered = [line for line in lines if (marks.heights[line] >= _LETTER * height).any()]
    if lettered:
        return [_trimmed(marks, part, height)[0] for line in lettered for part in parted(marks, line, _PARTED * height)]
    return [line for line in lines if marks.around(line).height >= 0.3 * height] or list(lines[:1])


def _figure(marks: Marks, numbers: NDArray[np.intp], area: PixelBox, height: int) -> PrintSpot | None:
    """The line of a cell that could print a number: one line of digits and signs, nothing else but dirt."""
    kept, dirt = characters_of(marks, numbers, height)
    lines = _figure_lines(marks, lines_of(marks, kept), height)
    own = [number for line in lines for number in line]
    dirt += [number for number in kept if number not in own]
    if not own:
        return None
    around = marks.around(own)
    tallest = 1.7 if len(lines) == 1 else _ONE_LINE
    if around.width > _FIGURE_WIDTH * height or around.height > tallest * height:
        return None
    whole = PixelBox(area.x0, min(area.y0, around.y0), area.x1, max(area.y1, around.y1))
    return PrintSpot(around, whole, height, tuple(own), tuple(dirt), True)


def _figure_lines(marks: Marks, lines: Sequence[list[int]], height: int) -> list[list[int]]:
    """Of lines of marks above each other those of a number: all that hold digits, or the only one that does with the
    halves of its digits; dashes where nothing else is there.
    """
    digits = [line for line in lines if not is_dash(marks, line, height)] or [*lines]
    lettered = [line for line in digits if (marks.heights[line] >= _LETTER * height).any()] or digits
    return halves_of(marks, lettered[0], lines, height) if len(lettered) == 1 else digits


def halves_of(marks: Marks, line: list[int], lines: Sequence[list[int]], height: int) -> list[list[int]]:
    """Of lines of marks one, and those that are the other halves of its digits. A flat stroke over or under digits is
    dirt, or what is left of a rule; under half a digit it is its foot.
    """
    around = marks.around(line)
    whole = around.height >= _WHOLE * height
    if whole and around.width > height:
        return [line]
    return [
        each
        for each in lines
        if each is line or (_halves(marks, each, line, height) and not (whole and is_dash(marks, each, height)))
    ]


def _halves(marks: Marks, line: Sequence[int], other: Sequence[int], height: int) -> bool:
    """Whether two lines are the halves of digits, one above the other: of one digit, or of several with a half over
    each other half.
    """
    first, second = marks.around(line), marks.around(other)
    if max(first.y1, second.y1) - min(first.y0, second.y0) > _ONE_LINE * height:
        return False
    ours, theirs = marks.boxes[list(line)], marks.boxes[list(other)]
    shared = np.minimum(ours[:, 2, None], theirs[:, 2]) - np.maximum(ours[:, 0, None], theirs[:, 0])
    narrower = np.minimum((ours[:, 2] - ours[:, 0])[:, None], theirs[:, 2] - theirs[:, 0])
    return bool((2 * shared > narrower).any(axis=1).all() and (ours[:, 2] - ours[:, 0] <= height).all())


def _writing(marks: Marks, numbers: NDArray[np.intp], height: int) -> tuple[list[int], list[int]]:
    least = max(1.5, _DIRT * height)
    large = (marks.heights[numbers] >= least) | (marks.widths[numbers] >= least)
    large &= marks.areas[numbers] >= least * least * 0.7
    return numbers[large].tolist(), numbers[~large].tolist()


def _prints(marks: Marks, writing: Sequence[int], height: int) -> bool:
    """Whether one mark at least is as large as a dash."""
    chosen = list(writing)
    return bool((np.maximum(marks.widths[chosen], marks.heights[chosen]) >= _DASH * height).any())


def spots_outside(sheet: PaperSheet, marks: Marks, grids: Sequence[RuledGrid]) -> list[PrintSpot]:
    """The lines of print outside all grids, cut where gaps are wider than a space."""
    scale = sheet.dpi / 72
    outside = np.ones(len(marks.boxes), bool)
    outside[0] = False
    for grid in grids:
        x0, y0, x1, y1 = (round(edge * scale) for edge in grid.box)
        outside[marks.inside(PixelBox(x0, y0, x1, y1))] = False
    outside &= np.maximum(marks.widths, marks.heights) < sheet.pixels(_LARGEST)
    numbers = np.flatnonzero(outside)
    page = sheet.area
    height = digit_height(marks, [page], sheet.dpi) or sheet.pixels(_USUAL)
    writing, dirt = _writing(marks, numbers, height)
    if not writing:
        return []
    runs = _spaced(marks, _whole_runs(marks, [*_runs(sheet.ink, marks, writing, height)]), height)
    found = [spot for run in runs for spot in _spots_of_run(marks, run, dirt, height, page)]
    edge = sheet.pixels(_EDGE_OF_PAGE)
    paper = PixelBox(edge, edge, page.x1 - edge, page.y1 - edge)
    margin = sheet.pixels(_MARGIN)
    inner = PixelBox(margin, margin, page.x1 - margin, page.y1 - margin)
    found = [
        spot
        for spot in found
        if _inside(spot.line, paper) and (_inside(spot.line, inner) or not _in_shadow(sheet, spot))
    ]
    return _on_lines(found, marks)


def _in_shadow(sheet: PaperSheet, spot: PrintSpot) -> bool:
    """Whether what lies around a line is no white paper."""
    line, room = spot.line, max(2, spot.height // 2)
    around = sheet.grey[max(0, line.y0 - room) : line.y1 + room, max(0, line.x0 - room) : line.x1 + room]
    return float(np.median(around)) < _SHADOW


def _inside(line: PixelBox, area: PixelBox) -> bool:
    """Whether all of a line lies in an area."""
    return line.x0 >= area.x0 and line.y0 >= area.y0 and line.x1 <= area.x1 and line.y1 <= area.y1


def _whole_runs(marks: Marks, runs: Sequence[list[int]]) -> list[list[int]]:
    """The runs, each with those that stand inside it: the dot of an i, the tip of a stroke that broke off."""
    extents = [marks.around(run) for run in runs]
    order = sorted(range(len(runs)), key=lambda at: -extents[at].width * extents[at].height)
    boxes = np.zeros((len(runs), 4), np.int32)
    whole: list[list[int]] = []
    for at in order:
        around = extents[at]
        x, y = (around.x0 + around.x1) / 2, (around.y0 + around.y1) / 2
        held = boxes[: len(whole)]
        holders = np.flatnonzero((held[:, 0] <= x) & (x < held[:, 2]) & (held[:, 1] <= y) & (y < held[:, 3]))
        if holders.size:
            whole[holders[0]].extend(runs[at])
        else:
            boxes[len(whole)] = (around.x0, around.y0, around.x1, around.y1)
            whole.append([*runs[at]])
    return whole


def _spaced(marks: Marks, runs: Sequence[list[int]], height: int) -> list[list[int]]:
    """The runs; neighbours in print larger than digits are one where no more than a space between words parts them."""
    sizes = [_size_of(marks, run, height) for run in runs]
    whole = [run for run, size in zip(runs, sizes, strict=True) if size <= _LARGER * height]
    large = [
        (marks.around(run), size, [*run]) for run, size in zip(runs, sizes, strict=True) if size > _LARGER * height
    ]
    lines: list[tuple[PixelBox, float, list[int]]] = []
    for here, size, run in sorted(large, key=lambda each: each[0].x0):
        for at, (there, other, members) in enumerate(lines):
            level = min(here.y1, there.y1) - max(here.y0, there.y0)
            close = here.x0 - there.x1 <= _SPACED * min(size, other)
            if close and 2 * level > min(here.height, there.height):
                members.extend(run)
                lines[at] = (marks.around(members), min(size, other), members)
                break
        else:
            lines.append((here, size, run))
    return [*whole, *(members for _, _, members in lines)]


def _size_of(marks: Marks, run: Sequence[int], height: int) -> float:
    """The height of the large letters of a run, in pixels."""
    heights = marks.heights[list(run)]
    tall = heights[heights >= _LETTER * height]
    return float(np.quantile(tall, _LETTERS)) if len(tall) else 0.0


def _on_lines(spots: Sequence[PrintSpot], marks: Marks) -> list[PrintSpot]:
    """The lines without dashes that stand on no line of letters: dirt, dots of a raster, the shadow of a fold."""
    tall = [bool((marks.heights[list(spot.marks)] >= 0.6 * spot.height).any()) for spot in spots]
    bands = [(spot.line.y0, spot.line.y1) for spot, letters in zip(spots, tall, strict=True) if letters]
    return [
        spot
        for spot, letters in zip(spots, tall, strict=True)
        if letters or any(top <= (spot.line.y0 + spot.line.y1) / 2 <= bottom for top, bottom in bands)
    ]


def _runs(ink: Grey, marks: Marks, writing: Sequence[int], height: int) -> Iterator[list[int]]:
    """Marks that stand close together on a line: joined by smearing the ink along it."""
    chosen = np.zeros(len(marks.boxes), bool)
    chosen[list(writing)] = True
    drawn = np.where(chosen[marks.labels], 255, 0).astype(np.uint8)
    # Odd sizes: closing with an even one moves everything by a pixel.
    across, down = round(_JOIN * height * 1.4) // 2 * 2 + 1, round(0.3 * height) // 2 * 2 + 1
    smeared = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((1, across), np.uint8))
    smeared = cv2.morphologyEx(smeared, cv2.MORPH_CLOSE, np.ones((down, 1), np.uint8))
    _, labels = cv2.connectedComponents(smeared, connectivity=8)
    members: dict[int, list[int]] = {}
    for number in writing:
        x0, y0, x1, y1 = marks.boxes[number].tolist()
        inside = marks.labels[y0:y1, x0:x1] == number
        where = int(labels[y0:y1, x0:x1][inside][0])
        members.setdefault(where, []).append(number)
    yield from members.values()


def _spots_of_run(
    marks: Marks, run: list[int], dirt: Sequence[int], height: int, page: PixelBox
) -> Iterator[PrintSpot]:
    run, left = _trimmed(marks, run, height)
    if not run:
        return
    line = marks.around(run)
    room = PixelBox(
        max(0, line.x0 - height),
        max(0, line.y0 - height),
        min(page.x1, line.x1 + height),
        min(page.y1, line.y1 + height),
    )
    near = [number for number in (*dirt, *left) if _touches(marks, number, room)]
    figure = line.width <= _FIGURE_WIDTH * height and line.height <= 1.5 * height
    yield PrintSpot(line, room, height, tuple(run), tuple(near), figure)


def _trimmed(marks: Marks, run: Sequence[int], height: int) -> tuple[list[int], list[int]]:
    """A run without the dots at its ends that stand away from its letters, and those dots. Nothing is left of a run
    without a letter or a solid dash.
    """
    boxes = marks.boxes[list(run)]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    solid = marks.areas[list(run)] >= 0.5 * wide * high
    thick = (high >= max(2, 0.07 * height)) | (wide >= _LONG_DASH * height)
    core = (high >= 0.5 * height) | (solid & (wide >= _LONE_DASH * height) & (wide >= 1.6 * high) & thick)
    core |= (wide >= _FLAT * height) & (wide >= 2.5 * high) & (marks.areas[list(run)] >= 0.3 * wide * high)
    core |= in_broken_digit(marks, np.array(run), boxes, height)
    if not core.any():
        return [], list(run)
    reach = 0.7 * height
    x0, x1 = boxes[core, 0].min() - reach, boxes[core, 2].max() + reach
    inside = (boxes[:, 0] >= x0) & (boxes[:, 2] <= x1)
    numbers = np.array(run)
    return numbers[inside].tolist(), numbers[~inside].tolist()


def _touches(marks: Marks, number: int, area: PixelBox) -> bool:
    x0, y0, x1, y1 = marks.boxes[number].tolist()
    return bool(x0 < area.x1 and x1 > area.x0 and y0 < area.y1 and y1 > area.y0)

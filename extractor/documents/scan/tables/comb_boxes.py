"""Comb fields in pictures: rows of boxes of one width with a character in each, and where each character lies."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.bare_fields import bare_runs
from extractor.documents.page.combs import Comb, combs_among
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.tables.marks import Marks

_FILLED = 2
"""The fewest boxes of a field with a character in them."""
_THIN, _SHORTEST, _TOUCHES = 2.0, 1.5, 2.0
"""Points: how wide a tooth is at most, how tall at least, and how near to the rule that it stands on."""
_EDGE, _ON_SIDE = 0.06, 0.12
"""Shares of the pitch: what lies so near to the sides of a box is what is left of them; a character reaches no farther
over them."""
_LEAST, _TALLEST = 3.5, 16.0
"""Points: the height of the characters of a field."""
_SHORT, _OPEN = 0.65, 1.3
"""Pitches: teeth so short leave boxes open, whose characters lie so near above the rule."""
_TWO_LINES = 2.9
"""Heights of its characters: boxes as tall hold more than one line."""
_ONE_LINE, _GAP, _BROAD = 0.3, 0.3, 1.3
"""Heights of a character: how far apart the feet of one line are at most, the paper between two words at least, and how
wide one character is at most."""
_OF_TYPE = 0.72
"""The height of capitals and digits as a share of the size of type."""


class CombLine(NamedTuple):
    """A field: where it lies, in pixels, the marks of the character in each of its boxes by their numbers, and the
    sides of the boxes. ``ruled``: rules stand between them.
    """

    area: PixelBox
    held: dict[int, tuple[int, ...]]
    sides: tuple[float, ...]
    ruled: bool


def ruled_combs(sheet: PaperSheet, marks: Marks, rules: Rules) -> tuple[list[CombLine], Rules]:
    """The fields whose boxes are drawn, and the rules without the teeth between their boxes. ``marks``: of the page
    without its rules.
    """
    teeth = [*rules.vertical, *_short_teeth(sheet, marks, rules)]
    found: list[CombLine] = []
    gone: set[Segment] = set()
    for comb in sorted(combs_among(teeth), key=lambda comb: -len(comb.sides)):
        line = _line_in(comb, sheet, marks)
        if line is not None and not any(meet(line.area, other.area) for other in found):
            found.append(line)
            gone |= {*comb.teeth}
    return found, rules._replace(vertical=tuple(rule for rule in rules.vertical if rule not in gone))


def meet(one: PixelBox, other: PixelBox) -> bool:
    """Whether two areas have a pixel in common."""
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _short_teeth(sheet: PaperSheet, marks: Marks, rules: Rules) -> Iterator[Segment]:
    """Marks that stand on a rule across and are as thin as one, in points."""
    scale = 72 / sheet.dpi
    thin = (marks.widths <= _THIN / scale) & (marks.heights >= _SHORTEST / scale) & (marks.heights > marks.widths)
    for number in np.flatnonzero(thin):
        x0, y0, x1, y1 = (float(edge) * scale for edge in marks.boxes[number])
        x = (x0 + x1) / 2
        if number and any(abs(rule.at - y1) <= _TOUCHES and rule.start <= x <= rule.end for rule in rules.horizontal):
            yield Segment(x, y0, y1)


def _line_in(comb: Comb, sheet: PaperSheet, marks: Marks) -> CombLine | None:
    """What stands in the boxes of a comb; None where these are no places for characters."""
    pixel = sheet.dpi / 72
    open_ = comb.bottom - comb.top < _SHORT * comb.pitch
    top = comb.bottom - _OPEN * comb.pitch if open_ else comb.top
    area = PixelBox(*(round(edge * pixel) for edge in (comb.sides[0], top, comb.sides[-1], comb.bottom)))
    pitch = comb.pitch * pixel
    held: dict[int, list[int]] = {}
    for number in _characters(marks, area, sheet):
        x0, x1 = float(marks.boxes[number, 0]), float(marks.boxes[number, 2])
        box = comb.box_at((x0 + x1) / 2 / pixel)
        left, right = comb.sides[box] * pixel, comb.sides[box + 1] * pixel
        if x1 < left + _EDGE * pitch or x0 > right - _EDGE * pitch:
            continue
        if x0 < left - _ON_SIDE * pitch or x1 > right + _ON_SIDE * pitch:
            return None
        held.setdefault(box, []).append(int(number))
    heights = [high for each in held.values() if (high := _height(marks, each)) >= _LEAST * pixel]
    if len(heights) < _FILLED:
        return None
    usual = float(np.median(heights))
    if comb.bottom - comb.top > _TWO_LINES * usual / pixel or _has_headings(comb, sheet, marks, area, usual):
        return None
    return CombLine(area, {box: tuple(each) for box, each in held.items()}, comb.sides, ruled=True)


def _characters(marks: Marks, area: PixelBox, sheet: PaperSheet) -> NDArray[np.intp]:
    """The marks in the boxes that are no rest of their sides."""
    inside = marks.inside(area)
    pixel = sheet.dpi / 72
    tooth = (marks.widths[inside] <= _THIN * pixel) & (marks.boxes[inside, 3] >= area.y1 - _TOUCHES * pixel)
    flat = (marks.heights[inside] <= _THIN * pixel) & (marks.boxes[inside, 1] >= area.y1 - _TOUCHES * pixel)
    kept: NDArray[np.intp] = inside[~(tooth | flat) & (marks.areas[inside] > (0.4 * pixel) ** 2)]
    return kept


def _height(marks: Marks, numbers: Sequence[int]) -> int:
    return marks.around(numbers).height


def _has_headings(comb: Comb, sheet: PaperSheet, marks: Marks, area: PixelBox, usual: float) -> bool:
    """Whether print stands over single boxes, and over none of their sides, as over columns."""
    pixel = sheet.dpi / 72
    above = marks.inside(PixelBox(area.x0, round(area.y0 - 2.2 * usual), area.x1, area.y0))
    tall = [number for number in above if marks.heights[number] >= 0.5 * usual]
    middles = [float(marks.boxes[number, 0] + marks.boxes[number, 2]) / 2 / pixel for number in tall]
    over = {comb.box_at(x) for x in middles}
    inner = [side * pixel for side in comb.sides[1:-1]]
    crossed = sum(
        any(marks.boxes[number, 0] - 2 <= side <= marks.boxes[number, 2] + 2 for side in inner) for number in tall
    )
    return 2 * len(over) >= len(comb.sides) - 1 and crossed * 8 <= len(tall)


def bare_combs(sheet: PaperSheet, marks: Marks, rules: Rules) -> list[CombLine]:
    """The fields without rules: single characters one pitch apart, far from what is beside them and in no columns."""
    words = list(_clusters(marks, sheet))
    numbers = {id(word): each for word, each in words}
    found = []
    for run in bare_runs([word for word, _ in words], rules.vertical):
        middles = [(word.x0 + word.x1) / 2 for word in run]
        pitch = float(np.median(np.diff(middles)))
        boxes = [round((x - middles[0]) / pitch) for x in middles]
        sides = tuple(middles[0] + (at - 0.5) * pitch for at in range(boxes[-1] + 2))
        around = marks.around([number for word in run for number in numbers[id(word)]])
        area = PixelBox(around.x0, around.y0 - around.height // 3, around.x1, around.y1 + around.height // 4)
        held = {box: _with_dots(marks, numbers[id(word)]) for box, word in zip(boxes, run, strict=True)}
        if len({number for each in held.values() for number in each}) >= len(marks.inside(area)):
            found.append(CombLine(area, held, sides, ruled=False))
    return found


def _with_dots(marks: Marks, numbers: Sequence[int]) -> tuple[int, ...]:
    """The marks of a character with what stands above it."""
    box = marks.around(numbers)
    over = marks.inside(PixelBox(box.x0, box.y0 - box.height // 3, box.x1, box.y1))
    return tuple({*numbers, *(int(number) for number in over)})


def _clusters(marks: Marks, sheet: PaperSheet) -> Iterator[tuple[PageWord, list[int]]]:
    """Marks that touch or nearly do across, on one level, as words of unknown text: of one sign where they are no wider
    than a character.
    """
    scale = 72 / sheet.dpi
    least, most = _LEAST / scale, _TALLEST / scale
    tall = np.flatnonzero((marks.heights >= least) & (marks.heights <= most))
    order = sorted((int(number) for number in tall if number), key=lambda number: int(marks.boxes[number, 3]))
    lines: list[list[int]] = []
    for number in order:
        foot, high = int(marks.boxes[number, 3]), int(marks.heights[number])
        if lines and foot - int(marks.boxes[lines[-1][0], 3]) <= _ONE_LINE * high:
            lines[-1].append(number)
        else:
            lines.append([number])
    for line in lines:
        usual = float(np.median(marks.heights[line]))
        group: list[int] = []
        for number in [*sorted(line, key=lambda number: int(marks.boxes[number, 0])), -1]:
            if group and (number < 0 or marks.boxes[number, 0] - marks.boxes[group, 2].max() > _GAP * usual):
                box = marks.around(group)
                text = "0" if box.width <= _BROAD * usual else "00"
                size = usual * scale / _OF_TYPE
                x0, y0, x1, y1 = (edge * scale for edge in (box.x0, box.y0, box.x1, box.y1))
                yield PageWord(text, x0, y0, x1, y1, size), group
                group = []
            group = [*group, number]

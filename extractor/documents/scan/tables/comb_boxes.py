"""Comb fields in pictures: rows of boxes of one width with a character in each, and where each character lies."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.bare_fields import bare_runs
from extractor.documents.page.combs import Comb, combs_among
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks

_FILLED = 2
"""The fewest boxes of a field with a character in them."""
_THIN, _TOUCHES = 2.0, 2.0
"""Points: how thick what is left of rules is at most, and how near to them it lies."""
_EDGE, _ON_SIDE = 0.06, 0.12
"""Shares of the pitch: what lies so near to the sides of a box is what is left of them; a character reaches no farther
over them."""
_SMALLEST, _LARGEST, _LINE, _DRAWN, _WHOLE = 6.0, 34.0, 1.5, 0.9, 0.97
"""Points: the sides of boxes, and the thickness of their lines; which share of a side is drawn at least, and of a line
that teeth stand on."""
_LEAST, _TALLEST = 3.5, 16.0
"""Points: the height of the characters of a field."""
_SHORT, _OPEN = 0.65, 1.3
"""Pitches: teeth so short leave boxes open, whose characters lie so near above the rule."""
_TWO_LINES, _LEVEL = 4.6, 0.6
"""Heights of its characters: boxes as tall hold more than one line; and by how much their feet differ at most."""
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


def box_marks(sheet: PaperSheet) -> tuple[list[Segment], Grey]:
    """The upright sides of boxes that touch no others, and of teeth on a line, in points; and their pixels (255)."""
    marks, pixel = Marks.of(sheet.ink), sheet.dpi / 72
    line = max(2, round(_LINE * pixel))
    least, most = _SMALLEST * pixel, _LARGEST * pixel
    wide, high = marks.widths, marks.heights
    framed = (wide >= least) & (wide <= most) & (high >= least) & (high <= most)
    toothed = (wide >= 2 * least) & (high <= most) & (high > line) & (wide > high)
    sides: list[Segment] = []
    pixels = np.zeros_like(sheet.ink)
    for number in np.flatnonzero(framed | toothed):
        x0, y0, x1, y1 = (int(edge) for edge in marks.boxes[number])
        drawn = marks.labels[y0:y1, x0:x1] == number
        own = [(1.0, 0), (x1 - x0 - 1.0, 0)] if framed[number] and _is_frame(drawn, line) else _teeth_on(drawn, line)
        if number and own:
            pixels[y0:y1, x0:x1][drawn] = 255
            sides += [Segment((x0 + x) / pixel, (y0 + top) / pixel, y1 / pixel) for x, top in own]
    return (sides, pixels) if len(sides) > _FILLED else ([], np.zeros_like(sheet.ink))


def _teeth_on(drawn: NDArray[np.bool_], line: int) -> list[tuple[float, int]]:
    """Where thin teeth stand on a mark that is otherwise a line, and how high their tops are; none for other marks."""
    if drawn[-line:].any(0).mean() < _WHOLE:
        return []
    above = drawn[:-line].sum(0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], above >= max(2, line // 2), [False]]).astype(np.int8)))
    teeth = [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    if len(teeth) <= _FILLED or any(end - begin > line + 2 for begin, end in teeth):
        return []
    return [((begin + end) / 2, int(drawn[:, begin:end].any(1).argmax())) for begin, end in teeth]


def _is_frame(drawn: NDArray[np.bool_], line: int) -> bool:
    """Whether a mark is four straight sides and nothing in between."""
    ways = (drawn[:, :line].any(1), drawn[:, -line:].any(1), drawn[:line].any(0), drawn[-line:].any(0))
    return all(way.mean() >= _DRAWN for way in ways) and not drawn[line + 1 : -line - 1, line + 1 : -line - 1].any()


def ruled_combs(
    sheet: PaperSheet, marks: Marks, rules: Rules, sides: Sequence[Segment] = ()
) -> tuple[list[CombLine], Rules]:
    """The fields whose boxes are drawn, and the rules without the teeth between their boxes. ``marks``: of the page
    without its rules and boxes; ``sides`` as :func:`box_marks` tells.
    """
    teeth = [*_apart_from(rules.vertical, sides), *sides]
    found: list[CombLine] = []
    gone: set[Segment] = set()
    for comb in sorted(combs_among(teeth), key=lambda comb: -len(comb.sides)):
        line = _line_in(comb, sheet, marks)
        if line is not None and not any(meet(line.area, other.area) for other in found):
            found.append(line)
            gone |= {*comb.teeth}
    if found:
        gone |= {*rules.vertical} - {*_apart_from(rules.vertical, sides)}
    return found, rules._replace(vertical=tuple(rule for rule in rules.vertical if rule not in gone))


def _apart_from(rules: Sequence[Segment], sides: Sequence[Segment]) -> Iterator[Segment]:
    """The rules that are no sides of boxes."""
    for rule in rules:
        if not any(
            abs(rule.at - side.at) <= _TOUCHES and rule.start < side.end and side.start < rule.end for side in sides
        ):
            yield rule


def meet(one: PixelBox, other: PixelBox) -> bool:
    """Whether two areas have a pixel in common."""
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


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
    if comb.bottom - comb.top > _TWO_LINES * usual / pixel or not _is_line(marks, held.values(), usual):
        return None
    if _has_headings(comb, sheet, marks, area, usual):
        return None
    return CombLine(area, {box: tuple(each) for box, each in held.items()}, comb.sides, ruled=True)


def _characters(marks: Marks, area: PixelBox, sheet: PaperSheet) -> NDArray[np.intp]:
    """The marks in the boxes that are no rest of their sides."""
    inside = marks.inside(area)
    pixel = sheet.dpi / 72
    near = _TOUCHES * pixel
    foot = marks.boxes[inside, 3] >= area.y1 - near
    tooth = (marks.widths[inside] <= _THIN * pixel) & foot
    flat = (marks.heights[inside] <= _THIN * pixel) & (foot | (marks.boxes[inside, 1] <= area.y0 + near))
    kept: NDArray[np.intp] = inside[~(tooth | flat) & (marks.areas[inside] > (0.4 * pixel) ** 2)]
    return kept


def _is_line(marks: Marks, characters: Iterable[Sequence[int]], usual: float) -> bool:
    """Whether characters stand on one line."""
    feet = [box.y1 for each in characters if (box := marks.around(each)).height >= 0.5 * usual]
    return max(feet) - min(feet) <= _LEVEL * usual


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

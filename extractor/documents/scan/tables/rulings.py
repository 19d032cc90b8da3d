"""Ruling lines in a picture."""

import math
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.page.ruling import Rules, Segment, united
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.broken_off import followed
from extractor.documents.scan.tables.double_rules import single_rules
from extractor.documents.scan.tables.hairlines import in_company, with_hairlines
from extractor.documents.scan.tables.implied_rules import (
    implied_across,
    implied_uprights,
    stacked_rules,
    twin_uprights,
)
from extractor.documents.scan.tables.text_votes import is_strike, without_strokes
from extractor.documents.scan.tables.writing_lines import writing_lines

Strip: TypeAlias = NDArray[np.bool_]

_DPI = 150
"""Rules are looked for at about this density: finer pictures show no more of them."""
_ACROSS, _DOWN = 20.0, 9.0
"""Points: what is shorter is a stroke of a letter."""
_THICKEST = 3.5
_BREAK = 2.5
_ALONE = 140.0
"""Points: a line that long is a rule by itself; a shorter one has to meet rules of the other direction."""
_MEETS = 2.2
_BEYOND = 7.0
_HIGHEST = 30.0
"""Points: no letter of a report is higher."""
_ONE, _MANY = 1, 3
"""A line that so many rules cross or meet is one wherever it ends: a copier loses pieces of the outermost ones."""
_INKED = 0.62
_LONG, _WHOLE = 60.0, 0.97
"""Points: longer than a word, and the share of a line that is inked in few rows of letters."""
_STRAIGHT, _CROOKED = 6.0, 0.3
"""Points, and a share: a line so much of which is straight for no longer is a row of letters."""
_BROKEN = 48.0
"""Points: more than this is not missing from a rule."""
_RIM = 0.25
"""Heights of a line of print: its box has so much room around it, in which rules may run."""
_BENT, _STROKE = 2.5, 14.0
"""Points: how far a rule may leave the straight line, and what is longer than any stroke of a letter."""
_BAR, _FILLED, _RIM_OF_PAPER = 2 * _BENT, 0.6, 20.0
"""Points, a share, points: so thick a line is a rule too, or a thick and a thin one beside each other as frames have
them, where it is longer than a word, inked from end to end, and ink fills so much of it: letters in a row leave more
paper. What is so close to the edge of the paper is the shadow of that edge.
"""
_SHORT, _WORDS, _SOLID = 40.0, 90.0, 0.88
"""Points, and a share: what is shorter is no piece of a broken rule; a line shorter than a few words that goes on
nowhere has to be inked nearly all along: the feet of letters are not, where a typeface makes a line of them."""
_DASHES, _BETWEEN, _LONGEST_PERIOD, _UNLIKE = 8, 4.5, 9.0, 0.2
"""Dashed rules have so many dashes at least, with no more points between two, no further from one to the next, and of
their lengths and distances three quarters differ from the usual one by no more than such a share, and a pixel. What two
rules stand beside that begin and end where it does is one.
"""
_ALIKE, _LIKE_IT = 0.75, 2
_BESIDE, _BESIDE_LONG, _BESIDE_WHOLE = 0.22, 0.1, 0.35
"""A rule has paper on one side at least; strokes of letters in a row have other strokes on both. Along a long rule the
shares of ink are smaller: few cells print close to it."""


class Ruled(NamedTuple):
    """The rules of a page in points, and the pixels that belong to them (255); among the pixels also ``strikes``, lines
    across that run through print, and lines to ``write_on``, which are no rules of a table.
    """

    rules: Rules
    pixels: Grey
    strikes: tuple[Segment, ...] = ()
    write_on: tuple[Segment, ...] = ()


class _ScannedRule(NamedTuple):
    """A straight line in points, and the share of its length that is inked; a dashed one counts as inked all along."""

    segment: Segment
    inked: float

    @property
    def sure(self) -> bool:
        """Whether it is a rule by itself: long, or inked nearly all along."""
        return self.segment.end - self.segment.start >= _WORDS or self.inked >= _SOLID

    @property
    def solid(self) -> bool:
        """Whether it is longer than any letter is high, and inked from end to end."""
        return self.segment.end - self.segment.start >= _HIGHEST and self.inked >= _WHOLE


def find_rules(sheet: PaperSheet, boxes: Sequence[PixelBox] = ()) -> Ruled:
    """All straight lines across or down the page that are longer than letters and part of a frame or a table, and no
    strokes of the lines of print in ``boxes``.
    """
    step = max(1, round(sheet.dpi / _DPI))
    ink, grey = sheet.ink, sheet.grey
    if step > 1:
        size = (ink.shape[1] // step, ink.shape[0] // step)
        pooled = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
        ink = np.where(pooled > 64, 255, 0).astype(np.uint8)
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    lines = _with_hairlines(ink, grey, 72 * step / sheet.dpi, [*_cores(boxes, step)])
    across, down = without_strokes(Rules(*(united(_sound(found)) for found in lines)), boxes, sheet)
    written = writing_lines(across, down, boxes, sheet.dpi / 72)
    across = tuple(rule for rule in across if rule not in {*written})
    solid = [line.segment for line in lines[1] if line.solid]
    implied = implied_uprights(across)
    down = (*down, *implied)
    firm = {line for line in down if line in implied or _holds(line, solid)}
    horizontal, vertical = _framed(across, down, firm, {*stacked_rules(across), *twin_uprights(down)})
    horizontal = _with_continued(horizontal, across)
    mask = _drawn((*horizontal, *written), vertical, sheet)
    strikes = tuple(rule for rule in horizontal if is_strike(rule, boxes, sheet.dpi))
    kept = Rules(single_rules([rule for rule in horizontal if rule not in strikes]), single_rules(vertical))
    kept = followed(kept, boxes, sheet)
    more = implied_across(kept, boxes, sheet.dpi / 72)
    return Ruled(kept._replace(horizontal=tuple(sorted((*kept.horizontal, *more)))), mask, strikes, written)


def _cores(boxes: Sequence[PixelBox], step: int) -> Iterator[PixelBox]:
    """The insides of lines of print, in pixels of which one is ``step`` of the page."""
    for box in boxes:
        rim = round(_RIM * box.height)
        yield PixelBox(*(edge // step for edge in (box.x0 + rim, box.y0 + rim, box.x1 - rim, box.y1 - rim)))


def _with_hairlines(
    ink: Grey, grey: Grey, scale: float, cores: Sequence[PixelBox]
) -> tuple[list[_ScannedRule], list[_ScannedRule]]:
    """The lines across and those down the page, in points, pale ones too where they are in company. ``cores``: where
    print is.
    """
    turned = [PixelBox(core.y0, core.x0, core.y1, core.x1) for core in cores]
    pictures = (ink, grey, cores), (np.ascontiguousarray(ink.T), np.ascontiguousarray(grey.T), turned)
    shortest = _ACROSS, _DOWN
    known, every = [], []
    for upright, ((inked, shaded, print_), least) in enumerate(zip(pictures, shortest, strict=True)):
        known.append([*_lines(inked, scale, least, bool(upright))])
        pale = with_hairlines(inked, shaded, scale, least, print_)
        more = (
            []
            if pale is None
            else [x for x in _joined_over(_BREAK, pale, scale, max(4, round(least / scale)), bool(upright)) if x.sure]
        )
        every.append([*known[-1], *more])
    found = []
    for own, all_, others in zip(known, every, reversed(every), strict=True):
        more = [line for line in all_ if line not in own]
        kept = {*in_company([x.segment for x in more], [x.segment for x in all_], [x.segment for x in others])}
        found.append([*own, *(line for line in more if line.segment in kept)])
    return found[0], found[1]


def _lines(ink: Grey, scale: float, shortest: float, upright: bool = False) -> Iterator[_ScannedRule]:
    """Horizontal lines in points, of a page on its side if ``upright`` ones are asked for. Runs of ink are joined over
    small breaks; what is thicker than a rule, or joined from too little ink, is none. A line that is not quite straight
    changes from one row of pixels to the next: neighbouring rows are looked at together.
    """
    least = max(4, round(shortest / scale))
    for gap in (_BREAK, _BETWEEN):
        yield from _joined_over(gap, ink, scale, least, upright)


def _joined_over(gap: float, ink: Grey, scale: float, least: int, upright: bool) -> Iterator[_ScannedRule]:
    """The lines of ink with breaks of no more than ``gap`` points; dashed ones alone where that is a long one."""
    width = round(gap / scale) // 2 * 2 + 1
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, width), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    for number in range(1, count):
        x, y, width, height, area = (int(part) for part in stats[number])
        thickness = (area / width - 2) * scale
        if width < least or thickness > _BAR:
            continue
        component = labels[y : y + height, x : x + width] == number
        inked = (ink[y : y + height, x : x + width] > 0) & component
        along = inked.any(axis=0)
        thickest = _THICKEST if thickness <= _THICKEST else _BAR
        room = min(y, ink.shape[0] - y - height) * scale
        if thickness > _THICKEST and not (room >= _RIM_OF_PAPER and _is_bar(inked, thickness, scale)):
            continue
        dashed = _is_dashed(along, scale)
        share = 1.0 if dashed else float(along.mean())
        if (
            (gap > _BREAK and not dashed)
            or share < _INKED
            or _crowded(ink, x, y, width, height, scale, share >= _WHOLE and (upright or width * scale >= _ALONE))
        ):
            continue
        pieces = _pieces(component, round(thickest / scale) + 2)
        crooked = sum(stop - start for start, stop, _, _ in pieces if (stop - start) * scale < _STRAIGHT)
        if crooked > _CROOKED * width:
            continue
        for start, stop, top, bottom in pieces:
            yield _ScannedRule(
                Segment((y + (top + bottom) / 2) * scale, (x + start) * scale, (x + stop) * scale), share
            )


def _is_bar(inked: Strip, thickness: float, scale: float) -> bool:
    """Whether the ink of what is so many points thick is that of a frame."""
    filled = inked.sum() * scale >= _FILLED * thickness * inked.shape[1]
    return bool(filled and inked.shape[1] * scale >= _LONG and inked.any(axis=0).mean() >= _WHOLE)


def _is_dashed(inked: Strip, scale: float) -> bool:
    """Whether ink along a line comes in dashes of one length at one distance; no letters stand so even."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if len(starts) < _DASHES:
        return False
    lengths, periods = (ends - starts)[1:-1], np.diff(starts)
    if float(np.median(periods)) * scale > _LONGEST_PERIOD:
        return False
    return all(
        float((np.abs(each - np.median(each)) <= _UNLIKE * np.median(each) + 1).mean()) >= _ALIKE
        for each in (lengths, periods)
    )


def _sound(lines: Sequence[_ScannedRule]) -> list[Segment]:
    """The lines without what specks make of strokes of letters: short, full of holes, and no rule goes on there, nor
    do two begin and end where they do.
    """
    sure = np.array([line.segment for line in lines if line.sure]).reshape(-1, 3)

    def goes_on(line: Segment) -> bool:
        near = np.abs(sure[:, 0] - line.at) <= _MEETS
        near &= (sure[:, 1] <= line.end + _BROKEN) & (sure[:, 2] >= line.start - _BROKEN)
        return bool(near.any())

    def beside(line: Segment) -> bool:
        alike = (np.abs(sure[:, 1] - line.start) <= _MEETS) & (np.abs(sure[:, 2] - line.end) <= _MEETS)
        return line.end - line.start >= _HIGHEST and int(alike.sum()) >= _LIKE_IT

    return [line.segment for line in lines if line.sure or goes_on(line.segment) or beside(line.segment)]


def _crowded(ink: Grey, x: int, y: int, width: int, height: int, scale: float, whole: bool) -> bool:
    """Whether much ink stands close above and close below. More may beside a long line inked as a ``whole``: digits
    stand close to an upright one on one side, labels on the other, in every row, and rows of small type to one across.
    """
    near, far = max(1, round(1.2 / scale)), max(2, round(3.0 / scale))
    above = ink[max(0, y - far) : max(0, y - near), x : x + width]
    below = ink[y + height + near : y + height + far, x : x + width]
    most = (_BESIDE_WHOLE if whole else _BESIDE_LONG) if width * scale >= _LONG else _BESIDE
    return all(side.size > 0 and (side > 0).mean() > most for side in (above, below))


def _pieces(component: Strip, thickest: int) -> list[tuple[int, int, float, float]]:
    """A component as one line, or cut along its length where it drifts, as lines on warped paper do.

    (start, stop, top, bottom) in pixels of the component.
    """
    height, width = component.shape
    if height <= thickest or width < 4:
        return [(0, width, 0.0, float(height))]
    middle = width // 2
    found = []
    for start, stop in ((0, middle), (middle, width)):
        inside = np.flatnonzero(component[:, start:stop].any(axis=1))
        if inside.size:
            top, bottom = int(inside[0]), int(inside[-1] + 1)
            part = component[top:bottom, start:stop]
            found += [(start + a, start + b, top + t, top + u) for a, b, t, u in _pieces(part, thickest)]
    return found


def _framed(
    across: Sequence[Segment], down: Sequence[Segment], solid: Container[Segment], stacked: Container[Segment] = ()
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """The lines without those that are neither long nor end at lines of the other direction: strokes of letters.

    Strokes can hold each other up only for a while: what met a line that is dropped is looked at again. Of upright
    lines, ``solid`` ones need to meet one rule only: copiers break rules across more than upright ones. Those that are
    ``stacked`` need none.
    """
    while True:
        kept_across = [
            held for line in across if (held := _held(line, down) or (line if line in stacked else None)) is not None
        ]
        kept_down = [
            held
            for line in down
            if (
                held := _held(line, kept_across, _ONE if line in solid else _MANY)
                or (line if line in stacked else None)
            )
            is not None
        ]
        if len(kept_across) == len(across) and len(kept_down) == len(down):
            return tuple(kept_across), tuple(kept_down)
        across, down = kept_across, kept_down


def _with_continued(kept: Sequence[Segment], lines: Sequence[Segment]) -> tuple[Segment, ...]:
    """The rules, and the lines that go on where one of them breaks off, as on copies."""
    found = [*kept]
    for line in sorted(lines, key=lambda line: line.start):
        known = any(
            abs(line.at - rule.at) <= _MEETS and line.start < rule.end and rule.start < line.end for rule in kept
        )
        near = any(
            abs(line.at - rule.at) <= _MEETS and max(line.start - rule.end, rule.start - line.end) <= _BROKEN
            for rule in kept
        )
        if near and not known and line.end - line.start >= _SHORT:
            found.append(line)
    return tuple(sorted(found))


def _holds(line: Segment, others: Sequence[Segment]) -> bool:
    """Whether a line is made of another one, or of several."""
    return any(
        abs(line.at - other.at) <= _MEETS and line.start - _MEETS <= other.start and other.end <= line.end + _MEETS
        for other in others
    )


def _held(line: Segment, others: Sequence[Segment], many: int = _MANY) -> Segment | None:
    """A line that is long, meets ``many`` rules of the other direction, or reaches from one to another one; None for
    any other. What goes on a little beyond, as where a letter or a speck touches the end, is cut off.
    """
    met = [
        other.at
        for other in others
        if other.start - _MEETS <= line.at <= other.end + _MEETS
        and line.start - _MEETS <= other.at <= line.end + _MEETS
    ]
    first, last = min(met, default=math.inf), max(met, default=-math.inf)
    if first - line.start > _BEYOND or line.end - last > _BEYOND or last - first < _DOWN:
        return line if line.end - line.start >= _ALONE or _apart(met) >= many else None
    start = first if first - line.start > _MEETS else line.start
    end = last if line.end - last > _MEETS else line.end
    return Segment(line.at, start, end)


def _apart(places: Sequence[float]) -> int:
    """How many places there are, those closer together than rows of a table counted once."""
    count, last = 0, -math.inf
    for place in sorted(places):
        if place - last >= _DOWN:
            count, last = count + 1, place
    return count


def _drawn(across: Sequence[Segment], down: Sequence[Segment], sheet: PaperSheet) -> Grey:
    """The rules as pixels, a little thicker than they are, and with what leaves the straight line."""
    mask = np.zeros_like(sheet.ink)
    for line in across:
        _draw(mask, sheet.ink, line, sheet.dpi / 72)
    for line in down:
        _draw(mask.T, sheet.ink.T, line, sheet.dpi / 72)
    return mask


def _draw(mask: Grey, ink: Grey, line: Segment, scale: float) -> None:
    """One rule across. Ink close to it that runs on for longer than strokes of letters is the rule where it is bent."""
    half, reach, least = max(1, round(0.9 * scale)), round(_BENT * scale), round(_STROKE * scale)
    y, start, end = round(line.at * scale), max(0, round(line.start * scale)), round(line.end * scale)
    mask[max(0, y - half) : y + half + 1, start:end] = 255
    top = max(0, y - reach)
    near = np.ascontiguousarray(ink[top : y + reach + 1, start:end])
    if near.size:
        bent = cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
        thick = np.asarray(cv2.dilate(bent, np.ones((3, 1), np.uint8)), np.uint8)
        mask[top : y + reach + 1, start:end] |= thick

"""The lines of a page recognised: numbers in several views and in the alphabet of numbers, everything else once."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from extractor.documents.scan.numbers.codes import codes_among, upper_dots, with_colons
from extractor.documents.scan.numbers.decimal_commas import (
    changed_back,
    changed_over,
    has_decimal_commas,
    in_doubt,
    is_mixed,
)
from extractor.documents.scan.numbers.decoding import (
    FIGURES,
    Alphabet,
    CtcReading,
    SignTable,
    read_greedily,
    read_signs,
)
from extractor.documents.scan.numbers.doubts import (
    beside_numbers,
    cut_at_edge,
    cut_numbers,
    leaves_out,
    point_before,
    says_other_signs,
)
from extractor.documents.scan.numbers.likeness import compared
from extractor.documents.scan.numbers.lost_spaces import leaves_letters_out, may_lack_spaces, respaced, wide_gaps
from extractor.documents.scan.numbers.minus import with_faint_minus
from extractor.documents.scan.numbers.neighbours import (
    UNREADABLE,
    among_figures,
    among_words,
    numbers_or_nothing,
    with_commas,
    with_percents,
    without_minus,
    without_points,
    without_specks,
)
from extractor.documents.scan.numbers.number_parts import usual_gap, usual_pitch
from extractor.documents.scan.numbers.points import without_crowded_points
from extractor.documents.scan.numbers.recogniser import Likelihoods, Recogniser
from extractor.documents.scan.numbers.settled_number import LISTING, WELL_FORMED, settled_number
from extractor.documents.scan.numbers.views import (
    LOOKS,
    LOOKS_ALONE,
    Look,
    ViewedLine,
    judge_views,
    plain,
    quoted,
    read_tiled,
    roomy,
    soft,
)
from extractor.documents.scan.numbers.wide_lines import cut_closer
from extractor.documents.scan.numbers.writing import said, settled_lines, with_rivals
from extractor.documents.scan.paper.crops import PixelBox
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks, characters_of, erased, is_dash, lines_of
from extractor.documents.scan.tables.spots import PrintSpot, halves_of
from extractor.evidence import DoubtKind, doubt, merged, settled

_FIGURE = re.compile(r"[\s0-9０-９.,，。．·、:：/／%％()（）+＋\-－–—―一$€¥￥*]+")
_LIKE_FIGURE = re.compile(
    r"[\s0-9０-９.,，。．·、:：/／%％()（）+＋\-－–—―一$€¥￥*OoQDlI|丨口〇回日Bb8SsZzgq~～_'’‘`^·\"\[\]{}!;；]*"
)
_LETTERS = re.compile(r"[A-Za-z]{1,2}")
"""A letter or two alone are a digit or two that were misread, more often than not."""
_MISREAD = re.compile(r"(?![OolI]+$)[A-Za-z]{1,2}")
"""Those that look like no digit: never read without doubt."""
_SURE = 0.99
_LARGE, _CLEAR = 17, 2.5
"""Pixels: digits as high are clear among specks of one pixel; of others a number has to leave all others so far behind
(logarithm of its likelihood).
"""
_LOW = 11
"""Pixels: of lower digits the same is asked on any page. Of 112 numbers of a table at 89 dots an inch, compressed hard,
8 were read wrong without doubt, and 1 since it is asked; on such a page that is not compressed it costs no number.
"""
_WITH_SPECK = {"6", "8", "9"}
"""Digits that specks make of a 0, of which tables are full."""
_DASH = 0.75
"""Heights of a digit: what is as long is more than a few specks."""


class _First(NamedTuple):
    """What the first look at a line shows: as any text, and as signs of numbers."""

    reading: CtcReading
    signs: SignTable


class _Numbers(NamedTuple):
    """What lines say that are numbers, which of them are ``specks`` and nothing else, and whether the page has decimal
    ``commas``: then points and commas are changed over.
    """

    lines: dict[int, ViewedLine]
    specks: set[int]
    commas: bool


class _Usual(NamedTuple):
    """What is usual on a page: the ``gap`` of paper between digits and their ``pitch``, in heights of a digit, and how
    ``tall`` a number is in pixels; 0 for unknown.
    """

    gap: float
    pitch: float
    tall: float


class _Line(NamedTuple):
    """A line that is to be read as a number: ``cleaned`` of all but its characters, ``thinned`` of points that have no
    room, ``strict`` with a minus that is too faint for a mark; the same object where nothing is to be changed.
    """

    strict: PrintSpot
    thinned: PrintSpot
    cleaned: PrintSpot


@dataclass
class LineReader:
    """Reads lines with one recogniser; kept between pages, for loading takes time."""

    recogniser: Recogniser
    figures: Alphabet = field(init=False)

    def __post_init__(self) -> None:
        self.figures = Alphabet(FIGURES, self.recogniser.characters)

    def read(self, sheet: PaperSheet, marks: Marks, spots: Sequence[PrintSpot]) -> list[ViewedLine]:
        """What every line says."""
        without, spots = spots, [with_colons(marks, spot) for spot in spots]
        colons = {at for at, spot in enumerate(spots) if spot is not without[at]}
        first = self.recogniser.read([_picture(sheet, marks, spot) for spot in spots], self._both)
        figures = [_is_figure(spot, reading) for spot, (reading, _) in zip(spots, first, strict=True)]
        for at in among_words(spots, [reading.text for reading, _ in first]):
            figures[at] = False
        for at in codes_among(spots, [reading.text for reading, _ in first], figures, colons):
            figures[at] = False
        lettered = among_figures(spots, [reading.text for reading, _ in first], figures)
        numbers = sorted({*lettered, *(at for at, figure in enumerate(figures) if figure)})
        told = self._numbers(sheet, marks, spots, numbers, lettered, first)
        found = [told.lines.get(at) for at in range(len(spots))]
        for at, spot in enumerate(spots):
            if is_dash(marks, spot.marks, spot.height):
                short = _among_specks(sheet, spot) and spot.line.width < _DASH * spot.height
                before = found[at]
                dash = ViewedLine("-", settled(before.doubts) if before else ())
                found[at] = dash.doubted(DoubtKind.SHORT_DASH) if short else dash
        texts = [at for at in range(len(spots)) if found[at] is None]
        written = self._texts(sheet, marks, [spots[at] for at in texts], [first[at].reading for at in texts])
        for at, seen in zip(texts, written, strict=True):
            found[at] = seen
        lines = with_commas(spots, [_legible(each) for each in found])
        lines = without_minus(spots, with_percents(spots, without_points(spots, lines)))
        lines = numbers_or_nothing(spots, lines, lambda text: WELL_FORMED.fullmatch(text) is not None)
        lines = without_specks(marks, spots, lines, told.specks)
        return [changed_back(each) if told.commas and at in told.lines else each for at, each in enumerate(lines)]

    def _both(self, likelihoods: Likelihoods) -> _First:
        return _First(self._greedily(likelihoods), self.figures.of(likelihoods))

    def _greedily(self, likelihoods: Likelihoods) -> CtcReading:
        return read_greedily(likelihoods, self.recogniser.characters)

    def _numbers(
        self,
        sheet: PaperSheet,
        marks: Marks,
        spots: Sequence[PrintSpot],
        numbers: Sequence[int],
        lettered: Collection[int],
        first: Sequence[_First],
    ) -> _Numbers:
        """What those lines say that are ``numbers``; what was read as letters is left out where it is none."""
        cleaned = [_strict(marks, spots[at]) for at in numbers]
        gap = usual_gap(marks, cleaned)
        thinned = [without_crowded_points(marks, spot, gap) for spot in cleaned]
        strict = [with_faint_minus(sheet.grey, marks, spot) for spot in thinned]
        usual = _Usual(gap, usual_pitch(marks, strict), _usual_height(marks, strict))
        known = [first[at].signs if spot is spots[at] else None for at, spot in zip(numbers, strict, strict=True)]
        read = compared(sheet, marks, strict, self._in_views(sheet, marks, strict, known), usual.pitch)
        texts = [seen.text for seen, _ in read]
        read = [each._replace(seen=in_doubt(each.seen)) for each in read] if is_mixed(texts) else read
        commas = has_decimal_commas(texts)
        read = [each._replace(seen=changed_over(each.seen)) for each in read] if commas else read
        cut, beside = cut_numbers(marks, spots, gap), beside_numbers(spots, numbers)
        found: dict[int, ViewedLine] = {}
        specks: set[int] = set()
        for at, line, (seen, told) in zip(numbers, map(_Line, strict, thinned, cleaned), read, strict=True):
            number = settled_number(marks, line.strict, seen)
            if at in lettered and not WELL_FORMED.fullmatch(number.text):
                continue
            text, letters = number.text, first[at].reading.text
            unsure = [*_incomplete(marks, line, text, usual)]
            unsure += [DoubtKind.CUT_NUMBER] * (at in cut) + [DoubtKind.NUMBER_BESIDE] * (at in beside)
            if _among_specks(sheet, line.strict) and text in _WITH_SPECK and not told:
                unsure.append(DoubtKind.SPECK_ON_ZERO)
            misread = [doubt(kind, text) for kind in _misread(marks, line, text, usual)]
            if at in lettered or _MISREAD.fullmatch(letters):
                misread.append(doubt(DoubtKind.READ_AS_LETTERS, text, letters))
            outweighed = settled(misread) if told and text == seen.text else misread
            doubts = merged(number.doubts, (doubt(kind, text) for kind in unsure), outweighed)
            found[at] = number._replace(doubts=doubts)
            if DoubtKind.SPECKS_ALONE in unsure:
                specks.add(at)
                found[at] = ViewedLine(UNREADABLE, doubts, (text, *number.alternatives))
        return _Numbers(found, specks, commas)

    def _in_views(
        self, sheet: PaperSheet, marks: Marks, spots: Sequence[PrintSpot], known: Sequence[SignTable | None]
    ) -> list[ViewedLine]:
        """Numbers, in every view. ``known``: what the first view showed, where it was of the same picture."""
        alone = [spot.line.width <= spot.height for spot in spots]
        looks = [LOOKS_ALONE if narrow else LOOKS for narrow in alone]
        pictures = []
        for spot, table, wanted in zip(spots, known, looks, strict=True):
            part = erased(sheet.grey, marks, spot.dirt, spot.area)
            pictures += [look(part, spot.line, spot.area, spot.height) for look in wanted[table is not None :]]
        tables = iter(self.recogniser.read(pictures, self.figures.of))
        signs = self.figures.signs
        found = []
        for spot, table, narrow, wanted in zip(spots, known, alone, looks, strict=True):
            views = [next(tables) if table is None or at else table for at in range(len(wanted))]
            read = [read_signs(view, signs) for view in views[: len(LOOKS)]]
            if narrow:
                read.append(read_tiled(views[-1], signs, len(read[0][0].text)))
            seen = judge_views(read)
            unsure = (_among_specks(sheet, spot) or spot.height < _LOW) and seen.lead < _CLEAR
            found.append(seen.doubted(DoubtKind.LITTLE_LEAD, seen.text, quoted(seen.alternatives)) if unsure else seen)
        return found

    def _texts(
        self, sheet: PaperSheet, marks: Marks, spots: Sequence[PrintSpot], first: Sequence[CtcReading]
    ) -> list[ViewedLine]:
        """Writing. Cells whose small strokes were taken for dirt are read once more with them, lines of much paper cut
        close to their writing, and words that may stand apart with more paper around them. Every line that is not
        beyond doubt gets a second view: its text counts as seen clearly if both say the same.
        """
        readings, before = [*first], spots
        spots = [_whole(marks, spot) for spot in before]
        grown = [at for at, spot in enumerate(spots) if _shows_other(spot, before[at])]
        self._read_again(sheet, marks, spots, readings, grown)
        closer = {at: cut_closer(marks, spots[at], reading) for at, reading in enumerate(readings)}
        cut = [at for at, spot in closer.items() if spot is not None]
        spots = [closer[at] or spot for at, spot in enumerate(spots)]
        self._read_again(sheet, marks, spots, readings, cut)
        joined = [at for at, spot in enumerate(spots) if may_lack_spaces(marks, spot, readings[at])]
        wider = self.recogniser.read([_picture(sheet, marks, spots[at], roomy) for at in joined], self._greedily)
        for at, other in zip(joined, wider, strict=True):
            readings[at] = respaced(marks, spots[at], readings[at], other)
        unsure = [at for at, reading in enumerate(readings) if reading.worst < _SURE]
        softer = self.recogniser.read([_picture(sheet, marks, spots[at], soft) for at in unsure], self._greedily)
        second = {at: respaced(marks, spots[at], other, readings[at]) for at, other in zip(unsure, softer, strict=True)}
        lines = settled_lines(
            [
                said(reading, second.get(at, reading), wide_gaps(marks, spots[at]), _is_square(spots[at].line))
                for at, reading in enumerate(readings)
            ]
        )
        lines = [
            line.doubted(DoubtKind.LETTERS_LEFT_OUT, line.text) if leaves_letters_out(reading) else line
            for line, reading in zip(lines, readings, strict=True)
        ]
        return [
            with_rivals(line, reading, second.get(at, reading))
            for at, (line, reading) in enumerate(zip(lines, readings, strict=True))
        ]

    def _read_again(
        self,
        sheet: PaperSheet,
        marks: Marks,
        spots: Sequence[PrintSpot],
        readings: list[CtcReading],
        chosen: Sequence[int],
    ) -> None:
        again = self.recogniser.read([_picture(sheet, marks, spots[at]) for at in chosen], self._greedily)
        for at, reading in zip(chosen, again, strict=True):
            readings[at] = reading


def _legible(seen: ViewedLine | None) -> ViewedLine:
    """A line; where it shows no text although it is printed, it is unreadable."""
    seen = seen or ViewedLine("")
    return seen if seen.text else ViewedLine(UNREADABLE, seen.noting(DoubtKind.NOTHING_RECOGNISED))


def _incomplete(marks: Marks, line: _Line, text: str, usual: _Usual) -> Iterator[DoubtKind]:
    """What says that a number is not all that was printed, or more, however it looks to the recogniser."""
    spot = line.strict
    if spot.line.height < _HALF * usual.tall and {*text} - {"-", LISTING}:
        yield DoubtKind.SPECKS_ALONE if spot.line.height < _SPECKLED * usual.tall else DoubtKind.LOW_MARKS
    if spot is not line.thinned:
        yield DoubtKind.FAINT_MINUS
    if leaves_out(marks, spot) or (":" not in text and upper_dots(marks, line.cleaned)):
        yield DoubtKind.PIECE_LEFT_OUT
    if cut_at_edge(marks, spot, usual.pitch):
        yield DoubtKind.CUT_AT_EDGE
    if text[:1].isdigit() and point_before(marks, spot):
        yield DoubtKind.POINT_BEFORE


def _misread(marks: Marks, line: _Line, text: str, usual: _Usual) -> Iterator[DoubtKind]:
    """What says that a number has other signs than its marks, unless its digits say otherwise."""
    if line.thinned is not line.cleaned:
        yield DoubtKind.MARK_LEFT_OUT
    if says_other_signs(marks, line.strict, usual.gap, usual.pitch, text):
        yield DoubtKind.OTHER_SIGNS


_SQUARE = 1.35
"""A line no wider than so many times its height holds one broad character."""


def _is_square(line: PixelBox) -> bool:
    return line.width <= _SQUARE * line.height


_HALF, _SPECKLED = 0.75, 0.55
"""Shares of the usual height of numbers: what is lower is not all of a digit, or nothing but specks."""
_FEWEST = 8


def _usual_height(marks: Marks, spots: Sequence[PrintSpot]) -> float:
    """The usual height of a number of the page in pixels, 0 for unknown."""
    heights = [spot.line.height for spot in spots if not is_dash(marks, spot.marks, spot.height)]
    return float(np.median(heights)) if len(heights) >= _FEWEST else 0.0


def _among_specks(sheet: PaperSheet, spot: PrintSpot) -> bool:
    """Whether the specks of a page full of them are large beside the digits of a line."""
    return sheet.peppered and spot.height < _LARGE


def _picture(sheet: PaperSheet, marks: Marks, spot: PrintSpot, look: Look = plain) -> Grey:
    return look(erased(sheet.grey, marks, spot.dirt, spot.area), spot.line, spot.area, spot.height)


def _shows_other(spot: PrintSpot, before: PrintSpot) -> bool:
    """Whether the picture of a line is another one than that of a line before it was changed."""
    return (spot.line, spot.dirt) != (before.line, before.dirt)


def _strict(marks: Marks, spot: PrintSpot) -> PrintSpot:
    """The line with nothing but digits and signs in it; the same object where it is so already."""
    kept, dirt = characters_of(marks, marks.inside(spot.line), spot.height)
    if not kept:
        return spot
    lines = lines_of(marks, kept)
    most = max(lines, key=lambda line: int(marks.areas[line].sum()))
    best = [mark for line in halves_of(marks, most, lines, spot.height) for mark in line]
    if set(best) == set(spot.marks):
        return spot
    others = {*spot.dirt, *dirt} - set(best)
    return replace(spot, line=marks.around(best), marks=tuple(best), dirt=tuple(sorted(others)))


def _whole(marks: Marks, spot: PrintSpot) -> PrintSpot:
    """The line with everything that stands on it: writing has small strokes, which a number has not."""
    if not spot.figure:
        return spot
    line = spot.line
    return replace(
        spot, line=marks.around([*spot.marks, *(n for n in spot.dirt if _on(marks, n, line.y0, line.y1))]), dirt=()
    )


def _on(marks: Marks, number: int, y0: int, y1: int) -> bool:
    middle = (int(marks.boxes[number, 1]) + int(marks.boxes[number, 3])) / 2
    return y0 <= middle <= y1


def _is_figure(spot: PrintSpot, reading: CtcReading) -> bool:
    """Whether a line is to be read in the alphabet of numbers: it reads as one, or its marks could be one and it reads
    as characters that are mistaken for digits.
    """
    if not reading.text:
        return spot.figure
    letters = "".join(char for char in unicodedata.normalize("NFD", reading.text) if not unicodedata.combining(char))
    if _LETTERS.fullmatch(letters) and spot.line.width <= 1.6 * spot.height:
        return True
    return bool(_FIGURE.fullmatch(reading.text)) or (spot.figure and bool(_LIKE_FIGURE.fullmatch(reading.text)))

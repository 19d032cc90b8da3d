"""Where a value is printed at its label: beside it, behind it in the same cell, or below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, TypeAlias

from extractor.documents.model import Document
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.open_layout.calendar_dates import date_in
from extractor.readers.open_layout.cell_lines import value_in_box
from extractor.readers.open_layout.days_in_sentences import said_day
from extractor.readers.open_layout.empty_cells import empty_cell
from extractor.readers.open_layout.leaf_reading import part_of
from extractor.readers.open_layout.leaf_values import LeafValue, Notations, leaf_value, ticked, without_box
from extractor.readers.open_layout.open_labels import LabelFit, label_fit, led_by
from extractor.readers.open_layout.open_words import open_words
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.row_fit import is_value
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.open_layout.sums_below import SumsBelow
from extractor.readers.open_layout.text_lines import (
    has_several_lines,
    is_broken_on_purpose,
    is_statement,
    joined_lines,
)
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ShapeLeaf
from extractor.schemas.state import NUMBERS

Side: TypeAlias = Literal["beside", "below"]

_COLONS = ":："
_LABEL_INSIDE = re.compile(r"(?:^|\s)((?:[^\s:：]+\s){0,4}[^\s:：]+)\s*[:：](?=\s|$)")
_OTHER_LABEL = re.compile(r"[^:：\d]{1,30}[:：]\s")
"""A text that begins with a label of its own: beside a label without a colon it is another statement."""
_LABEL_BEFORE = re.compile(r"[:：]\s")
_FAR = 150.0
"""Points beside a label without a colon from which on a text is another one's."""
_LINES = 6
"""Lines below a label among which its text is looked for."""
_BELOW = 2.5
"""How many of its own heights below a label its value may stand."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A value at a label: ``rank`` of the label among those of the leaf, on which side of it the value stands."""

    piece: Fragment
    said: LeafValue
    side: Side
    rank: int
    band: int
    doubts: tuple[Doubt, ...] = ()


class StatementSearch:
    """Looks for the values of leaves at their labels, in bands that belong to no list (``free``)."""

    def __init__(
        self,
        document: Document,
        bands: Sequence[Band],
        free: Sequence[Band],
        labels: ShapeLabels,
        notations: Notations,
    ) -> None:
        self._document = document
        self._bands = bands
        self._free = {band.number for band in free}
        self._labels = labels
        self._notations = notations
        self._sums = SumsBelow(bands, labels, notations)

    def find(self, leaf: ShapeLeaf) -> Iterator[Statement]:
        """Every place where the label of a leaf is printed with a value."""
        for number in sorted(self._free):
            band = self._bands[number]
            for at, piece in enumerate(band.fragments):
                yield from self._at(band, at, piece, leaf)
        for band in self._bands if leaf.kind in NUMBERS else ():
            for piece in band.fragments if band.number not in self._free else ():
                fit = label_fit(piece.text, leaf.labels)
                if fit is not None and (total := self._sums.total_below(piece, band, leaf)) is not None:
                    said = leaf_value(total.text, leaf, self._notations)
                    doubts = (*fit.doubts, doubt(DoubtKind.LABEL_ABOVE), *self._sums.apart(total, band))
                    yield Statement(total, said, "below", fit.rank, band.number, doubts)

    def empty_cell(self, path: str, leaf: ShapeLeaf) -> FieldReading | None:
        """The leaf as a field that is printed empty, where its one label stands beside a blank cell; None elsewhere."""
        return empty_cell(path, leaf, self._bands, self._document)

    def is_printed(self, leaf: ShapeLeaf) -> str:
        """Where the label of a leaf is printed though no value was found at it: the text of its band, or nothing."""
        for band in self._bands:
            for piece in band.fragments:
                led = led_by(piece.text, leaf.labels)
                named = label_fit(piece.text, leaf.labels) or (led and not _counts(piece.text[led[1] :], leaf))
                if named and not self._is_of_another(piece.text, leaf):
                    return band.text
                if any(label_fit(label, leaf.labels) for label in _labels_inside(piece.text)):
                    return band.text
        return ""

    def _is_of_another(self, text: str, leaf: ShapeLeaf) -> bool:
        """Whether a text is the whole label of another leaf, with its value or without: "Due date" says nothing of
        what is "Due"."""
        label = text if self._labels.is_label(text) else _LABEL_BEFORE.split(text, 1)[0]
        return self._labels.is_label(label) and label_fit(label, leaf.labels) is None

    def _at(self, band: Band, at: int, piece: Fragment, leaf: ShapeLeaf) -> Iterator[Statement]:
        if leaf.kind == "boolean" and (box := ticked(piece.text)) is not None:
            fit = label_fit(without_box(piece.text), leaf.labels)
            if fit is not None:
                yield Statement(piece, LeafValue("read", box), "beside", fit.rank, band.number, fit.doubts)
                return
        fit = label_fit(piece.text, leaf.labels)
        boxed = self._boxed(band, piece, leaf)
        if boxed is not None and (fit is None or (leaf.kind != "text" and boxed.said.fits)):
            yield boxed
            return
        if fit is not None:
            yield from self._around(band, at, piece, leaf, fit.rank, fit.doubts)
            return
        led = led_by(piece.text, leaf.labels)
        behind: list[Statement] = []
        if led is not None:
            (rank, doubts), end = led
            over = self._label_over(band, piece, piece.text[:end], leaf)
            if over is not None and over.rank < rank:
                rank, doubts = over.rank, (*over.doubts, doubt(DoubtKind.LABEL_ABOVE))
            behind = list(self._behind(band, piece, leaf, rank, doubts, end))
            yield from behind
        if not behind and (day := said_day(piece.text, leaf, self._line_below(piece, band))):
            said = leaf_value(day.text, leaf, self._notations)
            yield Statement(part_of(self._document, piece, day.text), said, "beside", day.rank, band.number, day.doubts)

    def _boxed(self, band: Band, piece: Fragment, leaf: ShapeLeaf) -> Statement | None:
        """What a cell states that prints a label and its value below it."""
        found = value_in_box(self._document, piece, leaf)
        if found is None or self._is_labelled(found[0]):
            return None
        text, rank, doubts = found
        said = leaf_value(text, leaf, self._notations)
        return Statement(part_of(self._document, piece, text), said, "below", rank, band.number, doubts)

    def _line_below(self, piece: Fragment, band: Band) -> str:
        """The line that is printed right below a fragment; empty where none is."""
        lower = [each for each in self._bands[band.number + 1 : band.number + 2] if not each.apart]
        found = [each.text for row in lower for each in row.fragments if row.counted or each.over(piece) > 0]
        return found[0] if found else ""

    def _label_over(self, band: Band, piece: Fragment, label: str, leaf: ShapeLeaf) -> LabelFit | None:
        """The label that begins in the line above and ends in front of a value: "INVOICE" over "# 17"."""
        above = self._bands[band.number - 1] if band.number else None
        if above is None or above.page != band.page or above.counted:
            return None
        found = [each for each in above.fragments if each.over(piece) > 0]
        return label_fit(f"{found[0].text} {label}", leaf.labels) if len(found) == 1 else None

    def _behind(
        self, band: Band, piece: Fragment, leaf: ShapeLeaf, rank: int, doubts: tuple[Doubt, ...], end: int
    ) -> Iterator[Statement]:
        """The value behind a label in the same cell."""
        colon = piece.text[:end].rstrip()[-1:] in _COLONS
        text, more = self._up_to_label(piece.text[end:])
        if not text:
            return
        said = leaf_value(text, leaf, self._notations)
        if not colon:
            text = _before_day(text) if leaf.kind == "text" else text
            said = leaf_value(text, leaf, self._notations)
            one = leaf.kind == "text" and " " not in text and any(char.isdigit() for char in text)
            if not one and (leaf.kind == "text" or said.state != "read" or _counts(text, leaf)):
                return
        if leaf.kind == "text" and more:
            doubts = (*doubts, doubt(DoubtKind.GOES_ON_BELOW, text, more))
        yield Statement(part_of(self._document, piece, text), said, "beside", rank, band.number, doubts)

    def _up_to_label(self, text: str) -> tuple[str, str]:
        """A text up to the next label in it, and what follows where that is no label anybody knows."""
        for match in _LABEL_INSIDE.finditer(text):
            words = match[1].split()
            for count in range(len(words), 0, -1):
                label = " ".join(words[-count:])
                if self._labels.is_label(label):
                    return text[: text.rindex(label, 0, match.end())].rstrip(" ,;|"), ""
        unknown = _LABEL_INSIDE.search(text)
        return text, (unknown[0].strip() if unknown is not None and unknown.start() > 0 else "")

    def _around(
        self, band: Band, at: int, piece: Fragment, leaf: ShapeLeaf, rank: int, doubts: tuple[Doubt, ...]
    ) -> Iterator[Statement]:
        """The value beside a label that stands alone in its cell, or below it."""
        beside = self._beside(band, at)
        below = self._below(band, at, piece)
        first = leaf_value(beside.text, leaf, self._notations) if beside is not None else None
        second = leaf_value(below.text, leaf, self._notations) if below is not None else None
        colon = piece.text.rstrip()[-1:] in _COLONS
        if beside is not None and first is not None and (first.fits or second is None or not second.fits):
            if first.fits:
                doubts = (*doubts, *self._more_beside(band, at, leaf))
            if not colon and leaf.kind == "text" and band.paper and beside.x0 - piece.x1 > _FAR:
                return
            if not colon and below is not None and second is not None and second.fits and not _counts(below.text, leaf):
                doubts = (*doubts, doubt(DoubtKind.BESIDE_OR_BELOW, beside.text, below.text))
            elif not colon and (headed := self._headed_by(band, piece, beside)):
                doubts = (*doubts, doubt(DoubtKind.BESIDE_OR_BELOW, beside.text, headed))
            yield Statement(beside, first, "beside", rank, band.number, doubts)
        elif below is not None and second is not None and second.fits:
            yield from self._read_below(band, piece, below, second, leaf, rank, doubts)

    def _read_below(
        self,
        band: Band,
        piece: Fragment,
        below: Fragment,
        said: LeafValue,
        leaf: ShapeLeaf,
        rank: int,
        doubts: tuple[Doubt, ...],
    ) -> Iterator[Statement]:
        known = [*doubts, doubt(DoubtKind.LABEL_ABOVE)]
        if leaf.kind in NUMBERS and (total := self._sums.total_below(piece, band, leaf)) is not None:
            said = leaf_value(total.text, leaf, self._notations)
            yield Statement(total, said, "below", rank, band.number, (*known, *self._sums.apart(total, band)))
            return
        if leaf.kind == "text":
            yield self._text_below(piece, below, leaf, rank, band, known)
            return
        further = self._below_of(below, band.number + 1)
        if further is not None and leaf_value(further.text, leaf, self._notations).fits:
            known.append(doubt(DoubtKind.GOES_ON_BELOW, below.text, further.text))
        yield Statement(below, said, "below", rank, band.number, tuple(known))

    def _text_below(
        self, piece: Fragment, below: Fragment, leaf: ShapeLeaf, rank: int, band: Band, known: Sequence[Doubt]
    ) -> Statement:
        """The text below a label, past lines that state something under a label of their own, with what is printed
        below it in doubt."""
        at = next(each.number for each in self._bands[band.number :] if below in each.fragments)
        lines = [below, *self._lines_below(below, at)]
        first = next((each for each in lines if not is_statement(each.text)), below)
        rest = list(takewhile(lambda each: not is_statement(each.text), lines[lines.index(first) + 1 :]))
        doubts = list(known)
        if first is not below:
            doubts.append(doubt(DoubtKind.LINES_BELOW, below.text, first.text))
        if rest and has_several_lines(leaf):
            doubts.append(doubt(DoubtKind.LINES_BELOW, first.text, rest[0].text))
            first = joined_lines(first, rest)
        elif rest:
            short = is_broken_on_purpose(first, rest[0], lines)
            kind = DoubtKind.LINES_BELOW if short else DoubtKind.GOES_ON_BELOW
            doubts.append(doubt(kind, first.text, rest[0].text))
        said = leaf_value(first.text, leaf, self._notations)
        return Statement(first, said, "below", rank, band.number, tuple(doubts))

    def _lines_below(self, last: Fragment, number: int) -> Iterator[Fragment]:
        """The lines below one in its column, up to a gap or the next title."""
        for _ in range(_LINES):
            found = self._below_of(last, number)
            if found is None:
                return
            yield found
            last, number = found, next(each.number for each in self._bands[number:] if found in each.fragments)

    def _beside(self, band: Band, at: int) -> Fragment | None:
        """What stands right of a label, if that is no label itself."""
        following = band.fragments[at + 1 : at + 2]
        if not following:
            return None
        text = following[0].text
        if self._labels.is_label(text) or text.rstrip()[-1:] in _COLONS or self._begins_with_label(text):
            return None
        stated = _OTHER_LABEL.match(text) is not None and band.fragments[at].text[-1:] not in _COLONS
        return None if stated else following[0]

    def _headed_by(self, band: Band, piece: Fragment, beside: Fragment) -> str:
        """The headings right below a label that is the title of several columns, so that what stands beside it, below
        which none goes on, is another thing; empty where it is none."""
        lower = [each for each in self._bands[band.number + 1 : band.number + 2] if each.page == band.page]
        if not lower or lower[0].counted or lower[0].apart or any(each.over(beside) > 0 for each in lower[0].fragments):
            return ""
        left, right = piece.x0 - band.paper, piece.x1 + band.paper
        inside = [each for each in lower[0].fragments if left <= each.x0 and each.x1 <= right]
        several = len(inside) > 1 and not any(is_value(each.text) for each in inside)
        return " ".join(each.text for each in inside) if several else ""

    def _begins_with_label(self, text: str) -> bool:
        match = re.match(r"([^:：]{1,60})[:：]\s", text)
        return match is not None and self._labels.is_label(match[1])

    def _more_beside(self, band: Band, at: int, leaf: ShapeLeaf) -> tuple[Doubt, ...]:
        """Whether a second number stands right of a label: then nothing tells which one is the field's."""
        if leaf.kind not in NUMBERS:
            return ()
        count = 0
        for each in band.fragments[at + 1 :]:
            if figure_in(each.text) is None:
                break
            count += 1
        return (doubt(DoubtKind.TOO_MANY_VALUES, count, 1),) if count > 1 else ()

    def _below(self, band: Band, at: int, piece: Fragment) -> Fragment | None:
        """What stands right below a label: in the same column on paper and in grids, otherwise by order."""
        return None if band.named else self._below_of(piece, band.number, at)

    def _below_of(self, piece: Fragment, number: int, at: int | None = None) -> Fragment | None:
        band = self._bands[number]
        for lower in self._bands[number + 1 : number + 4]:
            away = lower.page != band.page or lower.named or lower.number not in self._free
            if away or (lower.apart and not lower.paper):
                return None
            found = self._under(piece, band, lower, at)
            if found is not None:
                near = not lower.paper or found.y0 - piece.y1 < _BELOW * max(piece.y1 - piece.y0, 1.0)
                return found if near and not self._is_labelled(found.text) else None
            if not lower.paper:
                return None
        return None

    def _under(self, piece: Fragment, band: Band, lower: Band, at: int | None) -> Fragment | None:
        if lower.counted:
            same = len(lower.fragments) == len(band.fragments)
            return lower.fragments[at or 0] if same and (at or 0) < len(lower.fragments) else None
        over = [each for each in lower.fragments if each.over(piece) > 0]
        return max(over, key=piece.over) if over else None

    def _is_labelled(self, text: str) -> bool:
        return self._labels.is_label(text) or text.rstrip()[-1:] in _COLONS or self._begins_with_label(text)


def _counts(text: str, leaf: ShapeLeaf) -> bool:
    """Whether a text behind a label without a colon counts something: "Net 30 days" says nothing of what is net."""
    figure = figure_in(text)
    return figure is not None and figure.unit not in ("", "%", *leaf.units)


def _before_day(text: str) -> str:
    """A number without the day it was given on: "471102 vom 05.03.2018"."""
    words = text.split()
    for at in range(1, len(words) - 1):
        if words[at].lower() in open_words().dated and date_in(" ".join(words[at + 1 :]), "") is not None:
            return " ".join(words[:at])
    return text


def _labels_inside(text: str) -> Iterator[str]:
    """What may be a label in the middle of a text: one to a few words before a colon."""
    for match in _LABEL_INSIDE.finditer(text):
        words = match[1].split()
        yield from (" ".join(words[-count:]) for count in range(1, len(words) + 1))

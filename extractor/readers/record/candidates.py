"""Where a value may be printed: every place of the document that says it, whatever stands around."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from extractor.documents.model import Document, Span
from extractor.readers.record.print_lines import LineWord, WordLines, lines_by_rows, lines_down_the_page
from extractor.readers.record.printed_dates import PrintedDate, date_order, dates_of, says_day
from extractor.readers.record.printed_marks import PrintedMark, is_unticked, marks_of
from extractor.readers.record.printed_numbers import (
    DecimalMark,
    PrintedNumber,
    decimal_mark,
    left_out_scale,
    numbers_of,
    says,
)
from extractor.readers.record.printed_texts import PrintedText, TextSearch, folded
from extractor.readers.record.printed_times import PrintedTime, times_of
from extractor.schemas.shape import ShapeLeaf
from extractor.schemas.state import NUMBERS, Value

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CODE = re.compile(r"\d{6,}")
"""A long run of figures without any mark is rather a code than a number."""


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """One place that says a value. ``sure``: it can say nothing else; ``sign``: its sign is printed as well.
    ``around``: what it belongs to, where that is told by the place itself, as of a box. ``unscaled``: the word behind
    its number that makes it another one, where the value leaves that out."""

    words: tuple[LineWord, ...]
    lines: tuple[int, ...]
    text: str
    sure: bool = True
    sign: bool = True
    whole: bool = True
    around: tuple[str, ...] | None = None
    unscaled: str = ""

    @property
    def line(self) -> int:
        """The line it begins on."""
        return self.lines[0]

    @property
    def x0(self) -> float:
        """The left edge of what stands on its first line."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @property
    def page(self) -> int:
        """The page it stands on."""
        return self.words[0].place.page

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its words."""
        return frozenset(word.number for word in self.words)


Places: TypeAlias = tuple[ValuePlace, ...]
PlaceHints: TypeAlias = Mapping[str, Sequence[Span]]
"""Where the maker of a record says that its values stand, by path: characters of the document."""
NO_HINTS: PlaceHints = MappingProxyType({})


def hinted(places: Places, spans: Sequence[Span]) -> Places:
    """Of several places those that are pointed at; all where none is."""
    inside = tuple(
        place
        for place in places
        if any(word.place.span[0] < end and start < word.place.span[1] for word in place.words for start, end in spans)
    )
    return inside or places


class PrintedValues:
    """The numbers, dates and texts of a document in one order of its lines."""

    def __init__(self, lines: WordLines) -> None:
        self.lines = lines
        self.numbers = numbers_of(lines)
        self.dates = dates_of(lines)
        self.texts = TextSearch(lines)
        self._texts: dict[str, tuple[PrintedText, ...]] = {}
        self.mark: DecimalMark = decimal_mark(self.numbers)
        self.order = date_order(self.dates)

    @cached_property
    def marks(self) -> tuple[PrintedMark, ...]:
        """What says yes or no."""
        return marks_of(self.lines)

    @cached_property
    def times(self) -> tuple[PrintedTime, ...]:
        """The times of day that are no parts of other numbers."""
        return times_of(self.lines)

    @cached_property
    def _by_line(self) -> Mapping[int, list[PrintedNumber]]:
        found: dict[int, list[PrintedNumber]] = {}
        for number in self.numbers:
            found.setdefault(number.line, []).append(number)
        return found

    def numbers_on(self, line: int) -> Sequence[PrintedNumber]:
        """The numbers of a line."""
        return self._by_line.get(line, ())

    @cached_property
    def _by_value(self) -> Mapping[Decimal, list[PrintedNumber]]:
        found: dict[Decimal, list[PrintedNumber]] = {}
        for number in self.numbers:
            for read in {each for each in number.values.values() if each is not None}:
                for meant in {read, read * number.scale, read / 100 if number.percent else read}:
                    found.setdefault(meant.normalize(), []).append(number)
        return found

    def places(self, leaf: ShapeLeaf, value: Value) -> Places:
        """Every place that says a value of this leaf."""
        if isinstance(value, bool):
            return self._of_mark(value)
        if isinstance(value, (int, Decimal)):
            return self._of_number(Decimal(value), leaf)
        clock = clock_in(leaf, value)
        if clock is not None and leaf.kind == "time":
            return self._of_time(clock)
        day = day_in(leaf, value)
        if day is not None:
            found = self._of_day(day)
            found = found if clock is None else self._of_moment(found, clock)
            if found or clock is not None:
                return found
        words = [value, *(word for choice in leaf.choices if choice.value == value for word in choice.words)]
        places = self._of_text(dict.fromkeys(words))
        return self._chosen(places) if leaf.kind == "choice" else places

    def _of_number(self, value: Decimal, leaf: ShapeLeaf) -> Places:
        mark = leaf.notation.decimal if leaf.notation is not None else self.mark
        found = []
        for number in self._by_value.get(abs(value).normalize(), ()):
            said, sign = says(number, value, mark)
            if said and (not number.dash or not value):
                plain = not number.inside
                place = ValuePlace(number.words, (number.line,), number.text, plain, sign or not value, whole=plain)
                found.append(replace(place, unscaled=left_out_scale(number, value, mark, leaf.units)))
        return tuple(found)

    def _of_day(self, day: date) -> Places:
        found: list[tuple[PrintedDate, bool]] = []
        for printed in self.dates:
            said, sure = says_day(printed, day, self.order)
            if said:
                found.append((printed, sure))
        return tuple(ValuePlace(each.words, (each.line,), each.text, sure) for each, sure in found)

    def _of_mark(self, value: bool) -> Places:
        return tuple(
            ValuePlace(each.words, (each.line,), each.text, around=each.around)
            for each in self.marks
            if each.says is value
        )

    def _of_time(self, value: time) -> Places:
        return tuple(ValuePlace(each.words, (each.line,), each.text) for each in self.times if each.means(value))

    def _of_moment(self, days: Places, value: time) -> Places:
        """The days that have this time beside them; at midnight those that have no time at all, too."""
        found = []
        for place in days:
            beside = self._times_beside(place)
            if any(each.means(value) for each in beside):
                words = [*place.words, *(word for each in beside if each.means(value) for word in each.words)]
                found.append(replace(place, words=tuple(dict.fromkeys(words))))
            elif not beside and value == time(0):
                found.append(place)
        return tuple(found)

    def _times_beside(self, place: ValuePlace) -> list[PrintedTime]:
        """The times of the same line that stand no nearer to another date."""
        dates = [each for each in self.dates if each.line == place.line]
        here = [each for each in self.times if each.line == place.line]
        return [
            each
            for each in here
            if min(dates, key=lambda day: max(each.start - day.end, day.start - each.end)).words[0].number
            in place.numbers
        ]

    def _chosen(self, places: Places) -> Places:
        """Of the places of a choice those behind a ticked box; where there is none, those behind no box."""
        boxes = [is_unticked(self.lines.lines[place.line], place.words) for place in places]
        ticked = tuple(place for place, box in zip(places, boxes, strict=True) if box is False)
        return ticked or tuple(place for place, box in zip(places, boxes, strict=True) if box is None)

    def _of_text(self, texts: Iterable[str]) -> Places:
        found: list[ValuePlace] = []
        for text in texts:
            for place in self.text_places(text):
                lines = tuple(dict.fromkeys(self.lines.line_of[word.number][0] for word in place.words))
                said = " ".join(word.text for word in place.words)
                found.append(ValuePlace(place.words, lines, said, whole=place.whole))
            if found:
                break
        return tuple(found)

    def text_places(self, text: str) -> tuple[PrintedText, ...]:
        """Every place where a text is printed."""
        if text not in self._texts:
            self._texts[text] = self.texts.find(text)
        return self._texts[text]


def day_in(leaf: ShapeLeaf, value: Value) -> date | None:
    """The day that a text is, where it is written as one."""
    if not isinstance(value, str) or leaf.kind not in ("date", "datetime", "text") or not _DAY.match(value):
        return None
    if leaf.kind == "text" and not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def clock_in(leaf: ShapeLeaf, value: Value) -> time | None:
    """The time of day that a text is or has behind a day, where it is written as one."""
    if not isinstance(value, str) or leaf.kind not in ("time", "datetime"):
        return None
    try:
        if leaf.kind == "time":
            return time.fromisoformat(value.strip()).replace(tzinfo=None)
        return datetime.fromisoformat(value.strip()).time()
    except ValueError:
        return None


def value_of(leaf: ShapeLeaf, given: object) -> Value | None:
    """A value of a record as the leaf has it: numbers exact, whatever the record writes them as."""
    if given is None or isinstance(given, (dict, list)):
        return None
    if isinstance(given, bool):
        return given if leaf.kind == "boolean" else str(given)
    if isinstance(given, (int, float, Decimal)):
        number = Decimal(str(given))
        if not number.is_finite():
            return str(given)
        if leaf.kind in NUMBERS and number == number.to_integral_value():
            return int(number) if leaf.kind == "count" else _short(number)
        return number if leaf.kind in NUMBERS else _written(number)
    text = str(given)
    if leaf.kind in NUMBERS:
        try:
            number = Decimal(text.replace(",", "").strip())
        except InvalidOperation:
            return text
        return number if number.is_finite() else text
    return text
    return text


def _short(number: Decimal) -> Decimal:
    return Decimal(int(number)) if number == number.to_integral_value() else number


def _written(number: Decimal) -> str:
    return format(_short(number), "f")


def weight_of(leaf: ShapeLeaf, value: Value) -> float:
    """How much a value tells about the line it stands on: long ones much, a figure or two little, nought nothing."""
    if isinstance(value, bool):
        return 0.0
    if isinstance(value, (int, Decimal)):
        digits = significant(value)
        return 0.0 if not value else min(digits, 6) / 2
    if day_in(leaf, value) is not None:
        return 1.5
    return min(len(folded(value)) / 4, 3.0)


def significant(value: int | Decimal) -> int:
    """How many digits of a number tell it from others."""
    digits = format(abs(Decimal(value)).normalize(), "f").replace(".", "").strip("0")
    return len(digits) if Decimal(value) else 0


def printed_values(document: Document) -> Iterator[PrintedValues]:
    """What is printed, down the page and by rows."""
    yield PrintedValues(lines_down_the_page(document))
    yield PrintedValues(lines_by_rows(document))

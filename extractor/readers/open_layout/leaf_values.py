"""What a printed text says as the value of a leaf, under what a document decides about numbers and dates."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.documents.model import Span
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.open_layout.calendar_dates import CalendarDate, DayOrder, date_in, day_order, moment_in, time_in
from extractor.readers.open_layout.open_labels import label_core
from extractor.readers.open_layout.open_words import changes_number, open_words
from extractor.readers.open_layout.printed_bands import Band
from extractor.readers.open_layout.printed_figures import (
    DecimalMark,
    Figure,
    decimal_mark,
    figure_in,
    grouped_in,
    number_of,
)
from extractor.schemas.shape import ShapeChoice, ShapeLeaf
from extractor.schemas.state import NUMBERS, State, Value
from extractor.schemas.values import NIL_MARKS, UNREADABLE, fold_width

"""Kinds whose values are numbers."""
_TICKED = re.compile(r"☒|☑|✓|✔|✗|✘|\[\s?[xX✓]\s?\]|\([xX]\)")
_EMPTY = re.compile(r"☐|□|\[\s*\]|\(\s+\)")
_BOX = re.compile(rf"(?:{_TICKED.pattern}|{_EMPTY.pattern})")
_BEHIND_COLON = re.compile(r"^.{1,60}?[:：]\s*(?P<value>\S.*)$")
_FOOTNOTE = 2
"""Digits of a number in brackets that is rather the number of a note than less than zero."""


@dataclass(frozen=True, slots=True)
class LeafValue:
    """What a text is as the value of a leaf."""

    state: State
    value: Value | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it is a value, or a mark that says there is none."""
        return self.state in ("read", "not_applicable")


@dataclass(frozen=True, slots=True)
class Notations:
    """What a document, or a column of it, decides: the mark before decimals, and whether the day or the month stands
    first. ``bracketed``: brackets around numbers mean less than zero."""

    mark: DecimalMark = ""
    order: DayOrder = ""
    bracketed: bool = False

    def of_column(self, texts: Iterable[str]) -> "Notations":
        """What the texts of one column decide, and the document where they do not."""
        known = tuple(texts)
        own = decimal_mark(known)
        order = day_order(known) or self.order
        return replace(self, mark=own or self.mark, order=order)


def notations_of(bands: Sequence[Band], stored: Collection[Span] = ()) -> Notations:
    """What a document decides, by all numbers and dates that stand for themselves or behind a label. ``stored``: where
    the file holds a number and no text, which is written with a point: it decides where no text may say otherwise.
    """
    texts: list[str] = []
    pointed = False
    for band in bands:
        for each in band.fragments:
            if each.place.span in stored:
                pointed = pointed or "." in each.text
                continue
            texts += (each.text, *grouped_in(each.text))
            if (match := _BEHIND_COLON.match(each.text)) is not None:
                texts.append(match["value"])
    figures = [figure for text in texts if (figure := figure_in(text)) is not None and figure.bracketed]
    bracketed = any(len(figure.digits) > _FOOTNOTE for figure in figures)
    either = any(figure is not None and number_of(figure, "")[1] for figure in map(figure_in, texts))
    mark: DecimalMark = "." if pointed and not either else decimal_mark(texts)
    return Notations(mark, day_order(band.text for band in bands), bracketed)


def leaf_value(text: str, leaf: ShapeLeaf, notations: Notations) -> LeafValue:
    """What a text says as the value of a leaf. What is no value of its kind is unread, with the reason."""
    plain = " ".join(fold_width(text).split())
    if not plain:
        return LeafValue("blank")
    if plain in leaf.nil_marks or (leaf.kind != "text" and plain.lower() in NIL_MARKS):
        return LeafValue("not_applicable")
    if leaf.kind in NUMBERS:
        return _number(plain, text, leaf, notations)
    if leaf.kind == "date":
        return _dated(plain, date_in(plain, notations.order))
    if leaf.kind == "datetime":
        return _dated(plain, moment_in(plain, notations.order))
    if leaf.kind == "time":
        clock = time_in(plain)
        return LeafValue("read", clock) if clock else _no_value(plain)
    if leaf.kind == "choice":
        return _choice(plain, leaf.choices)
    if leaf.kind == "boolean":
        return _yes_or_no(plain)
    if not plain.replace(UNREADABLE, "").strip():
        return _no_value(plain)
    return LeafValue("read", plain)


def ticked(text: str) -> bool | None:
    """Whether a box is ticked that a text begins or ends with; None where it holds no box, or several."""
    boxes = _BOX.findall(text)
    if len(boxes) != 1:
        return None
    return _TICKED.search(text) is not None


def without_box(text: str) -> str:
    """A text without the boxes to tick in it."""
    return _BOX.sub(" ", text).strip()


def _number(plain: str, text: str, leaf: ShapeLeaf, notations: Notations) -> LeafValue:
    figure = figure_in(text)
    if figure is None:
        return _no_value(plain, DoubtKind.NOT_A_VALUE)
    own = leaf.notation
    mark: DecimalMark = own.decimal if own is not None else notations.mark
    number, either = number_of(figure, mark)
    if number is None:
        return _no_value(plain, DoubtKind.NOT_A_VALUE)
    if either:
        point, comma = number_of(figure, ".")[0], number_of(figure, ",")[0]
        return LeafValue("unread", None, (doubt(DoubtKind.MARK_UNKNOWN, plain, f"{point:f}", f"{comma:f}"),))
    if figure.bracketed and not notations.bracketed and len(figure.digits) <= _FOOTNOTE and own is None:
        return _no_value(plain, DoubtKind.NOT_A_VALUE)
    scaled = _in_unit(number, figure, leaf)
    if scaled is None:
        return LeafValue("unread", None, (doubt(DoubtKind.UNIT_UNKNOWN, figure.unit),))
    scaled = abs(scaled) if leaf.unsigned else scaled
    if leaf.kind == "amount":
        return LeafValue("read", scaled)
    whole = scaled == scaled.to_integral_value()
    return LeafValue("read", int(scaled)) if whole else _no_value(plain, DoubtKind.NOT_A_VALUE)


def _in_unit(number: Decimal, figure: Figure, leaf: ShapeLeaf) -> Decimal | None:
    """A number in the unit of its leaf; None where its unit makes it another number nobody knows."""
    if not figure.unit:
        return number
    units = {unit.lower(): factor for unit, factor in leaf.units.items()}
    factor = units.get(figure.unit.lower())
    if factor is not None:
        return number if factor == 1 else number * factor
    known = bool(units) and figure.unit != "%"
    return None if known or changes_number(figure.unit, figure.money) else number


def _dated(plain: str, found: CalendarDate | None) -> LeafValue:
    if found is None:
        return _no_value(plain)
    if found.either:
        return LeafValue("unread", None, (doubt(DoubtKind.DATE_ORDER, plain, found.value, found.either),))
    return LeafValue("read", found.value)


def _choice(plain: str, choices: Sequence[ShapeChoice]) -> LeafValue:
    core = label_core(_marked_option(plain))
    found = {each.value for each in choices if core and core in {label_core(word) for word in each.words}}
    return LeafValue("read", found.pop()) if len(found) == 1 else _no_value(plain)


def _yes_or_no(plain: str) -> LeafValue:
    words, said = open_words(), label_core(without_box(_marked_option(plain)))
    if said in {label_core(word) for word in words.yes}:
        return LeafValue("read", True)
    if said in {label_core(word) for word in words.no}:
        return LeafValue("read", False)
    box = ticked(plain)
    if box is not None and not without_box(plain):
        return LeafValue("read", box)
    return _no_value(plain)


def _marked_option(plain: str) -> str:
    """Of options with boxes before them the one that is ticked; the text itself where it has none."""
    boxes = list(_BOX.finditer(plain))
    if not boxes or plain[: boxes[0].start()].strip():
        return plain
    ends = [box.start() for box in boxes[1:]] + [len(plain)]
    said = [plain[box.end() : end].strip() for box, end in zip(boxes, ends, strict=True) if _TICKED.fullmatch(box[0])]
    return said[0] if len(said) == 1 else plain


def _no_value(plain: str, kind: DoubtKind = DoubtKind.NOT_ITS_KIND) -> LeafValue:
    return LeafValue("unread", None, (doubt(kind, plain),))

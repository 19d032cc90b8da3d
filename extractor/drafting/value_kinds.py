"""Which kind of value a field holds, decided over everything that samples print for it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.readers.open_layout.calendar_dates import date_in, moment_in, time_in
from extractor.readers.open_layout.open_labels import label_core
from extractor.readers.open_layout.open_words import open_words
from extractor.readers.open_layout.printed_figures import DecimalMark, decimal_mark, figure_in
from extractor.schemas.notation import Notation
from extractor.schemas.state import Kind
from extractor.schemas.values import NIL_MARKS, fold_width

_COUNTED = 8
"""Whole numbers without any fraction from which on a column is one of counts; with fewer, the next may have one."""
_CODE = 7
"""Digits without any mark between them from which on a number is rather a code or an account."""
_MARK = 5
"""Characters of the longest text that stands for no value in a column of numbers."""
_MARKS = 2
"""Different texts that stand for no value, at most."""
_NUMBER_WORD = "number"


@dataclass(frozen=True, slots=True)
class SampleValue:
    """A value as a sample prints it, with the number of the sample."""

    text: str
    sample: int


@dataclass(frozen=True, slots=True)
class KindFound:
    """What values have in common; ``remark`` says what is left open."""

    kind: Kind
    notation: Notation | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    nil_marks: tuple[str, ...] = ()
    remark: str = ""


def kind_of(label: str, values: Sequence[SampleValue], usual: DecimalMark = "") -> KindFound:
    """The kind of all values printed at a label or in a column. ``usual``: the decimal mark that all samples share."""
    said = [each for each in values if each.text and fold_width(each.text).lower() not in NIL_MARKS]
    texts = [each.text for each in said]
    if not texts:
        return KindFound("text", remark="no value seen")
    if all(_is_yes_or_no(text) for text in texts):
        return KindFound("boolean")
    if (dated := _dated(texts)) is not None:
        return dated
    marks = tuple(sorted({text for text in texts if figure_in(text) is None}))
    figures = [each for each in said if figure_in(each.text) is not None]
    few = len(marks) <= _MARKS and all(len(mark) <= _MARK and not mark.isalnum() for mark in marks)
    if figures and few and not _is_code(label, [each.text for each in figures]):
        return _number(figures, marks, usual)
    seen = Counter(texts)
    if len(seen) <= len(texts) // 2 and len(texts) >= _COUNTED // 2 and max(map(len, seen)) < 20:
        return KindFound("text", remark=f"only {', '.join(sorted(seen))} seen: a choice, if there are no others")
    return KindFound("text")


def _is_yes_or_no(text: str) -> bool:
    words = open_words()
    return label_core(text) in {label_core(word) for word in words.yes | words.no} and not any(
        char.isdigit() for char in text
    )


def _dated(texts: Sequence[str]) -> KindFound | None:
    days = [date_in(text, "") for text in texts]
    if all(days) and not all(text.isdigit() for text in texts):
        open_order = all(day.either for day in days if day is not None)
        return KindFound("date", remark="nothing tells day from month" if open_order else "")
    if all(moment_in(text, "") or date_in(text, "") for text in texts) and not all(days):
        return KindFound("datetime")
    clock = all(time_in(text) and figure_in(text) is None for text in texts)
    return KindFound("time") if clock else None


def _is_code(label: str, texts: Sequence[str]) -> bool:
    """Whether digits are no number of anything: called a number, with a nought in front, or very long."""
    words = re.findall(r"[^\W_]+|[^\s\w]", fold_width(label).lower().rstrip(".:"))
    alike = open_words().alike
    called = bool(words) and alike.get(words[-1], words[-1]) == _NUMBER_WORD
    called = called or any(words and words[-1].endswith(ending) for ending in open_words().endings)
    plain = [text for text in texts if text.isdigit()]
    led = any(text.startswith("0") and len(text) > 1 for text in plain)
    return bool(plain) and (called or led or (len(plain) == len(texts) and any(len(text) >= _CODE for text in plain)))


def _number(figures: Sequence[SampleValue], marks: tuple[str, ...], usual: DecimalMark) -> KindFound:
    found = [(each, figure_in(each.text)) for each in figures]
    units = Counter(figure.unit for _, figure in found if figure is not None and figure.unit not in ("", "%"))
    whole = all(figure is not None and figure.digits.isdigit() and not figure.money for _, figure in found)
    percent = any(figure is not None and figure.unit == "%" for _, figure in found)
    remarks = []
    kept: dict[str, str] = {}
    powers = any(re.search(r"[²³23]\s*$", each.text) and figure and figure.unit for each, figure in found)
    if len(units) == 1 and not powers and units.total() == len(found):
        kept = dict.fromkeys(units, "1")
        remarks.append(f"always in {next(iter(units))}")
    elif len(units) > 1:
        remarks.append(f"units differ: {', '.join(sorted(units))}; say their factors under units")
    if whole and not percent and len(found) >= _COUNTED:
        return KindFound("count", units=kept, nil_marks=marks, remark="; ".join([*remarks, "no fraction seen"]))
    return KindFound("amount", _notation(figures, usual), kept, marks, "; ".join(remarks))


def _notation(figures: Sequence[SampleValue], usual: DecimalMark) -> Notation | None:
    """The decimal mark, where numbers of every sample show the same; otherwise each document decides, and so it does
    where no number has any mark."""
    marks = {
        decimal_mark([each.text for each in figures if each.sample == sample])
        for sample in {each.sample for each in figures}
    }
    only = (marks.pop() if len(marks) == 1 else "") or usual
    matters = any(mark in each.text for each in figures for mark in ".,")
    return Notation(decimal=only) if only and matters else None

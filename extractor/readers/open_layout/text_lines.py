"""Texts that are printed over several lines: which lines below a text may belong to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.documents.model import Place
from extractor.readers.open_layout.open_labels import label_core
from extractor.readers.open_layout.open_words import open_words
from extractor.readers.open_layout.printed_bands import Fragment
from extractor.readers.open_layout.row_fit import is_value
from extractor.schemas.shape import ShapeLeaf

_STATED = re.compile(r"[^:：]{1,40}\s?[:：]\s?(?!//)\S.*|[^:：]{1,40}[:：]")
"""A label with what it states, or alone."""
_NUMBERED = re.compile(r"\d+(?:[./]\d+)*")
"""The number of a thing, in one piece."""
_WORDS = re.compile(r"[^\W\d_]{2}\D*")
_REACHED = re.compile(r"[^\w\s]?\s?(?:\S+@\S+|(?:https?://|www\.)\S+)")
"""An address of mail or of a page."""


def is_statement(text: str) -> bool:
    """Whether a line states something under a label of its own or is an address to write to, so that it goes on with no
    other text."""
    return _STATED.fullmatch(text) is not None or _REACHED.fullmatch(text) is not None


def continued_lines(lower: Iterator[Sequence[Fragment]]) -> Iterator[Fragment]:
    """The lines of a column that go on with the text above them: up to one that has no print there, prints a value, or
    states something of its own."""
    for pieces in lower:
        if len(pieces) != 1 or is_value(pieces[0].text) or is_statement(pieces[0].text):
            return
        yield pieces[0]


def has_several_lines(leaf: ShapeLeaf) -> bool:
    """Whether a text is of a kind that is printed over several lines: an address has one name and many lines."""
    words = {word for label in leaf.labels for word in map(label_core, label.split())}
    return any(core.endswith(each) for core in words for each in open_words().several_lines)


def joined_lines(first: Fragment, rest: Sequence[Fragment]) -> Fragment:
    """A text with the lines that go on with it, as one fragment."""
    place = Place(first.place.page, (first.place.span[0], rest[-1].place.span[1]), first.place.box)
    return replace(first, text=" ".join(each.text for each in (first, *rest)), place=place)


def is_broken_on_purpose(first: Fragment, below: Fragment, block: Sequence[Fragment]) -> bool:
    """Whether a line ends though the first word of the next one had room beside it, ends the name of a company, or is a
    number above words: then the two are no text that ran over. ``block``: all lines printed there; only on paper have
    they widths."""
    words = below.text.split()
    if _NUMBERED.fullmatch(first.text) and _WORDS.fullmatch(below.text):
        return True
    if words and words[0][:1].isalnum() and words[0][:1].upper() == words[0][:1] and _ends_name(first.text):
        return True
    box = below.words[0].place.box if below.words else None
    if box is None or not first.words:
        return False
    width = box[2] - box[0]
    edge = max(each.x1 for each in (first, below, *block))
    return first.x1 + width / max(len(below.words[0].text), 1) + width <= edge


def _ends_name(text: str) -> bool:
    last = text.split()[-1:]
    return bool(last) and last[0].lower().rstrip(".,").replace(".", "") in open_words().legal_forms

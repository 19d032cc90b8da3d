"""What a document states outside of lists that no field uses: it may be the value of a field that was not found."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeGuard

from extractor.documents.span_index import SpanIndex
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import label_core, label_fit
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.row_fit import is_value
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ShapeLeaf
from extractor.schemas.state import NUMBERS

_LONGEST_LABEL = 60
_SHOWN = 3
"""How much of what may state a value is told, and the letters of the longest word that says nothing by itself."""
_LONG = 6
"""Letters of a word beyond which one with another last letter is the same word in another number."""
_DATED = re.compile(r"(?<!\d)(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)")


class LeftOver(NamedTuple):
    """A value that no field uses, with what stands before it. ``colon``: that ends with a colon."""

    label: str
    value: str
    piece: Fragment
    colon: bool

    @property
    def shown(self) -> str:
        """Both of them, for people."""
        return f"{self.label}: {self.value}" if self.label else self.value


def with_left_over(
    fields: Mapping[str, FieldReading],
    bands: Sequence[Band],
    free: Sequence[Band],
    labels: ShapeLabels,
    notations: Notations,
) -> dict[str, FieldReading]:
    """The fields, those that are absent in doubt where something that is left over may be their value: outside of lists
    (``free``), or in any column whose heading has a word of their labels."""
    used = spans_of(fields.values())
    others = [each for band in free for each in _left_over(band) if not is_used(each.piece, used)]
    headed: dict[str, list[LeftOver]] = {}
    for each in _headed(bands):
        if not is_used(each.piece, used):
            headed.setdefault(each.label, []).append(each)
    found = dict(fields)
    for path, field in fields.items():
        if field.state == "absent" and path in labels.single:
            leaf = labels.single[path][0]
            said = [each for each in others if _may_be(each, leaf, labels, notations)]
            over = [each for each in _named_by(headed, leaf, labels) if _may_be(each, leaf, labels, notations)]
            if said := [*over, *said]:
                named = bool(over) or any(_shares_word(each.label, leaf, labels.common_words) for each in said)
                kind = DoubtKind.MAY_BE_STATED if named else DoubtKind.LEFT_UNNAMED
                more = (doubt(kind, "; ".join(each.shown for each in said[:_SHOWN])),)
                found[path] = field.model_copy(update={"doubts": merged(field.doubts, more)})
    return found


def spans_of(fields: Iterable[FieldReading]) -> SpanIndex:
    """Where the values of fields stand."""
    return SpanIndex(field.spot.span for field in fields if field.spot is not None and field.spot.span is not None)


def is_used(piece: Fragment, used: SpanIndex) -> bool:
    """Whether any of a fragment is the value of a field."""
    return used.meets(piece.place.span)


def _left_over(band: Band) -> Iterator[LeftOver]:
    """What a band states: behind a colon in one cell, beside a text, or alone."""
    for at, piece in enumerate(band.fragments):
        before, colon, behind = piece.text.partition(":")
        if colon and before.strip() and behind.strip() and len(before) < _LONGEST_LABEL:
            yield LeftOver(before.strip(), behind.strip(), piece, True)
        elif is_value(piece.text):
            beside = band.fragments[at - 1].text if at else ""
            yield LeftOver("" if is_value(beside) else beside, piece.text, piece, False)
        elif (dated := _DATED.search(piece.text)) is not None:
            yield LeftOver(piece.text[: dated.start()].strip(), dated[0], piece, False)


def _headed(bands: Sequence[Band]) -> Iterator[LeftOver]:
    """The numbers that stand below others, or below a heading, each with the text that heads its column."""
    heads: dict[Fragment, Fragment] = {}
    above: Band | None = None
    for band in bands:
        worded = not any(is_value(each.text) for each in band.fragments)
        for piece in band.fragments:
            over = [each for each in above.fragments if each.over(piece) > 0] if _may_head(above, band) else []
            if over and is_value(piece.text) and len(over) == 1:
                heads[piece] = heads.get(over[0], over[0])
                if not is_value(heads[piece].text):
                    yield LeftOver(heads[piece].text, piece.text, piece, False)
        above = band if worded or any(piece in heads for piece in band.fragments) else None


def _may_head(above: Band | None, band: Band) -> TypeGuard[Band]:
    return above is not None and above.page == band.page and len(above.fragments) > 1


def _named_by(headed: Mapping[str, Sequence[LeftOver]], leaf: ShapeLeaf, labels: ShapeLabels) -> Iterator[LeftOver]:
    """What stands below headings that name a leaf among others: no labels of another one, with a word of its labels, or
    nearly."""
    own = (*leaf.labels, *leaf.signs)
    words = {label_core(word) for label in own for word in label.split() if len(word) > _SHOWN}
    stems = {word[:-1] if len(word) > _LONG else word for word in words - set(labels.common_words)} - {""}
    for heading, found in headed.items():
        core = label_core(heading)
        if any(stem in core for stem in stems) and (label_fit(heading, own) or not labels.is_label(heading)):
            yield from found


def _may_be(other: LeftOver, leaf: ShapeLeaf, labels: ShapeLabels, notations: Notations) -> bool:
    """Whether what is left over may be the value of a leaf: a text behind a colon, a date, a number of money or that
    has decimals, or one whose label has a word in common with one of the leaf."""
    if other.colon and labels.is_label(other.label):
        return False
    figure = figure_in(other.value)
    if leaf.kind == "text":
        return figure is None and other.colon
    if leaf.kind in NUMBERS:
        weighty = figure is not None and (figure.money or not figure.digits.isdigit())
        if not (weighty and leaf.kind == "amount") and not _shares_word(other.label, leaf):
            return False
    said = leaf_value(other.value, leaf, notations)
    return said.state == "read" or any(each.kind is DoubtKind.DATE_ORDER for each in said.doubts)


def _shares_word(text: str, leaf: ShapeLeaf, common: Collection[str] = ()) -> bool:
    """Whether a text has a word of a label of a leaf, or a part of one, apart from those that are ``common``."""
    words = {label_core(word) for label in leaf.labels for word in label.split() if len(word) > _SHOWN}
    words -= set(common)
    core = label_core(text)
    return any(word and word in core for word in words)

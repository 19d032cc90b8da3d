"""A schema tried on one sample: where each label was found with its value, what is left over, the nearest misses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rapidfuzz import fuzz, process

from extractor.documents.model import Document
from extractor.drafting.sample_page import is_label_like, label_of
from extractor.errors import SchemaError
from extractor.readers.form_notation import in_notation_of
from extractor.readers.label_scale import SCALE
from extractor.readers.layout import read_layout
from extractor.readers.open_layout import read_open
from extractor.readers.open_layout.heading_bands import key_of
from extractor.readers.open_layout.open_labels import label_core, label_fit, led_by
from extractor.readers.open_layout.printed_bands import Band, Fragment, bands_of
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.readers.recognise import recognise
from extractor.schemas.form import Form, Schema
from extractor.schemas.shape import walk

PlaceKind: TypeAlias = Literal["left", "label", "value", "doubt"]

_NEAREST = 3
"""Misses that are told for one label."""
_INDEX = 3
"""Digits of the longest number of an item in a path; longer ones are keys."""
_FAR = 60.0
"""On the scale of labels, what is less like a label than that is no miss of it."""


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A printed text that is a label of the schema: its path there (empty for the title), and where it stands."""

    path: str
    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A label that was not found, and what is printed that is most like it, with its points of 100."""

    path: str
    label: str
    printed: str
    points: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class LeftPrint:
    """A number or a text like a label that nothing uses."""

    text: str
    spot: Spot
    number: bool


@dataclass(frozen=True, slots=True)
class TrialPlace:
    """A place on the page, what is there (``kind``) and what is said of it."""

    kind: PlaceKind
    said: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Trial:
    """What a schema makes of a sample."""

    schema: str
    document: Document
    reading: Reading
    matches: tuple[LabelMatch, ...]
    left: tuple[LeftPrint, ...]
    misses: tuple[NearMiss, ...]

    @property
    def values(self) -> tuple[FieldReading, ...]:
        """The fields that have something printed, in their order."""
        return tuple(each for each in self.reading.fields.values() if each.spot is not None)

    @property
    def empty(self) -> tuple[FieldReading, ...]:
        """The fields for which nothing is printed, or nothing that could be taken."""
        return tuple(each for each in self.reading.fields.values() if each.spot is None)

    @property
    def places(self) -> tuple[TrialPlace, ...]:
        """All places, those first that may lie under others: what is left over, labels, values."""
        found = [TrialPlace("left", "left over", each.spot) for each in self.left]
        found += [
            TrialPlace("label", f"label of {each.path}" if each.path else "title of the schema", each.spot)
            for each in self.matches
        ]
        for each in self.values:
            if each.spot is not None:
                kind: PlaceKind = "value" if self.is_sure(each) else "doubt"
                found.append(TrialPlace(kind, f"{each.path}: {said_of(each)}", each.spot))
        return tuple(found)

    @property
    def is_clear(self) -> bool:
        """Whether every field is sure, and nothing is left over."""
        return not self.left and all(map(self.is_sure, self.reading.fields.values()))

    def is_sure(self, field: FieldReading) -> bool:
        """Whether a field was read without a doubt that weighs."""
        return field.certainty == "exact" and not field.unclear and field.state != "unread"


def said_of(field: FieldReading) -> str:
    """The value of a field in words."""
    return str(field.value) if field.state == "read" else field.state.replace("_", " ")


def try_schema(document: Document, schema: Schema) -> Trial:
    """Read a document with a schema by its labels alone, and look at what became of every print."""
    document = in_notation_of(schema.forms[0], document)
    form, reading = _read(document, schema)
    bands = bands_of(document)
    labels = _labels(form)
    matches = tuple(_matches(bands, {"": (schema.title,), **labels}))
    used = [each.spot.span for each in reading.fields.values() if each.spot is not None and each.spot.span]
    keys = {name for path in reading.fields for name in path.split(".") if not name.isdigit() or len(name) > _INDEX}
    used += [each.place.span for band in bands for each in band.fragments if key_of(each.text) in keys]
    left = tuple(_left(bands, [*used, *(each.spot.span for each in matches if each.spot.span)]))
    found = {each.path for each in matches}
    missing = {path: texts for path, texts in labels.items() if path not in found}
    return Trial(schema.name, document, reading, matches, left, tuple(_misses(missing, left)))


def _read(document: Document, schema: Schema) -> tuple[Form, Reading]:
    """The form that fits the document and what its layout reader reads."""
    form = schema.forms[0]
    if form.shape is not None:
        return form, read_open(document, schema, form)
    found = recognise(document, [schema])
    if found.schema is None or found.form is None:
        raise SchemaError(f"{document.name} is no {schema.name}: most of the labels are not printed in it")
    return found.form, read_layout(document, found.schema, found.form)


def _labels(form: Form) -> Mapping[str, tuple[str, ...]]:
    """The labels of every field, list and group of the form by its path."""
    if form.shape is None:
        return {field.path: (field.label.split(" / ")[-1],) for field in form.fields.values()}
    return {node.path: node.labels for node in walk(form.shape.root) if node.path and node.labels}


def _matches(bands: Sequence[Band], labels: Mapping[str, tuple[str, ...]]) -> Iterator[LabelMatch]:
    for band in bands:
        for piece in band.fragments:
            for path, texts in labels.items():
                if label_fit(piece.text, texts) is not None:
                    yield LabelMatch(path, piece.text, Spot.of(piece.place))
                elif (led := led_by(piece.text, texts)) is not None and _is_stated(piece.text[: led[1]]):
                    yield LabelMatch(path, piece.text[: led[1]].strip(), _front(piece, led[1]))


def _is_stated(text: str) -> bool:
    return text.rstrip()[-1:] in (":", "：")


def _front(piece: Fragment, end: int) -> Spot:
    """The place of the first characters of a fragment; its box is that of all of it."""
    first = piece.place.span[0]
    return Spot(page=piece.place.page, box=piece.place.box, span=(first, min(first + end, piece.place.span[1])))


def _left(bands: Sequence[Band], used: Sequence[tuple[int, int]]) -> Iterator[LeftPrint]:
    for band in bands:
        for piece in band.fragments:
            first, end = piece.place.span
            if any(start < end and first < stop for start, stop in used):
                continue
            number = figure_in(piece.text) is not None
            label = label_of(piece.text.partition(":")[0])
            if number or (label and is_label_like(label)):
                yield LeftPrint(piece.text, Spot.of(piece.place), number)


def _misses(missing: Mapping[str, tuple[str, ...]], left: Sequence[LeftPrint]) -> Iterator[NearMiss]:
    printed = {at: label_of(each.text.partition(":")[0]) for at, each in enumerate(left) if not each.number}
    cores = {at: label_core(text) for at, text in printed.items()}
    for path, labels in missing.items():
        best: dict[int, tuple[float, str]] = {}
        for label in labels:
            for _, points, at in process.extract(label_core(label), cores, scorer=fuzz.ratio, limit=_NEAREST):
                words = fuzz.token_set_ratio(label.lower(), printed[at].lower()) * SCALE.near / SCALE.letter
                best[at] = max(best.get(at, (0.0, label)), (max(points, words), label))
        ranked = sorted(best.items(), key=lambda each: -each[1][0])[:_NEAREST]
        for at, (points, label) in ranked:
            if points >= _FAR:
                yield NearMiss(path, label, printed[at], points, left[at].spot)

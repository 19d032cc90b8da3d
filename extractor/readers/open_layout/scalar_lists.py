"""Lists of single values: behind their label, parted by commas or semicolons, or below it line by line."""

import re
from collections.abc import Iterator, Sequence

from extractor.documents.model import Document
from extractor.evidence import Doubt
from extractor.readers.open_layout.leaf_reading import field_at, part_of
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import label_fit, led_by
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ITEM, Shape, ShapeLeaf, ShapeList

_BULLET = re.compile(r"^(?:[-–•*·▪]\s+|\(?\d{1,2}[.)]\s+)")
_PARTED = re.compile(r"\s*;\s*")
_COMMAS = re.compile(r",\s+")


def scalar_items(
    document: Document,
    shape: Shape,
    bands: Sequence[Band],
    free: Sequence[Band],
    labels: ShapeLabels,
    notations: Notations,
) -> Iterator[FieldReading]:
    """The fields of lists whose items are one value each."""
    for spec in shape.lists.values():
        if isinstance(spec.item, ShapeLeaf) and not spec.keyed and "{" not in spec.path:
            for number, (piece, doubts) in enumerate(_printed(document, spec, bands, free, labels)):
                said = leaf_value(piece.text, spec.item, notations)
                yield field_at(spec.item.path.replace(ITEM, str(number), 1), said, piece, doubts)


def _printed(
    document: Document, spec: ShapeList, bands: Sequence[Band], free: Sequence[Band], labels: ShapeLabels
) -> Iterator[tuple[Fragment, tuple[Doubt, ...]]]:
    for band in free:
        for at, piece in enumerate(band.fragments):
            led = led_by(piece.text, spec.labels)
            if led is not None and piece.text[: led[1]].rstrip()[-1:] in ":：":
                yield from _parts(document, piece, piece.text[led[1] :], led[0].doubts)
                return
            fit = label_fit(piece.text, spec.labels)
            if fit is None:
                continue
            if at + 1 < len(band.fragments):
                beside = band.fragments[at + 1]
                yield from _parts(document, beside, beside.text, fit.doubts)
            else:
                yield from ((each, fit.doubts) for each in _below(document, piece, band, bands, labels))
            return


def _parts(
    document: Document, piece: Fragment, text: str, doubts: tuple[Doubt, ...]
) -> Iterator[tuple[Fragment, tuple[Doubt, ...]]]:
    """The values of one cell. Semicolons part them; commas may part them, or stand in one of them."""
    parts = _PARTED.split(text)
    if len(parts) == 1 and _COMMAS.search(text):
        parts = _COMMAS.split(text)
    for part in filter(None, parts):
        yield part_of(document, piece, part), doubts


def _below(
    document: Document, piece: Fragment, band: Band, bands: Sequence[Band], labels: ShapeLabels
) -> Iterator[Fragment]:
    """The lines below a label up to a blank band, another label or a row of several cells."""
    for lower in bands[band.number + 1 :]:
        if lower.apart or len(lower.fragments) != 1 or lower.fragments[0].text.endswith((":", "：")):
            return
        text = lower.fragments[0].text
        if labels.is_label(text):
            return
        bare = _BULLET.sub("", text)
        yield part_of(document, lower.fragments[0], bare) if bare != text else lower.fragments[0]

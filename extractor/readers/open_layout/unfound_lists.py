"""Lists of which no item was found: that a document has none is a claim that needs a search for their headings."""

from collections.abc import Iterator, Mapping, Sequence

from extractor.documents.span_index import SpanIndex
from extractor.evidence import DoubtKind, doubt
from extractor.readers.open_layout.heading_bands import is_squeezed
from extractor.readers.open_layout.leaf_reading import absent_at, unread_at
from extractor.readers.open_layout.left_over import is_used, spans_of
from extractor.readers.open_layout.open_labels import is_total, label_fit, led_by
from extractor.readers.open_layout.printed_bands import Band
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.unheaded_lists import UnheadedLists
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ITEM, Shape, ShapeLeaf, ShapeList, walk
from extractor.schemas.state import NUMBERS


def unfound_lists(
    shape: Shape,
    fields: Mapping[str, FieldReading],
    bands: Sequence[Band],
    headings: Mapping[int, int],
    unheaded: UnheadedLists,
) -> Iterator[FieldReading]:
    """A field for each list that stands in no other and of which no item was read: absent, in doubt where its title or
    a heading of it is printed; unread where the schema has no record without the list. ``headings``: how many labels
    the headings of lists that were read have, by the numbers of their bands; ``unheaded``: tells what may be a list
    without headings."""
    used = spans_of(fields.values())
    for path, spec in shape.lists.items():
        if ITEM in path or "{" in path or path in fields or any(each.startswith(f"{path}.") for each in fields):
            continue
        if spec.required:
            yield unread_at(path, (doubt(DoubtKind.TABLE_MISSING),))
        else:
            near = _printed(spec, bands, headings, used) or unheaded.near(spec)
            yield absent_at(path, (doubt(DoubtKind.MAY_BE_STATED, near),) if near else ())


def _printed(spec: ShapeList, bands: Sequence[Band], headings: Mapping[int, int], used: SpanIndex) -> str:
    """The band that prints the title of a list, or two of its headings; empty where none does. A heading of another
    list that has more of its labels there is none of this one, and a line that only begins with the title of numbers
    told by their names is none where every number below it is that of another field."""
    leaves = [node for node in walk(spec.item) if isinstance(node, ShapeLeaf)]
    for band in bands:
        if any(label_fit(each.text, spec.labels) for each in band.fragments):
            return band.text
        led = any(led_by(each.text, spec.labels) for each in band.fragments)
        if led and not (_holds_numbers(spec) and not _left_below(band, bands, used)):
            return band.text
        if len(band.fragments) == 1 and is_squeezed(band.text, leaves):
            return band.text
        headed = {leaf.path for leaf in leaves for each in band.fragments if label_fit(each.text, leaf.labels)}
        if len(headed) > 1 and len(headed) >= headings.get(band.number, 0):
            return band.text
    return ""


def _holds_numbers(spec: ShapeList) -> bool:
    """Whether a list has a number under every name and nothing else."""
    return spec.keyed and isinstance(spec.item, ShapeLeaf) and spec.item.kind in NUMBERS


def _left_below(title: Band, bands: Sequence[Band], used: SpanIndex) -> bool:
    """Whether a line or one below it prints a number that no field uses, but for those of totals."""
    return any(
        figure_in(piece.text) is not None and not is_used(piece, used)
        for band in bands[title.number :]
        if not is_total(band.fragments[0].text)
        for piece in band.fragments
    )

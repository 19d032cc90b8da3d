"""Rows that carry the title of a group: what they print may be values of the group, whatever heads their columns."""

from collections.abc import Mapping, Sequence

from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.open_layout.left_over import is_used, spans_of
from extractor.readers.open_layout.open_labels import label_fit
from extractor.readers.open_layout.printed_bands import Band
from extractor.readers.open_layout.row_fit import is_value
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.reading import FieldReading


def with_titled_rows(
    fields: Mapping[str, FieldReading], bands: Sequence[Band], labels: ShapeLabels
) -> dict[str, FieldReading]:
    """The fields, those of a group that are absent in doubt where a row begins with the title of the group and prints
    values that no field uses."""
    used = spans_of(fields.values())
    found = dict(fields)
    for path, field in fields.items():
        if field.state != "absent" or path not in labels.single:
            continue
        titles = labels.single[path][1].labels
        for band in bands if titles else ():
            left = [each for each in band.fragments[1:] if is_value(each.text) and not is_used(each, used)]
            if left and label_fit(band.fragments[0].text, titles) is not None:
                said = (doubt(DoubtKind.MAY_BE_STATED, band.text),)
                found[path] = field.model_copy(update={"doubts": merged(field.doubts, said)})
                break
    return found

"""What a record from outside leaves out although the layout reader finds it: that nothing is there is a claim, too."""

from collections.abc import Sequence

from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.reading import FieldReading, Reading


def doubting_left_out(found: Reading, records: Sequence[Reading]) -> Reading:
    """What the layout reader found, every value in doubt of which no record says anything: a row that is missing in
    the record, or null where a number is printed."""
    stated = {path for each in records for path, field in each.fields.items() if field.value is not None}
    fields = {
        path: field if field.state != "read" or path in stated else _left_out(field)
        for path, field in found.fields.items()
    }
    return found.model_copy(update={"fields": fields})


def _left_out(field: FieldReading) -> FieldReading:
    said = (doubt(DoubtKind.RECORD_LEAVES_OUT, field.quote),)
    return field.model_copy(update={"doubts": merged(field.doubts, said)})

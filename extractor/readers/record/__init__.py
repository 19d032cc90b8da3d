"""The proof layer: where the values of a record that somebody else made are printed."""

from extractor.readers.record.record_placing import LOCATOR, RecordPlacer, place_record
from extractor.readers.record.together import place_records, place_together

__all__ = ["LOCATOR", "RecordPlacer", "place_record", "place_records", "place_together"]

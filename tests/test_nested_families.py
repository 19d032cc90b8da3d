"""Lists in lists and rows told by keys are read in every look, and nothing of them is wrong for sure."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.open_layout import read_open
from extractor.readers.reading import Reading
from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from specimens.nested_families import NestedSample, draw_nested
from tests.open_families import compare, is_sure


def reading_of(sample: NestedSample, folder: Path) -> Reading:
    path = folder / sample.file
    path.write_bytes(sample.content)
    schema = schema_of_shape(shape_of_model(sample.model))
    return read_open(open_document(path), schema, schema.forms[0])


@pytest.mark.parametrize("seed", range(6))
def test_sections_with_tables_and_rows_by_key_are_read_whole(seed: int, tmp_path: Path) -> None:
    printed = missed = 0
    for sample in draw_nested(seed):
        reading = reading_of(sample, tmp_path)
        lost, wrong = compare(reading, sample.truth)
        lists = {path for path, each in reading.fields.items() if each.state == "absent" and is_sure(each)}
        assert wrong == [], (sample.family, sample.style)
        assert not [path for path in lists if any(each.startswith(path) for each in sample.truth)], sample.family
        printed, missed = printed + len(sample.truth), missed + len(lost)
    assert missed <= 0.05 * printed

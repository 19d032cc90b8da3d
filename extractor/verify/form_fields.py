"""The fields of a form in one document: those of repeated rows as often as somebody read them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from extractor.readers.reading import Reading
from extractor.schemas.form import INDEX, FieldSpec, Form
from extractor.verify.edit import Edit
from extractor.verify.shape_fields import record_fields

_ROW_NUMBER = re.compile(r"^(.*?)\.(\d+)\.")


def fields_of(
    form: Form, readings: Sequence[Reading], decided: Mapping[str, Edit]
) -> tuple[dict[str, int], dict[str, FieldSpec]]:
    """The number of rows of every repeated row, and the field of the form behind every path."""
    if form.shape is not None:
        paths = [path for reading in readings for path in reading.fields]
        found = record_fields(form, form.shape, [*paths, *decided])
        return found.counts, found.specs
    counts = _row_counts(form, readings, decided)
    return counts, dict(_specs(form, counts))


def _row_counts(form: Form, readings: Sequence[Reading], decided: Mapping[str, Edit]) -> dict[str, int]:
    lists = {block.name_path.partition(f".{INDEX}")[0] for table in form.tables for block in table.blocks}
    counts = dict.fromkeys(lists - {""}, 0)
    if not counts:
        return counts
    for path in [path for reading in readings for path in reading.fields] + list(decided):
        match = _ROW_NUMBER.match(path)
        if match is not None and match[1] in counts:
            counts[match[1]] = max(counts[match[1]], int(match[2]) + 1)
    return counts


def _specs(form: Form, counts: Mapping[str, int]) -> Iterable[tuple[str, FieldSpec]]:
    """The fields of a form by path; the fields of repeated rows row by row."""
    if not counts:
        return form.fields.items()
    inside: dict[str, list[FieldSpec]] = {}
    for path, spec in form.fields.items():
        inside.setdefault(path.partition(f".{INDEX}.")[0], []).append(spec)
    return [
        (spec.path.replace(INDEX, str(row)), spec)
        for before, specs in inside.items()
        for row in range(counts.get(before, 1))
        for spec in specs
    ]

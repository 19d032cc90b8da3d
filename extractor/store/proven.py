"""What a report proves for the report of the year after: a narrow row, read in place of the whole result.

Only values that are confirmed or corrected: what is flagged there proves nothing here. A result under a schema none of
whose rules asks for another document has no such row; should one ask later, the result itself is read.
"""

import re

from pydantic import TypeAdapter

from extractor.errors import SchemaError
from extractor.route import Result, Verdict
from extractor.schemas.form import State
from extractor.schemas.linear import Values
from extractor.schemas.registry import load_schema
from extractor.schemas.stored import StoredValue

_ROW = re.compile(r"^(.*?)\.(\d+)\.")
_CELLS = TypeAdapter(dict[str, tuple[State, StoredValue]])


def proven_row(result: Result) -> bytes | None:
    """What is stored of a result for the report of the year after, as JSON; None where no rule asks for it."""
    if result.verdict is None or result.schema_name is None or not needs_others(result.schema_name):
        return None
    return _CELLS.dump_json(_proven_cells(result.verdict))


def proven_in(row: str) -> Values:
    """What a stored row says."""
    return _values(_CELLS.validate_json(row))


def proven_values(verdict: Verdict) -> Values:
    """What is confirmed or corrected in a verdict. Flagged fields are unread, fields it does not have are absent."""
    return _values(_proven_cells(verdict))


def _proven_cells(verdict: Verdict) -> dict[str, tuple[State, StoredValue]]:
    return {
        path: ("unread", None) if field.status == "flagged" else (field.state, field.value)
        for path, field in verdict.fields.items()
    }


def _values(cells: dict[str, tuple[State, StoredValue]]) -> Values:
    counts: dict[str, int] = {}
    for path in cells:
        match = _ROW.match(path)
        if match is not None:
            counts[match[1]] = max(counts.get(match[1], 0), int(match[2]) + 1)
    return Values(cells, counts, missing="absent")


def needs_others(schema_name: str) -> bool:
    """Whether any rule of a schema asks for another document; False for a schema that is not installed here."""
    try:
        forms = load_schema(schema_name).forms
    except SchemaError:
        return False
    return any(rule.needs for form in forms for rule in form.rules)

"""The two formats of plain text: jsonl, a line a document, and csv, a line a field."""

import csv
import json
from collections.abc import Iterable

from extractor.export.decision_table import DecisionRow, DecisionTable, decisions_beside
from extractor.export.decisions import EditsOf
from extractor.export.files import STDOUT, text_output
from extractor.export.line import line_of
from extractor.export.table import FieldRow, field_rows, safe_text
from extractor.route import Result
from extractor.schemas.record import plain_value


def write_jsonl(results: Iterable[Result], target: str, edits: EditsOf | None = None) -> int:
    """One JSON object a line, in UTF-8. Returns the number of documents."""
    count = 0
    with text_output(target, "utf-8") as out:
        for count, result in enumerate(results, start=1):  # noqa: B007 (the count is returned)
            out.write(json.dumps(line_of(result, edits=edits(result) if edits else ()), ensure_ascii=False) + "\n")
    return count


def write_csv(results: Iterable[Result], target: str, edits: EditsOf | None = None) -> int:
    """One line a field. A file begins with a byte order mark: without it Excel takes UTF-8 for something else."""
    count, decided = 0, DecisionTable(None if target == STDOUT else edits)
    with text_output(target, "utf-8-sig") as out:
        writer = csv.writer(out)
        writer.writerow(FieldRow._fields)
        for count, result in enumerate(map(decided.note, results), start=1):  # noqa: B007 (the count is returned)
            writer.writerows(_cells(row) for row in field_rows(result))
    if edits is not None and target != STDOUT:
        with text_output(str(decisions_beside(target)), "utf-8-sig") as out:
            writer = csv.writer(out)
            writer.writerow(DecisionRow._fields)
            writer.writerows(_cells(row) for row in decided.rows)
    return count


def _cells(row: FieldRow | DecisionRow) -> list[object]:
    """Texts as texts, numbers as they are: -5 in a value is a number, "-5" in a name is not."""
    return [safe_text(cell) if isinstance(cell, str) else plain_value(cell) for cell in row]

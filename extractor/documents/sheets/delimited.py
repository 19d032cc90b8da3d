"""CSV and TSV files: rows of fields, whatever divides them.

The name of the file says that it is a table; what divides the fields is found by trying. The delimiter that makes the
most figures wins, then the one that makes the rows most alike: a comma inside ``1,234;5,678`` divides nothing.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from extractor.documents.columns import looks_numeric
from extractor.documents.composing import Composer, LaidCell, pieces_of_lines
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document, Page
from extractor.documents.sheets.sheet_grid import column_name
from extractor.documents.sheets.sheet_tables import table_extent
from extractor.errors import LimitExceeded, UnreadableDocument

_DELIMITERS = ",;\t|"
_TRIED_ROWS = 500
_LONGEST_FIELD = 1_000_000
_KEPT = re.compile(r'="([^"]*)"')
"""How programs write digits that a spreadsheet is to keep as they are: ``="0012"``."""

Rows = Sequence[Sequence[str]]


def find_delimiter(text: str) -> str:
    """What divides the fields of a text; empty where nothing does."""
    first = text.partition("\n")[0]
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1]
    scores = {delimiter: _score(_rows(text, delimiter, _TRIED_ROWS)) for delimiter in _DELIMITERS if delimiter in text}
    best = max(scores, key=lambda delimiter: scores[delimiter], default="")
    return best if best and scores[best][1] > 0 else ""


def open_delimited(
    text: str, delimiter: str, *, name: str, sha256: str, encoding: str | None, limits: OpeningLimits = DEFAULT_LIMITS
) -> Document:
    """A Document of the fields. Blank rows divide tables; a line break inside quotes stays inside its cell."""
    rows = _rows(text, delimiter)
    if sum(map(len, rows)) > limits.words:
        raise LimitExceeded(f"{name}: more than {limits.words} cells. Split the file.")
    composer = Composer()
    table = 0
    for block in _blocks(rows):
        first, last = table_extent(block)
        for index, row in enumerate(block):
            inside = first <= index < last
            composer.add_row(row if inside else [cell for cell in row if cell.pieces], table if inside else None)
        table += first < last
    if not composer.words:
        raise UnreadableDocument(f"{name}: no field holds anything.")
    return composer.document(
        name=name,
        sha256=sha256,
        media_type="text/tab-separated-values" if delimiter == "\t" else "text/csv",
        pages=(Page(1, method="logical", source="delimited text"),),
        encoding=encoding,
    )


def _rows(text: str, delimiter: str, most: int | None = None) -> Rows:
    """The fields of every row. A quote that is never closed does not swallow the rest of the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    closed = _quotes_close(text, delimiter)
    lines = text.split("\n") if most is None else text.split("\n", most)[:most]
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        return list(
            csv.reader(
                (f"{line}\n" for line in lines),
                delimiter=delimiter,
                quoting=csv.QUOTE_MINIMAL if closed else csv.QUOTE_NONE,
            )
        )
    except csv.Error:
        return [line.split(delimiter) for line in lines]


def _quotes_close(text: str, delimiter: str) -> bool:
    """Whether every quoted field ends where a field may end."""
    try:
        for _ in csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _score(rows: Rows) -> tuple[int, float]:
    """How many figures a delimiter makes, and how alike in width the rows are that it divides; 0 where none are."""
    divided = [row for row in rows if len(row) > 1]
    filled = sum(any(field.strip() for field in row) for row in rows)
    if not divided:
        return 0, 0.0
    figures = sum(looks_numeric(_shown(field).strip()) for row in divided for field in row)
    width, count = Counter(map(len, divided)).most_common(1)[0]
    alike = count / len(divided)
    believed = figures or (alike >= 0.8 and len(divided) > 1)
    return figures, alike * width * len(divided) / filled if believed and filled else 0.0


def _shown(field: str) -> str:
    """What a spreadsheet shows of a field."""
    kept = _KEPT.fullmatch(field.strip())
    return kept[1] if kept else field


def _blocks(rows: Rows) -> list[list[tuple[LaidCell, ...]]]:
    """Rows between rows that hold nothing. A row keeps the number of its fields: a short one may have lost a cell."""
    blocks: list[list[tuple[LaidCell, ...]]] = []
    fresh = True
    for number, row in enumerate(rows, start=1):
        if not any(field.strip() for field in row):
            fresh = True
            continue
        if fresh:
            blocks.append([])
        fresh = False
        blocks[-1].append(
            tuple(
                LaidCell(pieces_of_lines(_shown(field).split("\n")), column, address=f"{column_name(column)}{number}")
                for column, field in enumerate(row)
            )
        )
    return blocks

"""Tables whose rows carry names of their own: any number of them, then perhaps the labelled rows of the form."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.form_sheet import (
    FormSheet,
    are_headings,
    heading_lines,
    is_any_heading,
    is_heading,
    is_title,
    word_lines,
)
from extractor.readers.label_scale import SCALE
from extractor.readers.outline import Anchor, OutlineRow, OutlineTable
from extractor.readers.panels import panel_by_panel
from extractor.readers.strips import Strip
from extractor.schemas.form import RowSpec, TableSpec
from extractor.schemas.values import looks_like_value


@dataclass
class _Rows:
    """The rows of a table while they are collected."""

    found: list[OutlineRow] = field(default_factory=list)
    first: int = -1
    last: int = -1

    @property
    def index(self) -> int:
        return sum(1 for row in self.found if row.spec is None)


def find_repeated(sheet: FormSheet, spec: TableSpec, strips: Sequence[Strip], low: int) -> OutlineTable | None:
    """The rows from the first that prints values to the last labelled row of the form, or to foreign headings.

    Headings of this table may come back between its rows, as they do on a new page.
    """
    named = [row for block in spec.blocks for row in block.rows]
    columns = len(spec.blocks[0].columns)
    rows = _Rows()
    above: Strip | None = None
    own = [_with_name(strip, columns) for strip in with_labels_above(strips, columns)]
    own = panel_by_panel(own, columns)
    for number, strip in enumerate(own):
        if rows.found and _is_foreign(sheet, spec, strip):
            break
        if _holds_row(sheet, strip, columns) and not _heads(sheet, spec, strip):
            label, score = _carried(sheet, strip, named)
            doubts = _name_doubts(sheet, strip, above, rows) if label is None else ()
            row = _row(sheet, spec, strip, label, rows.index, doubts)
            last = label is not None and label is named[-1]
            again = sum(_is_again(sheet, each, named) for each in own[number + 1 : number + 2]) if last else 0
            rows.found.append(replace(row, score=score, rivals=again))
            rows.first = low if rows.first < 0 else rows.first
            rows.last = max(rows.last, strip.last)
            if last:
                break
        above = strip
    if not rows.found:
        return None
    lines, words = heading_lines(sheet, spec, low, rows.last), word_lines(sheet, spec, low, rows.last)
    return OutlineTable(spec, tuple(_with_rivals(rows.found)), lines, rows.first, rows.last, words=words)


def _is_again(sheet: FormSheet, strip: Strip, named: Sequence[RowSpec]) -> bool:
    """Whether a strip prints the row that a list closes with once more, with other numbers perhaps."""
    return bool(strip.printed) and _carried(sheet, strip, named)[0] is named[-1]


def _is_foreign(sheet: FormSheet, spec: TableSpec, strip: Strip) -> bool:
    """Whether a strip prints more headings of other tables than of this one, whose title may come back as well."""
    own = sum(1 for cell in strip.labels if is_heading(sheet, cell.text, spec) or is_title(sheet, cell.text, spec))
    return sum(1 for cell in strip.labels if is_any_heading(sheet, cell.text)) > 2 * own


def with_labels_above(strips: Sequence[Strip], columns: int) -> list[Strip]:
    """The strips, with a full row of values joined to the lone label on the line above it."""
    found: list[Strip] = []
    for strip in strips:
        above = found[-1] if found else None
        if above and not strip.labels and len(strip.printed) == columns and above.labels and not above.printed:
            found[-1] = replace(above, values=strip.values, last=strip.last)
        else:
            found.append(strip)
    return found


def _holds_row(sheet: FormSheet, strip: Strip, columns: int) -> bool:
    """A row has a name, or as many values as there are columns; a single number on a line is neither, nor is a mark
    among words ("Grants", "/", "Denials"), which is a heading.

    A row may be blank throughout, but then it needs a name that is no heading and a cell for every column.
    """
    if strip.printed:
        if len(strip.labels) > 1 and 2 * len(strip.printed) < columns and not _has_digits(strip.printed):
            return False
        return bool(strip.labels) or len(strip.printed) == columns
    own = strip.own
    return own is not None and len(strip.values) >= columns and not is_any_heading(sheet, own.text)


def _heads(sheet: FormSheet, spec: TableSpec, strip: Strip) -> bool:
    """Whether the values of a strip are headings of the table, years for instance."""
    return len(strip.printed) > 1 and are_headings(sheet, spec, [cell.text for cell in strip.printed])


def _has_digits(cells: Sequence[Cell]) -> bool:
    return any(char.isdigit() for cell in cells for char in cell.text)


def _carried(sheet: FormSheet, strip: Strip, rows: Sequence[RowSpec]) -> tuple[RowSpec | None, float]:
    """The labelled row of the form that a strip is, and how like its label is; a row with a name has all of it."""
    if strip.own is not None:
        for row in rows:
            if (score := sheet.book.score(strip.own.text, row.label)) >= SCALE.accepted:
                return row, score
    return None, SCALE.letter


def _with_name(strip: Strip, columns: int) -> Strip:
    """A row without a label that prints one value too many: its name is a number or a mark."""
    if strip.labels or len(strip.printed) != columns + 1:
        return strip
    at = strip.values.index(strip.printed[0])
    return replace(strip, labels=strip.values[at : at + 1], values=strip.values[at + 1 :])


def _name_doubts(sheet: FormSheet, strip: Strip, above: Strip | None, rows: _Rows) -> tuple[Doubt, ...]:
    """Why the name of a row may not be its whole name."""
    if strip.own is not None and looks_like_value(strip.own.text, sheet.form.bracketed):
        return (doubt(DoubtKind.NAME_IS_NUMBER, strip.own.text),)
    before = strip.labels[-2:-1] if strip.streamed else ()
    if not strip.streamed and above is not None and not above.printed and len(above.labels) == 1:
        before = above.labels if strip.own is None or above.labels[0].column <= strip.own.column else ()
    if rows.found and any(not is_any_heading(sheet, cell.text) for cell in before):
        return (doubt(DoubtKind.NAME_CUT, before[0].text),)
    return ()


def _row(
    sheet: FormSheet, spec: TableSpec, strip: Strip, label: RowSpec | None, index: int, doubts: tuple[Doubt, ...]
) -> OutlineRow:
    nameless = strip.own is None or (label is None and is_any_heading(sheet, strip.own.text))
    labels = () if nameless else strip.labels[-1:]
    anchor: Anchor = "order" if nameless else "own"
    name = labels[0].text if labels else ""
    return OutlineRow(label, spec.blocks[0], labels, strip.values, anchor, index=index, name=name, doubts=doubts)


def _with_rivals(rows: Sequence[OutlineRow]) -> list[OutlineRow]:
    """Rows of the same name, where a name says anything, and labelled rows printed twice, are rivals."""
    names = [row.spec.key if row.spec else row.name for row in rows]
    return [
        replace(row, rivals=row.rivals + names.count(name) - 1) if any(char.isalnum() for char in name) else row
        for row, name in zip(rows, names, strict=True)
    ]

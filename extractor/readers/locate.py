"""Find the tables of a form in a document (see :mod:`extractor.readers.outline` for what is found)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extractor.documents.model import Document, Row
from extractor.errors import ProblemKind
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.align import Match, Slot, match_rows
from extractor.readers.by_columns import put_columns_together
from extractor.readers.column_marks import without_column_marks
from extractor.readers.double_label import double_label
from extractor.readers.form_heads import heads_of
from extractor.readers.form_sheet import (
    FormSheet,
    heading_lines,
    look_back,
    strips_between,
    word_lines,
)
from extractor.readers.joined_cells import form_units, join_marks
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook, book_for, row_labels
from extractor.readers.line_pitch import with_close_lines
from extractor.readers.membership import settle_lists
from extractor.readers.outline import Outline, OutlineRow, OutlineTable
from extractor.readers.page_words import page_words
from extractor.readers.parted_labels import part_labels
from extractor.readers.problem import ReadingProblem
from extractor.readers.region import with_regions
from extractor.readers.repeated import find_repeated
from extractor.readers.rivals import with_rivals
from extractor.readers.row_numbers import without_row_numbers
from extractor.readers.run_on import headings_of, part_headings
from extractor.readers.running_lines import running_rows, without_running
from extractor.readers.single import find_single
from extractor.readers.stray_lines import stray_lines
from extractor.readers.strips import KnownLabels, Strip, ValueKind, build_strips, split_rows
from extractor.readers.torn import NO_LABEL, join_torn_labels
from extractor.schemas.form import Form, Schema, TableSpec
from extractor.schemas.remembered import Remembered
from extractor.schemas.values import looks_like_value

_TITLE_LINES = 3
"""Most lines over which the title of a table is printed."""
_PIECES = 3
"""A line of writing in a picture falls into so many pieces at most."""


def find_outline(document: Document, schema: Schema, form: Form) -> Outline:
    """The tables of ``form`` as they stand in ``document``, and the labels that were not found."""
    book = book_for(document, schema)
    known, kind = _known_texts(schema, form, book), _value_kind(form)
    rows = join_marks(split_rows(document, known.labels, kind.units), kind.units)
    rows = part_labels(part_headings(rows, document, known.heads, book), document, form, book)
    words = page_words(schema.language)
    running = running_rows(rows, words, book, schema.title, known.is_known)

    def is_head(text: str) -> bool:
        return book.fold(text).core in known.heads

    rows = without_row_numbers(without_running(rows, running), is_head)
    rows, marks = without_column_marks(rows, is_head)
    running |= marks
    rows = put_columns_together(rows, document, form, book, kind)
    gridded = {number for number, row in enumerate(rows) if row.table is not None}
    strips = build_strips(rows, known.labels.is_label, kind)
    strips = join_torn_labels(strips, known.whole, known.labels.is_piece, gridded)
    sheet = FormSheet(rows, strips, book, form, words, known.is_double)
    titles = _titles(sheet, form)
    tables: list[OutlineTable] = []
    problems: list[ReadingProblem] = []
    after = 0
    for number, spec in enumerate(form.tables):
        window = _window(sheet, form, titles, number, after)
        found = _find_table(sheet, spec, window) if window else None
        if found is not None:
            tables.append(_doubted(sheet, found, titles))
            after = after if spec.titled else found.last + 1
        else:
            problems.append(_not_found(spec))
    tables = with_close_lines(settle_lists(sheet, with_regions(sheet, tables)))
    stray = stray_lines(rows, lambda text: known.is_known(text) or known.labels.is_piece(text))
    return Outline(with_rivals(tables, strips, book), _missing(form, tables), tuple(problems), rows, running, stray)


class _KnownTexts(NamedTuple):
    """How texts are known under a form. ``whole``: how surely a text is nothing but the label of a row. ``heads``: the
    words of headings. ``is_known``: it is the label of a row, a title or a heading.
    """

    labels: KnownLabels
    whole: Callable[[str], float]
    heads: frozenset[str]
    is_double: Callable[[str], bool]
    is_known: Callable[[str], bool]


@lru_cache(maxsize=16)
def _known_texts(schema: Schema, form: Form, book: LabelBook) -> _KnownTexts:
    """How texts are known under a form, kept while documents of the form are read."""
    labelled = [row for table in form.tables for block in table.blocks for row in block.rows if row.label.printed]
    is_double = double_label(book, labelled)
    labels = row_labels(schema, form)
    printed_heads = heads_of(form, book, page_words(schema.language))

    def judged(text: str) -> bool:
        return not is_double(text) and labels.nearest(text, book) >= SCALE.accepted

    def nearness(text: str) -> float:
        return NO_LABEL if is_double(text) else labels.nearest_alone(text, book)

    is_label, whole = Remembered(judged).__getitem__, Remembered(nearness).__getitem__
    is_piece = Remembered[str, bool](lambda text: labels.is_fragment(text, book)).__getitem__
    is_known = Remembered[str, bool](lambda text: is_label(text) or printed_heads.is_printed_head(text)).__getitem__
    heads = frozenset(book.fold(spelling).core for label in headings_of(form) for spelling in label.texts)
    listed = {len(b.columns) for table in form.tables for b in table.blocks if b.layout == "repeat"}
    known = KnownLabels(is_label, lambda text: whole(text) >= SCALE.whole, is_piece, frozenset(listed - {1}))
    return _KnownTexts(known, whole, heads, is_double, is_known)


@lru_cache(maxsize=16)
def _value_kind(form: Form) -> ValueKind:
    return ValueKind(form.bracketed, form_units(form))


def _not_found(spec: TableSpec) -> ReadingProblem:
    title = spec.title.printed
    message = f"the table “{title}” was not found"
    return ReadingProblem(kind=ProblemKind.TABLE_NOT_FOUND, about=title, message=message)


def _doubted(sheet: FormSheet, table: OutlineTable, titles: dict[str, list[int]]) -> OutlineTable:
    """A table is in doubt where its title stands over numbers more than once: either may be the one."""
    starts = [*sorted(at for places in titles.values() for at in places), len(sheet.rows)]
    apart = [at for at in titles[table.spec.key] if not table.first < at <= table.last]
    over = [at for at in apart if _has_numbers(sheet, at, next(s for s in starts if s > at))]
    if len(over) < 2:
        return table
    return replace(table, doubts=(doubt(DoubtKind.TITLE_REPEATED, len(over)),))


def _has_numbers(sheet: FormSheet, first: int, last: int) -> bool:
    return any(strip.printed and first <= strip.start < last for strip in sheet.strips)


def _titles(sheet: FormSheet, form: Form) -> dict[str, list[int]]:
    """Document rows that print the title of each table; of one that is printed over several lines, its last."""
    found: dict[str, list[int]] = {table.key: [] for table in form.tables}
    for number, row in enumerate(sheet.rows):
        text = _line_of(row, in_table=True)
        keys = sheet.heads.titled(text) if text else frozenset()
        if not keys and text and row.table is None:
            keys, number = _torn_title(sheet, form, number)
        for key in keys:
            found[key].append(number)
    return found


def _torn_title(sheet: FormSheet, form: Form, number: int) -> tuple[frozenset[str], int]:
    """The tables whose title a line outside of tables begins and the next ones end, to the letter; and its last row."""
    text = sheet.words.without_number(_line_of(sheet.rows[number]))
    begun = [table for table in form.tables if sheet.book.is_prefix(text, table.title)]
    for last in range(number + 1, min(number + _TITLE_LINES, len(sheet.rows))):
        line = "" if sheet.rows[last].table is not None else _line_of(sheet.rows[last])
        if not begun or not line or sheet.heads.titled(line):
            break
        text = f"{text} {line}"
        whole = frozenset(table.key for table in begun if sheet.book.is_sure(text, table.title))
        if whole:
            return whole, last
    return frozenset(), number


def _line_of(row: Row, in_table: bool = False) -> str:
    """The text of a row that is one line of writing, empty for any other. In a picture wide spaces may part it; what is
    taken for the first row of the table below it is parted ``in_table`` as well.
    """
    cells = [cell for cell in row.cells if cell.text]
    recognised = (in_table or row.table is None) and any(cell.seen_by for cell in cells)
    if len(cells) == 1 or (recognised and len(cells) <= _PIECES and not any(looks_like_value(c.text) for c in cells)):
        return " ".join(cell.text for cell in cells)
    return ""


def _window(
    sheet: FormSheet, form: Form, titles: dict[str, list[int]], number: int, after: int
) -> tuple[int, int] | None:
    """Document rows to search for a table. Titled tables reach from their title to the next title of another table;
    their own is printed again where they go on.
    """
    spec, rows = form.tables[number], len(sheet.rows)
    if not spec.titled:
        return (after, rows)
    if not titles[spec.key]:
        return None
    start = titles[spec.key][0]
    others = (places for key, places in titles.items() if key != spec.key)
    starts = sorted(at for places in others for at in places if at > start and at not in titles[spec.key])
    return (start + 1, min(_next_heading(sheet, spec, start, titles[spec.key]), starts[0] if starts else rows))


def _next_heading(sheet: FormSheet, spec: TableSpec, start: int, again: Sequence[int]) -> int:
    """First row after ``start`` that opens with an ordinal of the same kind as the title that ends in row ``start``,
    but for the rows that print that title ``again``.
    """
    first = next((n for n in range(start, max(-1, start - _TITLE_LINES), -1) if _begins(sheet, n, spec)), start)
    title = sheet.book.fold(sheet.rows[first].text)
    for number in (n for n in range(start + 1, len(sheet.rows)) if n not in again):
        text = _line_of(sheet.rows[number])
        if text and title.ordinal:
            ordinal = sheet.book.fold(text).ordinal
            if ordinal and _style(ordinal) == _style(title.ordinal):
                return number
    return len(sheet.rows)


def _begins(sheet: FormSheet, number: int, spec: TableSpec) -> bool:
    text = sheet.words.without_number(_line_of(sheet.rows[number], in_table=True))
    return spec.key in sheet.heads.titled(text) or (bool(text) and sheet.book.is_prefix(text, spec.title))


def _style(ordinal: str) -> str:
    return "digit" if ordinal.isdigit() else "roman" if ordinal.isascii() else "sign"


def _find_table(sheet: FormSheet, spec: TableSpec, window: tuple[int, int]) -> OutlineTable | None:
    strips = strips_between(sheet, window)
    layouts = {block.layout for block in spec.blocks}
    if "single" in layouts:
        return find_single(sheet, spec, strips)
    if "repeat" in layouts:
        return find_repeated(sheet, spec, strips, window[0])
    return _find_rows(sheet, spec, strips, window[0])


def _find_rows(sheet: FormSheet, spec: TableSpec, strips: Sequence[Strip], low: int) -> OutlineTable | None:
    slots: list[Slot] = [(block, row) for block in spec.blocks for row in block.rows]
    matches = match_rows(slots, strips, sheet.book, sheet.is_double)
    if len(matches) < min(2, len(slots)):
        return None
    rows = tuple(_row(slots[number], match, strips) for number, match in sorted(matches.items()))
    used = sorted(match.strip for match in matches.values() if match.anchor != "apart")
    first, last = strips[used[0]].start, strips[used[-1]].last
    top = look_back(sheet, spec, first, low)
    words = word_lines(sheet, spec, top, last)
    return OutlineTable(spec, rows, heading_lines(sheet, spec, top, last), first, last, words=words)


def _row(slot: Slot, match: Match, strips: Sequence[Strip]) -> OutlineRow:
    strip = strips[match.strip]
    labels = strips[match.strip - 1].labels if match.anchor == "above" else strip.labels
    own = labels[-1:] if strip.streamed else labels
    doubts = _above(match) if match.anchor == "above" else ()
    rivals = len(match.rivals)
    return OutlineRow(slot[1], slot[0], own, strip.values, match.anchor, match.score, rivals=rivals, doubts=doubts)


def _above(match: Match) -> tuple[Doubt, ...]:
    """What a label on the line above its values leaves in doubt: much, where that line has no cells for values."""
    return (doubt(DoubtKind.LABEL_ALONE if match.weight < match.score else DoubtKind.LABEL_ABOVE),)


def _missing(form: Form, tables: Sequence[OutlineTable]) -> tuple[str, ...]:
    found = {(table.spec.key, row.spec.key) for table in tables for row in table.rows if row.spec is not None}
    missing: list[str] = []
    for table in form.tables:
        for block in table.blocks:
            if block.layout == "single" and not any(t.spec.key == table.key for t in tables):
                missing.append(table.title.printed)
            for row in block.rows if block.layout == "rows" else ():
                replaced = any((table.key, other) in found for other in row.instead_of)
                if (table.key, row.key) not in found and not replaced and not row.optional:
                    missing.append(row.label.printed)
        if any(b.layout == "repeat" for b in table.blocks) and not any(t.spec.key == table.key for t in tables):
            missing.append(table.title.printed)
    return tuple(missing)

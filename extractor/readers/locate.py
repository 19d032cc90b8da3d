"""Find the tables of a form in a document (see :mod:`extractor.readers.outline` for what is found)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.documents.model import Cell, Document, Row
from extractor.readers.align import Match, Slot, match_rows
from extractor.readers.labels import ACCEPTED, LabelBook
from extractor.readers.outline import Outline, OutlineRow, OutlineTable
from extractor.readers.strips import Strip, build_strips, split_rows
from extractor.schemas.form import BlockSpec, Form, Label, Schema, TableSpec
from extractor.schemas.values import looks_like_value

_TITLE = 90.0
_LOOK_BACK = 90


@dataclass(frozen=True)
class _Sheet:
    """A document prepared for the search: its rows, its strips and the label book of the schema."""

    rows: tuple[Row, ...]
    strips: tuple[Strip, ...]
    book: LabelBook


def find_outline(document: Document, schema: Schema, form: Form) -> Outline:
    """The tables of ``form`` as they stand in ``document``, and the labels that were not found."""
    book = LabelBook(schema.variants)
    labels = [row.label for table in form.tables for block in table.blocks for row in block.rows if row.label.printed]

    def is_label(text: str) -> bool:
        return any(book.score(text, label) >= ACCEPTED for label in labels)

    rows = split_rows(document, is_label)
    sheet = _Sheet(rows, build_strips(rows, is_label), book)
    titles = _titles(sheet, form)
    tables: list[OutlineTable] = []
    problems: list[str] = []
    after = 0
    for number, spec in enumerate(form.tables):
        window = _window(sheet, form, titles, number, after)
        found = _find_table(sheet, spec, window) if window else None
        if found is not None:
            tables.append(found)
            after = after if spec.titled else found.last + 1
        else:
            problems.append(f"the table “{spec.title.printed}” was not found")
    return Outline(tuple(tables), _missing(form, tables), tuple(problems), rows)


def _titles(sheet: _Sheet, form: Form) -> dict[str, list[int]]:
    """Document rows that print the title of each table."""
    found: dict[str, list[int]] = {table.key: [] for table in form.tables}
    for number, row in enumerate(sheet.rows):
        texts = [cell.text for cell in row.cells if cell.text]
        if len(texts) == 1:
            for table in form.tables:
                if sheet.book.score(texts[0], table.title) >= _TITLE:
                    found[table.key].append(number)
    return found


def _window(sheet: _Sheet, form: Form, titles: dict[str, list[int]], number: int, after: int) -> tuple[int, int] | None:
    """Document rows to search for a table. Titled tables reach from their title to the next title of any table."""
    spec, rows = form.tables[number], len(sheet.rows)
    if not spec.titled:
        return (after, rows)
    if not titles[spec.key]:
        return None
    start = titles[spec.key][0]
    starts = sorted(at for places in titles.values() for at in places if at > start)
    return (start + 1, min(_next_heading(sheet, start), starts[0] if starts else rows))


def _next_heading(sheet: _Sheet, start: int) -> int:
    """First row after ``start`` that opens with an ordinal of the same kind as the title in row ``start``."""
    title = sheet.book.fold(sheet.rows[start].text)
    for number in range(start + 1, len(sheet.rows)):
        cells = [cell for cell in sheet.rows[number].cells if cell.text]
        if len(cells) == 1 and title.ordinal:
            ordinal = sheet.book.fold(cells[0].text).ordinal
            if ordinal and _style(ordinal) == _style(title.ordinal):
                return number
    return len(sheet.rows)


def _style(ordinal: str) -> str:
    return "digit" if ordinal.isdigit() else "roman" if ordinal.isascii() else "sign"


def _find_table(sheet: _Sheet, spec: TableSpec, window: tuple[int, int]) -> OutlineTable | None:
    strips = [strip for strip in sheet.strips if window[0] <= strip.start and strip.last < window[1]]
    layouts = {block.layout for block in spec.blocks}
    if "single" in layouts:
        return _find_single(sheet, spec, strips)
    if "repeat" in layouts:
        return _find_repeated(sheet, spec, strips, window[0])
    return _find_rows(sheet, spec, strips, window[0])


def _find_rows(sheet: _Sheet, spec: TableSpec, strips: Sequence[Strip], low: int) -> OutlineTable | None:
    slots: list[Slot] = [(block, row) for block in spec.blocks for row in block.rows]
    matches = match_rows(slots, strips, sheet.book)
    if len(matches) < min(2, len(slots)):
        return None
    rows = tuple(_row(slots[number], match, strips) for number, match in sorted(matches.items()))
    used = sorted(match.strip for match in matches.values() if match.anchor != "apart")
    first, last = strips[used[0]].start, strips[used[-1]].last
    headings = _headings(sheet, spec, _look_back(sheet, spec, first, low), last)
    return OutlineTable(spec, rows, headings, first, last)


def _row(slot: Slot, match: Match, strips: Sequence[Strip]) -> OutlineRow:
    strip = strips[match.strip]
    labels = strips[match.strip - 1].labels if match.anchor == "above" else strip.labels
    own = labels[-1:] if strip.streamed else labels
    return OutlineRow(slot[1], slot[0], own, strip.values, match.anchor, match.score, rivals=len(match.rivals))


def _find_repeated(sheet: _Sheet, spec: TableSpec, strips: Sequence[Strip], low: int) -> OutlineTable | None:
    block = spec.blocks[0]
    named = [row for part in spec.blocks for row in part.rows]
    rows: list[OutlineRow] = []
    first = last = -1
    for strip in strips:
        if not strip.printed and not (rows and strip.values and strip.labels):
            continue
        spec_row = next((r for r in named if strip.own and sheet.book.score(strip.own.text, r.label) >= ACCEPTED), None)
        labels = strip.labels[-1:]
        name = labels[0].text if labels else ""
        index = sum(1 for row in rows if row.spec is None)
        anchor = "own" if labels else "none"
        rows.append(
            OutlineRow(spec_row, block, labels, strip.values, "own" if anchor == "own" else "none", 100.0, index, name)
        )
        first, last = (strip.start if first < 0 else first), strip.last
        if spec_row is not None and spec_row is named[-1]:
            break
    if not rows:
        return None
    return OutlineTable(spec, tuple(_count_rivals(rows)), _headings(sheet, spec, low, last), first, last)


def _count_rivals(rows: Sequence[OutlineRow]) -> list[OutlineRow]:
    keys = [row.spec.key for row in rows if row.spec is not None]
    return [
        row if row.spec is None or keys.count(row.spec.key) == 1 else _with_rivals(row, keys.count(row.spec.key) - 1)
        for row in rows
    ]


def _with_rivals(row: OutlineRow, rivals: int) -> OutlineRow:
    return OutlineRow(row.spec, row.block, row.labels, row.values, row.anchor, row.score, row.index, row.name, rivals)


def _find_single(sheet: _Sheet, spec: TableSpec, strips: Sequence[Strip]) -> OutlineTable | None:
    """The first row of values below the densest group of this table's column headings."""
    block = spec.blocks[0]
    clusters = _heading_clusters(sheet, block, strips)
    found = [rows for cluster in clusters if (rows := _values_below(block, strips, cluster))]
    if not found:
        return None
    strip = strips[found[0]]
    headings = strips[clusters[0][0]].first
    first = strip.start if strip.labels else strip.first
    row = OutlineRow(block.rows[0], block, (), strip.values, "none", rivals=len(found) - 1)
    return OutlineTable(spec, (row,), _headings(sheet, spec, headings, strip.last), first, strip.last)


def _heading_clusters(sheet: _Sheet, block: BlockSpec, strips: Sequence[Strip]) -> list[tuple[int, int]]:
    """Runs of strips (first, last) whose labels are headings of the block, when enough different ones are there."""
    wanted = {label.texts: label for column in block.columns for label in (column.label, *column.groups)}
    clusters: list[tuple[int, int, set[tuple[str, ...]]]] = []
    for number, strip in enumerate(strips):
        hits = {
            t for t, label in wanted.items() if any(sheet.book.score(c.text, label) >= _TITLE for c in strip.labels)
        }
        if not hits:
            continue
        if clusters and number - clusters[-1][1] <= 2 and not strips[clusters[-1][1]].printed:
            clusters[-1] = (clusters[-1][0], number, clusters[-1][2] | hits)
        else:
            clusters.append((number, number, hits))
    return [(first, last) for first, last, hits in clusters if len(hits) * 2 > len(wanted)]


def _values_below(block: BlockSpec, strips: Sequence[Strip], cluster: tuple[int, int]) -> int | None:
    for number in range(cluster[1], min(cluster[1] + 4, len(strips))):
        if strips[number].printed and (number == cluster[1] or not strips[number].labels):
            return number
    return None


def _headings(sheet: _Sheet, spec: TableSpec, first: int, last: int) -> tuple[Cell, ...]:
    """Cells that print a column heading of the table, in reading order, from rows that hold no values."""
    labels = {c.label.texts: c.label for block in spec.blocks for c in block.columns}.values()
    found: list[Cell] = []
    for row in sheet.rows[first : last + 1]:
        if not any(looks_like_value(cell.text) for cell in row.cells):
            found += [cell for cell in row.cells if cell.text and _is_heading(sheet, cell.text, labels)]
    return tuple(found)


def _is_heading(sheet: _Sheet, text: str, labels: Iterable[Label]) -> bool:
    return any(sheet.book.score(text, label) >= ACCEPTED or sheet.book.is_prefix(text, label) for label in labels)


def _look_back(sheet: _Sheet, spec: TableSpec, first: int, low: int) -> int:
    """The row to look for headings from: the table's title, but no further back than row ``low``."""
    start = max(low, first - _LOOK_BACK)
    for number in range(first, start - 1, -1):
        if any(sheet.book.score(cell.text, spec.title) >= _TITLE for cell in sheet.rows[number].cells if cell.text):
            return number
    return start


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

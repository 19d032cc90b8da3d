"""Completeness: every number printed inside a table is used by a field or named as unused."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from extractor.readers.reading import Reading, UnusedNumber
from extractor.schemas.rule import Severity
from extractor.schemas.state import NUMBERS
from extractor.schemas.values import read_printed
from extractor.verify.consolidate import Consolidation, FieldValue
from extractor.verify.field_labels import cut
from extractor.verify.finding import SENTENCES, Finding, FindingKind
from extractor.verify.shape_fields import list_above, title_of
from extractor.verify.wording import table_title

UNUSED = "completeness.unused_number"
PROVEN = "completeness.proven_sum"
MISSING_LABEL = "completeness.missing_label"
EMPTY_TABLE = "completeness.empty_table"
NOTHING_READ = "completeness.nothing_read"
PROBLEM = "completeness.problem"


def check_completeness(document: Consolidation, readings: Sequence[Reading]) -> Iterator[Finding]:
    """Unused numbers, and tables or whole documents of which nothing was read, keep a document from being accepted.

    Missing labels are warnings: their fields are unread and wait on their own.
    """
    unused = unused_numbers(document, readings)
    if unused:
        tables = dict.fromkeys(cut(table_title(document.form, number.table)) for number in unused)
        printed = ", ".join(number.text for number in unused[:5]) + (" …" if len(unused) > 5 else "")
        said = ("unused", str(len(unused)), printed, "; ".join(tables))
        yield _finding(FindingKind.UNUSED_NUMBER, UNUSED, said, "error")
    proven = dict.fromkeys(each.text for reading in readings for each in reading.explained)
    if proven:
        found = _finding(FindingKind.PROVEN_SUM, PROVEN, ("proven_sum", ", ".join(proven)), "warning")
        yield found.model_copy(update={"outcome": "pass"})
    empty = [*_empty_tables(document)]
    yield from empty
    if not empty and not anything_read(document):
        yield _finding(FindingKind.NOTHING_READ, NOTHING_READ, ("nothing_read",), "error")
    for label in dict.fromkeys(label for reading in readings for label in reading.missing):
        paths = tuple(
            path
            for path, field in document.fields.items()
            if field.state == "unread" and label in document.specs[path].labels
        )
        yield _finding(FindingKind.MISSING_LABEL, MISSING_LABEL, ("label_missing", cut(label)), "warning", paths)
    for message in dict.fromkeys(problem.message for reading in readings for problem in reading.problems):
        yield _finding(FindingKind.READER_PROBLEM, PROBLEM, ("reader_problem", message), "warning")


def _empty_tables(document: Consolidation) -> Iterator[Finding]:
    """Tables of which nothing at all was seen: a record without them would look complete."""
    seen = {
        path.partition(".")[0] for path, field in document.fields.items() if field.state not in ("unread", "absent")
    }
    for table in document.form.tables:
        if table.key not in seen:
            paths = tuple(path for path in document.fields if path.startswith(f"{table.key}."))
            yield _finding(FindingKind.EMPTY_TABLE, EMPTY_TABLE, ("table_empty", table.title.printed), "error", paths)


def anything_read(document: Consolidation) -> bool:
    """Whether anything besides who and which year was seen at a place of the document, or given by a person.

    A cell that is printed empty was seen, and a mark as well; what is absent or stands nowhere was not.
    """
    identity = {path for path, spec in document.specs.items() if spec.identity}
    return any(
        field.edit is not None or (field.spot is not None and field.state not in ("unread", "absent"))
        for path, field in document.fields.items()
        if path not in identity
    )


def unused_numbers(document: Consolidation, readings: Sequence[Reading]) -> tuple[UnusedNumber, ...]:
    """The numbers in the regions of the tables that no field uses, in the order they were found.

    A number is used if a field of another reader stands at its spot, or if a person gave a field of that table
    exactly this number. Where a person took a field away from a number, it is as unused as any other.
    What another reader explains, as the sum of what stands above it, is not left over either.
    """
    explained = {each.spot.stands for found in readings for each in found.explained}
    candidates: dict[tuple[object, ...], UnusedNumber] = {}
    for number in _given_up(document):
        candidates.setdefault(number.spot.stands, number)
    for reading in readings:
        for number in reading.unused:
            listed = document.form.shape is None or list_named(document, number.table)
            if listed and number.spot.stands not in explained:
                candidates.setdefault(number.spot.stands, number)
    if not candidates:
        return ()
    keys = {table.title.printed: table.key for table in document.form.tables}
    if document.form.shape is not None:
        keys = {number.table: list_named(document, number.table) for number in candidates.values()}
    typed = [
        (_table_of(document, path), field.value)
        for path, field in document.fields.items()
        if field.edit is not None and field.edit.kind == "correct" and field.state == "read" and not field.edit.spot
    ]
    taken = _Taken(document.fields.values())
    found: list[UnusedNumber] = []
    for number in candidates.values():
        held = (keys.get(number.table, number.table), read_printed(number.text, "amount").value)
        if taken.holds(number):
            continue
        if held in typed:
            typed.remove(held)
        else:
            found.append(number)
    return tuple(found)


def _given_up(document: Consolidation) -> Iterator[UnusedNumber]:
    """Numbers that a reader took a field from, and of which a person said that the field is not printed there."""
    titles = {table.key: table.title.printed for table in document.form.tables}
    for path, field in document.fields.items():
        edit = field.edit
        if edit is None or edit.kind != "correct" or edit.state == "illegible":  # It was that number, or another.
            continue
        if edit.state == "read" and edit.spot is None:
            continue
        table = _table_of(document, path)
        for each in field.seen:
            read, number = each.field, document.specs[path].kind in NUMBERS
            if read.state == "read" and read.spot is not None and number and table:
                text = read.quote or str(read.value)
                yield UnusedNumber(text=text, spot=read.spot, table=titles.get(table, table))


def list_named(document: Consolidation, table: str) -> str:
    """The list of any model that goes by this path or label and has items; empty where none has: what is printed
    elsewhere is nobody's affair.
    """
    shape = document.form.shape
    if shape is None or document.counts.get(table, 0) > 0:
        return table
    found = (path for path, count in document.counts.items() if count and title_of(shape, path) == table)
    return next(found, "")


def _table_of(document: Consolidation, path: str) -> str:
    """The table that a field belongs to, of a form that is any model its list."""
    shape = document.form.shape
    return path.partition(".")[0] if shape is None else list_above(shape, path)


class _Taken:
    """Where on which page fields were read: the first characters in order, and how far those up to each reach."""

    def __init__(self, fields: Iterable[FieldValue]) -> None:
        spots = (field.spot for field in fields if field.state == "read")
        spans = sorted((spot.page, *spot.span) for spot in spots if spot is not None and spot.span is not None)
        self._starts: dict[int, list[int]] = {}
        self._reach: dict[int, list[int]] = {}
        for page, start, end in spans:
            reach = self._reach.setdefault(page, [])
            reach.append(max(end, reach[-1]) if reach else end)
            self._starts.setdefault(page, []).append(start)

    def holds(self, number: UnusedNumber) -> bool:
        """Whether a field was read from characters of a number."""
        if number.spot.span is None:
            return False
        start, end = number.spot.span
        before = bisect_left(self._starts.get(number.spot.page, []), end)
        return before > 0 and self._reach[number.spot.page][before - 1] > start


def _finding(
    kind: FindingKind, code: str, said: tuple[str, ...], severity: Severity, paths: tuple[str, ...] = ()
) -> Finding:
    told = SENTENCES.say(*said)
    return Finding(code=code, kind=kind, outcome="fail", severity=severity, paths=paths, message=told, said=said)

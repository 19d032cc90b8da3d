"""Tables that a document prints more than once: one of the copies is read as if the others were not there."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.documents import Document, Row, Span
from extractor.documents.file_names import path_of_text
from extractor.documents.file_parts import hash_of_file
from extractor.documents.opening.guarded import open_guarded
from extractor.errors import DocumentError, OpenerDefect
from extractor.evidence import DoubtKind
from extractor.readers.layout import read_layout
from extractor.readers.reading import FieldReading
from extractor.review.case import ReviewCase
from extractor.review.decision import Decision, refuse
from extractor.review.pen import Pen
from extractor.review.spoken_words import tell
from extractor.route import FieldVerdict
from extractor.schemas.form import TableSpec
from extractor.schemas.registry import load_schema
from extractor.schemas.values import looks_like_value, unspaced
from extractor.verify.completeness import UNUSED


@dataclass(frozen=True, slots=True)
class TableCopy:
    """One of the copies: where it stands, what was read of it alone, and which unused numbers the others leave."""

    line: int
    fields: dict[str, FieldReading]
    left: tuple[str, ...]


def take_copy(pen: Pen, path: str) -> Decision:
    """The table of a field, and every table printed as often, taken from the first copy or else from another one."""
    copies = _copies(pen.case, path)
    if len(copies) < 2:
        return refuse(tell("one_table"))
    answers = [_taken(pen, each, copies) for each in copies]
    first, *others = answers
    if not first.edits:
        return refuse(tell("one_table"))
    differ = sum(_said(copies[0], each) != _said(copies[1], each) for each in copies[0].fields)
    question = tell(
        "take_table_question",
        copies=len(copies),
        line=copies[0].line,
        other=copies[1].line,
        n=len(first.edits) - 1,
        differ=differ,
    )
    return first.asked(question, *others)


def _said(copy: TableCopy, path: str) -> tuple[object, object]:
    field = copy.fields.get(path)
    return (None, None) if field is None else (field.state, field.value)


def _taken(pen: Pen, copy: TableCopy, copies: Sequence[TableCopy]) -> Decision:
    fields = [each for each in copy.fields.values() if each.certainty == "exact" and each.state != "unread"]
    edits = [
        pen.edit(
            "correct",
            path=each.path,
            state=each.state,
            value=each.value,
            spot=each.spot,
        )
        for each in fields
    ]
    if not edits:
        return Decision(choice=tell("take_table_choice", line=copy.line))
    edits.append(pen.edit("waive", rule=UNUSED, values=copy.left))
    message = tell("took_table", line=copy.line, n=len(fields), left=len(copy.left))
    return Decision(tuple(edits), message, choice=tell("take_table_choice", line=copy.line))


def _copies(case: ReviewCase, path: str) -> list[TableCopy]:
    document = _opened(case)
    if document is None or case.result.schema_name is None:
        return []
    regions = {table.key: _regions(document, case, table) for table in case.form.tables}
    own = regions.get(path.partition(".")[0], [])
    if len(own) < 2:
        return []
    keys = {key for key, found in regions.items() if len(found) == len(own)}
    waiting = {field.path for field in case.verdict.flagged}
    schema = load_schema(case.result.schema_name)
    copies = []
    for number, (begin, _) in enumerate(own):
        others = [each for key in keys for at, each in enumerate(regions[key]) if at != number]
        alone = read_layout(_without(document, others), schema, case.form)
        fields = {p: f for p, f in alone.fields.items() if p in waiting and p.partition(".")[0] in keys}
        spots = [(each.text, each.spot.span) for each in case.verdict.unused]
        left = tuple(text for text, span in spots if span is not None and _inside(span, others))
        copies.append(TableCopy(_line(document, begin), fields, left))
    return copies


def _regions(document: Document, case: ReviewCase, table: TableSpec) -> list[Span]:
    """Where the copies of a table stand, its title and headings with it; fewer than two where it is printed once.

    Its labels were found as often as it is printed, and the rows of every copy have the same labels in the same order.
    """
    unused = [each.spot.span for each in case.verdict.unused if each.table == table.title.printed and each.spot.span]
    rivals = {int(number) for field in case.verdict.flagged for number in _rivals(field, table)}
    starts = [_start(row) for row in document.rows]
    if not unused or not rivals:
        return []
    labels = [_label(row) for row in document.rows]
    first = _row_at(starts, min(unused)[0])
    firsts = [at for at, each in enumerate(labels) if each == labels[first]]
    if not labels[first] or len(firsts) != max(rivals):
        return []
    last = max(at for at in range(first, firsts[1]) if _holds_value(document.rows[at]))
    size, head = last - first + 1, firsts[1] - last - 1
    if any(labels[at : at + size] != labels[first : last + 1] for at in firsts):
        return []
    bounds = [*starts, len(document.text)]
    return [(bounds[max(0, at - head)], bounds[at + size]) for at in firsts]


def _start(row: Row) -> int:
    span = row.cells[0].place.span if row.cells else None
    return 0 if span is None else span[0]


def _label(row: Row) -> str:
    """What is printed in a row besides its values."""
    return _plain(" ".join(cell.text for cell in row.cells if not looks_like_value(cell.text)))


def _holds_value(row: Row) -> bool:
    return any(looks_like_value(cell.text) for cell in row.cells)


def _rivals(field: FieldVerdict, table: TableSpec) -> Iterator[str]:
    """How many labels were found for a field of a table, where it was more than one."""
    if field.path.startswith(f"{table.key}."):
        yield from (each.detail[0] for each in field.doubts if each.kind is DoubtKind.LABEL_RIVALS and each.detail)


def _row_at(starts: Sequence[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _opened(case: ReviewCase) -> Document | None:
    """The document as its readers saw it; None for a part of a file, and where the file is not the same any more."""
    sha256 = case.result.sha256
    if hash_of_file(sha256) != sha256:
        return None
    try:
        document = open_guarded(path_of_text(case.result.path))
    except (DocumentError, OpenerDefect, OSError):
        return None
    return document if document.sha256 == sha256 else None


def _plain(text: str) -> str:
    return unspaced(text).casefold()


def _inside(span: Span, regions: Sequence[Span]) -> bool:
    return any(begin <= span[0] < end for begin, end in regions)


def _without(document: Document, regions: Sequence[Span]) -> Document:
    rows = tuple(
        row
        for row in document.rows
        if not any(cell.place.span is not None and _inside(cell.place.span, regions) for cell in row.cells)
    )
    return replace(document, rows=rows)


def _line(document: Document, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1

"""Absent and blank are claims: what the document prints against them.

That a row is not there is believed only if no text near reads like its label and no number is left over where it would
stand; that a cell is blank only if nothing is printed in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.documents.model import Cell
from extractor.evidence import DoubtKind, doubt
from extractor.readers.labels import fold_label
from extractor.readers.reading import UnusedNumber
from extractor.schemas.form import Form, Label, RowSpec, TableSpec
from extractor.schemas.values import fold_width, read_printed
from extractor.verify.consolidate import Consolidation, FieldValue
from extractor.verify.field_labels import Labels, cut
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.surroundings import Surroundings

LABEL_NEAR = "place.label_near"
NOT_EMPTY = "place.not_empty"
LEFT_OVER = "place.left_over"

NEAR = 60
"""Percent of its characters that a text shares with a label from which on it may be that label: where up to a third of
the letters were garbled, the worst share two thirds."""

NEAR_NAME = 75
"""The same among rows that carry names of their own, any of which may sound like a label."""

_SHORTEST = 4
"""Characters of a label below which anything is like it."""

_NUMBERS_BEHIND = re.compile(r"[\s\d.,:%|/()+-]+$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that is said to be absent, with the spellings of its label, and of every other label of its form."""

    row: RowSpec
    own: frozenset[str]
    others: frozenset[str]
    near: int


def check_emptiness(document: Consolidation, labels: Labels, around: Surroundings) -> Iterator[Finding]:
    """What the document itself prints against fields that are said to be blank or absent."""
    for field in document.fields.values():
        if field.edit is None and field.state in ("blank", "not_applicable"):
            printed = _printed_in(field, document, around)
            if printed:
                message = (
                    f"{labels.short(field.path)} was read as {_SAID[field.state]}, but “{printed}” is printed there"
                )
                yield _finding(FindingKind.NOT_EMPTY, NOT_EMPTY, message, (field.path,), printed)
    for table in document.form.tables:
        for candidate in _candidates(document, table):
            for cell in around.texts_of(table.key):
                if _reads_like(cell, candidate):
                    label = cut(candidate.row.label.printed)
                    message = f"{label} was taken for absent, but “{cut(cell.text)}” is printed and may be its label"
                    yield _finding(
                        FindingKind.LABEL_NEAR, LABEL_NEAR, message, _absent(document, candidate.row), cut(cell.text)
                    )
                    break


def check_left_over(document: Consolidation, unused: Sequence[UnusedNumber]) -> Iterator[Finding]:
    """Rows that are said to be absent although their table prints a number that no field uses: it may be theirs.

    A row that the form prints instead of others is not meant: those others are there.
    """
    for table in document.form.tables:
        left = [number for number in unused if number.table in (table.title.printed, table.key)]
        paths = tuple(
            path
            for block in table.blocks
            for row in block.rows
            if not row.instead_of
            for path in _absent(document, row)
        )
        if left and paths:
            number, title = left[0].text, cut(table.title.printed)
            message = f"{title}: rows were taken for absent, but {number} is printed there and used by no field"
            yield _finding(FindingKind.LEFT_OVER, LEFT_OVER, message, paths, number)


_SAID = {"blank": "blank", "not_applicable": 'marked "does not apply"'}


def _printed_in(field: FieldValue, document: Consolidation, around: Surroundings) -> str:
    """What is printed in a cell that should hold nothing; empty where that is nothing, or the mark that was read."""
    text = around.text_at(field.spot) if field.spot is not None else None
    plain = fold_width(text or "")
    spec = document.specs[field.path]
    if not plain or field.spot is None or plain == fold_width(field.quote):
        return ""
    if document.form.shape is not None and field.quote:
        return ""
    held = read_printed(plain, spec.kind, spec.units, notation=spec.notation)
    return "" if field.state == held.state else plain


def _candidates(document: Consolidation, table: TableSpec) -> Iterator[_Candidate]:
    for block in table.blocks:
        for row in block.rows:
            if _absent(document, row):
                near = NEAR_NAME if block.layout == "repeat" else NEAR
                yield _Candidate(row, _spellings(row.label), _labels_apart_from(document.form, row), near)


def _absent(document: Consolidation, row: RowSpec) -> tuple[str, ...]:
    """The fields of a row that is said to be absent as a whole, and of which no person decided anything."""
    fields = [document.fields[path] for path in row.paths]
    gone = all(field.state == "absent" and field.edit is None and not field.lone for field in fields)
    return row.paths if gone else ()


def _reads_like(cell: Cell, candidate: _Candidate) -> bool:
    """Whether a text may be the label of a row, and is likelier to be that than any other label of the form."""
    text = _core(_NUMBERS_BEHIND.sub("", cell.text))
    if len(text) < _SHORTEST or text in candidate.others:
        return False
    best = max((fuzz.ratio(text, label, score_cutoff=candidate.near) for label in candidate.own), default=0.0)
    return best >= candidate.near and not any(fuzz.ratio(text, each, score_cutoff=best) for each in candidate.others)


_KEPT: dict[int, tuple[Form, RowSpec, frozenset[str]]] = {}
_MOST_KEPT = 512


def _labels_apart_from(form: Form, row: RowSpec) -> frozenset[str]:
    """Every label of a form but that of one row, folded: kept by the row itself."""
    kept = _KEPT.get(id(row))
    if kept is None or kept[0] is not form or kept[1] is not row:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(row)] = (form, row, _labels_of(form, row))
    return kept[2]


def _labels_of(form: Form, apart_from: RowSpec) -> frozenset[str]:
    """Every label of a form but that of one row, folded."""
    found: set[str] = set()
    for table in form.tables:
        found |= _spellings(table.title)
        for block in table.blocks:
            found |= _spellings(block.title) if block.title is not None else set()
            for column in block.columns:
                found = found.union(_spellings(column.label), *map(_spellings, column.groups))
            for row in block.rows:
                found = found.union(*map(_spellings, row.parents))
                found |= _spellings(row.label) if row is not apart_from else set()
    return frozenset(found)


@lru_cache(maxsize=2048)
def _spellings(label: Label) -> frozenset[str]:
    return frozenset(core for text in label.texts if len(core := _core(text)) >= _SHORTEST)


@lru_cache(maxsize=8192)
def _core(text: str) -> str:
    return fold_label(text, {}).core


def _finding(kind: FindingKind, code: str, message: str, paths: tuple[str, ...], detail: str) -> Finding:
    left = doubt(_DOUBTS[kind], detail)
    return Finding(code=code, kind=kind, outcome="fail", severity="error", paths=paths, message=message, doubt=left)


_DOUBTS = {
    FindingKind.LABEL_NEAR: DoubtKind.LABEL_NEAR,
    FindingKind.NOT_EMPTY: DoubtKind.NOT_EMPTY,
    FindingKind.LEFT_OVER: DoubtKind.LEFT_OVER,
}

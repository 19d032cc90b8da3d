"""A case worth looking at: which fields, what they should be and are, and where they stand in the document."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeAlias

from extractor.documents.model import Document, Span
from extractor.evaluate.report_page.excerpt import Excerpt, Mark, Marked, excerpt
from extractor.evaluate.report_page.rows import FormRows, column_of, general
from extractor.evaluate.report_page.seen import Seen
from extractor.evaluate.score import CaseScore, FieldMistake, Mistake
from extractor.readers.reading import Spot
from extractor.route import FieldVerdict, Result
from extractor.schemas.form import Form, Schema, State, Value

Grade: TypeAlias = Literal[
    "false_success", "accepted_wrongly", "unexpected", "source_inconsistent", "review", "refused"
]
"""How a case ended, the worst first. accepted_wrongly: every value is as printed, but a person should have looked.
unexpected: otherwise than it should have, though not accepted."""

GRADES: tuple[Grade, ...] = (
    "false_success",
    "accepted_wrongly",
    "unexpected",
    "source_inconsistent",
    "review",
    "refused",
)
_MOST_ENTRIES = 40
_MOST_LABELS = 3
_MOST_REMARKS = 6
_MOST_UNUSED = 60
_NO_FIELDS: Mapping[str, FieldVerdict] = {}


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field: its column, its value in the truth and as read. None: nothing; ``state`` says which nothing."""

    column: str
    truth: Value | None
    read: Value | None
    state: State


@dataclass(frozen=True, slots=True)
class ExhibitEntry:
    """Fields of one row that share their fate. ``mistake`` is None where they were read right.

    ``flagged``: a person was asked to look. ``doubts``: all that is known against the fields by kind and weight;
    confirmed ones may carry some too. ``quote`` is what the reader saw, where that is not the value itself.
    """

    number: int
    label: str
    fields: tuple[ShownField, ...]
    mistake: Mistake | None
    flagged: bool
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the page shows of one case. ``more``: fields to look at beyond the entries shown; ``remarks``: findings
    that keep the document from being accepted, and why it has no verdict; ``source``: None where there is no text."""

    score: CaseScore
    grade: Grade
    entries: tuple[ExhibitEntry, ...]
    more: int
    remarks: tuple[str, ...]
    source: Excerpt | None


def grade_of(score: CaseScore) -> Grade | None:
    """How a case ended; None where there is nothing to look at: accepted as expected."""
    if score.false_success:
        return "false_success"
    if not score.met:
        return "accepted_wrongly" if score.accepted else "unexpected"
    if score.outcome == "source_inconsistent":
        return "source_inconsistent"
    if score.outcome == "refuse":
        return "refused"
    return "review" if score.outcome == "review" or score.to_review or score.mistakes else None


def exhibits(scores: Iterable[CaseScore], schema: Schema, seen: Mapping[str, Seen]) -> tuple[Exhibit, ...]:
    """All cases worth looking at, the worst first."""
    rows = FormRows.of(schema)
    graded = [(grade, score) for score in scores if (grade := grade_of(score)) is not None]
    graded.sort(key=lambda each: GRADES.index(each[0]))
    return tuple(_exhibit(score, grade, schema, rows, seen.get(score.case)) for grade, score in graded)


def _exhibit(score: CaseScore, grade: Grade, schema: Schema, rows: FormRows, seen: Seen | None) -> Exhibit:
    result = seen.judged(score) if seen is not None else None
    fields = result.verdict.fields if result is not None and result.verdict is not None else _NO_FIELDS
    form = _form(schema, result, score)
    groups = list(_groups(score, fields, rows))
    kept = groups[:_MOST_ENTRIES]
    entries = tuple(_entry(number, paths, score, fields, rows, form) for number, paths in enumerate(kept, 1))
    document = seen.open() if seen is not None else None
    source = None
    if document is not None and document.text.strip():
        marks = [*_marks(document, kept, score, fields, rows), *_unused(result)]
        source = excerpt(document, marks)
    more = sum(len(paths) for paths in groups[_MOST_ENTRIES:])
    return Exhibit(score, grade, entries, more, tuple(_remarks(result)), source)


def _form(schema: Schema, result: Result | None, score: CaseScore) -> Form:
    """The form a case was read with; where it was not read, the one it should have been read with."""
    names = (result.form if result is not None else None, score.form)
    return next((form for name in names for form in schema.forms if form.name == name), schema.forms[0])


def _groups(score: CaseScore, fields: Mapping[str, FieldVerdict], rows: FormRows) -> Iterator[tuple[str, ...]]:
    """Paths of one row with one fate: mistakes nobody was asked about, other mistakes, what was flagged in vain."""
    mistakes = {mistake.path: mistake for mistake in score.mistakes}
    flagged = [path for path, field in fields.items() if field.status == "flagged"]
    groups: dict[_Fate, list[str]] = {}
    for path in sorted({*mistakes, *flagged}, key=rows.place):
        groups.setdefault(_fate(path, mistakes.get(path), fields.get(path)), []).append(path)
    yield from (tuple(groups[fate]) for fate in sorted(groups, key=lambda fate: fate.rank))


@dataclass(frozen=True, slots=True)
class _Fate:
    row: str
    mistake: Mistake | None
    flagged: bool
    reasons: tuple[str, ...]

    @property
    def rank(self) -> int:
        if self.mistake is None:
            return 2
        return 1 if self.flagged else 0


def _fate(path: str, mistake: FieldMistake | None, field: FieldVerdict | None) -> _Fate:
    reasons = field.reasons if field is not None else ()
    flagged = field is not None and field.status == "flagged"
    # Values that are wrong stand one by one; what is missed or invented reads well side by side.
    alone = mistake is not None and mistake.mistake == "wrong"
    return _Fate(
        path if alone else path.rpartition(".")[0] or path, mistake.mistake if mistake else None, flagged, reasons
    )


def _entry(
    number: int,
    paths: Sequence[str],
    score: CaseScore,
    fields: Mapping[str, FieldVerdict],
    rows: FormRows,
    form: Form,
) -> ExhibitEntry:
    mistakes = {mistake.path: mistake for mistake in score.mistakes}
    first, row = fields.get(paths[0]), rows.row(paths[0])
    mistake = mistakes.get(paths[0])
    quotes = dict.fromkeys(fields[path].quote for path in paths if path in fields and fields[path].quote)
    quote = next(iter(quotes)) if len(quotes) == 1 else ""
    return ExhibitEntry(
        number=number,
        label=rows.label(paths[0]) if row is not None and len(row.paths) > 1 else form_label(form, paths[0]),
        fields=tuple(_shown(path, mistakes.get(path), fields.get(path), form) for path in paths),
        mistake=mistake.mistake if mistake is not None else None,
        flagged=first.status == "flagged" if first is not None else False,
        reasons=first.reasons if first is not None else (),
        doubts=tuple(_kinds(fields[path] for path in paths if path in fields)),
        quote=quote if first is None or quote != str(first.value) else "",
    )


def _kinds(fields: Iterable[FieldVerdict]) -> Iterator[str]:
    """The doubts of some fields by kind and weight, each once."""
    for kind, weight in dict.fromkeys((each.kind, each.weight) for field in fields for each in field.doubts):
        yield f"{kind}: {weight}".replace("_", " ")


def form_label(form: Form, path: str) -> str:
    """All labels of a field, or its path where the form does not have it."""
    spec = form.fields.get(general(path))
    return spec.label if spec is not None else path


def _shown(path: str, mistake: FieldMistake | None, field: FieldVerdict | None, form: Form) -> ShownField:
    read = field.value if field is not None else None
    truth = mistake.truth if mistake is not None else read
    state: State = field.state if field is not None else "unread"
    return ShownField(column_of(form, path), truth, mistake.read if mistake is not None else read, state)


def _marks(
    document: Document,
    groups: Sequence[Sequence[str]],
    score: CaseScore,
    fields: Mapping[str, FieldVerdict],
    rows: FormRows,
) -> Iterator[Marked]:
    wrong = {mistake.path for mistake in score.mistakes}
    for number, paths in enumerate(groups, 1):
        spans = [(path, span) for path in paths if (span := _span(fields.get(path))) is not None]
        for path, span in spans:
            mark: Mark = "wrong" if path in wrong else "look"
            yield Marked(span, mark, number)
        if not spans:
            yield from (Marked(span, "near", number) for span in _near(document, paths[0], fields, rows))


def _span(field: FieldVerdict | None) -> Span | None:
    return field.spot.span if field is not None and field.spot is not None else None


def _near(document: Document, path: str, fields: Mapping[str, FieldVerdict], rows: FormRows) -> list[Span]:
    """Where the row of an unread field stands: at its other fields, else where its label is printed."""
    row, parent = rows.row(path), path.rpartition(".")[0]
    if row is None:
        return []
    same = [field for other, field in fields.items() if other.startswith(parent) and general(other) in row.paths]
    beside = [span for field in same if (span := _span(field)) is not None]
    if beside:
        return [(min(span[0] for span in beside), max(span[1] for span in beside))]
    printed = re.finditer(re.escape(row.label), document.text)
    return [found.span() for found in islice(printed, _MOST_LABELS)]


def _unused(result: Result | None) -> list[Marked]:
    spots: list[Spot] = []
    if result is not None and result.verdict is not None:
        spots = [number.spot for number in result.verdict.unused[:_MOST_UNUSED]]
    return [Marked(spot.span, "unused") for spot in spots if spot.span is not None]


def _remarks(result: Result | None) -> Iterator[str]:
    if result is None:
        yield "No result was kept for this case."
        return
    if result.problem is not None:
        yield result.problem.message
    if result.verdict is not None:
        messages = list(dict.fromkeys(finding.message for finding in result.verdict.findings if finding.broken))
        yield from messages[:_MOST_REMARKS]
        if len(messages) > _MOST_REMARKS:
            yield f"and {len(messages) - _MOST_REMARKS} more"

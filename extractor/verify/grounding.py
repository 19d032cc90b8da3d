"""Whether each value is printed where it belongs: at its row's label, in its column, in plain sight.

Being printed somewhere is not enough for a number: 0 stands in a form a hundred times. What the readers say about a
place is looked up again in the document itself, where it is at hand, without the readers' way of finding labels.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.evidence import DoubtKind, doubt
from extractor.evidence.certainty import Certainty
from extractor.evidence.kinds import BY_COLUMNS
from extractor.readers.reading import Reading, Spot
from extractor.schemas.form import FieldSpec, Value
from extractor.schemas.values import fold_width, read_printed, unspaced
from extractor.verify.consolidate import Consolidation, FieldValue
from extractor.verify.edit import Edit, standing
from extractor.verify.field_labels import Labels, cut
from extractor.verify.finding import SENTENCES, Finding, FindingKind
from extractor.verify.surroundings import Surroundings
from extractor.verify.wording import table_title

ELSEWHERE = "place.elsewhere"
NOT_PRINTED = "place.not_printed"
UNCOUNTED = "grounding.uncounted"
HEADINGS = "grounding.headings"
_CODES = {
    FindingKind.ELSEWHERE: ELSEWHERE,
    FindingKind.NOT_PRINTED: NOT_PRINTED,
    FindingKind.UNCOUNTED_NUMBER: UNCOUNTED,
    FindingKind.HEADINGS_IN_DISORDER: HEADINGS,
}
_TOLD_BY_THE_DOCUMENT = frozenset(
    {
        *_CODES,
        FindingKind.FORM_UNDECIDED,
        FindingKind.ANOTHER_BEGINS,
        FindingKind.LABEL_NEAR,
        FindingKind.NOT_EMPTY,
    }
)
"""What only the document itself could tell: its places, and which form it is."""

Status: TypeAlias = Literal["exact", "normalised", "elsewhere", "absent"]
"""exact: printed as it is, at its label and in its column. normalised: there, in another dress (full-width digits,
thousands separators, a unit, a note in the cell). elsewhere: printed, but not proven to stand there. absent: not
printed at the place it was read from."""


@dataclass(frozen=True, slots=True)
class Grounding:
    """Where a value stands.

    ``why`` says in words what is not as it should be, ``shown`` is what is printed instead; ``contradicted``: the
    document itself says otherwise.
    """

    path: str
    status: Status
    why: str = ""
    contradicted: bool = False
    shown: str = ""


def ground(document: Consolidation, around: Surroundings | None = None) -> Mapping[str, Grounding]:
    """The grounding of every value that was read and that no person gave.

    Without the document (``around``), what readers quote and how sure they are of the place is all there is to go by.
    """
    found: dict[str, Grounding] = {}
    for path, field in document.fields.items():
        if field.state != "read" or field.value is None or field.edit is not None:
            continue
        if document.form.shape is not None:
            found[path] = ground_quote(path, field, around)
        else:
            columns = bool(field.doubts) and any(each.kind in BY_COLUMNS for each in field.doubts)
            found[path] = ground_value(
                path, document.specs[path], field.value, field.spot, field.quote, field.certainty, around, columns
            )
    return found


def ground_value(
    path: str,
    spec: FieldSpec,
    value: Value,
    spot: Spot | None,
    quote: str,
    certainty: Certainty,
    around: Surroundings | None = None,
    by_columns: bool = False,
) -> Grounding:
    """The grounding of one value. Printed ``by_columns``, it has no label before it."""
    if spot is None:
        return Grounding(path, "absent", "it has no place in the document")
    claim = len(spec.labels) == 1
    plain = written(value)
    if not claim and quote != plain and not _prints(quote, spec, value):
        return Grounding(path, "absent", f"“{quote}” is printed there")
    if around is not None:
        printed = around.text_at(spot)
        held = printed is None or (printed == quote and not claim)
        if (
            printed is not None
            and not held
            and not (_prints(printed, spec, value) if claim else _holds(printed, quote))
        ):
            said = f"“{printed}” is printed there" if printed.strip() else "nothing is printed there"
            return Grounding(path, "absent", said, contradicted=True, shown=printed.strip())
        owner = "" if by_columns else around.other_row(path, spot)
        if owner:
            return Grounding(path, "elsewhere", f"the label beside it is “{owner}”", contradicted=True, shown=owner)
    if certainty != "exact":
        return Grounding(path, "elsewhere", "its label or its column is not certain")
    as_it_is = claim or spec.kind == "text" or quote == plain
    return Grounding(path, "exact" if as_it_is else "normalised")


def ground_quote(path: str, field: FieldValue, around: Surroundings | None = None) -> Grounding:
    """The grounding of a value of any model: only its reader knows how this document writes it, so it is what the
    reader quotes that has to be printed at the place.
    """
    if field.spot is None:
        return Grounding(path, "absent", "it has no place in the document")
    printed = around.text_at(field.spot) if around is not None else None
    if printed is not None and not _quotes(printed, field.quote):
        said = f"“{printed}” is printed there" if printed.strip() else "nothing is printed there"
        return Grounding(path, "absent", said, contradicted=True, shown=printed.strip())
    passed = around.passed.among(field.spot) if around is not None else ""
    if passed:
        return Grounding(path, "elsewhere", f"“{passed}” is printed among its words", contradicted=True, shown=passed)
    if field.certainty != "exact":
        return Grounding(path, "elsewhere", "its label or its column is not certain")
    same = field.value is not None and written(field.value) == field.quote
    return Grounding(path, "exact" if same else "normalised")


def check_grounding(
    document: Consolidation, labels: Labels, around: Surroundings, readings: Sequence[Reading]
) -> Iterator[Finding]:
    """What the document itself says against the places of the values: each keeps it from being accepted."""
    for each in ground(document, around).values():
        if each.contradicted:
            kind = FindingKind.ELSEWHERE if each.status == "elsewhere" else FindingKind.NOT_PRINTED
            value = document.fields[each.path].value
            message = f"{labels.short(each.path)} was read as {value}, but {each.why}"
            against = doubt(DoubtKind.PLACE_REFUTED, message, f"{value} ↔ “{each.shown}”")
            yield _finding(kind, message, (each.path,)).model_copy(update={"doubt": against})
    listed = {number.spot.span for reading in readings for number in reading.unused}
    for table, cells in around.uncounted().items():
        left = [cell.text for cell in cells if cell.place.span not in listed]
        if left:
            shown = ", ".join(left[:5]) + (" …" if len(left) > 5 else "")
            where = cut(table_title(document.form, table))
            yield _told(FindingKind.UNCOUNTED_NUMBER, "uncounted", where, str(len(left)), shown)
    for table, headings in around.headings_in_disorder():
        where = cut(table_title(document.form, table))
        order = ", ".join(cut(label) for label in headings)
        yield _told(FindingKind.HEADINGS_IN_DISORDER, "headings_in_disorder", where, order)


def grounding_of(document: Consolidation, findings: Iterable[Finding]) -> Mapping[str, Grounding]:
    """The grounding of every value without the document at hand: what it told before stands in the findings."""
    told: Mapping[FindingKind, Status] = {FindingKind.NOT_PRINTED: "absent", FindingKind.ELSEWHERE: "elsewhere"}
    found = dict(ground(document))
    for finding in findings:
        status = told.get(finding.kind)
        if status is not None:
            found.update(
                (path, Grounding(path, status, finding.message, True)) for path in finding.paths if path in found
            )
    return found


def kept(findings: Iterable[Finding], edits: Iterable[Edit]) -> Iterator[Finding]:
    """Of the findings of an earlier verification those that only the document itself could tell.

    Verifying stored readings again (after a decision, beside another year) would lose them otherwise. What speaks
    against the place of a value lapses when a person has decided about it.
    """
    decided = {edit.path for edit in standing(edits) if edit.gives_value}
    for finding in findings:
        if finding.kind in _TOLD_BY_THE_DOCUMENT and not decided.intersection(finding.paths):
            yield finding


def written(value: Value) -> str:
    """A value in plain digits, as a record writes it."""
    if isinstance(value, int):
        return str(value)
    return value if isinstance(value, str) else format(value, "f")


def _prints(text: str, spec: FieldSpec, value: Value) -> bool:
    """Whether these characters say the value; white space in texts does not count, nor does it inside a year."""
    if text == written(value):
        return True
    if spec.identity and spec.kind == "count":
        text = "".join(text.split())
    held = read_printed(text, spec.kind, spec.units, notation=spec.notation)
    if held.value is None:
        return False
    return held.value == value if not isinstance(value, str) else unspaced(str(held.value)) == unspaced(value)


def _holds(text: str, quote: str) -> bool:
    """Whether the text at a place is the cell that was quoted; lines may break differently."""
    return quote == text or unspaced(quote) in unspaced(text)


def _quotes(text: str, quote: str) -> bool:
    """Whether a text says a quote, word for word: between its words others may stand, as where a cell has several
    lines.
    """
    if not quote.strip():
        return False
    if _holds(text, quote) or _signs(quote) in _signs(text):
        return True
    words = iter(map(_signs, text.split()))
    return all(any(word == other for other in words) for word in map(_signs, quote.split()))


def _signs(text: str) -> str:
    """The letters and digits of a text, folded."""
    return "".join(char for char in fold_width(text).casefold() if char.isalnum()) or unspaced(text)


def _told(kind: FindingKind, *said: str) -> Finding:
    return _finding(kind, SENTENCES.say(*said)).model_copy(update={"said": said})


def _finding(kind: FindingKind, message: str, paths: tuple[str, ...] = ()) -> Finding:
    return Finding(code=_CODES[kind], kind=kind, outcome="fail", severity="error", paths=paths, message=message)

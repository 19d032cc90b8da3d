"""From a document's fields to the cells of a diagnosis: what is held, who saw what, and what counts as well read."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from extractor.schemas.check import Check
from extractor.schemas.form import FieldSpec, Form, State, Value
from extractor.schemas.linear import Number, Values
from extractor.schemas.state import NUMBERS
from extractor.schemas.values import read_printed
from extractor.verify.consolidate import Consolidation, FieldValue, known_state, same_place
from extractor.verify.diagnose.syndrome import UNSEEN, Category, Sighting, SyndromeCase, SyndromeCell, grids_of
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.rule_evaluation import error_checks
from extractor.verify.source import is_exact, is_stored


def gather_case(document: Consolidation, findings: Iterable[Finding], waived: Iterable[Finding] = ()) -> SyndromeCase:
    """The document as diagnosis sees it. Checks that a person waived are left out: its numbers stand as printed."""
    found = tuple(findings)
    misplaced = {path for each in found if each.against_place for path in each.paths}
    unused = any(each.kind == FindingKind.UNUSED_NUMBER for each in found)
    empty = {path for each in found for path in each.empty}
    let_stand = {(each.code, each.paths) for each in waived}
    cells = {
        path: _cell(field, document.specs[path], path in misplaced, unused, document.form.shape is not None)
        for path, field in document.fields.items()
        if document.specs[path].kind in NUMBERS
    }
    cells.update({path: replace(cells[path], grounded=False) for path in empty if path in cells})
    form = document.form

    def expand(values: Values) -> tuple[tuple[str, Check], ...]:
        return _standing(form, values, let_stand)

    categories = {
        path: _category(field, document.specs[path], path in misplaced, unused)
        for path, field in document.fields.items()
        if document.specs[path].kind not in NUMBERS
    }
    return SyndromeCase(document.values, cells, expand, grids_of(form, document.counts), categories)


def _standing(form: Form, values: Values, waived: set[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, Check], ...]:
    checks = error_checks(form, values)
    if not waived:
        return checks
    return tuple((code, check) for code, check in checks if (code, check.own_paths) not in waived)


def _category(field: FieldValue, spec: FieldSpec, misplaced: bool, unused: bool) -> Category:
    read = [(each.reader, each.field.value) for each in field.seen if each.reader != field.reader]
    exact = field.spot is not None and field.certainty == "exact" and field.edit is None and not field.unclear
    return Category(
        path=field.path,
        state=_held_state(field),
        text=field.value if isinstance(field.value, str) else None,
        decided=_is_decided(field),
        grounded=not misplaced and _is_print(field, unused),
        doubtful=misplaced or _is_doubtful(field),
        printed=field.quote if exact and field.quote and not misplaced and not _place_disputed(field) else None,
        readers=tuple((name, text) for name, text in read if isinstance(text, str)),
        weight=spec.weight,
    )


def _cell(field: FieldValue, spec: FieldSpec, misplaced: bool, unused: bool, any_notation: bool) -> SyndromeCell:
    """``any_notation``: only the reader knows how numbers are written in this document."""
    others = tuple(
        (each.reader, Sighting(each.field.state, _number(each.field.value)))
        for each in field.seen
        if each.reader != field.reader and each.field.state != "unread"
    )
    return SyndromeCell(
        path=field.path,
        held=Sighting(_held_state(field), _number(field.value)),
        whole=spec.kind == "count",
        decided=_is_decided(field),
        grounded=not misplaced and _is_print(field, unused),
        doubtful=misplaced or _is_doubtful(field),
        printed=UNSEEN if misplaced or _place_disputed(field) else _printed(field, spec, any_notation),
        readers=others,
        also=frozenset(number for each in field.alternatives if (number := _number(each.value)) is not None),
        weight=spec.weight,
    )


def _is_decided(field: FieldValue) -> bool:
    """Whether a person said what it holds. That it is illegible says nothing of that."""
    return field.edit is not None and field.state != "illegible"


def _held_state(field: FieldValue) -> State:
    return "read" if field.state == "computed" else known_state(field.state)


def _is_print(field: FieldValue, unused: bool) -> bool:
    """Whether the value is what the document prints. Recognised characters are not, until somebody else saw them."""
    return is_exact(field) and is_stored(field) and (field.witnesses.places > 1 or not unused)


def _is_doubtful(field: FieldValue) -> bool:
    return field.disputed or field.certainty != "exact" or field.unclear


def _place_disputed(field: FieldValue) -> bool:
    """Whether readers who differ took the field from different places: then neither place speaks for itself."""
    own = next((each.field for each in field.seen if each.reader == field.reader), None)
    others = [each.field for each in field.seen if each.reader != field.reader and each.field.state != "unread"]
    return field.disputed and own is not None and not all(same_place(own, other) for other in others)


def _printed(field: FieldValue, spec: FieldSpec, any_notation: bool) -> Sighting:
    """What is printed at the field's own row and column, where the place and the characters are beyond doubt."""
    clear = field.certainty == "exact" and not field.unclear
    if field.spot is None or not clear or not field.quote or field.edit is not None:
        return UNSEEN
    if any_notation:
        return Sighting(field.state, _number(field.value))
    seen = read_printed(field.quote, spec.kind, spec.units, notation=spec.notation)
    return Sighting(seen.state, _number(seen.value))


def _number(value: Value | None) -> Number | None:
    return value if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None

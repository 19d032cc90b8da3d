"""Verification: readings in, findings out. Rules, places, agreement of the readers, completeness."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.documents.model import Document
from extractor.readers.reading import Reading
from extractor.schemas.form import Form
from extractor.schemas.linear import Values
from extractor.verify.agreement import check_agreement
from extractor.verify.completeness import check_completeness, unused_numbers
from extractor.verify.consolidate import NO_OTHERS, Consolidation, consolidate
from extractor.verify.edit import Edit
from extractor.verify.emptiness import check_emptiness, check_left_over
from extractor.verify.field_labels import Labels
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.grounding import check_grounding, kept
from extractor.verify.model_demands import check_constraints
from extractor.verify.place import check_places
from extractor.verify.rule_evaluation import evaluate_rules
from extractor.verify.source import check_source
from extractor.verify.surroundings import Surroundings


def verify(
    form: Form,
    readings: Sequence[Reading],
    edits: Iterable[Edit] = (),
    others: Mapping[str, Values] = NO_OTHERS,
    source: Document | None = None,
    before: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """Everything that was checked on one document, passed checks included.

    ``readings`` are those of all readers of the document, ``edits`` the history of decisions about it, ``others`` the
    values of other documents of the same body by the name under which rules need them (``previous_year``).
    ``source`` is the document itself: with it every place is looked up. Without it, what an earlier verification of
    the same readings found there is taken over from its findings, ``before``.
    """
    decisions = tuple(edits)
    return verify_document(consolidate(form, readings, decisions, others), readings, decisions, source, before)


def told_by_document(form: Form, readings: Sequence[Reading], source: Document) -> tuple[Finding, ...]:
    """What only the document itself tells about its readings, whatever people decided."""
    document = consolidate(form, readings)
    return (*_told(document, Labels(document), Surroundings(source, document), readings),)


def _told(
    document: Consolidation, labels: Labels, around: Surroundings, readings: Sequence[Reading]
) -> Iterator[Finding]:
    yield from check_grounding(document, labels, around, readings)
    yield from check_emptiness(document, labels, around)


def verify_document(
    document: Consolidation,
    readings: Sequence[Reading],
    decisions: tuple[Edit, ...] = (),
    source: Document | None = None,
    before: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """The same on a document whose readings and decisions are consolidated already."""
    labels = Labels(document)
    findings = [
        *evaluate_rules(document, labels),
        *check_constraints(document),
        *check_places(document, labels),
        *check_agreement(document, labels),
        *check_completeness(document, readings),
        *check_left_over(document, unused_numbers(document, readings)),
        *(
            kept(before, decisions)
            if source is None
            else _told(document, labels, Surroundings(source, document), readings)
        ),
    ]
    unused = any(finding.kind == FindingKind.UNUSED_NUMBER for finding in findings)
    return (*findings, *check_source(document, findings, unused))

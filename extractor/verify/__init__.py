"""Verification: readings in, findings out. Rules, places, agreement of the readers, completeness."""

from collections.abc import Iterable, Sequence

from extractor.readers.reading import Reading
from extractor.schemas.form import Form
from extractor.verify.agreement import check_agreement
from extractor.verify.completeness import UNUSED, check_completeness
from extractor.verify.consolidate import consolidate
from extractor.verify.edit import Edit
from extractor.verify.finding import Finding
from extractor.verify.labels import Labels
from extractor.verify.place import check_places
from extractor.verify.rules import evaluate_rules
from extractor.verify.source import check_source


def verify(form: Form, readings: Sequence[Reading], edits: Iterable[Edit] = ()) -> tuple[Finding, ...]:
    """Everything that was checked on one document, passed checks included.

    ``readings`` are those of all readers of the document, ``edits`` the history of decisions about it.
    """
    document = consolidate(form, readings, edits)
    labels = Labels(document)
    findings = [
        *evaluate_rules(document, labels),
        *check_places(document, labels),
        *check_agreement(document, labels),
        *check_completeness(document, readings),
    ]
    unused = any(finding.code == UNUSED for finding in findings)
    return (*findings, *check_source(document, findings, unused))

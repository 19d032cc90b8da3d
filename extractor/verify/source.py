"""Telling a document that contradicts itself from one that was misread."""

from collections.abc import Iterable, Iterator

from extractor.verify.consolidate import Consolidation, FieldValue
from extractor.verify.finding import SENTENCES, Finding, FindingKind

INCONSISTENT = "source.inconsistent"


def check_source(document: Consolidation, findings: Iterable[Finding], unused: bool) -> Iterator[Finding]:
    """For every broken identity between values that are read as well as they can be: the document says so itself.

    Either two readers that found them without each other agree on all its values (or a person gave them), or each
    stands at an exact place and no number of a table is left over (``unused``). The finding is a warning, because the
    identity's own finding already keeps the document from being accepted. A total that is printed empty contradicts no
    number: it may be one that was lost.
    """
    findings = tuple(findings)
    conflicts = {path for each in findings if each.against_place for path in each.paths}
    for each in findings:
        if (
            each.kind == FindingKind.CONSTRAINT
            or not each.broken
            or each.outcome != "fail"
            or each.residual is None
            or each.empty
        ):
            continue
        fields = [document.fields[path] for path in each.paths if document.fields[path].state == "read"]
        if conflicts.intersection(each.paths) or not all(is_exact(field) and is_stored(field) for field in fields):
            continue
        if all(field.witnesses.places > 1 or field.edit is not None for field in fields):
            about = "contradicts_itself"
        elif not unused:
            about = "seems_to_contradict"
        else:
            continue
        yield Finding(
            code=INCONSISTENT,
            kind=FindingKind.SOURCE_INCONSISTENT,
            outcome="fail",
            severity="warning",
            paths=each.paths,
            message=SENTENCES.say(about, each.message),
            said=(about, each.message, _in_signs(each)),
        )


def _in_signs(broken: Finding) -> str:
    """The equation of a rule that fails, without words."""
    return broken.doubt.detail[-1] if broken.doubt is not None and broken.doubt.detail else broken.code


def is_stored(field: FieldValue) -> bool:
    """Whether the file says the digits, or two looked at the picture of them.

    A misread digit contradicts its neighbours as a misprinted one does.
    """
    return field.proven_digits or field.edit is not None


def is_exact(field: FieldValue) -> bool:
    """Whether a value was read as well as one reader can read it, or comes from a person."""
    if field.edit is not None:
        return True
    return field.certainty == "exact" and field.spot is not None and not field.disputed and not field.lone

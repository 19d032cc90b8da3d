"""Unclear characters that a passing rule leaves no choice."""

from collections.abc import Container, Iterable, Iterator

from extractor.verify.consolidate import Consolidation
from extractor.verify.finding import Finding


def borne_out(document: Consolidation, findings: Iterable[Finding], claims: Container[str]) -> Iterator[str]:
    """The one field of a passing rule whose characters were not clear: it is what the others leave. What is borne out
    is as good as clear for the other rules. Warnings count for ``claims`` of the narrative only.
    """
    unclear = {path for path, field in document.fields.items() if field.unclear}
    rules = [(each, unclear.intersection(each.paths)) for each in findings if each.outcome == "pass"]
    done: set[str] = set()
    while True:
        found = {
            path
            for each, doubtful in rules
            if len(left := doubtful - done) == 1
            for path in left
            if each.severity == "error" or path in claims
        }
        if not found:
            return
        done |= found
        yield from found

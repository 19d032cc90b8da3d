"""Outcomes of documents, judged by the real verification, for tests of what stores, shows and exports them."""

import hashlib
from collections.abc import Mapping

from extractor.errors import ProblemKind
from extractor.readers.reading import Reading
from extractor.route import Problem, Result, Status, decide
from extractor.schemas.form import Value
from extractor.schemas.registry import load_schema
from extractor.store import Outcome, Source
from extractor.verify import verify
from tests.built_readings import FORM, absent_rows, reading_of, report

SCHEMA = load_schema("gov_disclosure")


def sha(name: str) -> str:
    """A sha256 of its own for every name."""
    return hashlib.sha256(name.encode()).hexdigest()


def outcome_of(name: str, *readings: Reading, fingerprint: str = "made by this test") -> Outcome:
    """What the run would store for these readings."""
    verdict = decide(FORM, readings, verify(FORM, readings))
    result = Result(
        document=name,
        path=f"/reports/{name}",
        sha256=sha(name),
        status=verdict.status,
        schema_name=SCHEMA.name,
        schema_version=SCHEMA.version,
        form=FORM.name,
        verdict=verdict,
    )
    source = Source(media_type="text/plain", method="text", pages=1, text=f"the text of {name}")
    return Outcome(result, readings, source, fingerprint)


def accepted(name: str, cells: Mapping[str, int] | None = None, **figures: Value | None) -> Outcome:
    """A document whose two readers agree and whose sums hold."""
    both = [reading_of({**report(cells or {}), **figures}, each, absent_rows()) for each in ("layout", "llm")]
    return outcome_of(name, *both)


def in_review(name: str, **figures: Value | None) -> Outcome:
    """A document with a total that its two readers read differently, 9 and 8."""
    printed = {**report({"granted.natural": 8}), **figures}
    other = {**printed, "table3.granted.total": 9}
    return outcome_of(name, reading_of(printed, "layout", absent_rows()), reading_of(other, "llm", absent_rows()))


def without_verdict(name: str, status: Status, kind: str, message: str = "what happened") -> Outcome:
    """A document that failed or was not recognised."""
    problem = Problem(kind=ProblemKind(kind), message=message, details={"nearest": "gov_disclosure 2021"})
    return Outcome(Result(document=name, path=f"/reports/{name}", sha256=sha(name), status=status, problem=problem))

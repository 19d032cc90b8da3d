"""What a model that is shown pages can do to verdicts on scans of the sets: all of it rightly, nothing blindly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from extractor.documents import open_document
from extractor.evaluate.folder import cache_folder
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.shown_pages import ShownPages
from extractor.evaluate.sets import load_set
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.readers.recognise import recognise
from extractor.schemas.registry import load_schemas
from tests.loopback_runs import POLICIES, OpenCase, asked_model, beside, confirmed

pytestmark = pytest.mark.slow

LEGIBLE = {
    "us_foia": ("scan-150",),
    "gov_disclosure": ("scan-200-09",),
}
"""Scans at 150 dpi and finer, with rules and without."""
HARDER = {"gov_disclosure": ("scan-100-02",)}
"""Titles in the middle of tables without rules, digits of eight pixels that touch each other. Every scan of the sets is
read by ``python -m benchmarks.seen_scans``."""
BLIND = ("first", "random", "constant", "guess")
WRONG = ("swap", "shift", "last_year", "slips", "zeros", "inject", "corrects")
_MOST_TOKENS = 4_500
"""Of one request about a picture: the prompt and the questions, and 1,600 of the picture."""


@pytest.fixture(scope="module")
def scans() -> tuple[OpenCase, ...]:
    return opened_scans(LEGIBLE)


def opened_scans(wanted: Mapping[str, Sequence[str]]) -> tuple[OpenCase, ...]:
    schemas, found = load_schemas(), []
    for name, ids in wanted.items():
        for case in (case for case in load_set(name).cases if case.spec.id in ids):
            document = open_document(case.write(cache_folder()))
            known = recognise(document, schemas)
            assert known.schema is not None
            assert known.form == case.order.form
            found.append(OpenCase(case, document, known.schema, read_layout(document, known.schema, known.form)))
    return tuple(found)


def look(scan: OpenCase, mode: str = "ok") -> Reading:
    """What a model reads of a scan that it is shown when it answers so.

    It is asked by a reader of its own, for one that was answered wrong too often asks no more.
    """
    pages = ShownPages(scan.document, scan.schema, scan.case.order.form)
    with asked_model(seconds=600.0) as model:
        model.server.model.truths = (KnownTruth(scan.case.order.form, scan.case.rendered.truth, pages=pages),)
        model.server.model.mode = mode
        return model.reader.read(scan.document, scan.schema, scan.case.order.form)


def test_a_perfect_model_gets_legible_scans_accepted_under_strict(
    scans: tuple[OpenCase, ...],
) -> None:
    for scan in (*scans, *opened_scans(HARDER)):
        reading = look(scan)
        assert reading.problems == ()
        assert reading.pictured == len(scan.document.pages)
        assert reading.tokens_in <= _MOST_TOKENS * reading.calls
        verdict = scan.judged("strict", scan.layout, reading)
        assert (verdict.status, scan.wrong(verdict)) == ("accepted", set()), scan.case.spec.id
        assert scan.judged("strict", scan.layout).status == "review"


def one_of(scans: tuple[OpenCase, ...], number: int) -> OpenCase:
    """A scan, another for the next manner: a page takes long to draw and to look at."""
    return scans[number % len(scans)]


@pytest.mark.parametrize("mode", BLIND)
def test_a_blind_model_adds_no_confirmed_field(mode: str, scans: tuple[OpenCase, ...]) -> None:
    scan = one_of(scans, BLIND.index(mode))
    reading = look(scan, mode)
    assert reading.calls
    for policy in POLICIES:
        before = confirmed(scan.judged(policy, scan.layout))
        assert confirmed(scan.judged(policy, scan.layout, reading)) <= before, scan.case.spec.id
        assert confirmed(scan.judged(policy, reading)) == set(), scan.case.spec.id


@pytest.mark.parametrize("mode", WRONG)
def test_a_wrong_model_confirms_nothing_wrong(mode: str, scans: tuple[OpenCase, ...]) -> None:
    scan = one_of(scans, WRONG.index(mode))
    reading = look(scan, mode)
    assert reading.calls > 1
    for who, readings in beside(scan.layout, reading).items():
        for policy in POLICIES:
            assert scan.wrong(scan.judged(policy, *readings)) == set(), (scan.case.spec.id, who, policy)


def test_places_alone_prove_no_scan(scans: tuple[OpenCase, ...]) -> None:
    """A model that says where everything stands and not what it sees there is no second look at the digits."""
    scan = scans[0]
    reading = look(scan)
    silent = {
        path: each.model_copy(update={"leg": replace(each.leg, looked_at="")}) if each.leg else each
        for path, each in reading.fields.items()
    }
    verdict = scan.judged("strict", scan.layout, reading.model_copy(update={"fields": silent}))
    assert {verdict.fields[path].status for path, each in silent.items() if each.state == "read"} == {"flagged"}

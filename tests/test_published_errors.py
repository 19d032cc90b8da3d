"""Errors that real reports were published with: each is reported for what it is, and nothing else is.

What a body itself published wrong is a contradiction of the source or a warning about its narrative or its totals, and
never a reason to change a number. The list is complete: a document that is not in it breaks no rule at all.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from extractor.schemas.registry import load_schema
from extractor.verify.finding import Finding
from tests.shared_truth import SharedTruth, shared_documents
from tests.test_acceptance import judged

pytestmark = pytest.mark.slow

Broken = Mapping[tuple[str, str], str]
"""The difference (left side minus right side) by rule and first field."""

RECEIVED, PROCESSED = "requests.overall.received", "requests.overall.processed"
LAST, APPEALS = "dispositions.overall.total", "appeals.overall"


def total_repeats_a_component(difference: int) -> Broken:
    """AGENCY OVERALL of V.B.(1) prints the total of its last component, so it fits neither its row nor its column."""
    return {
        ("dispositions.overall_total", LAST): str(-difference),
        ("dispositions.processed", PROCESSED): str(difference),
    }


WARNED: Mapping[str, Broken] = MappingProxyType(
    {
        # 258件 and 265件 in the narrative, 275 and 337 in table 三.
        "shanghai_office_2019": {
            ("prose.results", "prose.disclosed"): "-17",
            ("prose.results", "prose.unable"): "-72",
        },
        "changchun_tyjrswj_2023_cut": {("prose.received", "prose.received"): "-1"},
        "dol-2009": {
            ("flow.overall", RECEIVED): "52",
            ("flow.overall", PROCESSED): "52",
            **total_repeats_a_component(16761),
        },
        "epa-2024": total_repeats_a_component(2956),
        "flra-2010": {
            ("flow.overall", RECEIVED): "13",
            ("flow.overall", PROCESSED): "13",
            **total_repeats_a_component(104),
        },
        "flra-2011": {
            ("flow.overall", RECEIVED): "4",
            ("flow.overall", PROCESSED): "4",
            **total_repeats_a_component(85),
        },
        "flra-2015": {
            ("flow.overall", "requests.overall.pending_start"): "1",
            ("flow.overall", RECEIVED): "12",
            ("flow.overall", PROCESSED): "12",
            ("flow.overall", "requests.overall.pending_end"): "1",
            **total_repeats_a_component(83),
        },
        "gsa-2016": {("flow.overall", f"{APPEALS}.pending_end"): "3", **total_repeats_a_component(72)},
        "hhs-2013": {
            ("flow.overall", "requests.overall.pending_start"): "6",
            ("flow.overall", PROCESSED): "6",
            **total_repeats_a_component(66963),
        },
        "nsf-2016": total_repeats_a_component(274),
        "usps-2012": total_repeats_a_component(1897),
        "usps-2014": {
            ("flow.overall", f"{APPEALS}.pending_start"): "13",
            ("flow.overall", f"{APPEALS}.received"): "174",
            ("flow.overall", f"{APPEALS}.processed"): "152",
            **total_repeats_a_component(1982),
        },
    }
)
"""Rules that warn and do not hold, by document."""

INCONSISTENT: Mapping[str, Broken] = MappingProxyType(
    {
        "gsa-2016": {("flow.balance", f"{APPEALS}.pending_start"): "-3"},
        "usps-2014": {("flow.balance", f"{APPEALS}.pending_start"): "35"},
    }
)
"""Rules that refuse and do not hold: these documents contradict themselves."""

EMPTY: Mapping[str, int] = MappingProxyType({"shanghai_office_2019": 11})
"""Totals that are printed empty beside parts that add up to something, by document."""

documents = pytest.mark.parametrize("truth", shared_documents(), ids=lambda truth: truth.name)


def broken(truth: SharedTruth, severity: str) -> list[Finding]:
    """What rules of the form found not to hold."""
    codes = {rule.code for rule in load_schema(truth.schema).form(truth.form).rules}
    found = judged(truth.name).findings
    failed = [each for each in found if each.outcome == "fail" and each.code in codes and each.severity == severity]
    return [each for each in failed if not each.empty]


def table(findings: list[Finding]) -> dict[tuple[str, str], str]:
    return {(each.code, each.paths[0]): each.residual or "" for each in findings}


@documents
def test_exactly_the_published_errors_are_reported(truth: SharedTruth) -> None:
    assert table(broken(truth, "warning")) == WARNED.get(truth.name, {})
    assert table(broken(truth, "error")) == INCONSISTENT.get(truth.name, {})


@documents
def test_what_contradicts_itself_is_said_to_be_the_source_and_nothing_else_is(truth: SharedTruth) -> None:
    verdict = judged(truth.name)
    said = [each.paths for each in verdict.findings if each.code == "source.inconsistent"]
    assert verdict.source_inconsistent == (truth.name in INCONSISTENT)
    assert said == [each.paths for each in broken(truth, "error")]


@documents
def test_a_total_printed_empty_beside_its_parts_is_reported_as_such(truth: SharedTruth) -> None:
    empty = [each for each in judged(truth.name).findings if each.outcome == "fail" and each.empty]
    assert len(empty) == EMPTY.get(truth.name, 0)


@documents
def test_no_published_number_is_changed(truth: SharedTruth) -> None:
    verdict = judged(truth.name)
    concerned = {path for severity in ("error", "warning") for each in broken(truth, severity) for path in each.paths}
    for path in concerned & truth.printed.keys():
        assert verdict.fields[path].value in (truth.printed[path], None)


@documents
def test_a_warning_flags_claims_of_the_narrative_and_no_cell_of_a_table(truth: SharedTruth) -> None:
    claims = {claim.path for claim in load_schema(truth.schema).form(truth.form).claims}
    verdict = judged(truth.name)
    said = {each.message for each in broken(truth, "warning")}
    flagged = {field.path for field in verdict.flagged if said.intersection(field.reasons)}
    assert flagged <= claims
    assert flagged == {path for _, path in WARNED.get(truth.name, {}) if path in claims}


def test_every_document_of_the_list_is_there() -> None:
    if not shared_documents():
        pytest.skip("the public documents do not lie beside the checkout")
    assert set(WARNED) | set(INCONSISTENT) <= {truth.name for truth in shared_documents()}

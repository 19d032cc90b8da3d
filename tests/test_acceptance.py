"""What becomes of real public documents: stated one by one, and checked against their hand-made truth."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.recognise import recognise
from extractor.route import Verdict, decide
from extractor.schemas.registry import load_schemas
from extractor.verify import verify
from tests.shared_truth import (
    SharedTruth,
    compare,
    same_agency,
    shared_chinese_reports,
    shared_documents,
    shared_foia,
    shared_fragments,
    shared_seeds,
)

pytestmark = pytest.mark.slow

SCHEMAS = load_schemas()

EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "000_78928cc5e71a0532": "review",  # two rows print six cells for seven columns
        "001_4f9cdb8381e45e30": "accepted",
        "002_b422951fb7a0dba1": "accepted",
        "003_758d9aecda73259b": "accepted",
        "004_d9cb11323f1ad30e": "accepted",
        "hangzhou_style_2025": "review",  # the report names its body nowhere
        "kewei_2024": "review",  # labels torn off their rows
        "shanghai_office_2019": "review",  # its narrative contradicts its table twice
        "shuyang_fgj_2023": "accepted",
        "cfpb-2018": "accepted",
        "dol-2009": "accepted",
        "epa-2024": "accepted",
        "flra-2010": "accepted",
        "flra-2011": "accepted",
        "flra-2015": "accepted",
        "gsa-2016": "review",  # its appeals do not balance: source inconsistent
        "hhs-2013": "accepted",
        "ncua-2013": "accepted",
        "nsf-2016": "accepted",
        "sec-2020": "accepted",
        "tva-2017": "accepted",
        "usps-2012": "accepted",
        "usps-2014": "review",  # its appeals do not balance: source inconsistent
    }
)


@cache
def judged(truth_name: str) -> Verdict:
    truth = next(truth for truth in shared_documents() if truth.name == truth_name)
    document = open_document(truth.document)
    found = recognise(document, SCHEMAS)
    assert found.schema is not None and found.form is not None
    reading = read_layout(document, found.schema, found.form)
    return decide(found.form, [reading], verify(found.form, [reading], source=document))


def wrong(truth: SharedTruth, verdict: Verdict) -> list[str]:
    read = {path: field.value for path, field in verdict.fields.items()}
    return [path for path, outcome in compare(truth, read).items() if outcome != "right"]


@pytest.mark.parametrize("truth", (*shared_seeds(), *shared_chinese_reports(), *shared_foia()), ids=lambda t: t.name)
def test_each_document_ends_where_it_should(truth: SharedTruth) -> None:
    assert judged(truth.name).status == EXPECTED[truth.name]


@pytest.mark.parametrize("truth", shared_documents(), ids=lambda t: t.name)
def test_no_accepted_document_holds_a_wrong_value(truth: SharedTruth) -> None:
    verdict = judged(truth.name)
    if verdict.status == "accepted":
        assert wrong(truth, verdict) == []
        assert verdict.fields["year"].value == truth.year
        assert same_agency(truth, verdict.fields["agency"].value)


@pytest.mark.parametrize("truth", (*shared_seeds(), *shared_foia()), ids=lambda t: t.name)
def test_seeds_and_foia_files_are_read_without_a_wrong_or_missing_field(truth: SharedTruth) -> None:
    assert wrong(truth, judged(truth.name)) == []


@pytest.mark.parametrize("truth", shared_documents(), ids=lambda t: t.name)
def test_no_confirmed_field_is_wrong_even_in_documents_for_review(truth: SharedTruth) -> None:
    verdict = judged(truth.name)
    assert [path for path in wrong(truth, verdict) if verdict.fields[path].status == "confirmed"] == []


@pytest.mark.parametrize("truth", shared_fragments(), ids=lambda t: t.name)
def test_damaged_fragments_go_to_review_and_name_what_is_missing(truth: SharedTruth) -> None:
    verdict = judged(truth.name)
    assert verdict.status == "review"
    named = [finding for finding in verdict.findings if finding.code.startswith("completeness.")]
    assert named
    assert all(field.value is None for field in verdict.fields.values() if field.state == "unread")


@pytest.mark.parametrize("name", ["gsa-2016", "usps-2014"])
def test_reports_that_contradict_themselves_are_marked_as_such(name: str) -> None:
    if not shared_foia():
        pytest.skip("the public documents do not lie beside the checkout")
    assert judged(name).source_inconsistent


def test_enough_documents_are_accepted_to_be_of_use() -> None:
    if not shared_documents():
        pytest.skip("the public documents do not lie beside the checkout")
    seeds = [truth.name for truth in shared_seeds() if judged(truth.name).status == "accepted"]
    foia = [truth.name for truth in shared_foia() if judged(truth.name).status == "accepted"]
    assert (len(seeds), len(foia)) == (4, 12)

"""The truth of the public documents beside the checkout is read completely and without mixing null and 0."""

from decimal import Decimal

import pytest

from extractor.schemas.form import Value
from tests.shared_truth import (
    SHARED,
    SharedTruth,
    compare,
    same_agency,
    shared_chinese_reports,
    shared_documents,
    shared_foia,
    shared_fragments,
    shared_seeds,
)

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not beside this checkout")


def truth_of(name: str) -> SharedTruth:
    return next(truth for truth in shared_documents() if truth.name.startswith(name))


def test_every_shared_document_is_found() -> None:
    counts = [len(found()) for found in (shared_seeds, shared_chinese_reports, shared_fragments, shared_foia)]
    assert counts == [5, 4, 5, 14]
    assert all(truth.document.is_file() for truth in shared_documents())


def test_a_printed_blank_is_null_and_a_printed_zero_is_zero() -> None:
    expected = truth_of("000_").expected
    assert expected["table3.granted.natural"] is None
    assert expected["table3.granted.total"] == 0


def test_rows_that_a_report_prints_as_one_have_no_sub_rows() -> None:
    expected = truth_of("001_").expected
    assert expected["table3.other_all.total"] == 0
    assert expected["table3.other_other.total"] is None


def test_columns_of_the_older_form_go_to_their_own_fields() -> None:
    expected = truth_of("shanghai_office_2019").expected
    assert expected["table2.regulations.total_published"] == 524
    assert expected["table2.procurement.count"] == 6
    assert expected["table2.procurement.amount_yuan"] == Decimal(251000)


def test_a_nil_mark_is_no_value() -> None:
    truth = truth_of("weinan")
    assert truth.marks == {f"table2.regulations.{key}" for key in ("issued", "repealed", "in_force")}
    assert all(truth.expected[path] is None for path in truth.marks)


def test_nothing_is_expected_after_the_cut() -> None:
    truth = truth_of("changchun")
    assert truth.expected["table3.new_received.total"] == 3
    assert truth.expected["table3.granted.total"] is None


def test_components_keep_their_order_and_the_overall_row_stands_apart() -> None:
    expected = truth_of("gsa-2016").expected
    assert expected["requests.components.1.name"] == "GSA-Main"
    assert expected["requests.components.1.received"] == 887
    assert expected["requests.overall.received"] == 957


def test_a_report_without_an_overall_row_expects_none() -> None:
    assert truth_of("cfpb").expected["requests.overall.received"] is None


def test_reports_whose_published_figures_contradict_are_named() -> None:
    assert {truth.name for truth in shared_foia() if truth.consistent} == {
        "cfpb-2018",
        "ncua-2013",
        "sec-2020",
        "tva-2017",
    }


def test_comparing_tells_wrong_missed_and_invented_apart() -> None:
    truth = truth_of("000_")
    read: dict[str, Value | None] = dict(truth.expected)
    read["table3.granted.natural"] = 0
    read["table3.granted.total"] = None
    read["table2.licensing"] = 1
    outcomes = {path: outcome for path, outcome in compare(truth, read).items() if outcome != "right"}
    assert outcomes == {
        "table3.granted.natural": "invented",
        "table3.granted.total": "missed",
        "table2.licensing": "wrong",
    }


def test_an_agency_may_be_printed_with_the_district_before_it() -> None:
    truth = truth_of("001_")
    assert same_agency(truth, "拱墅区朝晖街道")
    assert not same_agency(truth, "吉利街道办事处")

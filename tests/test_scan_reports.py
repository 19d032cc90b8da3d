"""Whole reports as scans through the whole pipeline, with the layout reader alone."""

import pytest

from extractor.evaluate.render.scanner import Scan
from extractor.evaluate.sets import CaseSpec, load_set
from specimens.judged_scan import judge
from specimens.scanned_pages import ScannedDocument

pytestmark = pytest.mark.slow


def test_a_scanned_report_is_accepted_with_every_value_right() -> None:
    scan = Scan(dpi=200, condition="light")
    order = ScannedDocument("whole", "gov_disclosure", "2021", "county", 4_000_001, scan)
    spec = CaseSpec(id="whole", figures="2021:county:4000001", style="pdf_scan", scan=scan)
    judged = judge(order, load_set("gov_disclosure").case(spec).rendered)
    assert judged.outcome == "accepted"
    assert judged.flagged == 0
    assert judged.wrong == ()


def test_of_a_report_that_is_a_poor_picture_nothing_is_confirmed_by_itself() -> None:
    scan = Scan(dpi=100, condition="fax_coarse")
    order = ScannedDocument("poor", "us_foia", "annual", "small", 4_000_002, scan)
    spec = CaseSpec(id="poor", figures="annual:small:4000002", style="pdf_scan", scan=scan)
    judged = judge(order, load_set("us_foia").case(spec).rendered)
    assert judged.outcome not in ("accepted", "poor_picture")
    assert judged.wrong == ()

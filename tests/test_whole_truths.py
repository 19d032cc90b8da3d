"""Public invoices and balance sheets beside the checkout, read by labels and by a model that knows all they print: more
than half of them are accepted whole, and nothing that is confirmed is wrong."""

from collections import Counter
from functools import cache

import pytest

from tests.whole_truths import ReadWhole, invoices, read_whole, sheets, waiting, wrong

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sheets() or not invoices(), reason="needs the public documents"),
]


@cache
def read() -> tuple[ReadWhole, ...]:
    """All of them, read once."""
    return tuple(map(read_whole, [*invoices(), *sheets()]))


def test_more_than_half_of_the_documents_are_accepted_whole() -> None:
    found = Counter((each.truth.pack, each.verdict("standard").status) for each in read())
    assert found["balance_sheet", "accepted"] == len(sheets()) == 10
    assert found["invoice", "accepted"] >= 4
    assert 2 * (found["balance_sheet", "accepted"] + found["invoice", "accepted"]) >= len(read()) == 24


@pytest.mark.parametrize("policy", ["standard", "strict"])
def test_nothing_that_is_confirmed_is_wrong(policy: str) -> None:
    judged = {
        each.truth.path.name: (each.truth, each.verdict("strict" if policy == "strict" else "standard"))
        for each in read()
    }
    assert {name: found for name, (truth, verdict) in judged.items() if (found := wrong(truth, verdict))} == {}


def test_what_is_paid_already_is_not_confirmed_as_absent_where_less_is_due() -> None:
    """Two invoices print a payment below a heading that is no label of it; here the truth leaves the amount out."""
    paid = [each for each in read() if "FNFE" in each.truth.path.name]
    assert len(paid) == 2
    for each in paid:
        less = {name: inner for name, inner in dict(each.truth.record).items() if name != "totals"}
        totals = each.truth.record["totals"]
        assert isinstance(totals, dict)
        silent = each.truth.__class__(each.truth.path, "invoice", {**less, "totals": {**totals, "prepaid": None}})
        verdict = read_whole(silent).verdict("standard")
        assert verdict.fields["totals.prepaid"].status == "flagged"
        assert verdict.status == "review"
        assert waiting(verdict)["rule_fails"]

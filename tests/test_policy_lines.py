"""Which line of a policy decides on which evidence: every line where it is the first that fits, and its near misses."""

import pytest

from extractor.policy import POLICIES, Evidence, judge
from tests.test_route_policy import EXACT

ALONE = "only the model found it, at its own label, rules pass"
EXACT_LINE, LAST = "exact, digits stored or seen twice", "not proven twice"
PIECES_LINE = "pieces put together, two places, rules pass"
PIECES: dict[str, object] = {"two_places": True, "proven_digits": False, "unclear": True, "rules": "pass"}

DECIDED: list[tuple[dict[str, object], str, str]] = [
    # What is known beside a value that one reader took from stored characters at its own label; standard; strict.
    ({}, EXACT_LINE, LAST),
    ({"decision": "corrected", "disputed": True, "state": "unread"}, "corrected", "corrected"),
    ({"decision": "confirmed", "disputed": True, "state": "unread"}, "confirmed by a person", "confirmed by a person"),
    ({"disputed": True, "state": "unread"}, "readers disagree", "readers disagree"),
    ({"state": "unread", "misplaced": True}, "not read", "not read"),
    ({"misplaced": True, "suspect": True}, "place in doubt", "place in doubt"),
    ({"suspect": True, "waived": True}, "rule fails", "rule fails"),
    ({"waived": True, "kind": "identity", "state": "absent"}, "waived", "waived"),
    ({"waived": True, "certainty": "inferred"}, "waived", "waived"),
    # Who and which year have to be there, a claim need not be, and cells of a table may be absent as they may be read.
    ({"kind": "identity", "state": "absent"}, "identity missing", "identity missing"),
    ({"kind": "identity"}, EXACT_LINE, LAST),
    ({"kind": "claim", "state": "absent", "certainty": "inferred"}, "claim not seen", "claim not seen"),
    ({"kind": "cell", "state": "absent", "certainty": "inferred"}, "not proven", LAST),
    ({"kind": "claim", "state": "blank", "certainty": "inferred"}, "not proven", LAST),
    ({"kind": "claim", "state": "absent"}, "claim not stated", "claim not stated"),
    ({"kind": "claim"}, EXACT_LINE, LAST),
    ({"state": "absent"}, EXACT_LINE, LAST),
    ({"witnessed": False}, "no witness", "no witness"),
    # What is printed nowhere has no other witness than a rule.
    ({"state": "computed", "derived": True}, "computed, a rule leaves no other", "computed, not proven"),
    ({"state": "computed", "derived": True, "suspect": True}, "rule fails", "rule fails"),
    ({"state": "computed", "derived": True, "kind": "identity"}, "computed, not proven", "computed, not proven"),
    ({"state": "computed", "rules": "pass"}, "computed, not proven", "computed, not proven"),
    ({"witnessed": False, "kind": "claim", "state": "absent"}, "claim not stated", "claim not stated"),
    # Two searches that know nothing of each other, and digits that were looked at.
    ({"two_places": True}, "exact, two places", "exact, two places"),
    ({"two_places": True, "proven_digits": False}, "exact, views alike", LAST),
    ({"two_places": True, "certainty": "ambiguous"}, "not proven", LAST),
    (
        {"two_places": True, "certainty": "inferred", "rules": "pass"},
        "inferred, two places, rules pass",
        "inferred, two places, rules pass",
    ),
    ({"two_places": False, "certainty": "inferred", "rules": "pass"}, "not proven", LAST),
    ({"two_places": True, "certainty": "inferred", "rules": "silent"}, "not proven", LAST),
    ({"two_places": True, "certainty": "ambiguous", "rules": "pass"}, "not proven", LAST),
    ({"two_places": True, "certainty": "inferred", "rules": "pass", "proven_digits": False}, "not proven", LAST),
    # A number that a file stores in pieces: found by two, and what a rule leaves.
    ({**PIECES}, PIECES_LINE, PIECES_LINE),
    ({**PIECES, "stored_digits": False}, "unclear digits, rules pass", LAST),
    ({**PIECES, "two_places": False}, "unclear digits, rules pass", LAST),
    ({**PIECES, "rules": "silent"}, "unclear digits", LAST),
    ({**PIECES, "certainty": "inferred"}, "unclear digits", LAST),
    ({**PIECES, "unclear": False}, "exact, views alike", LAST),
    ({**PIECES, "state": "blank"}, "unclear digits, rules pass", LAST),
    # What a model alone found waits for a person, unless its place was found twice.
    ({"lone": True}, "only the model found it", LAST),
    ({"lone": True, "rules": "pass"}, ALONE, LAST),
    ({"lone": True, "rules": "pass", "kind": "identity"}, "only the model found it", LAST),
    ({"lone": True, "rules": "pass", "kind": "claim"}, "only the model found it", LAST),
    ({"lone": True, "rules": "pass", "proven_digits": False}, "only the model found it", LAST),
    ({"lone": True, "rules": "pass", "certainty": "inferred"}, "only the model found it", LAST),
    ({"lone": True, "two_places": True}, "exact, two places", "exact, two places"),
    # What records from outside say: one is enough at a certain place, several where the place is inferred.
    ({"lone": True, "recorded": True, "proven_digits": False}, "a record says it, placed exactly", LAST),
    ({"lone": True, "recorded": True, "unclear": True}, "a record says it, not proven", LAST),
    ({"lone": True, "recorded": True, "certainty": "inferred"}, "a record says it, not proven", LAST),
    ({"recorded": True, "agreeing": "two", "certainty": "inferred"}, "two records say it, place inferred", LAST),
    ({"recorded": True, "agreeing": "three", "certainty": "inferred"}, "three records say it, place inferred", LAST),
    ({"recorded": True, "agreeing": "three", "certainty": "ambiguous"}, "a record says it, not proven", LAST),
    ({"recorded": True, "two_places": True}, "exact, two places", "exact, two places"),
    # Characters that nobody looked at twice, clear and unclear.
    ({"proven_digits": False}, "exact, views alike", LAST),
    ({"proven_digits": False, "rules": "pass"}, "exact, views alike", LAST),
    ({"proven_digits": False, "certainty": "inferred"}, "not proven", LAST),
    ({"proven_digits": False, "unclear": True, "rules": "pass"}, "unclear digits, rules pass", LAST),
    ({"proven_digits": False, "unclear": True}, "unclear digits", LAST),
    ({"proven_digits": False, "unclear": True, "rules": "pass", "certainty": "inferred"}, "unclear digits", LAST),
    ({"proven_digits": False, "unclear": True, "rules": "pass", "certainty": "ambiguous"}, "unclear digits", LAST),
    ({"proven_digits": True, "unclear": True}, EXACT_LINE, LAST),
    # An inferred place is borne out by its table only where it is a claim of the narrative.
    ({"kind": "claim", "certainty": "inferred", "rules": "pass"}, "claim borne out by its table", LAST),
    ({"kind": "claim", "certainty": "inferred"}, "not proven", LAST),
    ({"kind": "claim", "certainty": "ambiguous", "rules": "pass"}, "not proven", LAST),
    ({"kind": "cell", "certainty": "inferred", "rules": "pass"}, "not proven", LAST),
]


@pytest.mark.parametrize(("known", "standard", "strict"), DECIDED)
def test_the_first_line_that_fits_decides(known: dict[str, object], standard: str, strict: str) -> None:
    evidence = Evidence(**{**EXACT._asdict(), **known})
    assert (judge("standard", evidence).name, judge("strict", evidence).name) == (standard, strict)


def test_every_line_decides_on_something_here() -> None:
    assert {line.name for line in POLICIES["standard"]} == {standard for _, standard, _ in DECIDED}
    assert {line.name for line in POLICIES["strict"]} == {strict for _, _, strict in DECIDED}


def test_these_lines_confirm_and_every_other_line_waits_for_a_person() -> None:
    lines = [line for policy in POLICIES.values() for line in policy]
    by_person = {line.name for line in lines if line.status == "corrected"}
    assert by_person == {"corrected"}
    assert {line.name for line in lines if line.status == "confirmed"} == {
        "confirmed by a person",
        "waived",
        "computed, a rule leaves no other",
        "claim not stated",
        "exact, two places",
        "inferred, two places, rules pass",
        PIECES_LINE,
        "a record says it, placed exactly",
        "two records say it, place inferred",
        "three records say it, place inferred",
        ALONE,
        EXACT_LINE,
        "unclear digits, rules pass",
        "exact, views alike",
        "claim borne out by its table",
    }
    assert {line.status for line in lines} == {"corrected", "confirmed", "flagged"}
    assert {line.doubt for line in lines if line.status != "flagged"} == {None}

"""The policy tables line by line, and that the decision page explains each."""

from pathlib import Path

import pytest

from extractor.policy import POLICIES, Evidence, judge

PAGE = Path(__file__).resolve().parents[1] / "docs" / "decisions" / "002-when-is-a-field-confirmed.md"
EXACT = Evidence(
    kind="cell",
    decision="none",
    state="read",
    certainty="exact",
    witnessed=True,
    two_places=False,
    proven_digits=True,
    stored_digits=True,
    unclear=False,
    disputed=False,
    misplaced=False,
    suspect=False,
    waived=False,
    lone=False,
    rules="silent",
)
TWICE = EXACT._replace(two_places=True)
INFERRED = EXACT._replace(certainty="inferred")


def test_every_line_of_every_policy_is_explained_in_the_decision() -> None:
    explained = [
        row.split("|")[1].strip() for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| ")
    ]
    lines = {line.name for policy in POLICIES.values() for line in policy}
    assert set(explained[1:]) == lines


def test_the_last_line_of_every_policy_flags_whatever_is_left() -> None:
    assert all(not policy[-1].when and policy[-1].status == "flagged" for policy in POLICIES.values())


def test_every_line_that_flags_leaves_a_doubt_unless_one_led_to_it() -> None:
    told = {"readers disagree", "place in doubt", "rule fails", "claim not seen", "unclear digits"}
    flagging = [line for policy in POLICIES.values() for line in policy if line.status == "flagged"]
    silent = {line.name for line in flagging if line.doubt is None}
    assert silent == told


def test_one_exact_reader_is_enough_for_standard_and_not_for_strict() -> None:
    assert judge("standard", EXACT).status == "confirmed"
    assert judge("strict", EXACT).status == "flagged"


def test_two_readers_at_one_place_are_enough_for_both() -> None:
    assert judge("standard", TWICE).status == judge("strict", TWICE).status == "confirmed"


def test_two_searches_that_share_recognised_digits_are_one_look_too_few_for_strict() -> None:
    assert judge("strict", TWICE._replace(proven_digits=False)).status == "flagged"


def test_a_number_in_pieces_needs_two_searches_stored_digits_and_a_rule_that_leaves_only_it() -> None:
    pieces = TWICE._replace(unclear=True, proven_digits=False, rules="pass")
    assert judge("strict", pieces).status == "confirmed"
    for short in ({"two_places": False}, {"stored_digits": False}, {"rules": "silent"}, {"certainty": "inferred"}):
        assert judge("strict", Evidence(**{**pieces._asdict(), **short})).status == "flagged"
    assert judge("strict", pieces._replace(state="blank")).status == "flagged"


def test_recognised_digits_whose_views_are_alike_are_enough_for_standard() -> None:
    assert judge("standard", EXACT._replace(proven_digits=False)).status == "confirmed"


def test_unclear_digits_at_an_inferred_place_are_not_settled_by_a_rule() -> None:
    unclear = EXACT._replace(unclear=True, proven_digits=False, rules="pass")
    assert judge("standard", unclear).status == "confirmed"
    assert judge("standard", unclear._replace(certainty="inferred")).status == "flagged"


def test_an_inferred_place_needs_a_second_reader_and_a_rule_that_passes() -> None:
    assert judge("standard", INFERRED).status == "flagged"
    assert judge("standard", INFERRED._replace(rules="pass")).status == "flagged"
    assert judge("standard", INFERRED._replace(two_places=True)).status == "flagged"
    assert judge("standard", INFERRED._replace(two_places=True, rules="pass")).status == "confirmed"


@pytest.mark.parametrize("policy", ["standard", "strict"])
@pytest.mark.parametrize("against", ["disputed", "misplaced", "suspect"])
def test_no_agreement_outweighs_what_speaks_against_a_value(policy: str, against: str) -> None:
    evidence = Evidence(**{**TWICE._asdict(), "rules": "pass", against: True})
    assert judge("strict" if policy == "strict" else "standard", evidence).status == "flagged"


def test_an_unread_field_is_flagged_even_where_a_check_over_it_is_waived() -> None:
    assert judge("standard", EXACT._replace(state="unread", waived=True)).status == "flagged"


@pytest.mark.parametrize("state", ["blank", "absent", "not_applicable"])
def test_a_state_without_a_value_is_confirmed_like_a_value(state: str) -> None:
    evidence = Evidence(**{**EXACT._asdict(), "state": state})
    assert judge("standard", evidence).status == "confirmed"
    assert judge("standard", evidence._replace(certainty="inferred")).status == "flagged"


def test_who_and_when_are_required_and_claims_are_not() -> None:
    absent = EXACT._replace(state="absent")
    assert judge("standard", absent._replace(kind="identity")).status == "flagged"
    assert judge("strict", absent._replace(kind="claim")).status == "confirmed"


def test_a_claim_of_several_candidates_is_confirmed_by_its_table_only() -> None:
    claim = INFERRED._replace(kind="claim")
    assert judge("standard", claim).status == "flagged"
    assert judge("standard", claim._replace(rules="pass")).status == "confirmed"


def test_what_only_the_model_found_is_flagged() -> None:
    assert judge("standard", EXACT._replace(lone=True)).status == "flagged"


def test_a_person_decides_over_everything_else() -> None:
    doubtful = EXACT._replace(disputed=True, misplaced=True, suspect=True, state="unread")
    assert judge("strict", doubtful._replace(decision="corrected")).status == "corrected"
    assert judge("strict", doubtful._replace(decision="confirmed")).status == "confirmed"

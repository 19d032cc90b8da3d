"""What the test suites of other editing systems ask can be written and agrees, but for what docs/rules.md lists."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

import pytest

from extractor.errors import SchemaError
from extractor.schemas.check import Comparison
from extractor.schemas.lint import lint_form
from extractor.schemas.rehearsal import rehearse
from extractor.verify.diagnose import diagnose, imply_missing
from extractor.verify.diagnose.digit_distance import distance_of
from extractor.verify.diagnose.explanation import Explanation
from extractor.verify.diagnose.solver import installed
from tests.house import ROOT
from tests.peer_case import PeerCase
from tests.peer_implied import IMPLIED, IMPLIED_OUTSIDE
from tests.peer_judged import JUDGED, JUDGED_OUTSIDE
from tests.peer_located import LOCATED, LOCATED_OUTSIDE

pytestmark = pytest.mark.slow

CASES = (*LOCATED, *IMPLIED, *JUDGED)
OUTSIDE = (*LOCATED_OUTSIDE, *IMPLIED_OUTSIDE, *JUDGED_OUTSIDE)
PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")


def asked(question: str) -> list[object]:
    found = [each for each in CASES if getattr(each, question) not in (None, False)]
    return [pytest.param(each, id=f"{each.system}: {each.about}") for each in found]


def explanations(case: PeerCase) -> list[Explanation]:
    """The explanations of all groups, the first of each group first."""
    found = diagnose(case.syndrome)
    return [each for group in (found.groups if found is not None else ()) for each in group.explanations]


def lightest(case: PeerCase) -> set[frozenset[str]]:
    """The sets of fields that weigh least, of each group; missing fields that follow are not accused."""
    found = diagnose(case.syndrome)
    left: set[frozenset[str]] = set()
    for group in found.groups if found is not None else ():
        sets = {frozenset(c.path for c in each.changes if c.state != "unread") for each in group.explanations}
        least = min((_weight(case, each) for each in sets), default=0)
        ways = {each for each in sets if _weight(case, each) == least}
        left = {one | other for one in left for other in ways} if left else ways
    return left


def _weight(case: PeerCase, paths: frozenset[str]) -> int:
    return sum(case.weights.get(path, 1) for path in paths)


def plain(values: Mapping[str, object]) -> dict[str, object]:
    return {path: value if isinstance(value, str) else Decimal(str(value)) for path, value in values.items()}


@pytest.mark.parametrize("case", asked("fail"))
def test_the_same_checks_fail(case: PeerCase) -> None:
    outcomes = [check.evaluate(case.values).outcome for _, check in case.syndrome.checks]
    assert tuple(number for number, each in enumerate(outcomes, start=1) if each == "fail") == case.fail
    assert tuple(number for number, each in enumerate(outcomes, start=1) if each == "unknown") == case.unknown


@pytest.mark.skipif(not installed(), reason="the extra solver is not installed")
@pytest.mark.parametrize("case", asked("wrong"))
def test_the_same_fields_are_wrong(case: PeerCase) -> None:
    expected = {frozenset(each.split()) for each in case.wrong or ()}
    found = lightest(case)
    if case.size is None:
        assert found == expected
    else:
        assert {len(each) for each in found} == {case.size}


@pytest.mark.skipif(not installed(), reason="the extra solver is not installed")
@pytest.mark.parametrize("case", asked("proposed"))
def test_the_same_values_are_proposed_first(case: PeerCase) -> None:
    found = diagnose(case.syndrome)
    assert found is not None
    changes = [change for group in found.groups for change in group.explanations[0].changes]
    assert plain({c.path: c.proposed for c in changes if c.state != "unread"}) == plain(case.proposed or {})


@pytest.mark.parametrize("case", [each for each in CASES if each.slip is not None], ids=lambda each: each.about)
def test_a_slip_of_one_digit_is_told_from_another_number(case: PeerCase) -> None:
    found = diagnose(case.syndrome)
    firsts = [group.explanations[0] for group in (found.groups if found is not None else ()) if group.explanations]
    slips = [distance_of(each) <= len(each.changes) for each in firsts]
    assert (bool(slips) and all(slips)) is case.slip


@pytest.mark.parametrize("case", [each for each in CASES if each.implied is not None], ids=lambda each: each.about)
def test_the_same_values_follow(case: PeerCase) -> None:
    assert plain({each.path: each.value for each in imply_missing(case.syndrome)}) == plain(case.implied or {})


@pytest.mark.parametrize("case", [each for each in CASES if each.lint is not None], ids=lambda each: each.about)
def test_the_same_is_wrong_with_the_rules(case: PeerCase) -> None:
    lint = lint_form(case.form)
    assert {each.kind: each.rules for each in lint.problems} == case.lint


@pytest.mark.parametrize("case", asked("factors"))
def test_the_same_factors_are_read_from_a_rule(case: PeerCase) -> None:
    ((_, check),) = case.syndrome.checks
    assert isinstance(check, Comparison)
    constant = {"": check.difference.constant} if check.difference.constant else {}
    assert {**{path: factor for path, factor in check.difference.factors.items() if factor}, **constant} == case.factors


@pytest.mark.parametrize("case", asked("refused"))
def test_what_cannot_be_a_rule_is_refused(case: PeerCase) -> None:
    with pytest.raises(SchemaError):
        rehearse(case.form)


def test_every_case_asks_something_and_no_two_ask_the_same() -> None:
    assert len({(each.system, each.about) for each in CASES}) == len(CASES) >= 150
    for each in CASES:
        asks = (each.fail, each.wrong, each.size, each.proposed, each.slip, each.implied, each.lint, each.factors)
        assert each.refused or any(expected is not None for expected in asks)


def test_the_page_about_rules_counts_what_can_be_written_and_what_agrees() -> None:
    written, agreed = Counter(each.system for each in CASES), Counter(e.system for e in CASES if not e.differs)
    outside = Counter[str]()
    for each in OUTSIDE:
        outside[each.system] += each.number
    for system in sorted({*written, *outside}):
        row = f"| {system} | {written[system] + outside[system]} | {written[system]} | {agreed[system]} |"
        assert row in PAGE, row
    assert f"| all | {sum(written.values()) + sum(outside.values())} | {len(CASES)} | {sum(agreed.values())} |" in PAGE
    for each in OUTSIDE:
        assert f"| {each.system} | {each.number} | {each.what} |" in PAGE
    assert [case.differs for case in CASES if case.differs not in PAGE] == []

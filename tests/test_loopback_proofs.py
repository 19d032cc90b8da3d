"""What a model can do to verdicts, over many documents: nothing blindly, nothing wrong, and much of what is open."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle

import pytest

from extractor.evaluate.sets import EvalCase
from tests.loopback_runs import POLICIES, AskedModel, asked_model, beside, confirmed, opened, spread

pytestmark = pytest.mark.slow

BLIND = ("first", "random", "constant", "guess")
WRONG = ("swap", "shift", "last_year", "slips", "zeros", "inject", "corrects")
BLIND_DOCUMENTS = 200
WRONG_RUNS = 1000


@pytest.fixture(scope="module")
def model() -> Iterator[AskedModel]:
    with asked_model() as asked:
        yield asked


def both_sets(count: int) -> tuple[EvalCase, ...]:
    """Documents of both sets, as many of one as of the other as far as there are."""
    return (*spread("us_foia", count // 3), *spread("gov_disclosure", count - count // 3))


def test_a_blind_model_adds_no_confirmed_field_to_two_hundred_documents(model: AskedModel) -> None:
    added: Counter[str] = Counter()
    documents = 0
    for case, mode in zip(opened(both_sets(BLIND_DOCUMENTS + 20)), cycle(BLIND), strict=False):
        reading = model.read(case, mode)
        documents += 1
        for policy in POLICIES:
            before = confirmed(case.judged(policy, case.layout))
            added[mode] += len(confirmed(case.judged(policy, case.layout, reading)) - before)
            added[mode] += len(confirmed(case.judged(policy, reading)))
    assert documents >= BLIND_DOCUMENTS
    assert added.total() == 0, added


@pytest.mark.parametrize("name", ["gov_disclosure", "us_foia"])
def test_a_perfect_model_gets_every_undamaged_document_accepted_under_strict(name: str, model: AskedModel) -> None:
    undamaged = [case for case in spread(name) if case.rendered.expect == ("accept",)]
    left = [
        case.case.spec.id
        for case in opened(undamaged)
        if case.judged("strict", case.layout, model.read(case)).status != "accepted"
    ]
    assert left == []


def test_wrong_answers_never_confirm_a_wrong_field(model: AskedModel) -> None:
    wrong: list[Sequence[object]] = []
    runs = 0
    for case in opened(both_sets(WRONG_RUNS // (2 * len(WRONG)) + 12)):
        before = {policy: case.wrong(case.judged(policy, case.layout)) for policy in POLICIES}
        for mode in WRONG:
            for who, readings in beside(case.layout, model.read(case, mode)).items():
                runs += 1
                for policy in POLICIES:
                    verdict = case.judged(policy, *readings)
                    paths = case.wrong(verdict) - (before[policy] if who == "both" else set())
                    must_not = verdict.status == "accepted" and "accept" not in case.case.rendered.expect
                    if paths or must_not:
                        wrong.append((case.case.spec.id, mode, who, policy, verdict.status, sorted(paths)[:3]))
    assert runs >= WRONG_RUNS
    assert wrong == []

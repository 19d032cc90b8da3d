"""What asking takes is known before, kept within a budget, and said afterwards."""

import json
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import BudgetReached, ConfigurationError, MalformedReply
from extractor.readers.bill import Bill
from extractor.readers.llm.price import Price
from extractor.readers.llm.purse import Most, Purse
from extractor.run.engine import run_documents
from extractor.run.estimating import estimate_run
from extractor.run.settings import RunSettings, resolve_settings
from extractor.store import Store
from tests.answering_endpoint import MODEL, Endpoint, answering
from tests.plain_reports import foia_report
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow

PRICE = Price(currency="EUR", price_in=Decimal(1000), price_out=Decimal(1000))
"""A thousandth of a euro a token, so that sums can be done in the head."""
TOKENS_IN, TOKENS_OUT = 1000, 10


class Billing(Endpoint):
    """An endpoint that counts few tokens, or none."""

    counts = True

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[float] = []

    def answer(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.arrived.append(time.monotonic())
        status, body = super().answer(request)
        if self.counts and status == 200:
            body["usage"] = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT}
        else:
            body.pop("usage", None)
        return status, body


@pytest.fixture(autouse=True)
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedded model: whatever this machine has is out of sight."""
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path / "no model"))


@pytest.fixture
def endpoint() -> Iterator[Billing]:
    opened = Billing()
    with answering(opened):
        yield opened


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    path = tmp_path / "prices.toml"
    path.write_text(f'currency = "EUR"\n[models]\n"{MODEL}" = {{ in = 1000, out = 1000 }}\n')
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(foia_report(f"Office {number}", 0))
    return folder


def settings_for(endpoint: Endpoint, **more: object) -> RunSettings:
    return resolve_settings({"base_url": endpoint.base_url, "model": MODEL, "jobs": 3, **more}, {})


def test_calls_tokens_and_money_are_told_by_document_and_for_the_run(
    reports: Path, store: Store, endpoint: Billing, prices: Path
) -> None:
    summary = run_documents([reports], settings_for(endpoint, prices=prices), store)
    assert summary.usage.calls == endpoint.asked
    assert summary.usage.cost == Decimal(endpoint.asked * (TOKENS_IN + TOKENS_OUT)) / 1000
    assert summary.usage.currency == "EUR"
    each = [entry.usage.calls for entry in summary.entries]
    assert sum(each) == endpoint.asked - 1  # One question was about the endpoint itself.
    assert [result.usage.calls for result in store.results()] == each
    assert store.runs()[-1].usage == summary.usage


def test_answers_that_are_none_are_counted_as_well(tmp_path: Path, store: Store, endpoint: Billing) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(foia_report("Office", 12))  # To a printed number it says null: no answer, and paid for.
    summary = run_documents([path], settings_for(endpoint), store)
    assert summary.usage.tokens_in == endpoint.asked * TOKENS_IN
    assert summary.usage.cost is None


def test_a_budget_is_never_passed_by_all_runs_together_and_a_larger_one_goes_on(
    reports: Path, store: Store, endpoint: Billing, prices: Path
) -> None:
    for number in range(3, 8):
        (reports / f"{number}.txt").write_text(foia_report(f"Office {number}", 0))
    for budget in (14, 14, 16):
        summary = run_documents([reports], settings_for(endpoint, prices=prices, budget=str(budget)), store)
        assert Decimal(endpoint.asked * (TOKENS_IN + TOKENS_OUT)) / 1000 <= budget
        assert (summary.stopped, summary.exit_code) == ("budget_reached", 2)
        assert f"budget of {budget} EUR" in summary.message
    summary = run_documents([reports], settings_for(endpoint, prices=prices, budget="200"), store)
    assert summary.counts == {"accepted": 8}


def test_the_account_of_a_store_is_what_all_its_runs_took(
    reports: Path, store: Store, endpoint: Billing, prices: Path
) -> None:
    settings = settings_for(endpoint, prices=prices)
    run_documents([reports / "0.txt"], settings, store)
    run_documents([reports], settings, store)
    (reports / "wrong.txt").write_text(foia_report("Office", 12))  # Its answer is none, and paid for.
    run_documents([reports], settings, store)
    account = store.calls.account()
    assert account.calls == endpoint.asked
    assert account.cost == Decimal(endpoint.asked * (TOKENS_IN + TOKENS_OUT)) / 1000
    assert account.model_copy(update={"batched": 0}) == sum((run.usage for run in store.runs()), Bill())


def test_a_budget_needs_a_price(endpoint: Billing, reports: Path, store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('currency = "EUR"\n[models]\n"another" = { in = 1, out = 1 }\n')
    for more in ({}, {"prices": other}):
        with pytest.raises(ConfigurationError, match=f"--budget needs to know what {MODEL} costs"):
            run_documents([reports], settings_for(endpoint, budget="1", **more), store)
    assert endpoint.asked == 0


def test_what_an_endpoint_does_not_count_is_taken_to_have_cost_the_most_it_could(
    reports: Path, store: Store, endpoint: Billing, prices: Path
) -> None:
    endpoint.counts = False
    summary = run_documents([reports], settings_for(endpoint, prices=prices, budget="20"), store)
    assert summary.stopped == "budget_reached"
    assert 0 < endpoint.asked < 10


def test_a_request_waits_for_those_under_way_before_it_is_refused() -> None:
    purse, spent, most = Purse(PRICE, Decimal(1)), Bill(), Most(900, 0)
    go, waiting = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def second() -> None:
        waiting.set()
        with purse.holding(lambda: spent, lambda: most) as hold:
            hold.said = True
            outcomes.append("sent")

    with purse.holding(lambda: spent, lambda: most) as hold:
        thread = threading.Thread(target=second)
        thread.start()
        waiting.wait()
        go.wait(0.05)
        assert outcomes == []
        hold.said = True
    thread.join()
    assert outcomes == ["sent"]


def test_a_failed_answer_without_a_count_is_charged_and_one_with_a_count_is_not() -> None:
    purse = Purse(PRICE, Decimal(1))
    counted = MalformedReply("no JSON")
    counted.tokens_in = 5
    for outcome, left in ((counted, True), (MalformedReply("no JSON"), False)):
        with pytest.raises(MalformedReply), purse.holding(Bill, lambda: Most(600, 0)):
            raise outcome
        try:
            with purse.holding(Bill, lambda: Most(600, 0)) as hold:
                hold.said = True
            assert left
        except BudgetReached:
            assert not left


def test_an_estimate_makes_the_real_requests_and_sends_none(
    reports: Path, store: Store, endpoint: Billing, prices: Path
) -> None:
    settings = settings_for(endpoint, prices=prices)
    found = estimate_run([reports], settings, store)
    assert endpoint.asked == 0
    assert list(store.results()) == []
    assert store.runs() == ()
    done = run_documents([reports], settings, store)
    assert (found.documents, found.asked, found.pages) == (3, 3, 3)
    assert found.usage.calls == done.usage.calls - 1
    assert found.usage.cost is not None
    later = estimate_run([reports], settings, store)
    assert (later.done_before, later.usage.calls) == (3, 0)


def test_an_estimate_of_what_needs_no_model_is_nothing(reports: Path, store: Store, endpoint: Billing) -> None:
    found = estimate_run([reports], settings_for(endpoint, llm="when-needed"), store)
    assert (found.documents, found.asked, found.usage) == (3, 0, Bill())


def test_an_estimate_is_typed_and_leaves_no_store_behind(reports: Path, tmp_path: Path, endpoint: Billing) -> None:
    place = tmp_path / "none.sqlite"
    typed = ("--estimate", "--base-url", endpoint.base_url, "--model", MODEL, "--store", str(place))
    answer = extractor(tmp_path, "run", str(reports), *typed)
    assert answer.code == 0
    assert "3 documents: 0 done before" in answer.out
    assert "--prices FILE" in answer.out
    assert not place.exists()


def test_what_was_spent_is_told_by_the_run_and_by_the_status(
    reports: Path, tmp_path: Path, endpoint: Billing, prices: Path
) -> None:
    place = ("--store", str(tmp_path / "typed.sqlite"))
    named = ("--base-url", endpoint.base_url, "--model", MODEL, "--prices", str(prices), *place)
    answer = extractor(tmp_path, "run", str(reports), *named)
    calls = endpoint.asked
    assert f"The model took {calls} calls, {calls * TOKENS_IN} tokens in, {calls * TOKENS_OUT} out" in answer.out
    assert answer.out.rstrip().endswith("Nothing left this machine.")
    known = json.loads(extractor(tmp_path, "status", "--json", *place).out)
    assert (known["usage"]["calls"], known["usage"]["currency"]) == (calls, "EUR")
    assert f"All runs together: {calls} calls" in extractor(tmp_path, "status", *place).out
    lines = [json.loads(line) for line in extractor(tmp_path, "export", *place).out.splitlines()]
    assert sum(line["usage"]["calls"] for line in lines) == calls - 1
    assert {line["readers"]["llm"] for line in lines} == {"copies rows"}


def test_two_runs_at_once_keep_to_the_requests_a_minute_together(
    endpoint: Billing, reports: Path, tmp_path: Path
) -> None:
    """Each of them alone would be through in half the time."""
    other = tmp_path / "others"
    other.mkdir()
    for number in range(3):
        (other / f"{number}.txt").write_text(foia_report(f"Bureau {number}", 9))
    place = str(tmp_path / "store.sqlite")
    settings = settings_for(endpoint, rpm=300)
    with Store(place) as one, Store(place) as two:
        runs = [
            threading.Thread(target=run_documents, args=([folder], settings, store))
            for folder, store in ((reports, one), (other, two))
        ]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
    sent = sorted(endpoint.arrived)
    assert len(sent) >= 6
    assert sent[-1] - sent[0] >= (len(sent) - 1) * 60 / 300 * 0.75, "runs that know nothing of each other take half"

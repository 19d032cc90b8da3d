"""Two runs in processes of their own, on one store at once: money, limits and answers are those of both together."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from extractor.store import Store, sql_tables
from extractor.store.database import store_url
from tests.answering_endpoint import MODEL, Endpoint, answering
from tests.house import ROOT
from tests.plain_reports import foia_report
from tests.postgresql_server import empty_store

pytestmark = pytest.mark.slow

NUMBER, JOBS = 12, 2
TOKENS_IN, TOKENS_OUT = 1000, 10
EACH = Decimal(TOKENS_IN + TOKENS_OUT) / 1000
"""What a call costs at a thousandth of a euro a token."""


class Billing(Endpoint):
    """An endpoint that takes its time, and remembers when it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[float] = []
        self._counting = threading.Lock()

    def answer(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        with self._counting:
            self.arrived.append(time.monotonic())
        time.sleep(0.05)
        status, body = super().answer(request)
        body["usage"] = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT}
        return status, body


@pytest.fixture
def endpoint() -> Iterator[Billing]:
    opened = Billing()
    with answering(opened):
        yield opened


def _typed(tmp_path: Path, place: str, endpoint: Billing) -> list[str]:
    """The command that both runs are."""
    folder, prices = tmp_path / "reports", tmp_path / "prices.toml"
    folder.mkdir()
    for number in range(NUMBER):
        (folder / f"{number:02}.txt").write_text(foia_report(f"Office {number}", 0))
    prices.write_text(f'currency = "EUR"\n[models]\n"{MODEL}" = {{ in = 1000, out = 1000 }}\n')
    command = [sys.executable, "-W", "ignore", "-m", "extractor", "run", str(folder), "--store", place, "--json"]
    command += ["--base-url", endpoint.base_url, "--model", MODEL, "--prices", str(prices), "--jobs", str(JOBS)]
    return command


def _two(command: list[str], *more: str) -> list[tuple[int, dict[str, Any]]]:
    """Exit code and summary of each of two runs at once."""
    started = [
        subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(2)
    ]
    said = [(run, *run.communicate(timeout=120)) for run in started]
    return [(run.returncode, json.loads(out) if out else {"err": err}) for run, out, err in said]


@pytest.mark.parametrize(
    ("kind", "limit", "a_minute", "each"),
    [("sqlite", "--rpm", 300, 1), ("postgresql", "--tpm", 240_000, TOKENS_IN + TOKENS_OUT)],
)
def test_a_budget_and_limits_hold_for_both_and_nothing_is_paid_for_twice(
    kind: str, limit: str, a_minute: int, each: int, endpoint: Billing, tmp_path: Path
) -> None:
    with empty_store(kind, tmp_path) as place:
        command, budget = _typed(tmp_path, place, endpoint), 12
        ends = _two(command, "--budget", str(budget))
        asked = endpoint.asked
        assert asked * EACH <= budget + 2 * JOBS * EACH
        assert "budget_reached" in {said["stopped"] for _, said in ends}, ends
        ends = _two(command, "--budget", "500", limit, str(a_minute))
        assert [code for code, _ in ends] == [0, 0], ends
        sent = sorted(endpoint.arrived)[asked:]
        assert sent[-1] - sent[0] >= (len(sent) - 1) * each * 60 / a_minute * 0.75
        with Store(place, create=False) as store:
            assert store.overview().statuses == {"accepted": NUMBER}
            assert store.calls.account().calls == endpoint.asked
            assert store.calls.account().cost == endpoint.asked * EACH
            assert store.claims.claimed() == 0
        assert not _answered_twice(place)


def _answered_twice(place: str) -> list[str]:
    """Questions that have more than one answer."""
    calls = sql_tables.calls.c
    query = sa.select(calls.key).where(calls.state.in_(["done", "lost", "sent"]) & (calls.key != ""))
    engine = sa.create_engine(store_url(place))
    with engine.connect() as connection:
        found = list(connection.execute(query.group_by(calls.key).having(sa.func.count() > 1)).scalars())
    engine.dispose()
    return found

"""Who was taken for gone and was not: a result comes from whoever has the claim when it is stored, and nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import pytest

from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry
from extractor.settlement import settle_group
from extractor.store import HeldClaim, Outcome, RunRecord, Store, run_claims
from tests.built_outcomes import accepted
from tests.postgresql_server import empty_store
from tests.runs_at_once import make_reports

LAYOUT = RunSettings(readers=("layout",), jobs=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_store(request.param, tmp_path) as found:
        yield found


def _begun(store: Store) -> tuple[int, float]:
    number = store.start_run(RunRecord(started=datetime.now(UTC)))
    return number, store.claims.begin(number)


def _outcome(name: str, path: str) -> Outcome:
    made = accepted(name)
    return replace(made, result=made.result.model_copy(update={"path": path}))


@pytest.mark.parametrize("same_run", [True, False])
def test_a_result_of_a_claim_that_somebody_else_has_by_now_is_refused(
    place: str, same_run: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``same_run``: two processes of one run on a cluster, the first of them taken for dead."""
    late, soon = _outcome("a", "/late.txt"), _outcome("a", "/soon.txt")
    key = late.result.sha256
    with Store(place) as store, Store(place) as elsewhere:
        monkeypatch.setattr(run_claims, "CLAIM_SECONDS", 0.0)
        first = _begun(store)
        before = store.claims.take(*first, [key])
        monkeypatch.undo()
        after = elsewhere.claims.take(*(first if same_run else _begun(elsewhere)), [key])
        assert before.keys == after.keys == {key}
        assert settle_group(store, [late], [HeldClaim(key, before.token)]) == [None]
        assert not store.keys()
        (stored,) = settle_group(elsewhere, [soon], [HeldClaim(key, after.token)])
        assert stored is not None
        elsewhere.claims.end(first[0])
        claims = [HeldClaim(key, before.token), HeldClaim("b", "")]
        refused, unclaimed = settle_group(store, [late, _outcome("b", "/b.txt")], claims)
        assert refused is None and unclaimed is not None
        assert sorted(each.path for each in store.results()) == ["/b.txt", "/soon.txt"]


def test_nobody_takes_a_document_while_its_result_is_stored(place: str) -> None:
    with Store(place) as store, Store(place) as elsewhere:
        first = _begun(store)
        held = HeldClaim("a", store.claims.take(*first, ["a"]).token)
        order: list[str] = []
        with store.transaction() as transaction:
            assert not transaction.lapsed([held])
            taking = Timer(0.0, lambda: order.append(f"taken {elsewhere.claims.take(*first, ['a']).keys}"))
            taking.start()
            taking.join(0.3)
            order.append("stored")
        taking.join()
    assert order == ["stored", "taken frozenset({'a'})"]


class TakenForGone(Silence):
    """Another run takes what this one has, and reads it, once the first document of this one is stored."""

    def __init__(self, reports: Path, place: str) -> None:
        self._reports, self._place = reports, place
        self.read: list[str] = []
        self.others: list[str] = []

    def advance(self, entry: FileEntry) -> None:
        if entry.done_before:
            self.others.append(entry.document)
            return
        self.read.append(entry.document)
        if len(self.read) == 1:
            with Store(self._place) as store:
                with store._write.begin() as connection:
                    connection.exec_driver_sql("UPDATE runs SET until = 0, process = ''")
                run_documents([self._reports], LAYOUT, store)


def test_a_run_that_was_taken_for_gone_tells_what_the_other_did_and_stores_nothing_twice(
    place: str, tmp_path: Path
) -> None:
    reports = make_reports(tmp_path / "reports", 4)
    told = TakenForGone(reports, place)
    with Store(place) as store:
        summary = run_documents([reports], LAYOUT, store, told)
        assert (summary.left, len(summary.entries), store.overview().statuses) == (0, 4, {"accepted": 4})
    assert told.read == ["000.txt"] and sorted(told.others) == ["001.txt", "002.txt", "003.txt"]

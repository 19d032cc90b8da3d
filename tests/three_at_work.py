"""A run and two reviewers at one store at the same time, each a process of its own, and whether all they did is there.

``python -m tests.three_at_work ROLE STORE FOLDER``: ``run`` reads the folder again and again, a year goes through the
report of that year.
"""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from extractor import consequences
from extractor.relations import form_of, others_of, year_before
from extractor.review.session import ReviewSession
from extractor.route import Verdict, judge_readings
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.store import Store, identity_of, proven_values
from tests.house import ROOT
from tests.rendered_years import MISPRINTED, draw_report
from tests.review_desk import insisted, upheld

RUNS = 3
DECISIONS = 6
LAYOUT = RunSettings(readers=("layout",), jobs=1)


def work_at_once(place: str, folder: Path, *years: int) -> dict[int, int]:
    """Let all of them work until they are done; how many decisions each reviewer was told are stored."""
    at_work = {
        role: subprocess.Popen(
            [sys.executable, "-m", __name__, role, place, str(folder)], cwd=ROOT, stdout=subprocess.PIPE
        )
        for role in ("run", *map(str, years))
    }
    told = {role: process.communicate(timeout=240)[0] for role, process in at_work.items()}
    assert all(process.returncode == 0 for process in at_work.values())
    return {year: int(told[str(year)]) for year in years}


def decide_at_once(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """Let bert decide about one year while anna's decision about the year before makes it anew; what became of both.

    Bert begins at the moment at which anna's transaction has read his document and has not written it yet.
    """
    for year in (2021, 2022):
        draw_report(folder, year, misprint=8)
    run_documents([folder], LAYOUT, store)
    anna = ReviewSession(store, "anna", document="report-2021.txt")
    bert = ReviewSession(store, "bert", document="report-2022.txt")
    assert anna.open_named() is not None and bert.open_named() is not None
    bert_at_work = threading.Thread(target=upheld, args=(bert, MISPRINTED))
    judged: list[int] = []

    def judge(*given: Any, **named: Any) -> Verdict:  # noqa: ANN401 (whatever it was called with)
        if threading.current_thread() is not bert_at_work:
            judged.append(len(judged))
            if len(judged) == 2:
                bert_at_work.start()
                bert_at_work.join(2)
        return judge_readings(*given, **named)

    monkeypatch.setattr(consequences, "judge_readings", judge)
    assert upheld(anna, MISPRINTED).ok
    bert_at_work.join()
    monkeypatch.undo()
    found = {year: store.find(f"report-{year}.txt")[0].verdict for year in (2021, 2022)}
    return {year: verdict.fields[MISPRINTED].status for year, verdict in found.items() if verdict is not None}


def what_is_lost(store: Store) -> list[str]:
    """Stored results that leave out a decision, or a check against the year before; in words, for a failing test."""
    lost = []
    results = [result for result in store.results() if result.verdict is not None]
    by_identity = {identity_of(result): result for result in results}
    for result in results:
        filed, identity, form = (
            store.filed(result.sha256, result.schema_name or ""),
            identity_of(result),
            form_of(result),
        )
        assert filed is not None and form is not None
        if filed.outcome.edits != len(filed.edits):
            lost.append(f"{result.document} knows {filed.outcome.edits} of {len(filed.edits)} decisions")
        before = None if identity is None else by_identity.get(year_before(identity))
        proven = None if before is None or before.verdict is None else proven_values(before.verdict)
        others, looked_up = others_of(proven), filed.outcome.findings_of_document
        made = judge_readings(form, filed.outcome.readings, filed.edits, "standard", others, before=looked_up)
        if made != result.verdict:
            lost.append(f"{result.document} is not what its decisions and its neighbour make of it")
    return lost


def _run(place: str, folder: Path) -> None:
    with Store(place) as store:
        for _ in range(RUNS):
            run_documents([folder], LAYOUT.model_copy(update={"again": True}), store)


def _review(place: str, year: str) -> int:
    stored = 0
    with Store(place) as store:
        session = ReviewSession(store, f"reviewer of {year}", document=f"report-{year}.txt")
        for number in range(DECISIONS):
            assert session.open_named() is not None
            step = session.undo() if number % 3 == 2 else insisted(session, MISPRINTED, str(number))
            assert step.ok, step.message
            stored += step.ok
    return stored


if __name__ == "__main__":
    role, place, folder = sys.argv[1:]
    if role == "run":
        _run(place, Path(folder))
    else:
        print(_review(place, role))

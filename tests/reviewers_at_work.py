"""Many reviewers at one store, each a process of its own, some of them killed, while a run writes: what came of it.

``python -m tests.reviewers_at_work review STORE LOG`` goes through the queue until nothing is left of it and notes in
LOG what it was told is stored; ``run STORE FOLDER`` reads the folder again and again until a file ``stop`` is in it.
``python -m tests.reviewers_at_work all STORE FOLDER NUMBER REVIEWERS KILLS`` does all of it and prints what came of it.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from extractor.review.session import ReviewSession
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.house import ROOT
from tests.plain_reports import foia_report
from tests.review_desk import upheld
from tests.three_at_work import what_is_lost

LAYOUT = RunSettings(readers=("layout",), jobs=1)
LEASE = 4.0
"""Seconds that a killed reviewer's document stays away: short, so that a test need not wait long for it."""
MOST_SECONDS, MOST_SECONDS_EACH = 1800, 3
"""Of the whole, and for every document besides: on a machine that has other work too."""


@dataclass
class Worked:
    """What came of it: ``told`` decisions that a reviewer was told are stored, by document and subject."""

    killed: int = 0
    seconds: float = 0.0
    documents: int = 0
    waiting: int = 0
    told: Counter[tuple[str, ...]] = field(default_factory=Counter)
    stored: Counter[tuple[str, ...]] = field(default_factory=Counter)
    wrong_results: list[str] = field(default_factory=list)

    @property
    def twice(self) -> list[tuple[str, ...]]:
        """What was decided more than once."""
        by_anybody: Counter[tuple[str, ...]] = Counter()
        for (sha256, _author, *subject), count in self.stored.items():
            by_anybody[sha256, *subject] += count
        return [each for each, count in by_anybody.items() if count > 1]

    @property
    def lost(self) -> list[tuple[str, ...]]:
        """What a reviewer was told is stored, and is not."""
        return list((self.told - self.stored).elements())

    @property
    def untold(self) -> int:
        """Decisions that were stored by a reviewer who was killed before hearing of it."""
        return (self.stored - self.told).total()


def reports_that_wait(store: Store, folder: Path, number: int) -> None:
    """Reports whose printed numbers contradict each other, read into the store: every one waits for a person."""
    folder.mkdir(exist_ok=True)
    for each in range(number):
        (folder / f"report {each:04}.txt").write_text(foia_report(f"Office of {_name(each)}", 12 + each, 5))
    counts = run_documents([folder], LAYOUT, store).counts
    assert counts == {"review": number}, counts


def _name(number: int) -> str:
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(3)).title()


def work(place: str, folder: Path, reviewers: int, kills: int, seed: int = 7) -> Worked:
    """Let reviewers work until the queue is empty; ``kills`` of them are killed, each at a random moment, and another
    one takes the chair.
    """
    chance, worked, begun = random.Random(seed), Worked(), monotonic()
    logs = folder.with_name(f"{folder.name} logs")
    logs.mkdir()
    most = MOST_SECONDS + MOST_SECONDS_EACH * len(list(folder.glob("*.txt")))
    run = _start("run", place, str(folder))
    at_work = [_start("review", place, str(logs / f"reviewer {each}")) for each in range(reviewers)]
    while any(each.poll() is None for each in at_work):
        assert monotonic() - begun < most
        sleep(chance.uniform(0.1, 0.6))
        living = [index for index, each in enumerate(at_work) if each.poll() is None]
        logged = sum(len(_lines(log)) for log in logs.iterdir())
        if living and worked.killed < kills and logged > worked.killed:
            index = chance.choice(living)
            at_work[index].send_signal(signal.SIGKILL)
            at_work[index].wait()
            worked.killed += 1
            at_work[index] = _start("review", place, str(logs / f"reviewer {reviewers + worked.killed}"))
    assert [each.returncode for each in at_work] == [0] * reviewers
    (folder / "stop").touch()
    assert run.wait(120) == 0
    worked.seconds = monotonic() - begun
    _gather(worked, place, logs)
    return worked


def _gather(worked: Worked, place: str, logs: Path) -> None:
    for log in logs.iterdir():
        worked.told.update(tuple(each) for each in _lines(log))
    with Store(place, create=False) as store:
        worked.waiting = len(store.queue())
        for result in store.results():
            worked.documents += 1
            for edit in store.edits(result.sha256):
                worked.stored[(edit.sha256, edit.author, *edit.subject)] += 1
        worked.wrong_results = what_is_lost(store)


def _lines(log: Path) -> list[list[str]]:
    """Lines that were written to their end."""
    return [json.loads(line) for line in log.read_text().split("\n")[:-1]]


def _start(role: str, place: str, given: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.reviewers_at_work", role, place, given], cwd=ROOT, stdout=subprocess.DEVNULL
    )


def _run(place: str, folder: Path) -> None:
    parent = os.getppid()
    with Store(place) as store:
        while os.getppid() == parent and not (folder / "stop").exists():
            for path in sorted(folder.glob("*.txt")):
                if not (folder / "stop").exists():
                    run_documents([path], LAYOUT.model_copy(update={"again": True}), store)


def _review(place: str, log: Path) -> None:
    """Confirm a field or two, then let the rest stand as printed: the truth about these reports."""
    chance = random.Random(log.name)
    with Store(place) as store, log.open("a") as told:
        session = ReviewSession(store, log.name, lease_seconds=LEASE)
        while True:
            case = session.case or session.next_document()
            if case is None and not store.queue():
                return
            if case is None:
                sleep(0.2)
                continue
            if not case.open_items:  # The lease ran out while this process waited, and somebody else settled it.
                session.next_document()
                continue
            fields = [each for each in case.open_items if each.subject == "field"]
            rules = [each.finding for each in case.open_items if each.finding is not None]
            key = case.result.sha256
            if fields and (not rules or chance.random() < 0.2):
                item = chance.choice(fields)
                step = upheld(session, item.path)
                subjects: list[tuple[str, ...]] = [("field", item.path)]
            else:
                step = session.waive(*rules)
                subjects = [("rule", each.code, *each.paths) for each in rules]
            if step.ok:
                told.write("".join(json.dumps([key, log.name, *each]) + "\n" for each in subjects))
                told.flush()


def _all(place: str, folder: Path, number: int, reviewers: int, kills: int) -> Worked:
    with Store(place) as store:
        reports_that_wait(store, folder, number)
    return work(place, folder, reviewers, kills)


if __name__ == "__main__":
    role, place, given, *numbers = sys.argv[1:]
    if role == "run":
        _run(place, Path(given))
    elif role == "review":
        _review(place, Path(given))
    else:
        came = _all(place, Path(given), *map(int, numbers))
        print(f"{came.documents} documents, {came.stored.total()} decisions, {came.seconds:.0f} s.")
        print(f"{came.killed} reviewers were killed; of {came.untold} decisions stored they did not hear.")
        print(f"{came.waiting} waiting, {len(came.twice)} decided twice, {len(came.lost)} lost.")
        print(f"{len(came.wrong_results)} results are not what their decisions make of them.")

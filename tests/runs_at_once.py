"""Runs that are processes of their own, on one folder and one store, for tests of what becomes of the documents."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.house import ROOT
from tests.plain_reports import foia_report

RUN = """
import json, sys, time
from pathlib import Path
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings
from extractor.store import Store

class Told(Silence):
    def advance(self, entry):
        if not entry.done_before:
            print(json.dumps(entry.document), flush=True)
            time.sleep(float(pause))

if __name__ == "__main__":
    reports, place, jobs, pause = sys.argv[1:]
    with Store(place) as store:
        sys.stdin.readline()
        settings = RunSettings(readers=("layout",), jobs=int(jobs))
        summary = run_documents([Path(reports)], settings, store, Told())
    print(json.dumps({"left": summary.left, "entries": len(summary.entries), "code": summary.exit_code}), flush=True)
"""


class RunEnd(NamedTuple):
    """The documents that a run read itself, in its order, and what it said at its end; empty where it was killed."""

    read: list[str]
    said: dict[str, int]


def make_reports(folder: Path, number: int) -> Path:
    """A folder with so many reports."""
    folder.mkdir()
    for each in range(number):
        (folder / f"{each:03}.txt").write_text(foia_report(f"Office {each}", each))
    return folder


def start_run_apart(reports: Path, place: str, jobs: int = 1, pause: float = 0.0) -> "subprocess.Popen[str]":
    """A run in a process of its own that begins when a line is written to it. It rests so long after each document."""
    script = reports.parent / "run_apart.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), str(reports), place, str(jobs), str(pause)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def begin(*runs: "subprocess.Popen[str]") -> None:
    """Let them begin, all at the same moment."""
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("\n")
        run.stdin.flush()


def ended(run: "subprocess.Popen[str]", before: tuple[str, ...] = ()) -> RunEnd:
    """What a run did, once it is over; ``before``: lines that were read of it already."""
    out, _ = run.communicate(timeout=120)
    lines = [json.loads(line) for line in (*before, *out.splitlines())]
    return RunEnd(
        [each for each in lines if isinstance(each, str)], next((e for e in lines if isinstance(e, dict)), {})
    )

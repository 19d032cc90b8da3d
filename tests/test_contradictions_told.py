"""A document whose printed numbers contradict each other says so wherever it is shown, also where it is accepted."""

import csv
import json
from pathlib import Path
from random import Random

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pytest

from extractor.review.session import ReviewSession
from extractor.route import Verdict, judge_readings
from extractor.store import Store
from tests.built_readings import FOIA, reading_of
from tests.plain_reports import foia_report
from tests.test_rules_us_foia import flow
from tests.typed_commands import extractor


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a report whose overall TOTAL is no sum of anything, and one that is sound."""
    place = tmp_path_factory.mktemp("contradictions")
    lines = foia_report("Bureau of Bells", 14).split("\n")
    last = max(at for at, line in enumerate(lines) if line.startswith("AGENCY OVERALL") and line.endswith("\t14"))
    lines[last] = lines[last].removesuffix("14") + "5"
    (place / "bells.txt").write_text("\n".join(lines))
    (place / "doors.txt").write_text(foia_report("Bureau of Doors", 9))
    told = extractor(place, "run", ".", "--readers", "layout")
    assert told.code == 0, told.err
    (place / "told.out").write_text(told.out)
    return place


def test_the_table_of_a_run_says_so(folder: Path) -> None:
    table = (folder / "told.out").read_text()
    assert "accepted, 3 remarks" in table and "its own numbers contradict each other" in " ".join(table.split())
    assert "of the accepted, 1 with remarks" in table
    (doors,) = (line for line in table.splitlines() if line.startswith("doors.txt"))
    assert "remark" not in doors


def test_status_counts_it(folder: Path) -> None:
    told = extractor(folder, "status").out
    assert "1 document prints numbers that contradict each other, 1 of them accepted with remarks." in told
    assert json.loads(extractor(folder, "status", "--json").out)["contradicting"] == {"accepted": 1}


def test_show_says_so(folder: Path) -> None:
    told = extractor(folder, "show", "bells.txt").out
    assert "The printed numbers contradict each other, as they were read." in told
    assert "3 of the checks that do not hold let the document pass: they are remarks." in told
    assert "contradict each other" not in extractor(folder, "show", "doors.txt").out


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_every_export_says_so(folder: Path, kind: str) -> None:
    target = folder / f"out.{kind}"
    assert extractor(folder, "export", "--format", kind, "-o", str(target)).code == 0
    told: dict[str, str] = {}
    if kind == "jsonl":
        for line in map(json.loads, target.read_text().splitlines()):
            told[line["document"]] = "; ".join(line["contradictions"])
            assert line["source_inconsistent"] is False
    elif kind == "csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                told[row["document"]] = told.get(row["document"], "") + row["contradictions"]
    else:
        heads, *rows = openpyxl.load_workbook(target)["documents"].iter_rows(values_only=True)
        told = {row[0]: row[heads.index("contradictions")] or "" for row in rows}
    assert "TOTAL 5 printed, parts add up to 14" in told["bells.txt"]
    assert not told["doors.txt"]


def test_review_says_so(folder: Path) -> None:
    with Store(str(folder / "extractor.sqlite")) as store:
        session = ReviewSession(store, "anna", document="bells.txt")
        case = session.open_named()
        assert case is not None
        assert any("TOTAL 5 printed" in remark for remark in case.remarks)


def contradicting(seed: int) -> Verdict:
    """A consistent report of which one number of an overall row is printed wrong."""
    rng = Random(seed)
    figures = flow()
    path = rng.choice([path for path in figures if ".overall." in path and isinstance(figures[path], int)])
    figures[path] = int(str(figures[path])) + rng.choice((1, 2, 10, 100))
    return judge_readings(FOIA, [reading_of(figures)])


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_contradicted_is_among_the_contradictions(seed: int) -> None:
    verdict = contradicting(seed)
    assert verdict.contradictions
    assert (verdict.status == "accepted") == (not any(each.broken for each in verdict.contradictions))
    assert set(verdict.let_pass) == {each for each in verdict.contradictions if not each.broken}

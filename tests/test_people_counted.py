"""What ``extractor status`` says of people, and of what nobody looked at."""

import json
from pathlib import Path

import pytest

from extractor.cli.app import run_command_line
from extractor.review.looking_again import task_of
from extractor.review.session import ReviewSession
from extractor.review.upper_bound import most_wrong
from extractor.store import Store
from tests.review_desk import PROCESSED, misread, session_on
from tests.test_people_audited import accepted, auditing, settle_all
from tests.test_people_twice import entering


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "people.sqlite")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables as wide as they are, whatever window the tests run in."""
    monkeypatch.setenv("COLUMNS", "160")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run_command_line(words) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_bound_is_said_with_its_n(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store(place) as store:
        accepted(store, tmp_path, 2)
        settle_all(auditing(store))
    said = told(capsys, "status", "--store", place)
    assert f"at most {most_wrong(0, 8):.2%} are wrong (95% sure, n = 8)" in said
    known = json.loads(told(capsys, "status", "--store", place, "--json"))["reviewed"]
    assert known["fields"] == 8 and known["wrong"] == 0 and known["documents"] == 2 and known["confidence"] == 0.95
    assert known["fields_wrong_at_most"] == pytest.approx(1 - 0.05 ** (1 / 8))
    assert known["documents_wrong_at_most"] == pytest.approx(1 - 0.05 ** (1 / 2))


def test_without_audits_nothing_is_said_and_everything_may_be_wrong(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(place) as store:
        accepted(store, tmp_path)
    assert "nobody had looked at" not in told(capsys, "status", "--store", place)
    assert json.loads(told(capsys, "status", "--store", place, "--json"))["reviewed"]["fields_wrong_at_most"] == 1


def test_every_person_is_told_with_what_they_did(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(place) as store:
        misread(store, tmp_path)
        session = session_on(store)
        session.effort.shown(10.0)
        for moment in (11.0, 12.0, 14.0):
            session.effort.pressed(moment)
        assert session.correct(PROCESSED, "1204").ok
        assert entering(store, "ben").correct(PROCESSED, "1204").ok
        accepted(store, tmp_path, 2)
        settle_all(auditing(store, "ben"))
    known = json.loads(told(capsys, "status", "--reviewers", "--store", place, "--json"))
    anna, ben = known["reviewers"]
    assert (anna["person"], anna["fields"], anna["seconds"], anna["keys"]) == ("anna", 1, 4.0, 3.0)
    assert (anna["corrected"], anna["twice"], anna["differing"], anna["audited"]) == (1, 1, 0, 0)
    assert (ben["person"], ben["documents"], ben["audited"], ben["audit_errors"], ben["seconds"]) == (
        "ben", 3, 8, 0, None,
    )  # fmt: skip
    assert (known["compared"], known["agreed"], known["disagreements"]) == (1, 1, [])
    said = told(capsys, "status", "--reviewers", "--store", place)
    assert "anna 1 1 4.0 3.0 100% of 1 – 0% of 1" in " ".join(said.replace("│", " ").split())


def test_disagreements_are_listed_until_a_third_person_settles_them(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(place) as store:
        misread(store, tmp_path)
        assert session_on(store).correct(PROCESSED, "1204").ok
        second = entering(store, "ben")
        second.illegible(PROCESSED)
        assert second.answer().ok
    said = told(capsys, "status", "--reviewers", "--store", place)
    assert f"misread.txt · {PROCESSED}: anna 1204, ben illegible" in said and "review --disagreed" in said
    with Store(place) as store:
        third = ReviewSession(store, "carl", task=task_of("disagreed", store, "carl"))
        third.next_document()
        assert third.correct(PROCESSED, "1204").ok
    said = told(capsys, "status", "--reviewers", "--store", place)
    assert "review --disagreed" not in said
    known = json.loads(told(capsys, "status", "--reviewers", "--store", place, "--json"))["reviewers"]
    assert {each["person"]: each["overruled"] for each in known} == {"anna": 0, "ben": 1, "carl": 0}


@pytest.mark.parametrize(
    ("words", "problem"),
    [(("--audit", "5", "--blind"), "choose one"), (("--audit", "many"), "no share"), (("--audit", "200%"), "no share")],
)
def test_what_means_nothing_is_refused(
    place: str, words: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Store(place).close()
    assert run_command_line(("review", "--store", place, *words)) == 3
    assert problem in capsys.readouterr().err

"""What reviewers keep settling the same way is proposed for the pack, tried, and taken over by a person."""

import json
from pathlib import Path

import pytest

from extractor.cli.app import run_command_line
from extractor.learning.change_tried import copy_pack
from extractor.review.case import Item
from extractor.review.session import ReviewSession
from extractor.review.step import Step
from extractor.schemas.yaml_source import with_value
from extractor.store import Store

pytestmark = pytest.mark.slow

PACK = """# bills of the town
name: bill
title: Water bill
language: en
fields:
  number: {type: text, labels: [Bill number], identity: true}
  used:   # what the meter says
    type: amount
    labels: [Water used]
    units: {l: 1}
  due: amount
  fee: {type: amount, labels: [Fee]}
"""
PAID = {"due": "{}.50", "used": "{}00", "fee": ""}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bills that print another label, another unit and another mark than the pack knows, all settled by a person."""
    place = tmp_path_factory.mktemp("town")
    pack, bills = place / "schemas" / "bill", place / "bills"
    pack.mkdir(parents=True)
    bills.mkdir()
    (pack / "pack.yaml").write_text(PACK)
    for each in range(4):
        text = (
            f"Water bill\n\nBill number: B-{each}\nWater used: {12 + each} hl\nSum payable: {40 + each}.50\nFee: n.a.\n"
        )
        (bills / f"bill {each}.txt").write_text(text)
    store = str(place / "bills.sqlite")
    run = ("run", str(bills), "--schema", str(pack), "--store", store, "--readers", "layout", "-q")
    assert run_command_line(run) == 1
    with Store(store) as opened:
        session = ReviewSession(opened, "anna")
        while session.next_document() is not None:
            _settle(session)
    return place


def _settle(session: ReviewSession) -> None:
    case = session.case
    assert case is not None
    number = int(case.result.document[5])
    while session.case is not None and session.case.result.sha256 == case.result.sha256:
        step = _decided(session, session.case.open_items[0], number)
        assert (session.answer() if step.asks else step).ok


def _decided(session: ReviewSession, item: Item, number: int) -> Step:
    if item.path == "fee":
        return session.mark("fee", "not_applicable")
    if item.path in PAID:
        return session.correct(item.path, PAID[item.path].format(number + (40 if item.path == "due" else 12)))
    assert item.finding is not None
    return session.waive(item.finding)


def learn(town: Path, capsys: pytest.CaptureFixture[str], *words: str, pack: Path | None = None) -> str:
    given = (str(pack or town / "schemas" / "bill"), "--store", str(town / "bills.sqlite"), *words)
    code = run_command_line(("schemas", "learn", *given))
    told = capsys.readouterr()
    assert code == 0, told.err
    return told.out


def test_a_label_a_mark_and_a_unit_are_proposed_with_what_they_would_settle(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = json.loads(learn(town, capsys, "--json"))
    assert [(each["path"], each["kind"], each["text"], each["factor"]) for each in known] == [
        ("due", "label", "Sum payable", ""),
        ("fee", "nil_mark", "n.a.", ""),
        ("used", "unit", "hl", "100"),
    ]
    assert all(len(each["documents"]) == 4 for each in known)
    assert [each["tried"]["fields"] for each in known] == [4, 4, 4]
    assert all(each["tried"]["contradicted"] == [] and each["tried"]["worse"] == [] for each in known)


def test_what_is_settled_in_fewer_documents_is_not_proposed(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(learn(town, capsys, "--least", "5", "--json")) == []


def test_a_person_takes_one_over_into_a_folder_and_comments_stay(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {each["kind"]: each["id"] for each in json.loads(learn(town, capsys, "--json"))}
    assert all(f"{each}  " in learn(town, capsys) for each in ids.values())
    said = learn(town, capsys, "--take", ids["label"], "--into", str(tmp_path))
    assert "“Sum payable” is a label" in said
    mine = tmp_path / "bill"
    written = (mine / "pack.yaml").read_text()
    assert "# what the meter says" in written and "due: {type: amount, labels: [Due, Sum payable]}" in written
    assert (town / "schemas" / "bill" / "pack.yaml").read_text() == PACK
    # The list is made anew and another is first in it now; the id names what it named.
    learn(town, capsys, "--take", ids["unit"], "--into", str(tmp_path), pack=mine)
    assert "units: {l: 1, hl: 100}" in (mine / "pack.yaml").read_text()
    left = json.loads(learn(town, capsys, "--json", pack=mine))
    assert [each["kind"] for each in left] == ["nil_mark"] and len(left[0]["tried"]["settled"]) == 4


def test_evals_say_what_they_think_of_it(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = town / "cases"
    store = str(town / "bills.sqlite")
    assert run_command_line(("eval", "add", str(cases), "--from-review", "--store", store)) == 0
    capsys.readouterr()
    known = json.loads(learn(town, capsys, "--evals", str(cases), "--json"))
    (label,) = (each["evals"] for each in known if each["kind"] == "label")
    before, after = label[0]["exact"]["before"], label[0]["exact"]["after"]
    assert after["hits"] - before["hits"] == 4 and after["n"] == before["n"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("us_foia",), "us_foia is a form, label by label"),
        (("--take", "1"), "--into FOLDER together"),
        (("--take", "9", "--into", "."), "there is no proposal 9; those there are: "),
    ],
)
def test_what_cannot_be_done_is_said(
    town: Path, words: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = words if words[0] == "us_foia" else (str(town / "schemas" / "bill"), *words)
    assert run_command_line(("schemas", "learn", *given, "--store", str(town / "bills.sqlite"))) == 3
    assert problem in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("place", ["file", "file/below", "locked"])
def test_a_place_that_cannot_be_written_is_said(
    town: Path, tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "locked").mkdir()
    if place == "locked":  # Who may do everything may write there, too.
        monkeypatch.setattr("extractor.learning.change_tried.copy_pack", _refused)
    name = json.loads(learn(town, capsys, "--json"))[0]["id"]
    given = (str(town / "schemas" / "bill"), "--take", name, "--into", str(tmp_path / place))
    assert run_command_line(("schemas", "learn", *given, "--store", str(town / "bills.sqlite"))) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert "the pack cannot be written to" in said and "Traceback" not in said


MODEL = """
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel

from extractor.schemas.model_shape import FieldMark


class Bill(BaseModel):
    number: Annotated[str | None, FieldMark(labels=["Bill number"], identity=True)] = None
    used: Annotated[Decimal | None, FieldMark(labels=["Water used"], units={"l": 1})] = None
    due: Decimal | None = None
    fee: Annotated[Decimal | None, FieldMark(labels=["Fee"])] = None
"""


def test_for_a_model_in_python_each_proposal_says_what_to_add_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, store = tmp_path / "bill.py", str(tmp_path / "bills.sqlite")
    model.write_text(MODEL)
    for each in range(3):
        text = (
            f"Water bill\n\nBill number: B-{each}\nWater used: {12 + each} hl\nSum payable: {40 + each}.50\nFee: n.a.\n"
        )
        (tmp_path / f"bill {each}.txt").write_text(text)
    reports = [str(path) for path in sorted(tmp_path.glob("bill *.txt"))]
    run_command_line(("run", *reports, "--schema", str(model), "--store", store, "--readers", "layout", "-q"))
    with Store(store) as opened:
        session = ReviewSession(opened, "anna")
        while session.next_document() is not None:
            _settle(session)
    capsys.readouterr()
    assert run_command_line(("schemas", "learn", str(model), "--store", store)) == 0
    told = capsys.readouterr().out
    line = next(number for number, each in enumerate(MODEL.split("\n"), start=1) if "due:" in each)
    assert (
        f"add to the field due in {model}:{line} (class Bill):\n       FieldMark(labels=['Due', 'Sum payable'])" in told
    )
    assert "FieldMark(nil_marks=['n.a.'])" in told and "FieldMark(units={'l': 1, 'hl': 100})" in told
    ids = [each["id"] for each in json.loads(_known(model, store, capsys))]
    given = ("schemas", "learn", str(model), "--store", store, "--take", ids[0], "--into", str(tmp_path / "mine"))
    assert run_command_line(given) == 3
    assert "its owner changes it" in " ".join(capsys.readouterr().err.split())
    # What is said can be written there, and then nothing more is proposed.
    changed = MODEL.replace(
        "due: Decimal | None", "due: Annotated[Decimal | None, FieldMark(labels=['Due', 'Sum payable'])]"
    )
    changed = changed.replace('FieldMark(labels=["Fee"])', "FieldMark(labels=['Fee'], nil_marks=['n.a.'])")
    model.write_text(changed.replace('units={"l": 1}', "units={'l': 1, 'hl': 100}"))
    assert json.loads(_known(model, store, capsys)) == []


def _known(model: Path, store: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command_line(("schemas", "learn", str(model), "--store", store, "--json")) == 0
    return capsys.readouterr().out


def _refused(file: Path, folder: Path, text: str) -> Path:
    if "locked" in str(folder):
        raise PermissionError(13, "Permission denied", str(folder))
    return copy_pack(file, folder, text)


@pytest.mark.parametrize(
    ("text", "keys", "value", "after"),
    [
        ("a: {b: 1}\n", ("a", "c"), [1], "a: {b: 1, c: [1]}\n"),
        ("a: {b: 1} # why\n", ("a", "b"), 2, "a: {b: 2} # why\n"),
        ("a:\n  b: 1 # one\nd: 2\n", ("a", "c"), ["x"], "a:\n  c: [x]\n  b: 1 # one\nd: 2\n"),
        ("a:\n  b:\n  - x\n  - y\n# end\nd: 2\n", ("a", "b"), ["x", "z"], "a:\n  b: [x, z]\n# end\nd: 2\n"),
        ("a: amount # money\n", ("a",), {"type": "amount"}, "a: {type: amount} # money\n"),
        ("a: {}\n", ("a", "标签"), "总计", "a: {标签: 总计}\n"),
    ],
)
def test_everything_else_stays_as_it_is_written(text: str, keys: tuple[str, ...], value: object, after: str) -> None:
    assert with_value(text, keys, value) == after  # type: ignore[arg-type]  # any JSON

"""The loopback model: right answers found in the request, wrong ones as asked, and what becomes of them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.evaluate.loopback.known_truth import chosen_truth, load_truths
from extractor.evaluate.loopback.loopback_model import MODES, LoopbackModel
from extractor.evaluate.loopback.request_text import read_request
from extractor.export import export_results
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.probe import describe_endpoint
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.store import Store
from tests.house import ROOT
from tests.loopback_runs import POLICIES, AskedModel, OpenCase, asked_model, beside, confirmed, opened, spread

BLIND = ("first", "random", "constant", "guess")
WRONG = ("swap", "shift", "last_year", "slips", "zeros", "inject", "corrects")
NO_ANSWER = ("prose", "refuse", "length", "echo401", "minitems")
SAMPLES = ROOT / "evals" / "samples"


@pytest.fixture(scope="module")
def model() -> Iterator[AskedModel]:
    with asked_model() as asked:
        yield asked


@pytest.fixture(scope="module")
def cases() -> tuple[OpenCase, ...]:
    return tuple(opened((*spread("gov_disclosure", 5, 2), *spread("us_foia", 5, 2))))


def test_a_request_is_read_back_from_its_words() -> None:
    text = "<document>\nK7 two words\nM2 a=apples | c=12 | d=∅\n</document>\n\n1. rows of T\n(1) apples\nover:\n"
    found = read_request(
        f"{text}(2) BCDF-11\n2. columns under T: (1) x; (2) y\n3. statement: year (a number)\n4. line: two words"
    )
    assert found is not None
    assert [line.cells for line in found.lines] == [{"": "two words"}, {"a": "apples", "c": "12", "d": ""}]
    assert [question.kind for question in found.questions] == ["rows", "columns", "statement", "line"]
    assert found.questions[0].rows == ("apples", "BCDF-11")


def test_right_answers_get_undamaged_documents_accepted_under_strict(
    model: AskedModel, cases: tuple[OpenCase, ...]
) -> None:
    undamaged = [case for case in cases if case.undamaged]
    assert len(undamaged) >= 3
    for case in undamaged:
        assert case.judged("strict", case.layout, model.read(case)).status == "accepted", case.case.spec.id


@pytest.mark.parametrize("mode", BLIND)
def test_who_looks_at_nothing_confirms_nothing(mode: str, model: AskedModel, cases: tuple[OpenCase, ...]) -> None:
    for case in cases[::3]:
        reading = model.read(case, mode)
        for policy in POLICIES:
            before = confirmed(case.judged(policy, case.layout))
            assert confirmed(case.judged(policy, case.layout, reading)) <= before
            assert confirmed(case.judged(policy, reading)) == set()


@pytest.mark.parametrize("mode", WRONG)
def test_wrong_answers_end_with_a_person(mode: str, model: AskedModel, cases: tuple[OpenCase, ...]) -> None:
    for case in cases[::3]:
        for who, readings in beside(case.layout, model.read(case, mode)).items():
            for policy in POLICIES:
                verdict = case.judged(policy, *readings)
                assert case.wrong(verdict) == set(), (case.case.spec.id, mode, who, policy)


@pytest.mark.parametrize("mode", NO_ANSWER)
def test_what_is_no_answer_is_told_and_nothing_is_read(
    mode: str, model: AskedModel, cases: tuple[OpenCase, ...]
) -> None:
    reading = model.read(cases[0], mode)
    assert reading.problems
    assert all(field.state in ("unread", "absent") for field in reading.fields.values())


def test_a_mode_that_there_is_not_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="there are: ok, "):
        LoopbackModel((), "upside_down")
    with pytest.raises(ConfigurationError):
        LoopbackModel((), "limit:0")


def test_every_mode_is_told_in_the_docs() -> None:
    told = (ROOT / "docs" / "loopback.md").read_text("utf-8")
    assert {mode for mode in (*MODES, "limit:N") if f"`{mode}`" not in told} == set()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loopback")
    store = Store(str(folder / "store.db"))
    names = ("songbaiwan-2022.txt", "minglan-2023.html", "foia-pipes.txt")
    run_documents([SAMPLES / name for name in names], RunSettings(readers=("layout",)), store)
    export_results(store.results(), "jsonl", str(folder / "truth.jsonl"))
    return folder / "truth.jsonl"


def test_the_truth_of_a_request_is_that_of_the_document_it_shows(export: Path) -> None:
    truths = load_truths(export)
    assert len(truths) == 3
    for truth in truths:
        shown = (SAMPLES / truth.name).read_text("utf-8")
        assert chosen_truth(truths, shown) is truth
    assert chosen_truth((), "anything") is None


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text("[1]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="is no jsonl export"):
        load_truths(tmp_path / "odd.jsonl")


def test_the_command_answers_at_the_address_it_prints(export: Path) -> None:
    command = [sys.executable, "-m", "extractor.evaluate.endpoint", "--truth", str(export), "--mode", "limit:50"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            address = re.search(r"--base-url (\S+) --model (\S+)", server.stdout.readline())
            assert address is not None
            report = describe_endpoint(Endpoint(address[1], address[2]))
        finally:
            server.terminate()
    assert (report.problem, report.traits.enforces, report.traits.sees) == ("", True, True)

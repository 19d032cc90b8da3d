"""Recorded replies: the same numbers without the model, and a refusal where they do not fit."""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor.errors import ConfigurationError
from extractor.evaluate.recorded import Made, Recorder, load_recording
from extractor.readers.llm.rehearsed_endpoint import Rehearsal, say
from tests.eval_line import case, write_set
from tests.typed_commands import Answer, extractor

pytestmark = pytest.mark.slow

CASES = [case("plain", number, "tsv") for number in range(2)]


def evaluate(folder: Path, *words: str, name: str = "own") -> Answer:
    return extractor(folder, "eval", name, *words, EXTRACTOR_CACHE_DIR=str(folder / "cache"))


def record(folder: Path, stage: Rehearsal) -> Answer:
    where = ("--base-url", stage.endpoint.base_url, "--model", stage.endpoint.model)
    return evaluate(folder, *where, "--record", "replies.jsonl", "--save-baseline", "asked.json", "--json")


class Recorded(NamedTuple):
    """A folder with a set and the replies to its requests, what the run that recorded them said, and how many."""

    folder: Path
    asked: Answer
    requests: int


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Made once; tests work on copies."""
    place = tmp_path_factory.mktemp("recorded")
    write_set(place / "own", CASES)
    with Rehearsal() as stage:
        asked = record(place, stage)
        return Recorded(place, asked, len(stage.requests))


@pytest.fixture
def folder(recorded: Recorded, tmp_path: Path) -> Path:
    """A copy to work on."""
    return Path(shutil.copytree(recorded.folder, tmp_path / "own copy"))


def cases(answer: Answer) -> list[tuple[object, ...]]:
    assert answer.out, answer.err
    found = json.loads(answer.out)["cases"]
    return [(each["case"], each["outcome"], each["right"], each["to_review"]) for each in found]


def test_recorded_replies_give_the_same_numbers_without_the_model(recorded: Recorded, folder: Path) -> None:
    assert recorded.requests >= 2
    again = evaluate(folder, "--replies", "replies.jsonl", "--save-baseline", "again.json", "--json")
    assert cases(again) == cases(recorded.asked)
    assert json.loads(again.out)["readers"][1]["reader"] == "llm"
    compared = extractor(folder, "eval", "diff", "asked.json", "again.json", "--gate")
    assert compared.code == 0
    assert "every case ended as before" in compared.out
    assert "recorded: replies.jsonl" in compared.out


def test_a_request_without_a_usable_answer_stays_one(tmp_path: Path) -> None:
    folder = tmp_path
    write_set(folder / "own", CASES)
    with Rehearsal() as stage:
        stage.play(*[say("no")] * 3)
        asked = record(folder, stage)
    assert any('"reply":null' in line for line in (folder / "replies.jsonl").read_text("utf-8").splitlines())
    assert cases(evaluate(folder, "--replies", "replies.jsonl", "--json")) == cases(asked)


def test_a_document_that_was_not_recorded_is_refused(folder: Path) -> None:
    write_set(folder / "more", [*CASES, case("plain", 3, "tsv")])
    answer = evaluate(folder, "--replies", "replies.jsonl", "--json", name="more")
    assert answer.code == 3
    assert "holds no reply to a request of this run" in answer.err
    assert answer.out == ""


def test_replies_of_another_prompt_are_refused_before_anything_is_read(folder: Path) -> None:
    path = folder / "replies.jsonl"
    head, *rest = path.read_text("utf-8").splitlines()
    parts = [part for version in json.loads(head)["versions"] for part in version.split("+")]
    prompt = next(part for part in parts if part.startswith("places."))
    path.write_text("\n".join([head.replace(prompt, "places.000000000000"), *rest]) + "\n", "utf-8")
    answer = evaluate(folder, "--replies", "replies.jsonl")
    assert answer.code == 3
    assert "replies.jsonl is stale" in answer.err
    assert prompt in answer.err


def test_a_reply_of_another_shape_is_refused_and_nobody_is_asked(folder: Path) -> None:
    path = folder / "replies.jsonl"
    head, first, *rest = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, json.dumps({**json.loads(first), "reply": "{}"}), *rest]) + "\n", "utf-8")
    answer = evaluate(folder, "--replies", "replies.jsonl")
    assert answer.code == 3
    assert "does not fit its request" in answer.err


@pytest.mark.parametrize("content", ["", "no json\n", '{"model": "m", "versions": []}\n{"key": "a"}\n', "\ufffe\udcff"])
def test_a_damaged_recording_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError, match="recording"):
        load_recording(path)


def test_a_recording_that_is_not_there_is_refused(folder: Path) -> None:
    answer = evaluate(folder, "--replies", "nowhere.jsonl")
    assert (answer.code, "nowhere.jsonl" in answer.err) == (3, True)


def test_there_is_nothing_to_record_without_a_model(folder: Path) -> None:
    answer = evaluate(folder, "--readers", "layout", "--record", "replies.jsonl")
    assert answer.code == 3
    assert "no model" in answer.err


def test_a_file_does_not_depend_on_who_answered_first(tmp_path: Path) -> None:
    for name, keys in (("one", "ab"), ("two", "ba")):
        recorder = Recorder(tmp_path / name)
        for key in keys:
            assert recorder.get(key) is None
            recorder.put(key, f"reply to {key}")
        recorder.write(Made(model="m", versions=("1",)))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert load_recording(tmp_path / "one").get("b") == "reply to b"

"""Documents that people have signed become cases: the file, what a person said about it, and who said it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.evaluate import load_set
from extractor.store import Store
from tests.review_desk import PROCESSED, contradictory, misread, session_on
from tests.typed_commands import extractor


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "extractor.sqlite")) as opened:
        yield opened


def sign(store: Store, folder: Path) -> None:
    misread(store, folder)
    session = session_on(store, "anna", "misread.txt")
    assert session.correct(PROCESSED, "1204").finished is not None
    session.close()


def test_a_signed_document_becomes_a_case_with_what_the_person_said_and_nothing_else(
    store: Store, tmp_path: Path
) -> None:
    sign(store, tmp_path)
    contradictory(store, tmp_path)
    answer = extractor(tmp_path, "eval", "add", "signed", "--from-review")
    assert answer.code == 0, answer.err
    assert "1 cases added to signed, 0 were there, 0 left out." in answer.out
    (truth,) = (tmp_path / "signed").glob("*.truth.json")
    told = json.loads(truth.read_text())
    assert told["fields"] == {PROCESSED: 1204}
    assert told["provenance"]["signed_by"] == ["anna"]
    assert told["provenance"]["sha256"] == store.find("misread.txt")[0].sha256
    copied = truth.with_name(truth.name.removesuffix(".truth.json") + ".txt")
    assert copied.read_bytes() == (tmp_path / "misread.txt").read_bytes()
    (case,) = load_set(str(tmp_path / "signed")).cases
    assert case.rendered.truth == {PROCESSED: 1204}


def test_a_case_is_added_once(store: Store, tmp_path: Path) -> None:
    sign(store, tmp_path)
    extractor(tmp_path, "eval", "add", "signed", "--from-review")
    assert "0 cases added to signed, 1 were there" in extractor(tmp_path, "eval", "add", "signed", "--from-review").out


def test_a_file_that_has_changed_since_is_left_out_and_said(store: Store, tmp_path: Path) -> None:
    sign(store, tmp_path)
    (tmp_path / "misread.txt").write_text("something else")
    answer = extractor(tmp_path, "eval", "add", "signed", "--from-review")
    assert "the file has changed since it was signed" in answer.out and "0 cases added" in answer.out


def test_where_nothing_is_signed_no_set_is_made(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    assert extractor(tmp_path, "eval", "add", "signed", "--from-review").code == 3
    assert not (tmp_path / "signed").exists()
    assert extractor(tmp_path, "eval", "add", "signed").code == 3

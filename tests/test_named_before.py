"""A schema that a run was given by its file is found by every later command on the same store."""

import json
from pathlib import Path

import pytest

from extractor.schemas.named_before import named_before, note_named
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow

PACK = """
from typing import Annotated

from extractor.schemas.language import Claim, Record, Text, compile_form
from extractor.schemas.form import Schema


class Report(Record):
    number: Annotated[Text, Claim("Number", r"Report No\\.?:\\s*(?P<value>\\S+)")] = None
    form: Text = None


SCHEMA = Schema(name="{name}", title="Reports", version="1", forms=(compile_form("{name}", Report),))
"""
TEXT = "Report No.: R-17\n"


@pytest.mark.parametrize("name", ["lamps", "invoice"])
def test_what_a_run_was_given_is_found_again_before_others_of_its_name(tmp_path: Path, name: str) -> None:
    for folder in ("packs", "reports", "elsewhere"):
        (tmp_path / folder).mkdir()
    (tmp_path / "packs" / "own.py").write_text(PACK.replace("{name}", name))
    (tmp_path / "reports" / "a.txt").write_text(TEXT)
    place = ("--store", str(tmp_path / "store.sqlite"))
    here = {"XDG_STATE_HOME": str(tmp_path / "state")}
    given = ("--schema", "packs/own.py", "--readers", "layout")
    extractor(tmp_path, "run", "reports", *given, *place, **here)
    again = extractor(tmp_path / "elsewhere", "export", "--include", "review", "-o", "out.jsonl", *place, **here)
    assert again.code == 0, again.err
    (line,) = map(json.loads, (tmp_path / "elsewhere" / "out.jsonl").read_text().splitlines())
    assert (line["schema"], line["record"]) == (name, {"number": "R-17", "form": name})
    shown = extractor(tmp_path / "elsewhere", "show", "a.txt", *place, **here)
    assert (shown.code, f"{name} {name}  accepted" in shown.out) == (0, True)
    same = extractor(tmp_path / "elsewhere", "recheck", *place, **here)
    assert same.code == 0, same.err


def test_without_it_the_schema_is_asked_for_in_words(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(PACK.replace("{name}", "invoice"))
    (tmp_path / "a.txt").write_text(TEXT)
    here = {"XDG_STATE_HOME": str(tmp_path / "state")}
    extractor(tmp_path, "run", "a.txt", "--schema", "own.py", "--readers", "layout", **here)
    (tmp_path / "own.py").rename(tmp_path / "moved.py")
    lost = extractor(tmp_path, "export", "--include", "review", "-o", "out.jsonl", **here)
    assert (lost.code, "--schema FILE" in lost.err) == (3, True)
    assert extractor(tmp_path, "export", "--include", "review", "-o", "-", "--schema", "moved.py", **here).code == 0


def test_places_are_kept_for_each_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    note_named("one", "a", "/packs/a.py")
    note_named("one", "b", "/packs/b.py")
    note_named("other", "a", "/others/a.py")
    note_named("one", "a", "/packs/newer.py")
    assert named_before("one") == {"a": "/packs/newer.py", "b": "/packs/b.py"}
    assert named_before("other") == {"a": "/others/a.py"}
    assert named_before("third") == {}


def test_where_nothing_can_be_kept_nothing_is_and_what_is_broken_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    note_named("one", "a", "/packs/a.py")
    assert named_before("one") == {}
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    note_named("one", "a", "/packs/a.py")
    (kept,) = (tmp_path / "extractor" / "schemas").iterdir()
    for text in ("", "[]", "{", '{"schemas": 3}'):
        kept.write_text(text)
        assert named_before("one") == {}

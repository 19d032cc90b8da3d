"""A whole report read by both readers, the second being the real embedded model."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pytest

from extractor.evaluate.samples import render_samples, samples_folder
from extractor.readers.llm.weights import model_status
from tests.typed_commands import COMMAND

REPORTS = ("foia-pipes.txt",)
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | None"
Line: TypeAlias = "dict[str, Json]"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not model_status().ready, reason=model_status().problem or "the model is there"),
]


def command(folder: Path, *words: str) -> int:
    done = subprocess.run([sys.executable, "-c", COMMAND, *words], cwd=folder, check=False, timeout=900)
    return done.returncode


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Line]:
    folder = tmp_path_factory.mktemp("reports")
    paths = [str(samples_folder() / name) for name in REPORTS]
    assert command(folder, "run", *paths, "--readers", "layout,llm", "--llm", "always", "--quiet") == 0
    assert command(folder, "export", "--format", "jsonl", "-o", "records.jsonl") == 0
    written = (folder / "records.jsonl").read_text("utf-8").splitlines()
    return {str(line["document"]): line for line in (json.loads(text) for text in written)}


@pytest.mark.parametrize("name", REPORTS)
def test_both_readers_together_accept_a_sound_report(lines: dict[str, Line], name: str) -> None:
    assert lines[name]["status"] == "accepted"


@pytest.mark.parametrize("name", REPORTS)
def test_the_record_of_both_readers_is_what_the_report_prints(lines: dict[str, Line], name: str) -> None:
    truth = next(sample.truth for sample in render_samples() if sample.name == name)
    fields = lines[name]["fields"]
    assert isinstance(fields, dict) and len(truth) > 100
    for path, value in truth.items():
        field = fields[path]
        assert isinstance(field, dict)
        assert field["value"] == (str(value) if isinstance(value, Decimal) else value), path


@pytest.mark.parametrize("name", REPORTS)
def test_the_model_reads_every_number_that_the_layout_reader_reads(lines: dict[str, Line], name: str) -> None:
    fields = lines[name]["fields"]
    assert isinstance(fields, dict)
    compared = 0
    for path, field in fields.items():
        assert isinstance(field, dict) and isinstance(field["readers"], dict)
        readers = field["readers"]
        if field["state"] == "read" and path not in ("agency", "year") and not path.startswith("prose."):
            assert readers["llm"] == readers["layout"], path
            compared += 1
    assert compared > 100


def test_a_sound_report_is_accepted_without_asking_the_embedded_model(tmp_path: Path) -> None:
    paths = [str(samples_folder() / name) for name in REPORTS]
    assert command(tmp_path, "run", *paths, "--quiet") == 0
    assert command(tmp_path, "export", "--format", "jsonl", "-o", "records.jsonl") == 0
    written = [json.loads(text) for text in (tmp_path / "records.jsonl").read_text("utf-8").splitlines()]
    assert [(line["status"], line["usage"]["calls"], set(line["readers"])) for line in written] == [
        ("accepted", 0, {"layout"})
    ] * len(REPORTS)

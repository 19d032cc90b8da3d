"""The command that upgrades a store, and what the others do where they meet an old one."""

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from extractor.store import sql_tables
from tests.house import ROOT
from tests.old_store import dump, make_old_store
from tests.typed_commands import COMMAND, extractor


@pytest.fixture
def place(tmp_path: Path) -> str:
    return make_old_store(tmp_path)


@pytest.mark.parametrize(
    "words", [("status",), ("show", "scan.pdf"), ("export",), ("review",), ("run", "reports.sqlite")]
)
def test_a_command_that_can_ask_nobody_ends_with_3_and_names_the_command(
    place: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = dump(place)
    answer = extractor(tmp_path, *words, "--store", place)
    assert (answer.code, answer.out) == (3, "")
    (line,) = answer.err.splitlines()
    assert line.endswith(f"`extractor store upgrade --store {place}` upgrades it and keeps every decision")
    assert dump(place) == before


def test_doctor_says_that_the_store_is_to_be_upgraded(place: str, tmp_path: Path) -> None:
    answer = extractor(tmp_path, "doctor", "--store", place, "--json")
    (check,) = [check for check in json.loads(answer.out) if check["what"] == "store"]
    assert check["health"] == "broken" and "extractor store upgrade" in check["found"]


def test_the_command_says_what_was_kept_and_where_the_copy_lies(place: str, tmp_path: Path) -> None:
    answer = extractor(tmp_path, "store", "upgrade", "--store", place)
    assert answer.code == 0
    assert answer.out.startswith(
        f"Upgraded from layout 1 to {sql_tables.VERSION}: 6 results, 5 readings and 20 decisions were kept"
    )
    assert str(tmp_path / "reports.layout-1.sqlite") in answer.out
    again = json.loads(extractor(tmp_path, "store", "upgrade", "--store", place, "--json").out)
    assert again == {
        "found": sql_tables.VERSION,
        "now": sql_tables.VERSION,
        "copy": None,
        "results": 0,
        "readings": 0,
        "edits": 0,
    }
    assert extractor(tmp_path, "status", "--store", place).code == 0


def test_a_place_without_a_store_cannot_be_upgraded(tmp_path: Path) -> None:
    answer = extractor(tmp_path, "store", "upgrade")
    assert (answer.code, answer.out) == (3, "")
    assert "there is no store at extractor.sqlite" in answer.err


def typed_at_a_terminal(place: str, folder: Path, answer: str) -> tuple[int, str, str]:
    """Exit code, output and talk of ``extractor status`` where a person sits at a terminal and types an answer."""
    person, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "300", "EXTRACTOR_STORE": place}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "status"],
        cwd=folder,
        env=environment,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    os.write(person, f"{answer}\n".encode())
    out, _ = process.communicate(timeout=120)
    talk = b""
    with suppress(OSError):  # what Linux answers when everything was read that stood in a terminal now closed
        while said := os.read(person, 4096):
            talk += said
    os.close(person)
    return process.returncode, out.decode(), talk.decode()


def test_a_person_at_a_terminal_is_asked_and_yes_upgrades_and_goes_on(place: str, tmp_path: Path) -> None:
    code, out, talk = typed_at_a_terminal(place, tmp_path, "y")
    assert code == 0
    assert "Upgrade it now?" in talk
    assert "20 decisions were made so far" in out


def test_no_leaves_the_store_alone_and_ends_with_3(place: str, tmp_path: Path) -> None:
    before = dump(place)
    code, out, talk = typed_at_a_terminal(place, tmp_path, "n")
    assert (code, out) == (3, "")
    assert "Upgrade it now?" in talk
    assert dump(place) == before

"""What the documentation shows can be typed and works."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from extractor import Extraction
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.shape import Shape
from specimens.drawn_invoice import INVOICE, draw_invoice
from tests.house import ROOT, shown
from tests.test_house_start import help_of

PAGES = tuple(page for page in (ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENDPOINT = "http://localhost:8000/v1"
"""The address at which pages have a model answer."""
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in one language, in order."""
    return [code for found, code in BLOCK.findall(page.read_text("utf-8")) if found == language]


def typed() -> list[tuple[str, str]]:
    """Every line of the documentation that is shown after a prompt, with its page."""
    return [
        (shown(page), line[2:])
        for page in PAGES
        for block in blocks(page, "console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


@cache
def helped(*command: str) -> str:
    """What the command line answers when it is asked for help on a command."""
    done = subprocess.run(
        [sys.executable, "-c", help_of(*command)], capture_output=True, text=True, check=False, env={"COLUMNS": "200"}
    )
    assert done.returncode == 0, done.stderr
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def test_every_command_shown_exists_with_its_options() -> None:
    shown_commands = [words for _, line in typed() if (words := command_words(line))]
    assert shown_commands
    for words in shown_commands:
        answer, depth = helped(), 0
        while depth < len(words) and re.search(rf"^\W*\b{re.escape(words[depth])}\s", answer, re.MULTILINE):
            depth += 1
            answer = helped(*words[:depth])
        assert depth, f"there is no command {words[0]}"
        options = [word.partition("=")[0] for word in words[depth:] if word.startswith("--")]
        assert [option for option in options if option not in answer] == [], " ".join(words)


def command_words(line: str) -> list[str]:
    """The words after `extractor` in a line, without settings in front and comments behind."""
    words = line.partition("  #")[0].split()
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        words = words[1:]
    return words[1:] if words and words[0].endswith("extractor") else []


def test_every_make_target_shown_exists() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = [line.split()[1] for _, line in typed() if line.startswith("make ")]
    assert named
    assert [target for target in named if target not in targets] == []


def test_every_link_leads_to_a_file() -> None:
    broken = [
        f"{shown(page)}: {link}"
        for page in PAGES
        for link in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def truth_of(code: str) -> KnownTruth:
    """What the drawn invoice says, under the model that a page declares."""
    declared: dict[str, object] = {}
    kept: list[ast.stmt] = [each for each in ast.parse(code).body if isinstance(each, ast.ClassDef | ast.ImportFrom)]
    exec(compile(ast.Module(kept, []), "declared", "exec"), declared)
    model = declared["Invoice"]
    assert isinstance(model, type)
    form = schema_of_shape(shape_of_model(model)).form("model")
    assert form.shape is not None
    said = {"invoice_number": INVOICE["number"], **INVOICE}
    return KnownTruth(form, {path: value for path, value in said.items() if knows(form.shape, path)})


def knows(shape: Shape, path: str) -> bool:
    """Whether a model has such a field."""
    try:
        return bool(shape.leaf(path))
    except KeyError:
        return False


def run_python(code: str, page: str) -> dict[str, object]:
    """What is left after running the code of a page, with an invoice at hand and a model at its address."""
    draw_invoice(Path("invoice.pdf"))
    names: dict[str, object] = {"__name__": "__main__"}
    if ENDPOINT not in code:
        exec(compile(code, page, "exec"), names)
        return names
    with loopback([truth_of(code)]) as server:
        exec(compile(code.replace(ENDPOINT, server.endpoint.base_url), page, "exec"), names)
    return names


def test_the_first_page_reads_an_invoice_into_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = blocks(ROOT / "README.md", "python")[0]
    found = run_python(first, "README.md")["result"]

    assert isinstance(found, Extraction)
    assert found.status == "accepted"
    assert found.record is not None
    assert found.data["total"] == "1223.00"
    assert all({"layout", "llm"} <= set(field.readers) for field in found.fields.values())


@pytest.mark.slow
@pytest.mark.parametrize("page", [pytest.param(page, id=shown(page)) for page in PAGES if blocks(page, "python")])
def test_the_python_on_a_page_runs_from_top_to_bottom(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evals").symlink_to(ROOT / "evals")
    monkeypatch.chdir(tmp_path)
    run_python("\n".join(blocks(page, "python")), shown(page))

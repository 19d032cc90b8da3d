"""The page about the command line says what the program does, and starting it loads little."""

import subprocess
import sys

from extractor import __version__
from extractor.cli.reference import commands, reference
from tests.house import ROOT
from tests.typed_commands import COMMAND, extractor

LAZY = (
    "pymupdf",
    "lxml",
    "openai",
    "instructor",
    "xllamacpp",
    "sqlalchemy",
    "textual",
    "xlsxwriter",
    "pydantic",
    "rich",
)


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert page == reference(), "make it again: python -m extractor.cli.reference docs/cli.md"


def test_every_command_is_on_the_page() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    names = [name for name, _ in commands()]
    assert [name for name in names if f"\n## {name}\n" not in page] == []
    wanted = {"run", "status", "show", "review", "export", "eval", "schemas list", "schemas show", "doctor"}
    wanted |= {"model install", "model status"}
    assert {f"extractor {each}" for each in wanted} <= set(names)


def test_every_command_and_every_option_says_what_it_does() -> None:
    for name, command in commands():
        assert command.help, name
        assert [param.name for param in command.params if not getattr(param, "help", "")] == [], name


def test_the_version_is_printed() -> None:
    answer = extractor(ROOT, "--version")
    assert (answer.code, answer.out) == (0, f"extractor {__version__}\n")


def test_help_loads_nothing_that_only_commands_need() -> None:
    check = f"\nprint(*[name for name in {LAZY!r} if name in sys.modules], file=sys.stderr)"
    code = COMMAND.replace("main()", f"try:\n    main()\nfinally:{check.replace(chr(10), chr(10) + '    ')}")
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True)
    assert "Usage: extractor" in done.stdout
    assert done.stderr.split() == []

"""What a user installs: a wheel built from the source distribution, in an environment of its own, away from here."""

import hashlib
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house import ROOT

pytestmark = pytest.mark.slow


def succeed(*command: str | Path, cwd: Path, accept: tuple[int, ...] = (0,)) -> str:
    """The standard output of a command that must end with one of the accepted exit codes."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment |= {"PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in accept, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `python -m build` makes: first the source distribution, then the wheel from it."""
    folder = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    assert len(list(folder.glob("*.tar.gz"))) == 1
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `extractor` command of an empty environment into which the wheel was installed with its dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    succeed(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return programs / "extractor"


def test_the_wheel_carries_schemas_prompts_and_evals(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("schemas", "prompts", "evals"):
        shipped = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert shipped
        inside = {f"extractor/builtin/{path.relative_to(ROOT).as_posix()}" for path in shipped}
        assert inside - names == set()


def test_the_wheel_carries_nothing_but_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"extractor"}


def test_the_installed_command_finds_the_schemas(installed: Path, tmp_path: Path) -> None:
    listed = succeed(installed, "schemas", "list", cwd=tmp_path)
    for folder in sorted(path.parent.name for path in (ROOT / "schemas").glob("*/__init__.py")):
        assert folder in listed


def test_the_installed_command_reads_a_report_far_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    sample = min((ROOT / "evals" / "samples").glob("*.txt"))
    copy = tmp_path / sample.name
    copy.write_bytes(sample.read_bytes())
    store = tmp_path / "reports.sqlite"
    succeed(installed, "run", copy, "--readers", "layout", "--store", store, cwd=tmp_path, accept=(0, 1))
    assert sample.name in succeed(installed, "show", copy.name, "--store", store, cwd=tmp_path)


def test_the_installed_command_finds_its_evals(installed: Path, tmp_path: Path) -> None:
    listed = succeed(installed, "eval", cwd=tmp_path)
    for folder in sorted(path.parent.name for path in (ROOT / "evals").glob("*/set.json")):
        assert folder in listed


def test_the_installed_package_finds_its_prompts(installed: Path, tmp_path: Path) -> None:
    code = "import sys\nfrom extractor.readers.llm.prompt import load_prompt\nprint(load_prompt(sys.argv[1]).sha256)"
    prompts = sorted((ROOT / "prompts").glob("*.md"))
    assert prompts
    for prompt in prompts:
        found = succeed(installed.with_name("python"), "-c", code, prompt.stem, cwd=tmp_path).strip()
        assert found == hashlib.sha256(prompt.read_bytes()).hexdigest()


def test_the_dependencies_of_the_installed_package_agree(installed: Path, tmp_path: Path) -> None:
    assert "No broken requirements" in succeed(installed.with_name("python"), "-m", "pip", "check", cwd=tmp_path)

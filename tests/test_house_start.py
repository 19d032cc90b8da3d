"""Starting costs nothing that the command does not need."""

import subprocess
import sys

HEAVY = ("pymupdf", "lxml", "openai", "instructor", "xllamacpp", "sqlalchemy", "textual", "xlsxwriter", "pyarrow")


def loaded(code: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after running ``code``."""
    report = f"\nimport sys\nprint('loaded:', *[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rsplit("loaded:", 1)[1].split())


def help_of(*command: str) -> str:
    """Code that asks the command line for help, as the installed script would."""
    return (
        "import sys\nfrom extractor.cli import main\n"
        f"sys.argv = ['extractor', *{command!r}, '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code"
    )


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded("import extractor") == set()


def test_asking_for_help_loads_nothing_heavy() -> None:
    assert loaded(help_of()) == set()


def test_asking_for_help_on_a_run_loads_nothing_heavy() -> None:
    assert loaded(help_of("run")) == set()


def test_loading_every_schema_loads_nothing_heavy() -> None:
    assert loaded("from extractor.schemas.registry import load_schemas\nassert load_schemas()") == set()

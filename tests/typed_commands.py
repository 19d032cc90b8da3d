"""The installed command line, called as a user calls it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = "import sys\nfrom extractor.cli import main\nsys.argv = ['extractor', *sys.argv[1:]]\nmain()"


@dataclass(frozen=True)
class Answer:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str


def extractor(folder: Path, *words: str, **environment: str) -> Answer:
    """Run the command in a folder, with none of this machine's own settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("EXTRACTOR_", "OPENAI_"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", COMMAND, *words],
        cwd=folder,
        env={**clean, "COLUMNS": "140", "EXTRACTOR_MODEL_DIR": str(folder / "no model"), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Answer(done.returncode, done.stdout, done.stderr)

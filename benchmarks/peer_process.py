"""Peers in an environment of their own: made once, asked line by line, ended when they take too long."""

import json
import os
import queue
import subprocess
import sys
import threading
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("instructor>=1.17", "openai>=3.3,<4", "pydantic>=2.12", "langextract[openai]>=1.7")
_START_SECONDS = 180.0


def peer_python(folder: Path, floors: Sequence[str] = FLOORS) -> Path:
    """The interpreter of an environment below ``folder`` with the packages ``floors`` names; made the first time, which
    takes minutes.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    note = folder / "floors.txt"
    if not note.is_file() or note.read_text("utf-8") != "\n".join(floors):
        sys.stderr.write(f"making an environment for the peers in {folder}\n")
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *floors], check=True)
        note.write_text("\n".join(floors), "utf-8")
    return python


def peer_versions(python: Path) -> str:
    """What is installed there, of what matters."""
    script = (
        "from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in ('instructor','langextract')))"
    )
    return subprocess.run([python, "-c", script], check=True, capture_output=True, text=True).stdout.strip()


class PeerProcess:
    """One peer. It is started by the first question, and anew after it was ended."""

    def __init__(self, python: Path, module: str, setting: Mapping[str, str]) -> None:
        self._command = [str(python), "-m", module]
        self._setting = setting
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def ask(self, document: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        """The answer for one document; None where none came in time."""
        problem = self._start()
        if problem:
            return {"problem": problem, "cpu": 0.0}
        return self._exchange(document, seconds)

    def close(self) -> None:
        """End the peer."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> str:
        if self._process is not None:
            return ""
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environment,
        )
        self._answers = queue.Queue()
        threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        ready = self._exchange(self._setting, _START_SECONDS)
        return "" if ready and ready.get("ready") else f"the peer cannot be started: {ready}"

    def _exchange(self, message: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            process.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._answers.get(timeout=seconds))
        except (queue.Empty, OSError, ValueError):
            self.close()
            return None
        return answer


def _listen(process: "subprocess.Popen[str]", answers: "queue.Queue[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        answers.put(line)
    answers.put("")

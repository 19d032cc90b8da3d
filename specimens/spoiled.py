"""Files to be opened in the process that opens files: those built to break it, and good ones spoiled in every way."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from extractor.documents.limits import OpeningLimits
from extractor.documents.opening.guarded import OpenerPool
from extractor.errors import DocumentError
from specimens.hostile import HOSTILE
from specimens.mutated_seeds import seeds
from specimens.mutations import MUTATIONS

WRONG_NAME = "wrong extension"
_SUFFIXES = (".pdf", ".html", ".txt", ".md", ".csv", ".png", ".tiff", ".docx", ".xlsx", ".zip", "", ".PDF.exe")


@dataclass(frozen=True)
class Spoiled:
    """One file to be made. ``kind`` is the way it was spoiled, ``seed`` the good file it was."""

    kind: str
    seed: str
    number: int

    @property
    def name(self) -> str:
        """Its file name, which says how it was made."""
        if not self.kind:
            return self.seed
        stem, _, suffix = self.seed.rpartition(".")
        if self.kind == WRONG_NAME:
            suffix = Random(f"{self.seed}/{self.number}").choice(_SUFFIXES).lstrip(".")
        return f"{self.number:04} {self.kind}, {stem}.{suffix}"

    def content(self) -> bytes:
        """Its bytes: equal every time."""
        if not self.kind:
            return HOSTILE[self.seed]()
        rng = Random(f"{self.kind}/{self.seed}/{self.number}")
        good = seeds()[self.seed]
        return good if self.kind == WRONG_NAME else MUTATIONS[self.kind].spoil(good, rng) or b"\n"


@dataclass(frozen=True)
class Opened:
    """What became of a file: the name of its outcome, seconds on the clock, MiB that the worker held afterwards and at
    most so far, 0 where it is gone; MiB that this process held, and thousands of blocks of memory in use in it.
    """

    file: Spoiled
    outcome: str
    seconds: float
    worker_mib: float
    peak_mib: float
    said: str = ""
    parent_mib: float = 0.0
    parent_blocks: int = 0


def spoiled_files(count: int, seed: int = 0) -> tuple[Spoiled, ...]:
    """So many files: those built by hand, then every way of spoiling by turns, each with every good file by turns."""
    files = [Spoiled("", name, 0) for name in HOSTILE]
    ways = [(kind, fitting(kind)) for kind in (*MUTATIONS, WRONG_NAME)]
    number = 0
    while len(files) < count:
        for kind, good in ways:
            files.append(Spoiled(kind, good[(number + seed) % len(good)], number + seed * 10_000))
        number += 1
    return tuple(files[:count])


def fitting(kind: str) -> tuple[str, ...]:
    """The good files that can be spoiled in this way."""
    suffixes = MUTATIONS[kind].suffixes if kind in MUTATIONS else ()
    return tuple(name for name in seeds() if not suffixes or name.endswith(suffixes))


def write_files(files: tuple[Spoiled, ...], folder: Path) -> None:
    """Make the files, which takes far more memory than to open them."""
    for file in files:
        (folder / file.name).write_bytes(file.content())


def open_all(files: tuple[Spoiled, ...], folder: Path, opener: OpenerPool, limits: OpeningLimits) -> Iterator[Opened]:
    """Open one file after the other."""
    for file in files:
        begun, said = time.monotonic(), ""
        try:
            outcome = f"document ({opener.open(folder / file.name, limits).method})"
        except DocumentError as error:
            outcome, said = error.kind, str(error)
        except Exception as error:
            outcome, said = f"!! {type(error).__name__}", f"{error}: {error.__cause__}"
        seconds = time.monotonic() - begun
        held = max((resident_mib(pid) for pid in opener.pids()), default=0.0)
        peak = max((resident_mib(pid, "VmHWM") for pid in opener.pids()), default=0.0)
        yield Opened(file, outcome, seconds, held, peak, said, resident_mib(), sys.getallocatedblocks() // 1000)


def resident_mib(pid: int | str = "self", what: str = "VmRSS") -> float:
    """MiB of memory a process holds, or held at most (``VmHWM``); 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)

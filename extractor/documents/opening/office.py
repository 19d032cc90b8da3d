"""Office files of other kinds, converted by LibreOffice where it is installed.

The program runs without a screen, in a folder and a profile of its own that are thrown away, without macros and
without a way to the network. What it writes is opened like any other file.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from extractor.errors import LimitExceeded, OpeningTimedOut, UnreadableDocument, UnsupportedFormat

SECONDS = 100.0
"""Longer than LibreOffice takes to start and to convert hundreds of pages."""

_MOST_BYTES = 256 * 2**20
_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
"""No macro, no link that is followed; what still asks for the network is sent to a port where nobody answers."""


def find_office() -> str | None:
    """The LibreOffice program, or None where it is not installed."""
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


def converted(data: bytes, suffix: str, target: str, *, name: str, what: str, seconds: float = SECONDS) -> bytes:
    """The bytes of a file in another format, both given as suffixes without a dot.

    UnsupportedFormat where LibreOffice is not installed, UnreadableDocument where it makes nothing of the file,
    OpeningTimedOut where it takes too long.
    """
    program = find_office()
    if program is None:
        raise UnsupportedFormat(
            f"{name}: {what}, which LibreOffice opens. Install it (its program soffice must be on the PATH), or save "
            f"the file as {target}."
        )
    with tempfile.TemporaryDirectory(prefix="extractor-office-") as place:
        folder = Path(place)
        source = folder / f"document.{suffix}"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        said = _run(program, folder, source, target, name, seconds)
        made = folder / "made" / f"document.{target}"
        if not made.is_file() or not made.stat().st_size:
            reason = said.strip().splitlines()[-1:] or ["it wrote nothing"]
            raise UnreadableDocument(f"{name}: LibreOffice cannot convert it ({reason[0][:200]}). Save it as {target}.")
        if made.stat().st_size > _MOST_BYTES:
            raise LimitExceeded(f"{name}: converted, it is longer than {_MOST_BYTES // 2**20} MB. Split the file.")
        return made.read_bytes()


def _run(program: str, folder: Path, source: Path, target: str, name: str, seconds: float) -> str:
    """Convert one file, and end everything that was started for it; what the program complained about."""
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--nologo", "--norestore",
        "--nolockcheck", "--nodefault", "--convert-to", target, "--outdir", str(folder / "made"), str(source),
    ]  # fmt: skip
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment,
        cwd=folder, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            return process.communicate(timeout=seconds)[1].decode("utf-8", errors="replace")
        except subprocess.TimeoutExpired as error:
            raise OpeningTimedOut(f"{name}: LibreOffice took over {seconds:.0f} s to convert it.") from error
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and what it started itself: it runs in a session of its own."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
    elif process.poll() is None:
        process.kill()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, key, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        "utf-8",
    )

"""One process that opens files for this one, as this side sees it: start it, ask it, end it."""

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from extractor import errors
from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.opening_frames import Frame, OpenRequest, read_frame, unpack_document, unpack_words
from extractor.errors import ConfigurationError, DocumentError, OpenerDefect, OpeningCrashed, OpeningTimedOut

_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from extractor.documents.opening.opening_worker import main; main()"
)
_START_SECONDS = 120.0
_CLOSE_SECONDS = 2.0
_SIGALRM = getattr(signal, "SIGALRM", 0)
_SIGXCPU = getattr(signal, "SIGXCPU", 0)
_TRY = "export or print it to a new PDF, split it, or allow more."


class WorkerGone(Exception):
    """The process was gone before it was asked."""


class _WorkerTraceback(Exception):
    """The traceback of an error in the other process, to stand above the one it causes here."""


class OpeningProcess:
    """A process that opens one file after the other. Not to be asked by two threads at once.

    It is started as a process of its own rather than forked, so that it holds nothing of this one, and in a session of
    its own, so that Ctrl-C in the terminal is this side's affair. ``served``: files it was asked to open. ``spent``:
    it ran out of memory and should be replaced.
    """

    def __init__(self) -> None:
        path = json.dumps([os.path.abspath(each) for each in sys.path])  # noqa: PTH100 (a zip file is a path here)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.served = 0
        self.spent = False
        self._ended = False
        self._deadline = _Deadline(self.kill)
        try:
            self._expect_ready()
        except BaseException:
            self.close()
            raise

    def ask(self, path: Path, limits: OpeningLimits) -> Document:
        """Have a file opened. DocumentError as the opener says it, OpeningTimedOut, OpeningCrashed, OpenerDefect, or
        WorkerGone where the process had ended before.

        Whatever else is raised (Ctrl-C) leaves the process without use: it is ended.
        """
        self.served += 1
        self._deadline.set(limits.wall_seconds)
        try:
            self._send(OpenRequest(str(path), limits))
            return self._answer(path, limits)
        except (DocumentError, OpenerDefect):
            raise
        except BaseException:
            self.kill()
            raise
        finally:
            self._deadline.forget()

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return not self._ended and self._process.poll() is None

    @property
    def memory_mib(self) -> float:
        """MiB of memory it holds now; 0 where the system does not say."""
        try:
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            return 0.0
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def kill(self) -> None:
        """End it now, and whatever it started."""
        self._ended = True
        if self._process.poll() is None:
            if sys.platform == "win32":
                self._process.kill()
            else:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End it once it has nothing to do, or else now, and leave nothing behind."""
        with suppress(OSError):
            self._input.close()
        try:
            self._process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        self._output.close()

    def _expect_ready(self) -> None:
        self._deadline.set(_START_SECONDS)
        if read_frame(self._output) is None:
            raise ConfigurationError(
                f"no process to open files in could be started ({sys.executable} ended with "
                f"{self._process.wait()}); what it said stands above"
            )
        self._deadline.forget()

    def _send(self, request: OpenRequest) -> None:
        try:
            self._input.write(pickle.dumps(request))
            self._input.flush()
        except OSError as error:
            raise WorkerGone from error

    def _answer(self, path: Path, limits: OpeningLimits) -> Document:
        while (frame := read_frame(self._output)) is not None:
            if frame.kind != b"P":
                return self._understood(frame, path)
            self._deadline.set(limits.wall_seconds)
        # It closed its end because it is ending: killed at once, it could not say of what.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_SECONDS)
        self.kill()
        code = self._process.wait()
        if self._deadline.passed or code == -_SIGALRM:
            raise OpeningTimedOut(
                f"{path.name}: a page of it, or what comes before the first, was not opened within "
                f"{limits.wall_seconds:g} seconds; {_TRY}"
            )
        if code == -_SIGXCPU:
            raise OpeningTimedOut(
                f"{path.name}: a page of it, or what comes before the first, takes more than {limits.cpu_seconds} "
                f"seconds of processor time; {_TRY}"
            )
        raise OpeningCrashed(f"{path.name}: the process that opened it was ended by {_cause(code)}; {_TRY}")

    def _understood(self, frame: Frame, path: Path) -> Document:
        """The document of a frame, or its error raised."""
        self.spent = frame.kind == b"M"
        try:
            if frame.kind == b"D":
                return unpack_document(frame.payload)
            first, second = unpack_words(frame.payload)
        except Exception as error:
            self.kill()
            raise OpeningCrashed(f"{path.name}: the process that opened it answers what makes no sense.") from error
        if frame.kind == b"X":
            raise OpenerDefect(f"{path.name}: {first}") from _WorkerTraceback(f"\n{second}")
        kind = getattr(errors, first, None)
        raise kind(second) if isinstance(kind, type) and issubclass(kind, DocumentError) else OpenerDefect(second)

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout


class _Deadline:
    """Does something when a time is over, unless it is forgotten before. ``passed``: it was done."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self.passed = False

    def set(self, seconds: float) -> None:
        """Begin anew."""
        self.forget()
        timer = threading.Timer(seconds, lambda: self._pass(timer))
        timer.daemon = True
        with self._lock:
            self._timer = timer
        timer.start()

    def forget(self) -> None:
        """Nothing is to be done any more."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None

    def _pass(self, timer: threading.Timer) -> None:
        with self._lock:
            if self._timer is timer:
                self.passed = True
                self._act()


def _cause(code: int) -> str:
    """Why a process ended, in words."""
    if code >= 0:
        return f"itself (exit code {code})"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"{name}, as happens to damaged files and for want of memory"

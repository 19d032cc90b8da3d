"""The process that opens files for another, one after the other, each within its limits.

It is started by :mod:`extractor.documents.opening.opening_process` and ends when that closes its standard input.
Standard output carries frames and nothing else: what a library prints goes nowhere.
"""

import math
import os
import pickle
import signal
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from extractor.documents.limits import OpeningLimits, tell_pages_to
from extractor.documents.model import Document
from extractor.documents.opening.dispatch import open_file
from extractor.documents.opening.opening_frames import Frame, OpenRequest, pack_document, pack_words, write_frame
from extractor.errors import DocumentError, LimitExceeded

_GRACE_SECONDS = 2
"""How much longer than its parent a worker waits before it ends itself: only where the parent is gone."""

_OUT_OF_MEMORY = ("malloc", "calloc", "realloc", "bad_alloc", "out of memory", "cannot allocate memory")


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = _channels()
    _forgo_remains()
    write_frame(answers, b"R")
    while (request := _next(requests)) is not None:
        _answer(request, answers)


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Standard input, and a copy of standard output that nobody else can print to."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return sys.stdin.buffer, answers


def _next(requests: BinaryIO) -> OpenRequest | None:
    try:
        found: OpenRequest = pickle.load(requests)
    except EOFError:
        return None
    return found


def _answer(request: OpenRequest, answers: BinaryIO) -> None:
    """One frame for one request, and one for each page before it."""
    path, limits = Path(request.path), request.limits

    def begin_stretch() -> None:
        _allow_time(limits)
        write_frame(answers, b"P")

    _allow_memory(limits)
    _allow_time(limits)
    tell_pages_to(begin_stretch)
    answer = _opened(path, limits)
    _forget_time()
    # What was taken for the file is free again, but perhaps not returned: an answer must never fail for want of memory.
    _allow_all_memory()
    answer = answer or _out_of_memory(path, limits)
    write_frame(answers, answer.kind, answer.payload)


def _opened(path: Path, limits: OpeningLimits) -> Frame | None:
    """What becomes of a file, as a frame; None where memory ran out, which leaves none to say so with."""
    try:
        return _tried(path, limits)
    except MemoryError:
        return None


def _tried(path: Path, limits: OpeningLimits) -> Frame | None:
    """What becomes of a file, as :func:`_opened`. MemoryError where there is too little to say even that."""
    try:
        return Frame(b"D", pack_document(_checked(open_file(path, limits), limits)))
    except DocumentError as error:
        if _wants_memory(error):
            return None
        return Frame(b"E", pack_words(type(error).__name__, str(error)))
    except RecursionError:
        message = f"{path.name}: nested too deeply to be opened; what stands below would be lost."
        return Frame(b"E", pack_words(LimitExceeded.__name__, message))
    except Exception as error:
        if _wants_memory(error):
            return None
        return Frame(b"X", pack_words(f"{type(error).__name__}: {error}", traceback.format_exc()))


def _checked(document: Document, limits: OpeningLimits) -> Document:
    """The document, unless it would flood the process that asked."""
    limits.check_words(len(document.words) + sum(len(row.cells) for row in document.rows), document.name)
    return document


def _wants_memory(error: Exception) -> bool:
    """Whether a library failed because it got no memory, which it may well call something else, such as damage."""
    each: BaseException | None = error
    while each is not None:
        if isinstance(each, MemoryError) or any(sign in str(each).lower() for sign in _OUT_OF_MEMORY):
            return True
        each = each.__cause__
    return False


def _out_of_memory(path: Path, limits: OpeningLimits) -> Frame:
    message = f"{path.name}: opening it takes more than {limits.memory_mib} MiB of memory. Split it, or allow more."
    return Frame(b"M", pack_words(LimitExceeded.__name__, message))


if sys.platform == "win32":

    def _forgo_remains() -> None:
        """There is nothing to set on this system."""

    def _allow_memory(limits: OpeningLimits) -> None:
        """There is no such limit on this system."""

    def _allow_all_memory() -> None:
        """There is no such limit on this system."""

    def _allow_time(limits: OpeningLimits) -> None:
        """The parent alone watches the time on this system."""

    def _forget_time() -> None:
        """There is nothing to take back on this system."""

else:
    import resource

    def _forgo_remains() -> None:
        """A process that dies leaves no picture of its memory on the disk."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def _allow_memory(limits: OpeningLimits) -> None:
        """Private memory alone counts: libraries reserve far more addresses than they use."""
        if sys.platform == "linux":
            _set_soft(resource.RLIMIT_DATA, limits.memory_mib << 20)

    def _allow_all_memory() -> None:
        """The limit is over until the next file."""
        if sys.platform == "linux":
            hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
            resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))

    def _allow_time(limits: OpeningLimits) -> None:
        """A stretch begins. It is the kernel that ends the process, so a library that never returns cannot escape."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _set_soft(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds)
        signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + _GRACE_SECONDS)

    def _forget_time() -> None:
        """Waiting for the next request costs nothing and may take as long as it likes."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _set_soft(kind: int, value: int) -> None:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))

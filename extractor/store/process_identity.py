"""Which process this is, so that another one on the same machine can tell that it is gone."""

import os
from functools import cache
from pathlib import Path

_STATE, _STARTED = 0, 19
"""Fields of ``/proc/PID/stat`` behind the name: what the process does, and when it began, in ticks since the boot."""
_OVER = ("Z", "X")


def this_process() -> str:
    """The machine as it was booted, the namespace of its process numbers, the number and the beginning of this process;
    empty where the system does not tell.
    """
    try:
        began = _began(os.getpid())
    except OSError:
        began = ""
    return f"{_machine()} {os.getpid()} {began}" if _machine() and began else ""


def is_gone(process: str) -> bool:
    """Whether a process of this machine has ended. Of one elsewhere, or unknown, nobody can say: False."""
    machine, _, rest = process.rpartition(" ")[0].rpartition(" ")
    if not machine or machine != _machine():
        return False
    number, began = int(rest), process.rpartition(" ")[2]
    try:
        return _began(number) != began
    except OSError:
        return _is_over(number)


@cache
def _machine() -> str:
    try:
        booted = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{booted} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _began(number: int) -> str:
    """When a process began; empty where it has ended and nobody has noticed. OSError where that cannot be read."""
    fields = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return "" if fields[_STATE] in _OVER else fields[_STARTED]


def _is_over(number: int) -> bool:
    """Whether there is no such process. One of which nothing else can be read may well be there."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False

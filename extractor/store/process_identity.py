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
    began = _began(os.getpid())
    return f"{_machine()} {os.getpid()} {began}" if _machine() and began else ""


def is_gone(process: str) -> bool:
    """Whether a process of this machine has ended. Of one elsewhere, or unknown, nobody can say: False."""
    machine, _, rest = process.rpartition(" ")[0].rpartition(" ")
    if not machine or machine != _machine():
        return False
    return _began(int(rest)) != process.rpartition(" ")[2]


@cache
def _machine() -> str:
    try:
        booted = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{booted} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _began(number: int) -> str:
    """When a process began; empty where there is none, or it has ended and nobody has noticed."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[_STATE] in _OVER else fields[_STARTED]

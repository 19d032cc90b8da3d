"""Standard output and standard error as rich sees them: results go to the one, talk to the other."""

import json
import os
import sys

from pydantic import JsonValue
from rich.console import Console

_WIDTH_OF_FILES = 160
"""Columns of a table that does not go to a terminal: nobody's window squeezes it."""

STYLES = {"accepted": "green", "review": "yellow", "unrecognised": "yellow", "failed": "red"}
FIELD_STYLES = {"confirmed": "green", "corrected": "cyan", "flagged": "yellow"}


def output() -> Console:
    """Standard output, for results."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDTH_OF_FILES
    return Console(width=width, highlight=False, markup=False, emoji=False)


def talk() -> Console:
    """Standard error, for progress and advice."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def write_json(value: JsonValue) -> None:
    """JSON on standard output in its own characters, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
    sys.stdout.buffer.flush()

"""Standard output and standard error as rich sees them: results go to the one, talk to the other."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping

from pydantic import JsonValue
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook
from rich.segment import Segment

from extractor.documents.file_names import without_controls

_WIDTH_OF_FILES = 160
"""Columns of a table that does not go to a terminal: nobody's window squeezes it."""

_ESCAPED = {
    **{code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)},
    **{0xDC00 + byte: f"\\\\x{byte:02x}" for byte in range(0x80, 0x100)},
}
"""What JSON lets stand in strings and a terminal may obey; bytes of names that are no UTF-8, as paths write them."""

STYLES = {"accepted": "green", "review": "yellow", "unrecognised": "yellow", "failed": "red"}
FIELD_STYLES = {"confirmed": "green", "corrected": "cyan", "flagged": "yellow"}


def output() -> Console:
    """Standard output, for results."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDTH_OF_FILES
    return _harmless(Console(width=width, highlight=False, markup=False, emoji=False))


def talk() -> Console:
    """Standard error, for progress and advice."""
    return _harmless(Console(stderr=True, highlight=False, markup=False, emoji=False))


def _harmless(console: Console) -> Console:
    console.push_render_hook(_Harmless())
    return console


class _Harmless(RenderHook):
    """Names and documents say what they like: none of it reaches the terminal as something to obey."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """The same to be printed, in characters alone."""
        return [_InCharacters(each) for each in renderables]


class _InCharacters:
    def __init__(self, inner: ConsoleRenderable) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self._inner, options):
            yield segment if segment.control else segment._replace(text=without_controls(segment.text))


def write_json(value: JsonValue) -> None:
    """JSON on standard output in its own characters, whatever the terminal's encoding."""
    _write([_json(value), "\n"])


def write_json_listing(name: str, listed: Iterable[JsonValue], rest: Mapping[str, JsonValue]) -> None:
    """The same of an object that begins with a list, however long, each of which is written when it is there."""
    _write(_listing(name, listed, rest))


def _listing(name: str, listed: Iterable[JsonValue], rest: Mapping[str, JsonValue]) -> Iterator[str]:
    yield f"{{\n {json.dumps(name)}: ["
    end = "]"
    for number, each in enumerate(listed):
        yield ("," if number else "") + "\n  " + _json(each).replace("\n", "\n  ")
        end = "\n ]"
    yield end + "," + _json(dict(rest)).removeprefix("{") + "\n"


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).translate(_ESCAPED)


def _write(pieces: Iterable[str]) -> None:
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()


def json_line(value: JsonValue) -> str:
    """JSON in one line, in its own characters."""
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPED) + "\n"


def write_json_line(value: JsonValue) -> None:
    """The same in one line, for results that come one by one."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json_line(value).encode())
    sys.stdout.buffer.flush()

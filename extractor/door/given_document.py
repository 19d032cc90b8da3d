"""What a caller may give as a document, and how it is opened: in a process of its own, as in a run."""

import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from extractor.errors import UnreadableDocument

if TYPE_CHECKING:
    from extractor.documents.limits import OpeningLimits
    from extractor.documents.model import Document


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that are a document themselves: ``extract(Text("Total: 12"), Bill)``. ``name`` is for people."""

    text: str
    name: str = "text.txt"


GivenDocument: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | Text | IO[bytes] | IO[str]"
"""A path; the bytes of a file, or a file that is open; text. A str with a line break in it is text, for no path has
one, and so is an empty one; any other is a path."""

_NAMELESS = "document"
_SHOWN = 60
_LINE_BREAK = re.compile(r"[\r\n]")


@contextmanager
def opened(given: GivenDocument, limits: "OpeningLimits | None" = None) -> Iterator["Document"]:
    """The document, as long as its file may be needed. DocumentError as opening says it."""
    from extractor.documents.limits import DEFAULT_LIMITS
    from extractor.documents.opening.guarded import open_guarded

    path = _path_of(given)
    if path is not None:
        _check_there(path)
        yield open_guarded(path, limits or DEFAULT_LIMITS)
        return
    name, data = _content_of(given)
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        path = Path(folder) / (Path(name).name or _NAMELESS)
        path.write_bytes(data)
        yield replace(open_guarded(path, limits or DEFAULT_LIMITS), name=name)


def path_of(given: GivenDocument) -> str:
    """The path that was given; empty for what is content itself."""
    path = _path_of(given)
    return "" if path is None else str(path)


def name_of(given: GivenDocument) -> str:
    """What a document is called where it could not be opened."""
    path = _path_of(given)
    if path is not None:
        return path.name[:_SHOWN]
    if isinstance(given, Text):
        return given.name
    return _name_of_file(given) if isinstance(given, io.IOBase) else _NAMELESS


def _path_of(given: GivenDocument) -> Path | None:
    """The path that is given; None for what is content itself."""
    if isinstance(given, str) and (not given or _LINE_BREAK.search(given)):
        return None
    return Path(given) if isinstance(given, (str, os.PathLike)) else None


def _check_there(path: Path) -> None:
    """UnreadableDocument for a path with nothing there, also inside an archive, and for a folder."""
    from extractor.documents.opening.members import find_member

    shown = str(path)[:_SHOWN]
    try:
        there, folder = path.exists() or find_member(path) is not None, path.is_dir()
    except (OSError, ValueError):
        there, folder = False, False
    if folder:
        raise UnreadableDocument(
            f"{shown!r} is a folder; extract_many(Path({shown!r}).iterdir(), …) reads what is in it"
        )
    if not there:
        raise UnreadableDocument(f"{shown!r}: there is no such file; a text of one line is given as Text(…)")


def _content_of(given: GivenDocument) -> tuple[str, bytes]:
    """The name and the bytes of what is no path."""
    if isinstance(given, Text):
        return given.name, _encoded(given.text)
    if isinstance(given, str):
        return "text.txt", _encoded(given)
    if isinstance(given, (bytes, bytearray)):
        return _NAMELESS, bytes(given)
    read = getattr(given, "read", None)
    if read is None:
        raise UnreadableDocument(f"a document is a path, bytes, a file or Text(…), and not {type(given).__name__}")
    name = _name_of_file(given)
    try:
        content = read()
    except (OSError, ValueError) as error:
        raise UnreadableDocument(f"{name}: the open file cannot be read ({error})") from error
    if not isinstance(content, (str, bytes, bytearray, memoryview)):
        raise UnreadableDocument(f"{name}: what was opened gives {type(content).__name__}, and neither bytes nor text")
    return name, _encoded(content) if isinstance(content, str) else bytes(content)


def _encoded(text: str) -> bytes:
    """A text as a file; half a character, which no file can hold, is one that nobody can read."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _name_of_file(given: object) -> str:
    name = getattr(given, "name", "")
    return Path(name).name if isinstance(name, str) and Path(name).name else _NAMELESS

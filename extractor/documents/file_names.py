"""Names of files as text: a system takes nearly any bytes, a store wants characters, and a terminal obeys some of them.

A path as text leads back to its file (:func:`path_as_text`, :func:`path_of_text`). A name for people
(:func:`legible_name`) need not: it is what they read, type and search for.
"""

import os
import re
from pathlib import Path
from urllib.parse import unquote

_NO_UTF8 = re.compile(r"[\udc80-\udcff]")
"""Bytes of a name that are no UTF-8, as Python holds them."""
_WRITTEN = re.compile(r"\\x(5c|[89a-f][0-9a-f])")
"""What :func:`path_as_text` writes in place of a byte."""
_LOOKS_WRITTEN = re.compile(r"\\(?=x(?:5c|[89a-f][0-9a-f]))")
"""A backslash of a name after which the name itself goes on as if a byte were written there."""
_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+):/+(?P<rest>[^/].*)", re.DOTALL)
_PICTURES: dict[int, int | str] = {**{code: 0x2400 + code for code in range(0x20)}, 0x7F: 0x2421}
_OTHER_CONTROLS = (*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
"""C1 controls, ends of lines, and what turns the direction of text around."""
_BYTES = {0xDC00 + byte: f"\\x{byte:02x}" for byte in range(0x80, 0x100)}
_LEGIBLE: dict[int, int | str] = {**_PICTURES, **{code: f"\\u{code:04x}" for code in _OTHER_CONTROLS}, **_BYTES}
_ON_LINES = {code: picture for code, picture in _LEGIBLE.items() if chr(code) not in "\t\n"}

OLDER_ENCODING = "gb18030"
"""What a name whose bytes are no UTF-8 is read as, for people; where it is not that either, its bytes are shown."""


def path_as_text(path: Path) -> str:
    r"""A path in characters that any store can hold, no two alike: bytes that are no UTF-8 as ``\xb1``, a backslash
    before what would look like one as ``\x5c``; a URL as it is typed.
    """
    url = url_of(path)
    return url.translate(_BYTES) if url else in_characters(_LOOKS_WRITTEN.sub(r"\\x5c", str(path)))


def in_characters(text: str) -> str:
    r"""Text that any file and any store can hold: bytes that are no UTF-8 as ``\xb1``."""
    return text if text.isascii() else text.translate(_BYTES)


def names_of(given: str) -> tuple[str, ...]:
    """What a store may call a document that somebody names: as given, as a path in characters, as people see names."""
    return tuple({in_characters(given): None, path_as_text(Path(given)): None, legible_name(given): None})


def url_of(path: Path) -> str:
    """The URL that a path stands for (``s3:/a/b`` for ``s3://a/b``, as paths put it); empty for one of this machine."""
    found = _URL.fullmatch(path.as_posix())
    return "" if found is None else f"{found['scheme']}://{found['rest']}"


def is_on_web(path: Path) -> bool:
    """Whether a path stands for a URL of a web server."""
    return url_of(path).startswith(("http://", "https://"))


def name_of_file(path: Path) -> str:
    """What the file at a path is called; at a web server, where a URL has ``%E5`` for most, in characters."""
    name = unquote(path.name, errors="surrogateescape") if is_on_web(path) else path.name
    return path.name if "/" in name or "\0" in name else name


def path_of_text(text: str) -> Path:
    r"""The path that :func:`path_as_text` wrote. Where nothing is at it, the text itself: earlier releases did not
    write ``\x5c`` for a backslash.
    """
    path = Path(text)
    if not _WRITTEN.search(text):
        return path
    bytes_back = Path(_WRITTEN.sub(lambda written: os.fsdecode(bytes.fromhex(written[1])), text))
    return bytes_back if os.path.lexists(bytes_back) or not os.path.lexists(path) else path


def legible_name(name: str) -> str:
    """A name as people see it: in characters, and without any that a terminal would obey."""
    if _NO_UTF8.search(name):
        try:
            name = os.fsencode(name).decode(OLDER_ENCODING)
        except UnicodeDecodeError:
            name = in_characters(name)
    return name.translate(_LEGIBLE)


def without_controls(text: str) -> str:
    """Text for a terminal: what it would obey becomes a sign that shows it; ends of lines and tabs stay."""
    return text.translate(_ON_LINES) if not text.isprintable() else text

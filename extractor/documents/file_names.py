"""Names of files as text: a system takes nearly any bytes, a store wants characters, and a terminal obeys some of them.

A path as text leads back to its file (:func:`path_as_text`, :func:`path_of_text`). A name for people
(:func:`legible_name`) need not: it is what they read, type and search for.
"""

import os
import re
from pathlib import Path

_NO_UTF8 = re.compile(r"[\udc80-\udcff]")
"""Bytes of a name that are no UTF-8, as Python holds them."""
_WRITTEN = re.compile(r"\\x([89a-f][0-9a-f])")
_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+):/+(?P<rest>[^/].*)", re.DOTALL)
_PICTURES: dict[int, int | str] = {**{code: 0x2400 + code for code in range(0x20)}, 0x7F: 0x2421}
_OTHER_CONTROLS = (*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
"""C1 controls, ends of lines, and what turns the direction of text around."""
_LEGIBLE: dict[int, int | str] = {**_PICTURES, **{code: f"\\u{code:04x}" for code in _OTHER_CONTROLS}}
_ON_LINES = {code: picture for code, picture in _LEGIBLE.items() if chr(code) not in "\t\n"}

OLDER_ENCODING = "gb18030"
"""What a name whose bytes are no UTF-8 is read as, for people; where it is not that either, its bytes are shown."""


def path_as_text(path: Path) -> str:
    r"""A path in characters that any store can hold: bytes that are no UTF-8 as ``\xb1``; a URL as it is typed."""
    return _NO_UTF8.sub(lambda byte: f"\\x{ord(byte[0]) - 0xDC00:02x}", url_of(path) or str(path))


def url_of(path: Path) -> str:
    """The URL that a path stands for (``s3:/a/b`` for ``s3://a/b``, as paths put it); empty for one of this machine."""
    found = _URL.fullmatch(path.as_posix())
    return "" if found is None else f"{found['scheme']}://{found['rest']}"


def path_of_text(text: str) -> Path:
    """The path that :func:`path_as_text` wrote: of the two that it may mean, the one where something is."""
    path = Path(text)
    if os.path.lexists(path) or not _WRITTEN.search(text):
        return path
    bytes_back = Path(_WRITTEN.sub(lambda written: chr(0xDC00 + int(written[1], 16)), text))
    return bytes_back if os.path.lexists(bytes_back) else path


def legible_name(name: str) -> str:
    """A name as people see it: in characters, and without any that a terminal would obey."""
    if _NO_UTF8.search(name):
        try:
            name = os.fsencode(name).decode(OLDER_ENCODING)
        except UnicodeDecodeError:
            name = path_as_text(Path(name))
    return name.translate(_LEGIBLE)


def without_controls(text: str) -> str:
    """Text for a terminal: what it would obey becomes a sign that shows it; ends of lines and tabs stay."""
    return text.translate(_ON_LINES) if not text.isprintable() else text

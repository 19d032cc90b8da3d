"""What is no regular file: pipes, sockets and devices may never come to an end, so they are named and not opened."""

import stat
from pathlib import Path

from extractor.errors import UnreadableDocument

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def irregularity(path: Path) -> str:
    """What a path names, in words, where that is neither a regular file nor a folder nor nothing at all; else empty.

    Links are followed.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return ""
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return ""
    return _KINDS.get(stat.S_IFMT(mode), "no regular file")


def check_regular(path: Path) -> None:
    """UnreadableDocument for a path that names something which is read without knowing whether it ends."""
    found = irregularity(path)
    if found:
        raise UnreadableDocument(f"{path.name}: {found}, and only regular files are opened. Save it as a file first.")

"""Writing an export so that a broken-off one never takes the place of a whole one."""

import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from extractor.errors import ConfigurationError

STDOUT = "-"


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write to; it takes the place of ``target`` only when everything went well. OSError
    with the name of ``target`` where the disk takes no more, whatever writes.
    """
    if target.is_dir():
        raise ConfigurationError(f"{target} cannot be written: there is a folder of this name")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {error.strerror}") from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
        # mkstemp makes a file that only its owner may read; an export is as readable as any new file.
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except Exception as error:
        number = _number_of_system(error)
        if not number:
            raise
        raise OSError(number, os.strerror(number), str(target)) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def text_output(target: str, encoding: str) -> Iterator[IO[str]]:
    """A text file to write lines to, or standard output (``-``) in UTF-8. Line ends are the writer's own."""
    if target == STDOUT:
        sys.stdout.flush()
        with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as out:
            yield out
        return
    with replaced(Path(target)) as part, part.open("w", encoding=encoding, newline="") as out:
        yield out
        out.flush()


def _number_of_system(error: BaseException | None) -> int:
    """What the system said to whoever wrote, whatever became of that on the way here; 0 where it said nothing."""
    while error is not None:
        if isinstance(error, OSError) and error.errno:
            return error.errno
        if isinstance(error, sqlite3.OperationalError):
            number = getattr(error, "sqlite_errorcode", 0) & 0xFF
            return {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_IOERR: errno.EIO}.get(number, 0)
        error = error.__cause__ or error.__context__
    return 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

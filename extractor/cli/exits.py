"""How a command ends: an error that can be expected is one line and what to do, never a traceback."""

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer

from extractor.documents.file_names import without_controls
from extractor.errors import ExtractorError, StoreUnavailable

WRONG_USAGE = 3
STORE_LOST = 5
PROGRAM_ERROR = 70
INTERRUPTED = 130
_DISK_TAKES_NO_MORE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


@dataclass
class End:
    """The exit code a command ends with."""

    code: int = 0


@contextmanager
def ending() -> Iterator[End]:
    """Turn what a command raises into words on standard error and an exit code."""
    end = End()
    try:
        yield end
    except typer.TyperException as error:
        # Only usage errors arrive here; they know how to show themselves with the command's usage line.
        show = getattr(error, "show", None)
        typer.echo(f"Error: {error.format_message()}", err=True) if show is None else show()
        end.code = WRONG_USAGE
    except typer.Abort:
        end.code = INTERRUPTED
    except StoreUnavailable as error:
        say_error(str(error))
        end.code = STORE_LOST
    except ExtractorError as error:
        say_error(str(error))
        end.code = WRONG_USAGE
    except OSError as error:
        if error.errno not in _DISK_TAKES_NO_MORE:
            _program_error(end)
        else:
            where = f"{error.filename} cannot be written" if error.filename else "nothing more can be written"
            say_error(f"{where}: {os.strerror(error.errno)}")
            end.code = STORE_LOST
            sys.unraisablehook = _say_nothing  # what was being written tries once more when it goes
    except Exception:
        _program_error(end)


def _say_nothing(_raised: "sys.UnraisableHookArgs") -> None:
    pass


def _program_error(end: End) -> None:
    traceback.print_exc()
    say_error("an error of the program; please report it with the lines above")
    end.code = PROGRAM_ERROR


def say_error(message: str) -> None:
    """One red line on standard error."""
    typer.secho(
        f"error: {without_controls(' '.join(message.split()))}",
        fg="red",
        err=True,
        color=None if sys.stderr.isatty() else False,
    )

"""``extractor watch``: a run that stays, and reads what comes into folders."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.endpoint_options import with_endpoint
from extractor.cli.exits import INTERRUPTED
from extractor.cli.options import (
    SCHEMA_HELP,
    BudgetOption,
    JobsOption,
    LlmOption,
    LogOption,
    OfflineOption,
    PolicyOption,
    PricesOption,
    ReadersOption,
    StoreOption,
    StoreSecondsOption,
    settings_typed,
)
from extractor.documents.file_names import in_characters
from extractor.errors import ConfigurationError, ExtraMissing

if TYPE_CHECKING:
    from extractor.run.summary import RunSummary

_LOOK_AGAIN = 500
"""Milliseconds in which nothing came."""
_STOPPED = {signal.SIGINT: 130, signal.SIGTERM: 143}
_LOST_IN_A_ROW = 200
"""How often what tells of changes may end before it has told of any: a file whose name is no UTF-8 ends it with every
look, about three in a second, as long as it is written."""
_QUIET, _LONGEST = 1500, 60_000
"""Milliseconds in which nothing more has come before it is read, and after which it is read all the same."""


def add_watching(app: typer.Typer) -> None:
    """Give ``extractor`` the command of this module."""
    app.command(short_help="Read what comes into folders, as it comes.")(with_endpoint(watch))


def watch(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Folders, with the folders in them.")],
    schema: Annotated[
        str | None, typer.Option(metavar="SCHEMA", help=f"Read every document with this schema. {SCHEMA_HELP}")
    ] = None,
    readers: ReadersOption = None,
    llm: LlmOption = None,
    endpoint: Mapping[str, object] | None = None,
    policy: PolicyOption = None,
    prices: PricesOption = None,
    budget: BudgetOption = None,
    offline: OfflineOption = False,
    jobs: JobsOption = None,
    polling: Annotated[
        bool, typer.Option("--polling", help="Look every second instead of being told: for drives of other machines.")
    ] = False,
    store: StoreOption = None,
    store_seconds: StoreSecondsOption = None,
    log: LogOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no advice.")] = False,
) -> int:
    """Read what is in the folders, then stay and read every document that comes, or comes as a new version.

    Ctrl-C or SIGTERM ends it, between two documents; the same command goes on from there. A file is read when nothing
    has been written for a second and a half.
    """
    typed = {name: value for name, value in locals().items() if name not in ("folders", "polling", "log", "quiet")}
    given = settings_typed({**typed, **(endpoint or {})})
    return _watch(folders, given, polling, quiet, log)


def _watch(folders: Sequence[Path], given: Mapping[str, object], polling: bool, quiet: bool, log: Path | None) -> int:
    from extractor.cli.running import check_settings, run_into
    from extractor.cli.screen import talk
    from extractor.cli.storing import open_store
    from extractor.run.settings import resolve_settings

    settings = resolve_settings(given, os.environ)
    check_settings(settings)
    code, first = 0, True
    with _stopping() as ended, open_store(settings.store) as store:
        try:
            for came in _arrivals(folders, polling):
                summary = _run_over(came, lambda there: run_into(store, there, settings, False, quiet, log))
                if summary is not None:
                    code = summary.exit_code
                    if summary.stopped:
                        return code
                if first and not quiet:
                    talk().print("Waiting for documents; Ctrl-C ends.")
                first = False
        except (_Ended, KeyboardInterrupt):
            return ended[0] if ended else INTERRUPTED
    return code


def _run_over(came: Sequence[Path], run: Callable[[Sequence[Path]], "RunSummary"]) -> "RunSummary | None":
    """A run over what came and is still there: what is moved away meanwhile is not the end. None where nothing is."""
    from extractor.run.selection import still_there

    while there := still_there(came):
        try:
            return run(there)
        except ConfigurationError:
            came = still_there(there)
            if len(came) == len(there):
                raise
    return None


def _arrivals(folders: Sequence[Path], polling: bool) -> Iterator[list[Path]]:
    """What is there, as soon as nothing that comes meanwhile can be missed, and then what comes, when nothing more has
    come for a while. ExtraMissing where what tells of it is not installed.
    """
    try:
        from watchfiles._rust_notify import WatchfilesRustInternalError
    except ModuleNotFoundError:
        raise ExtraMissing("watching folders needs watchfiles: pip install 'extractor-proof[watch]'") from None
    watched = [Path(os.path.abspath(each)) for each in folders]  # noqa: PTH100 (resolve() would follow links)
    for given, each in zip(folders, watched, strict=True):
        if not given.is_dir():
            raise ConfigurationError(f"{given} is no folder: `extractor run` reads files, nothing was started")
        if not _is_utf8(each):
            raise ConfigurationError(f"{given} cannot be watched, for its name is no UTF-8: `extractor run` reads it")
    lost = 0
    while True:
        try:
            for came in _told(watched, polling):
                lost = 0
                yield came
        except WatchfilesRustInternalError:
            # A name came that is no UTF-8, and it tells of nothing any more. Begun anew, everything is looked through;
            # by looking, because of a folder that is called so it tells nothing but that.
            lost, polling = lost + 1, True
            if lost > _LOST_IN_A_ROW:
                raise


def _is_utf8(path: Path) -> bool:
    return in_characters(str(path)) == str(path)


def _told(watched: Sequence[Path], polling: bool) -> Iterator[list[Path]]:
    """Everything there is, then what comes. WatchfilesRustInternalError at a name that is no UTF-8."""
    from watchfiles import watch as changes_in

    from extractor.run.selection import taken_below

    first = True
    for changes in changes_in(
        *watched,
        watch_filter=None,
        step=_QUIET,
        debounce=_LONGEST,
        force_polling=polling or None,
        rust_timeout=_LOOK_AGAIN,
        yield_on_timeout=True,
    ):
        named = watched if first else [Path(name) for _, name in changes]
        below = ((path, folder) for path in named for folder in watched if path == folder or folder in path.parents)
        yield sorted({each for path, folder in below for each in taken_below(path, folder)})
        first = False


class _Ended(BaseException):
    """Somebody asked for the end while no document was being stored."""


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """The exit codes that signals stand for, as they come. Each raises where it comes; a run that is at work has
    handlers of its own.
    """
    ended = list[int]()

    def receive(number: int, _frame: object) -> None:
        ended.append(_STOPPED[signal.Signals(number)])
        raise _Ended

    before = {number: signal.signal(number, receive) for number in _STOPPED}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

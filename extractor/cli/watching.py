"""``extractor watch``: a run that stays, and reads what comes into folders."""

import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.endpoint_options import with_endpoint
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
from extractor.errors import ConfigurationError, ExtraMissing

if TYPE_CHECKING:
    from watchfiles import Change

_LOOK_AGAIN = 500
"""Milliseconds in which nothing came."""
_STOPPED = {signal.SIGINT: 130, signal.SIGTERM: 143}
_ENDS = frozenset({130, 143, 5})
"""Exit codes of a run after which nothing is waited for."""


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
    from extractor.cli.running import run_reports
    from extractor.cli.screen import talk

    try:
        from watchfiles import watch as changes_in
    except ModuleNotFoundError:
        raise ExtraMissing("watching folders needs watchfiles: pip install 'extractor-proof[watch]'") from None
    for each in folders:
        if not each.is_dir():
            raise ConfigurationError(f"{each} is no folder: `extractor run` reads files, nothing was started")
    code, first = 0, True
    with _stopping() as (stop, ended):
        for changes in changes_in(
            *folders,
            watch_filter=_is_document,
            stop_event=stop,
            force_polling=polling or None,
            rust_timeout=_LOOK_AGAIN,
            yield_on_timeout=True,
        ):
            # What is there is read once nothing that comes meanwhile can be missed.
            came = _documents_in(folders) if first else sorted({Path(name) for _, name in changes})
            there = [path for path in came if path.is_file()]
            if there:
                code = run_reports(list(folders) if first else there, given, False, quiet, log)
            if code in _ENDS:
                return code
            if first and not quiet:
                talk().print("Waiting for documents; Ctrl-C ends.")
            first = False
        return ended[0] if ended else code


@contextmanager
def _stopping() -> Iterator[tuple[threading.Event, list[int]]]:
    """An event that signals set, and the exit codes that they stand for."""
    stop, ended = threading.Event(), list[int]()

    def receive(number: int, _frame: object) -> None:
        ended.append(_STOPPED[signal.Signals(number)])
        stop.set()

    before = {number: signal.signal(number, receive) for number in _STOPPED}
    try:
        yield stop, ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_document(_change: "Change", name: str) -> bool:
    from extractor.run.selection import is_taken

    return is_taken(Path(name))


def _documents_in(folders: Iterable[Path]) -> list[Path]:
    """One document that is there, if any is."""
    from extractor.run.selection import is_taken

    every = (Path(place, name) for folder in folders for place, _, names in os.walk(folder) for name in names)
    return list(islice(filter(is_taken, every), 1))

"""``extractor store``, and how every other command comes to a store of this release's layout."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from extractor.cli.screen import output, talk, write_json
from extractor.errors import ConfigurationError, StoreOutdated
from extractor.route import Result
from extractor.run.settings import RunSettings, resolve_settings
from extractor.schemas.named_before import named_before, note_named
from extractor.schemas.registry import find_where_named, named_by
from extractor.store import Store, Upgrade, store_address, upgrade_store


def store_place(store: str | None) -> str:
    """The store that an option or the environment names, or the default one."""
    return resolve_settings({"store": store}, os.environ).store


def open_store(place: str, create: bool = True) -> Store:
    """The store at a place. One of an earlier layout is upgraded first, if whoever sits at the terminal says so.

    StoreOutdated, which names the command, where nobody can be asked, or the answer is no.
    """
    find_where_named(named_before(store_address(place)))
    try:
        return Store(place, create)
    except StoreOutdated as error:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        talk().print(str(error), style="yellow", soft_wrap=True)
        if not _agreed("Upgrade it now?"):
            raise
    talk().print(_said(upgrade_store(place)), soft_wrap=True)
    return Store(place, create)


def note_schema(settings: RunSettings) -> None:
    """Have later commands on the store find the schema that a run was given, wherever they are started."""
    named = None if settings.schema_name is None else named_by(settings.schema_name)
    if named is not None:
        note_named(store_address(settings.store), *named)


def documents_named(opened: Store, document: str) -> tuple[Result, ...]:
    """The results of the document of this name, path or start of a hash. ConfigurationError if there is none."""
    found = opened.find(document) or opened.find(str(Path(document).absolute()))
    if not found:
        raise ConfigurationError(f"the store holds no document {document!r}: `extractor list` names them")
    return found


def several_named(opened: Store, document: str, found: Sequence[Result]) -> ConfigurationError:
    """What is said where a name has to be that of one document and is not."""
    paths = ", ".join(sorted(path for each in found for path in opened.names(each)))
    return ConfigurationError(f"{document!r} is more than one document, name one of them by its path: {paths}")


def upgrade(store: str | None, as_json: bool) -> int:
    """Upgrade a store, and say what was kept. StoreError if it cannot be done."""
    done = upgrade_store(store_place(store))
    if as_json:
        write_json(
            {
                "found": done.found,
                "now": done.now,
                "copy": None if done.copy is None else str(done.copy),
                "results": done.results,
                "readings": done.readings,
                "edits": done.edits,
            }
        )
        return 0
    output().print(_said(done), soft_wrap=True)
    return 0


def clear_replies(store: str | None, model: str | None, as_json: bool) -> int:
    """Throw away what models answered, and say how much it was."""
    with open_store(store_place(store), create=False) as opened:
        cleared = opened.calls.clear(model)
    if as_json:
        write_json({"cleared": cleared})
        return 0
    whose = f" of {model}" if model else ""
    output().print(f"{cleared} kept answers{whose} thrown away.", soft_wrap=True)
    return 0


def _agreed(question: str) -> bool:
    """Whether a person says yes; unasked, no. (``typer.confirm`` writes a space where results go.)"""
    typer.echo(f"{question} [y/N] ", err=True, nl=False)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _said(done: Upgrade) -> str:
    if done.found == done.now:
        return f"The store has layout {done.now} already: nothing was to be done."
    kept = f"{done.results} results, {done.readings} readings and {done.edits} decisions were kept"
    where = "" if done.copy is None else f"; as it was, it lies in {done.copy}"
    return f"Upgraded from layout {done.found} to {done.now}: {kept}{where}."

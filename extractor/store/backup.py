"""A copy of a store in a file, as of one moment, while others go on working."""

import shutil
import sqlite3
from pathlib import Path

from extractor.errors import StoreError
from extractor.store.database import sqlite_file, store_url


def copy_store(file: Path, copy: Path) -> None:
    """The store as it is, in a file of its own; what is copied is written in full before it has its name."""
    part = copy.with_name(f".{copy.name}.part")
    try:
        part.unlink(missing_ok=True)
        source, target = sqlite3.connect(file), sqlite3.connect(part)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        shutil.copymode(file, part)
        part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        for each in (part, part.with_name(f"{part.name}-journal")):
            each.unlink(missing_ok=True)
        raise StoreError(f"{file} cannot be copied to {copy}: {error}; nothing was done") from error


def back_up(place: str, copy: Path) -> int:
    """Copy the store at ``place`` to a new file; how many bytes it has. StoreError where that is not to be done."""
    file = sqlite_file(store_url(place))
    if file is None:
        raise StoreError("a store in a database server is backed up with its own tools, such as pg_dump")
    if not file.exists():
        raise StoreError(f"there is no store at {file}")
    if copy.exists():
        raise StoreError(f"{copy} is there already: name a new file")
    if not copy.parent.exists():
        raise StoreError(f"the folder {copy.parent} for the copy does not exist: make it first")
    copy_store(file, copy)
    return copy.stat().st_size

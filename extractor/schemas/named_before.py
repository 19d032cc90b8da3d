"""Where schemas stand that somebody named by a file or a module: later commands on the same store find them there.

A store is data, and may come from anybody; a file of Python is run only because the person at this machine named it. So
this is kept apart from the store, where programs keep what is theirs of a user (``XDG_STATE_HOME``).
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_KEPT = 1_000
"""Stores of which it is known; those that nobody named a schema for the longest give way."""


def note_named(store: str, name: str, text: str) -> None:
    """Keep what the schema ``name`` was named by, as it is found from any directory, for a store. Where the disk does
    not take it, nothing is kept: whoever needs it names it again.
    """
    known = named_before(store)
    if known.get(name) == text:
        return
    file = _file(store)
    written = file.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(json.dumps({"store": store, "schemas": {**known, name: text}}), encoding="utf-8")
        written.replace(file)
        for old in sorted(file.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)


def named_before(store: str) -> Mapping[str, str]:
    """What schemas were named by for a store, by their names."""
    try:
        found = json.loads(_file(store).read_text("utf-8"))["schemas"]
        return {name: text for name, text in found.items() if isinstance(text, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _file(store: str) -> Path:
    from platformdirs import user_state_path

    folder = user_state_path("extractor", appauthor=False) / "schemas"
    return folder / f"{hashlib.sha256(store.encode('utf-8', 'surrogateescape')).hexdigest()}.json"

"""What the keys do: the commands of keymap.toml, with keys of a file of one's own in their place."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_config_path

from extractor.errors import ConfigurationError
from extractor.evidence.sentences import Language, spoken
from extractor.review.spoken_words import tell
from extractor.review.tui.styled_lines import ALSO_KEYS, Said

KEYMAP = "EXTRACTOR_KEYMAP"
"""Names a keymap file; without it one is looked for in the folder of settings."""

EVERYWHERE_KEYS = (
    ("tab,shift+tab", "lists"),
    ("pageup", "scroll_source(-1)"),
    ("pagedown", "scroll_source(1)"),
)
"""Keys and actions wherever the cursor is."""

TYPING_KEYS = (
    *((digit, digit) for digit in "0123456789"),
    ("plus", "+"),
    ("minus", "-"),
    ("full_stop", "."),
    ("comma", ","),
)
"""Keys that start typing on a list, with their characters."""

_NAMES = {
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "/": "slash",
    "?": "question_mark",
    "Insert": "insert",
    "Delete": "delete",
    "Ctrl+F": "ctrl+f",
}
_TAKEN = frozenset("0123456789+-.,")


@dataclass(frozen=True, slots=True)
class Command:
    """``keys`` as a person reads them; ``action`` is empty for what is no single key on a list."""

    name: str
    keys: str
    action: str
    words: Mapping[Language, str]


@cache
def commands() -> tuple[Command, ...]:
    """Every command, with a person's own keys where there are some. ConfigurationError for a keymap that is none."""
    written = tomllib.loads(Path(__file__).with_name("keymap.toml").read_text("utf-8"))
    own = _own_keys(set(written))
    found = tuple(
        Command(
            name,
            own.get(name, each["keys"]),
            each.get("action", ""),
            {"en": each["en"], "zh": each["zh"]},
        )
        for name, each in written.items()
    )
    _check(found)
    return found


def _own_keys(names: set[str]) -> dict[str, str]:
    named = os.environ.get(KEYMAP, "")
    path = Path(named) if named else user_config_path("extractor") / "keymap.toml"
    if not named and not path.is_file():
        return {}
    try:
        own = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"the keymap {path} cannot be read: {error}") from error
    unknown = [name for name, keys in own.items() if name not in names or not isinstance(keys, str) or not keys]
    if unknown:
        raise ConfigurationError(f"the keymap {path} names {unknown[0]!r}: commands are {', '.join(sorted(names))}")
    return own


def _check(found: tuple[Command, ...]) -> None:
    used: dict[str, str] = dict.fromkeys(ALSO_KEYS, "also")
    for command in found:
        if command.action:
            other = used.setdefault(command.keys, command.name)
            if other != command.name or command.keys in _TAKEN:
                raise ConfigurationError(f"the key {command.keys!r} of {command.name} is taken already")


def on_list_keys() -> Iterator[tuple[str, str]]:
    """Keys and actions while a list has the cursor."""
    for command in commands():
        if command.action:
            yield _NAMES.get(command.keys, command.keys), command.action
    yield from ((key, f"also({number})") for number, key in enumerate(ALSO_KEYS))


def key_of(name: str) -> str:
    """The key of a command, as a person reads it."""
    return next(command.keys for command in commands() if command.name == name)


def help_lines() -> list[Said]:
    """What the keys do, in the language people asked for."""
    language = spoken()
    return [
        Said(tell("help_head"), style="bold"),
        *(Said(command.words[language], command.keys) for command in commands()),
        Said(""),
        Said(tell("help_signs")),
        Said(tell("help_signs_beside")),
    ]


def keymap_table(language: Language) -> str:
    """The keymap as a table for the docs."""
    lines = [f"| `{each.keys}` | {each.words[language]} |" for each in commands()]
    return "\n".join(("| key | |", "|---|---|", *lines))

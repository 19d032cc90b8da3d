"""Where users keep prompts and profiles of their own, which go before those that come with the program."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from extractor.errors import ConfigurationError

VARIABLE = "EXTRACTOR_PROMPTS"
PROFILES = "profiles.toml"

_GIVEN: ContextVar[Path | None] = ContextVar("prompts", default=None)


def own_folder() -> Path | None:
    """The folder that was given (:func:`prompts_in`), else the one that ``EXTRACTOR_PROMPTS`` names; None where nobody
    named one. ConfigurationError where it is none.
    """
    given = _GIVEN.get()
    chosen = str(given) if given is not None else os.environ.get(VARIABLE)
    if not chosen:
        return None
    folder = Path(chosen).expanduser()
    if not folder.is_dir():
        raise ConfigurationError(f"{VARIABLE if given is None else 'prompts'}: {folder} is no folder")
    return folder


@contextmanager
def prompts_in(folder: Path | None) -> Iterator[None]:
    """Prompts of one's own from this folder, whatever the environment says, as long as this lasts in this thread."""
    token = _GIVEN.set(folder)
    try:
        yield
    finally:
        _GIVEN.reset(token)


def own_profiles() -> Path | None:
    """The file with the user's own profiles: in that folder, else in the user's folder of settings."""
    from platformdirs import user_config_path

    own = own_folder()
    places = [*([own] if own is not None else []), user_config_path("extractor", appauthor=False)]
    return next((place / PROFILES for place in places if (place / PROFILES).is_file()), None)

"""Where users keep prompts and profiles of their own, which go before those that come with the program."""

import os
from pathlib import Path

from extractor.errors import ConfigurationError

VARIABLE = "EXTRACTOR_PROMPTS"
PROFILES = "profiles.toml"


def own_folder() -> Path | None:
    """The folder that ``EXTRACTOR_PROMPTS`` names, if it does. ConfigurationError where there is none."""
    chosen = os.environ.get(VARIABLE)
    if not chosen:
        return None
    folder = Path(chosen).expanduser()
    if not folder.is_dir():
        raise ConfigurationError(f"{VARIABLE}: {folder} is no folder")
    return folder


def own_profiles() -> Path | None:
    """The file with the user's own profiles: in that folder, else in the user's folder of settings."""
    from platformdirs import user_config_path

    own = own_folder()
    places = [*([own] if own is not None else []), user_config_path("extractor", appauthor=False)]
    return next((place / PROFILES for place in places if (place / PROFILES).is_file()), None)

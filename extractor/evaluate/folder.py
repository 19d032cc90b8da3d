"""Where the sets are: the top-level ``evals/`` folder beside the checkout, or its copy inside the installed wheel."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE / "builtin" / "evals", _PACKAGE.parent / "evals")


def evals_folder() -> Path:
    """The folder that holds one folder a set."""
    return next((place for place in _PLACES if place.is_dir()), _PLACES[0])


def cache_folder() -> Path:
    """Where rendered documents are kept: below ``EXTRACTOR_CACHE_DIR`` if that is set, else the user's cache."""
    chosen = os.environ.get("EXTRACTOR_CACHE_DIR")
    root = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("extractor", appauthor=False))
    return root / "evals"

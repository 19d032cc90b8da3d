"""Where this program keeps what it could make again: below ``EXTRACTOR_CACHE_DIR``, else in the user's cache."""

import os
from pathlib import Path


def user_cache(kind: str) -> Path:
    """The folder for one kind of things; it need not be there."""
    chosen = os.environ.get("EXTRACTOR_CACHE_DIR")
    if chosen:
        return Path(chosen) / kind
    import platformdirs

    return Path(platformdirs.user_cache_dir("extractor", appauthor=False)) / kind

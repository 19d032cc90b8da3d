"""Which files a run takes: the files it was given, and the documents inside the folders it was given."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ConfigurationError

_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".csv", ".tsv"})
_PAGES = frozenset({".pdf", ".docx", ".xls", ".xlsx", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
SUFFIXES = _TEXTS | _PAGES
"""Suffixes taken from folders. A file that is named itself is always taken; its content decides how it is read."""

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Selection:
    """The files of a run in order, and how many files of the folders were left out because of their names."""

    files: tuple[Path, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class NamedContent:
    """One content and all the files that hold it, in order. ``sha256`` is empty for a file that cannot be read."""

    sha256: str
    paths: tuple[Path, ...]

    @property
    def path(self) -> Path:
        """The first of the files: the one that is read."""
        return self.paths[0]


def check_paths(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths, all of which exist. ConfigurationError names the first that does not."""
    given = tuple(paths)
    for path in given:
        if not path.exists():
            raise ConfigurationError(f"{path} does not exist: check the path, nothing was started")
    return given


def select_files(paths: Iterable[Path]) -> Selection:
    """Expand folders, sorted, without hidden files and folders.

    ConfigurationError for a path that does not exist, and where there is no document in all of them.
    """
    files: dict[Path, None] = {}
    skipped = 0
    for path in check_paths(paths):
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if not _hidden(each, path) and each.is_file())
            taken = [each for each in inside if each.suffix.lower() in SUFFIXES]
            skipped += len(inside) - len(taken)
            files.update((_absolute(each), None) for each in taken)
        else:
            files[_absolute(path)] = None
    if not files:
        left_out = f" ({skipped} files of other kinds are left out)" if skipped else ""
        raise ConfigurationError(f"there is no document in the folders named{left_out}; name files to read them anyway")
    return Selection(tuple(files), skipped)


def group_by_content(files: Iterable[Path]) -> tuple[NamedContent, ...]:
    """Files with the same bytes together, in the order of their first file."""
    groups: dict[str, list[Path]] = {}
    for path in files:
        groups.setdefault(_sha256(path) or f"path:{path}", []).append(path)
    return tuple(NamedContent("" if key.startswith("path:") else key, tuple(each)) for key, each in groups.items())


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links and lose the file's own name)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _sha256(path: Path) -> str:
    """The hash of the file's bytes; empty where they cannot be read, which the opener then says in words."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()

"""Which files a run takes: the files it was given, and the documents inside the folders it was given."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.documents.members import SUFFIX as ARCHIVE
from extractor.documents.members import Members, find_member, list_members, read_file
from extractor.errors import ConfigurationError, DocumentError

_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".eml"})
_FIELDS = frozenset({".csv", ".tsv", ".tab"})
_PAGES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
_OFFICE = frozenset({".docx", ".docm", ".doc", ".odt", ".rtf", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
SUFFIXES = _TEXTS | _FIELDS | _PAGES | _OFFICE
"""Suffixes taken from folders and archives. A file that is named itself is always taken; its content decides how it
is read. Of a ZIP archive the documents inside it are taken, as ``archive.zip/inner.txt``.
"""

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Selection:
    """The files of a run in order, and how many of the folders and archives were left out because of their names."""

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
        if not path.exists() and find_member(path) is None:
            raise ConfigurationError(f"{path} does not exist: check the path, nothing was started")
    return given


def select_files(paths: Iterable[Path]) -> Selection:
    """Expand folders, sorted, without hidden files and folders, and archives.

    ConfigurationError for a path that does not exist, and where there is no document in all of them.
    """
    files: dict[Path, None] = {}
    skipped = 0
    for path in check_paths(paths):
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if not _hidden(each, path) and each.is_file())
            taken = [each for each in inside if each.suffix.lower() in SUFFIXES or each.suffix.lower() == ARCHIVE]
            skipped += len(inside) - len(taken)
        else:
            taken = [path]
        for each in map(_absolute, taken):
            members = list_members(each, SUFFIXES) if each.suffix.lower() == ARCHIVE else Members((), 0)
            skipped += members.left_out
            files.update(dict.fromkeys(members.paths or (each,)))
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
        if not path.is_file():
            return hashlib.sha256(read_file(path)).hexdigest()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except (OSError, DocumentError):
        return ""
    return digest.hexdigest()

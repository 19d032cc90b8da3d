"""Which files a run takes: the files it was given, and the documents inside the folders it was given."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.documents.file_parts import key_of_part, split_part
from extractor.documents.irregular import irregularity
from extractor.documents.limits import MAX_FILE_BYTES
from extractor.documents.opening.members import CONTAINERS, Members, find_member, list_members, read_file
from extractor.errors import ConfigurationError, DocumentError

_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".eml"})
_FIELDS = frozenset({".csv", ".tsv", ".tab", ".xml", ".edi", ".x12"})
_PAGES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
_OFFICE = frozenset(
    {".docx", ".docm", ".doc", ".odt", ".rtf", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".pptx", ".pptm"}
)
SUFFIXES = _TEXTS | _FIELDS | _PAGES | _OFFICE
"""Suffixes taken from folders and archives. A file that is named itself is always taken; its content decides how it
is read. JSON has to be named: what lies in folders of reports as JSON are records, schemas and settings. Of a ZIP
archive and a mail the documents inside are taken, as ``archive.zip/inner.txt``.
"""

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Selection:
    """The files of a run in order, and how many of the folders and archives were left out because of their names.

    ``irregular``: what stands in the folders and is no file that could be read, each with what it is.
    """

    files: tuple[Path, ...]
    skipped: int = 0
    irregular: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedContent:
    """One content and all the files that hold it, in order. ``sha256`` is empty for a file that cannot be read; of a
    part of a file it is that of the file with the name of the part behind it.
    """

    sha256: str
    paths: tuple[Path, ...]

    @property
    def path(self) -> Path:
        """The first of the files: the one that is read."""
        return self.paths[0]


def check_paths(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths, each of a file, a folder or a member of an archive. ConfigurationError names the first that is not."""
    given = tuple(paths)
    for path in given:
        if not path.exists() and find_member(path) is None:
            raise ConfigurationError(f"{path} does not exist: check the path, nothing was started")
        if found := irregularity(path):
            raise ConfigurationError(
                f"{path} is {found}, and only files and folders are read: save it as a file first, nothing was started"
            )
    return given


def select_files(paths: Iterable[Path]) -> Selection:
    """Expand folders, sorted, without hidden files and folders, and archives.

    ConfigurationError for a path that does not exist, and where there is no document in all of them.
    """
    files: dict[Path, None] = {}
    irregular: list[str] = []
    skipped = 0
    for path in check_paths(paths):
        if path.is_dir():
            found = sorted(each for each in path.rglob("*") if not _hidden(each, path))
            inside = [each for each in found if each.is_file()]
            irregular += [f"{each} ({what})" for each in found if (what := _irregular(each))]
            taken = [each for each in inside if each.suffix.lower() in SUFFIXES | CONTAINERS]
            skipped += len(inside) - len(taken)
        else:
            taken = [path]
        for each in map(_absolute, taken):
            members = list_members(each, SUFFIXES) if each.suffix.lower() in CONTAINERS else Members((), 0)
            skipped += members.left_out
            files.update(dict.fromkeys(members.paths or (each,)))
    if not files:
        named = [f"{skipped} files of other kinds are left out"] if skipped else []
        named += [f"not a file: {each}" for each in irregular[:1]]
        left_out = f" ({'; '.join(named)})" if named else ""
        raise ConfigurationError(f"there is no document in the folders named{left_out}; name files to read them anyway")
    return Selection(tuple(files), skipped, tuple(irregular))


def group_by_content(files: Iterable[Path]) -> tuple[NamedContent, ...]:
    """Files with the same bytes together, in the order of their first file."""
    groups: dict[str, list[Path]] = {}
    for path in files:
        groups.setdefault(_sha256(path) or f"path:{path}", []).append(path)
    return tuple(NamedContent("" if key.startswith("path:") else key, tuple(each)) for key, each in groups.items())


def _irregular(path: Path) -> str:
    """What something in a folder is, where it is neither file nor folder."""
    return irregularity(path) or ("a link that leads nowhere" if path.is_symlink() and not path.exists() else "")


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links and lose the file's own name)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _sha256(path: Path) -> str:
    """The hash of the file's bytes; empty where they cannot be read or are more than is opened, which the opener then
    says in words.
    """
    digest, left = hashlib.sha256(), MAX_FILE_BYTES
    try:
        if not path.is_file():
            _, part = split_part(path)
            found = "" if irregularity(path) else hashlib.sha256(read_file(path)).hexdigest()
            return found if part is None else key_of_part(found, part)
        if path.stat().st_size > left:
            return ""
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    return ""
                digest.update(chunk)
    except (OSError, DocumentError):
        return ""
    return digest.hexdigest()
